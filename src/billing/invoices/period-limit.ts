/** Amounts that a plan names for a billing period: the most and the least that is charged, and credit that is included. */
import { currencyDigits, decimal, decimalText, roundToMinor, ZERO } from '#kernel';
import { type Period, prorate } from '#rating';
import { type ClosedSegment, joined } from './billable.ts';
import type { Timeline } from './item-parts.ts';
import { shareOf } from './segment-share.ts';

export type Limit = 'maximum' | 'commitment' | 'included_credit';

/** A billing period with all of its segments that are known. */
export interface AdjustedPeriod {
  readonly period: Period;
  readonly segments: readonly ClosedSegment[];
}

type Tiled = Pick<Timeline, 'segments' | 'timeZone'>;

export function periodsOf({ segments }: Pick<Tiled, 'segments'>): AdjustedPeriod[] {
  const byStart = Map.groupBy(segments, (one) => one.billingPeriod.startAt.epochMilliseconds);
  return [...byStart.values()].map((own) => ({
    period: { startAt: own[0]!.billingPeriod.startAt, endAt: own.at(-1)!.billingPeriod.endAt },
    segments: own,
  }));
}

/** The sum of what the parts of the period say of it, each by its share; null where one of them says nothing. */
export function limitOf(
  { segments }: AdjustedPeriod,
  timeline: Tiled,
  which: Limit,
): { minor: bigint; parts: Record<string, unknown>[] } | null {
  const paid = segments.filter(({ waiver }) => waiver === null);
  const stretches = joined(
    paid,
    (a, b) => a.plan.id === b.plan.id && a.plan.terms[which]?.amount === b.plan.terms[which]?.amount,
  );
  const parts: Record<string, unknown>[] = [];
  let total = ZERO;
  for (const stretch of stretches) {
    const { terms } = stretch.plan;
    const amount = terms[which]?.amount;
    if (amount === undefined && which === 'maximum') return null;
    if (amount === undefined) continue;
    const isFollowed = timeline.segments.some((one) => one.period.startAt.equals(stretch.period.endAt));
    const { share, explanation } = shareOf({ ...stretch, timeZone: timeline.timeZone, isFollowed }, terms);
    const part = prorate(decimal(amount), share, currencyDigits(terms.currency));
    total = total.plus(part);
    parts.push({ amount, ...(explanation === null ? {} : { share: explanation, part: decimalText(part) }) });
  }
  if (parts.length === 0) return null;
  return { minor: roundToMinor(total, segments[0]!.plan.terms.currency), parts };
}
