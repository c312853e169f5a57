/** Which part of an interval's fee a segment bears, by the rule that its plan chose. */
import type { PlanTerms } from '#catalog';
import {
  type DatePeriod,
  type Period,
  type Share,
  shareByDay,
  shareBySecond,
  shareOfThirtyDays,
  WHOLE,
} from '#rating';

export interface SegmentSpan {
  readonly period: Period;
  readonly billingPeriod: Period;
  readonly whole: Period;
  readonly timeZone: string;
  /** Another segment begins where this one ends: a day that both touch is that one's. */
  readonly isFollowed: boolean;
}

export interface ExplainedShare {
  readonly share: Share;
  /** null when nothing was divided. */
  readonly explanation: Readonly<Record<string, unknown>> | null;
}

const NOTHING: Share = { part: 0n, whole: 1n };
const monthsPerUnit: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** Shares of segments that tile an interval add up to one, whatever the rule. */
export function shareOf(span: SegmentSpan, terms: Pick<PlanTerms, 'interval' | 'billing'>): ExplainedShare {
  const { period, whole } = span;
  const { proration } = terms.billing;
  if (proration === 'none') {
    const begins = period.startAt.equals(span.billingPeriod.startAt);
    const explanation = { basis: 'none', counts: begins ? 'the whole fee: it begins the period' : 'nothing' };
    return { share: begins ? WHOLE : NOTHING, explanation: isWhole(span) ? null : explanation };
  }
  if (isWhole(span)) return { share: WHOLE, explanation: null };
  if (proration === 'second') {
    return explained(shareBySecond(whole, period.startAt, period.endAt), 'seconds', span);
  }
  const months = (monthsPerUnit[terms.interval.unit] ?? 0) * terms.interval.count;
  if (proration === 'day' || months === 0) return explained(byDay(span), 'days', span);
  return explained(byThirtyDays(span, months), '30-day months', span);
}

function isWhole({ period, whole }: SegmentSpan): boolean {
  return period.startAt.equals(whole.startAt) && period.endAt.equals(whole.endAt);
}

function explained(share: Share, basis: string, span: SegmentSpan): ExplainedShare {
  const dates = datesOf(span.period, span.timeZone);
  const { part, whole } = share;
  return {
    share,
    explanation: {
      basis,
      part: part.toString(),
      whole: whole.toString(),
      from: dates.start.toString(),
      to: dates.end.toString(),
    },
  };
}

/** The local dates of the first and of the last instant. */
export function datesOf(period: Period, timeZone: string): DatePeriod {
  const end = period.endAt.subtract({ nanoseconds: 1 });
  return { start: localDate(period.startAt, timeZone), end: localDate(end, timeZone) };
}

function localDate(at: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return at.toZonedDateTimeISO(timeZone).toPlainDate();
}

/** A day belongs to what begins on it; the last one is counted where nothing follows. */
function byDay(span: SegmentSpan): Share {
  const { whole, timeZone } = span;
  const days = { start: localDate(whole.startAt, timeZone), end: localDate(whole.endAt, timeZone) };
  const first = localDate(span.period.startAt, timeZone);
  // Shorter than a day: there is nothing to count but the interval itself.
  if (days.start.equals(days.end)) return shareBySecond(whole, span.period.startAt, span.period.endAt);
  return shareByDay(days, first, lastDay(span, days.end));
}

function lastDay({ period, timeZone, isFollowed }: SegmentSpan, end: Temporal.PlainDate): Temporal.PlainDate {
  const last = isFollowed
    ? localDate(period.endAt, timeZone).subtract({ days: 1 })
    : datesOf(period, timeZone).end;
  const latest = end.subtract({ days: 1 });
  return Temporal.PlainDate.compare(last, latest) < 0 ? last : latest;
}

/** The share up to its end less the share up to its start, so that neighbours add up whatever the months. */
function byThirtyDays(span: SegmentSpan, months: number): Share {
  const { whole, period, timeZone } = span;
  const [start, end] = [localDate(whole.startAt, timeZone), localDate(whole.endAt, timeZone)];
  const upTo = (date: Temporal.PlainDate) => {
    const { part, whole: all } = shareOfThirtyDays(start, date, months);
    const isOver = Temporal.PlainDate.compare(date, end) >= 0 || part > all;
    return isOver ? all : part;
  };
  const last = lastDay(span, end).add({ days: 1 });
  const part = upTo(last) - upTo(localDate(period.startAt, timeZone));
  return { part: part < 0n ? 0n : part, whole: BigInt(30 * months) };
}
