/** Which stretches of time a close rates the usage of, and by which terms. */
import type { PlanTerms, UsagePrice } from '#catalog';
import type { Period } from '#rating';
import {
  type BillableSegment,
  type BillableSubscription,
  type ClosedSegment,
  isSameJson,
  joined,
} from './billable.ts';
import type { InvoiceCause } from './cause.ts';
import { type ItemReading, ownInterval, partsOf, type Timeline } from './item-parts.ts';
import { knownSince, lookedAtSince } from './look-back.ts';
import { discountedTerms } from './percent-off.ts';
import type { RatedTerms } from './rate-period.ts';
import type { PeriodToRate } from './rated-item.ts';
import { earlier, later } from './usage-windows.ts';

export interface UsageTask {
  readonly of: PeriodToRate;
  readonly terms: RatedTerms;
  /** Whose terms they are. */
  readonly segment: ClosedSegment;
  readonly late: boolean;
  readonly isOwnInterval: boolean;
}

/** What a close is about. */
export interface UsageScope {
  readonly subscription: BillableSubscription;
  readonly cause: InvoiceCause;
  readonly cutAt: Temporal.Instant;
  readonly earlier: readonly ClosedSegment[];
  readonly timeline: Timeline;
  readonly closes: readonly BillableSegment[];
}

/** A change asks for what is in advance only: its usage waits for the close of the period. */
export function usageTasks(scope: UsageScope): UsageTask[] {
  if (scope.cause === 'start' || scope.cause === 'change') return [];
  return [...planTasks(scope), ...ownTasks(scope)];
}

/** What is charged by the plan's interval: per stretch of equal terms, all items together. */
function planTasks({ subscription, cause, cutAt, closes, earlier: before }: UsageScope): UsageTask[] {
  const isReal = closes.length > 0;
  const own = cause === 'late' ? [] : isReal ? closes : subscription.segments;
  const present = joined<ClosedSegment>(own, hasSameUsageTerms).map((segment) => {
    const cut = isReal ? segment.period.endAt : cutAt;
    return taskFor(subscription, segment, planTerms(segment.plan.terms), { cut, final: isReal, late: false });
  });
  const since = lookedAtSince(subscription);
  const recent = before.filter((one) => Temporal.Instant.compare(one.billingPeriod.endAt, since) > 0);
  const late = joined(recent, hasSameUsageTerms).map((segment) => {
    const cut = segment.period.endAt;
    return taskFor(subscription, segment, planTerms(segment.plan.terms), { cut, final: true, late: true });
  });
  return [...present, ...late];
}

function hasSameUsageTerms(a: ClosedSegment, b: ClosedSegment): boolean {
  const [before, after] = [a.plan.terms, b.plan.terms];
  const fields = ['percent_off', 'prices', 'quotas', 'prepaid'] as const;
  return fields.every((field) => isSameJson(before[field], after[field]));
}

const planTermsByTerms = new WeakMap<PlanTerms, RatedTerms>();

function planTerms(terms: PlanTerms): RatedTerms {
  let rated = planTermsByTerms.get(terms);
  if (!rated) {
    const prices = terms.prices.filter((item) => !ownInterval(item.interval, terms));
    rated = discountedTerms({ ...terms, prices }, terms.percent_off);
    planTermsByTerms.set(terms, rated);
  }
  return rated;
}

interface Cut {
  readonly cut: Temporal.Instant;
  readonly final: boolean;
  readonly late: boolean;
}

function taskFor(
  { id: subscriptionId, timeZone, quotaResets: resets, prepaid }: BillableSubscription,
  segment: ClosedSegment,
  terms: RatedTerms,
  { cut, final, late }: Cut,
  ownPeriod: Period | null = null,
): UsageTask {
  const { period, anchorAt, waiver } = segment;
  const cutAt = later(period.startAt, earlier(period.endAt, cut));
  const base = { subscriptionId, timeZone, resets, anchorAt, period, cutAt, final, waiver };
  const whole = ownPeriod ?? segment.billingPeriod;
  const of: PeriodToRate = { ...base, whole, ...(prepaid ? { prepaid } : {}) };
  return { of, terms, segment, late, isOwnInterval: ownPeriod !== null };
}

/** What has an interval of its own: billed where that ends, or so far by a close that comes before. */
function ownTasks(scope: UsageScope): UsageTask[] {
  const { subscription, timeline } = scope;
  const own = timeline.segments.flatMap(({ plan: { terms } }) =>
    terms.prices.filter((item) => ownInterval(item.interval, terms)),
  );
  return [...new Set(own.map((item) => item.key))].flatMap((key) => {
    const reading: ItemReading<UsagePrice> = {
      itemOf: ({ plan: { terms } }) =>
        terms.prices.find((item) => item.key === key && ownInterval(item.interval, terms)) ?? null,
      isSame: (a, b, ofA, ofB) =>
        isSameJson(a, b) && ofA.plan.terms.percent_off === ofB.plan.terms.percent_off,
      intervalOf: (item) => item.interval,
    };
    const looked = { ...timeline, openFromAt: lookedAtSince(subscription) };
    return partsOf(looked, reading, endOf(scope)).flatMap((part) => {
      const cut = cutOf(part.period.endAt, part.itemPeriod.startAt, scope);
      if (!cut) return [];
      const { segment, period, item } = part;
      const { currency, percent_off } = segment.plan.terms;
      const terms = discountedTerms({ currency, prices: [item], quotas: [] }, percent_off);
      return [taskFor(subscription, { ...segment, period }, terms, cut, part.itemPeriod)];
    });
  });
}

function endOf({ closes, cutAt }: UsageScope): Temporal.Instant {
  return closes.at(-1)?.period.endAt ?? cutAt;
}

function cutOf(endAt: Temporal.Instant, startAt: Temporal.Instant, scope: UsageScope): Cut | null {
  const { subscription, cause, closes, timeline } = scope;
  const isLate = Temporal.Instant.compare(endAt, timeline.openFromAt) <= 0;
  if (isLate) {
    // Of what began before anything is known, the beginning cannot be told.
    const isKnown = Temporal.Instant.compare(startAt, knownSince(subscription)) >= 0;
    return isKnown ? { cut: endAt, final: true, late: true } : null;
  }
  if (cause === 'late') return null;
  const end = endOf(scope);
  const isOver = Temporal.Instant.compare(endAt, end) <= 0;
  if (closes.length > 0) return isOver ? { cut: endAt, final: true, late: false } : null;
  return { cut: end, final: false, late: false };
}
