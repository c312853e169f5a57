import { statSync } from 'node:fs';
import path from 'node:path';
import type { Clock, Db } from '#kernel';
import type { RunProgress } from './batch.ts';
import {
  listSegments,
  type RunPosition,
  readFoldPositions,
  removeSegment,
  type Segment,
} from './journal/index.ts';
import type { NodeKind } from './node.ts';
import { forgetRuns, listRunProgress } from './store-shipping.ts';

const RETENTION_HOURS = 24;

export interface SegmentRetention {
  readonly db: Db;
  readonly clock: Clock;
  readonly connection: string;
  readonly kind: NodeKind;
  readonly directory: string;
  readonly retentionHours?: number;
}

/**
 * Deletes segments that are shipped, folded into the quota checkpoint, and old enough that the usage store
 * has long written them to its own disk.
 */
export async function deleteShippedSegments(retention: SegmentRetention): Promise<string[]> {
  const { db, connection, directory, clock } = retention;
  const { isSpent, progress } = await readNeeds(db, retention);
  const hours = retention.retentionHours ?? RETENTION_HOURS;
  const oldMs = clock.now().epochMilliseconds - hours * 3_600_000;
  const deleted: string[] = [];
  const kept = new Set<string>();
  for (const segment of listSegments(directory)) {
    const done = isSpent(segment) && statSync(path.join(directory, segment.name)).mtimeMs <= oldMs;
    if (done) {
      removeSegment(directory, segment.name);
      deleted.push(segment.name);
    } else {
      kept.add(nameOf(segment));
    }
  }
  const gone = [...progress.values()].filter((run) => run.ended && !kept.has(nameOf(run)));
  await forgetRuns(db, connection, gone);
  return deleted;
}

/** Segments that shipping or the quota counters still need, as these stores know it: what a backup must have. */
export async function neededSegments(
  db: Db,
  journal: Pick<SegmentRetention, 'connection' | 'kind' | 'directory'>,
): Promise<string[]> {
  const { isSpent } = await readNeeds(db, journal);
  return listSegments(journal.directory)
    .filter((segment) => !isSpent(segment))
    .map(({ name }) => name);
}

async function readNeeds(
  db: Db,
  { connection, kind, directory }: Pick<SegmentRetention, 'connection' | 'kind' | 'directory'>,
) {
  const progress = new Map((await listRunProgress(db, connection)).map((run) => [nameOf(run), run]));
  const folded = kind === 'gateway' ? readFoldPositions(directory) : null;
  const isSpent = (segment: Segment): boolean => {
    const shipped = progress.get(nameOf(segment));
    return (
      shipped !== undefined &&
      isShipped(segment, shipped) &&
      (kind !== 'gateway' ||
        isPast(folded?.[nameOf(segment)], shipped.ended ? shipped.position : undefined, segment))
    );
  };
  return { progress, isSpent };
}

function isShipped(segment: Segment, run: RunProgress): boolean {
  return run.ended || segment.index < run.replayFrom.index;
}

/** The fold has passed the segment, or has read the last one of an ended run as far as shipping could. */
function isPast(folded: RunPosition | undefined, end: RunPosition | undefined, segment: Segment): boolean {
  if (folded === undefined) return false;
  if (folded.index > segment.index) return true;
  return end !== undefined && folded.index === segment.index && folded.offset >= end.offset;
}

function nameOf({ worker, run }: { worker: string; run: number }): string {
  return `${worker}.${run}`;
}
