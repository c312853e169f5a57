/** Usage as it would be at the end of a period, if it went on as it has been going. */
import { type Decimal, decimal } from '#kernel';
import type { CloseSources } from './sources.ts';
import { isSum } from './usage-source.ts';
import { later, type UsageWindow, windowText } from './usage-windows.ts';

/** A pace over less than a day says little: three calls in the first minute are no 130,000 a month. */
const SHORTEST_MS = 24 * 3_600_000;
/** What is not counted in whole units is projected to so many decimals. */
const PLACES = 6;

export interface Pace {
  /** From when to when the pace is taken. */
  readonly fromAt: (subscriptionId: string) => Temporal.Instant;
  readonly at: Temporal.Instant;
}

/**
 * Answers windows that reach past `at` with what is known of them and, for the rest of them, the pace of their meter. What is
 * no sum (a maximum, a count of different values, prices per event) cannot be carried on like that and stays as it is.
 */
export function atPace(usage: CloseSources['usage'], { fromAt, at }: Pace): CloseSources['usage'] {
  return async (windows, upToBatch) => {
    const open = windows.filter((one) => isSum(one) && Temporal.Instant.compare(one.toAt, at) > 0);
    const paced = open.map((one): UsageWindow => ({ ...one, fromAt: fromAt(one.subscriptionId), toAt: at }));
    const asked = new Map([...windows, ...paced].map((one) => [windowText(one), one]));
    const known = await usage([...asked.values()], upToBatch);
    // All paces are read before anything is added: a window may be another one's pace.
    const rest = open.map((one, index) => restOf(one, known.of(paced[index]!), paced[index]!));
    for (const [index, one] of open.entries()) known.add(one, rest[index]!);
    return known;
  };
}

function restOf(open: UsageWindow, used: Decimal, { fromAt, toAt: at }: UsageWindow): Decimal {
  const remainingMs = open.toAt.epochMilliseconds - later(open.fromAt, at).epochMilliseconds;
  const elapsedMs = Math.max(at.epochMilliseconds - fromAt.epochMilliseconds, SHORTEST_MS);
  const isWhole = used.round(0).eq(used);
  return used
    .times(decimal(remainingMs))
    .div(decimal(elapsedMs))
    .round(isWhole ? 0 : PLACES);
}
