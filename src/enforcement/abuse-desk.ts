/**
 * Where the reports of all workers come together: decides what is abuse, keeps its authors out where that is wanted,
 * and writes alerts. One report a second and worker is all its work, however many calls are refused.
 */
import { type Clock, type Db, emitAll, inTransaction } from '#kernel';
import {
  type AbuseReport,
  addressAtProduct,
  addressSubject,
  countBits,
  keySubject,
  monotonicMs,
  SPREAD_WINDOW_MS,
  SPREAD_WORDS,
  ThrottleTable,
} from './admission/index.ts';
import type { Sighting } from './alert.ts';
import { abuseDetected } from './events.ts';
import type { Registry } from './registry.ts';
import { writeSightings } from './store-alerts.ts';

export interface AbuseSettings {
  readonly action: 'off' | 'alert' | 'throttle';
  /** Refused calls of one address or key within a minute. */
  readonly refusals: number;
  /** Addresses of one key within five minutes. */
  readonly addressesPerKey: number;
  readonly throttleSeconds: number;
}

type AlertFacts = Omit<Sighting, 'seen' | 'throttledUntil'>;

interface Burst {
  readonly sinceMs: number;
  readonly beganAt: Temporal.Instant;
  seen: number;
  /** What was told of it, and how much; null while it is below the threshold. */
  alert: AlertFacts | null;
  told: number;
  productId: string | null;
}

const WINDOW_MS = 60_000;
/** What follows within this time belongs to the same burst. */
const CALM_MS = 600_000;
const MOST_SUBJECTS = 16_384;
/** In one statement; the others wait for the next pass. */
const MOST_TOLD = 200;

interface DeskOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly settings: AbuseSettings;
}

export class AbuseDesk {
  readonly #options: DeskOptions;
  readonly #throttles: ThrottleTable;
  readonly #addresses = new Map<string, Burst>();
  readonly #keys = new Map<string, Burst & { subscriptionId: string }>();
  readonly #spread = new Map<string, Burst & { subscriptionId: string; bits: number[] }>();
  #spreadWindow = 0;
  /** On the monotonic clock, as of the call that is under way. */
  #nowMs = 0;
  /** What was told of bursts that may still go on, by kind, subject and product. */
  readonly #open = new Map<string, { beganAt: Temporal.Instant; seen: number; atMs: number }>();
  /** What is still to be written, by the same. */
  readonly #waiting = new Map<string, Sighting>();

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#throttles = new ThrottleTable(options.registry.memory.throttles);
  }

  take(report: AbuseReport, nowMs = monotonicMs()): void {
    this.#nowMs = nowMs;
    const { refusals, addressesPerKey } = this.#options.settings;
    for (const { network, refused, productId } of report.addresses) {
      const burst = this.#burst(this.#addresses, network, () => ({ productId }));
      if (burst === null) continue;
      // An alert keeps the product that it was told with.
      if (burst.alert === null && burst.productId !== productId) burst.productId = null;
      burst.seen += refused;
      if (burst.seen >= refusals) this.#tellAddress(network, burst);
    }
    for (const { keyId, subscriptionId, refused } of report.keys) {
      const burst = this.#burst(this.#keys, keyId, () => ({ productId: null, subscriptionId }));
      if (burst === null) continue;
      burst.seen += refused;
      if (burst.seen >= refusals) this.#tellKey('refusals-by-key', keyId, burst, refusals);
    }
    if (report.window < this.#spreadWindow) return;
    if (report.window > this.#spreadWindow) this.#spread.clear();
    this.#spreadWindow = report.window;
    for (const { keyId, subscriptionId, bits } of report.spread) {
      const burst = this.#burst(this.#spread, keyId, () => ({ productId: null, subscriptionId, bits: [] }));
      if (burst === null) continue;
      burst.bits = bits.map((word, index) => word | (burst.bits[index] ?? 0));
      burst.seen = estimate(burst.bits);
      if (burst.seen >= addressesPerKey) this.#tellKey('key-in-many-places', keyId, burst, addressesPerKey);
    }
  }

  /** Writes what was found, and forgets what is over. */
  async tell(nowMs = monotonicMs()): Promise<void> {
    this.#nowMs = nowMs;
    this.#throttles.sweep(nowMs);
    this.#endWindows(nowMs);
    const told = [...this.#waiting].slice(0, MOST_TOLD);
    if (told.length === 0) return;
    const sightings = told.map(([, sighting]) => sighting);
    const { db, clock } = this.#options;
    const at = clock.now();
    await inTransaction(db, async (tx) => {
      const made = await writeSightings(tx, sightings, at);
      const facts = made.map((alert) => ({
        payload: {
          alert_id: alert.id,
          kind: alert.kind,
          subject: alert.subject,
          product_id: alert.productId,
          organization_id: alert.organizationId,
          provider_organization_id: alert.providerOrganizationId,
          throttled: alert.throttledUntil !== null,
        },
        about: { organizationId: alert.organizationId ?? alert.providerOrganizationId, at },
      }));
      await emitAll(tx, abuseDetected, facts);
    });
    // Only now: what could not be written is told again. What came meanwhile has taken its place, and stays.
    for (const [key, sighting] of told) if (this.#waiting.get(key) === sighting) this.#waiting.delete(key);
  }

  #burst<T extends Burst>(
    bursts: Map<string, T>,
    subject: string,
    start: () => Omit<T, 'sinceMs' | 'beganAt' | 'seen' | 'alert' | 'told'>,
  ): T | null {
    const known = bursts.get(subject);
    if (known !== undefined) return known;
    if (bursts.size >= MOST_SUBJECTS) return null;
    const now = { sinceMs: this.#nowMs, beganAt: this.#options.clock.now() };
    const fresh = { ...now, seen: 0, alert: null, told: 0, ...start() };
    bursts.set(subject, fresh as unknown as T);
    return fresh as unknown as T;
  }

  #tellAddress(network: string, burst: Burst): void {
    const { registry, settings } = this.#options;
    const product = burst.productId === null ? undefined : registry.product(burst.productId);
    const own = product?.traffic.abuse ?? 'default';
    const action = own === 'default' ? settings.action : own;
    // What one provider wants keeps nobody out elsewhere.
    const subject =
      own === 'throttle' ? addressAtProduct(network, product!.productId) : addressSubject(network);
    this.#tellOnce(burst, action === 'throttle' ? subject : null, {
      kind: 'refusals-by-address',
      subject: network,
      productId: product?.productId ?? null,
      organizationId: null,
      providerOrganizationId: product?.organizationId ?? null,
      threshold: settings.refusals,
      beganAt: burst.beganAt,
    });
  }

  #tellKey(
    kind: 'refusals-by-key' | 'key-in-many-places',
    keyId: string,
    burst: Burst & { subscriptionId: string },
    threshold: number,
  ): void {
    const { registry, settings } = this.#options;
    const subscription = registry.subscription(burst.subscriptionId);
    const product = subscription && registry.product(subscription.productId);
    const own = product?.traffic.abuse ?? 'default';
    if (own === 'off') return;
    const action = own === 'default' ? settings.action : own;
    this.#tellOnce(burst, action === 'throttle' ? keySubject(keyId) : null, {
      kind,
      subject: keyId,
      productId: product?.productId ?? null,
      organizationId: subscription?.organizationId ?? null,
      providerOrganizationId: product?.organizationId ?? null,
      threshold,
      beganAt: burst.beganAt,
    });
  }

  /** Once a burst, when it begins: keeps out at once, and has the alert written at the next pass. */
  #tellOnce(burst: Burst, keptOut: string | null, alert: AlertFacts): void {
    if (burst.alert !== null) return;
    burst.alert = alert;
    burst.told = burst.seen;
    let throttledUntil: Temporal.Instant | null = null;
    if (keptOut !== null) {
      const { throttleSeconds } = this.#options.settings;
      this.#throttles.keepOut(keptOut, this.#nowMs + throttleSeconds * 1000);
      throttledUntil = this.#options.clock.now().add({ seconds: throttleSeconds });
    }
    this.#wait(alert, burst.seen, throttledUntil);
  }

  /** `seen` of this window, for the next pass to write. */
  #wait(alert: AlertFacts, seen: number, throttledUntil: Temporal.Instant | null): void {
    const key = `${alert.kind} ${alert.subject} ${alert.productId ?? ''}`;
    const before = this.#open.get(key);
    if (before === undefined && this.#open.size >= MOST_SUBJECTS) return;
    // Refused calls add up over windows. Addresses are the same ones again, so the most counts.
    const all =
      alert.kind === 'key-in-many-places' ? Math.max(before?.seen ?? 0, seen) : (before?.seen ?? 0) + seen;
    const sighting: Sighting = {
      ...alert,
      beganAt: before?.beganAt ?? alert.beganAt,
      seen: all,
      throttledUntil: throttledUntil ?? this.#waiting.get(key)?.throttledUntil ?? null,
    };
    this.#open.set(key, { beganAt: sighting.beganAt, seen: all, atMs: this.#nowMs });
    this.#waiting.set(key, sighting);
  }

  #endWindows(nowMs: number): void {
    for (const bursts of [this.#addresses, this.#keys]) {
      for (const [subject, burst] of bursts) {
        if (nowMs - burst.sinceMs < WINDOW_MS) continue;
        bursts.delete(subject);
        const { alert, seen, told } = burst;
        if (alert !== null && seen > told) this.#wait(alert, seen - told, null);
      }
    }
    for (const [key, { atMs }] of this.#open) if (nowMs - atMs > CALM_MS) this.#open.delete(key);
    const window = Math.floor(nowMs / SPREAD_WINDOW_MS);
    if (window > this.#spreadWindow + 1) this.#spread.clear();
  }
}

/** Addresses behind so many set bits (linear counting). */
function estimate(bits: readonly number[]): number {
  const all = SPREAD_WORDS * 32;
  const clear = Math.max(1, all - countBits(bits));
  return Math.round(all * Math.log(all / clear));
}
