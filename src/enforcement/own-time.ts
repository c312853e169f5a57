/**
 * Times that are not everybody's: those of sandbox consumers, which stand still until they are moved. Quota calendars are
 * kept apart by consumer, because the shared ones follow the real time and never go back.
 */
import { type Clock, isSandbox } from '#kernel';
import { QuotaCalendars } from './quota-calendar.ts';

export class OwnTimes {
  readonly #clock: Clock | null;
  readonly #real = new QuotaCalendars();
  readonly #calendars = new Map<string, QuotaCalendars>();

  /** Without a clock all time is real. */
  constructor(clock: Clock | null) {
    this.#clock = clock;
  }

  /** Null for those who live in real time. */
  of(organizationId: string): Temporal.Instant | null {
    return this.#clock !== null && isSandbox(organizationId) ? this.#clock.now(organizationId) : null;
  }

  calendars(organizationId: string): QuotaCalendars {
    if (this.#clock === null || !isSandbox(organizationId)) return this.#real;
    let own = this.#calendars.get(organizationId);
    if (own === undefined) {
      own = new QuotaCalendars();
      this.#calendars.set(organizationId, own);
    }
    return own;
  }
}
