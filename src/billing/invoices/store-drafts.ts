import { sql } from 'kysely';
import { type Db, inScope, jsonb, type TimeScope } from '#kernel';
import type { Charge } from './charge.ts';
import type { Invoice, InvoiceDraft } from './invoice.ts';
import { insertLines, invoiceLines } from './store-invoice-lines.ts';
import { taxEntry } from './store-tax.ts';

/** Drafts whose grace is over, held until the transaction ends; others may work on others. */
export async function lockDueDrafts(tx: Db, scope: TimeScope, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from billing_invoices where finalize_at <= ${scope.at} and ${inScope('organization_id', scope)}
    order by finalize_at, id limit ${limit} for update skip locked`.execute(tx);
  return rows.map((row) => row.id);
}

/** The lines of a draft as the charges that they are. */
export async function chargesOfDraft(db: Db, draft: Invoice): Promise<Charge[]> {
  const lines = await invoiceLines(db, draft.id);
  return lines.map(({ position: _, productName: __, periodStartAt, periodEndAt, ...line }) => ({
    ...line,
    amountMinor: line.chargedMinor,
    currency: draft.currency,
    period: { startAt: periodStartAt, endAt: periodEndAt },
  }));
}

/** What the draft calls the product of each of its subscriptions. */
export async function productNamesOf(db: Db, draft: Invoice): Promise<Map<string, string>> {
  const lines = await invoiceLines(db, draft.id);
  return new Map(lines.map((line) => [line.subscriptionId, line.productName]));
}

/**
 * Exchanges the lines of a draft, and its totals with them. What a person has changed cannot be computed again from what
 * was recorded.
 */
export async function replaceDraft(tx: Db, draft: InvoiceDraft): Promise<void> {
  const taxes = draft.taxes.map(taxEntry);
  await sql`
    update billing_invoices set net_minor = ${draft.netMinor}, tax_minor = ${draft.taxMinor},
      total_minor = ${draft.totalMinor}, taxes = ${jsonb(taxes)}, seller = ${jsonb(draft.seller)}, line_count = ${draft.lineCount},
      fee_minor = ${draft.feeMinor}, provider_share_minor = ${draft.shareMinor}, inputs_batch = null, inputs_digest = null
    where id = ${draft.id}`.execute(tx);
  await sql`delete from billing_invoice_lines where invoice_id = ${draft.id}`.execute(tx);
  await insertLines(tx, [draft]);
}

/** The charges of a draft wait for another invoice again, with what its lines said of them. */
export async function releaseCharges(tx: Db, invoiceId: string): Promise<void> {
  await sql`
    update billing_charges c set invoice_id = null,
      carried_text = jsonb_build_object('description', l.description, 'unit', l.unit, 'explanation', l.explanation)
    from billing_invoice_lines l
    where l.invoice_id = ${invoiceId} and c.invoice_id = l.invoice_id and c.subscription_id = l.subscription_id
      and c.period_start_at = l.period_start_at
      and c.kind = l.kind and c.item_key = l.item_key and c.sequence = l.sequence`.execute(tx);
}

export async function markDiscarded(tx: Db, invoiceId: string): Promise<void> {
  await sql`
    update billing_invoices set state = 'discarded', finalize_at = null where id = ${invoiceId}`.execute(tx);
}
