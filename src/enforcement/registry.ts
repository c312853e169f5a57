/**
 * The control thread's picture of everything that is enforced, and the only writer of what workers share:
 * the snapshot, the subscription slots, the key table.
 */
import type { GatewayProduct, PlanVersionOfPlan } from '#catalog';

import {
  type AdmissionMemory,
  createRateMemory,
  createThrottleMemory,
  createTimeMemory,
  EMPTY_SNAPSHOT,
  type GatewaySnapshot,
  KeyTableWriter,
  keyHashOf,
  SubscriptionMemoryOwner,
  SubscriptionTable,
} from './admission/index.ts';
import { QuotaCalendars } from './quota-calendar.ts';
import { Ordinals, plansOf, productOf, restrictionsOf } from './snapshot-of.ts';
import type { GatewayKey, Subscription } from './source.ts';

const RATE_ENTRIES = 262_144;
/** A calendar in which no moment lies. */
const NO_PERIOD = { startMs: 0, endMs: 0, nextEndMs: 0 };

/** What is kept of a subscription beside its slot. */
export interface KnownSubscription {
  readonly id: string;
  readonly slot: number;
  readonly organizationId: string;
  readonly productId: string;
  readonly planVersionId: string;
  readonly state: Subscription['state'];
  readonly timeZone: string;
  readonly endsAtMs: number;
}

export class Registry {
  readonly #ordinals = { products: new Ordinals(), plans: new Ordinals(), routes: new Ordinals() };
  readonly #products = new Map<string, GatewayProduct>();
  readonly #planVersions = new Map<string, PlanVersionOfPlan>();
  readonly #subscriptions = new Map<string, KnownSubscription>();
  readonly #byOrganization = new Map<string, Set<string>>();
  readonly #calendars = new QuotaCalendars();
  readonly #keys = new KeyTableWriter();
  readonly #owner: SubscriptionMemoryOwner;
  readonly #rates = createRateMemory(RATE_ENTRIES);
  readonly #time = createTimeMemory();
  readonly #throttles = createThrottleMemory();
  #suspended = false;
  /** When the first of the calendars in force ends. */
  #nextBoundaryMs = Number.POSITIVE_INFINITY;
  readonly table: SubscriptionTable;
  snapshot: GatewaySnapshot = EMPTY_SNAPSHOT;

  constructor(workers: number) {
    this.#owner = new SubscriptionMemoryOwner(workers);
    this.table = new SubscriptionTable(this.#owner.memory, null);
  }

  get memory(): AdmissionMemory {
    return {
      keys: this.#keys.memory,
      subscriptions: this.#owner.memory,
      rates: this.#rates,
      throttles: this.#throttles,
      time: this.#time,
    };
  }

  get nextBoundaryMs(): number {
    return this.#nextBoundaryMs;
  }

  get subscriptionCount(): number {
    return this.#subscriptions.size;
  }

  /** The start of the earliest quota period that still counts. */
  get oldestPeriodMs(): number {
    return this.#calendars.oldestStartMs;
  }

  replaceProducts(products: readonly GatewayProduct[]): void {
    this.#products.clear();
    this.applyProducts(products, []);
  }

  /** Takes in products as they are now; `ids` that are not among them were deleted. */
  applyProducts(products: readonly GatewayProduct[], ids: readonly string[]): void {
    for (const id of ids) this.#products.delete(id);
    for (const product of products) {
      this.#products.set(product.productId, product);
      for (const plan of product.plans) {
        for (const version of plan.versions) this.#planVersions.set(version.id, version);
      }
    }
    const all = [...this.#products.values()];
    this.snapshot = {
      version: this.snapshot.version + 1,
      products: all.map((product) => productOf(product, this.#ordinals)),
      plans: all.flatMap((product) => plansOf(product, this.#ordinals)),
    };
  }

  /** Makes room; true when workers have to be given `memory` before anything new is written. */
  reserve(subscriptions: readonly Subscription[], keys: readonly GatewayKey[]): boolean {
    const fresh = subscriptions.filter((one) => !this.#subscriptions.has(one.id)).length;
    const grew = this.#owner.reserve(this.#subscriptions.size + fresh);
    this.table.adopt(this.#owner.memory);
    const sets = keys.map((key) => restrictionsOf(key, this.#ordinals.routes)).filter((set) => set !== null);
    return this.#keys.makeRoom(keys.length, sets) || grew;
  }

  applySubscriptions(subscriptions: readonly Subscription[], now: Temporal.Instant): void {
    for (const one of subscriptions) {
      const slot = this.#subscriptions.get(one.id)?.slot ?? this.#open(one);
      const known: KnownSubscription = {
        id: one.id,
        slot,
        organizationId: one.organizationId,
        productId: one.productId,
        planVersionId: one.planVersionId,
        state: one.state,
        timeZone: one.timeZone,
        endsAtMs: one.cancelAtPeriodEnd ? one.currentPeriodEndAt.epochMilliseconds : Number.POSITIVE_INFINITY,
      };
      this.#subscriptions.set(one.id, known);
      this.#describe(known, now);
    }
  }

  applyKeys(keys: readonly GatewayKey[]): void {
    for (const key of keys) {
      const subscription = this.#subscriptions.get(key.subscriptionId);
      // A key of a subscription that does not exist opens nothing.
      if (subscription === undefined) continue;
      this.#keys.put({
        id: key.keyId,
        hash: keyHashOf(key.hash),
        slot: subscription.slot,
        test: key.environment === 'test',
        revoked: key.state === 'revoked',
        expiresAtMs: key.expiresAt?.epochMilliseconds ?? null,
        restrictions: restrictionsOf(key, this.#ordinals.routes),
        foreign: key.imported,
      });
    }
  }

  /** Moves the calendars of all subscriptions whose period has ended. Cheap while none has. */
  rollCalendars(now: Temporal.Instant): void {
    if (now.epochMilliseconds < this.#nextBoundaryMs) return;
    this.#nextBoundaryMs = Number.POSITIVE_INFINITY;
    for (const known of this.#subscriptions.values()) this.#describe(known, now);
  }

  /** Nothing can be counted here any more: from now on every call is answered 503. */
  suspend(now: Temporal.Instant): void {
    this.#suspended = true;
    this.#nextBoundaryMs = Number.POSITIVE_INFINITY;
    for (const known of this.#subscriptions.values()) this.#describe(known, now);
  }

  subscription(id: string): KnownSubscription | undefined {
    return this.#subscriptions.get(id);
  }

  subscriptionsOf(organizationId: string): KnownSubscription[] {
    const ids = this.#byOrganization.get(organizationId) ?? [];
    return [...ids].map((id) => this.#subscriptions.get(id)!);
  }

  product(id: string): GatewayProduct | undefined {
    return this.#products.get(id);
  }

  planVersion(id: string): PlanVersionOfPlan | undefined {
    return this.#planVersions.get(id);
  }

  #open(one: Subscription): number {
    const slot = this.#subscriptions.size;
    this.#owner.name(slot, { subscriptionId: one.id, consumerId: one.organizationId });
    const ids = this.#byOrganization.get(one.organizationId) ?? new Set();
    this.#byOrganization.set(one.organizationId, ids.add(one.id));
    return slot;
  }

  #describe(known: KnownSubscription, now: Temporal.Instant): void {
    // Plans without a quota count by month: should one with a quota follow, what was used stays used.
    const period = this.#planVersions.get(known.planVersionId)?.terms.quota?.period ?? 'month';
    const calendar = this.#suspended ? NO_PERIOD : this.#calendars.at(now, period, known.timeZone);
    if (!this.#suspended) this.#nextBoundaryMs = Math.min(this.#nextBoundaryMs, calendar.endMs);
    this.table.describe(known.slot, {
      state: known.state,
      product: this.#ordinals.products.of(known.productId),
      plan: this.#ordinals.plans.of(known.planVersionId),
      calendar,
      endsAtMs: known.endsAtMs,
    });
  }
}
