import { type Db, newId } from '#kernel';
import type { EntryDraft } from '#ledger';
import { settlePaidCredit } from '#wallets';
import { changeReceivables, type Invoice, lockReceivables } from '../invoices/index.ts';
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
  }));
  await insertCreditPayments(tx, CREDIT_SOURCE, payments, at);
  const held = await lockReceivables(tx, [...paidMinor.keys()]);
  const changes = held.map((before) => {
    const after = { ...before, paidMinor: before.paidMinor + paidMinor.get(before.invoiceId)! };
    return { before, after };
  });
  return { paidMinor, entries: [...entries, ...(await changeReceivables(tx, changes, at))] };
}
