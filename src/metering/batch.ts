import type { RunPosition } from './journal/index.ts';

/** What one batch takes from one writer's run. It suffices to read the very same records again. */
export interface RunRange {
  readonly worker: string;
  readonly run: number;
  readonly from: RunPosition;
  readonly to: RunPosition;
  /** Where reading begins to know the calls that were open at `from`. */
  readonly replayFrom: RunPosition;
  readonly markMs: number;
  /** The run ended in this batch: what was open then is in it as interrupted. */
  readonly ended: boolean;
}

export interface Batch {
  readonly number: bigint;
  readonly connection: string;
  readonly ranges: readonly RunRange[];
}

/** How far a run is shipped. */
export interface RunProgress {
  readonly worker: string;
  readonly run: number;
  readonly position: RunPosition;
  readonly replayFrom: RunPosition;
  readonly markMs: number;
  readonly ended: boolean;
}

export interface BatchOutcome {
  readonly events: number;
  readonly duplicates: number;
  readonly months: Readonly<Record<string, number>>;
}
