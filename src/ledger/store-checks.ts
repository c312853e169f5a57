// What a check of the books reads: it trusts neither the triggers nor the running balances.
import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { AccountCode } from './chart.ts';

/** Ids of entries from after one, in order; none that is younger than `before`, as others may still be committing. */
export async function entryIdsAfter(
  db: Db,
  page: { afterId: string; limit: number; before: Temporal.Instant },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ledger_entries where id > ${page.afterId} and posted_at < ${page.before}
    order by id limit ${page.limit}`.execute(db);
  return rows.map((row) => row.id);
}

export interface BrokenBooks {
  readonly id: string;
  readonly detail: string;
}

/** Of these entries, those that do not balance in each currency or are not there as a whole. */
export async function brokenEntries(db: Db, ids: readonly string[]): Promise<BrokenBooks[]> {
  const { rows } = await sql<{ id: string; detail: string }>`
    select e.id, 'off by ' || p.off || ' minor units of ' || coalesce(p.currency, 'no account') as detail
    from ledger_entries e join lateral (
      select a.currency, sum(p.amount) as off from ledger_postings p left join ledger_accounts a on a.id = p.account_id
      where p.entry_id = e.id group by a.currency having sum(p.amount) <> 0 or a.currency is null limit 1
    ) p on true where e.id = any(${[...ids]}::text[])
    union all
    select e.id, 'has ' || (select count(*) from ledger_postings p where p.entry_id = e.id) || ' of '
      || e.posting_count || ' postings'
    from ledger_entries e where e.id = any(${[...ids]}::text[])
      and e.posting_count <> (select count(*) from ledger_postings p where p.entry_id = e.id)`.execute(db);
  return rows;
}

export async function accountIdsAfter(db: Db, page: { afterId: string; limit: number }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ledger_accounts where id > ${page.afterId} order by id limit ${page.limit}`.execute(db);
  return rows.map((row) => row.id);
}

/** Of these accounts, those whose running balance is not the sum of their postings. */
export async function driftedAccounts(db: Db, ids: readonly string[]): Promise<BrokenBooks[]> {
  const { rows } = await sql<{ id: string; detail: string }>`
    select a.id, a.code || ' ' || a.currency || ': the balance is ' || coalesce(b.balance::text, 'missing')
      || ', its postings come to ' || coalesce(p.posted, 0) || ' minor units' as detail
    from ledger_accounts a left join ledger_balances b on b.account_id = a.id
    left join lateral (select sum(amount) as posted from ledger_postings where account_id = a.id) p on true
    where a.id = any(${[...ids]}::text[]) and b.balance is distinct from coalesce(p.posted, 0)`.execute(db);
  return rows;
}

/** Who the accounts of a code are told apart by: the counterparty, where they have one; by currency. */
const party = sql`case when a.counterparty_id = '' then a.owner_id else a.counterparty_id end`;

/** `org_… USD`, in order. */
export async function partiesAfter(
  db: Db,
  code: AccountCode,
  page: { after: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select distinct ${party} || ' ' || a.currency as subject from ledger_accounts a
    where a.code = ${code} and ${party} || ' ' || a.currency > ${page.after} order by subject limit ${page.limit}`.execute(
    db,
  );
  return rows.map((row) => row.subject);
}

export interface PartySum {
  readonly party: string;
  readonly currency: string;
  /** Debit positive. */
  readonly amountMinor: bigint;
}

/** What the accounts of a code come to, by party and currency; null: of all parties. */
export async function sumsByParty(
  db: Db,
  code: AccountCode,
  parties: readonly string[] | null,
): Promise<PartySum[]> {
  const { rows } = await sql<{ party: string; currency: string; amount: bigint }>`
    select ${party} as party, a.currency, sum(b.balance)::bigint as amount
    from ledger_accounts a join ledger_balances b on b.account_id = a.id
    where a.code = ${code} and (${parties === null}::boolean or ${party} = any(${[...(parties ?? [])]}::text[]))
    group by 1, 2`.execute(db);
  return rows.map((row) => ({ party: row.party, currency: row.currency, amountMinor: row.amount }));
}
