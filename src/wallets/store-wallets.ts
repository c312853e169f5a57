import { sql } from 'kysely';
import { type Db, inScope, newId, type TimeScope } from '#kernel';
import type { CreditKind, Grant, GrantSource, Movement, Wallet, WalletRef } from './wallet.ts';

export interface WalletRow {
  id: string;
  organization_id: string;
  provider_id: string;
  currency: string;
  paid_minor: bigint;
  promotional_minor: bigint;
  held_minor: bigint;
  movement_count: bigint;
  created_at: Temporal.Instant;
}

export function toWallet(row: WalletRow): Wallet {
  return {
    id: row.id,
    organizationId: row.organization_id,
    providerId: row.provider_id,
    currency: row.currency,
    paidMinor: row.paid_minor,
    promotionalMinor: row.promotional_minor,
    heldMinor: row.held_minor,
    movementCount: row.movement_count,
    createdAt: row.created_at,
  };
}

interface GrantRow {
  id: string;
  wallet_id: string;
  kind: CreditKind;
  amount_minor: bigint;
  remaining_minor: bigint;
  priority: number;
  expires_at: Temporal.Instant | null;
  period_start_at: Temporal.Instant | null;
  period_end_at: Temporal.Instant | null;
  rollover_maximum_minor: bigint | null;
  source: GrantSource;
  source_id: string;
  reason: string;
  key: string;
  movement_count: number;
  created_at: Temporal.Instant;
}

function toGrant(row: GrantRow): Grant {
  const period =
    row.period_start_at === null ? null : { startAt: row.period_start_at, endAt: row.period_end_at! };
  return {
    id: row.id,
    walletId: row.wallet_id,
    kind: row.kind,
    amountMinor: row.amount_minor,
    remainingMinor: row.remaining_minor,
    priority: row.priority,
    expiresAt: row.expires_at,
    period,
    rolloverMaximumMinor: row.rollover_maximum_minor,
    source: row.source,
    sourceId: row.source_id,
    reason: row.reason,
    key: row.key,
    movementCount: row.movement_count,
    createdAt: row.created_at,
  };
}

const refsOf = (refs: readonly WalletRef[]) =>
  JSON.stringify(
    refs.map(({ organizationId, providerId, currency }) => ({
      organization_id: organizationId,
      provider_id: providerId,
      currency,
    })),
  );

/** Makes the wallets that do not exist yet; in the order of their natural keys, so that callers wait and do not deadlock. */
export async function openWallets(tx: Db, refs: readonly WalletRef[], at: Temporal.Instant): Promise<void> {
  const rows = refs.map(({ organizationId, providerId, currency }) => {
    return { id: newId('wal'), organization_id: organizationId, provider_id: providerId, currency };
  });
  await sql`
    insert into wallets_wallets (id, organization_id, provider_id, currency, created_at)
    select id, organization_id, provider_id, currency, ${at}
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as w(id text, organization_id text, provider_id text, currency text)
    order by organization_id, provider_id, currency
    on conflict (organization_id, provider_id, currency) do nothing`.execute(tx);
}

/** Those that exist, held until the transaction ends, in the order of their ids. */
export async function lockWallets(tx: Db, refs: readonly WalletRef[]): Promise<Wallet[]> {
  if (refs.length === 0) return [];
  const { rows } = await sql<WalletRow>`
    select w.* from wallets_wallets w
    where (w.organization_id, w.provider_id, w.currency) in (
      select organization_id, provider_id, currency from json_to_recordset(${refsOf(refs)}::json)
        as r(organization_id text, provider_id text, currency text))
    order by w.id for update of w`.execute(tx);
  return rows.map(toWallet);
}

export async function walletsOf(db: Db, refs: readonly WalletRef[]): Promise<Wallet[]> {
  if (refs.length === 0) return [];
  const { rows } = await sql<WalletRow>`
    select w.* from json_to_recordset(${refsOf(refs)}::json) as r(organization_id text, provider_id text, currency text)
    join wallets_wallets w on w.organization_id = r.organization_id and w.provider_id = r.provider_id
      and w.currency = r.currency`.execute(db);
  return rows.map(toWallet);
}

export async function hasWallet(db: Db, organizationId: string): Promise<boolean> {
  const { rows } = await sql`
    select from wallets_wallets where organization_id = ${organizationId} limit 1`.execute(db);
  return rows.length > 0;
}

export async function lockWalletsById(tx: Db, ids: readonly string[]): Promise<Wallet[]> {
  const { rows } = await sql<WalletRow>`
    select * from wallets_wallets where id = any(${[...ids]}::text[]) order by id for update`.execute(tx);
  return rows.map(toWallet);
}

export async function findWallets(db: Db, ids: readonly string[]): Promise<Wallet[]> {
  const { rows } = await sql<WalletRow>`
    select * from wallets_wallets where id = any(${[...ids]}::text[]) order by id`.execute(db);
  return rows.map(toWallet);
}

/** Grants that have something left. */
export async function openGrants(db: Db, walletIds: readonly string[]): Promise<Grant[]> {
  if (walletIds.length === 0) return [];
  const { rows } = await sql<GrantRow>`
    select * from wallets_grants where wallet_id = any(${[...walletIds]}::text[]) and remaining_minor > 0
    order by id`.execute(db);
  return rows.map(toGrant);
}

export async function grantsByIds(db: Db, ids: readonly string[]): Promise<Grant[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<GrantRow>`
    select * from wallets_grants where id = any(${[...ids]}::text[]) order by id`.execute(db);
  return rows.map(toGrant);
}

/** Credit that plans include for periods which are not billed yet. */
export async function openPeriodGrants(db: Db, subscriptionIds: readonly string[]): Promise<Grant[]> {
  if (subscriptionIds.length === 0) return [];
  const { rows } = await sql<GrantRow>`
    select * from wallets_grants where source = 'plan' and source_id = any(${[...subscriptionIds]}::text[])
      and expires_at is null order by id`.execute(db);
  return rows.map(toGrant);
}

export async function grantByKey(db: Db, key: string): Promise<Grant | null> {
  const { rows } = await sql<GrantRow>`select * from wallets_grants where key = ${key}`.execute(db);
  return rows[0] ? toGrant(rows[0]) : null;
}

/** The credit that the payment of this invoice made. */
export async function topUpGrant(db: Db, invoiceId: string): Promise<Grant | null> {
  const { rows } = await sql<GrantRow>`
    select * from wallets_grants where source = 'top_up' and source_id = ${invoiceId}`.execute(db);
  return rows[0] ? toGrant(rows[0]) : null;
}

/** Of these facts, those that have moved credit. */
export async function knownKeys(db: Db, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await sql<{ key: string }>`
    select distinct key from wallets_movements where key = any(${[...keys]}::text[])`.execute(db);
  return new Set(rows.map((row) => row.key));
}

/** Wallets with a grant that has run out. */
export async function expiringWallets(db: Db, scope: TimeScope, limit: number): Promise<string[]> {
  const { rows } = await sql<{ wallet_id: string }>`
    select g.wallet_id from wallets_grants g join wallets_wallets w on w.id = g.wallet_id
    where g.remaining_minor > 0 and g.expires_at <= ${scope.at} and ${inScope('w.organization_id', scope)}
      and w.held_minor < w.paid_minor + w.promotional_minor
    group by g.wallet_id order by min(g.expires_at), g.wallet_id limit ${limit}`.execute(db);
  return rows.map((row) => row.wallet_id);
}

export async function updateWallets(tx: Db, wallets: readonly Wallet[]): Promise<void> {
  if (wallets.length === 0) return;
  const rows = wallets.map((wallet) => [
    wallet.id,
    wallet.paidMinor.toString(),
    wallet.promotionalMinor.toString(),
    wallet.heldMinor.toString(),
    wallet.movementCount.toString(),
  ]);
  await sql`
    update wallets_wallets w set paid_minor = (n->>1)::bigint, promotional_minor = (n->>2)::bigint,
      held_minor = (n->>3)::bigint, movement_count = (n->>4)::bigint
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as n where w.id = n->>0`.execute(tx);
}

export async function insertGrants(tx: Db, grants: readonly Grant[]): Promise<void> {
  if (grants.length === 0) return;
  const rows = grants.map((grant) => ({
    id: grant.id,
    wallet_id: grant.walletId,
    kind: grant.kind,
    amount_minor: grant.amountMinor.toString(),
    remaining_minor: grant.remainingMinor.toString(),
    priority: grant.priority,
    expires_at: grant.expiresAt?.toString() ?? null,
    period_start_at: grant.period?.startAt.toString() ?? null,
    period_end_at: grant.period?.endAt.toString() ?? null,
    rollover_maximum_minor: grant.rolloverMaximumMinor?.toString() ?? null,
    source: grant.source,
    source_id: grant.sourceId,
    reason: grant.reason,
    key: grant.key,
    movement_count: grant.movementCount,
    created_at: grant.createdAt.toString(),
  }));
  await sql`
    insert into wallets_grants
    select * from jsonb_populate_recordset(null::wallets_grants, ${JSON.stringify(rows)}::jsonb)`.execute(tx);
}

export async function updateGrants(tx: Db, grants: readonly Grant[]): Promise<void> {
  if (grants.length === 0) return;
  const rows = grants.map((grant) => [
    grant.id,
    grant.remainingMinor.toString(),
    grant.movementCount,
    grant.amountMinor.toString(),
    grant.expiresAt?.toString() ?? null,
    grant.period?.endAt.toString() ?? null,
    grant.rolloverMaximumMinor?.toString() ?? null,
  ]);
  await sql`
    update wallets_grants g set remaining_minor = (n->>1)::bigint, movement_count = (n->>2)::int,
      amount_minor = (n->>3)::bigint, expires_at = (n->>4)::timestamptz, period_end_at = (n->>5)::timestamptz,
      rollover_maximum_minor = (n->>6)::bigint
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as n where g.id = n->>0`.execute(tx);
}

export async function insertMovements(tx: Db, movements: readonly Movement[]): Promise<void> {
  if (movements.length === 0) return;
  const rows = movements.map((one) => ({
    id: one.id,
    wallet_id: one.walletId,
    number: one.number.toString(),
    grant_id: one.grantId,
    kind: one.kind,
    amount_minor: one.amountMinor.toString(),
    balance_minor: one.balanceMinor.toString(),
    key: one.key,
    invoice_id: one.invoiceId,
    at: one.at.toString(),
  }));
  await sql`
    insert into wallets_movements
    select * from jsonb_populate_recordset(null::wallets_movements, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  );
}

export async function paidExpiresDays(db: Db, providerId: string): Promise<number | null> {
  const { rows } = await sql<{ paid_expires_days: number | null }>`
    select paid_expires_days from wallets_settings where provider_id = ${providerId}`.execute(db);
  return rows[0]?.paid_expires_days ?? null;
}

export async function savePaidExpiresDays(
  tx: Db,
  providerId: string,
  days: number | null,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into wallets_settings (provider_id, paid_expires_days, updated_at) values (${providerId}, ${days}, ${at})
    on conflict (provider_id) do update set paid_expires_days = excluded.paid_expires_days,
      updated_at = excluded.updated_at`.execute(tx);
}

/** The balance rose: shares of what is used are told anew from here. */
export async function raiseLevels(
  tx: Db,
  levels: readonly { walletId: string; baseMinor: bigint }[],
): Promise<void> {
  if (levels.length === 0) return;
  const rows = levels.map(({ walletId, baseMinor }) => [walletId, baseMinor.toString()]);
  await sql`
    update wallets_wallets w set level_base_minor = (n->>1)::bigint, told_percent = 0
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as n where w.id = n->>0`.execute(tx);
}
