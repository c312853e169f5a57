import { sql } from 'kysely';
import type { Db, Decimal } from '#kernel';
import type { Lease } from './lease.ts';

interface LeaseRow {
  id: string;
  wallet_id: string;
  subscription_id: string;
  node_id: string;
  epoch: number;
  currency: string;
  unit_price: Decimal;
  granted_minor: bigint;
  settled_minor: bigint;
  settled_units: Decimal;
  started_at: Temporal.Instant;
  closed_at: Temporal.Instant | null;
  used_units: Decimal | null;
}

function toLease(row: LeaseRow): Lease {
  return {
    id: row.id,
    walletId: row.wallet_id,
    subscriptionId: row.subscription_id,
    nodeId: row.node_id,
    epoch: row.epoch,
    currency: row.currency,
    unitPrice: row.unit_price,
    grantedMinor: row.granted_minor,
    settledMinor: row.settled_minor,
    settledUnits: row.settled_units,
    startedAt: row.started_at,
    closedAt: row.closed_at,
    usedUnits: row.used_units,
  };
}

const named = sql`select l.*, w.currency from wallets_leases l join wallets_wallets w on w.id = l.wallet_id`;

/** Those that hold something, oldest first: the open one of each subscription comes last. */
export async function heldLeases(db: Db, subscriptionIds: readonly string[]): Promise<Lease[]> {
  if (subscriptionIds.length === 0) return [];
  const { rows } = await sql<LeaseRow>`
    ${named} where l.subscription_id = any(${[...subscriptionIds]}::text[]) and l.released_at is null
    order by l.subscription_id, l.epoch`.execute(db);
  return rows.map(toLease);
}

export async function leasesOfWallets(db: Db, walletIds: readonly string[]): Promise<Lease[]> {
  if (walletIds.length === 0) return [];
  const { rows } = await sql<LeaseRow>`
    ${named} where l.wallet_id = any(${[...walletIds]}::text[]) and l.released_at is null
    order by l.subscription_id, l.epoch`.execute(db);
  return rows.map(toLease);
}

/** Open leases, page by page in the order of their subscriptions. */
export async function openLeases(
  db: Db,
  page: { limit: number; afterSubscriptionId: string },
): Promise<Lease[]> {
  const { rows } = await sql<LeaseRow>`
    ${named} where l.closed_at is null and l.subscription_id > ${page.afterSubscriptionId}
    order by l.subscription_id limit ${page.limit}`.execute(db);
  return rows.map(toLease);
}

export async function latestEpochs(db: Db, subscriptionIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ subscription_id: string; epoch: number }>`
    select subscription_id, max(epoch) as epoch from wallets_leases
    where subscription_id = any(${[...subscriptionIds]}::text[]) group by subscription_id`.execute(db);
  return new Map(rows.map((row) => [row.subscription_id, row.epoch]));
}

/** Writes leases as they are now; those that are new are inserted. */
export async function saveLeases(
  tx: Db,
  leases: readonly (Lease & { readonly releasedAt?: Temporal.Instant | null })[],
): Promise<void> {
  if (leases.length === 0) return;
  const rows = leases.map((lease) => ({
    id: lease.id,
    wallet_id: lease.walletId,
    subscription_id: lease.subscriptionId,
    node_id: lease.nodeId,
    epoch: lease.epoch,
    unit_price: lease.unitPrice.toFixed(),
    granted_minor: lease.grantedMinor.toString(),
    settled_minor: lease.settledMinor.toString(),
    settled_units: lease.settledUnits.toFixed(),
    started_at: lease.startedAt.toString(),
    closed_at: lease.closedAt?.toString() ?? null,
    used_units: lease.usedUnits?.toFixed() ?? null,
    released_at: lease.releasedAt?.toString() ?? null,
  }));
  await sql`
    insert into wallets_leases (id, wallet_id, subscription_id, node_id, epoch, unit_price, granted_minor, settled_minor,
      settled_units, started_at, closed_at, used_units, released_at)
    select id, wallet_id, subscription_id, node_id, epoch, unit_price, granted_minor, settled_minor, settled_units,
      started_at, closed_at, used_units, released_at
    from jsonb_populate_recordset(null::wallets_leases, ${JSON.stringify(rows)}::jsonb)
    on conflict (id) do update set granted_minor = excluded.granted_minor, settled_minor = excluded.settled_minor,
      settled_units = excluded.settled_units, closed_at = excluded.closed_at, used_units = excluded.used_units,
      released_at = excluded.released_at`.execute(tx);
}

/** Moves what wallets hold; negative is given back. */
export async function moveHeld(tx: Db, deltas: ReadonlyMap<string, bigint>): Promise<void> {
  const moved = [...deltas].filter(([, minor]) => minor !== 0n);
  if (moved.length === 0) return;
  const rows = moved.map(([walletId, minor]) => [walletId, minor.toString()]);
  await sql`
    update wallets_wallets w set held_minor = w.held_minor + (n->>1)::bigint
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as n where w.id = n->>0`.execute(tx);
}

export interface SettledPeriod {
  readonly subscriptionId: string;
  readonly unitPrice: Decimal;
  readonly periodStartAt: Temporal.Instant;
  /** All of the period's so far. */
  readonly units: Decimal;
  readonly amountMinor: bigint;
}

/** All periods of these subscriptions, latest first. */
export async function settledPeriods(db: Db, subscriptionIds: readonly string[]): Promise<SettledPeriod[]> {
  if (subscriptionIds.length === 0) return [];
  const { rows } = await sql<{
    subscription_id: string;
    unit_price: Decimal;
    period_start_at: Temporal.Instant;
    units: Decimal;
    amount_minor: bigint;
  }>`
    select * from wallets_settlements where subscription_id = any(${[...subscriptionIds]}::text[])
    order by subscription_id, period_start_at desc`.execute(db);
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    unitPrice: row.unit_price,
    periodStartAt: row.period_start_at,
    units: row.units,
    amountMinor: row.amount_minor,
  }));
}

export async function saveSettledPeriods(tx: Db, periods: readonly SettledPeriod[]): Promise<void> {
  if (periods.length === 0) return;
  const rows = periods.map((one) => ({
    subscription_id: one.subscriptionId,
    unit_price: one.unitPrice.toFixed(),
    period_start_at: one.periodStartAt.toString(),
    units: one.units.toFixed(),
    amount_minor: one.amountMinor.toString(),
  }));
  await sql`
    insert into wallets_settlements
    select * from jsonb_populate_recordset(null::wallets_settlements, ${JSON.stringify(rows)}::jsonb)
    on conflict (subscription_id, unit_price, period_start_at) do update set units = excluded.units,
      amount_minor = excluded.amount_minor`.execute(tx);
}

/** Wallets whose held credit is not the sum of their leases. */
export async function heldDifferences(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ broken: string }>`
    select 'what ' || w.id || ' holds is not what its leases hold' as broken
    from wallets_wallets w left join (
      select wallet_id, sum(granted_minor - settled_minor) as held from wallets_leases
      where released_at is null group by wallet_id) l on l.wallet_id = w.id
    where w.held_minor <> coalesce(l.held, 0) limit ${limit}`.execute(db);
  return rows.map((row) => row.broken);
}
