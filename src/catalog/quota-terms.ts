/** How much a plan includes, per period, and what happens beyond it. */
import { z } from 'zod';
import { decimal } from '#kernel';
import { quotaAlignments, quotaPeriods } from '#rating';
import { positiveDecimalText } from './fields.ts';

const overage = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('block') }),
  z.strictObject({
    mode: z.literal('charge'),
    unit_price: positiveDecimalText.max(25).describe('Per unit past the quota'),
    max_overage_units: z.int().min(1).max(1_000_000_000_000).nullable().default(null),
  }),
]);

const quota = z.strictObject({
  units: z.int().min(0).max(1_000_000_000_000).describe('Units included per period'),
  period: z.enum(quotaPeriods),
  alignment: z
    .enum(quotaAlignments)
    .default('calendar')
    .describe(
      'calendar: local days, weeks from Monday, months from the 1st. anniversary: from the subscription’s anchor',
    ),
  overage: overage.default({ mode: 'block' }),
});
const MOST_QUOTAS = 4;

export const quotasField = z.array(quota).max(MOST_QUOTAS);

export type QuotaTerms = z.output<typeof quota>;
/** A quota beyond which units are charged. */
export type ChargedQuota = QuotaTerms & { overage: Extract<QuotaTerms['overage'], { mode: 'charge' }> };

/** The quota beyond which units are charged; there is at most one, because a unit is charged once. */
export function chargedQuotaOf(terms: { readonly quotas: readonly QuotaTerms[] }): ChargedQuota | null {
  return terms.quotas.find((one): one is ChargedQuota => one.overage.mode === 'charge') ?? null;
}

export function normalizeQuota(of: QuotaTerms): QuotaTerms {
  const { overage: beyond } = of;
  if (beyond.mode === 'block') return of;
  return { ...of, overage: { ...beyond, unit_price: decimal(beyond.unit_price).toFixed() } };
}
