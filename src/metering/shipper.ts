import {
  type Clock,
  type Db,
  isDatabaseUnavailable,
  type Log,
  type Loop,
  newId,
  StoreUnavailable,
  startLoop,
  type UsageDb,
} from '#kernel';
import { deleteShippedSegments } from './delete-segments.ts';
import type { HeldEvent } from './held-event.ts';
import { IdentityGate } from './identity-gate.ts';
import { insertBatch } from './insert-batch.ts';
import { listRuns } from './journal/index.ts';
import { type Collection, JournalFollower, readBatch } from './journal-follower.ts';
import type { NodeKind } from './node.ts';
import { holdEvents } from './store-held.ts';
import {
  findOpenBatch,
  finishBatch,
  forgetBatches,
  type Lease,
  LeaseLost,
  listRunProgress,
  recordBatch,
  registerNode,
  releaseLease,
  saveProgress,
  setNodeState,
  takeLease,
} from './store-shipping.ts';
import { verifyRecentBatches } from './verify-batches.ts';

export interface ShipperOptions {
  readonly db: Db;
  readonly usageDb: UsageDb;
  readonly clock: Clock;
  readonly log: Log;
  /** First part of the identity of what this journal holds: the node's id, or 'api'. */
  readonly connection: string;
  readonly kind: NodeKind;
  /** The node's journal directory. */
  readonly directory: string;
  readonly batchEvents?: number;
  readonly pollMs?: number;
  /** Segments stay at least this long. */
  readonly retentionHours?: number;
}

export interface ShipperStatus {
  /** `waiting`: another shipper holds the connection. `held-up`: a store is away, the journal grows. */
  readonly state: 'starting' | 'shipping' | 'waiting' | 'held-up';
  readonly reason: string | null;
  readonly shippedEvents: number;
  readonly lastShippedAt: Temporal.Instant | null;
}

const BATCH_EVENTS = 5000;
const POLL_MS = 200;
const LEASE_INTERVAL_MS = 4000;
const HEARTBEAT_INTERVAL_MS = 1000;
const CLEAN_UP_INTERVAL_MS = 60_000;
const BATCHES_KEPT_DAYS = 7;

/**
 * Ships one connection's journals into the usage store, exactly once. One at a time holds the connection by a
 * lease. If a store is away it keeps what it has read and tries again; nothing is dropped, the journal grows.
 */
export class Shipper {
  readonly #options: ShipperOptions;
  readonly #lease: Lease;
  readonly #gate: IdentityGate;
  #follower: JournalFollower | null = null;
  #pending: { collection: Collection; number: bigint | null } | null = null;
  #leaseTakenMs = Number.NEGATIVE_INFINITY;
  #savedMs = Number.NEGATIVE_INFINITY;
  #cleanedMs = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | null = null;
  #status: ShipperStatus = { state: 'starting', reason: null, shippedEvents: 0, lastShippedAt: null };

  constructor(options: ShipperOptions) {
    this.#options = options;
    const startNumber = BigInt(options.clock.now().epochMilliseconds);
    this.#lease = { connection: options.connection, startNumber, holder: newId('shp') };
    this.#gate = new IdentityGate(options.usageDb, options.connection);
  }

  get status(): ShipperStatus {
    return this.#status;
  }

  /** Ships what is there. Resolves when the journals are read to their ends, or a store is away. */
  async pass(): Promise<void> {
    try {
      while (await this.#step());
    } catch (error) {
      if (error instanceof LeaseLost) {
        this.#letGo();
        return;
      }
      if (!(error instanceof StoreUnavailable) && !isDatabaseUnavailable(error)) throw error;
      this.#heldUp(error);
    }
  }

  /** After a last pass. A node whose writers all closed in order does not hold back any period any more. */
  async stop(): Promise<void> {
    await this.#loading;
    if (this.#follower === null || this.#pending !== null) return;
    const at = this.#options.clock.now();
    const open = (await listRunProgress(this.#options.db, this.#lease.connection)).some((run) => !run.ended);
    if (!open) await setNodeState(this.#options.db, this.#lease.connection, 'closed', at);
    await releaseLease(this.#options.db, this.#lease);
  }

  /** True when there is more to do at once. */
  async #step(): Promise<boolean> {
    if (!(await this.#holdLease())) return false;
    if (this.#follower === null) this.#follower = await this.#prepare();
    if (this.#pending === null) {
      const nowMs = this.#options.clock.now().epochMilliseconds;
      const collection = await this.#follower.collect(this.#options.batchEvents ?? BATCH_EVENTS, nowMs);
      this.#pending = { collection, number: null };
    }
    const { collection } = this.#pending;
    if (collection.events.length > 0) await this.#ship(this.#pending);
    else await this.#saveIdle(collection);
    this.#pending = null;
    this.#status = { ...this.#status, state: 'shipping', reason: null };
    await this.#cleanUp();
    return collection.more;
  }

  async #ship(pending: { collection: Collection; number: bigint | null }): Promise<void> {
    const { db, usageDb, connection, clock } = this.#options;
    const { collection } = pending;
    pending.number ??= await recordBatch(db, this.#lease, collection.ranges, clock.now());
    const at = clock.now();
    const batch = {
      number: pending.number,
      connection,
      events: collection.events,
      atMs: at.epochMilliseconds,
    };
    const outcome = await insertBatch(usageDb, this.#gate, batch);
    await this.#holdLosses(collection, at);
    await finishBatch(db, this.#lease, pending.number, outcome, this.#progress(collection));
    this.#savedMs = performance.now();
    const shippedEvents = this.#status.shippedEvents + outcome.events;
    this.#status = { ...this.#status, shippedEvents, lastShippedAt: at };
    this.#loadFilter();
  }

  /** Only marks, or nothing: a heartbeat about once a second; what was lost and what has ended at once. */
  async #saveIdle(collection: Collection): Promise<void> {
    const lost = collection.damage.length > 0 || collection.unreadable.length > 0;
    const ended = collection.ranges.some((range) => range.ended);
    if (!lost && !ended && performance.now() - this.#savedMs < HEARTBEAT_INTERVAL_MS) return;
    await this.#holdLosses(collection, this.#options.clock.now());
    await saveProgress(this.#options.db, this.#lease, this.#progress(collection));
    this.#savedMs = performance.now();
  }

  #progress(collection: Collection) {
    const completeUntil = Temporal.Instant.fromEpochMilliseconds(Math.floor(collection.completeUntilMs));
    return { runs: collection.runs, completeUntil, at: this.#options.clock.now() };
  }

  async #holdLosses({ damage, unreadable }: Collection, at: Temporal.Instant): Promise<void> {
    const corrupt = damage.filter(({ kind }) => kind === 'corrupt');
    const held = [
      ...corrupt.map(({ segment, offset, bytes }) =>
        this.#loss(segment, offset, 'journal-corrupt', `${bytes} bytes from here on cannot be read`, at),
      ),
      ...unreadable.map(({ segment, offset, reason }) =>
        this.#loss(segment, offset, 'record-unreadable', reason, at),
      ),
    ];
    for (const { detail, source } of held)
      this.#options.log.error({ segment: source, detail }, 'usage was lost');
    await holdEvents(this.#options.db, held);
  }

  #loss(segment: string, offset: number, reason: string, detail: string, at: Temporal.Instant): HeldEvent {
    return {
      id: newId('hld'),
      list: 'rejected',
      organizationId: null,
      connection: this.#options.connection,
      source: segment,
      eventId: String(offset),
      reason,
      detail,
      report: null,
      receivedAt: at,
    };
  }

  async #holdLease(): Promise<boolean> {
    if (performance.now() - this.#leaseTakenMs < LEASE_INTERVAL_MS) return true;
    if (await takeLease(this.#options.db, this.#lease)) {
      this.#leaseTakenMs = performance.now();
      return true;
    }
    this.#letGo();
    return false;
  }

  /** What follows a crash: the batch that was open is inserted again, the recent ones are verified. */
  async #prepare(): Promise<JournalFollower> {
    const { db, usageDb, connection, directory, clock, kind, log } = this.#options;
    const at = clock.now();
    const firstRunMs = Math.min(at.epochMilliseconds, ...listRuns(directory).map(({ run }) => run));
    await registerNode(db, connection, kind, at, Temporal.Instant.fromEpochMilliseconds(firstRunMs));
    await verifyRecentBatches({ db, usageDb, directory, connection, log, atMs: at.epochMilliseconds });
    const open = await findOpenBatch(db, connection);
    if (open !== null) {
      const { events, runs } = readBatch(directory, open);
      const outcome = await insertBatch(usageDb, this.#gate, { ...open, events, atMs: at.epochMilliseconds });
      const completeUntil = Temporal.Instant.fromEpochMilliseconds(0);
      await finishBatch(db, this.#lease, open.number, outcome, { runs, completeUntil, at });
      log.info({ connection, batch: String(open.number), ...outcome }, 'shipped an interrupted batch again');
    }
    const follower = new JournalFollower(directory, await listRunProgress(db, connection));
    await this.#giveUpMissing(follower, at);
    this.#loadFilter();
    return follower;
  }

  /** A run that was being shipped and is not on the disk any more: reported, not guessed. */
  async #giveUpMissing(follower: JournalFollower, at: Temporal.Instant): Promise<void> {
    const missing = follower.giveUpMissing();
    if (missing.length === 0) return;
    const held = missing.map(({ worker, run, position }) =>
      this.#loss(`${worker}.${run}`, position.offset, 'journal-lost', 'the files of this run are gone', at),
    );
    for (const { source } of held) this.#options.log.error({ run: source }, 'a journal was lost');
    await holdEvents(this.#options.db, held);
    const completeUntil = Temporal.Instant.fromEpochMilliseconds(0);
    await saveProgress(this.#options.db, this.#lease, { runs: missing, completeUntil, at });
  }

  /** In the background: until it is there every identity is looked up in the store. */
  #loadFilter(): void {
    if (this.#loading !== null || (this.#gate.loaded && !this.#gate.full)) return;
    this.#loading = this.#gate
      .load()
      .catch((error) => this.#options.log.warn({ err: error }, 'the identity filter could not be loaded yet'))
      .finally(() => {
        this.#loading = null;
      });
  }

  async #cleanUp(): Promise<void> {
    if (performance.now() - this.#cleanedMs < CLEAN_UP_INTERVAL_MS) return;
    this.#cleanedMs = performance.now();
    const { db, connection, clock } = this.#options;
    await deleteShippedSegments(this.#options);
    await forgetBatches(db, connection, clock.now().subtract({ hours: 24 * BATCHES_KEPT_DAYS }));
  }

  #letGo(): void {
    this.#follower = null;
    this.#pending = null;
    this.#leaseTakenMs = Number.NEGATIVE_INFINITY;
    this.#status = { ...this.#status, state: 'waiting', reason: 'another shipper holds this connection' };
  }

  #heldUp(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (this.#status.state !== 'held-up')
      this.#options.log.warn({ err: error }, 'shipping of usage is held up');
    this.#status = { ...this.#status, state: 'held-up', reason };
  }
}

/** A shipper that runs until it is stopped. */
export interface RunningShipper {
  readonly status: ShipperStatus;
  wake(): void;
  /** Ships what is left as far as the stores allow, then releases the connection. */
  stop(): Promise<void>;
}

export function startShipper(options: ShipperOptions): RunningShipper {
  const shipper = new Shipper(options);
  const loop: Loop = startLoop(`shipper ${options.connection}`, options.pollMs ?? POLL_MS, options.log, () =>
    shipper.pass(),
  );
  return {
    get status() {
      return shipper.status;
    },
    wake: () => loop.wake(),
    async stop() {
      await loop.stop();
      await shipper.pass();
      await shipper.stop();
    },
  };
}
