import { amountDecimal, currencyDigits, type Decimal, instantText } from '#kernel';
import type { Period } from '#rating';
import type { SettledPeriod } from '#wallets';
import type { ChargeKind } from './charge.ts';
import type { QuotaWindow, UsageWindow } from './usage-windows.ts';

/** A period of a subscription, to be rated as far as `cutAt`: its end, or the moment of an early close. */
export interface PeriodToRate extends Omit<QuotaWindow, 'resetsAt'> {
  readonly subscriptionId: string;
  readonly resets: readonly QuotaReset[];
  /** False for an early close: minimum spends wait for the end of the period. */
  readonly final: boolean;
  readonly waiver: Waiver | null;
  /** The billing period that `period` is a part of, where it is one: what is weighted by time is so over all of it. */
  readonly whole?: Period | undefined;
  /** What its periods were charged for units that are paid in advance; absent where none ever were. */
  readonly prepaid?: readonly SettledPeriod[];
}

/** Why nothing is asked for. */
export type Waiver = 'trial' | 'paused';

/** The provider gave a quota whole again; `quota` is its name. */
export interface QuotaReset {
  readonly quota: string;
  readonly at: Temporal.Instant;
}

/** What an item comes to for all of the period so far, before what was billed is taken off. */
export interface RatedItem {
  readonly kind: ChargeKind;
  readonly itemKey: string;
  readonly name: string;
  readonly unit: string;
  readonly quantity: Decimal;
  readonly totalMinor: bigint;
  readonly explanation: Readonly<Record<string, unknown>>;
}

/** What a meter counted in the period, as far as it is rated. */
export function periodWindow(of: PeriodToRate, meter: string): UsageWindow {
  return { subscriptionId: of.subscriptionId, meter, fromAt: of.period.startAt, toAt: of.cutAt };
}

/** The question whose answer is the events of a line; the highest batch stands on the line itself. */
export function queryOf(window: UsageWindow): Record<string, unknown> {
  return {
    subscription_id: window.subscriptionId,
    meter: window.meter,
    ...(window.asked ? { definition: window.asked.meter } : {}),
    from: instantText(window.fromAt),
    to: instantText(window.toAt),
    environment: 'live',
  };
}

/** A total in minor units as the wire and explanations show it. */
export function majorText(minor: bigint, currency: string): string {
  return amountDecimal({ minor, currency }).toFixed(currencyDigits(currency));
}
