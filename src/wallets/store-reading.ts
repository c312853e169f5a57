/** What screens, lists and checks read. Nothing is written here. */
import { sql } from 'kysely';
import type { Db } from '#kernel';
import { grantsByIds, toWallet, type WalletRow } from './store-wallets.ts';
import type { Grant, Movement, MovementKind, Wallet } from './wallet.ts';

export interface WalletFilter {
  /** Its consumer or its provider; null: any. */
  readonly partyId: string | null;
  readonly organizationId: string | null;
  readonly providerId: string | null;
}

export async function listWallets(
  db: Db,
  filter: WalletFilter,
  page: { limit: number; afterId: string | null },
): Promise<Wallet[]> {
  const { partyId, organizationId, providerId } = filter;
  const { rows } = await sql<WalletRow>`
    select * from wallets_wallets
    where (${partyId}::text is null or organization_id = ${partyId} or provider_id = ${partyId})
      and (${organizationId}::text is null or organization_id = ${organizationId})
      and (${providerId}::text is null or provider_id = ${providerId})
      and (${page.afterId}::text is null or id > ${page.afterId})
    order by id limit ${page.limit}`.execute(db);
  return rows.map(toWallet);
}

/** Latest first. */
export async function listGrants(
  db: Db,
  walletId: string,
  page: { limit: number; beforeId: string | null },
): Promise<Grant[]> {
  const { rows } = await sql<{ id: string }>`
    select id from wallets_grants where wallet_id = ${walletId}
      and (${page.beforeId}::text is null or id < ${page.beforeId})
    order by id desc limit ${page.limit}`.execute(db);
  const found = await grantsByIds(
    db,
    rows.map((row) => row.id),
  );
  return found.reverse();
}

interface MovementRow {
  id: string;
  wallet_id: string;
  number: bigint;
  grant_id: string;
  kind: MovementKind;
  amount_minor: bigint;
  balance_minor: bigint;
  key: string;
  invoice_id: string | null;
  at: Temporal.Instant;
}

/** Latest first. */
export async function listMovements(
  db: Db,
  walletId: string,
  page: { limit: number; beforeNumber: bigint | null },
): Promise<Movement[]> {
  const { rows } = await sql<MovementRow>`
    select * from wallets_movements where wallet_id = ${walletId}
      and (${page.beforeNumber}::bigint is null or number < ${page.beforeNumber})
    order by number desc limit ${page.limit}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    walletId: row.wallet_id,
    number: row.number,
    grantId: row.grant_id,
    kind: row.kind,
    amountMinor: row.amount_minor,
    balanceMinor: row.balance_minor,
    key: row.key,
    invoiceId: row.invoice_id,
    at: row.at,
  }));
}

/** Everything within the room that does not add up, in words. */
export async function inconsistencies(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ broken: string }>`
    select 'balance of ' || w.id || ' is not the sum of its grants' as broken
    from wallets_wallets w left join (
      select wallet_id, coalesce(sum(remaining_minor) filter (where kind = 'paid'), 0) as paid,
        coalesce(sum(remaining_minor) filter (where kind = 'promotional'), 0) as promotional
      from wallets_grants group by wallet_id) g on g.wallet_id = w.id
    where w.paid_minor <> coalesce(g.paid, 0) or w.promotional_minor <> coalesce(g.promotional, 0)
    union all
    select 'grant ' || g.id || ' is not the sum of its movements'
    from wallets_grants g left join (
      select grant_id, sum(amount_minor) as moved, count(*) as movements from wallets_movements group by grant_id) m
      on m.grant_id = g.id
    where g.remaining_minor <> coalesce(m.moved, 0) or g.movement_count <> coalesce(m.movements, 0)
    union all
    select 'movements of ' || w.id || ' have a gap'
    from wallets_wallets w left join (
      select wallet_id, count(*) as movements, max(number) as last from wallets_movements group by wallet_id) m
      on m.wallet_id = w.id
    where w.movement_count <> coalesce(m.movements, 0) or w.movement_count <> coalesce(m.last, 0)
    union all
    select 'movement ' || m.number || ' of ' || m.wallet_id || ' does not follow from the one before it'
    from (select wallet_id, number, balance_minor, balance_minor - amount_minor as before,
        lag(balance_minor, 1, 0::bigint) over (partition by wallet_id order by number) as previous
      from wallets_movements) m
    where m.before <> m.previous
    limit ${limit}`.execute(db);
  return rows.map((row) => row.broken);
}
