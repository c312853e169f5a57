import { z } from 'zod';
import { currencyDigits, decimal, formatAmount, isCurrency, isDecimalText, parseAmount } from '#kernel';
import { BUILT_IN_METERS } from '#rating';
import { checkCurrencies, type Report } from './check-currencies.ts';
import { positiveDecimalText } from './fields.ts';
import { normalizeQuota, type QuotaTerms, quotasField } from './quota-terms.ts';
import { intervalField, recurringFee } from './recurring-fee.ts';
import { concurrencySchema, ROUTE_METHOD, rateLimitsSchema, routeTemplate } from './route-definition.ts';
import {
  amountField,
  currenciesField,
  featuresField,
  includedCredit,
  percentOff,
  phasesField,
} from './terms-change.ts';
import { priceNamesOf, usagePrice } from './usage-price.ts';

/**
 * By method and template, not by id: terms outlive a route that is deleted and made again, and people can read
 * them. An entry that names no route of the product limits nothing.
 */
const routeRateLimits = z
  .array(z.strictObject({ method: ROUTE_METHOD, template: routeTemplate, rate_limits: rateLimitsSchema }))
  .max(100)
  .describe('In place of the windows of these routes; an empty list lifts them');

const billing = z.strictObject({
  alignment: z
    .enum(['anniversary', 'calendar'])
    .default('anniversary')
    .describe('calendar: weeks from Monday, months from the 1st; the first period is the part that is left'),
  proration: z
    .enum(['second', 'day', 'thirty_day_month', 'none'])
    .default('second')
    .describe('How a part of an interval is charged. day: local days, the first and the last both counted'),
});

const termsFields = z.strictObject({
  currency: z.string().refine(isCurrency, 'is not an ISO 4217 currency').describe('ISO 4217'),
  currencies: currenciesField.default({}),
  interval: intervalField,
  billing: billing.default({ alignment: 'anniversary', proration: 'second' }),
  price: positiveDecimalText.max(25).describe('Flat fee per interval in major units, charged in advance'),
  trial_days: z.int().min(0).max(730).default(0),
  trial_requires_payment_method: z.boolean().default(false),
  phases: phasesField.default([]),
  fees: z.array(recurringFee).max(50).default([]).describe('Further fees that come again'),
  prices: z.array(usagePrice).max(100).default([]).describe('Usage prices, charged in arrears'),
  percent_off: percentOff.nullable().default(null).describe('Off all that the plan charges'),
  commitment: z
    .strictObject({ amount: amountField })
    .nullable()
    .default(null)
    .describe('At least this much per interval: what is missing is charged when it is over'),
  maximum: z
    .strictObject({ amount: amountField })
    .nullable()
    .default(null)
    .describe('At most this much per interval'),
  threshold: amountField
    .nullable()
    .default(null)
    .describe('What is not invoiced yet is invoiced before the period is over once it comes to this'),
  included_credit: includedCredit
    .nullable()
    .default(null)
    .describe('Credit for the usage of each interval; a part of an interval includes that part of it'),
  prepaid: z
    .strictObject({ unit_price: amountField })
    .nullable()
    .default(null)
    .describe('Units are paid from the consumer’s wallet as they are used; without credit calls are refused'),
  tax_behavior: z
    .enum(['exclusive', 'inclusive'])
    .default('exclusive')
    .describe('Whether tax comes on top of these amounts or is contained in them'),
  quotas: quotasField.default([]).describe('A call passes when each of them has room'),
  rate_limits: rateLimitsSchema.default([]).describe('Over all routes together'),
  route_rate_limits: routeRateLimits.default([]),
  concurrency: concurrencySchema.default(null),
  features: featuresField.default({}),
});

/** What a plan version promises. Snake case, because it is stored and sent exactly as it is written here. */
export type PlanTerms = z.output<typeof termsFields>;
export type PlanInterval = PlanTerms['interval'];

/** Validates terms; what fields say together is checked once each is right by itself. */
export const planTermsSchema = termsFields
  .superRefine((terms, context) => {
    const report: Report = (path, message) => context.addIssue({ code: 'custom', path, message });
    checkAmount(terms.price, terms.currency, (message) => report(['price'], message));
    checkQuotas(terms.quotas, report);
    checkTwice(
      terms.route_rate_limits.map(({ method, template }) => `${method} ${template}`),
      (index, value) => report(['route_rate_limits', index, 'template'], `two entries are for ${value}`),
    );
    for (const list of ['fees', 'prices'] as const) {
      checkTwice(
        terms[list].map((item) => item.key),
        (index, value) => report([list, index, 'key'], `two ${list} have the key ${value}`),
      );
    }
    checkPhases(terms, report);
    checkIncluded(terms, report);
    checkCurrencies(terms, report, checkAmount);
  })
  .meta({ id: 'PlanTerms' });

function checkAmount(amount: string, currency: string, report: (message: string) => void): void {
  // This runs even when a field was found wrong by its own rule; that has been reported then.
  if (!isCurrency(currency) || !isDecimalText(amount)) return;
  const digits = currencyDigits(currency);
  const [whole = '', decimals = ''] = amount.split('.');
  if (decimals.length > digits) report(`${currency} has at most ${digits} decimal places`);
  else if (whole.length > 12) report('is too large');
}

function checkQuotas(quotas: readonly QuotaTerms[], report: Report): void {
  checkTwice(
    quotas.map(({ period, alignment }) => `${period} and alignment ${alignment}`),
    (index, value) => report(['quotas', index, 'period'], `two quotas have the period ${value}`),
  );
  const charged = quotas.flatMap(({ overage: { mode } }, index) => (mode === 'charge' ? [index] : []));
  for (const index of charged.slice(1)) {
    report(['quotas', index, 'overage'], 'two quotas charge overage; a unit can be charged once');
  }
}

function checkPhases(terms: PlanTerms, report: Report): void {
  const severalCurrencies = Object.keys(terms.currencies).length > 0;
  terms.phases.forEach((phase, index) => {
    const amounts = phase.price !== undefined || phase.quotas !== undefined;
    const priced = amounts || Object.keys({ ...phase.fees, ...phase.prices }).length > 0;
    if (severalCurrencies && priced) {
      report(['phases', index], 'of a plan with several currencies can only take a percentage off');
    }
    if (phase.price !== undefined) {
      checkAmount(phase.price, terms.currency, (message) => report(['phases', index, 'price'], message));
    }
    if (phase.quotas)
      checkQuotas(phase.quotas, (path, message) => report(['phases', index, ...path], message));
    for (const list of ['fees', 'prices'] as const) {
      for (const name of Object.keys(phase[list])) {
        if (!terms[list].flatMap(priceNamesOf).includes(name))
          report(['phases', index, list, name], `no entry of ${list} has this key`);
      }
    }
  });
}

function checkIncluded({ currency, currencies, included_credit }: PlanTerms, report: Report): void {
  const all = [
    { code: currency, credit: included_credit, path: ['included_credit'] },
    ...Object.entries(currencies).map(([code, other]) => {
      return { code, credit: other.included_credit, path: ['currencies', code, 'included_credit'] };
    }),
  ];
  for (const { code, credit, path } of all) {
    for (const field of ['amount', 'rollover_maximum'] as const) {
      const amount = credit?.[field];
      if (amount) checkAmount(amount, code, (message) => report([...path, field], message));
    }
  }
}

function checkTwice<T>(values: readonly T[], report: (index: number, value: T) => void): void {
  const seen = new Set<T>();
  values.forEach((value, index) => {
    if (seen.has(value)) report(index, value);
    seen.add(value);
  });
}

/** One spelling per meaning, so that a comparison shows differences only: '29' and '29.0' become '29.00'. */
export function normalizeTerms(terms: PlanTerms): PlanTerms {
  const inMajor = (amount: string, currency = terms.currency) => formatAmount(parseAmount(amount, currency));
  const phases = terms.phases.map((phase) =>
    phase.price === undefined ? phase : { ...phase, price: inMajor(phase.price) },
  );
  const currencies = Object.fromEntries(
    Object.entries(terms.currencies).map(([code, other]) => [
      code,
      { ...other, price: inMajor(other.price, code) },
    ]),
  );
  const quotas = terms.quotas.map(normalizeQuota);
  return { ...terms, price: inMajor(terms.price), quotas, phases, currencies };
}

/** True when nothing is due at the start of a period. */
export function isFreeOfFlatFee(terms: PlanTerms): boolean {
  return !isDecimalText(terms.price) || decimal(terms.price).eq(0);
}

/** The event types whose values these terms price without a meter of the provider's. */
export function eventTypesOf(terms: PlanTerms): string[] {
  const builtIn: readonly string[] = BUILT_IN_METERS;
  const summed = terms.prices.filter(({ meter, definition }) => !definition && !builtIn.includes(meter));
  return [...new Set(summed.map((price) => price.meter))];
}
