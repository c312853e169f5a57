const BITS_PER_ITEM = 12;
const PROBES = 6;

/**
 * "Surely never added" or "perhaps added" (about 1 in 250 wrongly, up to `capacity`). Items come as two
 * independent 32-bit words; the probes are h1 + i·h2 (Kirsch and Mitzenmacher, 2006).
 */
export class BloomFilter {
  readonly capacity: number;
  readonly #words: Uint32Array;
  readonly #mask: number;
  #size = 0;

  /** Takes 1.5 to 3 bytes per item of capacity: the number of bits is rounded up to a power of two. */
  constructor(capacity: number) {
    const bits = 2 ** Math.min(32, Math.ceil(Math.log2(Math.max(1024, capacity * BITS_PER_ITEM))));
    this.capacity = Math.floor(bits / BITS_PER_ITEM);
    this.#words = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
  }

  get size(): number {
    return this.#size;
  }

  add(high: number, low: number): void {
    this.#size += 1;
    const step = low | 1;
    for (let probe = 0, at = high; probe < PROBES; probe += 1, at += step) {
      const bit = (at & this.#mask) >>> 0;
      const word = bit >>> 5;
      this.#words[word] = (this.#words[word] as number) | (1 << (bit & 31));
    }
  }

  mayHave(high: number, low: number): boolean {
    const step = low | 1;
    for (let probe = 0, at = high; probe < PROBES; probe += 1, at += step) {
      const bit = (at & this.#mask) >>> 0;
      if (((this.#words[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}
