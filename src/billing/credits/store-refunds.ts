import { sql } from 'kysely';
import { type Db, inScope, jsonb, type TimeScope } from '#kernel';
import type { Refund, RefundState } from './refund.ts';

interface RefundRow {
  id: string;
  credit_id: string;
  credit_note_id: string | null;
  payment_id: string;
  organization_id: string;
  provider_id: string | null;
  source: string;
  amount_minor: bigint;
  currency: string;
  state: RefundState;
  processor_reference: string | null;
  failure_code: string | null;
  check_count: number;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

function toRefund(row: RefundRow): Refund {
  return {
    id: row.id,
    creditId: row.credit_id,
    creditNoteId: row.credit_note_id,
    paymentId: row.payment_id,
    organizationId: row.organization_id,
    providerId: row.provider_id,
    source: row.source,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state,
    processorReference: row.processor_reference,
    failureCode: row.failure_code,
    checkCount: row.check_count,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** A payment that money can go back to. */
export interface RefundablePayment {
  readonly id: string;
  readonly source: string;
  readonly externalId: string;
  /** Less what went back, or is on its way. */
  readonly leftMinor: bigint;
}

/**
 * The payments behind a credit, oldest first, held until the transaction ends so that no other refund takes the same money: the
 * one that it was left over from, or those that paid the credited invoice, directly or as credit.
 */
export async function lockPaymentsBehind(
  tx: Db,
  credit: { origin: 'payment' | 'credit_note'; originId: string },
): Promise<RefundablePayment[]> {
  const ids =
    credit.origin === 'payment'
      ? sql`select ${credit.originId}::text as id`
      : sql`select a.payment_id as id from billing_credit_notes n
          join billing_allocations a on a.invoice_id = n.invoice_id where n.id = ${credit.originId}
        union select c.origin_id from billing_credit_notes n join billing_credit_uses u on u.invoice_id = n.invoice_id
          join billing_credits c on c.id = u.credit_id and c.origin = 'payment' where n.id = ${credit.originId}`;
  const held = await sql<{ id: string }>`
    select id from billing_payments where id in (${ids}) order by id for update`.execute(tx);
  // Read once they are held: what others took meanwhile counts.
  const { rows } = await sql<{ id: string; source: string; external_id: string; left_minor: bigint }>`
    select p.id, p.source, p.external_id, p.amount_minor - coalesce((select sum(r.amount_minor) from billing_refunds r
      where r.payment_id = p.id and r.state <> 'failed'), 0)::bigint as left_minor
    from billing_payments p where p.id = any(${held.rows.map((row) => row.id)}::text[]) order by p.id`.execute(
    tx,
  );
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    externalId: row.external_id,
    leftMinor: row.left_minor,
  }));
}

/** Refunds by a processor are due at once; those by bank wait for a person. */
export async function insertRefunds(tx: Db, refunds: readonly Refund[]): Promise<void> {
  if (refunds.length === 0) return;
  const rows = refunds.map((refund) => ({
    id: refund.id,
    credit_id: refund.creditId,
    credit_note_id: refund.creditNoteId,
    payment_id: refund.paymentId,
    organization_id: refund.organizationId,
    provider_id: refund.providerId,
    source: refund.source,
    amount_minor: refund.amountMinor.toString(),
    currency: refund.currency,
    state: refund.state,
    check_at: refund.source === 'bank' ? null : refund.createdAt.toString(),
    check_count: 0,
    created_at: refund.createdAt.toString(),
    updated_at: refund.updatedAt.toString(),
  }));
  await sql`
    insert into billing_refunds
    select * from jsonb_populate_recordset(null::billing_refunds, ${jsonb(rows)})`.execute(tx);
}

/** The refund whose time to be looked at has come first, with the processor's name for its charge; others may work on others. */
export async function claimDueRefund(
  tx: Db,
  scope: TimeScope,
): Promise<{ refund: Refund; chargeReference: string } | null> {
  const { rows } = await sql<RefundRow & { external_id: string }>`
    select r.*, p.external_id from billing_refunds r join billing_payments p on p.id = r.payment_id
    where r.check_at <= ${scope.at} and ${inScope('r.organization_id', scope)} order by r.check_at limit 1 for update of r skip locked`.execute(
    tx,
  );
  const [row] = rows;
  return row ? { refund: toRefund(row), chargeReference: row.external_id } : null;
}

export async function lockRefund(tx: Db, id: string): Promise<Refund | null> {
  const { rows } = await sql<RefundRow>`select * from billing_refunds where id = ${id} for update`.execute(
    tx,
  );
  return rows[0] ? toRefund(rows[0]) : null;
}

export async function updateRefund(
  tx: Db,
  id: string,
  change: {
    state: RefundState;
    checkAt: Temporal.Instant | null;
    checkCount?: number;
    processorReference?: string | null;
    failureCode?: string | null;
  },
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    update billing_refunds set state = ${change.state}, check_at = ${change.checkAt}, updated_at = ${at},
      check_count = coalesce(${change.checkCount ?? null}::int, check_count),
      processor_reference = coalesce(${change.processorReference ?? null}, processor_reference),
      failure_code = ${change.failureCode ?? null}
    where id = ${id}`.execute(tx);
}

export interface RefundFilter {
  readonly partyId: string | null;
  readonly creditNoteId: string | null;
  readonly invoiceId: string | null;
  readonly id: string | null;
}

/** Latest first; null means any. */
export async function listRefunds(
  db: Db,
  { partyId, creditNoteId, invoiceId, id }: RefundFilter,
  page: { limit: number; afterId: string | null },
): Promise<Refund[]> {
  const { rows } = await sql<RefundRow>`
    select r.* from billing_refunds r
    where (${partyId}::text is null or r.organization_id = ${partyId} or r.provider_id = ${partyId})
      and (${creditNoteId}::text is null or r.credit_note_id = ${creditNoteId})
      and (${invoiceId}::text is null
        or r.credit_note_id in (select n.id from billing_credit_notes n where n.invoice_id = ${invoiceId}))
      and (${id}::text is null or r.id = ${id})
      and (${page.afterId}::text is null or r.id < ${page.afterId})
    order by r.id desc limit ${page.limit}`.execute(db);
  return rows.map(toRefund);
}
