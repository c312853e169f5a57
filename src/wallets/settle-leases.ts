import { type Db, type Decimal, roundToMinor, ZERO } from '#kernel';
import type { Lease } from './lease.ts';
import * as store from './store-leases.ts';
import { lockWalletsById } from './store-wallets.ts';

/** What was charged for units of a subscription in other periods at one unit price. */
export interface SettledBefore {
  readonly units: Decimal;
  readonly amountMinor: bigint;
}

/** By subscription: what its periods were charged. */
export type PrepaidHistory = ReadonlyMap<string, readonly store.SettledPeriod[]>;

/** For closing a batch: one query. */
export async function prepaidHistory(db: Db, subscriptionIds: readonly string[]): Promise<PrepaidHistory> {
  return Map.groupBy(await store.settledPeriods(db, subscriptionIds), (one) => one.subscriptionId);
}

/** What all periods but this one were charged at the price. */
export function settledElsewhere(
  periods: readonly store.SettledPeriod[],
  unitPrice: Decimal,
  periodStartAt: Temporal.Instant,
): SettledBefore {
  const others = periods.filter(
    (one) => one.unitPrice.eq(unitPrice) && !one.periodStartAt.equals(periodStartAt),
  );
  return {
    units: others.reduce((sum, one) => sum.plus(one.units), ZERO),
    amountMinor: others.reduce((sum, one) => sum + one.amountMinor, 0n),
  };
}

/**
 * What a period's units come to: exact over all periods of the price, rounded once, less what the others were charged. So
 * the fraction of a cent that one period leaves is carried into the next, and all of them together are never more than
 * what the units cost, rounded.
 */
export function prepaidTotal(
  units: Decimal,
  unitPrice: Decimal,
  currency: string,
  elsewhere: SettledBefore,
): bigint {
  const exact = elsewhere.units.plus(units).times(unitPrice);
  return roundToMinor(exact, currency) - elsewhere.amountMinor;
}

/** A charge for units that were paid in advance, as it was just written. */
export interface PrepaidCharge {
  readonly subscriptionId: string;
  readonly unitPrice: Decimal;
  readonly period: { readonly startAt: Temporal.Instant; readonly endAt: Temporal.Instant };
  /** All of the period so far. */
  readonly units: Decimal;
  readonly totalMinor: bigint;
}

/**
 * Lets go of what leases held for units that are charged now: in the same transaction the invoice is paid with it. The
 * same total again changes nothing.
 */
export async function settleLeases(
  tx: Db,
  charges: readonly PrepaidCharge[],
  at: Temporal.Instant,
): Promise<void> {
  if (charges.length === 0) return;
  const ids = [...new Set(charges.map((one) => one.subscriptionId))];
  const wallets = new Set((await store.heldLeases(tx, ids)).map((lease) => lease.walletId));
  await lockWalletsById(tx, [...wallets]);
  const history = await prepaidHistory(tx, ids);
  const leases = Map.groupBy(await store.heldLeases(tx, ids), (lease) => lease.subscriptionId);
  const held = new Map<string, bigint>();
  const changed = new Map<string, SettledLease>();
  for (const charge of charges) {
    for (const after of settleOne(charge, history, leases.get(charge.subscriptionId) ?? [], at)) {
      const own = leases.get(charge.subscriptionId)!;
      const index = own.findIndex((lease) => lease.id === after.id);
      const before = own[index]!;
      const delta = heldBy(after) - heldBy(before);
      held.set(after.walletId, (held.get(after.walletId) ?? 0n) + delta);
      own[index] = after;
      changed.set(after.id, after);
    }
  }
  await store.saveLeases(tx, [...changed.values()]);
  await store.moveHeld(tx, held);
  await store.saveSettledPeriods(tx, charges.map(toPeriod));
}

/** The same from what a charge adds to those before it. */
export async function settleCharged(
  tx: Db,
  charges: readonly (Omit<PrepaidCharge, 'totalMinor'> & { readonly amountMinor: bigint })[],
  at: Temporal.Instant,
): Promise<void> {
  if (charges.length === 0) return;
  const history = await prepaidHistory(
    tx,
    charges.map((one) => one.subscriptionId),
  );
  const totals = charges.map(({ amountMinor, ...charge }) => {
    const before = periodOf(history, charge)?.amountMinor ?? 0n;
    return { ...charge, totalMinor: before + amountMinor };
  });
  await settleLeases(tx, totals, at);
}

function periodOf(
  history: PrepaidHistory,
  { subscriptionId, unitPrice, period }: Omit<PrepaidCharge, 'totalMinor' | 'units'>,
): store.SettledPeriod | undefined {
  return history
    .get(subscriptionId)
    ?.find((one) => one.unitPrice.eq(unitPrice) && one.periodStartAt.equals(period.startAt));
}

const heldBy = (lease: Lease) => lease.grantedMinor - lease.settledMinor;

function toPeriod({ subscriptionId, unitPrice, period, units, totalMinor }: PrepaidCharge) {
  return { subscriptionId, unitPrice, periodStartAt: period.startAt, units, amountMinor: totalMinor };
}

type SettledLease = Lease & { readonly releasedAt: Temporal.Instant | null };

/** Oldest leases first: each bears what was used of it. What is taken back from a charge sets nothing aside again. */
function settleOne(
  charge: PrepaidCharge,
  history: PrepaidHistory,
  leases: readonly Lease[],
  at: Temporal.Instant,
): SettledLease[] {
  const known = periodOf(history, charge);
  let units = charge.units.minus(known?.units ?? ZERO);
  let minor = charge.totalMinor - (known?.amountMinor ?? 0n);
  const isOver = Temporal.Instant.compare(charge.period.endAt, at) <= 0;
  return leases.flatMap((lease): SettledLease[] => {
    const mine = lease.unitPrice.eq(charge.unitPrice) && minor > 0n ? shareOf(lease, units, minor) : null;
    if (mine) {
      units = units.minus(mine.units);
      minor -= mine.minor;
    }
    const settled = {
      ...lease,
      settledUnits: lease.settledUnits.plus(mine?.units ?? ZERO),
      settledMinor: lease.settledMinor + (mine?.minor ?? 0n),
    };
    // It ended within a period that is closed now: whatever it was thought to have used, nothing more will be charged.
    const ended = lease.closedAt !== null && isOver && !isAfter(lease.closedAt, charge.period.endAt);
    if (ended) return [{ ...settled, grantedMinor: settled.settledMinor, releasedAt: at }];
    return mine ? [{ ...settled, releasedAt: null }] : [];
  });
}

function shareOf(lease: Lease, units: Decimal, minor: bigint): { units: Decimal; minor: bigint } {
  const left = lease.usedUnits === null ? units : lease.usedUnits.minus(lease.settledUnits);
  const share = left.lt(units) ? left : units;
  // A closed lease that is used up pays to its end; the present one whatever remains.
  const room = heldBy(lease);
  return { units: share, minor: minor < room ? minor : room };
}

function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) > 0;
}
