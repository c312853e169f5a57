/** What a plan charges beside its price and its usage: fees that come again with an interval of their own. */
import { z } from 'zod';
import { priceSchema } from '#rating';
import { key, title } from './fields.ts';

const interval = z.strictObject({
  unit: z.enum(['day', 'week', 'month', 'quarter', 'year']),
  count: z.int().min(1).max(366).default(1),
});
/** No interval is longer than this: about three years. */
const mostPerUnit = { day: 366, week: 156, month: 36, quarter: 12, year: 3 } as const;

export const intervalField = interval.refine(({ unit, count }) => count <= mostPerUnit[unit], {
  path: ['count'],
  error: ({ input }) => {
    const { unit } = input as z.output<typeof interval>;
    return `must be at most ${mostPerUnit[unit]} for ${unit}`;
  },
});

export const recurringFee = z.strictObject({
  key,
  name: title,
  price: priceSchema,
  timing: z
    .enum(['in_advance', 'in_arrears'])
    .default('in_advance')
    .describe('Whether the interval is charged when it begins or when it is over'),
  interval: intervalField.nullable().default(null).describe('null: the plan’s. Counted from the same anchor'),
  per: z
    .enum(['subscription', 'seat'])
    .default('subscription')
    .describe('What is priced: one, or the quantity of the subscription'),
});

export type RecurringFee = z.output<typeof recurringFee>;
