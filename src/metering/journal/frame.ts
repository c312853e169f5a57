/** Framing: `[length u32 | crc32c u32 | payload]`, little endian; length and checksum are of the payload. */
import { decodeRecord, encodedBound, encodeRecord, MAX_PAYLOAD_BYTES, UnreadableRecord } from './codec.ts';
import { crc32c } from './crc32c.ts';
import type { JournalRecord } from './record.ts';

export const FRAME_HEADER_BYTES = 8;

export function frameBound(record: JournalRecord): number {
  return FRAME_HEADER_BYTES + encodedBound(record);
}

/** Writes a frame at `start` (the caller has made room) and returns where it ends. */
export function writeFrame(record: JournalRecord, into: Buffer, start: number): number {
  const payload = start + FRAME_HEADER_BYTES;
  const end = encodeRecord(record, into, payload);
  into.writeUInt32LE(end - payload, start);
  into.writeUInt32LE(crc32c(into, payload, end), start + 4);
  return end;
}

export interface FramedRecord {
  readonly record: JournalRecord;
  /** Where its frame starts in the segment. */
  readonly offset: number;
}

export interface UnreadableFrame {
  readonly offset: number;
  readonly reason: string;
}

/**
 * `tail`: the bytes end within a frame (or exactly after one), which is what a writer that is at work or was
 * killed leaves. `damaged`: a whole frame is there and its checksum or its length is wrong.
 */
export interface ParsedFrames {
  readonly records: FramedRecord[];
  /** Whole, sound frames whose payload this program cannot decode: skipped, never in silence. */
  readonly unreadable: UnreadableFrame[];
  readonly nextOffset: number;
  readonly end: 'tail' | 'damaged' | 'limit';
}

export function parseFrames(bytes: Buffer, baseOffset: number, limit: number): ParsedFrames {
  const records: FramedRecord[] = [];
  const unreadable: UnreadableFrame[] = [];
  let at = 0;
  while (at + FRAME_HEADER_BYTES <= bytes.length) {
    if (records.length >= limit) return { records, unreadable, nextOffset: baseOffset + at, end: 'limit' };
    const payload = at + FRAME_HEADER_BYTES;
    const length = bytes.readUInt32LE(at);
    const plausible = length >= 2 && length <= MAX_PAYLOAD_BYTES;
    if (plausible && payload + length > bytes.length) break;
    if (!plausible || crc32c(bytes, payload, payload + length) !== bytes.readUInt32LE(at + 4)) {
      return { records, unreadable, nextOffset: baseOffset + at, end: 'damaged' };
    }
    const offset = baseOffset + at;
    try {
      records.push({ record: decodeRecord(bytes, payload, payload + length), offset });
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      unreadable.push({ offset, reason: error.message });
    }
    at = payload + length;
  }
  return { records, unreadable, nextOffset: baseOffset + at, end: 'tail' };
}

/** Whether a sound frame starts anywhere in `bytes`: tells a corrupt middle from a torn tail. */
export function containsFrame(bytes: Buffer): boolean {
  for (let at = 0; at + FRAME_HEADER_BYTES < bytes.length; at += 1) {
    const length = bytes.readUInt32LE(at);
    const payload = at + FRAME_HEADER_BYTES;
    if (length < 2 || length > MAX_PAYLOAD_BYTES || payload + length > bytes.length) continue;
    if (crc32c(bytes, payload, payload + length) === bytes.readUInt32LE(at + 4)) return true;
  }
  return false;
}
