/** How far back a close looks for usage that came late, and for what its items began with. */
import type { PlanInterval } from '#catalog';
import type { BillableSubscription } from './billable.ts';
import { ownInterval } from './item-parts.ts';
import { earlier } from './usage-windows.ts';

/**
 * One and a half periods before the present one: the ends of two lie after it, whatever the month. Usage that comes
 * later than that is no longer looked for.
 */
export function lookedAtSince({ period, segments }: BillableSubscription): Temporal.Instant {
  const { startAt, endAt } = segments.at(-1)?.whole ?? period;
  const lengthMs = endAt.epochMilliseconds - startAt.epochMilliseconds;
  return period.startAt.subtract({ milliseconds: Math.floor(lengthMs * 1.5) });
}

/** From here on every closed segment is known to a close: an item with a long interval began before what is looked at. */
export function knownSince(subscription: BillableSubscription): Temporal.Instant {
  const since = lookedAtSince(subscription);
  let known = since;
  for (const { terms } of [subscription, ...subscription.segments].map((one) => one.plan)) {
    for (const { interval } of [...terms.fees, ...terms.prices]) {
      const own = ownInterval(interval, terms);
      if (own) known = earlier(known, before(since, own, subscription.timeZone));
    }
  }
  return known;
}

/** At least an interval earlier, and some days for what the month or the clocks make of it. */
function before(at: Temporal.Instant, { unit, count }: PlanInterval, timeZone: string): Temporal.Instant {
  const length = unit === 'quarter' ? { months: 3 * count } : { [`${unit}s`]: count };
  return at.toZonedDateTimeISO(timeZone).subtract(length).subtract({ days: 4 }).toInstant();
}
