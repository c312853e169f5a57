import type { PlanTerms, TermsOverride } from '#catalog';
import { billingPeriod } from '#rating';

export const SUBSCRIPTION_STATES = ['trialing', 'active', 'past_due', 'paused', 'canceled'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** Who holds which plan version, and its present billing period. */
export interface Subscription {
  readonly id: string;
  /** The consumer. */
  readonly organizationId: string;
  readonly providerOrganizationId: string;
  readonly productId: string;
  readonly planId: string;
  readonly planVersionId: string;
  readonly state: SubscriptionState;
  /** Of all its charges, fixed when it began. */
  readonly currency: string;
  /** Seats. */
  readonly quantity: number;
  /** Terms of its own, in place of the plan's. */
  readonly overrides: TermsOverride | null;
  /** Paid periods since it began, 0 in the first; phases count by it, whatever becomes of the anchor. */
  readonly periodsElapsed: number;
  /** IANA zone of all its periods, fixed when it began. */
  readonly timeZone: string;
  /** Where period 0 begins: creation, or the end of the trial once that is over. */
  readonly anchorAt: Temporal.Instant;
  /** The present period is the k-th from the anchor. */
  readonly periodIndex: number;
  /** Half-open. */
  readonly currentPeriodStartAt: Temporal.Instant;
  readonly currentPeriodEndAt: Temporal.Instant;
  /** Where the present segment begins: with the period, or with the last change within it. */
  readonly segmentStartAt: Temporal.Instant;
  /** Set while it is paused. */
  readonly pausedAt: Temporal.Instant | null;
  /** When a pause ends by itself. */
  readonly resumesAt: Temporal.Instant | null;
  /** What it becomes when the present period is over. */
  readonly scheduled: ScheduledChange | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly cancelReason: string | null;
  readonly canceledAt: Temporal.Instant | null;
  readonly revision: number;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

/** A change that waits for the end of the present period. */
export interface ScheduledChange {
  readonly planId: string;
  readonly planVersionId: string;
  readonly quantity: number;
  readonly overrides: TermsOverride | null;
}

/** A subscription that nothing has changed of since it was ordered. */
export const UNCHANGED = {
  quantity: 1,
  overrides: null,
  periodsElapsed: 0,
  pausedAt: null,
  resumesAt: null,
  scheduled: null,
} as const;

/** What of a plan's terms shapes the periods. */
export type PeriodTerms = Pick<PlanTerms, 'interval' | 'billing' | 'trial_days'>;

type Clocked = Pick<
  Subscription,
  | 'state'
  | 'anchorAt'
  | 'periodIndex'
  | 'periodsElapsed'
  | 'currentPeriodStartAt'
  | 'currentPeriodEndAt'
  | 'segmentStartAt'
>;

/**
 * The first period: the trial, when the terms give one, otherwise the first paid interval. Starts at `at`.
 */
export function firstPeriod(terms: PeriodTerms, at: Temporal.Instant, timeZone: string): Clocked {
  if (terms.trial_days === 0) return { ...paidPeriod(terms, at, 0, timeZone), periodsElapsed: 0 };
  const interval = { unit: 'day', count: terms.trial_days } as const;
  const { startAt, endAt } = billingPeriod({ anchorAt: at, interval, timeZone, alignment: 'anniversary' }, 0);
  return {
    state: 'trialing',
    anchorAt: at,
    periodIndex: 0,
    periodsElapsed: 0,
    currentPeriodStartAt: startAt,
    currentPeriodEndAt: endAt,
    segmentStartAt: startAt,
  };
}

/**
 * The period after the present one, by the terms that hold in it. The end of a trial becomes the anchor of what is
 * paid, and so does the end of the present period when another cycle begins with it.
 */
export function nextPeriod(of: Subscription, terms: PeriodTerms, newCycle = false): Clocked {
  const { currentPeriodEndAt, timeZone } = of;
  if (of.state === 'trialing') {
    return { ...paidPeriod(terms, currentPeriodEndAt, 0, timeZone), periodsElapsed: 0 };
  }
  if (newCycle) {
    const first = paidPeriod(terms, currentPeriodEndAt, 0, timeZone);
    return { ...first, state: of.state, periodsElapsed: of.periodsElapsed + 1 };
  }
  const next = paidPeriod(terms, of.anchorAt, of.periodIndex + 1, of.timeZone);
  return { ...next, state: of.state, periodsElapsed: of.periodsElapsed + 1 };
}

function paidPeriod(
  terms: PeriodTerms,
  anchorAt: Temporal.Instant,
  index: number,
  timeZone: string,
): Omit<Clocked, 'periodsElapsed'> {
  const { interval, billing } = terms;
  const period = billingPeriod({ anchorAt, interval, timeZone, alignment: billing.alignment }, index);
  return {
    state: 'active',
    anchorAt,
    periodIndex: index,
    currentPeriodStartAt: period.startAt,
    currentPeriodEndAt: period.endAt,
    segmentStartAt: period.startAt,
  };
}

/** True while the consumer still has it, whether it may call right now or not. */
export function isLive(of: Pick<Subscription, 'state'>): boolean {
  return of.state !== 'canceled';
}
