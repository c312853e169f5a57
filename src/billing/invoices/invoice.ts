import type { Period } from '#rating';
import type { InvoiceCause } from './cause.ts';
import type { Party } from './sources.ts';
import type { TaxedLine } from './tax-source.ts';
import type { Tax, TaxableLine } from './totals.ts';

/** A draft becomes issued or, without ever having had a number, discarded. */
export type InvoiceState = 'draft' | 'issued' | 'discarded';

export interface Invoice {
  readonly id: string;
  readonly state: InvoiceState;
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
  /** When a draft is issued by itself; null: by a person only. */
  readonly finalizeAt: Temporal.Instant | null;
}

/** An invoice that is about to be written, with its lines in order. */
export interface InvoiceDraft extends Invoice {
  /** What the lines of each subscription are for. */
  readonly productNames: ReadonlyMap<string, string>;
  readonly lines: readonly TaxedLine[];
  /** What its totals were made of, line by line. */
  readonly taxable: readonly TaxableLine[];
}
