import { billingPeriod, type Interval } from '#rating';

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
  /** IANA zone of all its periods, fixed when it began. */
  readonly timeZone: string;
  /** Where period 0 begins: creation, or the end of the trial once that is over. */
  readonly anchorAt: Temporal.Instant;
  /** The present period is the k-th from the anchor. */
  readonly periodIndex: number;
  /** Half-open. */
  readonly currentPeriodStartAt: Temporal.Instant;
  readonly currentPeriodEndAt: Temporal.Instant;
  readonly cancelAtPeriodEnd: boolean;
  readonly cancelReason: string | null;
  readonly canceledAt: Temporal.Instant | null;
  readonly revision: number;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

/** What of a plan's terms shapes the periods. */
export interface PeriodTerms {
  readonly interval: Interval;
  readonly trial_days: number;
}

type Clocked = Pick<
  Subscription,
  'state' | 'anchorAt' | 'periodIndex' | 'currentPeriodStartAt' | 'currentPeriodEndAt'
>;

/**
 * The first period: the trial, when the terms give one, otherwise the first paid interval. Starts at `at`.
 */
export function firstPeriod(terms: PeriodTerms, at: Temporal.Instant, timeZone: string): Clocked {
  if (terms.trial_days === 0) return paidPeriod(terms, at, 0, timeZone);
  const interval = { unit: 'day', count: terms.trial_days } as const;
  const { startAt, endAt } = billingPeriod({ anchorAt: at, interval, timeZone, alignment: 'anniversary' }, 0);
  return {
    state: 'trialing',
    anchorAt: at,
    periodIndex: 0,
    currentPeriodStartAt: startAt,
    currentPeriodEndAt: endAt,
  };
}

/** The period after the present one. The end of a trial becomes the anchor of what is paid. */
export function nextPeriod(of: Subscription, terms: PeriodTerms): Clocked {
  if (of.state === 'trialing') return paidPeriod(terms, of.currentPeriodEndAt, 0, of.timeZone);
  const next = paidPeriod(terms, of.anchorAt, of.periodIndex + 1, of.timeZone);
  return { ...next, state: of.state };
}

function paidPeriod(
  terms: PeriodTerms,
  anchorAt: Temporal.Instant,
  index: number,
  timeZone: string,
): Clocked {
  const period = billingPeriod(
    { anchorAt, interval: terms.interval, timeZone, alignment: 'anniversary' },
    index,
  );
  return {
    state: 'active',
    anchorAt,
    periodIndex: index,
    currentPeriodStartAt: period.startAt,
    currentPeriodEndAt: period.endAt,
  };
}

/** True while the consumer still has it, whether it may call right now or not. */
export function isLive(of: Pick<Subscription, 'state'>): boolean {
  return of.state !== 'canceled';
}
