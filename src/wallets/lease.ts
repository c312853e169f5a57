import { amountDecimal, currencyDigits, type Decimal, decimal, round } from '#kernel';
import type { WalletRef } from './wallet.ts';

/** Credit that one subscription's calls may use at one gateway node. */
export interface Lease {
  readonly id: string;
  readonly walletId: string;
  readonly subscriptionId: string;
  readonly nodeId: string;
  /** Within the subscription. */
  readonly epoch: number;
  readonly currency: string;
  /** In major units. */
  readonly unitPrice: Decimal;
  /** All that it was ever granted, less what it gave back: whole minor units. */
  readonly grantedMinor: bigint;
  readonly settledMinor: bigint;
  readonly settledUnits: Decimal;
  readonly startedAt: Temporal.Instant;
  readonly closedAt: Temporal.Instant | null;
  /** Known once it is closed. */
  readonly usedUnits: Decimal | null;
}

/** A subscription that wants to hold more. */
export interface LeaseWant {
  readonly subscriptionId: string;
  readonly ref: WalletRef;
  readonly unitPrice: Decimal;
  /** How many more units. */
  readonly units: Decimal;
}

/** Quota units are counted in millionths. */
const UNIT_PLACES = 6;

/**
 * The units that an amount buys, rounded down to what counters count. Over the life of a lease this is the only rounding
 * at the gate: what was used never costs more than what was granted, to the last fraction.
 */
export function unitsFor(minor: bigint, unitPrice: Decimal, currency: string): Decimal {
  const digits = currencyDigits(currency);
  // Integers on both sides: a division that is cut off after so many digits could round a whole unit up.
  const scaled = decimal(minor).times(decimal(`1e${12 + UNIT_PLACES}`));
  const priceScaled = unitPrice.times(decimal(`1e${12 + digits}`));
  const micros = BigInt(scaled.toFixed(0)) / BigInt(priceScaled.toFixed(0));
  return decimal(micros).times(decimal(`1e-${UNIT_PLACES}`));
}

/** What so many units cost, rounded up to minor units: enough to hold them. */
export function holdFor(units: Decimal, unitPrice: Decimal, currency: string): bigint {
  const minor = units.times(unitPrice).times(decimal(`1e${currencyDigits(currency)}`));
  return BigInt(round(minor, 0, 'ceil').toFixed(0));
}

/** What is used and not charged yet, in major units; never less than nothing. */
export function unsettledOf(lease: Lease, usedUnits: Decimal): Decimal {
  const spent = usedUnits.times(lease.unitPrice);
  const settled = amountDecimal({ minor: lease.settledMinor, currency: lease.currency });
  const rest = spent.minus(settled);
  return rest.lt(0) ? decimal(0) : rest;
}
