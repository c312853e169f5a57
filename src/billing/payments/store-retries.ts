import { sql } from 'kysely';
import { type Db, inScope, type TimeScope } from '#kernel';

/** How often an invoice was charged by itself, since when, and whose it is. */
export async function automaticTries(
  db: Db,
  invoiceId: string,
): Promise<{ providerId: string; count: number; firstAt: Temporal.Instant }> {
  const { rows } = await sql<{ provider_id: string; count: number; first_at: Temporal.Instant }>`
    select i.provider_id, count(*)::int as count, min(a.created_at) as first_at
    from billing_payment_attempts a join billing_invoices i on i.id = a.invoice_id
    where a.invoice_id = ${invoiceId} and a.automatic group by i.provider_id`.execute(db);
  const [row] = rows;
  return { providerId: row!.provider_id, count: row!.count, firstAt: row!.first_at };
}

export async function setRetry(tx: Db, attemptId: string, retryAt: Temporal.Instant): Promise<void> {
  await sql`update billing_payment_attempts set retry_at = ${retryAt} where id = ${attemptId}`.execute(tx);
}

/** The failed attempt whose day has come first; it is not taken again. */
export async function takeRetry(
  tx: Db,
  scope: TimeScope,
): Promise<{ invoiceId: string; organizationId: string } | null> {
  const { rows } = await sql<{ invoice_id: string; organization_id: string }>`
    update billing_payment_attempts set retry_at = null where id = (
      select id from billing_payment_attempts where retry_at <= ${scope.at} and ${inScope('organization_id', scope)}
      order by retry_at limit 1 for update skip locked)
    returning invoice_id, organization_id`.execute(tx);
  const [row] = rows;
  return row ? { invoiceId: row.invoice_id, organizationId: row.organization_id } : null;
}

/** Invoices overdue for longer than their sellers bear, marked as holding back; others may work on others. */
export async function takePastDue(tx: Db, scope: TimeScope, limit: number): Promise<string[]> {
  const { rows } = await sql<{ invoice_id: string }>`
    with due as (
      select r.invoice_id from billing_provider_settings s
      join billing_receivables r on r.provider_id = s.provider_id
        and r.due_at <= ${scope.at}::timestamptz - make_interval(days => s.past_due_after_days)
      where s.past_due_after_days is not null and r.overdue_at is not null and r.past_due_at is null
        and r.state in ('open', 'partially_paid') and ${inScope('r.organization_id', scope)}
      order by r.invoice_id limit ${limit} for update of r skip locked
    )
    update billing_receivables r set past_due_at = ${scope.at} from due d where r.invoice_id = d.invoice_id
    returning r.invoice_id`.execute(tx);
  return rows.map((row) => row.invoice_id);
}

/** The subscriptions whose charges are on these invoices. */
export async function subscriptionsOn(db: Db, invoiceIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ subscription_id: string }>`
    select distinct subscription_id from billing_charges where invoice_id = any(${[...invoiceIds]}::text[])
    order by subscription_id`.execute(db);
  return rows.map((row) => row.subscription_id);
}

/** Lets an invoice hold nothing back any more; answers its subscriptions that no other invoice holds back. */
export async function releasePastDue(tx: Db, invoiceId: string): Promise<string[]> {
  const released = await sql<{ invoice_id: string }>`
    update billing_receivables set past_due_at = null
    where invoice_id = ${invoiceId} and past_due_at is not null returning invoice_id`.execute(tx);
  if (released.rows.length === 0) return [];
  const { rows } = await sql<{ subscription_id: string }>`
    select distinct c.subscription_id from billing_charges c where c.invoice_id = ${invoiceId}
      and not exists (select from billing_receivables r join billing_charges o on o.invoice_id = r.invoice_id
        where r.organization_id = (select organization_id from billing_invoices where id = ${invoiceId})
          and r.past_due_at is not null and o.subscription_id = c.subscription_id)
    order by c.subscription_id`.execute(tx);
  return rows.map((row) => row.subscription_id);
}
