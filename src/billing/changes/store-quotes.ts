import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { KeptChange } from './change-request.ts';
import type { Preview } from './quote.ts';

/** What was quoted, and what became of it. */
export interface Quote {
  readonly id: string;
  readonly subscriptionId: string;
  /** The organization that asked. */
  readonly requestedBy: string;
  readonly change: KeptChange;
  readonly reason: string | null;
  /** When the change takes effect at the earliest, to which shares are counted: the moment of the quote. */
  readonly at: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  /** Of the subscription, as it was. */
  readonly revision: number;
  readonly dueMinor: bigint;
  readonly creditMinor: bigint;
  readonly currency: string;
  readonly shown: Preview;
  readonly acceptedAt: Temporal.Instant | null;
  readonly invoiceId: string | null;
}

interface QuoteRow {
  id: string;
  subscription_id: string;
  requested_by: string;
  change: KeptChange;
  reason: string | null;
  at: Temporal.Instant;
  expires_at: Temporal.Instant;
  revision: number;
  due_minor: bigint;
  credit_minor: bigint;
  currency: string;
  shown: Preview;
  accepted_at: Temporal.Instant | null;
  invoice_id: string | null;
}

export async function insertQuote(tx: Db, quote: Quote): Promise<void> {
  await sql`
    insert into billing_quotes (id, subscription_id, requested_by, change, reason, at, expires_at, revision, due_minor,
      credit_minor, currency, shown, accepted_at, invoice_id, created_at)
    values (${quote.id}, ${quote.subscriptionId}, ${quote.requestedBy}, ${jsonb(quote.change)}, ${quote.reason},
      ${quote.at}, ${quote.expiresAt}, ${quote.revision}, ${quote.dueMinor}, ${quote.creditMinor}, ${quote.currency},
      ${jsonb(quote.shown)}, ${quote.acceptedAt}, ${quote.invoiceId}, ${quote.at})`.execute(tx);
}

/** Holds it: of those who accept it at once one does, the others are told what came of it. */
export async function lockQuote(tx: Db, id: string): Promise<Quote | null> {
  const { rows } = await sql<QuoteRow>`select * from billing_quotes where id = ${id} for update`.execute(tx);
  return rows[0] ? fromRow(rows[0]) : null;
}

export async function markAccepted(
  tx: Db,
  id: string,
  acceptedAt: Temporal.Instant,
  invoiceId: string | null,
): Promise<void> {
  await sql`
    update billing_quotes set accepted_at = ${acceptedAt}, invoice_id = ${invoiceId} where id = ${id}`.execute(
    tx,
  );
}

/** Those that nobody accepted in time; what was agreed is kept. */
export async function forgetQuotes(db: Db, before: Temporal.Instant): Promise<void> {
  await sql`delete from billing_quotes where accepted_at is null and expires_at < ${before}`.execute(db);
}

function fromRow(row: QuoteRow): Quote {
  return {
    id: row.id,
    subscriptionId: row.subscription_id,
    requestedBy: row.requested_by,
    change: row.change,
    reason: row.reason,
    at: row.at,
    expiresAt: row.expires_at,
    revision: row.revision,
    dueMinor: row.due_minor,
    creditMinor: row.credit_minor,
    currency: row.currency,
    shown: row.shown,
    acceptedAt: row.accepted_at,
    invoiceId: row.invoice_id,
  };
}

/** Ends that left a credit which nobody was told of yet. */
export async function creditsToTell(
  db: Db,
  page: { readonly afterId: string; readonly limit: number },
): Promise<{ id: string; subscriptionId: string }[]> {
  const { rows } = await sql<{ id: string; subscription_id: string }>`
    select id, subscription_id from billing_quotes
    where accepted_at is not null and credit_told_at is null and credit_minor > 0 and change ->> 'kind' = 'cancel'
      and id > ${page.afterId}
    order by id limit ${page.limit}`.execute(db);
  return rows.map((row) => ({ id: row.id, subscriptionId: row.subscription_id }));
}

/** Those of these that are told of now; the others have been. */
export async function markCreditsTold(
  tx: Db,
  ids: readonly string[],
  at: Temporal.Instant,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    update billing_quotes set credit_told_at = ${at}
    where id = any(${[...ids]}::text[]) and credit_told_at is null returning id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

/** Those of these subscriptions whose charges stand on a draft: what is given back of it is not known before it is issued. */
export async function withDrafts(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ subscription_id: string }>`
    select distinct c.subscription_id from billing_charges c
    join billing_invoices i on i.id = c.invoice_id and i.state = 'draft'
    where c.subscription_id = any(${[...ids]}::text[])`.execute(db);
  return new Set(rows.map((row) => row.subscription_id));
}
