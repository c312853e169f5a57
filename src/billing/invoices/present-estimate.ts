/** What the wire says of bills that are not made: quantities in, priced lines out. */
import { z } from 'zod';
import { decimalText, formatAmount, isDecimalText } from '#kernel';
import { CHARGE_KINDS } from './charge.ts';
import type { EstimatedBill } from './estimate.ts';

const quantity = z
  .string()
  .max(39)
  .refine((text) => isDecimalText(text) && !text.startsWith('-'), 'must be a decimal ≥ 0');

export const quantitiesField = z
  .record(z.string().max(100), quantity)
  .refine((all) => Object.keys(all).length <= 100, 'has more than 100 meters')
  .describe(
    'By meter: requests, units, one of the provider’s or an event type; for a variant by `price.variant`',
  );

export const estimatedBill = {
  total: z.string().describe('Of the lines: without tax, unless the prices of the plan include it'),
  lines: z.array(
    z.object({
      kind: z.enum(CHARGE_KINDS),
      item_key: z.string(),
      description: z.string(),
      quantity: z.string(),
      unit: z.string(),
      amount: z.string(),
      explanation: z.record(z.string(), z.unknown()),
    }),
  ),
};

export function presentBill({ lines, totalMinor }: EstimatedBill, currency: string) {
  return {
    total: formatAmount({ minor: totalMinor, currency }),
    lines: lines.map((line) => ({
      kind: line.kind,
      item_key: line.itemKey,
      description: line.description,
      quantity: decimalText(line.quantity),
      unit: line.unit,
      amount: formatAmount({ minor: line.amountMinor, currency }),
      explanation: { ...line.explanation },
    })),
  };
}
