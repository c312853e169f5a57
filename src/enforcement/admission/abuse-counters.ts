/**
 * What one worker sees that may be abuse, in bounded memory, told to the control thread once a second: refused calls
 * by address and by key, and from how many addresses each key is used. A good call costs one look at a bit.
 */
import { hashText, networkOf } from './abuse-subject.ts';

/** A key as it stands in the tables that all share. */
export interface KeyPlace {
  readonly keyIndex: number;
  readonly slot: number;
}

export interface NamedKey {
  readonly keyId: string;
  readonly subscriptionId: string;
}

export interface AbuseReport {
  /** `productId` null when they were of several products, or of none. */
  readonly addresses: readonly { network: string; refused: number; productId: string | null }[];
  readonly keys: readonly (NamedKey & { refused: number })[];
  /** Which window of `SPREAD_WINDOW_MS` on the monotonic clock `spread` is of. */
  readonly window: number;
  /** A bit per address, by its hash: they can be joined, and counted well enough. */
  readonly spread: readonly (NamedKey & { bits: readonly number[] })[];
}

export const SPREAD_WINDOW_MS = 300_000;
export const SPREAD_WORDS = 8;
const MOST_COUNTED = 4096;
const MOST_REPORTED = 256;
const SPREAD_KEYS = 8192;
const PROBES = 4;
/** Key index + 1 · slot · whether it has changed · unused · the bits. */
const ENTRY_WORDS = 4 + SPREAD_WORDS;
const HASH_SEED = 0x811c9dc5 | 0;

export class AbuseCounters {
  readonly #addresses = new Map<string, { refused: number; productId: string | null }>();
  readonly #keys = new Map<number, { slot: number; refused: number }>();
  readonly #spread = new Int32Array(SPREAD_KEYS * ENTRY_WORDS);
  #window = 0;
  #hasSpread = false;

  /** A call that was refused with 401, 403 or 404. */
  refused(address: string, productId: string | null, key: KeyPlace | null): void {
    const network = networkOf(address);
    const known = this.#addresses.get(network);
    if (known !== undefined) {
      known.refused += 1;
      if (known.productId !== productId) known.productId = null;
    } else if (this.#addresses.size < MOST_COUNTED) this.#addresses.set(network, { refused: 1, productId });
    if (key === null) return;
    const count = this.#keys.get(key.keyIndex);
    if (count !== undefined) count.refused += 1;
    else if (this.#keys.size < MOST_COUNTED) this.#keys.set(key.keyIndex, { slot: key.slot, refused: 1 });
  }

  /** A call that was admitted. */
  admitted(key: KeyPlace, address: string): void {
    const at = this.#entryOf(key);
    if (at < 0) return;
    const bit = hashText(networkOf(address), HASH_SEED) & (SPREAD_WORDS * 32 - 1);
    const word = at + 4 + (bit >>> 5);
    const mask = 1 << (bit & 31);
    const words = this.#spread;
    if ((words[word]! & mask) !== 0) return;
    words[word] = words[word]! | mask;
    words[at + 2] = 1;
    this.#hasSpread = true;
  }

  /** What came since the last report, the most conspicuous first; null for nothing. */
  report(monotonicMs: number, nameOf: (key: KeyPlace) => NamedKey): AbuseReport | null {
    const spread = this.#takeSpread(nameOf);
    const addresses = [...this.#addresses]
      .map(([network, count]) => ({ network, ...count }))
      .sort((a, b) => b.refused - a.refused)
      .slice(0, MOST_REPORTED);
    const keys = [...this.#keys]
      .map(([keyIndex, { slot, refused }]) => ({ keyIndex, slot, refused }))
      .sort((a, b) => b.refused - a.refused)
      .slice(0, MOST_REPORTED)
      .map(({ refused, ...key }) => ({ ...nameOf(key), refused }));
    this.#addresses.clear();
    this.#keys.clear();
    const window = this.#window;
    this.#turnWindow(Math.floor(monotonicMs / SPREAD_WINDOW_MS));
    if (addresses.length + keys.length + spread.length === 0) return null;
    return { addresses, keys, window, spread };
  }

  #turnWindow(window: number): void {
    if (window === this.#window) return;
    this.#window = window;
    this.#spread.fill(0);
  }

  /** Keys that came from another address since the last report, unless it is their only one. */
  #takeSpread(nameOf: (key: KeyPlace) => NamedKey): AbuseReport['spread'] {
    if (!this.#hasSpread) return [];
    this.#hasSpread = false;
    const words = this.#spread;
    const spread: (NamedKey & { bits: number[] })[] = [];
    for (let at = 0; at < words.length; at += ENTRY_WORDS) {
      if (words[at + 2] === 0) continue;
      const bits = [...words.subarray(at + 4, at + ENTRY_WORDS)];
      if (countBits(bits) > 1) {
        if (spread.length === MOST_REPORTED) {
          this.#hasSpread = true;
          break;
        }
        spread.push({ ...nameOf({ keyIndex: words[at]! - 1, slot: words[at + 1]! }), bits });
      }
      words[at + 2] = 0;
    }
    return spread;
  }

  /** Where the key's bits are; -1 when its places are taken until the next window. */
  #entryOf({ keyIndex, slot }: KeyPlace): number {
    const words = this.#spread;
    const start = Math.imul(keyIndex, 0x9e3779b1) >>> 0;
    for (let probe = 0; probe < PROBES; probe += 1) {
      const at = ((start + probe) % SPREAD_KEYS) * ENTRY_WORDS;
      if (words[at] === keyIndex + 1) return at;
      if (words[at] !== 0) continue;
      words[at] = keyIndex + 1;
      words[at + 1] = slot;
      return at;
    }
    return -1;
  }
}

export function countBits(words: readonly number[]): number {
  let count = 0;
  for (const word of words) for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
