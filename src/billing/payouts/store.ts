import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { Payout, PayoutAccount, PayoutState } from './payout.ts';

/** True when the run is new. One with a known key is held until the transaction that made it has ended. */
export async function insertRun(
  tx: Db,
  key: string,
  requestedBy: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    insert into billing_payout_runs (key, requested_by, created_at) values (${key}, ${requestedBy}, ${at})
    on conflict (key) do nothing returning key`.execute(tx);
  return rows.length > 0;
}

export async function hasRun(db: Db, key: string): Promise<boolean> {
  const { rows } = await sql`select from billing_payout_runs where key = ${key}`.execute(db);
  return rows.length > 0;
}

interface PayoutRow {
  id: string;
  run_key: string;
  provider_id: string;
  currency: string;
  amount_minor: bigint;
  state: PayoutState;
  holder_name: string;
  iban: string;
  reason: string | null;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

function toPayout(row: PayoutRow): Payout {
  return {
    id: row.id,
    runKey: row.run_key,
    providerId: row.provider_id,
    currency: row.currency,
    amountMinor: row.amount_minor,
    state: row.state,
    holderName: row.holder_name,
    iban: row.iban,
    reason: row.reason,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export async function insertPayouts(tx: Db, payouts: readonly Payout[]): Promise<void> {
  if (payouts.length === 0) return;
  const rows = payouts.map((payout) => ({
    id: payout.id,
    run_key: payout.runKey,
    provider_id: payout.providerId,
    currency: payout.currency,
    amount_minor: payout.amountMinor.toString(),
    state: payout.state,
    holder_name: payout.holderName,
    iban: payout.iban,
    created_at: payout.createdAt.toString(),
  }));
  await sql`
    insert into billing_payouts (id, run_key, provider_id, currency, amount_minor, state, holder_name, iban, created_at,
      updated_at)
    select id, run_key, provider_id, currency, amount_minor, state, holder_name, iban, created_at, created_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as p(id text, run_key text, provider_id text, currency text,
      amount_minor bigint, state text, holder_name text, iban text, created_at timestamptz)`.execute(tx);
}

export async function lockPayout(tx: Db, id: string): Promise<Payout | null> {
  const { rows } = await sql<PayoutRow>`select * from billing_payouts where id = ${id} for update`.execute(
    tx,
  );
  return rows[0] ? toPayout(rows[0]) : null;
}

export async function updatePayout(
  tx: Db,
  id: string,
  change: { state: PayoutState; reason: string | null },
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    update billing_payouts set state = ${change.state}, reason = ${change.reason}, updated_at = ${at}
    where id = ${id}`.execute(tx);
}

/** Latest first; null means any. */
export async function listPayouts(
  db: Db,
  filter: { providerId: string | null; runKey: string | null; id?: string | null },
  page: { limit: number; afterId: string | null },
): Promise<Payout[]> {
  const { rows } = await sql<PayoutRow>`
    select * from billing_payouts
    where (${filter.providerId}::text is null or provider_id = ${filter.providerId})
      and (${filter.runKey}::text is null or run_key = ${filter.runKey})
      and (${filter.id ?? null}::text is null or id = ${filter.id ?? null})
      and (${page.afterId}::text is null or id < ${page.afterId})
    order by id desc limit ${page.limit}`.execute(db);
  return rows.map(toPayout);
}

export async function payoutAccounts(
  db: Db,
  providerIds: readonly string[],
): Promise<Map<string, PayoutAccount>> {
  const { rows } = await sql<{ provider_id: string; holder_name: string; iban: string }>`
    select * from billing_payout_accounts where provider_id = any(${[...new Set(providerIds)]}::text[])`.execute(
    db,
  );
  return new Map(
    rows.map((row) => [
      row.provider_id,
      { providerId: row.provider_id, holderName: row.holder_name, iban: row.iban },
    ]),
  );
}

export async function savePayoutAccount(tx: Db, account: PayoutAccount, at: Temporal.Instant): Promise<void> {
  await sql`
    insert into billing_payout_accounts (provider_id, holder_name, iban, updated_at)
    values (${account.providerId}, ${account.holderName}, ${account.iban}, ${at})
    on conflict (provider_id) do update set holder_name = excluded.holder_name, iban = excluded.iban,
      updated_at = excluded.updated_at`.execute(tx);
}
