import { type Db, newId, notFound, Problem } from '#kernel';
import type { EntryDraft } from '#ledger';
import { applyOnIssue } from '../credits/index.ts';
import { type Invoice, lockReceivable, openMinor } from '../invoices/index.ts';
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
    /** The clock asks for it, not a person. */
    automatic?: boolean;
    at: Temporal.Instant;
  },
): Promise<PaymentAttempt> {
  const { invoiceId, organizationId, at } = request;
  const invoice = await lockReceivable(tx, invoiceId);
  if (!invoice || invoice.organizationId !== organizationId) throw notFound('invoice');
  // What was given up can still be paid.
  const amountMinor = openMinor(invoice) + invoice.writtenOffMinor;
  if (amountMinor === 0n) throw new Problem(paymentProblems.invoiceSettled);
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
  const attempt = newAttempt({ ...invoice, id: invoiceId }, chosen, {
    amountMinor,
    automatic: request.automatic ?? false,
    at,
  });
  await store.insertAttempts(tx, [attempt]);
  return attempt;
}

/**
 * For invoices that are being issued: the buyer's wallet with the seller pays first, then credit that is left over of other
 * money, and what is left is to be collected from those who have a default payment method. Answers what is to be booked
 * with the invoices.
 */
export async function collectIssued(
  tx: Db,
  invoices: readonly Invoice[],
  at: Temporal.Instant,
): Promise<readonly EntryDraft[]> {
  const wallet = await settleWithCredit(tx, invoices, at);
  const credit = await applyOnIssue(tx, invoices, at);
  const paidOf = ({ id }: Invoice) => (wallet.paidMinor.get(id) ?? 0n) + (credit.paid.get(id) ?? 0n);
  const methods = await store.defaultMethods(
    tx,
    invoices.map((invoice) => invoice.organizationId),
  );
  const attempts = invoices.flatMap((invoice) => {
    const method = methods.get(invoice.organizationId);
    const amountMinor = invoice.totalMinor - paidOf(invoice);
    if (!method || amountMinor === 0n) return [];
    return [newAttempt(invoice, method, { amountMinor, automatic: true, at })];
  });
  await store.insertAttempts(tx, attempts);
  return [...wallet.entries, ...credit.entries];
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
