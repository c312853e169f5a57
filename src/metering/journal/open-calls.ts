import type { RunPosition } from './frame-tail.ts';
import type { UsageRecord } from './record.ts';

/** How ids of sandbox consumers begin, whose calls happen in their own time (`isSandbox`; workers load no kernel). */
const OWN_TIME = 'org_test_';

interface OpenCall {
  readonly record: UsageRecord;
  readonly at: RunPosition;
}

/**
 * The calls of one run that have started and not ended. Pure. Because each `progress` stands for its whole
 * call, only the latest record of a call is kept, and rebuilding this after a restart means reading back to
 * the oldest of those: some ten seconds, not the lifetime of the longest stream.
 */
export class OpenCalls {
  readonly #calls = new Map<string, OpenCall>();

  get size(): number {
    return this.#calls.size;
  }

  observe(record: UsageRecord, at: RunPosition): void {
    if (record.kind === 'complete') return;
    const key = `${record.source}\n${record.id}`;
    // Deleted first, so that the map stays in the order of the latest record.
    this.#calls.delete(key);
    if (record.kind !== 'end') this.#calls.set(key, { record, at });
  }

  /** Where reading has to begin to find every open call again; null when none is open. */
  replayFrom(): RunPosition | null {
    const oldest = this.#calls.values().next();
    return oldest.done ? null : oldest.value.at;
  }

  /** The earliest admission among them, Infinity when none is open. Those in a time of their own hold up nobody else's. */
  lowWaterMs(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { record } of this.#calls.values()) {
      if (!record.organizationId.startsWith(OWN_TIME)) earliest = Math.min(earliest, record.timestampMs);
    }
    return earliest;
  }

  /** What a dead writer left: each with what its latest record knew, to be billed by policy. */
  interrupted(): UsageRecord[] {
    return [...this.#calls.values()].map(({ record }) => ({ ...record, kind: 'end', interrupted: true }));
  }
}
