/** What a consumer has to its credit: paid beyond what it owed, or given back for what it had paid. */
export interface Credit {
  readonly id: string;
  readonly organizationId: string;
  /** Whose invoice it came from; null for a transfer that was for none. */
  readonly providerId: string | null;
  readonly currency: string;
  readonly origin: 'payment' | 'credit_note';
  readonly originId: string;
  readonly amountMinor: bigint;
  readonly remainingMinor: bigint;
  readonly createdAt: Temporal.Instant;
}

/** Credit that pays an invoice. */
export interface CreditUse {
  readonly creditId: string;
  readonly invoiceId: string;
  readonly amountMinor: bigint;
}
