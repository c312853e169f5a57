import { findOrganizations } from '#identity';
import { type Db, notFound, Problem } from '#kernel';
import { lockReceivable } from '../invoices/index.ts';
import { paymentProblems } from './problems.ts';
import { recordDeposit, recordPayment } from './record-payment.ts';
import { decideTransaction, lockTransaction, type RecordedTransaction } from './store-bank.ts';

/** What a person says a transfer is that no invoice fits. */
export type TransferDecision =
  | { readonly invoiceId: string }
  | { readonly organizationId: string }
  | { readonly ignoreBecause: string };

/** Books a transfer that waits in the queue as a person decides, or leaves it aside. Once. */
export async function decideTransfer(
  tx: Db,
  externalId: string,
  decision: TransferDecision,
  decided: { by: string; at: Temporal.Instant },
): Promise<RecordedTransaction> {
  const one = await lockTransaction(tx, externalId);
  if (!one) throw notFound('bank transfer');
  if (one.outcome !== 'queued')
    throw new Problem(paymentProblems.transferDecided, { detail: `It is ${one.outcome}.` });
  const after = await carryOut(tx, one, decision, decided.at);
  await decideTransaction(tx, after, decided);
  return after;
}

async function carryOut(
  tx: Db,
  one: RecordedTransaction,
  decision: TransferDecision,
  at: Temporal.Instant,
): Promise<RecordedTransaction> {
  const money = { ...one, source: 'bank', feeMinor: 0n, receivedAt: one.bookedAt };
  if ('ignoreBecause' in decision) return { ...one, outcome: 'ignored', reason: decision.ignoreBecause };
  if ('organizationId' in decision) {
    const { organizationId } = decision;
    if (!(await findOrganizations(tx, [organizationId])).has(organizationId)) throw notFound('organization');
    const payment = await recordDeposit(tx, { ...money, organizationId }, at);
    return { ...one, outcome: 'credited', paymentId: payment!.id };
  }
  const { invoiceId } = decision;
  const invoice = await lockReceivable(tx, invoiceId);
  if (!invoice) throw notFound('invoice');
  if (invoice.currency !== one.currency) {
    const detail = `The invoice is in ${invoice.currency}, the transfer in ${one.currency}.`;
    throw new Problem(paymentProblems.otherCurrency, { detail });
  }
  const { payment } = await recordPayment(tx, { ...money, invoiceId }, at);
  return { ...one, outcome: 'assigned', invoiceId, paymentId: payment!.id };
}
