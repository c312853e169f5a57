/** How a consumer can be charged. The processor keeps the card; we keep its name for it. */
export interface PaymentMethod {
  readonly id: string;
  readonly organizationId: string;
  readonly processor: string;
  readonly token: string;
  readonly label: string;
  readonly isDefault: boolean;
  readonly createdAt: Temporal.Instant;
}

export type AttemptState =
  | 'created'
  | 'sent'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'failed'
  | 'unknown';

/**
 * One try to collect an invoice. Written before the processor is called; its id is the processor's
 * idempotency key.
 */
export interface PaymentAttempt {
  readonly id: string;
  readonly invoiceId: string;
  readonly organizationId: string;
  readonly paymentMethodId: string;
  readonly processor: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly state: AttemptState;
  readonly processorReference: string | null;
  readonly actionUrl: string | null;
  readonly failureCode: string | null;
  readonly checkCount: number;
  readonly automatic: boolean;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

export function isFinal(attempt: Pick<PaymentAttempt, 'state'>): boolean {
  return attempt.state === 'succeeded' || attempt.state === 'failed';
}

/** Money that has come in. */
export interface Payment {
  readonly id: string;
  /** `bank`, or the processor's name. */
  readonly source: string;
  /** What the bank or the processor calls it; with the source its natural key. */
  readonly externalId: string;
  readonly organizationId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly feeMinor: bigint;
  /** What was left after the invoice: the consumer's credit. */
  readonly unappliedMinor: bigint;
  readonly receivedAt: Temporal.Instant;
}
