import { type Db, emit, formatAmount, instantText, newId, notFound } from '#kernel';
import { type EntryDraft, PLATFORM, post, withoutZeros } from '#ledger';
import { creditTopUp } from './credit-top-up.ts';
import { invoicePaid } from './events.ts';
import type { Payment } from './payment.ts';
import type { OpenInvoice } from './store.ts';
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
  const invoice = await store.lockReceivable(tx, money.invoiceId);
  if (!invoice) throw notFound('invoice');
  if (invoice.currency !== money.currency) {
    throw new RangeError(`${money.currency} cannot pay ${invoice.id}, which is in ${invoice.currency}`);
  }
  const openMinor = invoice.totalMinor - invoice.paidMinor;
  const covers = money.amountMinor >= openMinor;
  const appliedMinor = covers ? openMinor : money.amountMinor;
  const payment: Payment = {
    id: newId('pay'),
    organizationId: invoice.organizationId,
    unappliedMinor: money.amountMinor - appliedMinor,
    source: money.source,
    externalId: money.externalId,
    currency: money.currency,
    amountMinor: money.amountMinor,
    feeMinor: money.feeMinor,
    receivedAt: money.receivedAt,
  };
  if (!(await store.insertPayment(tx, payment, at))) return { payment: null, appliedMinor: 0n, paid: false };
  const paid = appliedMinor > 0n && appliedMinor === openMinor;
  if (appliedMinor > 0n) {
    await store.insertAllocation(tx, {
      paymentId: payment.id,
      invoiceId: invoice.id,
      amountMinor: appliedMinor,
    });
    const paidMinor = invoice.paidMinor + appliedMinor;
    const state = paid ? 'paid' : 'partially_paid';
    await store.setPaid(tx, invoice.id, { paidMinor, state, paidAt: paid ? at : null });
  }
  if (paid) await announcePaid(tx, invoice, at);
  const entries = [paymentEntry(payment, invoice, appliedMinor), ...(paid ? settleEntries(invoice, at) : [])];
  await post(tx, [...entries, ...(paid ? await creditTopUp(tx, invoice.id, at) : [])], at);
  return { payment, appliedMinor, paid };
}

async function announcePaid(tx: Db, invoice: OpenInvoice, at: Temporal.Instant): Promise<void> {
  const payload = {
    invoice_id: invoice.id,
    number: invoice.number,
    organization_id: invoice.organizationId,
    provider_id: invoice.providerId,
    subscription_id: invoice.subscriptionId,
    total: formatAmount({ minor: invoice.totalMinor, currency: invoice.currency }),
    currency: invoice.currency,
    paid_at: instantText(at),
  };
  await emit(tx, invoicePaid, payload, { organizationId: invoice.organizationId, at });
}

function paymentEntry(payment: Payment, invoice: OpenInvoice, appliedMinor: bigint): EntryDraft {
  const { currency } = payment;
  const { providerId: owner, organizationId: counterparty } = invoice;
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

/** The provider's share was waiting for the consumer's money; now it can be paid out. */
function settleEntries(invoice: OpenInvoice, at: Temporal.Instant): EntryDraft[] {
  if (invoice.shareMinor === 0n) return [];
  const own = { owner: invoice.providerId, counterparty: null, currency: invoice.currency };
  return [
    {
      key: `invoice.settled:${invoice.id}`,
      kind: 'invoice.settled',
      source: { type: 'invoice', id: invoice.id },
      effectiveAt: at,
      consumer: invoice.organizationId,
      postings: [
        { account: { ...own, code: 'provider_unsettled' }, amountMinor: invoice.shareMinor },
        { account: { ...own, code: 'provider_payable' }, amountMinor: -invoice.shareMinor },
      ],
    },
  ];
}
