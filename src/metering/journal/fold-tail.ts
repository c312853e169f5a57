import { setImmediate as turn } from 'node:timers/promises';
import { FrameTail, type RunPosition } from './frame-tail.ts';
import { readCheckpoint, writeCheckpoint } from './quota-checkpoint.ts';
import { QuotaFold, type QuotaUse } from './quota-fold.ts';
import { isUsage } from './record.ts';
import { listRuns, type Run } from './run-cursor.ts';

/**
 * Follows all journals of a node's directory and folds them into the units used per quota period. The node's
 * main thread calls `poll`, then `checkpoint`, about once a second and one after the other; after any crash
 * `restoreFold` finds the same numbers again from the checkpoint and the journal behind it, without asking a
 * store.
 */
export class FoldTail {
  readonly fold: QuotaFold;
  readonly #directory: string;
  readonly #tails = new Map<string, FrameTail>();
  #changed = false;

  private constructor(directory: string, fold: QuotaFold) {
    this.#directory = directory;
    this.fold = fold;
  }

  /** From the last checkpoint; from the beginning of the journals when there is none. */
  static open(directory: string): FoldTail {
    const checkpoint = readCheckpoint(directory);
    if (checkpoint === null) return new FoldTail(directory, new QuotaFold());
    const tail = new FoldTail(directory, QuotaFold.fromPieces(checkpoint.pieces));
    for (const run of listRuns(directory)) {
      const position = checkpoint.positions[runName(run)];
      if (position !== undefined) tail.#tails.set(runName(run), new FrameTail(directory, run, position));
    }
    return tail;
  }

  get entries(): Iterable<QuotaUse> {
    return this.fold.entries();
  }

  /** What no record says; not while a checkpoint is being written. */
  carry(use: QuotaUse): void {
    this.fold.carry(use);
    this.#changed = true;
  }

  /** Reads what was appended since the last call, in turns of some milliseconds. Returns how many records. */
  async poll(): Promise<number> {
    let records = 0;
    for (const read of this.#read()) {
      records += read;
      await turn();
    }
    return records;
  }

  /** The same at one go, for the start. */
  pollAtOnce(): number {
    let records = 0;
    for (const read of this.#read()) records += read;
    return records;
  }

  /** Piece by piece; fold and positions agree after each. */
  *#read(): Generator<number> {
    const runs = new Map(listRuns(this.#directory).map((run) => [runName(run), run]));
    for (const [name, run] of runs) yield* this.#readRun(name, run);
    for (const name of this.#tails.keys()) {
      if (runs.has(name)) continue;
      this.#tails.delete(name);
      this.fold.endRun(name);
    }
  }

  *#readRun(name: string, run: Run): Generator<number> {
    let tail = this.#tails.get(name);
    if (tail === undefined) {
      tail = new FrameTail(this.#directory, run, { index: run.firstIndex, offset: 0 });
      this.#tails.set(name, tail);
      this.#changed = true;
    }
    for (let more = true; more; ) {
      const slice = tail.read(run.lastIndex, Number.POSITIVE_INFINITY);
      for (const { record } of slice.records) {
        if (record.kind === 'close') this.fold.endRun(name);
        if (isUsage(record)) this.fold.add(record, name);
      }
      if (slice.records.length > 0) this.#changed = true;
      more = slice.more;
      yield slice.records.length;
    }
  }

  /**
   * Writes fold and positions, together and atomically; nothing when nothing changed. No `poll` until it
   * resolves.
   */
  async checkpoint(): Promise<void> {
    if (!this.#changed) return;
    const positions: Record<string, RunPosition> = {};
    for (const [run, tail] of this.#tails) positions[run] = tail.position;
    await writeCheckpoint(this.#directory, positions, this.fold.pieces());
    this.#changed = false;
  }
}

/**
 * The counters of a node as its disk knows them: checkpoint + journal behind it. Call it before the workers
 * open their journals; go on polling the same tail afterwards.
 */
export function restoreFold(directory: string): FoldTail {
  const tail = FoldTail.open(directory);
  tail.pollAtOnce();
  return tail;
}

function runName({ worker, run }: Run): string {
  return `${worker}.${run}`;
}
