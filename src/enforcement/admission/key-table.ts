/**
 * All API keys in one open-addressing table of 32-byte records in shared memory: 128 bits of the key's HMAC
 * and what it points at. The control thread alone writes; workers read under a sequence lock per record.
 * The table grows by replacement, is at most half full, and never forgets a key, so that a revoked one can
 * be told from an unknown one. What single keys are limited to stands in `key-restrictions.ts`.
 *
 *   word 0 sequence (0 = never used, odd = being written) · 1-4 hash · 5 subscription slot and flags ·
 *   6 key index · 7 expiry in whole seconds (0 = none)
 */
import type { KeyHash } from './key-hash.ts';
import {
  type RestrictionMemory,
  RestrictionReader,
  type RestrictionSet,
  type RestrictionVerdict,
  RestrictionWriter,
} from './key-restrictions.ts';
import type { SnapshotRoute } from './snapshot.ts';
import { createTexts, readText, type TextChunks, writeText } from './texts.ts';

const WORDS = 8;
const SLOT_BITS = 27;
const SLOT_MASK = (1 << SLOT_BITS) - 1;
const TEST = 1 << SLOT_BITS;
const REVOKED = 1 << (SLOT_BITS + 1);
const RESTRICTED = 1 << (SLOT_BITS + 2);
const MIN_CAPACITY = 1024;

export interface KeyTableMemory {
  readonly records: SharedArrayBuffer;
  /** Key ids by key index. */
  readonly ids: TextChunks;
  readonly restrictions: RestrictionMemory;
  /** One word: not 0 once there are keys that were issued elsewhere. */
  readonly foreign: SharedArrayBuffer;
}

/** What a worker learns of a key; one object per reader, overwritten by each look-up. */
export interface KeyRecord {
  slot: number;
  keyIndex: number;
  test: boolean;
  revoked: boolean;
  restricted: boolean;
  expiresAtMs: number;
}

export interface KeyEntry {
  readonly id: string;
  readonly hash: KeyHash;
  readonly slot: number;
  readonly test: boolean;
  readonly revoked: boolean;
  readonly expiresAtMs: number | null;
  /** None, when it is missing. */
  readonly restrictions?: RestrictionSet | null;
  /** Issued elsewhere: its text is not of our form. */
  readonly foreign?: boolean;
}

export class KeyTableReader {
  #words: Int32Array;
  #mask: number;
  #ids: TextChunks;
  #foreign: Int32Array;
  readonly #restrictions = new RestrictionReader();
  readonly #record: KeyRecord = {
    slot: 0,
    keyIndex: 0,
    test: false,
    revoked: false,
    restricted: false,
    expiresAtMs: 0,
  };
  /** Look-ups made, so that tests see that a wrong checksum makes none. */
  lookups = 0;

  constructor(memory: KeyTableMemory) {
    this.#words = new Int32Array(memory.records);
    this.#mask = this.#words.length / WORDS - 1;
    this.#ids = memory.ids;
    this.#foreign = new Int32Array(memory.foreign);
    this.#restrictions.adopt(memory.restrictions);
  }

  replace(memory: KeyTableMemory): void {
    this.#words = new Int32Array(memory.records);
    this.#mask = this.#words.length / WORDS - 1;
    this.#ids = memory.ids;
    this.#foreign = new Int32Array(memory.foreign);
    this.#restrictions.adopt(memory.restrictions);
  }

  /** True once there are keys that were issued elsewhere. */
  get hasForeign(): boolean {
    return Atomics.load(this.#foreign, 0) !== 0;
  }

  /** Whether a restricted key may make this call. */
  judge(keyIndex: number, clientAddress: string, route: SnapshotRoute): RestrictionVerdict {
    return this.#restrictions.judge(keyIndex, clientAddress, route);
  }

  /** The record, valid until the next look-up, or null. */
  find(hash: KeyHash): KeyRecord | null {
    this.lookups += 1;
    const words = this.#words;
    for (let position = hash[0] & this.#mask; ; position = (position + 1) & this.#mask) {
      const at = position * WORDS;
      const outcome = this.#read(words, at, hash);
      if (outcome === 'match') return this.#record;
      if (outcome === 'empty') return null;
    }
  }

  idOf(keyIndex: number): string {
    return readText(this.#ids, keyIndex);
  }

  #read(words: Int32Array, at: number, hash: KeyHash): 'match' | 'other' | 'empty' {
    for (;;) {
      const before = Atomics.load(words, at);
      if (before === 0) return 'empty';
      if (before & 1) continue;
      // Atomic throughout: a plain load could be moved past the second look at the sequence.
      const match =
        Atomics.load(words, at + 1) === hash[0] &&
        Atomics.load(words, at + 2) === hash[1] &&
        Atomics.load(words, at + 3) === hash[2] &&
        Atomics.load(words, at + 4) === hash[3];
      const pointer = Atomics.load(words, at + 5);
      const keyIndex = Atomics.load(words, at + 6);
      const expiresAt = Atomics.load(words, at + 7) >>> 0;
      if (Atomics.load(words, at) !== before) continue;
      if (!match) return 'other';
      const record = this.#record;
      record.slot = pointer & SLOT_MASK;
      record.test = (pointer & TEST) !== 0;
      record.revoked = (pointer & REVOKED) !== 0;
      record.restricted = (pointer & RESTRICTED) !== 0;
      record.keyIndex = keyIndex;
      record.expiresAtMs = expiresAt === 0 ? Number.POSITIVE_INFINITY : expiresAt * 1000;
      return 'match';
    }
  }
}

/** The control thread's side. */
export class KeyTableWriter {
  #records: SharedArrayBuffer;
  #words: Int32Array;
  #used = 0;
  readonly #ids = createTexts();
  readonly #restrictions = new RestrictionWriter();
  readonly #foreign = new SharedArrayBuffer(4);

  constructor(expectedKeys = 0) {
    let capacity = MIN_CAPACITY;
    while (capacity < expectedKeys * 2) capacity *= 2;
    this.#records = new SharedArrayBuffer(capacity * WORDS * 4);
    this.#words = new Int32Array(this.#records);
  }

  get size(): number {
    return this.#used;
  }

  /** Plain and shareable with `postMessage`. */
  get memory(): KeyTableMemory {
    return {
      records: this.#records,
      ids: { chunks: this.#ids.chunks },
      restrictions: this.#restrictions.memory,
      foreign: this.#foreign,
    };
  }

  /** True when readers have to be told of new memory (`memory`) before the next `put`. */
  makeRoom(moreKeys: number, sets: readonly RestrictionSet[] = []): boolean {
    const capacity = this.#words.length / WORDS;
    const keys = this.#used + moreKeys;
    const restrictionsGrew = this.#restrictions.makeRoom(keys, sets);
    const idsGrew = this.#ids.reserve(keys);
    if (keys * 2 <= capacity) return idsGrew || restrictionsGrew;
    let larger = capacity * 2;
    while (larger < keys * 2) larger *= 2;
    this.#rebuild(larger);
    return true;
  }

  /** Writes a key in place: new, changed or revoked. */
  put(entry: KeyEntry): void {
    const words = this.#words;
    const at = this.#locate(words, entry.hash);
    const sequence = Atomics.load(words, at);
    const keyIndex = sequence === 0 ? this.#name(entry.id) : words[at + 6]!;
    // Both before the record that leads there.
    this.#restrictions.assign(keyIndex, entry.restrictions ?? null);
    if (entry.foreign) Atomics.store(new Int32Array(this.#foreign), 0, 1);
    Atomics.store(words, at, sequence + 1);
    for (let i = 0; i < 4; i += 1) Atomics.store(words, at + 1 + i, entry.hash[i]!);
    Atomics.store(words, at + 5, entry.slot | flagsOf(entry));
    Atomics.store(words, at + 6, keyIndex);
    Atomics.store(words, at + 7, expiryOf(entry) | 0);
    Atomics.store(words, at, sequence + 2);
  }

  /** The id is readable before any record points at it. */
  #name(id: string): number {
    const keyIndex = this.#used;
    writeText(this.#ids, keyIndex, id);
    this.#used += 1;
    return keyIndex;
  }

  #locate(words: Int32Array, hash: ArrayLike<number>): number {
    const mask = words.length / WORDS - 1;
    for (let position = hash[0]! & mask; ; position = (position + 1) & mask) {
      const at = position * WORDS;
      if (words[at] === 0) return at;
      if (words[at + 1] === hash[0] && words[at + 2] === hash[1]) {
        if (words[at + 3] === hash[2] && words[at + 4] === hash[3]) return at;
      }
    }
  }

  #rebuild(capacity: number): void {
    const records = new SharedArrayBuffer(capacity * WORDS * 4);
    const next = new Int32Array(records);
    const old = this.#words;
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at] === 0) continue;
      next.set(old.subarray(at, at + WORDS), this.#locate(next, old.subarray(at + 1, at + 5)));
    }
    this.#records = records;
    this.#words = next;
  }
}

/** Rounded up: a key may live into the second in which it expires, never shorter than promised. */
function expiryOf({ expiresAtMs }: KeyEntry): number {
  const seconds = expiresAtMs === null ? 0 : Math.max(1, Math.ceil(expiresAtMs / 1000));
  // What 32 bits cannot hold lies after 2106: until then it is no expiry.
  return seconds > 0xffff_ffff ? 0 : seconds;
}

function flagsOf(entry: KeyEntry): number {
  const restricted = (entry.restrictions ?? null) !== null;
  return (entry.test ? TEST : 0) | (entry.revoked ? REVOKED : 0) | (restricted ? RESTRICTED : 0);
}
