/** Quota periods as the workers need them: the present one and the end of the next, in milliseconds. */
import { type QuotaPeriod, quotaPeriodAt } from '#rating';
import type { QuotaCalendar } from './admission/index.ts';

/**
 * Calendars depend on period and time zone only, so a million subscriptions share a handful of them. Times
 * never go back: asked for an earlier moment, the latest calendar stands.
 */
export class QuotaCalendars {
  readonly #known = new Map<string, QuotaCalendar>();

  at(now: Temporal.Instant, period: QuotaPeriod, timeZone: string): QuotaCalendar {
    const name = `${period} ${timeZone}`;
    const known = this.#known.get(name);
    if (known !== undefined && now.epochMilliseconds < known.endMs) return known;
    const present = quotaPeriodAt(now, period, timeZone);
    const next = quotaPeriodAt(present.endAt, period, timeZone);
    const calendar = {
      startMs: present.startAt.epochMilliseconds,
      endMs: present.endAt.epochMilliseconds,
      nextEndMs: next.endAt.epochMilliseconds,
    };
    this.#known.set(name, calendar);
    return calendar;
  }

  /** Where the earliest of the present periods began. */
  get oldestStartMs(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { startMs } of this.#known.values()) oldest = Math.min(oldest, startMs);
    return oldest === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : oldest;
  }
}
