import { decimal, newId } from '#kernel';
import { burnCredits } from '#rating';
import {
  balanceOf,
  type CreditKind,
  DEFAULT_PRIORITY,
  type Grant,
  type GrantPeriod,
  type GrantSource,
  type Movement,
  type MovementKind,
  type Wallet,
} from './wallet.ts';

export interface NewGrant {
  readonly kind: CreditKind;
  readonly amountMinor: bigint;
  readonly priority?: number;
  readonly expiresAt: Temporal.Instant | null;
  readonly period?: GrantPeriod;
  readonly rolloverMaximumMinor?: bigint | null;
  readonly source: GrantSource;
  readonly sourceId: string;
  readonly reason: string;
  readonly key: string;
}

/** A movement with the kind of credit that it moves: that decides the account. */
export interface SheetMove extends Movement {
  readonly credit: CreditKind;
}

/** Which fact moves credit. */
export interface MoveFact {
  readonly kind: MovementKind;
  readonly key: string;
  readonly invoiceId?: string | null;
}

/**
 * A wallet that is held by this transaction, with the grants that have something left. Everything is decided here in
 * memory; `writeSheets` writes what was moved, each table in one statement.
 */
export class WalletSheet {
  readonly #grants: Map<string, Grant>;
  readonly #at: Temporal.Instant;
  readonly moves: SheetMove[] = [];
  readonly fresh = new Set<string>();
  readonly touched = new Set<string>();
  wallet: Wallet;

  constructor(wallet: Wallet, grants: readonly Grant[], at: Temporal.Instant) {
    this.wallet = wallet;
    this.#grants = new Map(grants.map((grant) => [grant.id, grant]));
    this.#at = at;
  }

  get grants(): Grant[] {
    return [...this.#grants.values()];
  }

  grant(id: string): Grant | undefined {
    return this.#grants.get(id);
  }

  /** What no lease holds: it may be taken for anything. */
  get freeMinor(): bigint {
    return balanceOf(this.wallet) - this.wallet.heldMinor;
  }

  /** Sets more aside for calls; negative gives back or settles. */
  hold(minor: bigint): void {
    this.wallet = { ...this.wallet, heldMinor: this.wallet.heldMinor + minor };
  }

  add(order: NewGrant): Grant {
    const grant: Grant = {
      id: newId('grt'),
      walletId: this.wallet.id,
      kind: order.kind,
      amountMinor: order.amountMinor,
      remainingMinor: 0n,
      priority: order.priority ?? DEFAULT_PRIORITY,
      expiresAt: order.expiresAt,
      period: order.period ?? null,
      rolloverMaximumMinor: order.rolloverMaximumMinor ?? null,
      source: order.source,
      sourceId: order.sourceId,
      reason: order.reason,
      key: order.key,
      movementCount: 0,
      createdAt: this.#at,
    };
    this.#grants.set(grant.id, grant);
    this.fresh.add(grant.id);
    this.#move(grant, order.amountMinor, { kind: 'granted', key: order.key });
    return this.#grants.get(grant.id)!;
  }

  /** Takes from grants of a kind in the order of burning, as far as they reach; answers how much that was. */
  burn(credit: CreditKind, wantedMinor: bigint, fact: MoveFact): bigint {
    if (wantedMinor <= 0n) return 0n;
    // Ids grow: of two that are alike in all else, the older one comes first.
    const open = this.grants.filter((one) => one.kind === credit && one.remainingMinor > 0n).sort(byId);
    const candidates = open.map(({ id, remainingMinor, priority, expiresAt }) => {
      return { id, amount: decimal(remainingMinor), priority, expiresAt };
    });
    let taken = 0n;
    for (const [id, amount] of burnCredits(candidates, decimal(wantedMinor)).burnt) {
      const minor = BigInt(amount.toFixed(0));
      this.#move(this.#grants.get(id)!, -minor, fact);
      taken += minor;
    }
    return taken;
  }

  /** Moves one grant: more into it (at most what was taken from it) or out of it. */
  move(grantId: string, minor: bigint, fact: MoveFact): void {
    if (minor !== 0n) this.#move(this.#grants.get(grantId)!, minor, fact);
  }

  /** Makes a grant this large; less than what was used of it, or is held for calls, it does not become. */
  resize(grantId: string, amountMinor: bigint, period: GrantPeriod): void {
    const grant = this.#grants.get(grantId)!;
    const wanted = amountMinor - grant.amountMinor;
    const minor = wanted > 0n ? wanted : -least(-wanted, least(grant.remainingMinor, this.freeMinor));
    if (!period.endAt.equals(grant.period!.endAt)) this.#change({ ...grant, period });
    if (minor === 0n) return;
    const kind = minor > 0n ? 'granted' : 'revoked';
    const key = `resize:${grantId}:${grant.movementCount}`;
    this.#move({ ...grant, period, amountMinor: grant.amountMinor + minor }, minor, { kind, key });
  }

  /** The period of a grant is billed: what its rule carries over goes on until `carriedUntilAt`, the rest ends. */
  endPeriod(grantId: string, carriedUntilAt: Temporal.Instant | null): void {
    const grant = this.#grants.get(grantId)!;
    const { period, rolloverMaximumMinor, remainingMinor, movementCount } = grant;
    if (period === null || grant.expiresAt !== null) return;
    if (rolloverMaximumMinor === null || carriedUntilAt === null) {
      this.#change({ ...grant, expiresAt: this.#at, rolloverMaximumMinor: null });
      this.expireDue();
      return;
    }
    const carried = { ...grant, period: { ...period, endAt: carriedUntilAt }, rolloverMaximumMinor: null };
    this.#change(carried);
    const lost = least(remainingMinor - rolloverMaximumMinor, this.freeMinor);
    if (lost > 0n) this.#move(carried, -lost, { kind: 'expired', key: `carry:${grantId}:${movementCount}` });
  }

  /** Ends what has run out. What is held for calls that were admitted in time stays until they are settled. */
  expireDue(): void {
    for (const grant of this.grants.sort(byId)) {
      if (grant.remainingMinor === 0n || grant.expiresAt === null) continue;
      if (Temporal.Instant.compare(grant.expiresAt, this.#at) <= 0) this.#expire(grant);
    }
  }

  #expire(grant: Grant): void {
    const lost = least(grant.remainingMinor, this.freeMinor);
    const key = `expire:${grant.id}:${grant.movementCount}`;
    if (lost > 0n) this.#move(grant, -lost, { kind: 'expired', key });
  }

  /** What no movement tells: how long a grant lasts. */
  #change(grant: Grant): void {
    this.#grants.set(grant.id, grant);
    this.touched.add(grant.id);
  }

  #move(grant: Grant, minor: bigint, { kind, key, invoiceId = null }: MoveFact): void {
    const remainingMinor = grant.remainingMinor + minor;
    if (remainingMinor < 0n || remainingMinor > grant.amountMinor)
      throw new RangeError(`Grant ${grant.id} cannot move by ${minor}`);
    this.#grants.set(grant.id, { ...grant, remainingMinor, movementCount: grant.movementCount + 1 });
    this.touched.add(grant.id);
    const { wallet } = this;
    const field = grant.kind === 'paid' ? 'paidMinor' : 'promotionalMinor';
    const movementCount = wallet.movementCount + 1n;
    this.wallet = { ...wallet, [field]: wallet[field] + minor, movementCount };
    this.moves.push({
      id: newId('mov'),
      walletId: wallet.id,
      number: movementCount,
      grantId: grant.id,
      kind,
      amountMinor: minor,
      balanceMinor: balanceOf(this.wallet),
      key,
      invoiceId,
      at: this.#at,
      credit: grant.kind,
    });
  }
}

function byId(a: Grant, b: Grant): number {
  return a.id < b.id ? -1 : 1;
}

export function least(a: bigint, b: bigint): bigint {
  const smaller = a < b ? a : b;
  return smaller < 0n ? 0n : smaller;
}
