import type { Tax } from '../invoices/index.ts';

export const CREDIT_REASONS = [
  'duplicate',
  'order_change',
  'service_failure',
  'goodwill',
  'fraud',
  'not_collectable',
  'left_over',
  'other',
] as const;
export type CreditReason = (typeof CREDIT_REASONS)[number];

/** What becomes of what had been paid already: it is kept for other invoices, or goes back to where it came from. */
export type Remainder = 'credit' | 'refund';

/** Which part of an invoice is taken back. */
export type CreditAsk =
  /** Whatever is left of it. */
  | { readonly kind: 'whole' }
  /** Amounts before tax, with the sign that the line has; null: all that is left of the line. */
  | { readonly kind: 'lines'; readonly lines: readonly { position: number; amountMinor: bigint | null }[] }
  /** Amounts as they were charged: with the tax in them where the price includes it, and then they stay so to the cent. */
  | { readonly kind: 'charged'; readonly lines: readonly { position: number; amountMinor: bigint }[] }
  /** With tax, taken from all lines in proportion. */
  | { readonly kind: 'amount'; readonly totalMinor: bigint };

export interface CreditNoteLine {
  /** Of the invoice's line. */
  readonly invoicePosition: number;
  readonly description: string;
  /** Without tax. */
  readonly amountMinor: bigint;
}

/** What a credit note says in figures: always net + tax = total and fee + share = net. */
export interface CreditFigures {
  readonly lines: readonly CreditNoteLine[];
  /** As on the invoice, with the amounts that are taken back. */
  readonly taxes: readonly Tax[];
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
  readonly feeMinor: bigint;
  readonly shareMinor: bigint;
}

/** Takes back an invoice or part of it. Issued with a number of its own series, and never changed. */
export interface CreditNote extends CreditFigures {
  readonly id: string;
  readonly number: string;
  readonly invoiceId: string;
  readonly providerId: string;
  readonly organizationId: string;
  readonly currency: string;
  readonly reason: CreditReason;
  readonly note: string | null;
  /** What nobody had paid. The rest of the total is the consumer's again. */
  readonly offsetMinor: bigint;
  readonly remainder: Remainder;
  readonly issuedBy: string;
  readonly issuedAt: Temporal.Instant;
}
