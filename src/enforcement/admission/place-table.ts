/**
 * Calls in flight per subscription and route, for routes that limit them: one counter per entry and worker, so
 * that those of a crashed worker can be taken back. Live and test calls share their places, as upstreams do.
 */
import { capacityFor, createEntryKeys, EntryTable, type SlotLocks } from './entry-table.ts';

export interface PlaceMemory {
  readonly workers: number;
  readonly keys: SharedArrayBuffer;
  readonly counts: SharedArrayBuffer;
}

export function createPlaceMemory(entries: number, workers: number): PlaceMemory {
  const capacity = capacityFor(entries);
  return { workers, keys: createEntryKeys(capacity), counts: new SharedArrayBuffer(capacity * workers * 4) };
}

export class PlaceTable {
  readonly #entries: EntryTable;
  readonly #counts: Int32Array;
  readonly #workers: number;
  readonly #worker: number;

  constructor(memory: PlaceMemory, locks: SlotLocks, worker: number) {
    this.#counts = new Int32Array(memory.counts);
    this.#workers = memory.workers;
    this.#worker = worker;
    this.#entries = new EntryTable(
      memory.keys,
      locks,
      (entry) => this.inFlight(entry) === 0,
      () => undefined,
    );
  }

  entry(slot: number, routeOrdinal: number): number {
    return this.#entries.entry(slot, false, routeOrdinal, 0);
  }

  inFlight(entry: number): number {
    let sum = 0;
    const at = entry * this.#workers;
    for (let worker = 0; worker < this.#workers; worker += 1) sum += Atomics.load(this.#counts, at + worker);
    return sum;
  }

  take(entry: number): void {
    Atomics.add(this.#counts, entry * this.#workers + this.#worker, 1);
  }

  /** An entry in which a call is in flight belongs to it until then: nobody else takes its place. */
  giveBack(entry: number): void {
    Atomics.sub(this.#counts, entry * this.#workers + this.#worker, 1);
  }
}

/** Takes back what a crashed worker had in flight. */
export function releasePlaces({ counts, workers }: PlaceMemory, worker: number): void {
  const values = new Int32Array(counts);
  for (let at = worker; at < values.length; at += workers) Atomics.store(values, at, 0);
}
