/**
 * The control thread's picture of everything that is enforced, and the only writer of what workers share:
 * the snapshot, the subscription slots, the key table.
 */
import type { GatewayProduct, PlanVersionOfPlan, QuotaTerms } from '#catalog';
import type { Clock } from '#kernel';
import type { QuotaMark, QuotaUse } from '#metering/journal';
import { quotaName } from '#rating';
import {
  type AdmissionMemory,
  createPlaceMemory,
  createRateMemory,
  createThrottleMemory,
  createTimeMemory,
  EMPTY_SNAPSHOT,
  type GatewaySnapshot,
  KeyTableWriter,
  keyHashOf,
  type LateRefund,
  MICROS_PER_UNIT,
  PREPAID_KIND,
  QUOTA_KINDS,
  type QuotaDescription,
  quotaKindOf,
  quotaOfKind,
  releasePlaces,
  SubscriptionMemoryOwner,
  SubscriptionTable,
} from './admission/index.ts';
import { Boundaries } from './boundaries.ts';
import { Carryings } from './carryings.ts';
import { type EffectivePlan, EffectivePlans } from './effective-plans.ts';
import type { CountedBefore, HeldCredit, KnownSubscription } from './known-subscription.ts';
import { OwnTimes } from './own-time.ts';
import { Ordinals, planOf, plansOf, productOf, restrictionsOf } from './snapshot-of.ts';
import type { GatewayKey, QuotaResets, Subscription } from './source.ts';

const RATE_ENTRIES = 262_144;
const PLACE_ENTRIES = 65_536;
/** A calendar in which no moment lies. */
const NO_PERIOD = { startMs: 0, endMs: 0, nextEndMs: 0 };
/** What a plan without a quota counts by. */
const UNLIMITED = { period: 'month', alignment: 'calendar' } as const;

/** Before there is any credit. */
const NO_CREDIT: HeldCredit = { epoch: 0, startMs: 1, mostMicros: 0 };

export class Registry {
  readonly #ordinals = { products: new Ordinals(), plans: new Ordinals(), routes: new Ordinals() };
  readonly #products = new Map<string, GatewayProduct>();
  readonly #planVersions = new Map<string, PlanVersionOfPlan>();
  readonly #effectivePlans = new EffectivePlans();
  readonly #subscriptions = new Map<string, KnownSubscription>();
  readonly #bySlot: KnownSubscription[] = [];
  readonly #resets = new Map<string, QuotaResets>();
  readonly #credit = new Map<string, HeldCredit>();
  readonly #byOrganization = new Map<string, Set<string>>();
  readonly #times: OwnTimes;
  readonly #keys = new KeyTableWriter();
  readonly #owner: SubscriptionMemoryOwner;
  readonly #rates = createRateMemory(RATE_ENTRIES);
  readonly #places: ReturnType<typeof createPlaceMemory>;
  readonly #time = createTimeMemory();
  readonly #throttles = createThrottleMemory();
  #suspended = false;
  /** Subscriptions whose units are paid in advance, or were until a lease of theirs has ended. */
  readonly prepaid = new Set<string>();
  readonly #boundaries = new Boundaries();
  readonly #carryings = new Carryings();
  /** Nothing until counters are restored. */
  countedBefore: CountedBefore = { unitsOf: () => '0' };
  readonly table: SubscriptionTable;
  snapshot: GatewaySnapshot = EMPTY_SNAPSHOT;

  /** `clock` knows the times of sandbox consumers. */
  constructor(workers: number, clock: Clock | null = null) {
    this.#times = new OwnTimes(clock);
    this.#owner = new SubscriptionMemoryOwner(workers);
    this.#places = createPlaceMemory(PLACE_ENTRIES, workers);
    this.table = new SubscriptionTable(this.#owner.memory, null);
  }

  get memory(): AdmissionMemory {
    return {
      keys: this.#keys.memory,
      subscriptions: this.#owner.memory,
      rates: this.#rates,
      throttles: this.#throttles,
      places: this.#places,
      time: this.#time,
    };
  }

  get nextBoundaryMs(): number {
    return this.#boundaries.nextMs;
  }

  get subscriptionCount(): number {
    return this.#subscriptions.size;
  }

  /** Units that no call will say, since the last time; the journal's fold has to be told. */
  takeCarried(): QuotaUse[] {
    return this.#carryings.take();
  }

  /** Calls that used nothing, but were in flight at a change of plan. */
  takeBack(late: readonly LateRefund[], now: Temporal.Instant): void {
    for (const one of late) this.#carryings.takeBack(this.#bySlot[one.slot]!.id, one, this.table);
    // Where such a call stood in for one that another quota had counted, that one counts now.
    this.describe(new Set(late.map(({ slot }) => this.#bySlot[slot]!)), now);
  }

  /** How often the quota was reset, whether or not the plan still has it. */
  epochOf(subscriptionId: string, kind: number): number {
    if (kind === PREPAID_KIND) return creditEpoch(this.creditOf(subscriptionId));
    return this.#resets.get(subscriptionId)?.get(QUOTA_KINDS[kind]!) ?? 0;
  }

  /** Frees what a crashed worker held. */
  releaseWorker(worker: number): void {
    this.table.releaseWorker(worker);
    releasePlaces(this.#places, worker);
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
    this.#effectivePlans.keepOnly(
      new Set([...this.#subscriptions.values()].map((one) => one.plan?.name ?? '')),
    );
    const all = [...this.#products.values()];
    this.snapshot = {
      version: this.snapshot.version + 1,
      products: all.map((product) => productOf(product, this.#ordinals)),
      plans: [...all.flatMap((product) => plansOf(product, this.#ordinals)), ...this.#addedPlans()],
    };
  }

  /** True when workers have to be given `snapshot` before these subscriptions are described: their terms are new to it. */
  addTerms(subscriptions: readonly Subscription[]): boolean {
    const plans = subscriptions.map((one) => this.#planOf(one));
    const isNew = plans.map((plan) => plan !== null && this.#effectivePlans.add(plan));
    if (!isNew.includes(true)) return false;
    const { version, products, plans: before } = this.snapshot;
    const known = new Set(before.map((plan) => plan.ordinal));
    const added = this.#addedPlans().filter((plan) => !known.has(plan.ordinal));
    this.snapshot = { version: version + 1, products, plans: [...before, ...added] };
    return true;
  }

  /** Makes room; true when workers have to be given `memory` before anything new is written. */
  reserve(subscriptions: readonly Subscription[], keys: readonly GatewayKey[]): boolean {
    const fresh = subscriptions.filter((one) => !this.#subscriptions.has(one.id)).length;
    const cells = subscriptions.reduce((sum, one) => sum + this.#missingCells(one), 0);
    const grew = this.#owner.reserve(this.#subscriptions.size + fresh, cells);
    this.table.adopt(this.#owner.memory);
    const sets = keys.map((key) => restrictionsOf(key, this.#ordinals.routes)).filter((set) => set !== null);
    return this.#keys.makeRoom(keys.length, sets) || grew;
  }

  /** In force as soon as the subscription is described again. */
  applyResets(resets: ReadonlyMap<string, QuotaResets>): void {
    for (const [subscriptionId, epochs] of resets) this.#resets.set(subscriptionId, epochs);
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
        plan: this.#planOf(one),
        state: one.state,
        timeZone: one.timeZone,
        anchorAt: one.quotaAnchorAt,
        providerId: one.providerOrganizationId,
        currency: one.currency,
        endsAtMs: one.cancelAtPeriodEnd ? one.currentPeriodEndAt.epochMilliseconds : Number.POSITIVE_INFINITY,
      };
      this.#subscriptions.set(one.id, known);
      this.#bySlot[slot] = known;
      if (this.isPrepaid(known)) this.prepaid.add(known.id);
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

  /** What the calls of a subscription may use from now on; null: nothing. In force at once. */
  holdCredit(known: KnownSubscription, credit: HeldCredit | null, now: Temporal.Instant): void {
    this.#credit.set(known.id, credit ?? { ...this.creditOf(known.id), mostMicros: 0 });
    this.#describe(known, now);
  }

  /** Units used of the present credit (in millionths), and what it reaches to; null where units are not paid in advance. */
  creditUse({ id, slot }: KnownSubscription): { usedMicros: number; mostMicros: number } | null {
    const { cells } = this.table;
    this.table.lock(slot);
    const cell = this.table.cellOf(slot, PREPAID_KIND);
    const use =
      cell < 0
        ? null
        : {
            usedMicros: cells.usedMicros(cell, false, this.creditOf(id).startMs),
            mostMicros: cells.mostMicros(cell),
          };
    this.table.unlock(slot);
    return use;
  }

  /** Once more, because what they have used has changed. */
  describe(subscriptions: Iterable<KnownSubscription>, now: Temporal.Instant): void {
    for (const known of subscriptions) this.#describe(known, now);
  }

  /** The cell of a quota that the plan has, or had before. While nobody else uses the memory. */
  cellOf(known: KnownSubscription, kind: number, now: Temporal.Instant): number {
    const cell = this.table.cellOf(known.slot, kind);
    if (cell >= 0) return cell;
    this.#owner.reserve(this.#subscriptions.size, 1);
    this.table.adopt(this.#owner.memory);
    const quota =
      kind === PREPAID_KIND ? this.#creditQuota(known) : this.#quotaOf(known, quotaOfKind(kind), now);
    return this.table.open(known.slot, quota);
  }

  /** Moves the calendars of all subscriptions whose period has ended. Cheap while none has. */
  rollCalendars(now: Temporal.Instant): void {
    const due = new Set<number>();
    for (;;) {
      const slot = this.#boundaries.takeDue(now.epochMilliseconds);
      if (slot === null) break;
      due.add(slot);
    }
    for (const slot of due) this.#describe(this.#bySlot[slot]!, now);
  }

  /** Nothing can be counted here any more: from now on every call is answered 503. */
  suspend(now: Temporal.Instant): void {
    this.#suspended = true;
    this.#boundaries.clear();
    for (const known of this.#subscriptions.values()) this.#describe(known, now);
  }

  subscription(id: string): KnownSubscription | undefined {
    return this.#subscriptions.get(id);
  }

  subscriptionsOf(organizationId: string): KnownSubscription[] {
    const ids = this.#byOrganization.get(organizationId) ?? [];
    return [...ids].map((id) => this.#subscriptions.get(id)!);
  }

  /** Those that have ever had a subscription. */
  organizations(): string[] {
    return [...this.#byOrganization.keys()];
  }

  product(id: string): GatewayProduct | undefined {
    return this.#products.get(id);
  }

  #open(one: Subscription): number {
    const slot = this.#subscriptions.size;
    this.#owner.name(slot, { subscriptionId: one.id, consumerId: one.organizationId });
    const ids = this.#byOrganization.get(one.organizationId) ?? new Set();
    this.#byOrganization.set(one.organizationId, ids.add(one.id));
    return slot;
  }

  #describe(known: KnownSubscription, now: Temporal.Instant): void {
    const quotas = this.#quotasOf(known.plan).map((quota) => this.#quotaOf(known, quota, now));
    const standsAt = this.#times.of(known.organizationId);
    // A time that stands still reaches no boundary by itself.
    if (!this.#suspended && standsAt === null) {
      this.#boundaries.add(Math.min(...quotas.map((quota) => quota.calendar.endMs)), known.slot);
    }
    if (this.isPrepaid(known)) quotas.push(this.#creditQuota(known));
    const carried = this.table.describe(known.slot, {
      state: known.state,
      product: this.#ordinals.products.of(known.productId),
      plan: this.#ordinals.plans.of(known.plan?.name ?? known.planVersionId),
      quotas,
      endsAtMs: known.endsAtMs,
      standsAtMs: standsAt?.epochMilliseconds ?? null,
    });
    this.#carryings.note(known, carried);
  }

  #quotaOf(
    known: KnownSubscription,
    quota: Pick<QuotaTerms, 'period' | 'alignment'>,
    now: Temporal.Instant,
  ): QuotaDescription {
    const name = quotaName(quota);
    const kind = quotaKindOf(name);
    const { organizationId } = known;
    const at = this.#times.of(organizationId) ?? now;
    const calendar = this.#suspended ? NO_PERIOD : this.#times.calendars(organizationId).at(at, quota, known);
    const epoch = this.epochOf(known.id, kind);
    return { ...this.#countedQuota(known, { kind, epoch, periodStartMs: calendar.startMs }), calendar };
  }

  #countedQuota(known: KnownSubscription, mark: QuotaMark): Omit<QuotaDescription, 'calendar'> {
    return {
      kind: mark.kind,
      epoch: mark.epoch,
      freeCell: () => this.#owner.takeCell(),
      countedMicros: (test) => {
        const units = this.countedBefore.unitsOf(known.id, mark, test ? 'test' : 'live');
        return Math.round(Number(units) * MICROS_PER_UNIT);
      },
    };
  }

  #planOf(one: Subscription): EffectivePlan | null {
    const version = this.#planVersions.get(one.planVersionId);
    return version === undefined ? null : this.#effectivePlans.of(one, version);
  }

  #addedPlans() {
    return this.#effectivePlans.added.flatMap((plan) => {
      const product = this.#products.get(plan.version.productId);
      return product === undefined ? [] : [planOf(product, plan, this.#ordinals)];
    });
  }

  isPrepaid({ plan }: Pick<KnownSubscription, 'plan'>): boolean {
    return (plan?.terms.prepaid ?? null) !== null;
  }

  creditOf(subscriptionId: string): HeldCredit {
    return this.#credit.get(subscriptionId) ?? NO_CREDIT;
  }

  /** A cell that never rolls: from the beginning of the lease without an end. */
  #creditQuota(known: KnownSubscription): QuotaDescription {
    const credit = this.creditOf(known.id);
    const { startMs, mostMicros } = credit;
    const endMs = Number.POSITIVE_INFINITY;
    const calendar = this.#suspended ? NO_PERIOD : { startMs, endMs, nextEndMs: mostMicros };
    const mark = { kind: PREPAID_KIND, epoch: creditEpoch(credit), periodStartMs: startMs };
    return { ...this.#countedQuota(known, mark), calendar };
  }

  #quotasOf(plan: EffectivePlan | null): readonly Pick<QuotaTerms, 'period' | 'alignment'>[] {
    const quotas = plan?.terms.quotas ?? [];
    return quotas.length === 0 ? [UNLIMITED] : quotas;
  }

  #missingCells(one: Subscription): number {
    const slot = this.#subscriptions.get(one.id)?.slot;
    const plan = this.#planOf(one);
    const kinds = this.#quotasOf(plan).map((quota) => quotaKindOf(quotaName(quota)));
    if (this.isPrepaid({ plan })) kinds.push(PREPAID_KIND);
    if (slot === undefined) return kinds.length;
    return kinds.filter((kind) => this.table.cellOf(slot, kind) < 0).length;
  }
}

/** Never 0: what other quotas counted says nothing about credit. A later lease counts anew. */
function creditEpoch({ epoch }: HeldCredit): number {
  return epoch + 1;
}
