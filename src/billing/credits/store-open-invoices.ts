import { sql } from 'kysely';
import type { Db } from '#kernel';

/** What a consumer owes and nobody is charging it for right now, earliest due date first. */
export async function openInvoicesOf(db: Db, organizationId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ invoice_id: string }>`
    select invoice_id from billing_receivables r
    where organization_id = ${organizationId} and state in ('open', 'partially_paid')
      and not exists (select from billing_payment_attempts a
        where a.invoice_id = r.invoice_id and a.state not in ('created', 'succeeded', 'failed'))
    order by due_at, invoice_id limit ${limit}`.execute(db);
  return rows.map((row) => row.invoice_id);
}

/** Whether a charge of it is on its way, or will be. */
export async function hasOpenAttempt(db: Db, invoiceId: string): Promise<boolean> {
  const { rows } = await sql`
    select from billing_payment_attempts
    where invoice_id = ${invoiceId} and state not in ('created', 'succeeded', 'failed') limit 1`.execute(db);
  return rows.length > 0;
}
