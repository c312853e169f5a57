/** A stretch of a subscription's time with one plan version, quantity and set of terms. */
import { effectiveTerms, type PlanTerms, type PlanVersionOfPlan, type TermsOverride } from '#catalog';
import { billingPeriod, type Period } from '#rating';
import type { Subscription } from './subscription.ts';

export interface Segment {
  readonly subscriptionId: string;
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
  readonly kind: 'trial' | 'paid' | 'paused';
  readonly planVersionId: string;
  readonly currency: string;
  readonly quantity: number;
  readonly overrides: TermsOverride | null;
  readonly periodsElapsed: number;
  /** Where quota periods that follow the subscription are counted from. */
  readonly anchorAt: Temporal.Instant;
  /** The billing period that it is part of. */
  readonly period: Period;
  /** The whole interval that shares are measured by: longer than the period for a stub, or where a cycle was broken off. */
  readonly whole: Period;
  /** When its usage is to be billed: with the period, or at once when the period ended with the segment. */
  readonly dueAt: Temporal.Instant;
  /** What is charged in advance counts up to here; after its end where the unused rest is not given back. */
  readonly chargedUntilAt: Temporal.Instant;
}

type Holder = Pick<Segment, 'currency' | 'periodsElapsed' | 'overrides'>;

/** What holds for a subscription, or for a segment of its past, of all that its plan version says. */
export function termsOf(of: Holder, version: Pick<PlanVersionOfPlan, 'terms'>): PlanTerms {
  return effectiveTerms(version.terms, of);
}

/** The present segment as it would be if it ended at `endAt`; by default at the end of the period. */
export function presentSegment(
  of: Subscription,
  terms: Pick<PlanTerms, 'interval' | 'billing'>,
  endAt: Temporal.Instant = of.currentPeriodEndAt,
): Segment {
  return {
    subscriptionId: of.id,
    startAt: of.segmentStartAt,
    endAt,
    kind: of.state === 'trialing' ? 'trial' : of.state === 'paused' ? 'paused' : 'paid',
    planVersionId: of.planVersionId,
    currency: of.currency,
    quantity: of.quantity,
    overrides: of.overrides,
    periodsElapsed: of.periodsElapsed,
    anchorAt: of.quotaAnchorAt,
    period: { startAt: of.currentPeriodStartAt, endAt: of.currentPeriodEndAt },
    whole: wholePeriod(of, terms),
    dueAt: of.currentPeriodEndAt,
    chargedUntilAt: endAt,
  };
}

/** The whole interval that the present period is part of. A trial is a whole of its own. */
function wholePeriod(
  of: Subscription,
  { interval, billing }: Pick<PlanTerms, 'interval' | 'billing'>,
): Period {
  if (of.state === 'trialing') return { startAt: of.currentPeriodStartAt, endAt: of.currentPeriodEndAt };
  const { anchorAt, timeZone } = of;
  return billingPeriod({ anchorAt, timeZone, interval, alignment: billing.alignment }, of.periodIndex).whole;
}
