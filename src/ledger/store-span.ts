import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { AccountRef } from './chart.ts';

/** A posting of an account, as a statement of it lists them. */
export interface SpanRow {
  readonly entryId: string;
  readonly kind: string;
  readonly source: { readonly type: string; readonly id: string };
  readonly effectiveAt: Temporal.Instant;
  readonly amountMinor: bigint;
}

export interface AccountSpan {
  /** Of all that took effect before. */
  readonly openingMinor: bigint;
  /** In the order in which they took effect; at most `limit`. */
  readonly rows: readonly SpanRow[];
}

/** What happened on an account in a time, and what stood on it before; null when there is no such account. */
export async function accountSpan(
  db: Db,
  { code, owner, counterparty, currency }: AccountRef,
  span: { readonly fromAt: Temporal.Instant; readonly toAt: Temporal.Instant; readonly limit: number },
): Promise<AccountSpan | null> {
  const found = await sql<{ id: string; opening: bigint }>`
    select a.id, (select coalesce(sum(p.amount), 0)::bigint from ledger_postings p
        join ledger_entries e on e.id = p.entry_id
        where p.account_id = a.id and e.effective_at < ${span.fromAt}) as opening
    from ledger_accounts a where a.code = ${code} and a.owner_id = ${owner}
      and a.counterparty_id = ${counterparty ?? ''} and a.currency = ${currency}`.execute(db);
  const [account] = found.rows;
  if (!account) return null;
  const { rows } = await sql<{
    entry_id: string;
    kind: string;
    source_type: string;
    source_id: string;
    effective_at: Temporal.Instant;
    amount: bigint;
  }>`
    select p.entry_id, e.kind, e.source_type, e.source_id, e.effective_at, p.amount
    from ledger_postings p join ledger_entries e on e.id = p.entry_id
    where p.account_id = ${account.id} and e.effective_at >= ${span.fromAt} and e.effective_at < ${span.toAt}
    order by e.effective_at, p.entry_id, p.position limit ${span.limit}`.execute(db);
  return {
    openingMinor: account.opening,
    rows: rows.map((row) => ({
      entryId: row.entry_id,
      kind: row.kind,
      source: { type: row.source_type, id: row.source_id },
      effectiveAt: row.effective_at,
      amountMinor: row.amount,
    })),
  };
}

/** A posting with its entry and account, as a journal lists them. */
export interface JournalRow extends SpanRow {
  readonly position: number;
  readonly account: AccountRef;
  readonly accountTitle: string;
}

/**
 * Whole entries of a time in the order in which they were posted, a page of at most `limit` entries: their postings are
 * never torn apart.
 */
export async function journalPage(
  db: Db,
  span: { readonly fromAt: Temporal.Instant; readonly toAt: Temporal.Instant },
  page: { readonly limit: number; readonly afterId: string | null },
): Promise<JournalRow[]> {
  const { rows } = await sql<{
    entry_id: string;
    position: number;
    kind: string;
    source_type: string;
    source_id: string;
    effective_at: Temporal.Instant;
    amount: bigint;
    code: AccountRef['code'];
    owner_id: string;
    counterparty_id: string;
    currency: string;
    title: string;
  }>`
    with entries as (
      select id, kind, source_type, source_id, effective_at from ledger_entries
      where effective_at >= ${span.fromAt} and effective_at < ${span.toAt}
        and (${page.afterId}::text is null or id > ${page.afterId}) order by id limit ${page.limit})
    select e.id as entry_id, p.position, e.kind, e.source_type, e.source_id, e.effective_at, p.amount, a.code,
      a.owner_id, a.counterparty_id, a.currency, c.title
    from entries e join ledger_postings p on p.entry_id = e.id join ledger_accounts a on a.id = p.account_id
      join ledger_chart c on c.code = a.code
    order by e.id, p.position`.execute(db);
  return rows.map((row) => ({
    entryId: row.entry_id,
    position: row.position,
    kind: row.kind,
    source: { type: row.source_type, id: row.source_id },
    effectiveAt: row.effective_at,
    amountMinor: row.amount,
    account: {
      code: row.code,
      owner: row.owner_id,
      counterparty: row.counterparty_id === '' ? null : row.counterparty_id,
      currency: row.currency,
    },
    accountTitle: row.title,
  }));
}
