/** What a coupon takes off, for how long, and who may redeem it. */

export type CouponDiscount =
  | { readonly kind: 'percent'; readonly percent: string }
  /** Off all charges of a billing period together. Subscriptions in another currency cannot redeem it. */
  | { readonly kind: 'amount'; readonly amount: string; readonly currency: string }
  /** So many units of a meter are free in each billing period. */
  | { readonly kind: 'units'; readonly meter: string; readonly units: string };

export interface Coupon {
  readonly id: string;
  readonly providerId: string;
  /** Upper case; unique among the provider's. */
  readonly code: string;
  readonly name: string;
  readonly discount: CouponDiscount;
  /** Billing periods; null: for ever. */
  readonly periods: number | null;
  readonly startsAt: Temporal.Instant | null;
  /** Not redeemed from then on; what was redeemed before goes on. */
  readonly expiresAt: Temporal.Instant | null;
  readonly mostRedemptions: number | null;
  readonly redemptions: number;
  readonly oncePerCustomer: boolean;
  /** Only for customers without any earlier subscription of the provider's. */
  readonly newCustomersOnly: boolean;
  /** Only for these; null: for all. */
  readonly productIds: readonly string[] | null;
  readonly planIds: readonly string[] | null;
  readonly active: boolean;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

/** A coupon that holds for a subscription, with what it said when it was redeemed. */
export interface Redemption {
  readonly id: string;
  readonly couponId: string;
  readonly subscriptionId: string;
  readonly code: string;
  readonly name: string;
  readonly discount: CouponDiscount;
  /** The first paid period that it holds for: how many had elapsed. */
  readonly firstPeriod: number;
  readonly periods: number | null;
  readonly planIds: readonly string[] | null;
  readonly redeemedAt: Temporal.Instant;
}

/** Whether it holds in the k-th paid period. */
export function holdsIn({ firstPeriod, periods }: Redemption, periodsElapsed: number): boolean {
  return periodsElapsed >= firstPeriod && (periods === null || periodsElapsed < firstPeriod + periods);
}

export function discountText(discount: CouponDiscount): string {
  if (discount.kind === 'percent') return `${discount.percent} % off`;
  if (discount.kind === 'amount') return `${discount.amount} ${discount.currency} off`;
  return `${discount.units} ${discount.meter} free`;
}
