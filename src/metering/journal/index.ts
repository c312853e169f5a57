// What gateway workers load: no store, no kernel behind it.

export { FoldTail, restoreFold } from './fold-tail.ts';
export type { Damage, RunKey, RunPosition, UnreadableRecordAt } from './frame-tail.ts';
export { type FoldPositions, readFoldPositions } from './quota-checkpoint.ts';
export { QuotaFold, type QuotaUse } from './quota-fold.ts';
export { readSegment, type SegmentContent } from './read-segment.ts';
export type {
  CallPhase,
  CloseRecord,
  Environment,
  JournalRecord,
  MarkRecord,
  QuotaMark,
  UsageRecord,
} from './record.ts';
export { isUsage, UNTOLD_QUOTA_KIND } from './record.ts';
export { listRuns, type Run, RunCursor, type RunSlice } from './run-cursor.ts';
export { beginBoot, listSegments, removeSegment, type Segment } from './segment.ts';
export { type FsyncMode, JournalWriter, type JournalWriterOptions } from './writer.ts';
