import type { WalletRef } from '#wallets';

/** Credit that was ordered. Its invoice is its id; only a paid one is credit. */
export interface TopUp extends WalletRef {
  readonly invoiceId: string;
  readonly amountMinor: bigint;
  readonly automatic: boolean;
  readonly state: 'open' | 'paid' | 'failed';
  readonly createdAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant | null;
}

/** What a consumer wants to be bought by itself. */
export interface AutoTopUp extends WalletRef {
  /** Once less than this is available, so much is bought. */
  readonly thresholdMinor: bigint;
  readonly amountMinor: bigint;
  /** In a calendar month (UTC); null: no end. */
  readonly monthlyMaximumMinor: bigint | null;
  readonly coolOffMinutes: number;
  /** Null: the default method. */
  readonly paymentMethodId: string | null;
  readonly suspendedReason: string | null;
  readonly lastStartedAt: Temporal.Instant | null;
}

/** Whether to buy now. */
export function isDue(
  auto: AutoTopUp,
  now: {
    /** Rounded down to minor units. */
    readonly availableMinor: bigint;
    /** Of automatic top-ups in this month that did not fail. */
    readonly boughtThisMonthMinor: bigint;
    readonly at: Temporal.Instant;
  },
): boolean {
  if (auto.suspendedReason !== null || now.availableMinor >= auto.thresholdMinor) return false;
  const maximum = auto.monthlyMaximumMinor;
  if (maximum !== null && now.boughtThisMonthMinor + auto.amountMinor > maximum) return false;
  if (auto.lastStartedAt === null) return true;
  const coolAt = auto.lastStartedAt.add({ minutes: auto.coolOffMinutes });
  return Temporal.Instant.compare(coolAt, now.at) <= 0;
}

export function monthStart(at: Temporal.Instant): Temporal.Instant {
  const day = at.toZonedDateTimeISO('UTC').startOfDay();
  return day.with({ day: 1 }).toInstant();
}
