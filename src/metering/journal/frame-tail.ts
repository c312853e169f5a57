import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { MAX_PAYLOAD_BYTES } from './codec.ts';
import {
  containsFrame,
  FRAME_HEADER_BYTES,
  type FramedRecord,
  parseFrames,
  type UnreadableFrame,
} from './frame.ts';
import { fileSize, isMissing, segmentName } from './segment.ts';

export interface RunKey {
  readonly worker: string;
  readonly run: number;
}

export interface RunPosition {
  readonly index: number;
  readonly offset: number;
}

/**
 * Bytes that were cut off. `torn`: the normal end of a killed writer; `corrupt`: sound records follow the
 * damage.
 */
export interface Damage extends RunPosition {
  readonly segment: string;
  readonly kind: 'torn' | 'corrupt';
  readonly bytes: number;
}

export interface UnreadableRecordAt extends UnreadableFrame {
  readonly segment: string;
}

export interface FrameSlice {
  /** The segment index that `records` come from. */
  readonly index: number;
  readonly records: readonly FramedRecord[];
  readonly unreadable: readonly UnreadableRecordAt[];
  readonly damage: Damage | null;
  readonly more: boolean;
}

const CHUNK_BYTES = 256 * 1024;
/** How far behind damage we look for a sound record. */
const SEARCH_BYTES = 4 * 1024 * 1024;

export function isBefore(a: RunPosition, b: RunPosition): boolean {
  return a.index === b.index ? a.offset < b.offset : a.index < b.index;
}

/**
 * Reads the frames of one run in the order in which they were written, across its segments, and follows it
 * while it grows. Cuts each segment at its first bad checksum.
 *
 * The directory must have been listed *before* each read: only then does "a later segment exists" prove that
 * the one before it is complete, since a writer fills a segment before it opens the next.
 */
export class FrameTail {
  readonly #directory: string;
  readonly #key: RunKey;
  #index: number;
  #offset: number;

  constructor(directory: string, key: RunKey, from: RunPosition) {
    this.#directory = directory;
    this.#key = key;
    this.#index = from.index;
    this.#offset = from.offset;
  }

  get position(): RunPosition {
    return { index: this.#index, offset: this.#offset };
  }

  moveTo(position: RunPosition): void {
    this.#index = position.index;
    this.#offset = position.offset;
  }

  /**
   * One chunk: at most `limit` records and nothing from `until` on. `lastIndex` is the highest segment of the
   * run as listed. When it returns `more: false`, everything that is there was read.
   */
  read(lastIndex: number, limit: number, until?: RunPosition): FrameSlice {
    const index = this.#index;
    const segment = segmentName(this.#key.worker, this.#key.run, index);
    const room = until?.index === index ? Math.max(0, until.offset - this.#offset) : Number.POSITIVE_INFINITY;
    const parsed = this.#parse(segment, limit, room);
    const moved = parsed.nextOffset > this.#offset;
    this.#offset = parsed.nextOffset;
    const unreadable = parsed.unreadable.map((frame) => ({ ...frame, segment }));
    const atUntil = until !== undefined && !isBefore(this.position, until);
    if (atUntil) return { index, records: parsed.records, unreadable, damage: null, more: false };
    if (moved || index >= lastIndex) {
      return { index, records: parsed.records, unreadable, damage: null, more: moved };
    }
    const damage = this.damageHere();
    this.moveTo({ index: index + 1, offset: 0 });
    return { index, records: [], unreadable: [], damage, more: true };
  }

  /** What stands unread behind the position. Only meaningful once the segment is complete. */
  damageHere(): Damage | null {
    const segment = segmentName(this.#key.worker, this.#key.run, this.#index);
    const bytes = this.#sizeOf(segment) - this.#offset;
    if (bytes <= 0) return null;
    const rest = this.#readBytes(segment, SEARCH_BYTES);
    const kind = containsFrame(rest.subarray(1)) ? 'corrupt' : 'torn';
    return { segment, ...this.position, bytes, kind };
  }

  #parse(segment: string, limit: number, roomBytes: number) {
    const bytes = this.#readBytes(segment, Math.min(CHUNK_BYTES, roomBytes));
    const parsed = parseFrames(bytes, this.#offset, limit);
    const stuck = parsed.nextOffset === this.#offset && parsed.end === 'tail' && bytes.length === CHUNK_BYTES;
    if (!stuck) return parsed;
    // One record is larger than the chunk.
    return parseFrames(this.#readBytes(segment, MAX_PAYLOAD_BYTES + FRAME_HEADER_BYTES), this.#offset, limit);
  }

  #sizeOf(segment: string): number {
    try {
      return fileSize(path.join(this.#directory, segment));
    } catch (error) {
      if (isMissing(error)) return 0;
      throw error;
    }
  }

  /** Empty when the file is gone, or shorter than the position because power loss took its tail. */
  #readBytes(segment: string, maxBytes: number): Buffer {
    let descriptor: number;
    try {
      descriptor = openSync(path.join(this.#directory, segment), 'r');
    } catch (error) {
      if (isMissing(error)) return Buffer.alloc(0);
      throw error;
    }
    try {
      const bytes = Buffer.allocUnsafe(maxBytes);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, maxBytes, this.#offset));
    } finally {
      closeSync(descriptor);
    }
  }
}
