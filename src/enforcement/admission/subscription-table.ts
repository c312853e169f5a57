/**
 * Subscriptions in dense slots of shared memory: what they are (written by the control thread) and what
 * they have used (written by whoever admits). One lock word per slot guards all limits of a subscription.
 * Chunks are added, never moved or freed; a slot belongs to its subscription for ever.
 */
import { createTexts, readText, type TextChunks, writeText } from './texts.ts';

export const SUBSCRIPTION_STATES = ['trialing', 'active', 'past_due', 'paused', 'canceled'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

const CHUNK_SLOTS = 16_384;
const INTS = 4;
const NUMBERS = 8;

/** Int32 fields of a slot. */
const LOCK = 0;
const STATE = 1;
const PRODUCT = 2;
const PLAN = 3;

/**
 * Float64 fields: the quota calendar, then per environment the units used (in millionths) and their period.
 */
const PERIOD_START = 0;
const PERIOD_END = 1;
const NEXT_PERIOD_END = 2;
const USED = 3;
const USED_PERIOD = 5;
/**
 * From then on nothing is admitted, even before the job that ends the subscription has come round; Infinity
 * for never.
 */
const ENDS_AT = 7;

interface ChunkMemory {
  readonly ints: SharedArrayBuffer;
  readonly numbers: SharedArrayBuffer;
  /**
   * Calls in flight: one counter per slot and worker, so that those of a crashed worker can be taken back.
   */
  readonly inFlight: SharedArrayBuffer;
}

export interface SubscriptionMemory {
  readonly workers: number;
  readonly chunks: ChunkMemory[];
  readonly ids: TextChunks;
  readonly consumerIds: TextChunks;
}

interface Chunk {
  readonly ints: Int32Array;
  readonly numbers: Float64Array;
  readonly inFlight: Int32Array;
}

export interface QuotaCalendar {
  readonly startMs: number;
  readonly endMs: number;
  readonly nextEndMs: number;
}

/** What the control thread says of a slot; product and plan by ordinal. */
export interface SlotDescription {
  readonly state: SubscriptionState;
  readonly product: number;
  readonly plan: number;
  readonly calendar: QuotaCalendar;
  readonly endsAtMs: number;
}

export interface SlotIdentity {
  readonly subscriptionId: string;
  readonly consumerId: string;
}

const CONTROL_OWNER = 0x7fff;
const SPINS = 200;
const SLEEP_MS = 1;
/** No owner has this number: a wait for it returns at once. */
const FREE_BY_NOW = -1;

export class SubscriptionTable {
  readonly workers: number;
  #chunks: Chunk[] = [];
  #memory: SubscriptionMemory;
  readonly #identities = new Map<number, SlotIdentity>();
  readonly #owner: number;
  readonly #worker: number;

  /** `worker`: 0-based number of this worker, or null for the control thread. */
  constructor(memory: SubscriptionMemory, worker: number | null) {
    this.workers = memory.workers;
    this.#memory = memory;
    this.#worker = worker ?? 0;
    this.#owner = worker === null ? CONTROL_OWNER : worker + 1;
    this.adopt(memory);
  }

  /** Takes in chunks that were added. */
  adopt(memory: SubscriptionMemory): void {
    this.#memory = memory;
    for (const chunk of memory.chunks.slice(this.#chunks.length)) {
      this.#chunks.push({
        ints: new Int32Array(chunk.ints),
        numbers: new Float64Array(chunk.numbers),
        inFlight: new Int32Array(chunk.inFlight),
      });
    }
  }

  /** The slot's ids; kept for the slots that this thread has met. */
  identity(slot: number): SlotIdentity {
    let identity = this.#identities.get(slot);
    if (identity === undefined) {
      const { ids, consumerIds } = this.#memory;
      identity = { subscriptionId: readText(ids, slot), consumerId: readText(consumerIds, slot) };
      if (this.#identities.size >= 100_000) this.#identities.clear();
      this.#identities.set(slot, identity);
    }
    return identity;
  }

  state(slot: number): SubscriptionState {
    return SUBSCRIPTION_STATES[this.#int(slot, STATE)] ?? 'canceled';
  }

  endsAtMs(slot: number): number {
    return this.#chunk(slot).numbers[(slot % CHUNK_SLOTS) * NUMBERS + ENDS_AT]!;
  }

  productOrdinal(slot: number): number {
    return this.#int(slot, PRODUCT);
  }

  planOrdinal(slot: number): number {
    return this.#int(slot, PLAN);
  }

  /** Waits for the slot's lock. Whoever holds it runs a few hundred nanoseconds, unless it crashed. */
  lock(slot: number): void {
    const { ints } = this.#chunk(slot);
    const at = (slot % CHUNK_SLOTS) * INTS + LOCK;
    for (let spins = 0; Atomics.compareExchange(ints, at, 0, this.#owner) !== 0; spins += 1) {
      // A holder that lost its core cannot go on while we spin: sleep, and look again.
      if (spins >= SPINS) Atomics.wait(ints, at, Atomics.load(ints, at) || FREE_BY_NOW, SLEEP_MS);
    }
  }

  /** Takes the lock if nobody holds it. */
  tryLock(slot: number): boolean {
    const { ints } = this.#chunk(slot);
    return Atomics.compareExchange(ints, (slot % CHUNK_SLOTS) * INTS + LOCK, 0, this.#owner) === 0;
  }

  unlock(slot: number): void {
    Atomics.store(this.#chunk(slot).ints, (slot % CHUNK_SLOTS) * INTS + LOCK, 0);
  }

  calendar(slot: number): QuotaCalendar {
    const { numbers } = this.#chunk(slot);
    const at = (slot % CHUNK_SLOTS) * NUMBERS;
    return {
      startMs: numbers[at + PERIOD_START]!,
      endMs: numbers[at + PERIOD_END]!,
      nextEndMs: numbers[at + NEXT_PERIOD_END]!,
    };
  }

  /** Units used in the period that began at `periodStartMs`, in millionths. Under the lock. */
  usedMicros(slot: number, test: boolean, periodStartMs: number): number {
    const { numbers } = this.#chunk(slot);
    const at = (slot % CHUNK_SLOTS) * NUMBERS + (test ? 1 : 0);
    return numbers[at + USED_PERIOD] === periodStartMs ? numbers[at + USED]! : 0;
  }

  /** The period that the counter stands in. Under the lock. */
  usedPeriodMs(slot: number, test: boolean): number {
    return this.#chunk(slot).numbers[(slot % CHUNK_SLOTS) * NUMBERS + USED_PERIOD + (test ? 1 : 0)]!;
  }

  setUsed(slot: number, test: boolean, periodStartMs: number, micros: number): void {
    const { numbers } = this.#chunk(slot);
    const at = (slot % CHUNK_SLOTS) * NUMBERS + (test ? 1 : 0);
    numbers[at + USED_PERIOD] = periodStartMs;
    numbers[at + USED] = micros;
  }

  inFlight(slot: number): number {
    const { inFlight } = this.#chunk(slot);
    let sum = 0;
    const at = (slot % CHUNK_SLOTS) * this.workers;
    for (let worker = 0; worker < this.workers; worker += 1) sum += Atomics.load(inFlight, at + worker);
    return sum;
  }

  addInFlight(slot: number, calls: 1 | -1): void {
    Atomics.add(this.#chunk(slot).inFlight, (slot % CHUNK_SLOTS) * this.workers + this.#worker, calls);
  }

  /** Frees what a crashed worker held: its locks, and its calls in flight. */
  releaseWorker(worker: number): void {
    for (const chunk of this.#chunks) {
      for (let slot = 0; slot < CHUNK_SLOTS; slot += 1) {
        Atomics.store(chunk.inFlight, slot * this.workers + worker, 0);
        Atomics.compareExchange(chunk.ints, slot * INTS + LOCK, worker + 1, 0);
      }
    }
  }

  /** Control thread only: what the subscription is from now on. */
  describe(slot: number, is: SlotDescription): void {
    const { ints, numbers } = this.#chunk(slot);
    const at = (slot % CHUNK_SLOTS) * INTS;
    const number = (slot % CHUNK_SLOTS) * NUMBERS;
    this.lock(slot);
    this.#carryUsed(slot, numbers[number + PERIOD_START]!, is.calendar.startMs);
    numbers[number + PERIOD_START] = is.calendar.startMs;
    numbers[number + PERIOD_END] = is.calendar.endMs;
    numbers[number + NEXT_PERIOD_END] = is.calendar.nextEndMs;
    numbers[number + ENDS_AT] = is.endsAtMs;
    Atomics.store(ints, at + PRODUCT, is.product);
    Atomics.store(ints, at + PLAN, is.plan);
    Atomics.store(ints, at + STATE, SUBSCRIPTION_STATES.indexOf(is.state));
    this.unlock(slot);
  }

  /**
   * Units used stay used when a change of plan moves the subscription to a longer period that contains the
   * old one. Where the new period is shorter, the old one says nothing about it and counting begins anew.
   */
  #carryUsed(slot: number, oldStartMs: number, newStartMs: number): void {
    if (newStartMs >= oldStartMs) return;
    for (const test of [false, true]) {
      if (this.usedPeriodMs(slot, test) !== oldStartMs) continue;
      this.setUsed(slot, test, newStartMs, this.usedMicros(slot, test, oldStartMs));
    }
  }

  #int(slot: number, field: number): number {
    return Atomics.load(this.#chunk(slot).ints, (slot % CHUNK_SLOTS) * INTS + field);
  }

  #chunk(slot: number): Chunk {
    const chunk = this.#chunks[Math.floor(slot / CHUNK_SLOTS)];
    if (chunk === undefined) throw new RangeError(`No chunk holds subscription slot ${slot}`);
    return chunk;
  }
}

/** The memory of all subscriptions, which the control thread extends. */
export class SubscriptionMemoryOwner {
  readonly #ids = createTexts();
  readonly #consumerIds = createTexts();
  readonly #chunks: ChunkMemory[] = [];
  readonly #workers: number;

  constructor(workers: number) {
    this.#workers = workers;
  }

  /** Plain and shareable with `postMessage`. */
  get memory(): SubscriptionMemory {
    return {
      workers: this.#workers,
      chunks: this.#chunks,
      ids: { chunks: this.#ids.chunks },
      consumerIds: { chunks: this.#consumerIds.chunks },
    };
  }

  /**
   * Makes room for slots below `count`; true when readers must adopt the memory before a new slot is used.
   */
  reserve(count: number): boolean {
    const before = this.#chunks.length;
    while (this.#chunks.length * CHUNK_SLOTS < count) {
      this.#chunks.push({
        ints: new SharedArrayBuffer(CHUNK_SLOTS * INTS * 4),
        numbers: new SharedArrayBuffer(CHUNK_SLOTS * NUMBERS * 8),
        inFlight: new SharedArrayBuffer(CHUNK_SLOTS * this.#workers * 4),
      });
    }
    this.#ids.reserve(count);
    this.#consumerIds.reserve(count);
    return this.#chunks.length > before;
  }

  name(slot: number, identity: SlotIdentity): void {
    writeText(this.#ids, slot, identity.subscriptionId);
    writeText(this.#consumerIds, slot, identity.consumerId);
  }
}
