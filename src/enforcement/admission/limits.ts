/**
 * All limits of one call: concurrency, rate windows, quota. Under the subscription's lock every one of them
 * is checked, then every one of them is charged, so that a call that is denied by one has consumed nothing
 * of the others.
 */

import { type CallPolicies, type Remaining, remainingText } from './rate-limit-headers.ts';
import { NO_ENTRY, type RateTable } from './rate-table.ts';
import { MICROS_PER_UNIT, type SnapshotPlan } from './snapshot.ts';
import type { SubscriptionTable } from './subscription-table.ts';

/** What a call wants, and when. */
export interface Charge {
  readonly slot: number;
  readonly test: boolean;
  readonly plan: SnapshotPlan;
  readonly policies: CallPolicies;
  readonly micros: number;
  /** Wall clock, for quota periods. */
  readonly wallMs: number;
  /** Monotonic clock, for rate windows. */
  readonly monotonicMs: number;
}

export type Verdict =
  | {
      readonly kind: 'charged';
      readonly periodStartMs: number;
      readonly overageMicros: number;
      readonly rateLimit: string;
    }
  | {
      readonly kind: 'denied';
      readonly by: 'concurrent' | 'rate' | 'quota';
      readonly policy: string;
      readonly retrySeconds: number;
      readonly rateLimit: string;
    }
  /** The rate table or the quota calendar cannot tell: nothing may be admitted that is not counted. */
  | { readonly kind: 'uncountable' };

const UNCOUNTABLE: Verdict = { kind: 'uncountable' };

export class Limits {
  readonly #table: SubscriptionTable;
  readonly #rates: RateTable;
  /** Entries of the call at hand, in the order of its rate policies. */
  readonly #entries: number[] = [];

  constructor(table: SubscriptionTable, rates: RateTable) {
    this.#table = table;
    this.#rates = rates;
  }

  charge(charge: Charge): Verdict {
    this.#table.lock(charge.slot);
    try {
      return this.#checkAll(charge);
    } finally {
      this.#table.unlock(charge.slot);
    }
  }

  /** A call that the gateway itself failed has used nothing. */
  refund(charge: Charge, periodStartMs: number): void {
    const { slot, test } = charge;
    this.#table.lock(slot);
    try {
      if (this.#table.usedPeriodMs(slot, test) === periodStartMs) {
        const used = this.#table.usedMicros(slot, test, periodStartMs);
        this.#table.setUsed(slot, test, periodStartMs, Math.max(0, used - charge.micros));
      }
      for (const rate of charge.policies.rates) {
        const entry = this.#rates.existing(slot, test, rate.limitId);
        if (entry === NO_ENTRY) continue;
        this.#rates.setArrivalMs(entry, this.#rates.arrivalMs(entry) - rate.windowMs / rate.limit);
      }
    } finally {
      this.#table.unlock(slot);
    }
  }

  /** The call is over, however it ended. */
  release(charge: Charge): void {
    if (charge.policies.concurrency !== null) this.#table.addInFlight(charge.slot, -1);
  }

  #checkAll(charge: Charge): Verdict {
    const { slot, test, plan, policies, micros } = charge;
    const period = this.#period(slot, test, charge.wallMs);
    if (period === null || !this.#findEntries(charge)) return UNCOUNTABLE;
    if (policies.concurrency !== null && this.#table.inFlight(slot) >= policies.concurrency) {
      return this.#denied(charge, 'concurrent', 'concurrent', 1, period);
    }
    for (const [index, rate] of policies.rates.entries()) {
      const waitMs = this.#waitMs(index, rate.limit, rate.windowMs, charge.monotonicMs);
      if (waitMs > 0) return this.#denied(charge, 'rate', rate.name, Math.ceil(waitMs / 1000), period);
    }
    const used = this.#table.usedMicros(slot, test, period.startMs);
    const most = mostMicros(plan);
    if (used + micros > most) {
      const seconds = Math.max(1, Math.ceil((period.endMs - charge.wallMs) / 1000));
      return this.#denied(charge, 'quota', policies.quotaName ?? 'quota', seconds, period);
    }
    this.#commit(charge, used + micros, period.startMs);
    return {
      kind: 'charged',
      periodStartMs: period.startMs,
      overageMicros: overageOf(plan, used, micros),
      rateLimit: this.#remaining(charge, used + micros, period, null),
    };
  }

  #commit(charge: Charge, usedMicros: number, periodStartMs: number): void {
    const { slot, test, policies, monotonicMs } = charge;
    for (const [index, rate] of policies.rates.entries()) {
      const entry = this.#entries[index]!;
      const from = Math.max(this.#rates.arrivalMs(entry), monotonicMs);
      this.#rates.setArrivalMs(entry, from + rate.windowMs / rate.limit);
    }
    this.#table.setUsed(slot, test, periodStartMs, usedMicros);
    if (policies.concurrency !== null) this.#table.addInFlight(slot, 1);
  }

  #findEntries(charge: Charge): boolean {
    const { slot, test, policies, monotonicMs } = charge;
    for (const [index, rate] of policies.rates.entries()) {
      const entry = this.#rates.entry(slot, test, rate.limitId, monotonicMs);
      if (entry === NO_ENTRY) return false;
      this.#entries[index] = entry;
    }
    return true;
  }

  /**
   * The period of the moment of admission. Boundaries were computed by the control thread, one period
   * ahead; the counter rolls here, at the first call after a boundary, and never back when the wall clock
   * does.
   */
  #period(slot: number, test: boolean, wallMs: number): { startMs: number; endMs: number } | null {
    const { startMs, endMs, nextEndMs } = this.#table.calendar(slot);
    if (wallMs < endMs && this.#table.usedPeriodMs(slot, test) < endMs) return { startMs, endMs };
    return wallMs < nextEndMs ? { startMs: endMs, endMs: nextEndMs } : null;
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

  #denied(
    charge: Charge,
    by: 'concurrent' | 'rate' | 'quota',
    policy: string,
    retrySeconds: number,
    period: { startMs: number; endMs: number },
  ): Verdict {
    const used = this.#table.usedMicros(charge.slot, charge.test, period.startMs);
    const rateLimit = this.#remaining(charge, used, period, by === 'quota' ? null : policy);
    return { kind: 'denied', by, policy, retrySeconds: Math.max(1, retrySeconds), rateLimit };
  }

  #remaining(
    charge: Charge,
    usedMicros: number,
    period: { startMs: number; endMs: number },
    violated: string | null,
  ): string {
    const { policies, plan, monotonicMs } = charge;
    if (policies.text === '') return '';
    const items: Remaining[] = [];
    for (const [index, rate] of policies.rates.entries()) {
      items.push(this.#rateRemaining(index, rate, monotonicMs));
    }
    if (policies.concurrency !== null) {
      const free = Math.max(0, policies.concurrency - this.#table.inFlight(charge.slot));
      items.push({ name: 'concurrent', remaining: violated === 'concurrent' ? 0 : free, seconds: null });
    }
    if (plan.quota !== null) {
      const left = Math.max(0, Math.floor((plan.quota.micros - usedMicros) / MICROS_PER_UNIT));
      const seconds = Math.max(0, Math.ceil((period.endMs - charge.wallMs) / 1000));
      items.push({ name: plan.quota.period, remaining: left, seconds });
    }
    return remainingText(items);
  }

  #rateRemaining(
    index: number,
    rate: { name: string; limit: number; windowMs: number },
    nowMs: number,
  ): Remaining {
    const spacingMs = rate.windowMs / rate.limit;
    const busyMs = Math.max(0, this.#rates.arrivalMs(this.#entries[index]!) - nowMs);
    const remaining = Math.max(0, Math.floor((rate.windowMs - busyMs) / spacingMs + 1e-6));
    const untilMoreMs = (remaining + 1) * spacingMs - (rate.windowMs - busyMs);
    return { name: rate.name, remaining, seconds: busyMs === 0 ? 0 : Math.ceil(untilMoreMs / 1000) };
  }
}

/** The highest count that a quota lets the period reach. */
function mostMicros(plan: SnapshotPlan): number {
  if (plan.quota === null) return Number.POSITIVE_INFINITY;
  if (plan.overage.mode === 'block') return plan.quota.micros;
  return plan.overage.maxMicros === null
    ? Number.POSITIVE_INFINITY
    : plan.quota.micros + plan.overage.maxMicros;
}

/** The part of this call's units that lies beyond the quota. */
function overageOf(plan: SnapshotPlan, usedMicros: number, micros: number): number {
  if (plan.quota === null) return 0;
  return Math.min(micros, Math.max(0, usedMicros + micros - plan.quota.micros));
}
