/**
 * Subscriptions in dense slots of shared memory: what they are (written by the control thread) and what
 * they have used (written by whoever admits). One lock word per slot guards all limits of a subscription.
 * Chunks are added, never moved or freed; a slot belongs to its subscription for ever.
 */
import type { QuotaMark } from '#metering/journal';
import { type QuotaCalendar, QuotaCells, reserveCells } from './quota-cells.ts';
import { QUOTA_KINDS } from './quotas.ts';
import { createTexts, readText, type TextChunks, writeText } from './texts.ts';

export const SUBSCRIPTION_STATES = ['trialing', 'active', 'past_due', 'paused', 'canceled'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

const CHUNK_SLOTS = 16_384;

/** Int32 fields of a slot. */
const LOCK = 0;
const STATE = 1;
const PRODUCT = 2;
const PLAN = 3;
/** Grows with every change of plan, and whenever units are carried from one quota to another. */
const REVISION = 4;
/** One more than the number of the quota cell, by kind of quota; 0 where the subscription has none. */
const CELLS = 5;
const INTS = CELLS + QUOTA_KINDS.length;

interface ChunkMemory {
  readonly ints: SharedArrayBuffer;
  /**
   * From then on nothing is admitted, even before the job that ends the subscription has come round; Infinity
   * for never.
   */
  readonly endsAtMs: SharedArrayBuffer;
  /** The time that stands still for the consumer; 0 where time is real. */
  readonly standsAtMs: SharedArrayBuffer;
  /**
   * Calls in flight: one counter per slot and worker, so that those of a crashed worker can be taken back.
   */
  readonly inFlight: SharedArrayBuffer;
}

export interface SubscriptionMemory {
  readonly workers: number;
  readonly chunks: ChunkMemory[];
  readonly cells: SharedArrayBuffer[];
  readonly ids: TextChunks;
  readonly consumerIds: TextChunks;
}

interface Chunk {
  readonly ints: Int32Array;
  readonly endsAtMs: Float64Array;
  readonly standsAtMs: Float64Array;
  readonly inFlight: Int32Array;
}

/** A quota of a slot as the control thread describes it. */
export interface QuotaDescription {
  readonly kind: number;
  /** For when the slot has no cell of this kind yet. */
  readonly freeCell: () => number;
  readonly calendar: QuotaCalendar;
  readonly epoch: number;
  /** Units (in millionths) that were counted in this period before the cell was. */
  readonly countedMicros: (test: boolean) => number;
}

/** Units that a change moved into a period without any call that says so. */
export interface CarriedUnits extends QuotaMark {
  readonly test: boolean;
  readonly micros: number;
  /** The counter whose count it now has. */
  readonly from: QuotaMark;
  /** The subscription's, from then on. */
  readonly revision: number;
}

/** What the control thread says of a slot; product and plan by ordinal. */
export interface SlotDescription {
  readonly state: SubscriptionState;
  readonly product: number;
  readonly plan: number;
  readonly quotas: readonly QuotaDescription[];
  readonly endsAtMs: number;
  /** The consumer's own time, which stands still; null where time is real. */
  readonly standsAtMs: number | null;
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
  readonly cells: QuotaCells;
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
    this.cells = new QuotaCells(memory.cells);
    this.adopt(memory);
  }

  /** Takes in chunks that were added. */
  adopt(memory: SubscriptionMemory): void {
    this.#memory = memory;
    this.cells.adopt(memory.cells);
    for (const chunk of memory.chunks.slice(this.#chunks.length)) {
      this.#chunks.push({
        ints: new Int32Array(chunk.ints),
        endsAtMs: new Float64Array(chunk.endsAtMs),
        standsAtMs: new Float64Array(chunk.standsAtMs),
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
    return this.#chunk(slot).endsAtMs[slot % CHUNK_SLOTS]!;
  }

  /** What time it is for the subscription, given the real one. */
  ownMs(slot: number, wallMs: number): number {
    const standsAtMs = this.#chunk(slot).standsAtMs[slot % CHUNK_SLOTS]!;
    return standsAtMs === 0 ? wallMs : standsAtMs;
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

  /** The cell that counts this kind of quota; -1 when the subscription has none. Under the lock. */
  cellOf(slot: number, kind: number): number {
    return this.#chunk(slot).ints[(slot % CHUNK_SLOTS) * INTS + CELLS + kind]! - 1;
  }

  /** What a call was counted in at an earlier one may have been carried on since. Under the lock. */
  revision(slot: number): number {
    return this.#int(slot, REVISION);
  }

  /** Whether the cell of this kind still counts in that period, after that reset. Under the lock. */
  isCounting(slot: number, test: boolean, { kind, epoch, periodStartMs }: QuotaMark): boolean {
    const cell = this.cellOf(slot, kind);
    if (cell < 0 || this.cells.epoch(cell) !== epoch) return false;
    return this.cells.usedPeriodMs(cell, test) === periodStartMs;
  }

  /** Units that were not used after all, where they are still counted. Under the lock. */
  takeBack(slot: number, test: boolean, mark: QuotaMark, micros: number): void {
    if (!this.isCounting(slot, test, mark)) return;
    const cell = this.cellOf(slot, mark.kind);
    const used = this.cells.usedMicros(cell, test, mark.periodStartMs);
    this.cells.setUsed(cell, test, mark.periodStartMs, Math.max(0, used - micros));
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

  /**
   * Control thread only: what the subscription is from now on. Units used stay used where the kind of quota stays,
   * and move into a longer period that contains the one they were used in. Quotas that the plan no longer has keep
   * their cells, for the case that it has them again: then they have missed what others counted meanwhile.
   */
  describe(slot: number, is: SlotDescription): CarriedUnits[] {
    const { ints, endsAtMs, standsAtMs } = this.#chunk(slot);
    const at = (slot % CHUNK_SLOTS) * INTS;
    const carried: CarriedUnits[] = [];
    this.lock(slot);
    if (this.planOrdinal(slot) !== is.plan) this.#nextRevision(slot);
    for (const quota of is.quotas) {
      const known = this.cellOf(slot, quota.kind);
      if (known >= 0) {
        if (quota.epoch === this.cells.epoch(known)) this.#carryBack(slot, known, quota, carried);
        this.cells.describe(known, quota.calendar, quota.epoch);
      }
      this.#catchUp(slot, known < 0 ? this.#open(slot, quota) : known, quota, carried);
    }
    endsAtMs[slot % CHUNK_SLOTS] = is.endsAtMs;
    standsAtMs[slot % CHUNK_SLOTS] = is.standsAtMs ?? 0;
    Atomics.store(ints, at + PRODUCT, is.product);
    Atomics.store(ints, at + PLAN, is.plan);
    Atomics.store(ints, at + STATE, SUBSCRIPTION_STATES.indexOf(is.state));
    this.unlock(slot);
    return carried;
  }

  /** Control thread only: a cell for a quota that the plan had before. Answers its number. */
  open(slot: number, quota: QuotaDescription): number {
    this.lock(slot);
    const cell = this.#open(slot, quota);
    this.unlock(slot);
    return cell;
  }

  /** A first cell of its kind. */
  #open(slot: number, { kind, calendar, epoch, freeCell, countedMicros }: QuotaDescription): number {
    const cell = freeCell();
    this.cells.describe(cell, calendar, epoch);
    for (const test of [false, true]) {
      const micros = countedMicros(test);
      if (micros !== 0) this.cells.setUsed(cell, test, calendar.startMs, micros);
    }
    this.#chunk(slot).ints[(slot % CHUNK_SLOTS) * INTS + CELLS + kind] = cell + 1;
    return cell;
  }

  /**
   * What other quotas counted since the beginning of its period is used of it too, unless it was reset. Where its
   * period is the shorter one, the others say nothing about it.
   */
  #catchUp(slot: number, cell: number, quota: QuotaDescription, carried: CarriedUnits[]): void {
    const { kind, calendar, epoch } = quota;
    if (epoch !== 0) return;
    const periodStartMs = calendar.startMs;
    for (const test of [false, true]) {
      const elsewhere = this.#usedSince(slot, test, periodStartMs);
      const micros = elsewhere.micros - this.cells.usedMicros(cell, test, periodStartMs);
      if (micros <= 0) continue;
      this.cells.setUsed(cell, test, periodStartMs, elsewhere.micros);
      const revision = this.#nextRevision(slot);
      carried.push({ kind, test, periodStartMs, epoch, micros, from: elsewhere, revision });
    }
  }

  /** The most that a present quota of the slot has counted in a period that began at `sinceMs` or later. */
  #usedSince(slot: number, test: boolean, sinceMs: number): QuotaMark & { micros: number } {
    let most = { kind: -1, epoch: 0, periodStartMs: 0, micros: 0 };
    for (let kind = 0; kind < QUOTA_KINDS.length; kind += 1) {
      const cell = this.cellOf(slot, kind);
      if (cell < 0) continue;
      const periodStartMs = this.cells.usedPeriodMs(cell, test);
      if (periodStartMs < sinceMs) continue;
      const micros = this.cells.usedMicros(cell, test, periodStartMs);
      if (micros > most.micros) most = { kind, epoch: this.cells.epoch(cell), periodStartMs, micros };
    }
    return most;
  }

  /** The anchor moved, and the period now begins before the one that was being counted. */
  #carryBack(slot: number, cell: number, quota: QuotaDescription, carried: CarriedUnits[]): void {
    const { kind, calendar, epoch } = quota;
    for (const test of [false, true]) {
      const usedPeriodMs = this.cells.usedPeriodMs(cell, test);
      if (usedPeriodMs <= calendar.startMs || usedPeriodMs >= calendar.endMs) continue;
      const micros = this.cells.usedMicros(cell, test, usedPeriodMs);
      this.cells.setUsed(cell, test, calendar.startMs, micros);
      const from = { kind, epoch, periodStartMs: usedPeriodMs };
      const revision = this.#nextRevision(slot);
      carried.push({ kind, test, periodStartMs: calendar.startMs, epoch, micros, from, revision });
    }
  }

  #nextRevision(slot: number): number {
    const { ints } = this.#chunk(slot);
    return Atomics.add(ints, (slot % CHUNK_SLOTS) * INTS + REVISION, 1) + 1;
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
  readonly #cells: SharedArrayBuffer[] = [];
  readonly #workers: number;
  #cellsTaken = 0;

  constructor(workers: number) {
    this.#workers = workers;
  }

  /** Plain and shareable with `postMessage`. */
  get memory(): SubscriptionMemory {
    return {
      workers: this.#workers,
      chunks: this.#chunks,
      cells: this.#cells,
      ids: { chunks: this.#ids.chunks },
      consumerIds: { chunks: this.#consumerIds.chunks },
    };
  }

  /**
   * Makes room for slots below `count` and so many more quota cells; true when readers must adopt the memory
   * before a new one is used.
   */
  reserve(count: number, moreCells: number): boolean {
    const before = this.#chunks.length;
    while (this.#chunks.length * CHUNK_SLOTS < count) {
      this.#chunks.push({
        ints: new SharedArrayBuffer(CHUNK_SLOTS * INTS * 4),
        endsAtMs: new SharedArrayBuffer(CHUNK_SLOTS * 8),
        standsAtMs: new SharedArrayBuffer(CHUNK_SLOTS * 8),
        inFlight: new SharedArrayBuffer(CHUNK_SLOTS * this.#workers * 4),
      });
    }
    this.#ids.reserve(count);
    this.#consumerIds.reserve(count);
    const cellsGrew = reserveCells(this.#cells, this.#cellsTaken + moreCells);
    return this.#chunks.length > before || cellsGrew;
  }

  /** A quota cell that nobody has; there must be room for it. */
  takeCell(): number {
    this.#cellsTaken += 1;
    return this.#cellsTaken - 1;
  }

  name(slot: number, identity: SlotIdentity): void {
    writeText(this.#ids, slot, identity.subscriptionId);
    writeText(this.#consumerIds, slot, identity.consumerId);
  }
}
