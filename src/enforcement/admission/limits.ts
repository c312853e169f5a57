/**
 * All limits of one call: concurrency, rate windows, quotas. Under the subscription's lock every one of them
 * is checked, then every one of them is charged, so that a call that is denied by one has consumed nothing
 * of the others.
 */

import type { QuotaMark } from '#metering/journal';
import { NO_ENTRY } from './entry-table.ts';
import type { PlaceTable } from './place-table.ts';
import { type CallPolicies, CONCURRENT, ROUTE_CONCURRENT, remainingItem } from './rate-limit-headers.ts';
import type { RateTable } from './rate-table.ts';
import { MICROS_PER_UNIT } from './snapshot.ts';
import type { SubscriptionTable } from './subscription-table.ts';

/** What a call wants, and when. */
export interface Charge {
  readonly slot: number;
  readonly test: boolean;
  readonly policies: CallPolicies;
  readonly routeOrdinal: number;
  readonly micros: number;
  /** Wall clock, for quota periods: the consumer's own time, in which the call happened. */
  readonly wallMs: number;
  /** Monotonic clock, for rate windows. */
  readonly monotonicMs: number;
}

export interface Charged {
  readonly kind: 'charged';
  /** What the call was counted against, in the order of the policies. */
  readonly quotas: readonly QuotaMark[];
  /** Units beyond the first quota, which is the one that charges them. */
  readonly overageMicros: number;
  /** It is the first call of the period to go beyond. */
  readonly crossed: boolean;
  /** Its entry among the places on its route; NO_ENTRY where the route does not limit them. */
  readonly place: number;
  readonly rateLimit: string;
  /** The subscription's when it was charged. */
  readonly revision: number;
}

/** A call that used nothing, but was in flight when its subscription's plan changed. */
export interface LateRefund {
  readonly slot: number;
  readonly test: boolean;
  readonly micros: number;
  readonly quotas: readonly QuotaMark[];
  readonly revision: number;
}

export interface Denied {
  readonly kind: 'denied';
  readonly by: 'concurrent' | 'rate' | 'quota' | 'credit';
  /** All of that sort that have no room, the one that holds longest first. */
  readonly violated: readonly string[];
  readonly retrySeconds: number;
  readonly rateLimit: string;
}

/** `uncountable`: a table or a quota calendar cannot tell, and nothing may be admitted that is not counted. */
export type Verdict = Charged | Denied | { readonly kind: 'uncountable' };

const UNCOUNTABLE: Verdict = { kind: 'uncountable' };

export class Limits {
  readonly #table: SubscriptionTable;
  readonly #rates: RateTable;
  readonly #places: PlaceTable;
  // Of the call at hand, so that checking allocates nothing: entries in the order of its rate policies; cells,
  // period starts and units used in the order of its quota policies.
  readonly #entries: number[] = [];
  readonly #cells: number[] = [];
  readonly #starts: number[] = [];
  readonly #used: number[] = [];
  #place = NO_ENTRY;

  constructor(table: SubscriptionTable, rates: RateTable, places: PlaceTable) {
    this.#table = table;
    this.#rates = rates;
    this.#places = places;
  }

  charge(charge: Charge): Verdict {
    this.#table.lock(charge.slot);
    try {
      return this.#checkAll(charge);
    } finally {
      this.#table.unlock(charge.slot);
    }
  }

  /**
   * A call that the gateway itself failed has used nothing; unless a reset has forgotten it meanwhile. False when
   * only the control thread knows which counters it stands in by now: then none of them was touched.
   */
  refund(charge: Charge, quotas: readonly QuotaMark[], revision: number): boolean {
    const { slot, test } = charge;
    this.#table.lock(slot);
    try {
      const isKnown = this.#table.revision(slot) === revision;
      if (isKnown) for (const mark of quotas) this.#table.takeBack(slot, test, mark, charge.micros);
      for (const rate of charge.policies.rates) {
        const entry = this.#rates.existing(slot, test, rate.limitId);
        if (entry === NO_ENTRY) continue;
        this.#rates.setArrivalMs(entry, this.#rates.arrivalMs(entry) - rate.windowMs / rate.limit);
      }
      return isKnown;
    } finally {
      this.#table.unlock(slot);
    }
  }

  /** The call is over, however it ended. */
  release(charge: Charge, place: number): void {
    if (charge.policies.concurrency !== null) this.#table.addInFlight(charge.slot, -1);
    if (place !== NO_ENTRY) this.#places.giveBack(place);
  }

  #checkAll(charge: Charge): Verdict {
    if (!this.#findQuotas(charge) || !this.#findEntries(charge)) return UNCOUNTABLE;
    const denied =
      this.#deniedByPlaces(charge) ??
      this.#deniedByRates(charge) ??
      this.#deniedByQuotas(charge) ??
      this.#deniedByCredit(charge);
    return denied ?? this.#commit(charge);
  }

  #findQuotas({ slot, test, policies, wallMs }: Charge): boolean {
    const { cells } = this.#table;
    for (let i = 0; i < policies.quotas.length; i += 1) {
      const cell = this.#table.cellOf(slot, policies.quotas[i]!.kind);
      if (cell < 0) return false;
      const startMs = cells.periodStartMs(cell, test, wallMs);
      if (Number.isNaN(startMs)) return false;
      this.#cells[i] = cell;
      this.#starts[i] = startMs;
      this.#used[i] = cells.usedMicros(cell, test, startMs);
    }
    return true;
  }

  #findEntries({ slot, test, policies, routeOrdinal, monotonicMs }: Charge): boolean {
    for (let i = 0; i < policies.rates.length; i += 1) {
      const entry = this.#rates.entry(slot, test, policies.rates[i]!.limitId, monotonicMs);
      if (entry === NO_ENTRY) return false;
      this.#entries[i] = entry;
    }
    this.#place = policies.routeConcurrency === null ? NO_ENTRY : this.#places.entry(slot, routeOrdinal);
    return policies.routeConcurrency === null || this.#place !== NO_ENTRY;
  }

  #deniedByPlaces(charge: Charge): Denied | null {
    const { concurrency, routeConcurrency } = charge.policies;
    const violated: string[] = [];
    if (concurrency !== null && this.#table.inFlight(charge.slot) >= concurrency) violated.push(CONCURRENT);
    if (routeConcurrency !== null && this.#places.inFlight(this.#place) >= routeConcurrency)
      violated.push(ROUTE_CONCURRENT);
    return violated.length === 0 ? null : this.#denied(charge, 'concurrent', violated, 1);
  }

  #deniedByRates(charge: Charge): Denied | null {
    const { rates } = charge.policies;
    let violated: string[] | null = null;
    let longestMs = 0;
    for (let i = 0; i < rates.length; i += 1) {
      const { limit, windowMs, name } = rates[i]!;
      const waitMs = this.#waitMs(i, limit, windowMs, charge.monotonicMs);
      if (waitMs <= 0) continue;
      violated = longestFirst(violated, name, waitMs > longestMs);
      longestMs = Math.max(longestMs, waitMs);
    }
    return violated && this.#denied(charge, 'rate', violated, Math.ceil(longestMs / 1000));
  }

  #deniedByQuotas(charge: Charge): Denied | null {
    const { quotas } = charge.policies;
    let violated: string[] | null = null;
    let longestMs = 0;
    for (let i = 0; i < quotas.length; i += 1) {
      if (this.#used[i]! + charge.micros <= quotas[i]!.mostMicros) continue;
      const waitMs = this.#table.cells.periodEndMs(this.#cells[i]!, this.#starts[i]!) - charge.wallMs;
      violated = longestFirst(violated, quotas[i]!.name, waitMs > longestMs);
      longestMs = Math.max(longestMs, waitMs);
    }
    return violated && this.#denied(charge, 'quota', violated, Math.ceil(longestMs / 1000));
  }

  /** Calls with test keys cost nothing, so they need none. */
  #deniedByCredit(charge: Charge): Denied | null {
    if (!charge.policies.prepaid || charge.test) return null;
    const last = charge.policies.quotas.length - 1;
    if (this.#used[last]! + charge.micros <= this.#table.cells.mostMicros(this.#cells[last]!)) return null;
    return this.#denied(charge, 'credit', [charge.policies.quotas[last]!.name], 1);
  }

  #commit(charge: Charge): Charged {
    const { slot, test, policies, micros, monotonicMs } = charge;
    for (let i = 0; i < policies.rates.length; i += 1) {
      const { windowMs, limit } = policies.rates[i]!;
      const entry = this.#entries[i]!;
      const from = Math.max(this.#rates.arrivalMs(entry), monotonicMs);
      this.#rates.setArrivalMs(entry, from + windowMs / limit);
    }
    const { cells } = this.#table;
    const quotas: QuotaMark[] = [];
    const [first] = policies.quotas;
    const usedBefore = this.#used[0]!;
    for (let i = 0; i < policies.quotas.length; i += 1) {
      const cell = this.#cells[i]!;
      const periodStartMs = this.#starts[i]!;
      this.#used[i] = this.#used[i]! + micros;
      cells.setUsed(cell, test, periodStartMs, this.#used[i]!);
      quotas.push({ kind: policies.quotas[i]!.kind, epoch: cells.epoch(cell), periodStartMs });
    }
    if (policies.concurrency !== null) this.#table.addInFlight(slot, 1);
    if (this.#place !== NO_ENTRY) this.#places.take(this.#place);
    const overageMicros = Math.min(micros, Math.max(0, usedBefore + micros - first!.micros));
    return {
      kind: 'charged',
      quotas,
      overageMicros,
      crossed: overageMicros > 0 && usedBefore <= first!.micros,
      place: this.#place,
      rateLimit: this.#remaining(charge, false, false),
      revision: this.#table.revision(slot),
    };
  }

  /**
   * Milliseconds until one more call fits; 0 when it fits now. A burst of `limit` calls fits into an idle
   * window.
   */
  #waitMs(index: number, limit: number, windowMs: number, nowMs: number): number {
    const arrival = Math.max(this.#rates.arrivalMs(this.#entries[index]!), nowMs);
    const slackMs = windowMs - windowMs / limit;
    // A millionth of a millisecond forgives the rounding of window / limit, added `limit` times.
    return Math.max(0, arrival - slackMs - nowMs - 1e-6);
  }

  #denied(charge: Charge, by: Denied['by'], violated: readonly string[], retrySeconds: number): Denied {
    const noPlace = violated.includes(CONCURRENT);
    const rateLimit = this.#remaining(charge, noPlace, violated.includes(ROUTE_CONCURRENT));
    return { kind: 'denied', by, violated, retrySeconds: Math.max(1, retrySeconds), rateLimit };
  }

  #remaining(charge: Charge, noPlace: boolean, noPlaceOnRoute: boolean): string {
    const { policies, wallMs, monotonicMs } = charge;
    const { concurrency, routeConcurrency, quotas } = policies;
    if (policies.text === '') return '';
    let text = '';
    for (let i = 0; i < policies.rates.length; i += 1)
      text = this.#rateRemaining(text, policies, i, monotonicMs);
    if (concurrency !== null) {
      const free = noPlace ? 0 : Math.max(0, concurrency - this.#table.inFlight(charge.slot));
      text = remainingItem(text, CONCURRENT, free, null);
    }
    if (routeConcurrency !== null) {
      const free = noPlaceOnRoute ? 0 : Math.max(0, routeConcurrency - this.#places.inFlight(this.#place));
      text = remainingItem(text, ROUTE_CONCURRENT, free, null);
    }
    const shown = policies.showsQuotas ? quotas.length - (policies.prepaid ? 1 : 0) : 0;
    for (let i = 0; i < shown; i += 1) {
      const left = Math.max(0, Math.floor((quotas[i]!.micros - this.#used[i]!) / MICROS_PER_UNIT));
      const endMs = this.#table.cells.periodEndMs(this.#cells[i]!, this.#starts[i]!);
      text = remainingItem(text, quotas[i]!.name, left, Math.max(0, Math.ceil((endMs - wallMs) / 1000)));
    }
    return text;
  }

  #rateRemaining(before: string, policies: CallPolicies, index: number, nowMs: number): string {
    const { name, limit, windowMs } = policies.rates[index]!;
    const spacingMs = windowMs / limit;
    const busyMs = Math.max(0, this.#rates.arrivalMs(this.#entries[index]!) - nowMs);
    const remaining = Math.max(0, Math.floor((windowMs - busyMs) / spacingMs + 1e-6));
    const untilMoreMs = (remaining + 1) * spacingMs - (windowMs - busyMs);
    return remainingItem(before, name, remaining, busyMs === 0 ? 0 : Math.ceil(untilMoreMs / 1000));
  }
}

function longestFirst(names: string[] | null, name: string, isLongest: boolean): string[] {
  if (names === null) return [name];
  return isLongest ? [name, ...names] : [...names, name];
}
