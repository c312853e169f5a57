import type { Lease } from './lease.ts';
import { balanceOf, type Grant, type Wallet } from './wallet.ts';

/**
 * How much of a wallet each subscription may hold when some of its credit is bound to one of them. What the subscriptions
 * hold beyond their own credit must fit into what is bound to none (Hall's condition for this assignment): then all that is
 * held can be paid with credit that may be used for it.
 */
export class BoundCredit {
  readonly #ownMinor = new Map<string, bigint>();
  readonly #heldMinor = new Map<string, bigint>();
  readonly #commonMinor: bigint;

  constructor(wallet: Wallet, grants: readonly Grant[], leases: readonly Lease[]) {
    let boundMinor = 0n;
    for (const { period, sourceId, remainingMinor } of grants) {
      if (period === null) continue;
      boundMinor += remainingMinor;
      this.#ownMinor.set(sourceId, (this.#ownMinor.get(sourceId) ?? 0n) + remainingMinor);
    }
    this.#commonMinor = balanceOf(wallet) - boundMinor;
    for (const lease of leases) this.hold(lease.subscriptionId, lease.grantedMinor - lease.settledMinor);
  }

  hold(subscriptionId: string, minor: bigint): void {
    this.#heldMinor.set(subscriptionId, (this.#heldMinor.get(subscriptionId) ?? 0n) + minor);
  }

  /** What a subscription may hold more, in minor units. */
  roomFor(subscriptionId: string): bigint {
    let beyondMinor = 0n;
    for (const id of this.#heldMinor.keys()) beyondMinor += notNegative(-this.#ownLeft(id));
    return notNegative(this.#ownLeft(subscriptionId)) + notNegative(this.#commonMinor - beyondMinor);
  }

  #ownLeft(subscriptionId: string): bigint {
    return (this.#ownMinor.get(subscriptionId) ?? 0n) - (this.#heldMinor.get(subscriptionId) ?? 0n);
  }
}

function notNegative(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}
