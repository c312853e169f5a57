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
  | { readonly state: 'failed'; readonly reference: string; readonly failureCode: string }
  | { readonly state: 'requires_action'; readonly reference: string; readonly actionUrl: string }
  | { readonly state: 'processing'; readonly reference: string };

/**
 * Takes money from payers. Throwing means that the outcome is not known: the money may have moved. Whoever
 * called asks `getCharge` later and charges again only under the same attempt id.
 */
export interface PaymentProcessor {
  readonly name: string;
  createCharge(request: ChargeRequest): Promise<ChargeReport>;
  /** Null when the processor has never heard of the attempt. */
  getCharge(attemptId: string): Promise<ChargeReport | null>;
  /** Whether it would accept the token at all, and what to call it ("Visa ending in 4242"). */
  describeToken(token: string): Promise<{ readonly label: string } | null>;
}

/** The processors by name, as the roof has configured them. */
export type PaymentProcessors = ReadonlyMap<string, PaymentProcessor>;

export function paymentProcessors(all: readonly PaymentProcessor[]): PaymentProcessors {
  return new Map(all.map((processor) => [processor.name, processor]));
}
