import { z } from 'zod';
import { Memory } from './memory.ts';

/** Half-open: the instant `endAt` belongs to the next period. */
export interface Period {
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
}

/** Whole local days, half-open. */
export interface DatePeriod {
  readonly start: Temporal.PlainDate;
  readonly end: Temporal.PlainDate;
}

export const intervalUnits = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type IntervalUnit = (typeof intervalUnits)[number];
export const intervalSchema = z.strictObject({
  unit: z.enum(intervalUnits),
  count: z.int().min(1).max(366),
});
export type Interval = z.infer<typeof intervalSchema>;

export const quotaPeriods = ['day', 'week', 'month', 'year'] as const;
export type QuotaPeriod = (typeof quotaPeriods)[number];
export const quotaAlignments = ['calendar', 'anniversary'] as const;
export type QuotaAlignment = (typeof quotaAlignments)[number];

const monthsPerUnit = { month: 1, quarter: 3, year: 12 } as const;

function monthsOf(interval: Interval): number | null {
  if (interval.unit === 'day' || interval.unit === 'week') return null;
  return monthsPerUnit[interval.unit] * interval.count;
}

function daysOf(interval: Interval): number {
  return interval.count * (interval.unit === 'week' ? 7 : 1);
}

/**
 * The k-th date of a cycle, k = 0 being the anchor's own. Always from the anchor, never from the date before
 * it: 31 January, 28 February, 31 March. `billingDay` keeps a day of the month that the anchor's month does
 * not have.
 */
export function cycleDate(
  anchor: Temporal.PlainDate,
  interval: Interval,
  k: number,
  billingDay = anchor.day,
): Temporal.PlainDate {
  const months = monthsOf(interval);
  if (months === null) return anchor.add({ days: k * daysOf(interval) });
  const month = anchor.toPlainYearMonth().add({ months: k * months });
  return month.toPlainDate({ day: Math.min(billingDay, month.daysInMonth) });
}

/** Roughly which cycle a date falls into; exact to one. */
function estimate(anchor: Temporal.PlainDate, interval: Interval, date: Temporal.PlainDate): number {
  const months = monthsOf(interval);
  if (months === null) return Math.floor(anchor.until(date, { largestUnit: 'days' }).days / daysOf(interval));
  return Math.floor(((date.year - anchor.year) * 12 + date.month - anchor.month) / months);
}

/** The cycle whose half-open span holds the point, walking from an estimate. */
function cycleIndex(from: number, isAfterPoint: (k: number) => boolean): number {
  let k = from;
  while (isAfterPoint(k)) k -= 1;
  while (!isAfterPoint(k + 1)) k += 1;
  return k;
}

/** The period of whole days that holds `date`. */
export function datePeriodAt(
  anchor: Temporal.PlainDate,
  interval: Interval,
  date: Temporal.PlainDate,
  billingDay = anchor.day,
): DatePeriod & { readonly index: number } {
  const at = (k: number) => cycleDate(anchor, interval, k, billingDay);
  const index = cycleIndex(
    estimate(anchor, interval, date),
    (k) => Temporal.PlainDate.compare(at(k), date) > 0,
  );
  return { index, start: at(index), end: at(index + 1) };
}

/**
 * The k-th instant of a cycle that keeps the anchor's local time of day. A time that the clocks skip becomes
 * the later one, a repeated one the earlier.
 */
export function cycleInstant(
  anchorAt: Temporal.Instant,
  interval: Interval,
  k: number,
  timeZone: string,
): Temporal.Instant {
  if (k === 0) return anchorAt;
  return boundaries.of(
    `${anchorAt.epochNanoseconds} ${interval.count} ${interval.unit} ${k} ${timeZone}`,
    () => {
      const anchor = anchorAt.toZonedDateTimeISO(timeZone);
      const date = cycleDate(anchor.toPlainDate(), interval, k);
      return date.toPlainDateTime(anchor.toPlainTime()).toZonedDateTime(timeZone).toInstant();
    },
  );
}

const boundaries = new Memory<Temporal.Instant>(10_000);

/** The period of the cycle that holds the instant `at`, which may lie before the anchor. */
export function periodAt(
  anchorAt: Temporal.Instant,
  interval: Interval,
  at: Temporal.Instant,
  timeZone: string,
): Period & { readonly index: number } {
  const localDate = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(timeZone).toPlainDate();
  const boundary = (k: number) => cycleInstant(anchorAt, interval, k, timeZone);
  const index = cycleIndex(
    estimate(localDate(anchorAt), interval, localDate(at)),
    (k) => Temporal.Instant.compare(boundary(k), at) > 0,
  );
  return { index, startAt: boundary(index), endAt: boundary(index + 1) };
}

/** The first day of the calendar unit that holds the date. Weeks start on Monday, quarters in January. */
export function calendarStart(date: Temporal.PlainDate, unit: IntervalUnit): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return date;
    case 'week':
      return date.subtract({ days: date.dayOfWeek - 1 });
    case 'month':
      return date.with({ day: 1 });
    case 'quarter':
      return date.with({ month: date.month - ((date.month - 1) % 3), day: 1 });
    case 'year':
      return date.with({ month: 1, day: 1 });
  }
}

/** The instant at which a local day begins: midnight, or what the clocks jump to. */
export function startOfDay(date: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return date.toZonedDateTime(timeZone).toInstant();
}

/** Local days as instants. */
export function localPeriod(days: DatePeriod, timeZone: string): Period {
  return { startAt: startOfDay(days.start, timeZone), endAt: startOfDay(days.end, timeZone) };
}

/** The calendar unit (local day, week, month …) that holds the instant. */
export function calendarPeriodAt(at: Temporal.Instant, unit: IntervalUnit, timeZone: string): Period {
  return calendarPeriods.of(`${at.epochNanoseconds} ${unit} ${timeZone}`, () => {
    const start = calendarStart(at.toZonedDateTimeISO(timeZone).toPlainDate(), unit);
    return localPeriod({ start, end: cycleDate(start, { unit, count: 1 }, 1) }, timeZone);
  });
}

const calendarPeriods = new Memory<Period>(10_000);

/** The latest calendar unit that had fully elapsed at the instant. */
export function elapsedCalendarPeriod(at: Temporal.Instant, unit: IntervalUnit, timeZone: string): Period {
  const end = calendarStart(at.toZonedDateTimeISO(timeZone).toPlainDate(), unit);
  return localPeriod({ start: cycleDate(end, { unit, count: 1 }, -1), end }, timeZone);
}

/** What of a quota shapes its periods. */
export interface QuotaRhythm {
  readonly period: QuotaPeriod;
  readonly alignment: QuotaAlignment;
}

/** How a quota is called in headers, comparisons and resets: `month`, `month-anniversary`. */
export function quotaName({ period, alignment }: QuotaRhythm): string {
  return alignment === 'calendar' ? period : `${period}-anniversary`;
}

/** What of a subscription shapes them: its anchor and its billing time zone. */
export interface QuotaOrigin {
  readonly anchorAt: Temporal.Instant;
  readonly timeZone: string;
}

/**
 * The quota period that holds the instant. `calendar`: the local day, week, month or year. `anniversary`: from
 * the anchor's day and time of day to the next, the k-th boundary always counted from the anchor.
 */
export function quotaPeriodAt(at: Temporal.Instant, quota: QuotaRhythm, of: QuotaOrigin): Period {
  if (quota.alignment === 'calendar') return calendarPeriodAt(at, quota.period, of.timeZone);
  const interval: Interval = { unit: quota.period, count: 1 };
  const { startAt, endAt } = periodAt(of.anchorAt, interval, at, of.timeZone);
  return { startAt, endAt };
}

/** How a subscription is billed. `anchorAt` is where its first period starts. */
export interface BillingCycle {
  readonly anchorAt: Temporal.Instant;
  readonly interval: Interval;
  readonly timeZone: string;
  /**
   * `anniversary` repeats the anchor's day and time; `calendar` starts with a stub up to the next calendar
   * unit.
   */
  readonly alignment: 'anniversary' | 'calendar';
}

export interface BillingPeriod extends Period {
  /** 0 is the subscription's first period. */
  readonly index: number;
  /**
   * The whole interval that this period is part of; longer than the period for a stub. What proration divides
   * by.
   */
  readonly whole: Period;
}

/** The subscription's k-th period, k ≥ 0. */
export function billingPeriod(cycle: BillingCycle, index: number): BillingPeriod {
  if (!Number.isSafeInteger(index) || index < 0)
    throw new RangeError(`Not a period of a subscription: ${index}`);
  const whole = wholePeriod(cycle, index);
  const startAt = index === 0 ? cycle.anchorAt : whole.startAt;
  return { index, startAt, endAt: whole.endAt, whole };
}

/** The subscription's period that holds the instant. Throws on an instant before the first. */
export function billingPeriodAt(cycle: BillingCycle, at: Temporal.Instant): BillingPeriod {
  if (Temporal.Instant.compare(at, cycle.anchorAt) < 0) {
    throw new RangeError(`${at} is before the subscription's first period, ${cycle.anchorAt}`);
  }
  if (cycle.alignment === 'anniversary') {
    return billingPeriod(cycle, periodAt(cycle.anchorAt, cycle.interval, at, cycle.timeZone).index);
  }
  const { timeZone } = cycle;
  const date = at.toZonedDateTimeISO(timeZone).toPlainDate();
  return billingPeriod(cycle, datePeriodAt(calendarAnchor(cycle), cycle.interval, date).index);
}

function wholePeriod(cycle: BillingCycle, index: number): Period {
  const { anchorAt, interval, timeZone } = cycle;
  if (cycle.alignment === 'anniversary') {
    return {
      startAt: cycleInstant(anchorAt, interval, index, timeZone),
      endAt: cycleInstant(anchorAt, interval, index + 1, timeZone),
    };
  }
  const anchor = calendarAnchor(cycle);
  const start = cycleDate(anchor, interval, index);
  return localPeriod({ start, end: cycleDate(anchor, interval, index + 1) }, timeZone);
}

function calendarAnchor(cycle: BillingCycle): Temporal.PlainDate {
  return calendarStart(cycle.anchorAt.toZonedDateTimeISO(cycle.timeZone).toPlainDate(), cycle.interval.unit);
}
