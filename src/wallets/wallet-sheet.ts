import { decimal, newId } from '#kernel';
import { burnCredits } from '#rating';
import {
  balanceOf,
  type CreditKind,
  DEFAULT_PRIORITY,
  type Grant,
  type GrantSource,
  type Movement,
  type MovementKind,
  type Rollover,
  type Wallet,
} from './wallet.ts';

export interface NewGrant {
  readonly kind: CreditKind;
  readonly amountMinor: bigint;
  readonly priority?: number;
  readonly expiresAt: Temporal.Instant | null;
  readonly rollover?: Rollover | null;
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

  add(order: NewGrant, fact: MovementKind = 'granted'): Grant {
    const grant: Grant = {
      id: newId('grt'),
      walletId: this.wallet.id,
      kind: order.kind,
      amountMinor: order.amountMinor,
      remainingMinor: 0n,
      priority: order.priority ?? DEFAULT_PRIORITY,
      expiresAt: order.expiresAt,
      rollover: order.rollover ?? null,
      source: order.source,
      sourceId: order.sourceId,
      reason: order.reason,
      key: order.key,
      movementCount: 0,
      createdAt: this.#at,
    };
    this.#grants.set(grant.id, grant);
    this.fresh.add(grant.id);
    this.#move(grant, order.amountMinor, { kind: fact, key: order.key });
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

  /**
   * Ends what has run out: what the grant's rule rolls over goes on in a new grant, the rest is lost. What is held for
   * calls that were admitted in time stays until they are settled.
   */
  expireDue(): void {
    for (const grant of this.grants.sort(byId)) {
      if (grant.remainingMinor > 0n && this.#isOver(grant)) this.#expire(grant);
    }
  }

  #isOver({ expiresAt }: Grant): boolean {
    return expiresAt !== null && Temporal.Instant.compare(expiresAt, this.#at) <= 0;
  }

  #expire(grant: Grant): void {
    const key = `expire:${grant.id}:${grant.movementCount}`;
    const { rollover } = grant;
    let lasting = 0n;
    if (rollover !== null) {
      lasting = least(rollover.maximumMinor, grant.remainingMinor);
      this.#grants.set(grant.id, { ...grant, rollover: null });
      this.#move(this.#grants.get(grant.id)!, -lasting, { kind: 'rolled_over', key });
      const { kind, priority, id: sourceId, reason } = grant;
      const order = { kind, amountMinor: lasting, priority, expiresAt: rollover.expiresAt, sourceId, reason };
      const rolled = this.add({ ...order, source: 'rollover', key: `rollover:${grant.id}` }, 'rolled_over');
      // Looked at late, it may have run out as well by now: nobody is to see it for a moment.
      if (this.#isOver(rolled)) this.#expire(rolled);
    }
    const lost = least(grant.remainingMinor - lasting, this.freeMinor);
    if (lost > 0n) this.#move(this.#grants.get(grant.id)!, -lost, { kind: 'expired', key: `${key}:lost` });
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
