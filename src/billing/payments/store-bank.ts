import { sql } from 'kysely';
import type { BankTransaction } from '#connectors/payments';
import type { Db } from '#kernel';

/** The last three are a person's: for an invoice, as a consumer's credit, or not ours. */
export const BANK_OUTCOMES = [
  'matched',
  'partial',
  'overpaid',
  'queued',
  'assigned',
  'credited',
  'ignored',
] as const;
export type BankOutcome = (typeof BANK_OUTCOMES)[number];

export interface RecordedTransaction extends BankTransaction {
  readonly outcome: BankOutcome;
  readonly reason: string | null;
  readonly invoiceId: string | null;
  readonly paymentId: string | null;
}

interface BankRow {
  external_id: string;
  reference: string;
  amount_minor: bigint;
  currency: string;
  booked_at: Temporal.Instant;
  outcome: BankOutcome;
  reason: string | null;
  invoice_id: string | null;
  payment_id: string | null;
}

function toTransaction(row: BankRow): RecordedTransaction {
  return {
    externalId: row.external_id,
    reference: row.reference,
    amountMinor: row.amount_minor,
    currency: row.currency,
    bookedAt: row.booked_at,
    outcome: row.outcome,
    reason: row.reason,
    invoiceId: row.invoice_id,
    paymentId: row.payment_id,
  };
}

/** Statements are read by one call at a time, so that the same one read twice at once is recorded once. */
export async function lockStatements(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('billing bank statements', 0))`.execute(tx);
}

export async function recordedTransactions(
  db: Db,
  externalIds: readonly string[],
): Promise<Map<string, RecordedTransaction>> {
  const { rows } = await sql<BankRow>`
    select * from billing_bank_transactions where external_id = any(${[...externalIds]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.external_id, toTransaction(row)]));
}

export async function insertTransaction(
  tx: Db,
  one: RecordedTransaction,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into billing_bank_transactions (external_id, reference, amount_minor, currency, booked_at, outcome, reason,
      invoice_id, payment_id, recorded_at)
    values (${one.externalId}, ${one.reference}, ${one.amountMinor}, ${one.currency}, ${one.bookedAt}, ${one.outcome},
      ${one.reason}, ${one.invoiceId}, ${one.paymentId}, ${at})`.execute(tx);
}

/** Held until the transaction ends: a transfer is decided on once. */
export async function lockTransaction(tx: Db, externalId: string): Promise<RecordedTransaction | null> {
  const { rows } = await sql<BankRow>`
    select * from billing_bank_transactions where external_id = ${externalId} for update`.execute(tx);
  return rows[0] ? toTransaction(rows[0]) : null;
}

export async function decideTransaction(
  tx: Db,
  one: RecordedTransaction,
  decided: { by: string; at: Temporal.Instant },
): Promise<void> {
  await sql`
    update billing_bank_transactions set outcome = ${one.outcome}, reason = ${one.reason},
      invoice_id = ${one.invoiceId}, payment_id = ${one.paymentId}, decided_by = ${decided.by},
      decided_at = ${decided.at} where external_id = ${one.externalId}`.execute(tx);
}

/** What a person has to look at, oldest first. */
export async function queuedTransactions(
  db: Db,
  page: { limit: number; after: { bookedAt: string; externalId: string } | null },
): Promise<RecordedTransaction[]> {
  const { rows } = await sql<BankRow>`
    select * from billing_bank_transactions where outcome = 'queued'
      and (${page.after?.externalId ?? null}::text is null
        or (booked_at, external_id) > (${page.after?.bookedAt ?? null}::timestamptz, ${page.after?.externalId ?? null}))
    order by booked_at, external_id limit ${page.limit}`.execute(db);
  return rows.map(toTransaction);
}
