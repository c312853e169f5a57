/** The parts in which an item that comes again is charged: its own intervals, cut where what is charged changes. */
import type { PlanInterval, PlanTerms } from '#catalog';
import { type BillingCycle, billingPeriod, billingPeriodAt, type Period } from '#rating';
import { type ClosedSegment, isSameJson } from './billable.ts';
import { earlier, later } from './usage-windows.ts';

/** A subscription's time as far as a close looks at it. */
export interface Timeline {
  readonly timeZone: string;
  /** Closed ones, those that are not billed yet, and at a renewal the one that follows. In order. */
  readonly segments: readonly ClosedSegment[];
  /** Whatever ended before is settled. */
  readonly openFromAt: Temporal.Instant;
  /** It goes on after the last segment, as far as anyone knows. */
  readonly goesOn: boolean;
}

export interface ItemPart<T> {
  readonly item: T;
  readonly period: Period;
  /** The interval of the item that it is part of, cut at the anchor. */
  readonly itemPeriod: Period;
  /** What a share of it is measured by. */
  readonly whole: Period;
  /** Something else begins where it ends. */
  readonly isFollowed: boolean;
  /** The first of its segments. */
  readonly segment: ClosedSegment;
}

export interface ItemReading<T> {
  /** null where the item is not charged. */
  itemOf(segment: ClosedSegment): T | null;
  isSame(a: T, b: T, segmentOfA: ClosedSegment, segmentOfB: ClosedSegment): boolean;
  /** null: the plan's. */
  intervalOf(item: T, segment: ClosedSegment): PlanInterval | null;
}

/** The item's interval when it is not the plan's. */
export function ownInterval(interval: PlanInterval | null, terms: PlanTerms): PlanInterval | null {
  return interval === null || isSameJson(interval, terms.interval) ? null : interval;
}

interface Run<T> {
  readonly item: T;
  readonly interval: PlanInterval | null;
  readonly first: ClosedSegment;
  readonly last: ClosedSegment;
  readonly isFollowed: boolean;
  /** It goes on beyond what is known. */
  readonly isOpen: boolean;
}

/** Parts of the item that end after `openFromAt` and begin before `untilAt`, in order. */
export function partsOf<T>(
  timeline: Timeline,
  reading: ItemReading<T>,
  untilAt: Temporal.Instant,
): ItemPart<T>[] {
  return runsOf(timeline, reading).flatMap((run) =>
    run.interval === null ? planPart(run, timeline) : ownParts(run, run.interval, timeline, untilAt),
  );
}

function runsOf<T>({ segments, goesOn }: Timeline, reading: ItemReading<T>): Run<T>[] {
  const runs: Run<T>[] = [];
  for (const [index, segment] of segments.entries()) {
    const item = reading.itemOf(segment);
    if (item === null) continue;
    const interval = reading.intervalOf(item, segment);
    const follower = segments[index + 1];
    const isLast = follower === undefined;
    const end = {
      last: segment,
      isFollowed: isLast ? goesOn : follower.period.startAt.equals(segment.period.endAt),
      isOpen: isLast && goesOn,
    };
    const run = runs.at(-1);
    const isOne =
      run?.last.period.endAt.equals(segment.period.startAt) &&
      isSameRhythm(run, segment, interval) &&
      reading.isSame(run.item, item, run.last, segment);
    if (run && isOne) runs[runs.length - 1] = { ...run, ...end };
    else runs.push({ item, interval, first: segment, ...end });
  }
  return runs;
}

/** The plan's interval ends with the billing period; one of its own goes on while the anchor is the same. */
function isSameRhythm<T>(run: Run<T>, segment: ClosedSegment, interval: PlanInterval | null): boolean {
  if (run.last.waiver !== segment.waiver) return false;
  if (interval === null || run.interval === null) {
    const together = run.last.billingPeriod.startAt.equals(segment.billingPeriod.startAt);
    return interval === run.interval && together;
  }
  return run.last.anchorAt.equals(segment.anchorAt) && isSameJson(run.interval, interval);
}

function planPart<T>({ item, first, last, isFollowed }: Run<T>, { openFromAt }: Timeline): ItemPart<T>[] {
  const period = { startAt: first.period.startAt, endAt: last.period.endAt };
  if (Temporal.Instant.compare(period.endAt, openFromAt) <= 0) return [];
  return [{ item, period, itemPeriod: first.billingPeriod, whole: first.whole, isFollowed, segment: first }];
}

function ownParts<T>(
  run: Run<T>,
  interval: PlanInterval,
  { timeZone, openFromAt }: Timeline,
  untilAt: Temporal.Instant,
): ItemPart<T>[] {
  const { first, last } = run;
  const runEndAt = last.period.endAt;
  if (Temporal.Instant.compare(runEndAt, openFromAt) <= 0) return [];
  const { alignment } = first.plan.terms.billing;
  const cycle: BillingCycle = { anchorAt: first.anchorAt, interval, timeZone, alignment };
  const parts: ItemPart<T>[] = [];
  const limitAt = run.isOpen ? untilAt : earlier(runEndAt, untilAt);
  let own = billingPeriodAt(cycle, later(first.period.startAt, openFromAt));
  while (Temporal.Instant.compare(own.startAt, limitAt) < 0) {
    const startAt = later(own.startAt, first.period.startAt);
    const endAt = run.isOpen ? own.endAt : earlier(own.endAt, runEndAt);
    const isFollowed = run.isOpen || endAt.equals(own.endAt) || run.isFollowed;
    const itemPeriod = { startAt: own.startAt, endAt: own.endAt };
    parts.push({
      item: run.item,
      period: { startAt, endAt },
      itemPeriod,
      whole: own.whole,
      isFollowed,
      segment: first,
    });
    own = billingPeriod(cycle, own.index + 1);
  }
  return parts;
}

/** Where the item's interval begins that holds the instant; the anchor when it lies before that. */
export function itemStartAt(
  interval: PlanInterval,
  { anchorAt, plan }: ClosedSegment,
  timeZone: string,
  at: Temporal.Instant,
): Temporal.Instant {
  const { alignment } = plan.terms.billing;
  return billingPeriodAt({ anchorAt, interval, timeZone, alignment }, later(anchorAt, at)).startAt;
}
