import { type Db, newId, notFound } from '#kernel';
import { type EntryDraft, PLATFORM, post, withoutZeros } from '#ledger';
import { addCredit, type Credit } from '../credits/index.ts';
import {
  changeReceivables,
  lockReceivable,
  type OpenInvoice,
  openMinor,
  reinstate,
} from '../invoices/index.ts';
import { creditTopUp } from './credit-top-up.ts';
import type { Payment } from './payment.ts';
import * as store from './store.ts';

export interface ReceivedMoney {
  readonly invoiceId: string;
  /** `bank`, or the processor's name; says which account of ours holds the money. */
  readonly source: string;
  readonly externalId: string;
  readonly amountMinor: bigint;
  readonly feeMinor: bigint;
  readonly currency: string;
  readonly receivedAt: Temporal.Instant;
}

export interface RecordedPayment {
  /** Null when this money had been recorded before. */
  readonly payment: Payment | null;
  readonly appliedMinor: bigint;
  readonly paid: boolean;
}

/**
 * Records money that came in for an invoice, once however often it is told. The invoice takes what it is
 * still owed; the rest is the consumer's credit. When it is paid in full, the provider's share becomes
 * payable.
 */
export async function recordPayment(
  tx: Db,
  money: ReceivedMoney,
  at: Temporal.Instant,
): Promise<RecordedPayment> {
  const held = await lockReceivable(tx, money.invoiceId);
  if (!held) throw notFound('invoice');
  if (held.currency !== money.currency) {
    throw new RangeError(`${money.currency} cannot pay ${held.invoiceId}, which is in ${held.currency}`);
  }
  const owedMinor = openMinor(held) + held.writtenOffMinor;
  const covers = money.amountMinor >= owedMinor;
  const appliedMinor = covers ? owedMinor : money.amountMinor;
  const payment: Payment = {
    id: newId('pay'),
    organizationId: held.organizationId,
    unappliedMinor: money.amountMinor - appliedMinor,
    source: money.source,
    externalId: money.externalId,
    currency: money.currency,
    amountMinor: money.amountMinor,
    feeMinor: money.feeMinor,
    receivedAt: money.receivedAt,
  };
  if (!(await store.insertPayment(tx, payment, at))) return { payment: null, appliedMinor: 0n, paid: false };
  const entries = [paymentEntry(payment, held, appliedMinor)];
  if (payment.unappliedMinor > 0n) await addCredit(tx, creditOf(payment, held.providerId, at), at);
  if (appliedMinor > 0n) {
    const allocation = { paymentId: payment.id, invoiceId: held.invoiceId, amountMinor: appliedMinor };
    await store.insertAllocation(tx, allocation);
    // Money for what had been given up: all of it is owed again.
    const { invoice, entries: again } = await reinstate(tx, held, held.writtenOffMinor, 'A payment came', at);
    const after = { ...invoice, paidMinor: invoice.paidMinor + appliedMinor };
    entries.push(...again, ...(await changeReceivables(tx, [{ before: held, after }], at)));
  }
  const paid = appliedMinor > 0n && covers;
  await post(tx, [...entries, ...(paid ? await creditTopUp(tx, held.invoiceId, at) : [])], at);
  return { payment, appliedMinor, paid };
}

/** Records money that is for no invoice: all of it is the consumer's credit. Null when it had been recorded before. */
export async function recordDeposit(
  tx: Db,
  money: Omit<ReceivedMoney, 'invoiceId'> & { organizationId: string },
  at: Temporal.Instant,
): Promise<Payment | null> {
  const payment: Payment = { ...money, id: newId('pay'), unappliedMinor: money.amountMinor };
  if (!(await store.insertPayment(tx, payment, at))) return null;
  await addCredit(tx, creditOf(payment, null, at), at);
  await post(tx, [paymentEntry(payment, null, 0n)], at);
  return payment;
}

/** What is left of a payment is the consumer's, to be used or given back. */
function creditOf(payment: Payment, providerId: string | null, at: Temporal.Instant): Credit {
  return {
    id: newId('crd'),
    organizationId: payment.organizationId,
    providerId,
    currency: payment.currency,
    origin: 'payment',
    originId: payment.id,
    amountMinor: payment.unappliedMinor,
    remainingMinor: payment.unappliedMinor,
    createdAt: at,
  };
}

function paymentEntry(payment: Payment, invoice: OpenInvoice | null, appliedMinor: bigint): EntryDraft {
  const { currency, organizationId: counterparty } = payment;
  const owner = invoice?.providerId ?? PLATFORM;
  const own = { owner: PLATFORM, counterparty: null, currency };
  const cash = payment.source === 'bank' ? 'bank' : 'processor_clearing';
  return {
    key: `payment.received:${payment.source}:${payment.externalId}`,
    kind: 'payment.received',
    source: { type: 'payment', id: payment.id },
    effectiveAt: payment.receivedAt,
    postings: withoutZeros([
      { account: { ...own, code: cash }, amountMinor: payment.amountMinor - payment.feeMinor },
      { account: { ...own, code: 'processor_fee' }, amountMinor: payment.feeMinor },
      { account: { code: 'receivable', owner, counterparty, currency }, amountMinor: -appliedMinor },
      {
        account: { code: 'unapplied_credit', owner: PLATFORM, counterparty, currency },
        amountMinor: -payment.unappliedMinor,
      },
    ]),
  };
}
