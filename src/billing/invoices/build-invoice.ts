import { newId } from '#kernel';
import type { Charge } from './charge.ts';
import type { Invoice, InvoiceDraft } from './invoice.ts';
import type { BillableSubscription, InvoiceCause } from './plan-close.ts';
import type { Party } from './sources.ts';
import type { TaxBook } from './tax-source.ts';
import { splitNet } from './totals.ts';

export interface InvoiceInput {
  readonly subscription: BillableSubscription;
  readonly cause: InvoiceCause;
  readonly sequence: number;
  readonly lines: readonly Charge[];
  readonly productName: string;
  readonly seller: Party;
  readonly buyer: Party;
  readonly feeBasisPoints: number;
  readonly taxes: TaxBook;
  readonly paymentReference: string;
  readonly at: Temporal.Instant;
  readonly runId: string | null;
}

/** Puts an invoice together. Pure but for its id. */
export function buildInvoice(input: InvoiceInput): InvoiceDraft {
  const { subscription, lines, buyer } = input;
  const currency = lines[0]!.currency;
  const taxed = input.taxes({ ...input, timeZone: subscription.timeZone });
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
    netMinor: taxed.netMinor,
    taxes: taxed.taxes,
    taxMinor: taxed.taxMinor,
    totalMinor: taxed.totalMinor,
    lineCount: lines.length,
    feeBasisPoints: input.feeBasisPoints,
    ...splitNet(taxed.netMinor, input.feeBasisPoints),
    seller: taxed.seller,
    buyer,
    timeZone: subscription.timeZone,
    paymentReference: input.paymentReference,
    createdAt: input.at,
    issuedAt: null,
    dueAt: null,
    runId: input.runId,
    finalizeAt: null,
    lines: taxed.lines,
  };
}

/** A draft with other lines, taxed as of now. */
export function redraft(
  draft: Invoice,
  lines: readonly Charge[],
  taxes: TaxBook,
  at: Temporal.Instant,
): InvoiceDraft {
  const { buyer, timeZone } = draft;
  const taxed = taxes({ seller: draft.seller, buyer, timeZone, lines, at });
  const { netMinor, taxMinor, totalMinor, seller } = taxed;
  const totals = { netMinor, taxMinor, totalMinor, taxes: taxed.taxes };
  const split = splitNet(netMinor, draft.feeBasisPoints);
  return { ...draft, ...totals, ...split, seller, lineCount: lines.length, lines: taxed.lines };
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
