/**
 * Credit for calls that are paid in advance. The desk leases it from the wallets in slices, before a subscription runs dry,
 * and writes what a subscription may use into its cell. Always in this order: the wallet sets aside, then the limit rises;
 * the limit falls, then the wallet gets back. So whatever happens in between, no call is admitted that nothing covers.
 */

import { type Clock, type Db, type Decimal, decimal, inTransaction } from '#kernel';
import {
  closeLeases,
  findWallets,
  type Lease,
  type LeaseWant,
  leaseCredit,
  leasesOfWallets,
  openLeases,
  returnCredit,
  tellUsedCredit,
  unitsFor,
  unsettledOf,
  walletText,
} from '#wallets';
import { MICROS_PER_UNIT } from './admission/index.ts';
import type { HeldCredit, KnownSubscription, Registry } from './registry.ts';

export interface PrepaidDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly nodeId: string;
}

/** A subscription holds so many units ahead, or what it uses in so many passes if that is more. */
const AHEAD_UNITS = 1000;
const AHEAD_PASSES = 8;
/** Who has less than this and gets nothing more is short: those of the wallet who have more share what they do not use. */
const SHORT_UNITS = 50;
/** So little is not worth sharing. */
const LEAST_SPARE_UNITS = 2;
const PAGE = 500;
/** Who found no credit asks again when the wallet moves, or after so many passes. */
const DRY_PASSES = 25;
/** What share of its credit is used is looked at once in so many passes. */
const TELL_PASSES = 5;

export class PrepaidDesk {
  readonly #deps: PrepaidDeps;
  /** Open leases of this node, by subscription. */
  readonly #leases = new Map<string, Lease>();
  /** Units used (in millionths) when last looked at. */
  readonly #seen = new Map<string, number>();
  readonly #dry = new Map<string, number>();
  /** Wallets that moved or were used since their levels were looked at. */
  #moved = new Set<string>();
  #passes = 0;

  constructor(deps: PrepaidDeps) {
    this.#deps = deps;
  }

  /**
   * Before counters are restored: what this node holds. What another node held counts as spent until invoices have told
   * what was used of it, since nobody here knows.
   */
  async load(): Promise<void> {
    const { db, clock, registry, nodeId } = this.#deps;
    for (let afterSubscriptionId = ''; ; ) {
      const page = await openLeases(db, { limit: PAGE, afterSubscriptionId });
      const foreign = page.filter((lease) => lease.nodeId !== nodeId);
      const spent = foreign.map((lease) => ({ lease, usedUnits: reachOf(lease) }));
      if (spent.length > 0) await inTransaction(db, (tx) => closeLeases(tx, spent, clock.now()));
      for (const lease of page) {
        const known = registry.subscription(lease.subscriptionId);
        if (lease.nodeId !== nodeId || known === undefined) continue;
        this.#leases.set(lease.subscriptionId, lease);
        registry.holdCredit(known, heldOf(lease), clock.now());
      }
      afterSubscriptionId = page.at(-1)?.subscriptionId ?? '';
      if (page.length < PAGE) return;
    }
  }

  /** These wallets moved: who found them empty may ask again. */
  async walletsMoved(walletIds: readonly string[]): Promise<void> {
    for (const id of walletIds) this.#moved.add(id);
    if (walletIds.length === 0 || this.#dry.size === 0) return;
    const moved = new Set((await findWallets(this.#deps.db, walletIds)).map(walletText));
    for (const id of this.#dry.keys()) {
      const known = this.#deps.registry.subscription(id);
      if (known && moved.has(refText(known))) this.#dry.delete(id);
    }
  }

  /** Leases, renews and gives back. Nothing at all where no plan is paid in advance. */
  async pass(): Promise<void> {
    const { registry } = this.#deps;
    if (registry.prepaid.size === 0 && this.#moved.size === 0) return;
    await this.#end();
    const short = await this.#refill();
    // What neighbours of the same wallet hold and do not need is there for those who have nothing.
    if (short.length > 0 && (await this.#shareOut(short))) await this.#refill();
    this.#passes += 1;
    if (this.#passes % TELL_PASSES === 0) await this.#tell();
  }

  /** What calls used and no invoice has settled, in major units, by wallet: as the gate counts at this moment. */
  async unsettled(db: Db, walletIds: readonly string[]): Promise<ReadonlyMap<string, Decimal>> {
    const sums = new Map<string, Decimal>();
    for (const lease of await leasesOfWallets(db, walletIds)) {
      const rest = unsettledOf(lease, lease.usedUnits ?? this.#usedNow(lease));
      sums.set(lease.walletId, (sums.get(lease.walletId) ?? decimal(0)).plus(rest));
    }
    return sums;
  }

  #usedNow(lease: Lease): Decimal {
    const { registry } = this.#deps;
    const known = registry.subscription(lease.subscriptionId);
    const isPresent = known !== undefined && registry.creditOf(known.id).epoch === lease.epoch;
    const use = isPresent ? registry.creditUse(known) : null;
    return use === null ? lease.settledUnits : unitsOf(use.usedMicros);
  }

  /** Leases of subscriptions that have ended, pause, pay another price, or pay nothing at all. */
  async #end(): Promise<void> {
    const { db, clock, registry } = this.#deps;
    const ends: { lease: Lease; usedUnits: Decimal }[] = [];
    for (const id of [...registry.prepaid]) {
      const known = registry.subscription(id)!;
      const lease = this.#leases.get(id);
      const price = this.#priceOf(known);
      if (lease && price?.eq(lease.unitPrice)) continue;
      if (lease) {
        registry.holdCredit(known, null, clock.now());
        ends.push({ lease, usedUnits: this.#usedNow(lease) });
        this.#leases.delete(id);
      }
      this.#holdFree(known);
      if (known.state === 'canceled' || !registry.isPrepaid(known)) registry.prepaid.delete(id);
    }
    if (ends.length > 0) await inTransaction(db, (tx) => closeLeases(tx, ends, clock.now()));
  }

  /** Calls in a trial cost nothing; when it is over they need credit again. */
  #holdFree(known: KnownSubscription): void {
    const { registry, clock } = this.#deps;
    const isFree = registry.creditUse(known)?.mostMicros === Number.POSITIVE_INFINITY;
    const mayBeFree = known.state === 'trialing' && registry.isPrepaid(known);
    if (isFree === mayBeFree) return;
    const free = { ...registry.creditOf(known.id), mostMicros: Number.POSITIVE_INFINITY };
    registry.holdCredit(known, mayBeFree ? free : null, clock.now());
  }

  /** What a unit costs; null where the subscription may not use credit now. */
  #priceOf(known: KnownSubscription): Decimal | null {
    if (known.state !== 'active' && known.state !== 'past_due') return null;
    const prepaid = known.plan?.terms.prepaid ?? null;
    return prepaid === null ? null : decimal(prepaid.unit_price);
  }

  /** Answers who is short and got nothing. */
  async #refill(): Promise<KnownSubscription[]> {
    const { db, clock, registry, nodeId } = this.#deps;
    const wants = [...registry.prepaid].flatMap((id) => this.#wantOf(registry.subscription(id)!) ?? []);
    const short: KnownSubscription[] = [];
    for (let from = 0; from < wants.length; from += PAGE) {
      const page = wants.slice(from, from + PAGE);
      const at = clock.now();
      const leases = await inTransaction(db, (tx) => leaseCredit(tx, nodeId, page, at));
      for (const lease of leases) {
        this.#leases.set(lease.subscriptionId, lease);
        registry.holdCredit(registry.subscription(lease.subscriptionId)!, heldOf(lease), at);
      }
      for (const { subscriptionId } of page) {
        const known = registry.subscription(subscriptionId)!;
        if (leftOf(registry, known) >= SHORT_UNITS) continue;
        this.#dry.set(subscriptionId, DRY_PASSES);
        short.push(known);
      }
    }
    return short;
  }

  #wantOf(known: KnownSubscription): LeaseWant | null {
    const { registry } = this.#deps;
    const unitPrice = this.#priceOf(known);
    const use = registry.creditUse(known);
    if (unitPrice === null || unitPrice.lte(0) || use === null) return null;
    const usedLately = use.usedMicros - (this.#seen.get(known.id) ?? 0);
    this.#seen.set(known.id, use.usedMicros);
    const lease = this.#leases.get(known.id);
    if (lease && usedLately !== 0) this.#moved.add(lease.walletId);
    if (this.#isDry(known.id)) return null;
    const ahead = Math.max(AHEAD_UNITS, (AHEAD_PASSES * usedLately) / MICROS_PER_UNIT);
    const left = leftOf(registry, known);
    if (left >= ahead / 2) return null;
    const { id: subscriptionId, organizationId, providerId, currency } = known;
    const ref = { organizationId, providerId, currency };
    return { subscriptionId, ref, unitPrice, units: decimal(Math.ceil(ahead - left)) };
  }

  #isDry(id: string): boolean {
    const passes = this.#dry.get(id);
    if (passes === undefined) return false;
    if (passes > 1) this.#dry.set(id, passes - 1);
    else this.#dry.delete(id);
    return true;
  }

  /**
   * Those of these wallets who have more than twice what the poorest has give half of it back, so that it can be set aside
   * for those who are short. What they end up with is alike, so nothing goes to and fro.
   */
  async #shareOut(short: readonly KnownSubscription[]): Promise<boolean> {
    const { db, clock, registry } = this.#deps;
    const poorest = new Map<string, number>();
    for (const known of short) {
      const left = Math.max(0, leftOf(registry, known));
      poorest.set(refText(known), Math.min(left, poorest.get(refText(known)) ?? left));
    }
    const returns: { lease: Lease; usedUnits: Decimal; keepUnits: Decimal }[] = [];
    for (const lease of this.#leases.values()) {
      const known = registry.subscription(lease.subscriptionId)!;
      const least = poorest.get(refText(known));
      const use = registry.creditUse(known);
      if (least === undefined || use === null) continue;
      const spare = use.mostMicros - use.usedMicros;
      if (spare <= (2 * least + LEAST_SPARE_UNITS) * MICROS_PER_UNIT) continue;
      const mostMicros = use.usedMicros + Math.floor(spare / 2);
      registry.holdCredit(known, { ...heldOf(lease), mostMicros }, clock.now());
      // Whatever was admitted until the limit fell is below it, or has been counted by now.
      const reached = Math.max(mostMicros, registry.creditUse(known)!.usedMicros);
      returns.push({ lease, usedUnits: unitsOf(reached), keepUnits: decimal(0) });
    }
    const changed = await inTransaction(db, (tx) => returnCredit(tx, returns));
    for (const lease of changed) {
      this.#leases.set(lease.subscriptionId, lease);
      registry.holdCredit(registry.subscription(lease.subscriptionId)!, heldOf(lease), clock.now());
    }
    if (changed.length > 0) for (const { id } of short) this.#dry.delete(id);
    return changed.length > 0;
  }

  async #tell(): Promise<void> {
    const { db, clock } = this.#deps;
    if (this.#moved.size === 0) return;
    await tellUsedCredit(db, [...this.#moved], (one, ids) => this.unsettled(one, ids), clock.now());
    this.#moved = new Set();
  }
}

function refText({ organizationId, providerId, currency }: KnownSubscription): string {
  return walletText({ organizationId, providerId, currency });
}

/** All that the lease may ever be used for. */
function reachOf(lease: Lease): Decimal {
  return unitsFor(lease.grantedMinor, lease.unitPrice, lease.currency);
}

function heldOf(lease: Lease): HeldCredit {
  const mostMicros = Math.floor(Number(reachOf(lease).times(MICROS_PER_UNIT).toFixed()));
  return { epoch: lease.epoch, startMs: lease.startedAt.epochMilliseconds, mostMicros };
}

function unitsOf(micros: number): Decimal {
  return decimal(Math.round(micros)).div(MICROS_PER_UNIT);
}

function leftOf(registry: Registry, known: KnownSubscription): number {
  const use = registry.creditUse(known);
  return use === null ? 0 : (use.mostMicros - use.usedMicros) / MICROS_PER_UNIT;
}
