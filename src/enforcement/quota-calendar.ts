/** Quota periods as the workers need them: the present one and the end of the next, in milliseconds. */
import { type QuotaOrigin, type QuotaRhythm, quotaName, quotaPeriodAt } from '#rating';
import type { QuotaCalendar } from './admission/index.ts';

/**
 * Calendar periods depend on the time zone only, so a million subscriptions share a handful of them; those from an
 * anchor are each their own. Times never go back: asked for an earlier moment, the latest calendar stands.
 */
export class QuotaCalendars {
  readonly #known = new Map<string, QuotaCalendar>();
  #latest = Temporal.Instant.fromEpochMilliseconds(0);

  at(now: Temporal.Instant, quota: QuotaRhythm, of: QuotaOrigin): QuotaCalendar {
    if (Temporal.Instant.compare(now, this.#latest) > 0) this.#latest = now;
    if (quota.alignment === 'anniversary') return calendarAt(this.#latest, quota, of);
    const name = `${quotaName(quota)} ${of.timeZone}`;
    const known = this.#known.get(name);
    if (known !== undefined && this.#latest.epochMilliseconds < known.endMs) return known;
    const calendar = calendarAt(this.#latest, quota, of);
    this.#known.set(name, calendar);
    return calendar;
  }
}

function calendarAt(at: Temporal.Instant, quota: QuotaRhythm, of: QuotaOrigin): QuotaCalendar {
  const present = quotaPeriodAt(at, quota, of);
  const next = quotaPeriodAt(present.endAt, quota, of);
  return {
    startMs: present.startAt.epochMilliseconds,
    endMs: present.endAt.epochMilliseconds,
    nextEndMs: next.endAt.epochMilliseconds,
  };
}
