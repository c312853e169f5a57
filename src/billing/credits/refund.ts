export type RefundState = 'created' | 'sent' | 'pending' | 'unknown' | 'succeeded' | 'failed';

/**
 * Money on its way back to where it came from. Written before the processor is called; its id is the processor's idempotency
 * key.
 */
export interface Refund {
  readonly id: string;
  /** Where its money was taken from, and is put back if it fails. */
  readonly creditId: string;
  /** Null when what is given back was paid beyond what was owed. */
  readonly creditNoteId: string | null;
  readonly paymentId: string;
  readonly organizationId: string;
  readonly providerId: string | null;
  /** The processor, or `bank`: then a person transfers it and says so. */
  readonly source: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly state: RefundState;
  readonly processorReference: string | null;
  readonly failureCode: string | null;
  readonly checkCount: number;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

export function isSettled({ state }: Pick<Refund, 'state'>): boolean {
  return state === 'succeeded' || state === 'failed';
}
