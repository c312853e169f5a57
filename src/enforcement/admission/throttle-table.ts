/**
 * Who is kept out for a while because of abuse, in memory that all workers share; the control thread alone writes.
 * Fixed in size: of a full bucket the one that would come free first gives way. While nobody is kept out, a look-up
 * is one load.
 *
 *   header: count of those kept out · two seeds, so that nobody can aim at another's place
 *   record: hash (2 words) · second of the monotonic clock until which
 */
import { randomInt } from 'node:crypto';
import { hashText } from './abuse-subject.ts';

const HEADER = 4;
const WORDS = 4;
const BUCKETS = 1024;
const PLACES = 8;
const END = HEADER + BUCKETS * PLACES * WORDS;

export function createThrottleMemory(): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(END * 4);
  const words = new Int32Array(memory);
  for (const at of [1, 2]) words[at] = randomInt(2 ** 31 - 1);
  return memory;
}

export class ThrottleTable {
  readonly #words: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
  }

  get isEmpty(): boolean {
    return Atomics.load(this.#words, 0) === 0;
  }

  /** Seconds to wait; 0 for whoever is not kept out. */
  secondsLeft(subject: string, monotonicMs: number): number {
    const at = this.#find(subject);
    if (at < 0) return 0;
    return Math.max(0, Atomics.load(this.#words, at + 2) - Math.floor(monotonicMs / 1000));
  }

  /** Control thread only. */
  keepOut(subject: string, untilMs: number): void {
    const words = this.#words;
    const at = this.#find(subject);
    if (at >= 0) {
      Atomics.store(words, at + 2, Math.ceil(untilMs / 1000));
      return;
    }
    const place = this.#placeFor(subject);
    if (words[place + 2] === 0) Atomics.add(words, 0, 1);
    // Whoever reads in between sees the old subject with no time left, or the new one.
    Atomics.store(words, place + 2, 0);
    const [first, second] = this.#hashes(subject);
    Atomics.store(words, place, first);
    Atomics.store(words, place + 1, second);
    Atomics.store(words, place + 2, Math.ceil(untilMs / 1000));
  }

  /** Control thread only: forgets those whose time is over. */
  sweep(monotonicMs: number): void {
    if (this.isEmpty) return;
    const words = this.#words;
    const now = Math.floor(monotonicMs / 1000);
    let count = 0;
    for (let at = HEADER; at < END; at += WORDS) {
      if (words[at + 2]! > now) count += 1;
      else Atomics.store(words, at + 2, 0);
    }
    Atomics.store(words, 0, count);
  }

  #hashes(subject: string): readonly [number, number] {
    return [hashText(subject, this.#words[1]!), hashText(subject, this.#words[2]!)];
  }

  #find(subject: string): number {
    const words = this.#words;
    const [first, second] = this.#hashes(subject);
    const start = HEADER + ((first >>> 0) % BUCKETS) * PLACES * WORDS;
    for (let at = start; at < start + PLACES * WORDS; at += WORDS) {
      const matches = Atomics.load(words, at) === first && Atomics.load(words, at + 1) === second;
      if (matches && Atomics.load(words, at + 2) !== 0) return at;
    }
    return -1;
  }

  #placeFor(subject: string): number {
    const words = this.#words;
    const [first] = this.#hashes(subject);
    const start = HEADER + ((first >>> 0) % BUCKETS) * PLACES * WORDS;
    let best = start;
    for (let at = start; at < start + PLACES * WORDS; at += WORDS) {
      if (words[at + 2]! < words[best + 2]!) best = at;
    }
    return best;
  }
}
