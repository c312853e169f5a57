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
    lines: taxed.lines,
  };
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
  return { ...draft, state: 'issued', number, issuedAt: at, dueAt };
}
