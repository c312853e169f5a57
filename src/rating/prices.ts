import { z } from 'zod';
import { type Decimal, decimal, isDecimalText } from '#kernel';

/**
 * Prices stay below a thousand billion, so that the largest line still fits the ledger's 64-bit minor units.
 */
const MAX_PRICE_DIGITS = 12;
const MAX_QUANTITY_DIGITS = 18;
const MAX_TIERS = 100;

function decimalString(what: string, maxDigits: number) {
  const plain = new RegExp(`^\\d{1,${maxDigits}}(\\.\\d{1,12})?$`);
  return z
    .string()
    .max(40)
    .regex(plain, {
      error: ({ input }) => {
        const text = String(input);
        if (/^-[\d.]+$/.test(text)) return `${what} must not be negative`;
        if (isDecimalText(text)) return `${what} must have at most ${maxDigits} digits before the point`;
        return `${what} must be a decimal string with at most 12 decimals, such as "0.015"`;
      },
    });
}

const price = (what: string) => decimalString(what, MAX_PRICE_DIGITS);
const quantity = (what: string) => decimalString(what, MAX_QUANTITY_DIGITS);
const positive = (what: string) =>
  quantity(what).refine((text) => !isDecimalText(text) || decimal(text).gt(0), {
    error: `${what} must be greater than zero`,
  });
const percent = (what: string) =>
  quantity(what).refine((text) => !isDecimalText(text) || decimal(text).lte(100), {
    error: `${what} must be at most 100`,
  });

/** Spending limits and discount, which every model may carry. */
const spending = {
  percent_discount: percent('percent_discount').optional(),
  max_spend: price('max_spend').optional(),
  min_spend: price('min_spend').optional(),
};

const quantityTransform = z.strictObject({
  divide_by: positive('divide_by').optional(),
  /** To whole units, after dividing. Without it the quotient keeps 12 decimals. */
  round: z.enum(['up', 'down']).optional(),
  /** To the next multiple, after the above. */
  round_up_to: positive('round_up_to').optional(),
});

/** What models that price a count of units carry as well. */
const units = {
  ...spending,
  quantity_transform: quantityTransform.optional(),
  free_units: quantity('free_units').optional(),
  /** Prices a negative quantity as a credit; otherwise it counts as zero. */
  allow_negative: z.boolean().optional(),
};

const upTo = quantity('up_to').nullable();
const tiers = <T extends z.ZodType>(tier: T) =>
  z.array(tier).min(1, 'At least one tier is needed').max(MAX_TIERS);
const unitTier = z.strictObject({
  up_to: upTo,
  unit_price: price('unit_price').optional(),
  flat_fee: price('flat_fee').optional(),
});

const models = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('flat'), amount: price('amount'), ...spending }),
  z.strictObject({ model: z.literal('per_unit'), unit_price: price('unit_price'), ...units }),
  z.strictObject({ model: z.literal('graduated'), tiers: tiers(unitTier), ...units }),
  z.strictObject({ model: z.literal('volume'), tiers: tiers(unitTier), ...units }),
  z.strictObject({
    model: z.literal('stairstep'),
    tiers: tiers(z.strictObject({ up_to: upTo, flat_fee: price('flat_fee') })),
    ...units,
  }),
  z.strictObject({
    model: z.literal('package'),
    package_size: positive('package_size'),
    package_price: price('package_price'),
    package_rounding: z.enum(['up', 'down']).optional(),
    ...units,
  }),
  z.strictObject({
    model: z.literal('block_graduated'),
    tiers: tiers(
      z.strictObject({
        up_to: upTo,
        block_size: positive('block_size'),
        block_price: price('block_price'),
        flat_fee: price('flat_fee').optional(),
      }),
    ),
    ...units,
  }),
  z.strictObject({
    model: z.literal('percentage'),
    rate_percent: quantity('rate_percent'),
    fixed_per_event: price('fixed_per_event').optional(),
    free_events: z.int().min(0, 'free_events must not be negative').max(1_000_000_000).optional(),
    free_amount: price('free_amount').optional(),
    per_event_min: price('per_event_min').optional(),
    per_event_max: price('per_event_max').optional(),
    ...spending,
  }),
  z.strictObject({
    model: z.literal('graduated_percentage'),
    tiers: tiers(
      z.strictObject({
        up_to: upTo,
        rate_percent: quantity('rate_percent').optional(),
        flat_fee: price('flat_fee').optional(),
      }),
    ),
    ...units,
  }),
  z.strictObject({ model: z.literal('dynamic'), multiplier: quantity('multiplier'), ...spending }),
]);

/** A price as JSON: what plans store and the API takes. Amounts are decimal strings in major units. */
export type Price = z.infer<typeof models>;
export type PriceModel = Price['model'];

type Report = (path: (string | number)[], message: string) => void;

function checkTiers(tierList: readonly { up_to: string | null }[], report: Report): void {
  let previous: Decimal | null = null;
  tierList.forEach((tier, index) => {
    const path = ['tiers', index, 'up_to'];
    const isLast = index === tierList.length - 1;
    if (tier.up_to === null) {
      if (!isLast) report(path, 'Only the last tier may be open-ended (up_to: null)');
      return;
    }
    if (!isDecimalText(tier.up_to)) return;
    const bound = decimal(tier.up_to);
    if (previous === null && bound.lte(0)) report(path, 'up_to must be greater than zero');
    if (previous?.gte(bound)) {
      report(path, `Tiers overlap: up_to ${tier.up_to} must be greater than that of the tier before`);
    }
    if (isLast) report(path, 'The last tier must be open-ended (up_to: null)');
    previous = bound;
  });
}

function checkOrder(terms: Price, low: string, high: string, report: Report): void {
  const values = terms as unknown as Record<string, string | undefined>;
  const lower = values[low];
  const upper = values[high];
  if (lower === undefined || upper === undefined || !isDecimalText(lower) || !isDecimalText(upper)) return;
  if (decimal(lower).gt(decimal(upper))) report([low], `${low} must not be greater than ${high}`);
}

/** Validates a price, its tiers included. Issues carry the path of the field. */
export const priceSchema = models
  .superRefine((terms, context) => {
    const report: Report = (path, message) => context.addIssue({ code: 'custom', path, message });
    if ('tiers' in terms) checkTiers(terms.tiers, report);
    checkOrder(terms, 'min_spend', 'max_spend', report);
    checkOrder(terms, 'per_event_min', 'per_event_max', report);
  })
  .meta({ id: 'Price' });
