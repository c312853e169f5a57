/**
 * Entries of shared memory that are found by (owner, limit) within two windows of neighbours. Whoever inserts
 * takes the place of an entry that counts nothing any more, under the lock of the subscription that owns it. The
 * caller holds the lock of its own.
 */
const WINDOW = 16;
const INTS = 2;

export const NO_ENTRY = -1;

/** Locks of other subscriptions, to evict what they no longer need. */
export interface SlotLocks {
  tryLock(slot: number): boolean;
  unlock(slot: number): void;
}

/** The smallest power of two that holds so many. */
export function capacityFor(entries: number): number {
  let capacity = WINDOW * 4;
  while (capacity < entries) capacity *= 2;
  return capacity;
}

export function createEntryKeys(capacity: number): SharedArrayBuffer {
  return new SharedArrayBuffer(capacity * INTS * 4);
}

export class EntryTable {
  readonly #keys: Int32Array;
  readonly #mask: number;
  readonly #locks: SlotLocks;
  readonly #isIdle: (entry: number, nowMs: number) => boolean;
  readonly #clear: (entry: number) => void;

  constructor(
    keys: SharedArrayBuffer,
    locks: SlotLocks,
    isIdle: (entry: number, nowMs: number) => boolean,
    clear: (entry: number) => void,
  ) {
    this.#keys = new Int32Array(keys);
    this.#mask = this.#keys.length / INTS - 1;
    this.#locks = locks;
    this.#isIdle = isIdle;
    this.#clear = clear;
  }

  /** The entry of (slot, environment, limit), made when missing; NO_ENTRY when its neighbourhood is full. */
  entry(slot: number, test: boolean, limitId: number, nowMs: number): number {
    const owner = slot * 2 + (test ? 1 : 0) + 1;
    const found = this.#find(owner, limitId);
    return found === NO_ENTRY ? this.#insert(owner, limitId, slot, nowMs) : found;
  }

  /** The entry if it is there. */
  existing(slot: number, test: boolean, limitId: number): number {
    return this.#find(slot * 2 + (test ? 1 : 0) + 1, limitId);
  }

  #find(owner: number, limitId: number): number {
    for (let choice = 0; choice < 2; choice += 1) {
      const start = this.#start(owner, limitId, choice);
      for (let i = 0; i < WINDOW; i += 1) {
        const entry = (start + i) & this.#mask;
        if (Atomics.load(this.#keys, entry * INTS) !== owner) continue;
        if (Atomics.load(this.#keys, entry * INTS + 1) === limitId) return entry;
      }
    }
    return NO_ENTRY;
  }

  #insert(owner: number, limitId: number, slot: number, nowMs: number): number {
    for (let choice = 0; choice < 2; choice += 1) {
      const start = this.#start(owner, limitId, choice);
      for (let i = 0; i < WINDOW; i += 1) {
        const entry = (start + i) & this.#mask;
        if (!this.#claim(entry, owner, slot, nowMs)) continue;
        Atomics.store(this.#keys, entry * INTS + 1, limitId);
        this.#clear(entry);
        return entry;
      }
    }
    return NO_ENTRY;
  }

  #claim(entry: number, owner: number, slot: number, nowMs: number): boolean {
    const at = entry * INTS;
    const holder = Atomics.load(this.#keys, at);
    if (holder === 0) return Atomics.compareExchange(this.#keys, at, 0, owner) === 0;
    if (!this.#isIdle(entry, nowMs)) return false;
    const holderSlot = (holder - 1) >> 1;
    // Never one of our own: the limits of a call would push each other out before the first of them counts.
    if (holderSlot === slot) return false;
    if (!this.#locks.tryLock(holderSlot)) return false;
    try {
      if (Atomics.load(this.#keys, at) !== holder || !this.#isIdle(entry, nowMs)) return false;
      return Atomics.compareExchange(this.#keys, at, holder, owner) === holder;
    } finally {
      this.#locks.unlock(holderSlot);
    }
  }

  #start(owner: number, limitId: number, choice: number): number {
    let mixed = Math.imul(owner, 0x9e3779b1) ^ Math.imul(limitId + 1, choice === 0 ? 0x85ebca6b : 0xc2b2ae35);
    mixed ^= mixed >>> 15;
    return (Math.imul(mixed, choice === 0 ? 0x2c1b3c6d : 0x297a2d39) >>> 0) & this.#mask;
  }
}
