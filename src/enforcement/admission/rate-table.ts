/**
 * GCRA (ITU-T I.371, virtual scheduling) for short windows: one theoretical arrival time per subscription,
 * environment and limit, in shared memory. An entry has run out when its arrival time has come.
 *
 * Times are milliseconds of the machine's monotonic clock: a wall clock that jumps changes no limit.
 */
import { capacityFor, createEntryKeys, EntryTable, type SlotLocks } from './entry-table.ts';

export interface RateMemory {
  readonly keys: SharedArrayBuffer;
  readonly times: SharedArrayBuffer;
}

export function createRateMemory(entries: number): RateMemory {
  const capacity = capacityFor(entries);
  return { keys: createEntryKeys(capacity), times: new SharedArrayBuffer(capacity * 8) };
}

export class RateTable extends EntryTable {
  readonly #times: Float64Array;

  constructor(memory: RateMemory, locks: SlotLocks) {
    const times = new Float64Array(memory.times);
    super(
      memory.keys,
      locks,
      (entry, nowMs) => times[entry]! <= nowMs,
      (entry) => {
        times[entry] = 0;
      },
    );
    this.#times = times;
  }

  arrivalMs(entry: number): number {
    return this.#times[entry]!;
  }

  setArrivalMs(entry: number, atMs: number): void {
    this.#times[entry] = atMs;
  }
}
