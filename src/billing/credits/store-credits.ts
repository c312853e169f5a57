import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { Credit, CreditUse } from './credit.ts';

interface CreditRow {
  id: string;
  organization_id: string;
  provider_id: string | null;
  currency: string;
  origin: Credit['origin'];
  origin_id: string;
  amount_minor: bigint;
  remaining_minor: bigint;
  created_at: Temporal.Instant;
}

function toCredit(row: CreditRow): Credit {
  return {
    id: row.id,
    organizationId: row.organization_id,
    providerId: row.provider_id,
    currency: row.currency,
    origin: row.origin,
    originId: row.origin_id,
    amountMinor: row.amount_minor,
    remainingMinor: row.remaining_minor,
    createdAt: row.created_at,
  };
}

export async function insertCredits(tx: Db, credits: readonly Credit[]): Promise<void> {
  if (credits.length === 0) return;
  const rows = credits.map((credit) => ({
    id: credit.id,
    organization_id: credit.organizationId,
    provider_id: credit.providerId,
    currency: credit.currency,
    origin: credit.origin,
    origin_id: credit.originId,
    amount_minor: credit.amountMinor.toString(),
    remaining_minor: credit.remainingMinor.toString(),
    created_at: credit.createdAt.toString(),
  }));
  await sql`
    insert into billing_credits
    select * from jsonb_populate_recordset(null::billing_credits, ${jsonb(rows)})`.execute(tx);
}

export async function findCredit(db: Db, id: string): Promise<Credit | null> {
  const { rows } = await sql<CreditRow>`select * from billing_credits where id = ${id}`.execute(db);
  return rows[0] ? toCredit(rows[0]) : null;
}

export async function lockCredit(tx: Db, id: string): Promise<Credit | null> {
  const { rows } = await sql<CreditRow>`select * from billing_credits where id = ${id} for update`.execute(
    tx,
  );
  return rows[0] ? toCredit(rows[0]) : null;
}

/**
 * What these consumers may use, oldest first, held until the transaction ends. Those whose credit waits to be asked for are
 * left out unless `asked`.
 */
export async function lockOpenCredits(tx: Db, organizationIds: readonly string[]): Promise<Credit[]> {
  const { rows } = await sql<CreditRow>`
    select * from billing_credits
    where organization_id = any(${[...new Set(organizationIds)]}::text[]) and remaining_minor > 0
    order by id for update`.execute(tx);
  return rows.map(toCredit);
}

/** Takes from credits (positive) or puts back on them (negative). */
export async function takeFromCredits(tx: Db, taken: ReadonlyMap<string, bigint>): Promise<void> {
  if (taken.size === 0) return;
  const amounts = [...taken.values()].map(String);
  await sql`
    update billing_credits c set remaining_minor = c.remaining_minor - t.amount
    from unnest(${[...taken.keys()]}::text[], ${amounts}::bigint[]) as t(id, amount) where c.id = t.id`.execute(
    tx,
  );
}

/** Answers the sequence of each, in their order: with credit and invoice its natural key. */
export async function insertUses(
  tx: Db,
  uses: readonly CreditUse[],
  at: Temporal.Instant,
): Promise<number[]> {
  if (uses.length === 0) return [];
  const rows = uses.map((use) => ({
    credit_id: use.creditId,
    invoice_id: use.invoiceId,
    amount_minor: use.amountMinor.toString(),
  }));
  const inserted = await sql<{ credit_id: string; invoice_id: string; sequence: number }>`
    insert into billing_credit_uses (credit_id, invoice_id, sequence, amount_minor, at)
    select u.credit_id, u.invoice_id, 1 + (select count(*) from billing_credit_uses o
      where o.credit_id = u.credit_id and o.invoice_id = u.invoice_id), u.amount_minor, ${at}
    from jsonb_to_recordset(${jsonb(rows)}) as u(credit_id text, invoice_id text, amount_minor bigint)
    returning credit_id, invoice_id, sequence`.execute(tx);
  const found = new Map(inserted.rows.map((row) => [`${row.credit_id} ${row.invoice_id}`, row.sequence]));
  return uses.map((use) => found.get(`${use.creditId} ${use.invoiceId}`)!);
}

/** Latest first; null means any. */
export async function listCredits(
  db: Db,
  filter: { organizationId: string | null; open: boolean },
  page: { limit: number; afterId: string | null },
): Promise<Credit[]> {
  const { rows } = await sql<CreditRow>`
    select * from billing_credits
    where (${filter.organizationId}::text is null or organization_id = ${filter.organizationId})
      and (not ${filter.open}::boolean or remaining_minor > 0)
      and (${page.afterId}::text is null or id < ${page.afterId})
    order by id desc limit ${page.limit}`.execute(db);
  return rows.map(toCredit);
}

/** Whether there is nothing to use, which is so at nearly every issue: asked without holding anything. */
export async function haveCredit(db: Db, organizationIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ organization_id: string }>`
    select distinct organization_id from billing_credits
    where organization_id = any(${[...new Set(organizationIds)]}::text[]) and remaining_minor > 0`.execute(
    db,
  );
  return new Set(rows.map((row) => row.organization_id));
}
