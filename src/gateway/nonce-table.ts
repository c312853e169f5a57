/**
 * Nonces of signed calls that were seen lately, shared by all workers of the process: eight places for each of a
 * fixed number of buckets. Of a full bucket the oldest is forgotten first, so that a flood of signed calls can
 * shorten this memory, and a restart empties it: within those bounds a call is never admitted twice.
 *
 * An entry is one 64-bit word, so that it is taken by one compare-and-exchange: 40 bits of the nonce's hash above
 * 24 bits of the second in which it may be forgotten.
 */
import { createHash } from 'node:crypto';

const BUCKETS = 65_536;
const PLACES = 8;
const TIME_BITS = 24n;
const TIME_MASK = (1n << TIME_BITS) - 1n;

export function createNonceMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(BUCKETS * PLACES * 8);
}

export class NonceTable {
  readonly #entries: BigUint64Array;

  constructor(memory: SharedArrayBuffer) {
    this.#entries = new BigUint64Array(memory);
  }

  /** False when the nonce of this key was taken before and not yet forgotten. `nowSeconds` since some epoch. */
  take(keyId: string, nonce: string, nowSeconds: number, keptSeconds: number): boolean {
    const digest = createHash('sha256').update(`${keyId}\n${nonce}`).digest();
    const first = (digest.readUInt32LE(0) % BUCKETS) * PLACES;
    const tag = BigInt(digest.readUIntLE(8, 5)) << TIME_BITS;
    const now = BigInt(Math.floor(nowSeconds)) & TIME_MASK;
    const entry = tag | (BigInt(Math.floor(nowSeconds + keptSeconds)) & TIME_MASK);
    for (;;) {
      const place = this.#placeFor(first, tag, now);
      if (place === null) return false;
      const { at, before } = place;
      if (Atomics.compareExchange(this.#entries, at, before, entry) !== before) continue;
      // Another worker may have chosen another place for the same nonce: then neither of the two calls passes.
      return !this.#standsBeside(first, at, tag, now);
    }
  }

  /** An empty place, else one that may be forgotten, else the oldest; null when the nonce stands there. */
  #placeFor(first: number, tag: bigint, now: bigint): { at: number; before: bigint } | null {
    let best = { at: first, before: 0n };
    let leastLeft = TIME_MASK + 1n;
    for (let at = first; at < first + PLACES; at += 1) {
      const before = Atomics.load(this.#entries, at);
      const left = secondsLeft(before, now);
      if (left > 0n && before >> TIME_BITS === tag >> TIME_BITS) return null;
      if (left < leastLeft) {
        best = { at, before };
        leastLeft = left;
      }
    }
    return best;
  }

  #standsBeside(first: number, own: number, tag: bigint, now: bigint): boolean {
    for (let at = first; at < first + PLACES; at += 1) {
      const entry = Atomics.load(this.#entries, at);
      if (at !== own && entry >> TIME_BITS === tag >> TIME_BITS && secondsLeft(entry, now) > 0n) return true;
    }
    return false;
  }
}

/** 0 for what is empty or may be forgotten. Times are compared round the clock of 24 bits. */
function secondsLeft(entry: bigint, now: bigint): bigint {
  if (entry === 0n) return 0n;
  const left = ((entry & TIME_MASK) - now) & TIME_MASK;
  return left > TIME_MASK / 2n ? 0n : left;
}
