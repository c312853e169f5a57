/** `returned` is money that came back from the provider's bank after it had been paid. */
export type PayoutState = 'in_transit' | 'paid' | 'failed' | 'returned';

export interface Payout {
  readonly id: string;
  readonly runKey: string;
  readonly providerId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly state: PayoutState;
  /** Where it goes, as it was when the payout was made. */
  readonly holderName: string;
  readonly iban: string;
  readonly reason: string | null;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

export interface PayoutAccount {
  readonly providerId: string;
  readonly holderName: string;
  readonly iban: string;
}

/** States that may follow each state. */
export const payoutSteps: Readonly<Record<PayoutState, readonly PayoutState[]>> = {
  in_transit: ['paid', 'failed'],
  paid: ['returned'],
  failed: [],
  returned: [],
};
