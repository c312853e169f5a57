import { type Db, emitAll, formatAmount, instantText, newId } from '#kernel';
import type { EntryDraft } from '#ledger';
import { settlePaidCredit } from '#wallets';
import type { Invoice } from '../invoices/invoice.ts';
import { invoicePaid } from './events.ts';
import { insertCreditPayments } from './store-credit.ts';

/** The source of payments that come out of a wallet; the invoice is their external id. */
export const CREDIT_SOURCE = 'wallet';

export interface CreditSettlement {
  readonly paidMinor: ReadonlyMap<string, bigint>;
  readonly entries: readonly EntryDraft[];
}

/**
 * Pays invoices that have just been issued out of the paid credit of their buyers: a payment like any other, each table in
 * one statement. An invoice that is covered is paid at once. The entries are posted with those of the invoices.
 */
export async function settleWithCredit(
  tx: Db,
  invoices: readonly Invoice[],
  at: Temporal.Instant,
): Promise<CreditSettlement> {
  // A top-up is not paid with what it is to fill.
  const debts = invoices
    .filter((invoice) => invoice.cause !== 'topup')
    .map(({ id: invoiceId, organizationId, providerId, currency, totalMinor: openMinor }) => {
      return { invoiceId, organizationId, providerId, currency, openMinor };
    });
  const { paidMinor, entries } = await settlePaidCredit(tx, debts, at);
  if (paidMinor.size === 0) return { paidMinor, entries };
  const settled = invoices.filter((invoice) => paidMinor.has(invoice.id));
  const payments = settled.map((invoice) => ({
    id: newId('pay'),
    invoiceId: invoice.id,
    organizationId: invoice.organizationId,
    currency: invoice.currency,
    amountMinor: paidMinor.get(invoice.id)!,
    isPaid: paidMinor.get(invoice.id) === invoice.totalMinor,
  }));
  await insertCreditPayments(tx, CREDIT_SOURCE, payments, at);
  const covered = settled.filter((invoice) => paidMinor.get(invoice.id) === invoice.totalMinor);
  await announcePaid(tx, covered, at);
  return { paidMinor, entries: [...entries, ...covered.flatMap((invoice) => shareEntry(invoice, at))] };
}

async function announcePaid(tx: Db, invoices: readonly Invoice[], at: Temporal.Instant): Promise<void> {
  const facts = invoices.map((invoice) => ({
    payload: {
      invoice_id: invoice.id,
      number: invoice.number!,
      organization_id: invoice.organizationId,
      provider_id: invoice.providerId,
      subscription_id: invoice.subscriptionId,
      total: formatAmount({ minor: invoice.totalMinor, currency: invoice.currency }),
      currency: invoice.currency,
      paid_at: instantText(at),
    },
    about: { organizationId: invoice.organizationId, at },
  }));
  await emitAll(tx, invoicePaid, facts);
}

/** The provider's share is payable with the payment, as when money comes in. */
function shareEntry(invoice: Invoice, at: Temporal.Instant): EntryDraft[] {
  if (invoice.shareMinor === 0n) return [];
  const own = { owner: invoice.providerId, counterparty: null, currency: invoice.currency };
  return [
    {
      key: `invoice.settled:${invoice.id}`,
      kind: 'invoice.settled',
      source: { type: 'invoice', id: invoice.id },
      effectiveAt: at,
      postings: [
        { account: { ...own, code: 'provider_unsettled' }, amountMinor: invoice.shareMinor },
        { account: { ...own, code: 'provider_payable' }, amountMinor: -invoice.shareMinor },
      ],
    },
  ];
}
