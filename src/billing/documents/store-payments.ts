import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { Party } from '../invoices/index.ts';

export interface StoredPayment {
  readonly id: string;
  readonly source: string;
  readonly organizationId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly unappliedMinor: bigint;
  readonly receivedAt: Temporal.Instant;
}

export interface AllocatedInvoice {
  readonly invoiceId: string;
  readonly number: string;
  readonly providerId: string;
  readonly issuedAt: Temporal.Instant;
  readonly timeZone: string;
  readonly totalMinor: bigint;
  readonly seller: Party;
  readonly buyer: Party;
  readonly amountMinor: bigint;
}

interface PaymentRow {
  id: string;
  source: string;
  organization_id: string;
  currency: string;
  amount_minor: bigint;
  unapplied_minor: bigint;
  received_at: Temporal.Instant;
}

export async function findPayment(db: Db, id: string): Promise<StoredPayment | null> {
  const { rows } = await sql<PaymentRow>`select * from billing_payments where id = ${id}`.execute(db);
  return rows[0] ? toPayment(rows[0]) : null;
}

function toPayment(row: PaymentRow): StoredPayment {
  return {
    id: row.id,
    source: row.source,
    organizationId: row.organization_id,
    currency: row.currency,
    amountMinor: row.amount_minor,
    unappliedMinor: row.unapplied_minor,
    receivedAt: row.received_at,
  };
}

const mostInvoices = 500;

const unknownPlace = { street: null, additionalStreet: null, city: null, postalCode: null, region: null };

/** What a payment paid, in the order of the invoices; at most so many as fit on a receipt. */
export async function invoicesPaidBy(
  db: Db,
  paymentId: string,
  providerId: string | null,
): Promise<AllocatedInvoice[]> {
  const { rows } = await sql<{
    id: string;
    number: string;
    provider_id: string;
    issued_at: Temporal.Instant;
    time_zone: string;
    total_minor: bigint;
    seller: Party;
    buyer: Party;
    amount_minor: bigint;
  }>`
    select i.id, i.number, i.provider_id, i.issued_at, i.time_zone, i.total_minor, i.seller, i.buyer, a.amount_minor
    from billing_allocations a join billing_invoices i on i.id = a.invoice_id
    where a.payment_id = ${paymentId} and (${providerId}::text is null or i.provider_id = ${providerId})
    order by i.id limit ${mostInvoices}`.execute(db);
  return rows.map((row) => ({
    invoiceId: row.id,
    number: row.number,
    providerId: row.provider_id,
    issuedAt: row.issued_at,
    timeZone: row.time_zone,
    totalMinor: row.total_minor,
    seller: { ...unknownPlace, ...row.seller },
    buyer: { ...unknownPlace, ...row.buyer },
    amountMinor: row.amount_minor,
  }));
}

const mostPayments = 200;

/** What was paid of an invoice, oldest first. */
export async function paymentsOf(
  db: Db,
  invoiceId: string,
): Promise<(StoredPayment & { readonly appliedMinor: bigint })[]> {
  const { rows } = await sql<PaymentRow & { applied_minor: bigint }>`
    select p.*, a.amount_minor as applied_minor from billing_allocations a
    join billing_payments p on p.id = a.payment_id
    where a.invoice_id = ${invoiceId} order by p.received_at, p.id limit ${mostPayments}`.execute(db);
  return rows.map((row) => ({ ...toPayment(row), appliedMinor: row.applied_minor }));
}

export async function creditNoteNumbers(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; number: string }>`
    select id, number from billing_credit_notes where id = any(${[...ids]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.number]));
}
