import { type Db, newId, notFound, Problem } from '#kernel';
import type { EntryDraft } from '#ledger';
import type { Invoice } from '../invoices/invoice.ts';
import type { PaymentAttempt, PaymentMethod } from './payment.ts';
import { paymentProblems } from './problems.ts';
import { settleWithCredit } from './settle-with-credit.ts';
import * as store from './store.ts';

/**
 * Writes down that an invoice is to be collected; `sendDueAttempts` does it. Refused while another attempt is
 * open, whatever became of it: only a known failure makes room for the next.
 */
export async function startAttempt(
  tx: Db,
  request: {
    invoiceId: string;
    organizationId: string;
    paymentMethodId: string | null;
    at: Temporal.Instant;
  },
): Promise<PaymentAttempt> {
  const { invoiceId, organizationId, at } = request;
  const invoice = await store.lockReceivable(tx, invoiceId);
  if (!invoice || invoice.organizationId !== organizationId) throw notFound('invoice');
  if (invoice.state === 'paid') throw new Problem(paymentProblems.invoiceSettled);
  const open = await store.openAttempt(tx, invoiceId);
  if (open) {
    const detail = `${open.id} is ${open.state}.`;
    throw new Problem(paymentProblems.attemptOpen, { detail, extensions: { attempt_id: open.id } });
  }
  const methods = await store.paymentMethods(tx, organizationId);
  const chosen = methods.find((one) =>
    request.paymentMethodId === null ? one.isDefault : one.id === request.paymentMethodId,
  );
  if (!chosen) throw new Problem(paymentProblems.noPaymentMethod);
  const amountMinor = invoice.totalMinor - invoice.paidMinor;
  const attempt = newAttempt(invoice, chosen, { amountMinor, automatic: false, at });
  await store.insertAttempts(tx, [attempt]);
  return attempt;
}

/**
 * For invoices that have just been issued: the buyer's paid credit pays first; of what is left then, those whose buyer
 * has a default payment method are to be collected. Answers what the ledger has to book.
 */
export async function scheduleCollection(
  tx: Db,
  invoices: readonly Invoice[],
  at: Temporal.Instant,
): Promise<readonly EntryDraft[]> {
  const { paidMinor, entries } = await settleWithCredit(tx, invoices, at);
  const methods = await store.defaultMethods(
    tx,
    invoices.map((invoice) => invoice.organizationId),
  );
  const attempts = invoices.flatMap((invoice) => {
    const method = methods.get(invoice.organizationId);
    const amountMinor = invoice.totalMinor - (paidMinor.get(invoice.id) ?? 0n);
    return method && amountMinor > 0n
      ? [newAttempt(invoice, method, { amountMinor, automatic: true, at })]
      : [];
  });
  await store.insertAttempts(tx, attempts);
  return entries;
}

function newAttempt(
  invoice: Pick<Invoice, 'id' | 'organizationId' | 'currency'>,
  method: PaymentMethod,
  more: { amountMinor: bigint; automatic: boolean; at: Temporal.Instant },
): PaymentAttempt {
  return {
    id: newId('att'),
    invoiceId: invoice.id,
    organizationId: invoice.organizationId,
    paymentMethodId: method.id,
    processor: method.processor,
    amountMinor: more.amountMinor,
    currency: invoice.currency,
    state: 'created',
    processorReference: null,
    actionUrl: null,
    failureCode: null,
    checkCount: 0,
    automatic: more.automatic,
    createdAt: more.at,
    updatedAt: more.at,
  };
}
