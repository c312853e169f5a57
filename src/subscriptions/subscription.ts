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
  /** Where quota periods that follow it are counted from: as the anchor at first, and not moved by a new cycle. */
  readonly quotaAnchorAt: Temporal.Instant;
  /** When its trial ended or is to end; null without one. */
  readonly trialEndsAt: Temporal.Instant | null;
  /** When the consumer was told that the trial ends. */
  readonly trialNoticedAt: Temporal.Instant | null;
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
  trialEndsAt: null,
  trialNoticedAt: null,
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
  | 'quotaAnchorAt'
>;

/**
 * The first period: the trial, when the terms give one, otherwise the first paid interval. Starts at `at`.
 */
export function firstPeriod(
  terms: PeriodTerms,
  at: Temporal.Instant,
  timeZone: string,
): Clocked & Pick<Subscription, 'trialEndsAt'> {
  const begun = { periodsElapsed: 0, quotaAnchorAt: at };
  if (terms.trial_days === 0) return { ...paidPeriod(terms, at, 0, timeZone), ...begun, trialEndsAt: null };
  const interval = { unit: 'day', count: terms.trial_days } as const;
  const { startAt, endAt } = billingPeriod({ anchorAt: at, interval, timeZone, alignment: 'anniversary' }, 0);
  return {
    state: 'trialing',
    anchorAt: at,
    periodIndex: 0,
    ...begun,
    currentPeriodStartAt: startAt,
    currentPeriodEndAt: endAt,
    segmentStartAt: startAt,
    trialEndsAt: endAt,
  };
}

/**
 * The period after the present one, by the terms that hold in it. The end of a trial becomes the anchor of what is
 * paid, and so does the end of the present period when another cycle begins with it.
 */
export function nextPeriod(of: Subscription, terms: PeriodTerms, newCycle = false): Clocked {
  const { currentPeriodEndAt } = of;
  if (of.state === 'trialing' || newCycle)
    return { ...newCycleAt(of, terms, currentPeriodEndAt), state: stateAfter(of) };
  const next = paidPeriod(terms, of.anchorAt, of.periodIndex + 1, of.timeZone);
  const { state, quotaAnchorAt } = of;
  return { ...next, state, quotaAnchorAt, periodsElapsed: of.periodsElapsed + 1 };
}

/** The first period of another cycle. What was begun of the present one counts as a period, a trial does not. */
export function newCycleAt(of: Subscription, terms: PeriodTerms, at: Temporal.Instant): Clocked {
  const isTrial = of.state === 'trialing';
  return {
    ...paidPeriod(terms, at, 0, of.timeZone),
    periodsElapsed: isTrial ? 0 : of.periodsElapsed + 1,
    quotaAnchorAt: isTrial ? at : of.quotaAnchorAt,
  };
}

function stateAfter({ state }: Subscription): SubscriptionState {
  return state === 'trialing' ? 'active' : state;
}

/** Whether a change from one to the other leaves the billing cycle as it is. */
export function sameCycle(a: PeriodTerms, b: PeriodTerms): boolean {
  const sameInterval = a.interval.unit === b.interval.unit && a.interval.count === b.interval.count;
  return sameInterval && a.billing.alignment === b.billing.alignment;
}

function paidPeriod(
  terms: PeriodTerms,
  anchorAt: Temporal.Instant,
  index: number,
  timeZone: string,
): Omit<Clocked, 'periodsElapsed' | 'quotaAnchorAt'> {
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
