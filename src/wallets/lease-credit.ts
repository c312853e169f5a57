import { type Db, type Decimal, decimal, newId } from '#kernel';
import { post } from '#ledger';
import { BoundCredit } from './bound-credit.ts';
import { holdFor, type Lease, type LeaseWant } from './lease.ts';
import * as store from './store-leases.ts';
import { lockWalletsById } from './store-wallets.ts';
import { type Wallet, walletText } from './wallet.ts';
import { least, type WalletSheet } from './wallet-sheet.ts';
import { holdWallets, writeSheets } from './write-sheets.ts';

/** A slice is a part of what is free, so that subscriptions of one wallet share it to the end, but worth a few calls. */
const SHARE_OF_FREE = 4n;
const FEWEST_UNITS = decimal(50);

/**
 * Sets credit aside for calls at a node, as far as there is any that nothing else holds. Answers the leases of all
 * subscriptions that have one now. A subscription's open lease must be closed before one at another price begins.
 */
export async function leaseCredit(
  tx: Db,
  nodeId: string,
  wants: readonly LeaseWant[],
  at: Temporal.Instant,
): Promise<Lease[]> {
  const sheets = await holdWallets(
    tx,
    wants.map((want) => want.ref),
    at,
  );
  // What has run out is gone before anything is set aside.
  const entries = await writeSheets(tx, sheets.values(), at);
  const ids = wants.map((want) => want.subscriptionId);
  const open = openBySubscription(await store.heldLeases(tx, ids));
  const epochs = await store.latestEpochs(tx, ids);
  const held = new Map<string, bigint>();
  const bound = await boundCredit(tx, [...sheets.values()]);
  const leases: Lease[] = [];
  for (const want of wants) {
    const sheet = sheets.get(walletText(want.ref));
    if (!sheet) continue;
    const lease = open.get(want.subscriptionId) ?? newLease(sheet.wallet, want, nodeId, epochs, at);
    if (lease.nodeId !== nodeId || !lease.unitPrice.eq(want.unitPrice)) continue;
    const freeMinor = sheet.freeMinor - (held.get(sheet.wallet.id) ?? 0n);
    const own = bound.get(sheet.wallet.id);
    const minor = sliceOf(own ? least(freeMinor, own.roomFor(want.subscriptionId)) : freeMinor, want);
    own?.hold(want.subscriptionId, minor);
    held.set(sheet.wallet.id, (held.get(sheet.wallet.id) ?? 0n) + minor);
    if (minor > 0n || open.has(want.subscriptionId))
      leases.push({ ...lease, grantedMinor: lease.grantedMinor + minor });
  }
  await store.saveLeases(tx, leases);
  await store.moveHeld(tx, held);
  await post(tx, entries, at);
  return leases;
}

function openBySubscription(leases: readonly Lease[]): Map<string, Lease> {
  return new Map(leases.filter((one) => one.closedAt === null).map((one) => [one.subscriptionId, one]));
}

function newLease(
  wallet: Wallet,
  want: LeaseWant,
  nodeId: string,
  epochs: ReadonlyMap<string, number>,
  at: Temporal.Instant,
): Lease {
  return {
    id: newId('lea'),
    walletId: wallet.id,
    subscriptionId: want.subscriptionId,
    nodeId,
    epoch: (epochs.get(want.subscriptionId) ?? 0) + 1,
    currency: wallet.currency,
    unitPrice: want.unitPrice,
    grantedMinor: 0n,
    settledMinor: 0n,
    settledUnits: decimal(0),
    startedAt: at,
    closedAt: null,
    usedUnits: null,
  };
}

function sliceOf(freeMinor: bigint, { units, unitPrice, ref }: LeaseWant): bigint {
  const wanted = holdFor(units, unitPrice, ref.currency);
  const fewest = holdFor(FEWEST_UNITS, unitPrice, ref.currency);
  const part = freeMinor / SHARE_OF_FREE;
  return least(least(wanted, part > fewest ? part : fewest), freeMinor);
}

/** By wallet, where some of its credit is bound to subscriptions. */
async function boundCredit(tx: Db, sheets: readonly WalletSheet[]): Promise<Map<string, BoundCredit>> {
  const own = sheets.filter((sheet) => sheet.grants.some((grant) => grant.period !== null));
  const ids = own.map((sheet) => sheet.wallet.id);
  const leases = Map.groupBy(await store.leasesOfWallets(tx, ids), (lease) => lease.walletId);
  return new Map(
    own.map((sheet) => {
      const { id } = sheet.wallet;
      return [id, new BoundCredit(sheet.wallet, sheet.grants, leases.get(id) ?? [])];
    }),
  );
}

export interface Return {
  readonly lease: Lease;
  /** Of this lease so far; nothing beyond it is admitted any more. */
  readonly usedUnits: Decimal;
  /** Units beyond that it may go on to use; zero for a lease that ends. */
  readonly keepUnits: Decimal;
}

/**
 * Gives back what leases need no more. The node has lowered the limit of the calls first, so that nobody uses what is on
 * its way back.
 */
export async function returnCredit(tx: Db, returns: readonly Return[]): Promise<Lease[]> {
  const keep = new Map(returns.map((one) => [one.lease.id, one.keepUnits]));
  return await endings(tx, returns, (lease, usedUnits) => {
    return { ...lease, grantedMinor: neededBy(lease, usedUnits.plus(keep.get(lease.id)!)) };
  });
}

/** What was admitted stays held until invoices have settled it; the rest is free at once. */
export async function closeLeases(
  tx: Db,
  ends: readonly { readonly lease: Lease; readonly usedUnits: Decimal }[],
  at: Temporal.Instant,
): Promise<Lease[]> {
  return await endings(tx, ends, (lease, usedUnits) => {
    const grantedMinor = neededBy(lease, usedUnits);
    const releasedAt = grantedMinor === lease.settledMinor ? at : null;
    return { ...lease, grantedMinor, closedAt: at, usedUnits, releasedAt };
  });
}

/** Never less than what is settled, nor more than it was granted. */
function neededBy(lease: Lease, units: Decimal): bigint {
  const needed = holdFor(units, lease.unitPrice, lease.currency);
  if (needed <= lease.settledMinor) return lease.settledMinor;
  return least(needed, lease.grantedMinor);
}

async function endings(
  tx: Db,
  ends: readonly { readonly lease: Lease; readonly usedUnits: Decimal }[],
  change: (lease: Lease, usedUnits: Decimal) => Lease & { readonly releasedAt?: Temporal.Instant | null },
): Promise<Lease[]> {
  if (ends.length === 0) return [];
  await lockWalletsById(tx, [...new Set(ends.map(({ lease }) => lease.walletId))]);
  const subscriptionIds = ends.map(({ lease }) => lease.subscriptionId);
  const open = openBySubscription(await store.heldLeases(tx, subscriptionIds));
  const held = new Map<string, bigint>();
  const changed: Lease[] = [];
  for (const { lease, usedUnits } of ends) {
    const present = open.get(lease.subscriptionId);
    if (present?.id !== lease.id) continue;
    const after = change(present, usedUnits);
    const back = after.grantedMinor - present.grantedMinor;
    held.set(present.walletId, (held.get(present.walletId) ?? 0n) + back);
    changed.push(after);
  }
  await store.saveLeases(tx, changed);
  await store.moveHeld(tx, held);
  return changed;
}
