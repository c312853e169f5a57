import { sql } from 'kysely';
import type { Db } from '#kernel';

export interface CreditPayment {
  readonly id: string;
  readonly invoiceId: string;
  readonly organizationId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/** Payments of invoices that were issued in this transaction. */
export async function insertCreditPayments(
  tx: Db,
  source: string,
  payments: readonly CreditPayment[],
  at: Temporal.Instant,
): Promise<void> {
  const rows = JSON.stringify(
    payments.map((payment) => ({
      id: payment.id,
      invoice_id: payment.invoiceId,
      organization_id: payment.organizationId,
      currency: payment.currency,
      amount_minor: payment.amountMinor.toString(),
    })),
  );
  const given = sql`json_to_recordset(${rows}::json) as p(id text, invoice_id text, organization_id text,
    currency text, amount_minor bigint)`;
  await sql`
    insert into billing_payments (id, source, external_id, organization_id, currency, amount_minor, fee_minor,
      unapplied_minor, received_at, recorded_at)
    select id, ${source}, invoice_id, organization_id, currency, amount_minor, 0, 0, ${at}, ${at} from ${given}`.execute(
    tx,
  );
  await sql`
    insert into billing_allocations (payment_id, invoice_id, amount_minor)
    select id, invoice_id, amount_minor from ${given}`.execute(tx);
}
