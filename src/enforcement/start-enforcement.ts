/**
 * The control side: loads everything, follows changes, keeps time and calendars, checkpoints the counters.
 */
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ChangeCursor,
  type Clock,
  currentChangeCursor,
  type Db,
  FIRST_CHANGE,
  type Log,
  readChanges,
  startLoop,
} from '#kernel';
import { type FoldTail, restoreFold, UNTOLD_QUOTA_KIND } from '#metering/journal';
import { type LiveUse, WALLET_TOPIC } from '#wallets';
import { AbuseDesk, type AbuseSettings } from './abuse-desk.ts';
import {
  type AdmissionMemory,
  type GatewaySnapshot,
  type LateRefund,
  longestMs,
  monotonicMs,
  QUOTA_KINDS,
  SharedTime,
} from './admission/index.ts';
import { type Authority, acquireAuthority } from './authority.ts';
import { loadEverything, loadTopic, type Publish } from './load.ts';
import { PrepaidDesk } from './prepaid-desk.ts';
import { Registry } from './registry.ts';
import { restoreCounters } from './restore-counters.ts';
import { type EnforcementSource, type FullSource, fullSource } from './source.ts';

export interface EnforcementOptions {
  readonly db: Db;
  readonly clock: Clock;
  /** `secrets.hmacKey(KEY_HASH_PURPOSE)` */
  readonly keyHmacKey: Uint8Array;
  /** How many gateway workers will share the tables. */
  readonly workers: number;
  readonly nodeId: string;
  /** Of this node's journals; counters are restored from it and checkpointed into it. */
  readonly journalDirectory: string;
  /** Without it nobody watches for abuse. */
  readonly abuse?: AbuseSettings;
  readonly log: Log;
  /** `roomSource` reads the stores. */
  readonly source: EnforcementSource;
}

export interface Enforcement {
  readonly memory: AdmissionMemory;
  readonly snapshot: GatewaySnapshot;
  readonly workers: number;
  readonly keyHmacKey: Uint8Array;
  readonly registry: Registry;
  /** Takes what workers report of abuse; null where nobody wants to know. */
  readonly abuse: AbuseDesk | null;
  /** `publish` is called once per version and answers when every worker uses it. */
  attach(publish: Publish): () => void;
  releaseWorker(worker: number): void;
  /** Calls that used nothing, but were in flight at a change of plan: only here is known where they are counted. */
  takeBack(late: readonly LateRefund[]): void;
  wallMs(): number;
  /** Looks for changes at once: for NOTIFY. */
  wake(): void;
  /** Takes in all changes committed so far, and the clock's present time. */
  catchUp(): Promise<void>;
  /** Reads these subscriptions again, whether they changed or not. */
  reload(subscriptionIds: readonly string[]): Promise<void>;
  /** The time of this sandbox consumer was moved: from now on its calls happen then. */
  timeMoved(organizationId: string): void;
  /** What calls used of wallets and no invoice has settled yet, as it is counted at this moment. */
  readonly liveUse: LiveUse;
  /** Null while changes are being followed, else what `/ready` should say. */
  trouble(): string | null;
  stop(): Promise<void>;
}

const FOLLOW_MS = 400;
const CLOCK_MS = 100;
const PREPAID_MS = 200;
const CHECKPOINT_MS = 1000;
const RENEW_MS = 5000;
const ABUSE_MS = 1000;
const FORGET_MS = 3_600_000;
/** Changes are kept for a day. Whoever could not read them for half of one loads everything again. */
const RELOAD_AFTER_MS = 12 * 3_600_000;
const STALE_AFTER_MS = 5000;

export async function startEnforcement(options: EnforcementOptions): Promise<Enforcement> {
  const control = new Control(options);
  await control.open();
  return control;
}

class Control implements Enforcement {
  readonly registry: Registry;
  readonly abuse: AbuseDesk | null;
  readonly #prepaid: PrepaidDesk;
  readonly #options: EnforcementOptions;
  readonly #source: FullSource;
  readonly #time: SharedTime;
  readonly #publishers = new Set<Publish>();
  readonly #stops: (() => Promise<void> | void)[] = [];
  #cursor: ChangeCursor = FIRST_CHANGE;
  #followedAtMs = 0;
  #fold: FoldTail | null = null;
  #nextCheckpointMs = 0;
  #nextForgetMs = 0;
  #authority: Authority | null = null;
  #isSuspended = false;
  /** Changes are applied one after the other, whoever asks for them. */
  #busy: Promise<void> = Promise.resolve();
  wake: () => void = () => {};

  constructor(options: EnforcementOptions) {
    this.#options = options;
    this.#source = fullSource(options.db, options.source);
    this.registry = new Registry(options.workers, options.clock);
    const { db, clock, abuse: settings } = options;
    const { registry } = this;
    this.#prepaid = new PrepaidDesk({ db, clock, registry, nodeId: options.nodeId });
    this.abuse =
      !settings || settings.action === 'off' ? null : new AbuseDesk({ db, clock, registry, settings });
    this.#time = new SharedTime(this.registry.memory.time);
  }

  async open(): Promise<void> {
    const { db, clock, nodeId, log, journalDirectory } = this.#options;
    const authority = await acquireAuthority(db, nodeId, clock.now());
    this.#authority = authority;
    this.#stops.push(() => authority.release());
    this.#keepTime();
    this.#cursor = await currentChangeCursor(db);
    await loadEverything(this.registry, this.#source, clock, this.#publish);
    this.#followedAtMs = monotonicMs();
    await this.#prepaid.load();
    mkdirSync(journalDirectory, { recursive: true });
    this.#fold = restoreFold(journalDirectory);
    restoreCounters(this.registry, this.#fold.entries, clock.now());
    this.registry.countedBefore = this.#fold.fold;
    await this.#prepaid.pass();
    this.#stops.push(() => this.#lastCheckpoint());
    const clockTimer = setInterval(() => this.#keepTime(), CLOCK_MS);
    this.#stops.push(() => clearInterval(clockTimer));
    const follow = startLoop('enforcement changes', FOLLOW_MS, log, () => this.catchUp());
    const prepaid = startLoop('credit for calls', PREPAID_MS, log, () => this.#inTurn(() => this.#lease()));
    const checkpoint = startLoop('enforcement checkpoint', CHECKPOINT_MS, log, () => this.#checkpoint());
    const abuse = startLoop('abuse', ABUSE_MS, log, async () => this.abuse?.tell());
    const renew = startLoop('enforcement authority', RENEW_MS, log, () => authority.renew(clock.now()));
    this.wake = () => follow.wake();
    this.#stops.push(
      () => follow.stop(),
      () => checkpoint.stop(),
      () => renew.stop(),
      () => abuse.stop(),
      () => prepaid.stop(),
    );
  }

  get memory(): AdmissionMemory {
    return this.registry.memory;
  }

  get snapshot(): GatewaySnapshot {
    return this.registry.snapshot;
  }

  get workers(): number {
    return this.#options.workers;
  }

  get keyHmacKey(): Uint8Array {
    return this.#options.keyHmacKey;
  }

  attach(publish: Publish): () => void {
    this.#publishers.add(publish);
    return () => this.#publishers.delete(publish);
  }

  releaseWorker(worker: number): void {
    this.registry.releaseWorker(worker);
  }

  takeBack(late: readonly LateRefund[]): void {
    this.registry.takeBack(late, this.#options.clock.now());
  }

  wallMs(): number {
    return this.#time.wallMs();
  }

  catchUp(): Promise<void> {
    return this.#inTurn(async () => {
      this.#keepTime();
      await this.#checkAuthority();
      await this.#follow();
      await this.#lease();
    });
  }

  readonly liveUse: LiveUse = (db, walletIds) => this.#prepaid.unsettled(db, walletIds);

  /** Who has lost the quotas to a later start leases nothing either. */
  async #lease(): Promise<void> {
    if (!this.#isSuspended) await this.#prepaid.pass();
  }

  reload(subscriptionIds: readonly string[]): Promise<void> {
    return this.#inTurn(() =>
      loadTopic(this.registry, this.#source, this.#options.clock, this.#publish, {
        topic: 'subscription',
        ids: subscriptionIds,
      }),
    );
  }

  timeMoved(organizationId: string): void {
    this.registry.describe(this.registry.subscriptionsOf(organizationId), this.#options.clock.now());
  }

  trouble(): string | null {
    if (this.#isSuspended) return 'another start of the gateway has taken the quotas over';
    const behindMs = monotonicMs() - this.#followedAtMs;
    if (behindMs < STALE_AFTER_MS) return null;
    return `changes of keys and plans have not been read for ${Math.round(behindMs / 1000)} s`;
  }

  async stop(): Promise<void> {
    // In reverse: the authority is released last, when nobody admits any more and all is written down.
    for (const stop of this.#stops.reverse()) await stop();
  }

  readonly #publish: Publish = async (snapshot, memory) => {
    await Promise.all([...this.#publishers].map((publish) => publish(snapshot, memory)));
  };

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#busy.then(work);
    this.#busy = turn.catch(() => undefined);
    return turn;
  }

  /** Calendars first: no worker may see a moment whose quota period it does not know. */
  #keepTime(): void {
    const now = this.#options.clock.now();
    this.registry.rollCalendars(now);
    this.#time.publish(now.epochMilliseconds);
  }

  /**
   * Whoever has taken over counts from what the journal said then: what would still be admitted here would be
   * given away twice. There is no way back but a restart, which counts the journal anew.
   */
  async #checkAuthority(): Promise<void> {
    if (this.#isSuspended || this.#authority === null || (await this.#authority.isHeld())) return;
    this.#isSuspended = true;
    this.registry.suspend(this.#options.clock.now());
    this.#options.log.error('another start of the gateway has taken the quotas over; every call is refused');
  }

  async #follow(): Promise<void> {
    const { db, clock } = this.#options;
    if (monotonicMs() - this.#followedAtMs > RELOAD_AFTER_MS) {
      this.#cursor = await currentChangeCursor(db);
      await loadEverything(this.registry, this.#source, clock, this.#publish);
    }
    for (let more = true; more; ) {
      const { changes, cursor } = await readChanges(db, this.#cursor);
      const byTopic = Map.groupBy(changes, (change) => change.topic);
      // Products before subscriptions before keys, as each points at the one before it.
      for (const topic of ['catalog', 'subscription', 'key'] as const) {
        const ids = [...new Set((byTopic.get(topic) ?? []).map((change) => change.id))];
        if (ids.length === 0) continue;
        await loadTopic(this.registry, this.#source, clock, this.#publish, { topic, ids });
      }
      await this.#prepaid.walletsMoved((byTopic.get(WALLET_TOPIC) ?? []).map((change) => change.id));
      this.#cursor = cursor;
      more = changes.length > 0;
      if (more) await sleep(0);
    }
    this.#followedAtMs = monotonicMs();
  }

  #lastCheckpoint(): Promise<void> {
    this.#nextCheckpointMs = 0;
    return this.#checkpoint();
  }

  /** Periods that began longer ago than any of their kind lasts count no more, whatever the calendar. */
  #forgetOldPeriods({ fold }: FoldTail, monotonicNowMs: number): void {
    if (monotonicNowMs < this.#nextForgetMs) return;
    this.#nextForgetMs = monotonicNowMs + FORGET_MS;
    const nowMs = this.#time.wallMs();
    const kept = [...QUOTA_KINDS.keys()].map(longestMs);
    const longest = Math.max(...kept.filter(Number.isFinite));
    fold.forget((kind, startMs) => startMs < nowMs - (kind === UNTOLD_QUOTA_KIND ? longest : kept[kind]!));
  }

  async #checkpoint(): Promise<void> {
    if (this.#fold === null) return;
    await this.#fold.poll();
    const startedMs = monotonicMs();
    if (startedMs < this.#nextCheckpointMs) return;
    for (const use of this.registry.takeCarried()) this.#fold.carry(use);
    this.#forgetOldPeriods(this.#fold, startedMs);
    await this.#fold.checkpoint();
    // It is written whole: a large one comes less often, so that it never takes more than a twentieth of the
    // time. A restart then reads some seconds more of the journal.
    this.#nextCheckpointMs = startedMs + 20 * (monotonicMs() - startedMs);
  }
}
