import type { Money } from '#kernel';

/** What a processor is asked to charge. */
export interface ChargeRequest {
  /** Ours, made before the call. The processor's idempotency key: the same id is charged once, ever. */
  readonly attemptId: string;
  readonly amount: Money;
  /** The processor's name for the payer's card or account. We never see the card itself. */
  readonly token: string;
  /** Shown to the payer and searchable at the processor. */
  readonly description: string;
}

/** What a processor says about an attempt. `succeeded` and `failed` are final. */
export type ChargeReport =
  | { readonly state: 'succeeded'; readonly reference: string; readonly amount: Money; readonly fee: Money }
  | {
      readonly state: 'failed';
      readonly reference: string;
      readonly failureCode: string;
      /** Declined for now: it may work on another day. False where only another card helps. */
      readonly retryable: boolean;
    }
  | { readonly state: 'requires_action'; readonly reference: string; readonly actionUrl: string }
  | { readonly state: 'processing'; readonly reference: string };

/** What a processor is asked to give back. */
export interface RefundRequest {
  /** Ours, made before the call. The processor's idempotency key: under one id money goes back once, ever. */
  readonly refundId: string;
  /** The processor's own name for the charge, as it reported it. */
  readonly chargeReference: string;
  /** At most what is left of the charge. */
  readonly amount: Money;
  readonly description: string;
}

/** What a processor says about a refund. `succeeded` and `failed` are final; a failed one has moved nothing. */
export type RefundReport =
  | { readonly state: 'succeeded'; readonly reference: string }
  | { readonly state: 'pending'; readonly reference: string }
  | { readonly state: 'failed'; readonly reference: string; readonly failureCode: string };

/**
 * Takes money from payers, and gives it back. Throwing means that the outcome is not known: the money may have moved. Whoever
 * called asks `getCharge` or `getRefund` later and asks again only under the same id.
 */
export interface PaymentProcessor {
  readonly name: string;
  createCharge(request: ChargeRequest): Promise<ChargeReport>;
  /** Null when the processor has never heard of the attempt. */
  getCharge(attemptId: string): Promise<ChargeReport | null>;
  createRefund(request: RefundRequest): Promise<RefundReport>;
  /** Null when the processor has never heard of the refund. */
  getRefund(refundId: string): Promise<RefundReport | null>;
  /** Whether it would accept the token at all, and what to call it ("Visa ending in 4242"). */
  describeToken(token: string): Promise<{ readonly label: string } | null>;
}

/** The processors by name, as the roof has configured them. */
export type PaymentProcessors = ReadonlyMap<string, PaymentProcessor>;

export function paymentProcessors(all: readonly PaymentProcessor[]): PaymentProcessors {
  return new Map(all.map((processor) => [processor.name, processor]));
}
