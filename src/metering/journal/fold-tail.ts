import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FrameTail, type RunPosition } from './frame-tail.ts';
import { type FoldState, QuotaFold, type QuotaUse } from './quota-fold.ts';
import { isUsage } from './record.ts';
import { listRuns, type Run } from './run-cursor.ts';
import { isMissing, replaceFile } from './segment.ts';

const CHECKPOINT_FILE = 'quota-checkpoint.json';
const CHECKPOINT_VERSION = 1;

/** Per run (`worker.run`): up to where the fold has read. */
export type FoldPositions = Readonly<Record<string, RunPosition>>;

interface Checkpoint {
  readonly version: number;
  readonly positions: FoldPositions;
  readonly fold: FoldState;
}

/**
 * Follows all journals of a node's directory and folds them into the units used per quota period. The node's
 * main thread calls `poll` a few times a second and `checkpoint` once a second; after any crash `restoreFold`
 * finds the same numbers again from the checkpoint and the journal behind it, without asking a store.
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
    const tail = new FoldTail(directory, QuotaFold.fromState(checkpoint.fold));
    for (const run of listRuns(directory)) {
      const position = checkpoint.positions[runName(run)];
      if (position !== undefined) tail.#tails.set(runName(run), new FrameTail(directory, run, position));
    }
    return tail;
  }

  get entries(): Iterable<QuotaUse> {
    return this.fold.entries();
  }

  /** Reads what was appended since the last call. Returns how many records. */
  poll(): number {
    let records = 0;
    const runs = new Map(listRuns(this.#directory).map((run) => [runName(run), run]));
    for (const [name, run] of runs) records += this.#pollRun(name, run);
    for (const name of this.#tails.keys()) {
      if (runs.has(name)) continue;
      this.#tails.delete(name);
      this.fold.endRun(name);
    }
    if (records > 0) this.#changed = true;
    return records;
  }

  #pollRun(name: string, run: Run): number {
    let tail = this.#tails.get(name);
    if (tail === undefined) {
      tail = new FrameTail(this.#directory, run, { index: run.firstIndex, offset: 0 });
      this.#tails.set(name, tail);
      this.#changed = true;
    }
    let records = 0;
    for (let more = true; more; ) {
      const slice = tail.read(run.lastIndex, Number.POSITIVE_INFINITY);
      for (const { record } of slice.records) {
        if (record.kind === 'close') this.fold.endRun(name);
        if (isUsage(record)) this.fold.add(record, name);
      }
      records += slice.records.length;
      more = slice.more;
    }
    return records;
  }

  /** Writes fold and positions, together and atomically. Does nothing when nothing changed. */
  checkpoint(): void {
    if (!this.#changed) return;
    const positions: Record<string, RunPosition> = {};
    for (const [run, tail] of this.#tails) positions[run] = tail.position;
    const checkpoint: Checkpoint = { version: CHECKPOINT_VERSION, positions, fold: this.fold.toState() };
    replaceFile(path.join(this.#directory, CHECKPOINT_FILE), JSON.stringify(checkpoint));
    this.#changed = false;
  }
}

/**
 * The counters of a node as its disk knows them: checkpoint + journal behind it. Call it before the workers
 * open their journals; go on polling the same tail afterwards.
 */
export function restoreFold(directory: string): FoldTail {
  const tail = FoldTail.open(directory);
  tail.poll();
  return tail;
}

function runName({ worker, run }: Run): string {
  return `${worker}.${run}`;
}

function readCheckpoint(directory: string): Checkpoint | null {
  let text: string;
  try {
    text = readFileSync(path.join(directory, CHECKPOINT_FILE), 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const checkpoint = JSON.parse(text) as Checkpoint;
  if (checkpoint.version !== CHECKPOINT_VERSION) {
    throw new Error(
      `${CHECKPOINT_FILE} has version ${checkpoint.version}, this program reads ${CHECKPOINT_VERSION}`,
    );
  }
  return checkpoint;
}

/**
 * Where the last checkpoint stands in each run; null when there is none. What lies behind it must not be
 * deleted.
 */
export function readFoldPositions(directory: string): FoldPositions | null {
  return readCheckpoint(directory)?.positions ?? null;
}
