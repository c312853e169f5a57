/**
 * What changes of plan carried from quota to quota. No record of a call says it, so the journal's fold has to be told;
 * and a call that was in flight meanwhile, and turns out to have used nothing, has to be taken out of every counter that
 * it was carried to.
 */
import type { QuotaMark, QuotaUse } from '#metering/journal';
import {
  type CarriedUnits,
  type LateRefund,
  MICROS_PER_UNIT,
  type SubscriptionTable,
} from './admission/index.ts';

const MILLIONTHS = 6;
/** Only what happened while a call was in flight matters: the latest of each, and of those that changed lately. */
const MOST_EACH = 64;
const MOST_SUBSCRIPTIONS = 10_000;

type Subscription = { readonly id: string; readonly slot: number };

interface History {
  /** What came before is forgotten. */
  readonly sinceRevision: number;
  readonly carried: readonly CarriedUnits[];
}

export class Carryings {
  readonly #bySlot = new Map<number, History>();
  #hasForgotten = false;
  #untold: QuotaUse[] = [];

  note({ id, slot }: Subscription, carried: readonly CarriedUnits[]): void {
    const [first] = carried;
    if (first === undefined) return;
    for (const units of carried) this.#untold.push(quotaUse(id, units.test, units, units.micros));
    const known = this.#bySlot.get(slot);
    const all = [...(known?.carried ?? []), ...carried];
    const forgotten = all.slice(0, -MOST_EACH).at(-1)?.revision;
    const before = known?.sinceRevision ?? (this.#hasForgotten ? first.revision - 1 : 0);
    // The one that changed last comes last.
    this.#bySlot.delete(slot);
    this.#bySlot.set(slot, { sinceRevision: forgotten ?? before, carried: all.slice(-MOST_EACH) });
    if (this.#bySlot.size <= MOST_SUBSCRIPTIONS) return;
    const [oldest] = this.#bySlot.keys();
    this.#bySlot.delete(oldest!);
    this.#hasForgotten = true;
  }

  /** Units that no call will say, since the last time. */
  take(): QuotaUse[] {
    const untold = this.#untold;
    this.#untold = [];
    return untold;
  }

  /** Takes the call out of all counters that it stands in by now; no counter loses what it never had. */
  takeBack(id: string, late: LateRefund, table: SubscriptionTable): void {
    const { slot, test, micros, quotas } = late;
    const counters = this.#countersOf(late);
    table.lock(slot);
    for (const counter of counters) {
      table.takeBack(slot, test, counter, micros);
      if (!quotas.some((mark) => isSame(mark, counter)))
        this.#untold.push(quotaUse(id, test, counter, -micros));
    }
    for (const mark of quotas) {
      // Another count has taken the place of the one with the call, and was told to the fold as if the call's record came.
      if (counters.some((counter) => isSame(mark, counter)) || !table.isCounting(slot, test, mark)) continue;
      this.#untold.push(quotaUse(id, test, mark, micros));
    }
    table.unlock(slot);
  }

  /** Follows the call from what it was counted against through all that was carried since. */
  #countersOf({ slot, test, quotas, revision }: LateRefund): readonly QuotaMark[] {
    const history = this.#bySlot.get(slot);
    // Rather too much stays used than too little.
    if (history === undefined || revision < history.sinceRevision) return quotas;
    const counters = new Map(quotas.map((mark) => [mark.kind, mark]));
    for (const { from, kind, epoch, periodStartMs, ...carried } of history.carried) {
      if (carried.revision <= revision || carried.test !== test) continue;
      const source = counters.get(from.kind);
      if (source !== undefined && isSame(source, from)) counters.set(kind, { kind, epoch, periodStartMs });
      else counters.delete(kind);
    }
    return [...counters.values()];
  }
}

function isSame(one: QuotaMark, other: QuotaMark): boolean {
  return one.kind === other.kind && one.epoch === other.epoch && one.periodStartMs === other.periodStartMs;
}

function quotaUse(
  subscriptionId: string,
  test: boolean,
  { kind, epoch, periodStartMs }: QuotaMark,
  micros: number,
): QuotaUse {
  const environment = test ? 'test' : 'live';
  const units = (micros / MICROS_PER_UNIT).toFixed(MILLIONTHS);
  return { subscriptionId, kind, epoch, periodStartMs, environment, units };
}
