/**
 * What a change makes of a subscription: what it is afterwards and which segments of its time have ended. Pure. A quote
 * shows this plan, accepting carries it out.
 */
import { isDeepStrictEqual } from 'node:util';
import { currenciesOf, type PlanVersionOfPlan } from '#catalog';
import { decimal, instantText, Problem } from '#kernel';
import { afterPeriod } from './advance-periods.ts';
import {
  type ChangeTiming,
  type PlannedChange,
  REACTIVATION_DAYS,
  type SubscriptionChange,
} from './change.ts';
import { subscriptionsProblems } from './problems.ts';
import { presentSegment, type Segment } from './segment.ts';
import { isLive, newCycleAt, type Subscription, sameCycle } from './subscription.ts';

/** Answers for the plan versions that a subscription stands on and is scheduled for. */
export type VersionOf = (planVersionId: string) => Pick<PlanVersionOfPlan, 'terms'>;
type Asked<K extends SubscriptionChange['kind']> = Extract<SubscriptionChange, { kind: K }>;

/** A subscription that nobody closed for so many periods is not changed any more. */
const MOST_PASSED = 24;
const LONGEST_TRIAL_DAYS = 730;
const TIE = { milliseconds: 1 };

export function planChange(
  before: Subscription,
  versionOf: VersionOf,
  change: SubscriptionChange,
  at: Temporal.Instant,
): PlannedChange {
  if (change.kind === 'reactivate') return reactivate(before, change, at);
  const { now, passed } = passPeriods(before, versionOf, at);
  if (!isLive(now)) {
    throw new Problem(subscriptionsProblems.subscriptionEnded, { detail: `It ended at ${now.canceledAt}.` });
  }
  const planned = planPresent(now, versionOf, change, at);
  const after = { ...planned.after, revision: before.revision + 1, updatedAt: at };
  return { ...planned, before, after, ended: [...passed, ...planned.ended] };
}

type Planned = Omit<PlannedChange, 'before'>;

function planPresent(
  of: Subscription,
  versionOf: VersionOf,
  change: Exclude<SubscriptionChange, { kind: 'reactivate' }>,
  at: Temporal.Instant,
): Planned {
  switch (change.kind) {
    case 'terms':
      return changeTerms(of, versionOf, change, at);
    case 'pause':
      return pause(of, versionOf, change, at);
    case 'resume':
      return resume(of, versionOf, at);
    case 'cancel':
      return cancel(of, versionOf, change, at);
    case 'keep':
      return keep(of, at);
    case 'extend_trial':
      return extendTrial(of, change, at);
  }
}

/** Moves over periods that ended before `at` and are not closed yet: their segments wait for the close. */
function passPeriods(
  of: Subscription,
  versionOf: VersionOf,
  at: Temporal.Instant,
): { now: Subscription; passed: Segment[] } {
  const passed: Segment[] = [];
  let now = of;
  while (isLive(now) && now.state !== 'paused' && !isBefore(at, now.currentPeriodEndAt)) {
    if (passed.length === MOST_PASSED) throw refused('It has not been billed for too long.');
    passed.push(presentSegment(now, versionOf(now.planVersionId).terms));
    now = afterPeriod(now, (id) => versionOf(id).terms, at);
  }
  return { now, passed };
}

function changeTerms(
  of: Subscription,
  versionOf: VersionOf,
  change: Asked<'terms'>,
  at: Temporal.Instant,
): Planned {
  const { version, quantity, overrides } = change;
  const chosen = { planId: version.planId, planVersionId: version.id, quantity, overrides };
  requireCurrency(of, version);
  if (isSame(of, chosen) && of.scheduled === null) throw refused('It has these terms already.');
  if (of.state === 'paused' || change.when === 'period_end') {
    if (of.cancelAtPeriodEnd) throw refused('It ends with its period: take the cancellation back first.');
    const scheduled = isSame(of, chosen) ? null : chosen;
    const effectiveAt = of.state === 'paused' ? of.resumesAt : of.currentPeriodEndAt;
    return { ...unmoved(change.kind, { ...of, scheduled }, effectiveAt) };
  }
  const after = { ...of, ...chosen, scheduled: null };
  const terms = versionOf(of.planVersionId).terms;
  if (of.state === 'trialing') return changeTrial(of, after, terms, version, at);
  if (!sameCycle(terms, version.terms)) {
    const { ended, cutAt } = endPeriod(of, terms, at, true);
    return {
      kind: 'terms',
      after: { ...after, ...newCycleAt(of, version.terms, cutAt), state: of.state },
      ended,
      bounds: { startAt: of.currentPeriodStartAt, endAt: cutAt },
      effectiveAt: at,
      restartsCycle: true,
    };
  }
  return {
    ...unmoved('terms', { ...after, segmentStartAt: at }, at),
    ended: at.equals(of.segmentStartAt) ? [] : [presentSegment(of, terms, at)],
  };
}

/**
 * The trial goes on for as long as the other plan gives one, counted from its beginning, and never longer than it was to
 * last: trying a small plan must not open a larger one that gives no trial.
 */
function changeTrial(
  of: Subscription,
  after: Subscription,
  terms: PlanVersionOfPlan['terms'],
  { terms: next }: PlanVersionOfPlan,
  at: Temporal.Instant,
): Planned {
  const begun = of.currentPeriodStartAt.toZonedDateTimeISO(of.timeZone);
  const endAt = earlier(begun.add({ days: next.trial_days }).toInstant(), of.currentPeriodEndAt);
  if (!isBefore(at, endAt)) {
    const { ended, cutAt } = endPeriod(of, terms, at, true);
    const paid = { ...after, ...newCycleAt(of, next, cutAt), trialEndsAt: cutAt };
    const bounds = { startAt: of.currentPeriodStartAt, endAt: cutAt };
    return { kind: 'terms', after: paid, ended, bounds, effectiveAt: at, restartsCycle: true };
  }
  const bounds = { startAt: of.currentPeriodStartAt, endAt };
  const ended = { ...presentSegment(of, terms, at), period: bounds, whole: bounds, dueAt: endAt };
  const tried = { ...after, segmentStartAt: at, currentPeriodEndAt: endAt, trialEndsAt: endAt };
  return {
    ...unmoved('terms', tried, at),
    ended: at.equals(of.segmentStartAt) ? [] : [ended],
    bounds: endAt.equals(of.currentPeriodEndAt) ? null : bounds,
  };
}

function pause(
  of: Subscription,
  versionOf: VersionOf,
  { resumesAt, creditUnused }: Asked<'pause'>,
  at: Temporal.Instant,
): Planned {
  if (of.state !== 'active') throw refused(`It is ${of.state.replace('_', ' ')} and cannot be paused.`);
  if (of.cancelAtPeriodEnd) throw refused('It ends with its period: take the cancellation back first.');
  if (resumesAt !== null && !isBefore(at, resumesAt)) throw refused('A pause ends after it began.');
  const { terms } = versionOf(of.planVersionId);
  const { ended, cutAt } = endPeriod(of, terms, at, creditUnused);
  const first = newCycleAt(of, terms, cutAt);
  return {
    kind: 'pause',
    after: {
      ...of,
      ...first,
      // A pause is no paid period: the one that begins when it is resumed counts.
      ...{ state: 'paused', periodsElapsed: of.periodsElapsed, pausedAt: cutAt, resumesAt },
      currentPeriodEndAt: resumesAt ?? first.currentPeriodEndAt,
    },
    ended,
    bounds: { startAt: of.currentPeriodStartAt, endAt: cutAt },
    effectiveAt: at,
    restartsCycle: true,
  };
}

function resume(of: Subscription, versionOf: VersionOf, at: Temporal.Instant): Planned {
  if (of.state !== 'paused') throw refused('It is not paused.');
  const { ended, cutAt } = endPeriod(of, versionOf(of.planVersionId).terms, at, false);
  const changed = { ...of, ...of.scheduled, scheduled: null, pausedAt: null, resumesAt: null };
  return {
    kind: 'resume',
    after: { ...changed, ...newCycleAt(of, versionOf(changed.planVersionId).terms, cutAt) },
    ended,
    bounds: null,
    effectiveAt: at,
    restartsCycle: true,
  };
}

function cancel(
  of: Subscription,
  versionOf: VersionOf,
  { when, reason, creditUnused }: Asked<'cancel'>,
  at: Temporal.Instant,
): Planned {
  const cancelReason = reason ?? of.cancelReason;
  // Of a pause there is no end to wait for.
  if (when === 'period_end' && of.state !== 'paused') {
    return unmoved('cancel', { ...of, cancelAtPeriodEnd: true, cancelReason }, of.currentPeriodEndAt);
  }
  const { ended, cutAt } = endPeriod(of, versionOf(of.planVersionId).terms, at, creditUnused);
  const nothingWaits = { pausedAt: null, resumesAt: null, scheduled: null, cancelAtPeriodEnd: false };
  return {
    kind: 'cancel',
    after: {
      ...{ ...of, ...nothingWaits, state: 'canceled', cancelReason },
      ...{ canceledAt: cutAt, currentPeriodEndAt: cutAt },
      ...(of.state === 'trialing' ? { trialEndsAt: cutAt } : {}),
    },
    ended,
    bounds: { startAt: of.currentPeriodStartAt, endAt: cutAt },
    effectiveAt: at,
    restartsCycle: false,
  };
}

function keep(of: Subscription, at: Temporal.Instant): Planned {
  if (!of.cancelAtPeriodEnd && of.scheduled === null) throw refused('Nothing is scheduled.');
  return unmoved('keep', { ...of, cancelAtPeriodEnd: false, cancelReason: null, scheduled: null }, at);
}

function extendTrial(of: Subscription, { endsAt }: Asked<'extend_trial'>, at: Temporal.Instant): Planned {
  if (of.state !== 'trialing') throw refused('It is not in a trial.');
  const begun = of.currentPeriodStartAt.toZonedDateTimeISO(of.timeZone);
  const latest = begun.add({ days: LONGEST_TRIAL_DAYS }).toInstant();
  if (!isBefore(of.currentPeriodEndAt, endsAt) || isBefore(latest, endsAt)) {
    throw refused(
      `It can end after ${instantText(of.currentPeriodEndAt)}, at ${instantText(latest)} at the latest.`,
    );
  }
  // Whoever was told of the old end is told of the new one.
  const after = { ...of, currentPeriodEndAt: endsAt, trialEndsAt: endsAt, trialNoticedAt: null };
  return {
    ...unmoved('extend_trial', after, at),
    bounds: { startAt: of.currentPeriodStartAt, endAt: endsAt },
  };
}

/** The same subscription with its keys, in a new cycle, at what its plan is on offer for; a trial is not given twice. */
function reactivate(
  before: Subscription,
  { version }: Asked<'reactivate'>,
  at: Temporal.Instant,
): PlannedChange {
  const { canceledAt } = before;
  if (canceledAt === null) throw refused('It has not ended.');
  const until = canceledAt.toZonedDateTimeISO(before.timeZone).add({ days: REACTIVATION_DAYS }).toInstant();
  if (isBefore(until, at)) {
    throw refused(`It ended more than ${REACTIVATION_DAYS} days ago: subscribe again.`);
  }
  requireCurrency(before, version);
  const cutAt = later(at, before.currentPeriodEndAt);
  const neverPaid = before.trialEndsAt !== null && !isBefore(before.trialEndsAt, canceledAt);
  return {
    kind: 'reactivate',
    before,
    after: {
      ...before,
      ...newCycleAt(neverPaid ? { ...before, state: 'trialing' } : before, version.terms, cutAt),
      ...{ planId: version.planId, planVersionId: version.id, canceledAt: null, scheduled: null },
      ...{ cancelAtPeriodEnd: false, cancelReason: null, revision: before.revision + 1, updatedAt: at },
    },
    ended: [],
    bounds: null,
    effectiveAt: cutAt,
    restartsCycle: true,
  };
}

/** The present billing period ends now, and its last segment with it. A moment is left to what begins at `at` itself. */
function endPeriod(
  of: Subscription,
  terms: PlanVersionOfPlan['terms'],
  at: Temporal.Instant,
  creditUnused: boolean,
): { ended: Segment[]; cutAt: Temporal.Instant } {
  const cutAt = later(at, of.segmentStartAt.add(TIE));
  const segment = presentSegment(of, terms, cutAt);
  const period = { startAt: of.currentPeriodStartAt, endAt: cutAt };
  const chargedUntilAt = creditUnused ? cutAt : later(cutAt, of.currentPeriodEndAt);
  return { ended: [{ ...segment, period, dueAt: cutAt, chargedUntilAt }], cutAt };
}

/** A change that ends no segment. */
function unmoved(
  kind: PlannedChange['kind'],
  after: Subscription,
  effectiveAt: Temporal.Instant | null,
): Planned {
  return { kind, after, ended: [], bounds: null, effectiveAt, restartsCycle: false };
}

/**
 * What is more comes now and what is less at the period's end: by tier, then by the length of the interval, then by the
 * flat fee of all seats. Whoever could go back at once would have used a large plan's quota for a day's price.
 */
export function defaultTiming(
  of: Pick<Subscription, 'quantity' | 'state'>,
  from: PlanVersionOfPlan,
  to: PlanVersionOfPlan,
  quantity: number,
): ChangeTiming {
  if (of.state === 'trialing') return 'now';
  const steps = [
    to.tier - from.tier,
    daysOf(to) - daysOf(from),
    Number(decimal(to.terms.price).minus(from.terms.price).toFixed()),
    quantity - of.quantity,
  ];
  return (steps.find((step) => step !== 0) ?? 0) < 0 ? 'period_end' : 'now';
}

const UNIT_DAYS = { day: 1, week: 7, month: 30.4, quarter: 91.3, year: 365.2 };

function daysOf({ terms: { interval } }: PlanVersionOfPlan): number {
  return UNIT_DAYS[interval.unit] * interval.count;
}

function isSame(
  of: Subscription,
  chosen: Pick<Subscription, 'planVersionId' | 'quantity' | 'overrides'>,
): boolean {
  return (
    of.planVersionId === chosen.planVersionId &&
    of.quantity === chosen.quantity &&
    isDeepStrictEqual(of.overrides, chosen.overrides)
  );
}

function requireCurrency(of: Subscription, { terms, planName }: PlanVersionOfPlan): void {
  if (currenciesOf(terms).includes(of.currency)) return;
  throw refused(`${planName} has no prices in ${of.currency}, the currency of this subscription.`);
}

function refused(detail: string): Problem {
  return new Problem(subscriptionsProblems.changeNotPossible, { detail });
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return isBefore(b, a) ? b : a;
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return isBefore(a, b) ? b : a;
}
