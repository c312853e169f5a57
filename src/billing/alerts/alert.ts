/** What a consumer is told of: how much of a quota is used, and what a period costs. */

export const ALERT_KINDS = ['quota', 'spend'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export interface SpendThreshold {
  readonly amountMinor: bigint;
  readonly currency: string;
}

export interface AlertSettings {
  /** In order. */
  readonly quotaPercents: readonly number[];
  readonly spend: readonly SpendThreshold[];
}

/** Of who has said nothing else. */
export const USUAL: AlertSettings = { quotaPercents: [80, 100], spend: [] };

/** Something reached a threshold; subscription, kind, subject, threshold and period make one. */
export interface Reached {
  readonly organizationId: string;
  readonly subscriptionId: string;
  readonly kind: AlertKind;
  /** The quota as limits name it; of spend the currency. */
  readonly subject: string;
  /** Percent, or minor units. */
  readonly threshold: bigint;
  readonly periodStartAt: Temporal.Instant;
  /** Units as decimal text, or minor units. */
  readonly value: string;
  /** The quota; null of spend. */
  readonly of: string | null;
}

export interface Alert extends Reached {
  readonly id: string;
  readonly at: Temporal.Instant;
}

/** A share of a quota: what `used` of `limit` has reached of these percents. */
export function percentsReached(
  percents: readonly number[],
  { used, limit }: { readonly used: number; readonly limit: number },
): number[] {
  // Exact for whole units: nothing is divided.
  return percents.filter((percent) => used * 100 >= limit * percent);
}
