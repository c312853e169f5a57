import {
  type Damage,
  type FrameSlice,
  FrameTail,
  type RunKey,
  type RunPosition,
  type UnreadableRecordAt,
} from './frame-tail.ts';
import { OpenCalls } from './open-calls.ts';
import { isUsage, type UsageRecord } from './record.ts';
import { listSegments, readBoot } from './segment.ts';

/** One run as a directory listing shows it. `dead`: nothing will be appended to it any more. */
export interface Run extends RunKey {
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly dead: boolean;
}

export interface RunSlice {
  /** Completed calls only; starts and progress went into the cursor's open calls. */
  readonly events: readonly UsageRecord[];
  readonly damage: Damage | null;
  readonly unreadable: readonly UnreadableRecordAt[];
  /** `ended`: the run is dead and read to its end, and `events` has its interrupted calls. */
  readonly state: 'more' | 'waiting' | 'ended';
}

/** The runs of a directory, by worker and age. */
export function listRuns(directory: string): Run[] {
  const boot = readBoot(directory);
  const runs: Run[] = [];
  for (const { worker, run, index } of listSegments(directory)) {
    const last = runs.at(-1);
    const sameWorker = last !== undefined && last.worker === worker;
    if (sameWorker && last.run === run) {
      runs[runs.length - 1] = { ...last, lastIndex: index };
      continue;
    }
    if (sameWorker) runs[runs.length - 1] = { ...last, dead: true };
    runs.push({ worker, run, firstIndex: index, lastIndex: index, dead: run < boot });
  }
  return runs;
}

/** Turns the frames of one run into completed events, keeping the calls that are still open. */
export class RunCursor implements RunKey {
  readonly worker: string;
  readonly run: number;
  readonly #open = new OpenCalls();
  readonly #tail: FrameTail;
  #markMs: number;
  #closedAt: RunPosition | null = null;
  #ended = false;

  /** A run's number is the time at which it began: nothing in it was admitted earlier. */
  constructor(directory: string, { worker, run }: RunKey, from: RunPosition, markMs: number = run) {
    this.worker = worker;
    this.run = run;
    this.#tail = new FrameTail(directory, { worker, run }, from);
    this.#markMs = markMs;
  }

  /**
   * A cursor that stands at `position` and knows the calls open there, found by reading on from `replayFrom`.
   */
  static restore(
    directory: string,
    key: RunKey,
    replayFrom: RunPosition,
    position: RunPosition,
    markMs?: number,
  ): RunCursor {
    const cursor = new RunCursor(directory, key, replayFrom, markMs);
    cursor.readUntil(position);
    return cursor;
  }

  get position(): RunPosition {
    return this.#tail.position;
  }

  /** Where a later `restore` has to begin. */
  get replayFrom(): RunPosition {
    return this.#open.replayFrom() ?? this.#closedAt ?? this.position;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get markMs(): number {
    return this.#markMs;
  }

  /** Every record still to come was admitted at this time or later. Infinity once the run has ended. */
  lowWaterMs(): number {
    return this.#ended ? Number.POSITIVE_INFINITY : Math.min(this.#markMs, this.#open.lowWaterMs());
  }

  /** Reads one chunk of at most `limit` records. List the run anew before each call. */
  read(run: Run, limit: number): RunSlice {
    if (this.#ended) return { events: [], damage: null, unreadable: [], state: 'ended' };
    const slice = this.#tail.read(run.lastIndex, limit);
    const events = this.#observe(slice);
    const { damage, unreadable } = slice;
    if (slice.more) return { events, damage, unreadable, state: 'more' };
    const complete = this.position.index >= run.lastIndex && (run.dead || this.#closedAt !== null);
    if (!complete) return { events, damage, unreadable, state: 'waiting' };
    return {
      events: [...events, ...this.end()],
      damage: this.#tail.damageHere(),
      unreadable,
      state: 'ended',
    };
  }

  /** Reads exactly up to a position that was reached before, and returns what completed on the way. */
  readUntil(position: RunPosition): UsageRecord[] {
    const events: UsageRecord[] = [];
    for (let more = true; more; ) {
      const slice = this.#tail.read(position.index, Number.POSITIVE_INFINITY, position);
      for (const event of this.#observe(slice)) events.push(event);
      more = slice.more;
    }
    // Where power loss took the end of a segment, the position lies beyond it; the run goes on from there all
    // the same.
    this.#tail.moveTo(position);
    return events;
  }

  /** Ends the run: what is open was interrupted. */
  end(): UsageRecord[] {
    this.#ended = true;
    return this.#open.interrupted();
  }

  #observe(slice: FrameSlice): UsageRecord[] {
    const events: UsageRecord[] = [];
    for (const { record, offset } of slice.records) {
      if (record.kind === 'mark') this.#markMs = Math.max(this.#markMs, record.lowWaterMs);
      if (record.kind === 'close') this.#closedAt = { index: slice.index, offset };
      if (!isUsage(record)) continue;
      this.#open.observe(record, { index: slice.index, offset });
      if (record.kind === 'complete' || record.kind === 'end') events.push(record);
    }
    return events;
  }
}
