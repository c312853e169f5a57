import { formatAmount } from '#kernel';

/** `void`: credited before anybody paid. `uncollectible`: what was open is written off. */
export const RECEIVABLE_STATES = ['open', 'partially_paid', 'paid', 'void', 'uncollectible'] as const;
export type ReceivableState = (typeof RECEIVABLE_STATES)[number];

/** total = paid + offset + written off + open, always. */
export interface ReceivableAmounts {
  readonly totalMinor: bigint;
  /** By payments and by credit that was applied. */
  readonly paidMinor: bigint;
  /** All that credit notes gave back. */
  readonly creditedMinor: bigint;
  /** What of it nobody had paid. */
  readonly offsetMinor: bigint;
  readonly writtenOffMinor: bigint;
  /** The provider's share that becomes payable when the invoice is settled. */
  readonly unsettledMinor: bigint;
}

/** What is still owed for an issued invoice. */
export interface Receivable extends ReceivableAmounts {
  readonly invoiceId: string;
  readonly organizationId: string;
  readonly providerId: string;
  readonly currency: string;
  readonly state: ReceivableState;
  readonly dueAt: Temporal.Instant;
  readonly paidAt: Temporal.Instant | null;
  /** When it was announced that the due date has passed. */
  readonly overdueAt: Temporal.Instant | null;
}

/** A receivable with what announcements name. */
export interface OpenInvoice extends Receivable {
  readonly number: string;
  readonly subscriptionId: string;
}

export function openMinor(amounts: ReceivableAmounts): bigint {
  return amounts.totalMinor - amounts.paidMinor - amounts.offsetMinor - amounts.writtenOffMinor;
}

export function receivableState(amounts: ReceivableAmounts): ReceivableState {
  if (amounts.writtenOffMinor > 0n) return 'uncollectible';
  if (amounts.offsetMinor === amounts.totalMinor) return 'void';
  if (openMinor(amounts) === 0n) return 'paid';
  return amounts.paidMinor > 0n ? 'partially_paid' : 'open';
}

/** Of two amounts; `Math.min` knows no bigint. */
export function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

/** Money may still be collected for it. */
export function isCollectable({ state }: Pick<Receivable, 'state'>): boolean {
  return state === 'open' || state === 'partially_paid';
}

/** What every announcement of an invoice that is owed says of it. */
export function receivableFacts(invoice: OpenInvoice) {
  return {
    invoice_id: invoice.invoiceId,
    number: invoice.number,
    organization_id: invoice.organizationId,
    provider_id: invoice.providerId,
    subscription_id: invoice.subscriptionId,
    total: formatAmount({ minor: invoice.totalMinor, currency: invoice.currency }),
    currency: invoice.currency,
  };
}
