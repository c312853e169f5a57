import { formatAmount } from '#kernel';
import type { DocumentParty } from './document.ts';
import { dayOf, documentParty, localeOf } from './of-invoice.ts';
import type { DocumentSettings } from './settings.ts';
import type { AllocatedInvoice, StoredPayment } from './store-payments.ts';

/** That money came in, and which invoices it paid. */
export interface Receipt {
  readonly paymentId: string;
  readonly source: string;
  readonly receivedAt: Temporal.Instant;
  readonly receivedOn: Temporal.PlainDate;
  readonly currency: string;
  readonly locale: string;
  readonly seller: DocumentParty;
  readonly buyer: DocumentParty;
  readonly amount: string;
  /** What no invoice took. */
  readonly unapplied: string;
  readonly invoices: readonly {
    readonly number: string;
    readonly issuedOn: Temporal.PlainDate;
    readonly total: string;
    readonly amount: string;
  }[];
}

/**
 * The receipt of one seller for a payment: `invoices` are those of the seller. What went to others is theirs to confirm;
 * the payer's credit stands on it only where nobody else was paid.
 */
export function receiptOf(
  payment: StoredPayment,
  invoices: readonly [AllocatedInvoice, ...AllocatedInvoice[]],
  settingsOf: (organizationId: string) => DocumentSettings,
): Receipt {
  const { currency } = payment;
  const [first] = invoices;
  const major = (minor: bigint) => formatAmount({ minor, currency });
  const applied = invoices.reduce((sum, one) => sum + one.amountMinor, 0n);
  const alone = applied + payment.unappliedMinor === payment.amountMinor;
  const buyer = settingsOf(payment.organizationId);
  return {
    paymentId: payment.id,
    source: payment.source === 'bank' ? 'bank transfer' : payment.source,
    receivedAt: payment.receivedAt,
    receivedOn: dayOf(payment.receivedAt, first.timeZone),
    currency,
    locale: localeOf(buyer, first.buyer.country),
    seller: documentParty(first.seller, settingsOf(first.providerId)),
    buyer: documentParty(first.buyer, buyer),
    amount: major(alone ? payment.amountMinor : applied),
    unapplied: major(alone ? payment.unappliedMinor : 0n),
    invoices: invoices.map((one) => ({
      number: one.number,
      issuedOn: dayOf(one.issuedAt, one.timeZone),
      total: major(one.totalMinor),
      amount: major(one.amountMinor),
    })),
  };
}
