import { z } from 'zod';
import { priceSchema, usageConditionSchema } from '#rating';
import { title } from './fields.ts';

export const termsKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be 1 to 63 of a-z, 0-9, _ and -');

const meter = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'must be requests, units, a meter of yours or an event type')
  .refine((name) => name !== 'request', 'calls are counted by the meter requests');

const MOST_VARIANTS = 20;

const variant = z.strictObject({
  key: termsKey,
  name: title,
  when: usageConditionSchema,
  price: priceSchema,
});

const variants = z
  .array(variant)
  .max(MOST_VARIANTS)
  .superRefine((list, context) => {
    const seen = new Set<string>(['default']);
    list.forEach(({ key }, index) => {
      if (seen.has(key)) {
        const message = key === 'default' ? 'is what the rest is called' : `two variants have the key ${key}`;
        context.addIssue({ code: 'custom', path: [index, 'key'], message });
      }
      seen.add(key);
    });
  })
  .describe(
    'Prices for some of the usage: the first whose condition an event fits takes it. Each is rated on its own; `price` is for the rest',
  )
  .optional();

/** A price on what a meter counts, charged in arrears. */
export const usagePriceFields = { key: termsKey, meter, name: title, price: priceSchema, variants };
export const usagePriceSchema = z.strictObject(usagePriceFields);
export type UsagePrice = z.output<typeof usagePriceSchema>;
export type PriceVariant = NonNullable<UsagePrice['variants']>[number];
