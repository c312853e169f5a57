import type { Money } from '#kernel';
import type { Period } from '#rating';
import type { InvoiceCause } from './cause.ts';
import type { Party } from './sources.ts';
import type { TaxedLine } from './tax-source.ts';
import type { Tax } from './totals.ts';

export interface Invoice {
  readonly id: string;
  readonly state: 'draft' | 'issued';
  /** Gapless per seller; null while a draft. */
  readonly number: string | null;
  readonly cause: InvoiceCause;
  readonly subscriptionId: string;
  readonly period: Period;
  /** 1, 2, … where a period may have several invoices of one cause. */
  readonly sequence: number;
  /** The seller. The platform is its agent. */
  readonly providerId: string;
  /** The buyer. */
  readonly organizationId: string;
  readonly productId: string;
  readonly productName: string;
  readonly currency: string;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
  readonly taxes: readonly Tax[];
  readonly lineCount: number;
  /** The platform's commission as agreed when the invoice was made. */
  readonly feeBasisPoints: number;
  readonly feeMinor: bigint;
  readonly shareMinor: bigint;
  readonly seller: Party;
  readonly buyer: Party;
  readonly timeZone: string;
  /** ISO 11649. */
  readonly paymentReference: string;
  readonly createdAt: Temporal.Instant;
  readonly issuedAt: Temporal.Instant | null;
  readonly dueAt: Temporal.Instant | null;
  readonly runId: string | null;
}

/** An invoice that is about to be written, with its lines in order. */
export interface InvoiceDraft extends Invoice {
  readonly lines: readonly TaxedLine[];
}

export type ReceivableState = 'open' | 'partially_paid' | 'paid';

/** What is still owed for an issued invoice. */
export interface Receivable {
  readonly invoiceId: string;
  readonly organizationId: string;
  readonly providerId: string;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly paidMinor: bigint;
  readonly state: ReceivableState;
  readonly dueAt: Temporal.Instant;
  readonly paidAt: Temporal.Instant | null;
}

export function openAmount(receivable: Receivable): Money {
  return { minor: receivable.totalMinor - receivable.paidMinor, currency: receivable.currency };
}
