import { containsFrame, parseFrames, type UnreadableFrame } from './frame.ts';
import { isUsage, type UsageRecord } from './record.ts';

/** What one segment file says by itself. */
export interface SegmentContent {
  /** Calls that ended in it. */
  readonly events: readonly UsageRecord[];
  /** The latest record of each call that began in it and did not end in it. */
  readonly open: readonly UsageRecord[];
  readonly unreadable: readonly UnreadableFrame[];
  /**
   * Where it stops making sense; null when it is sound to its last byte. `torn` is how a killed writer ends.
   */
  readonly cut: { readonly offset: number; readonly bytes: number; readonly kind: 'torn' | 'corrupt' } | null;
}

export function readSegment(bytes: Buffer): SegmentContent {
  const { records, unreadable, nextOffset } = parseFrames(bytes, 0, Number.POSITIVE_INFINITY);
  const events: UsageRecord[] = [];
  const open = new Map<string, UsageRecord>();
  for (const { record } of records) {
    if (!isUsage(record)) continue;
    const call = `${record.source}\n${record.id}`;
    if (record.kind === 'start' || record.kind === 'progress') {
      open.set(call, record);
      continue;
    }
    open.delete(call);
    events.push(record);
  }
  const rest = bytes.subarray(nextOffset);
  const kind = containsFrame(rest.subarray(1)) ? ('corrupt' as const) : ('torn' as const);
  const cut = rest.length === 0 ? null : { offset: nextOffset, bytes: rest.length, kind };
  return { events, open: [...open.values()], unreadable, cut };
}
