import type { Decimal } from '#kernel';
import type { Period } from '#rating';

/**
 * The flat fee is charged in advance; usage and what goes past a quota in arrears; further fees as they say. A
 * commitment is what is missing to it. A discount (of the plan or a coupon) and promotional credit take off. A one-off is
 * what a person adds to a draft.
 */
export const CHARGE_KINDS = [
  'flat',
  'fee',
  'usage',
  'overage',
  'commitment',
  'discount',
  'credit',
  'one_off',
] as const;
export type ChargeKind = (typeof CHARGE_KINDS)[number];

/**
 * What a charge is for. With its sequence this is the charge's natural key: a period's real close, an early
 * close before it and late usage after it differ in nothing but the sequence.
 */
export interface ChargeItem {
  readonly subscriptionId: string;
  readonly kind: ChargeKind;
  readonly itemKey: string;
  readonly period: Period;
}

/** What earlier charges of an item billed, and the sequence of the last one. */
export interface Billed {
  readonly item: ChargeItem;
  readonly amountMinor: bigint;
  readonly sequence: number;
  readonly planVersionId: string;
}

/** What people read about a charge: it becomes a line of an invoice. */
export interface ChargeText {
  readonly description: string;
  /** What the quantity counts: `calls`, `units`, an event type, or the billing interval. */
  readonly unit: string;
  /** How the amount came about: tiers, what was billed before, and the question that lists the events. */
  readonly explanation: Readonly<Record<string, unknown>>;
}

export interface Charge extends ChargeItem, ChargeText {
  readonly sequence: number;
  readonly planVersionId: string;
  readonly currency: string;
  /** All of the period's usage so far, not the difference to the charge before it. */
  readonly quantity: Decimal;
  readonly amountMinor: bigint;
  /** The last batch of usage that was seen; null for charges without usage. */
  readonly highestBatch: bigint | null;
}

/** Natural key of what the charges of one item sum up to. */
export function itemText(item: ChargeItem): string {
  return `${item.subscriptionId}|${item.period.startAt.epochMilliseconds}|${item.kind}|${item.itemKey}`;
}
