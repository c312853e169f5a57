import { type Decimal, decimal, ZERO } from '#kernel';
import { cycleDate, type DatePeriod, datePeriodAt, type Interval } from './calendar.ts';
import { roundQuotient } from './rounding.ts';

/** Cycles counted by local days, aligned to an anchor date or to a day of the month. */
export interface DateCycle {
  readonly anchor: Temporal.PlainDate;
  readonly interval: Interval;
  /** A day of the month that may be missing in some; default: the anchor's. */
  readonly billingDay?: number;
}

/** More periods than anyone is billed for; a longer list is a mistake of the caller. */
const MAX_PERIODS = 10_000;

/**
 * Aligns to a day of the month, counted from the month of `start`. Days and weeks count from `start` itself.
 */
export function billingDayCycle(
  start: Temporal.PlainDate,
  interval: Interval,
  billingDay: number,
): DateCycle {
  if (interval.unit === 'day' || interval.unit === 'week') return { anchor: start, interval };
  const day = Math.min(billingDay, start.daysInMonth);
  return { anchor: start.with({ day }), interval, billingDay };
}

/** The cycle's boundaries after the anchor: the first `count` billing dates. */
export function billingDates(cycle: DateCycle, count: number): Temporal.PlainDate[] {
  return Array.from({ length: count }, (_, k) =>
    cycleDate(cycle.anchor, cycle.interval, k + 1, cycle.billingDay),
  );
}

/**
 * The consecutive periods that begin on or before `until`: a stub from `start` to the first boundary, then
 * whole cycles. The last one ends at `end` when that comes first.
 */
export function subscriptionPeriods(
  cycle: DateCycle,
  start: Temporal.PlainDate,
  until: Temporal.PlainDate,
  end: Temporal.PlainDate | null = null,
): DatePeriod[] {
  const { anchor, interval, billingDay } = cycle;
  const first = datePeriodAt(anchor, interval, start, billingDay);
  const periods: DatePeriod[] = [];
  let from = start;
  for (let k = first.index + 1; isOnOrBefore(from, until) && (end === null || isBefore(from, end)); k += 1) {
    if (periods.length === MAX_PERIODS) throw new RangeError(`More than ${MAX_PERIODS} periods`);
    const boundary = cycleDate(anchor, interval, k, billingDay);
    periods.push({ start: from, end: end !== null && isBefore(end, boundary) ? end : boundary });
    from = boundary;
  }
  return periods;
}

/** The period that ended last when billing on a day: it ends on the boundary on or before that day. */
export function arrearsPeriod(cycle: DateCycle, billedOn: Temporal.PlainDate): DatePeriod {
  const { anchor, interval, billingDay } = cycle;
  const current = datePeriodAt(anchor, interval, billedOn, billingDay);
  return { start: cycleDate(anchor, interval, current.index - 1, billingDay), end: current.start };
}

/** The period that begins when billing in advance on a day. */
export function advancePeriod(cycle: DateCycle, billedOn: Temporal.PlainDate): DatePeriod {
  return datePeriodAt(cycle.anchor, cycle.interval, billedOn, cycle.billingDay);
}

/**
 * How many cycles are billed in advance from `start` up to the target day, stubs as fractions of days, each
 * rounded to `places`. A leading stub is measured against the interval that ends at its end, by plain
 * subtraction: up to 28 February that is 28 January, whatever the billing day.
 */
export function countBillingCycles(
  cycle: DateCycle,
  start: Temporal.PlainDate,
  target: Temporal.PlainDate,
  end: Temporal.PlainDate | null,
  places: number,
): Decimal {
  const { anchor, interval, billingDay } = cycle;
  return subscriptionPeriods(cycle, start, target, end).reduce((sum, period) => {
    const at = datePeriodAt(anchor, interval, period.start, billingDay);
    const wholeStart = at.start.equals(period.start) ? at.start : cycleDate(at.end, interval, -1);
    if (wholeStart.equals(period.start) && at.end.equals(period.end)) return sum.plus(1);
    const days = decimal(daysBetween(period.start, period.end));
    return sum.plus(roundQuotient(days, decimal(daysBetween(wholeStart, at.end)), places));
  }, ZERO);
}

/** Whole days from one date to another, the last not counted. */
export function daysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  return from.until(to, { largestUnit: 'days' }).days;
}

function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

function isOnOrBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) <= 0;
}
