/** A price on what a meter counts, charged in arrears. */
import { z } from 'zod';
import { meterDefinitionSchema, priceSchema, usageConditionSchema } from '#rating';
import { key, title } from './fields.ts';
import { intervalField } from './recurring-fee.ts';

const meter = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'must be requests, units, a meter of yours or an event type')
  .refine((name) => name !== 'request', 'calls are counted by the meter requests');

const MOST_VARIANTS = 20;

const variant = z.strictObject({ key, name: title, when: usageConditionSchema, price: priceSchema });

const variants = z
  .array(variant)
  .max(MOST_VARIANTS)
  .superRefine((list, context) => {
    const seen = new Set<string>(['default']);
    list.forEach(({ key: name }, index) => {
      if (seen.has(name)) {
        const message =
          name === 'default' ? 'is what the rest is called' : `two variants have the key ${name}`;
        context.addIssue({ code: 'custom', path: [index, 'key'], message });
      }
      seen.add(name);
    });
  })
  .describe(
    'Prices for some of the usage: the first whose condition an event fits takes it. Each is rated on its own; `price` is for the rest',
  );

export const usagePrice = z.strictObject({
  key,
  meter,
  definition: meterDefinitionSchema
    .optional()
    .describe(
      'What the meter counts, when it is one of yours: kept as the version is saved; a given one is replaced',
    ),
  name: title,
  price: priceSchema,
  variants: variants.optional(),
  interval: intervalField.nullable().default(null).describe('null: the plan’s. Counted from the same anchor'),
});

export type UsagePrice = z.output<typeof usagePrice>;
export type PriceVariant = NonNullable<UsagePrice['variants']>[number];

/**
 * The prices of an item by the names that other currencies, phases and overrides have for them: its own key, and
 * `key.variant` for each variant.
 */
export function priceNamesOf(item: {
  key: string;
  variants?: readonly { key: string }[] | undefined;
}): string[] {
  return [item.key, ...(item.variants ?? []).map((one) => `${item.key}.${one.key}`)];
}
