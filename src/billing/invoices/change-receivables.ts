import { type Db, emitAll, instantText } from '#kernel';
import type { EntryDraft } from '#ledger';
import { invoicePaid, invoiceVoided } from './events.ts';
import {
  type OpenInvoice,
  type ReceivableAmounts,
  type ReceivableState,
  receivableFacts,
  receivableState,
} from './receivable.ts';
import * as store from './store-receivables.ts';

export interface ReceivableChange {
  readonly before: OpenInvoice;
  readonly after: ReceivableAmounts;
}

/**
 * Writes what receivables have come to, held by the caller; those with nothing open any more are settled: that is
 * announced, and the provider's share becomes payable. Answers the ledger's entries, which the caller posts last of all.
 */
export async function changeReceivables(
  tx: Db,
  changes: readonly ReceivableChange[],
  at: Temporal.Instant,
): Promise<EntryDraft[]> {
  const decided = changes.map(({ before, after }) => {
    const state = receivableState(after);
    const settled = state === 'paid' || state === 'void';
    const paidAt = state === 'paid' ? (before.paidAt ?? at) : null;
    const unsettledMinor = settled ? 0n : after.unsettledMinor;
    return {
      before,
      after: { ...before, ...after, unsettledMinor, state, paidAt },
      due: after.unsettledMinor,
    };
  });
  await store.saveReceivables(
    tx,
    decided.map((one) => one.after),
  );
  const became = (state: ReceivableState) =>
    decided.filter((one) => one.after.state === state && one.before.state !== state).map((one) => one.before);
  const about = (invoice: OpenInvoice) => ({ organizationId: invoice.organizationId, at });
  const paid = became('paid').map((invoice) => ({
    payload: { ...receivableFacts(invoice), paid_at: instantText(at) },
    about: about(invoice),
  }));
  await emitAll(tx, invoicePaid, paid);
  const voided = became('void').map((invoice) => ({
    payload: { ...receivableFacts(invoice), voided_at: instantText(at) },
    about: about(invoice),
  }));
  await emitAll(tx, invoiceVoided, voided);
  return decided
    .filter((one) => one.after.state === 'paid' && one.due > 0n)
    .map((one) => settleEntry(one.before, one.due, at));
}

/** The provider's share was waiting for the consumer's money; now it can be paid out. */
function settleEntry(invoice: OpenInvoice, shareMinor: bigint, at: Temporal.Instant): EntryDraft {
  const own = { owner: invoice.providerId, counterparty: null, currency: invoice.currency };
  return {
    key: `invoice.settled:${invoice.invoiceId}`,
    kind: 'invoice.settled',
    source: { type: 'invoice', id: invoice.invoiceId },
    effectiveAt: at,
    consumer: invoice.organizationId,
    postings: [
      { account: { ...own, code: 'provider_unsettled' }, amountMinor: shareMinor },
      { account: { ...own, code: 'provider_payable' }, amountMinor: -shareMinor },
    ],
  };
}
