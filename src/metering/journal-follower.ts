import { setImmediate as turn } from 'node:timers/promises';
import type { Batch, RunProgress, RunRange } from './batch.ts';
import {
  type Damage,
  listRuns,
  type Run,
  RunCursor,
  type RunPosition,
  type UnreadableRecordAt,
  type UsageRecord,
} from './journal/index.ts';

/** What was read since the last collection. */
export interface Collection {
  readonly events: UsageRecord[];
  readonly ranges: RunRange[];
  /** How far each run has been read with this collection. */
  readonly runs: RunProgress[];
  /** Everything admitted before this is in this collection or in an earlier one. */
  readonly completeUntilMs: number;
  readonly damage: Damage[];
  readonly unreadable: UnreadableRecordAt[];
  /** More was there than the limit allowed. */
  readonly more: boolean;
}

/** Reads all runs of a journal directory, remembering how far it is in each. */
export class JournalFollower {
  readonly #directory: string;
  readonly #cursors = new Map<string, RunCursor>();
  readonly #ended = new Set<string>();
  #first = 0;

  /** Continues where the recorded progress stands. */
  constructor(directory: string, progress: readonly RunProgress[]) {
    this.#directory = directory;
    for (const run of progress) {
      if (run.ended) {
        this.#ended.add(nameOf(run));
        continue;
      }
      const cursor = RunCursor.restore(directory, run, run.replayFrom, run.position, run.markMs);
      this.#cursors.set(nameOf(run), cursor);
    }
  }

  /** Ends the runs that were being read and whose files are gone: their journal was lost. */
  giveUpMissing(): RunProgress[] {
    const present = new Set(listRuns(this.#directory).map(nameOf));
    const missing = [...this.#cursors].filter(([name]) => !present.has(name));
    for (const [name] of missing) this.#cursors.delete(name);
    return missing.map(([, cursor]) => ({ ...progressOf(cursor), ended: true }));
  }

  /** Takes up to about `limit` completed events, in turns of at most some milliseconds. */
  async collect(limit: number, nowMs: number): Promise<Collection> {
    const collection = {
      events: [],
      ranges: [],
      damage: [],
      unreadable: [],
    } as unknown as Mutable<Collection>;
    let more = false;
    for (const run of this.#inTurn(listRuns(this.#directory))) {
      if (this.#ended.has(nameOf(run))) continue;
      const cursor = this.#cursorOf(run);
      const before = { from: cursor.position, replayFrom: cursor.replayFrom, markMs: cursor.markMs };
      more = (await this.#readRun(run, cursor, limit, collection)) || more;
      if (!cursor.ended && samePosition(cursor.position, before.from)) continue;
      collection.ranges.push({
        ...before,
        worker: run.worker,
        run: run.run,
        to: cursor.position,
        ended: cursor.ended,
      });
    }
    collection.more = more;
    this.#summarize(collection, nowMs);
    return collection;
  }

  /** Another run first each time, so that one with a long backlog does not starve the others. */
  #inTurn(runs: Run[]): Run[] {
    this.#first = runs.length === 0 ? 0 : (this.#first + 1) % runs.length;
    return [...runs.slice(this.#first), ...runs.slice(0, this.#first)];
  }

  /** Whether more is there for this run than the limit allowed. */
  async #readRun(run: Run, cursor: RunCursor, limit: number, into: Mutable<Collection>): Promise<boolean> {
    while (into.events.length < limit) {
      const slice = cursor.read(run, limit - into.events.length);
      for (const event of slice.events) into.events.push(event);
      if (slice.damage !== null) into.damage.push(slice.damage);
      into.unreadable.push(...slice.unreadable);
      if (slice.state !== 'more') return false;
      await turn();
    }
    return true;
  }

  #summarize(collection: Mutable<Collection>, nowMs: number): void {
    collection.runs = [];
    collection.completeUntilMs = nowMs;
    for (const [name, cursor] of this.#cursors) {
      collection.runs.push(progressOf(cursor));
      collection.completeUntilMs = Math.min(collection.completeUntilMs, cursor.lowWaterMs());
      if (!cursor.ended) continue;
      this.#cursors.delete(name);
      this.#ended.add(name);
    }
  }

  #cursorOf(run: Run): RunCursor {
    let cursor = this.#cursors.get(nameOf(run));
    if (cursor === undefined) {
      cursor = new RunCursor(this.#directory, run, { index: run.firstIndex, offset: 0 });
      this.#cursors.set(nameOf(run), cursor);
    }
    return cursor;
  }
}

/** The very records that a recorded batch took, read again from its ranges. */
export function readBatch(directory: string, batch: Batch): { events: UsageRecord[]; runs: RunProgress[] } {
  const events: UsageRecord[] = [];
  const runs: RunProgress[] = [];
  for (const range of batch.ranges) {
    const cursor = RunCursor.restore(directory, range, range.replayFrom, range.from, range.markMs);
    events.push(...cursor.readUntil(range.to));
    if (range.ended) events.push(...cursor.end());
    runs.push(progressOf(cursor));
  }
  return { events, runs };
}

function progressOf(cursor: RunCursor): RunProgress {
  const { worker, run, position, replayFrom, markMs, ended } = cursor;
  return { worker, run, position, replayFrom, markMs, ended };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function nameOf({ worker, run }: { worker: string; run: number }): string {
  return `${worker}.${run}`;
}

function samePosition(a: RunPosition, b: RunPosition): boolean {
  return a.index === b.index && a.offset === b.offset;
}
