/** A price on what a meter counts, charged in arrears. */
import { z } from 'zod';
import { priceSchema } from '#rating';
import { key, title } from './fields.ts';
import { intervalField } from './recurring-fee.ts';

/**
 * Built-in meters: calls, and the units that calls weigh. Any other meter is the sum of an event type's
 * values.
 */
export const BUILT_IN_METERS = ['requests', 'units'] as const;

const meter = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'must be requests, units or an event type')
  .refine((name) => name !== 'request', 'calls are counted by the meter requests');

export const usagePrice = z.strictObject({
  key,
  meter,
  name: title,
  price: priceSchema,
  interval: intervalField.nullable().default(null).describe('null: the plan’s. Counted from the same anchor'),
});

export type UsagePrice = z.output<typeof usagePrice>;
