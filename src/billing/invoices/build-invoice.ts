import { newId } from '#kernel';
import type { Charge } from './charge.ts';
import type { Invoice, InvoiceDraft } from './invoice.ts';
import type { BillableSubscription, InvoiceCause } from './plan-close.ts';
import type { Party } from './sources.ts';
import { splitNet, type TaxRule, totalsOf } from './totals.ts';

export interface InvoiceInput {
  readonly subscription: BillableSubscription;
  readonly cause: InvoiceCause;
  readonly sequence: number;
  readonly lines: readonly Charge[];
  readonly productName: string;
  readonly seller: Party;
  readonly buyer: Party;
  readonly feeBasisPoints: number;
  readonly taxRule: TaxRule;
  readonly paymentReference: string;
  readonly at: Temporal.Instant;
  readonly runId: string | null;
}

/** Puts an invoice together. Pure but for its id. */
export function buildInvoice(input: InvoiceInput): InvoiceDraft {
  const { subscription, lines, seller, buyer } = input;
  const currency = lines[0]!.currency;
  const rate = input.taxRule({ sellerCountry: seller.country, buyerCountry: buyer.country });
  const totals = totalsOf(
    lines.map((line) => line.amountMinor),
    rate,
    currency,
  );
  return {
    id: newId('inv'),
    state: 'draft',
    number: null,
    cause: input.cause,
    subscriptionId: subscription.id,
    period: subscription.period,
    sequence: input.sequence,
    providerId: subscription.providerId,
    organizationId: subscription.organizationId,
    productId: subscription.productId,
    productName: input.productName,
    currency,
    ...totals,
    lineCount: lines.length,
    feeBasisPoints: input.feeBasisPoints,
    ...splitNet(totals.netMinor, input.feeBasisPoints),
    seller,
    buyer,
    timeZone: subscription.timeZone,
    paymentReference: input.paymentReference,
    createdAt: input.at,
    issuedAt: null,
    dueAt: null,
    runId: input.runId,
    finalizeAt: null,
    lines,
  };
}

/** A draft with other lines. */
export function redraft(draft: Invoice, lines: readonly Charge[], taxRule: TaxRule): InvoiceDraft {
  const rate = taxRule({ sellerCountry: draft.seller.country, buyerCountry: draft.buyer.country });
  const totals = totalsOf(
    lines.map((line) => line.amountMinor),
    rate,
    draft.currency,
  );
  const split = splitNet(totals.netMinor, draft.feeBasisPoints);
  return { ...draft, ...totals, ...split, lineCount: lines.length, lines };
}

/** The invoice with its number and dates: from now on it does not change. */
export function issued<T extends Invoice>(
  draft: T,
  number: string,
  at: Temporal.Instant,
  paymentTermsDays: number,
): T {
  const dueAt = at.toZonedDateTimeISO(draft.timeZone).add({ days: paymentTermsDays }).toInstant();
  return { ...draft, state: 'issued', number, issuedAt: at, dueAt, finalizeAt: null };
}
