import { sql } from 'kysely';
import { type Db, inScope, jsonb, type TimeScope } from '#kernel';
import type { Invoice } from './invoice.ts';
import type { OpenInvoice, Receivable, ReceivableState } from './receivable.ts';

/** What is owed for invoices that were issued in this transaction. */
export async function insertReceivables(tx: Db, invoices: readonly Invoice[]): Promise<void> {
  const ids = invoices.map((invoice) => invoice.id);
  await sql`
    insert into billing_receivables (invoice_id, organization_id, provider_id, currency, total_minor, unsettled_minor,
      due_at)
    select id, organization_id, provider_id, currency, total_minor, provider_share_minor, due_at from billing_invoices
    where id = any(${ids}::text[]) and state = 'issued'`.execute(tx);
}

interface ReceivableRow {
  invoice_id: string;
  number: string;
  subscription_id: string;
  organization_id: string;
  provider_id: string;
  currency: string;
  total_minor: bigint;
  paid_minor: bigint;
  credited_minor: bigint;
  offset_minor: bigint;
  written_off_minor: bigint;
  unsettled_minor: bigint;
  state: ReceivableState;
  due_at: Temporal.Instant;
  paid_at: Temporal.Instant | null;
  overdue_at: Temporal.Instant | null;
}

function toOpenInvoice(row: ReceivableRow): OpenInvoice {
  return {
    invoiceId: row.invoice_id,
    number: row.number,
    subscriptionId: row.subscription_id,
    organizationId: row.organization_id,
    providerId: row.provider_id,
    currency: row.currency,
    totalMinor: row.total_minor,
    paidMinor: row.paid_minor,
    creditedMinor: row.credited_minor,
    offsetMinor: row.offset_minor,
    writtenOffMinor: row.written_off_minor,
    unsettledMinor: row.unsettled_minor,
    state: row.state,
    dueAt: row.due_at,
    paidAt: row.paid_at,
    overdueAt: row.overdue_at,
  };
}

const named = sql`
  select r.*, i.number, i.subscription_id
  from billing_receivables r join billing_invoices i on i.id = r.invoice_id`;

/** Held until the end of the transaction, in the order of their ids: whatever moves one invoice stands in line. */
export async function lockReceivables(tx: Db, invoiceIds: readonly string[]): Promise<OpenInvoice[]> {
  const { rows } = await sql<ReceivableRow>`
    ${named} where r.invoice_id = any(${[...invoiceIds]}::text[]) order by r.invoice_id for update of r`.execute(
    tx,
  );
  return rows.map(toOpenInvoice);
}

export async function lockReceivable(tx: Db, invoiceId: string): Promise<OpenInvoice | null> {
  return (await lockReceivables(tx, [invoiceId]))[0] ?? null;
}

export async function saveReceivables(tx: Db, receivables: readonly Receivable[]): Promise<void> {
  if (receivables.length === 0) return;
  const rows = receivables.map((one) => ({
    invoice_id: one.invoiceId,
    paid_minor: one.paidMinor.toString(),
    credited_minor: one.creditedMinor.toString(),
    offset_minor: one.offsetMinor.toString(),
    written_off_minor: one.writtenOffMinor.toString(),
    unsettled_minor: one.unsettledMinor.toString(),
    state: one.state,
    paid_at: one.paidAt?.toString() ?? null,
  }));
  await sql`
    update billing_receivables r set paid_minor = n.paid_minor, credited_minor = n.credited_minor,
      offset_minor = n.offset_minor, written_off_minor = n.written_off_minor, unsettled_minor = n.unsettled_minor,
      state = n.state, paid_at = n.paid_at
    from jsonb_to_recordset(${jsonb(rows)}) as n(invoice_id text, paid_minor bigint, credited_minor bigint,
      offset_minor bigint, written_off_minor bigint, unsettled_minor bigint, state text, paid_at timestamptz)
    where r.invoice_id = n.invoice_id`.execute(tx);
}

/** Those whose due date has passed and whose being overdue nobody was told yet, and marks them told. */
export async function takeOverdue(tx: Db, scope: TimeScope, limit: number): Promise<OpenInvoice[]> {
  const { rows } = await sql<ReceivableRow>`
    with due as (
      select invoice_id from billing_receivables
      where overdue_at is null and state in ('open', 'partially_paid') and due_at <= ${scope.at}
        and ${inScope('organization_id', scope)}
      order by due_at limit ${limit} for update skip locked
    )
    update billing_receivables r set overdue_at = ${scope.at} from due d, billing_invoices i
    where r.invoice_id = d.invoice_id and i.id = d.invoice_id
    returning r.*, i.number, i.subscription_id`.execute(tx);
  return rows.map(toOpenInvoice);
}

/** Overdue for longer than their providers' policy lets them be, held; others may work on others. */
export async function lockToWriteOff(tx: Db, scope: TimeScope, limit: number): Promise<OpenInvoice[]> {
  const { rows } = await sql<ReceivableRow>`
    ${named} join billing_provider_settings s on s.provider_id = r.provider_id and s.write_off_after_days is not null
    where r.overdue_at is not null and r.state in ('open', 'partially_paid')
      and r.due_at <= ${scope.at}::timestamptz - make_interval(days => s.write_off_after_days)
      and ${inScope('r.organization_id', scope)}
      and not exists (select from billing_payment_attempts a
        where a.invoice_id = r.invoice_id and a.state not in ('succeeded', 'failed'))
    order by r.invoice_id limit ${limit} for update of r skip locked`.execute(tx);
  return rows.map(toOpenInvoice);
}

export async function insertWriteOff(
  tx: Db,
  one: { invoiceId: string; amountMinor: bigint; reason: string; by: string },
  at: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ sequence: number }>`
    insert into billing_write_offs (invoice_id, sequence, amount_minor, reason, written_off_by, at)
    values (${one.invoiceId}, (select coalesce(max(sequence), 0) + 1 from billing_write_offs
      where invoice_id = ${one.invoiceId}), ${one.amountMinor}, ${one.reason}, ${one.by}, ${at})
    returning sequence`.execute(tx);
  return rows[0]!.sequence;
}
