import { sql } from 'kysely';
import { type Db, newId } from '#kernel';
import { type AccountCode, type AccountRef, accountKey, chart } from './chart.ts';
import type { EntryDraft } from './entry.ts';

/** Inserts the entries whose key is new; answers their ids. */
export async function insertEntries(
  tx: Db,
  rows: readonly { id: string; entry: EntryDraft; hash: Buffer }[],
  postedAt: Temporal.Instant,
): Promise<string[]> {
  const values = rows.map(({ id, entry, hash }) => ({
    id,
    key: entry.key,
    payload_hash: `\\x${hash.toString('hex')}`,
    kind: entry.kind,
    source_type: entry.source.type,
    source_id: entry.source.id,
    posting_count: entry.postings.length,
    effective_at: entry.effectiveAt.toString(),
  }));
  const inserted = await sql<{ id: string }>`
    insert into ledger_entries
      (id, key, payload_hash, kind, source_type, source_id, posting_count, effective_at, posted_at)
    select e.id, e.key, e.payload_hash, e.kind, e.source_type, e.source_id, e.posting_count, e.effective_at,
      ${postedAt}
    from json_to_recordset(${JSON.stringify(values)}::json) as e(id text, key text, payload_hash bytea, kind text,
      source_type text, source_id text, posting_count smallint, effective_at timestamptz)
    order by e.key
    on conflict (key) do nothing
    returning id`.execute(tx);
  return inserted.rows.map((row) => row.id);
}

export async function payloadHashes(db: Db, keys: readonly string[]): Promise<Map<string, Buffer>> {
  const { rows } = await sql<{ key: string; payload_hash: Buffer }>`
    select key, payload_hash from ledger_entries where key = any(${[...keys]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.key, row.payload_hash]));
}

/** The ids of the accounts by their key; those that do not exist yet are opened with a balance of zero. */
export async function openAccounts(
  tx: Db,
  accounts: ReadonlyMap<string, AccountRef>,
): Promise<Map<string, string>> {
  const found = await findAccounts(tx, [...accounts.values()]);
  const missing = [...accounts].filter(([key]) => !found.has(key)).map(([, account]) => account);
  if (missing.length === 0) return found;
  const values = missing.map((account) => ({
    ...accountRow(account),
    id: newId('acc'),
    credit_only: chart[account.code].creditOnly,
  }));
  // Ordered by the natural key, so that two transactions that open the same accounts wait and do not
  // deadlock.
  await sql`
    with wanted as (
      select * from json_to_recordset(${JSON.stringify(values)}::json)
        as a(id text, code text, owner_id text, counterparty_id text, currency text, credit_only boolean)
    ), opened as (
      insert into ledger_accounts (id, code, owner_id, counterparty_id, currency)
      select id, code, owner_id, counterparty_id, currency from wanted
      order by code, owner_id, counterparty_id, currency
      on conflict (code, owner_id, counterparty_id, currency) do nothing
      returning id
    )
    insert into ledger_balances (account_id, credit_only, balance)
    select w.id, w.credit_only, 0 from wanted w join opened o on o.id = w.id`.execute(tx);
  for (const [key, id] of await findAccounts(tx, missing)) found.set(key, id);
  return found;
}

function accountRow(account: AccountRef) {
  return {
    code: account.code,
    owner_id: account.owner,
    counterparty_id: account.counterparty ?? '',
    currency: account.currency,
  };
}

async function findAccounts(db: Db, accounts: readonly AccountRef[]): Promise<Map<string, string>> {
  const { rows } = await sql<AccountRow>`
    select a.* from json_to_recordset(${JSON.stringify(accounts.map(accountRow))}::json)
      as w(code text, owner_id text, counterparty_id text, currency text)
    join ledger_accounts a on a.code = w.code and a.owner_id = w.owner_id
      and a.counterparty_id = w.counterparty_id and a.currency = w.currency`.execute(db);
  return new Map(rows.map((row) => [accountKey(toAccount(row)), row.id]));
}

interface AccountRow {
  id: string;
  code: AccountCode;
  owner_id: string;
  counterparty_id: string;
  currency: string;
}

function toAccount(row: AccountRow): AccountRef {
  return {
    code: row.code,
    owner: row.owner_id,
    counterparty: row.counterparty_id === '' ? null : row.counterparty_id,
    currency: row.currency,
  };
}

export interface PostingRow {
  readonly entryId: string;
  readonly position: number;
  readonly accountId: string;
  readonly amountMinor: bigint;
}

export async function insertPostings(tx: Db, rows: readonly PostingRow[]): Promise<void> {
  const values = rows.map((row) => [row.entryId, row.position, row.accountId, row.amountMinor.toString()]);
  await sql`
    insert into ledger_postings (entry_id, position, account_id, amount)
    select p->>0, (p->>1)::smallint, p->>2, (p->>3)::bigint
    from jsonb_array_elements(${JSON.stringify(values)}::jsonb) as p`.execute(tx);
}

/** Adds to balances, locking them in the order of their ids first. */
export async function moveBalances(tx: Db, deltas: ReadonlyMap<string, bigint>): Promise<void> {
  const ids = [...deltas.keys()];
  const amounts = [...deltas.values()].map(String);
  await sql`
    select account_id from ledger_balances where account_id = any(${ids}::text[])
    order by account_id for update`.execute(tx);
  await sql`
    update ledger_balances b set balance = b.balance + d.amount
    from unnest(${ids}::text[], ${amounts}::bigint[]) as d(account_id, amount)
    where b.account_id = d.account_id`.execute(tx);
}

/** Which accounts; null means any. */
export interface AccountFilter {
  readonly id?: string | null;
  readonly code?: AccountCode | null;
  readonly owner?: string | null;
  readonly counterparty?: string | null;
  readonly currency?: string | null;
}

export interface AccountBalance {
  readonly id: string;
  readonly account: AccountRef;
  /** Debit positive. */
  readonly balanceMinor: bigint;
}

function accountsWhere(filter: AccountFilter) {
  return sql`(${filter.id ?? null}::text is null or a.id = ${filter.id ?? null})
    and (${filter.code ?? null}::text is null or a.code = ${filter.code ?? null})
    and (${filter.owner ?? null}::text is null or a.owner_id = ${filter.owner ?? null})
    and (${filter.counterparty ?? null}::text is null or a.counterparty_id = ${filter.counterparty ?? null})
    and (${filter.currency ?? null}::text is null or a.currency = ${filter.currency ?? null})`;
}

function toBalance(row: AccountRow & { balance: bigint }): AccountBalance {
  return { id: row.id, account: toAccount(row), balanceMinor: row.balance };
}

export async function accountBalances(
  db: Db,
  filter: AccountFilter,
  page: { limit: number; afterId: string | null },
): Promise<AccountBalance[]> {
  const { rows } = await sql<AccountRow & { balance: bigint }>`
    select a.*, b.balance from ledger_accounts a join ledger_balances b on b.account_id = a.id
    where ${accountsWhere(filter)} and (${page.afterId}::text is null or a.id > ${page.afterId})
    order by a.id limit ${page.limit}`.execute(db);
  return rows.map(toBalance);
}

/** The balances, held until the end of the transaction: nobody else posts to these accounts meanwhile. */
export async function lockBalances(tx: Db, filter: AccountFilter): Promise<AccountBalance[]> {
  const { rows } = await sql<AccountRow & { balance: bigint }>`
    select a.*, b.balance from ledger_accounts a join ledger_balances b on b.account_id = a.id
    where ${accountsWhere(filter)} order by b.account_id for update of b`.execute(tx);
  return rows.map(toBalance);
}

export interface TrialBalanceRow {
  readonly currency: string;
  readonly code: AccountCode;
  /** What the postings of all accounts of this code sum to. */
  readonly postedMinor: bigint;
  /** What their running balances sum to: differs from `postedMinor` only if somebody tampered. */
  readonly balanceMinor: bigint;
}

export async function trialBalance(db: Db): Promise<TrialBalanceRow[]> {
  const { rows } = await sql<{ currency: string; code: AccountCode; posted: bigint; balance: bigint }>`
    select a.currency, a.code, sum(coalesce(p.posted, 0))::bigint as posted, sum(b.balance)::bigint as balance
    from ledger_accounts a join ledger_balances b on b.account_id = a.id
    left join (select account_id, sum(amount) as posted from ledger_postings group by account_id) p
      on p.account_id = a.id
    group by a.currency, a.code order by a.currency, a.code`.execute(db);
  return rows.map((row) => ({
    currency: row.currency,
    code: row.code,
    postedMinor: row.posted,
    balanceMinor: row.balance,
  }));
}

export interface StatementRow {
  readonly entryId: string;
  readonly position: number;
  readonly accountId: string;
  readonly account: AccountRef;
  readonly amountMinor: bigint;
  readonly key: string;
  readonly kind: string;
  readonly source: { readonly type: string; readonly id: string };
  readonly effectiveAt: Temporal.Instant;
  readonly postedAt: Temporal.Instant;
}

/** Postings, newest entry first. */
export async function listPostings(
  db: Db,
  filter: AccountFilter & { sourceId?: string | null },
  page: { limit: number; after: { entryId: string; position: number } | null },
): Promise<StatementRow[]> {
  const { rows } = await sql<StatementDbRow>`
    select p.entry_id, p.position, p.amount, a.*, e.key, e.kind, e.source_type, e.source_id, e.effective_at, e.posted_at
    from ledger_postings p join ledger_accounts a on a.id = p.account_id join ledger_entries e on e.id = p.entry_id
    where ${accountsWhere(filter)}
      and (${filter.sourceId ?? null}::text is null or e.source_id = ${filter.sourceId ?? null})
      and (${page.after?.entryId ?? null}::text is null
        or (p.entry_id, -p.position) < (${page.after?.entryId ?? null}, -${page.after?.position ?? 0}::int))
    order by p.entry_id desc, p.position limit ${page.limit}`.execute(db);
  return rows.map((row) => ({
    entryId: row.entry_id,
    position: row.position,
    accountId: row.id,
    account: toAccount(row),
    amountMinor: row.amount,
    key: row.key,
    kind: row.kind,
    source: { type: row.source_type, id: row.source_id },
    effectiveAt: row.effective_at,
    postedAt: row.posted_at,
  }));
}

interface StatementDbRow extends AccountRow {
  entry_id: string;
  position: number;
  amount: bigint;
  key: string;
  kind: string;
  source_type: string;
  source_id: string;
  effective_at: Temporal.Instant;
  posted_at: Temporal.Instant;
}
