import { type Db, emitAll, formatAmount, instantText, isSandbox } from '#kernel';
import { type EntryDraft, PLATFORM, post, sandboxOwner, withoutZeros } from '#ledger';
import { issued } from './build-invoice.ts';
import { invoiceIssued } from './events.ts';
import type { Invoice } from './invoice.ts';
import * as store from './store-invoices.ts';
import { insertReceivables } from './store-receivables.ts';

export interface NumberedSeller {
  /** Prefix of the series; counts only when the seller gets its first number. */
  readonly slug: string;
  readonly paymentTermsDays: number;
}

/**
 * Gives each draft its number and dates. Numbers are taken per batch; they come back when the transaction
 * fails, so that a seller's series has no gap. Nothing is written to the invoices here.
 */
export async function numberInvoices<T extends Invoice>(
  tx: Db,
  drafts: readonly T[],
  sellerOf: (providerId: string) => NumberedSeller,
  at: Temporal.Instant,
): Promise<T[]> {
  const bySeries = Map.groupBy(drafts, seriesOf);
  const wanted = [...bySeries].map(([series, own]) => {
    const slug = sellerOf(own[0]!.providerId).slug.toUpperCase().slice(0, 24);
    return { sellerId: series, prefix: isTest(own[0]!) ? `TEST-${slug}` : slug, count: own.length };
  });
  const taken = await store.allocateNumbers(tx, 'invoice', wanted);
  return [...bySeries].flatMap(([series, own]) => {
    const { prefix, first } = taken.get(series)!;
    const { paymentTermsDays } = sellerOf(own[0]!.providerId);
    return own.map((draft, index) => {
      const number = `${prefix}-${String(first + BigInt(index)).padStart(6, '0')}`;
      return issued(draft, number, at, paymentTermsDays);
    });
  });
}

/** A seller's real numbers have no gap; what is tried out with sandbox consumers takes none of them. */
function seriesOf(draft: Invoice): string {
  return isTest(draft) ? sandboxOwner(draft.providerId) : draft.providerId;
}

function isTest({ organizationId }: Invoice): boolean {
  return isSandbox(organizationId);
}

/** What follows from issuing: the receivable and the event. The ledger is posted last, by `bookIssued`. */
export async function announceIssued(
  tx: Db,
  invoices: readonly Invoice[],
  at: Temporal.Instant,
): Promise<void> {
  if (invoices.length === 0) return;
  await insertReceivables(tx, invoices);
  const facts = invoices.map((invoice) => ({
    payload: {
      invoice_id: invoice.id,
      number: invoice.number!,
      organization_id: invoice.organizationId,
      provider_id: invoice.providerId,
      subscription_id: invoice.subscriptionId,
      total: formatAmount({ minor: invoice.totalMinor, currency: invoice.currency }),
      currency: invoice.currency,
      due_at: instantText(invoice.dueAt!),
    },
    about: { organizationId: invoice.organizationId, at },
  }));
  await emitAll(tx, invoiceIssued, facts);
}

/** `further`: what else became true with the invoices, booked in the same go. */
export async function bookIssued(
  tx: Db,
  invoices: readonly Invoice[],
  further: readonly EntryDraft[],
  at: Temporal.Instant,
): Promise<void> {
  await post(tx, [...invoices.map(issueEntry), ...further], at);
}

/**
 * The consumer owes net and tax; the provider is owed its share once that is paid; the platform keeps its
 * fee.
 */
export function issueEntry(invoice: Invoice): EntryDraft {
  const { providerId, organizationId, currency } = invoice;
  const own = { owner: providerId, counterparty: null, currency };
  return {
    key: `invoice.issued:${invoice.id}`,
    kind: 'invoice.issued',
    source: { type: 'invoice', id: invoice.id },
    effectiveAt: invoice.issuedAt!,
    postings: withoutZeros([
      {
        account: { code: 'receivable', owner: providerId, counterparty: organizationId, currency },
        amountMinor: invoice.totalMinor,
      },
      { account: { ...own, code: 'provider_unsettled' }, amountMinor: -invoice.shareMinor },
      {
        account: { code: 'platform_fee_revenue', owner: PLATFORM, counterparty: providerId, currency },
        amountMinor: -invoice.feeMinor,
      },
      { account: { ...own, code: 'tax_payable' }, amountMinor: -invoice.taxMinor },
    ]),
  };
}
