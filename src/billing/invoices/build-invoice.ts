import { newId, Problem } from '#kernel';
import type { Period } from '#rating';
import type { BillableSubscription } from './billable.ts';
import type { InvoiceCause } from './cause.ts';
import type { Charge } from './charge.ts';
import type { Invoice, InvoiceDraft } from './invoice.ts';
import { invoiceProblems } from './problems.ts';
import type { Party } from './sources.ts';
import type { TaxBook, TaxedInvoice } from './tax-source.ts';
import { splitNet } from './totals.ts';

export interface InvoiceInput {
  readonly subscription: BillableSubscription;
  readonly cause: InvoiceCause;
  readonly period: Period;
  readonly sequence: number;
  readonly lines: readonly Charge[];
  readonly productName: string;
  /** By subscription. */
  readonly productNames: ReadonlyMap<string, string>;
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
  requirePositive(taxed);
  return {
    id: newId('inv'),
    state: 'draft',
    number: null,
    cause: input.cause,
    subscriptionId: subscription.id,
    period: input.period,
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
    taxable: taxed.taxable,
    productNames: input.productNames,
  };
}

/** A draft with other lines, taxed as of now. */
export function redraft(
  draft: Invoice,
  { lines, productNames }: Pick<InvoiceInput, 'lines' | 'productNames'>,
  taxes: TaxBook,
  at: Temporal.Instant,
): InvoiceDraft {
  const { buyer, timeZone } = draft;
  const taxed = taxes({ seller: draft.seller, buyer, timeZone, lines, at });
  const { netMinor, taxMinor, totalMinor, seller } = taxed;
  const totals = { netMinor, taxMinor, totalMinor, taxes: taxed.taxes };
  const split = splitNet(netMinor, draft.feeBasisPoints);
  const { taxable } = taxed;
  const written = { lineCount: lines.length, lines: taxed.lines, taxable, productNames };
  return { ...draft, ...totals, ...split, ...written, seller };
}

/** Lines that give back more at one rate than others ask for can come to less than nothing: a person has to look. */
function requirePositive({ netMinor, totalMinor }: TaxedInvoice): void {
  if (netMinor >= 0n && totalMinor > 0n) return;
  throw new Problem(invoiceProblems.invoiceNotPositive, {
    detail: `With tax the lines come to ${totalMinor} minor units, ${netMinor} without.`,
  });
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
