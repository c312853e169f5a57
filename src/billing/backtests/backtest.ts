/** Past periods, priced again by another plan version. */
import { z } from 'zod';
import { planTermsSchema } from '#catalog';
import { formatAmount, instantText } from '#kernel';

export interface Backtest {
  readonly id: string;
  readonly providerId: string;
  /** Whose subscribers' periods are compared. */
  readonly planId: string;
  /** The candidate, when it is a version; its terms either way. */
  readonly planVersionId: string | null;
  readonly terms: z.output<typeof planTermsSchema>;
  /** Billing periods that lie wholly in this span. */
  readonly fromAt: Temporal.Instant;
  readonly toAt: Temporal.Instant;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly afterId: string;
  readonly problem: string | null;
  readonly requestedBy: string;
  readonly createdAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
}

export interface Comparison {
  readonly subscriptionId: string;
  readonly organizationId: string;
  readonly currency: string;
  /** Segments of its past that were compared. */
  readonly periods: number;
  readonly oldMinor: bigint;
  /** Null when the candidate cannot price it. */
  readonly newMinor: bigint | null;
  readonly reason: string | null;
}

export interface CurrencyTotal {
  readonly currency: string;
  readonly subscriptions: number;
  readonly oldMinor: bigint;
  readonly newMinor: bigint;
  readonly dearer: number;
  readonly cheaper: number;
}

export const comparisonSchema = z.object({
  subscription_id: z.string(),
  organization_id: z.string(),
  currency: z.string(),
  periods: z.int(),
  old: z.string(),
  new: z.string().nullable(),
  difference: z.string().nullable(),
  reason: z.string().nullable().describe('Why the candidate cannot price it'),
});

export const backtestSchema = z.object({
  id: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  plan_id: z.string(),
  plan_version_id: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  problem: z.string().nullable(),
  totals: z
    .array(
      z.object({
        currency: z.string(),
        subscriptions: z.int(),
        old: z.string(),
        new: z.string(),
        difference: z.string(),
        dearer: z.int().describe('Subscriptions that would have paid more'),
        cheaper: z.int(),
      }),
    )
    .describe('Of what could be compared, per currency'),
  not_comparable: z.int(),
  top_movers: z.array(comparisonSchema).describe('The greatest differences, either way'),
  created_at: z.string(),
  finished_at: z.string().nullable(),
});

export function presentComparison(one: Comparison): z.input<typeof comparisonSchema> {
  const major = (minor: bigint) => formatAmount({ minor, currency: one.currency });
  return {
    subscription_id: one.subscriptionId,
    organization_id: one.organizationId,
    currency: one.currency,
    periods: one.periods,
    old: major(one.oldMinor),
    new: one.newMinor === null ? null : major(one.newMinor),
    difference: one.newMinor === null ? null : major(one.newMinor - one.oldMinor),
    reason: one.reason,
  };
}

export interface BacktestFindings {
  readonly totals: readonly CurrencyTotal[];
  readonly notComparable: number;
  readonly movers: readonly Comparison[];
}

export function presentBacktest(
  of: Backtest,
  { totals, notComparable, movers }: BacktestFindings,
): z.input<typeof backtestSchema> {
  return {
    id: of.id,
    state: of.state,
    plan_id: of.planId,
    plan_version_id: of.planVersionId,
    from: instantText(of.fromAt),
    to: instantText(of.toAt),
    problem: of.problem,
    totals: totals.map((total) => {
      const major = (minor: bigint) => formatAmount({ minor, currency: total.currency });
      return {
        currency: total.currency,
        subscriptions: total.subscriptions,
        old: major(total.oldMinor),
        new: major(total.newMinor),
        difference: major(total.newMinor - total.oldMinor),
        dearer: total.dearer,
        cheaper: total.cheaper,
      };
    }),
    not_comparable: notComparable,
    top_movers: movers.map(presentComparison),
    created_at: instantText(of.createdAt),
    finished_at: of.finishedAt && instantText(of.finishedAt),
  };
}

export const candidateSchema = z
  .strictObject({
    plan_id: z.string().max(100).describe('Whose subscribers’ periods are priced again'),
    plan_version_id: z
      .string()
      .max(100)
      .nullable()
      .default(null)
      .describe('The candidate: a version of any of your plans'),
    terms: planTermsSchema.nullable().default(null).describe('The candidate, before it is a version'),
  })
  .refine((body) => (body.plan_version_id === null) !== (body.terms === null), {
    path: ['plan_version_id'],
    error: 'give either a plan version or terms',
  });
