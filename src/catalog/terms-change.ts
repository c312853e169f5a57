/**
 * What may differ from a plan's terms: in another currency, for the first periods (a phase), or for one consumer (an
 * override). Each names only what it changes; `effectiveTerms` puts them together.
 */
import { z } from 'zod';
import { isCurrency } from '#kernel';
import { priceSchema } from '#rating';
import { key, positiveDecimalText, text } from './fields.ts';
import { quotasField } from './quota-terms.ts';

const MOST_PRICES = 100;
const MOST_PHASES = 12;
const MOST_CURRENCIES = 20;

/** A decimal in major units of the plan's currency; its digits are checked where the currency is known. */
export const amountField = positiveDecimalText.max(25);
export const percentOff = positiveDecimalText
  .max(16)
  .refine((value) => !/^\d+(\.\d+)?$/.test(value) || Number(value) <= 100, 'must be at most 100');

export const feature = z.union([z.boolean(), text(200), z.number()]);
export const featuresField = z
  .record(key, feature)
  .refine((record) => Object.keys(record).length <= 100, 'has more than 100 features');

/** `calls`, or `calls.night` for the variant `night` of it. */
const priceName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,62}(\.[a-z0-9][a-z0-9_-]{0,62})?$/,
    'must be a key, or a key, a point and a variant',
  );
const pricesByKey = z
  .record(priceName, priceSchema)
  .refine((record) => Object.keys(record).length <= MOST_PRICES, `names more than ${MOST_PRICES} prices`);

const change = {
  price: amountField.optional().describe('Flat fee per interval'),
  fees: pricesByKey.default({}).describe('Prices of fees, by their keys'),
  prices: pricesByKey.default({}).describe('Prices of usage, by their keys; `key.variant` for a variant'),
};

/** Terms of one consumer that differ from the plan's. */
export const termsOverride = z
  .strictObject({
    ...change,
    quotas: quotasField.optional().describe('In place of the plan’s quotas'),
    features: featuresField
      .optional()
      .describe('Added to the plan’s, or in place of those with the same key'),
    percent_off: percentOff.optional(),
  })
  .meta({ id: 'TermsOverride' });
export type TermsOverride = z.output<typeof termsOverride>;

const phase = termsOverride.extend({
  periods: z.int().min(1).max(120).describe('Billing periods that the phase lasts'),
});
export const phasesField = z
  .array(phase)
  .max(MOST_PHASES)
  .describe('One after the other from the first paid period; after them the terms themselves hold');
export type Phase = z.output<typeof phase>;

export const includedCredit = z.strictObject({
  amount: amountField,
  rollover_maximum: amountField
    .refine((value) => !/^[0.]+$/.test(value), 'must be more than zero; null carries nothing over')
    .nullable()
    .default(null)
    .describe('So much at most of what is left goes on for one more interval; null: nothing'),
});

const inCurrency = z.strictObject({
  ...change,
  price: amountField.describe('Flat fee per interval'),
  overage_unit_price: amountField.optional().describe('Needed when a quota charges what is beyond it'),
  commitment: amountField.optional(),
  maximum: amountField.optional(),
  threshold: amountField.optional(),
  included_credit: includedCredit.optional(),
  prepaid_unit_price: amountField.optional(),
});
export const currenciesField = z
  .record(z.string().refine(isCurrency, 'is not an ISO 4217 currency'), inCurrency)
  .refine(
    (record) => Object.keys(record).length <= MOST_CURRENCIES,
    `has more than ${MOST_CURRENCIES} currencies`,
  )
  .describe('What the plan costs in further currencies');
export type InCurrency = z.output<typeof inCurrency>;
