import { type Db, emit, formatAmount, inTransaction, Problem, type TimeScope } from '#kernel';
import { type EntryDraft, post } from '#ledger';
import { changeReceivables } from './change-receivables.ts';
import { invoiceUncollectible } from './events.ts';
import { invoiceProblems } from './problems.ts';
import { isCollectable, type OpenInvoice, openMinor, receivableFacts } from './receivable.ts';
import { insertWriteOff, lockToWriteOff } from './store-receivables.ts';

/**
 * Gives up what is open of an invoice, which the caller holds. It stays owed: money or a credit note that comes after all
 * takes the write-off back. The provider's share of it stays unsettled, so that who sells bears the loss.
 */
export async function writeOff(
  tx: Db,
  invoice: OpenInvoice,
  why: { reason: string; by: string },
  at: Temporal.Instant,
): Promise<EntryDraft[]> {
  if (!isCollectable(invoice)) {
    throw new Problem(invoiceProblems.nothingOpen, { detail: `${invoice.number} is ${invoice.state}.` });
  }
  const amountMinor = openMinor(invoice);
  const entry = await note(tx, invoice, { ...why, amountMinor }, at);
  const after = { ...invoice, writtenOffMinor: amountMinor };
  const entries = await changeReceivables(tx, [{ before: invoice, after }], at);
  const written_off = formatAmount({ minor: amountMinor, currency: invoice.currency });
  const payload = { ...receivableFacts(invoice), written_off, reason: why.reason };
  await emit(tx, invoiceUncollectible, payload, { organizationId: invoice.organizationId, at });
  return [entry, ...entries];
}

/** Takes back part of a write-off; the caller goes on with the receivable as it is answered. */
export async function reinstate(
  tx: Db,
  invoice: OpenInvoice,
  amountMinor: bigint,
  reason: string,
  at: Temporal.Instant,
): Promise<{ invoice: OpenInvoice; entries: EntryDraft[] }> {
  if (amountMinor === 0n) return { invoice, entries: [] };
  const entry = await note(tx, invoice, { amountMinor: -amountMinor, reason, by: 'turnpike' }, at);
  const writtenOffMinor = invoice.writtenOffMinor - amountMinor;
  return { invoice: { ...invoice, writtenOffMinor }, entries: [entry] };
}

async function note(
  tx: Db,
  invoice: OpenInvoice,
  one: { amountMinor: bigint; reason: string; by: string },
  at: Temporal.Instant,
): Promise<EntryDraft> {
  const { invoiceId, providerId: owner, organizationId: counterparty, currency } = invoice;
  const sequence = await insertWriteOff(tx, { invoiceId, ...one }, at);
  const kind = one.amountMinor > 0n ? 'invoice.written_off' : 'invoice.reinstated';
  return {
    key: `invoice.written_off:${invoiceId}:${sequence}`,
    kind,
    source: { type: 'invoice', id: invoiceId },
    effectiveAt: at,
    postings: [
      { account: { code: 'bad_debt', owner, counterparty, currency }, amountMinor: one.amountMinor },
      { account: { code: 'receivable', owner, counterparty, currency }, amountMinor: -one.amountMinor },
    ],
  };
}

const byPolicy = { reason: 'Overdue for as long as the policy allows', by: 'policy' };

/** Gives up what has been overdue for longer than its provider wants to wait. A batch a transaction. */
export async function writeOffDue(db: Db, scope: TimeScope, batchSize = 200): Promise<number> {
  const { at } = scope;
  let count = 0;
  for (;;) {
    const done = await inTransaction(db, async (tx) => {
      const invoices = await lockToWriteOff(tx, scope, batchSize);
      const entries: EntryDraft[] = [];
      for (const invoice of invoices) entries.push(...(await writeOff(tx, invoice, byPolicy, at)));
      await post(tx, entries, at);
      return invoices.length;
    });
    count += done;
    if (done < batchSize) return count;
  }
}
