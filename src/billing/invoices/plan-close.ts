import type { PlanVersionOfPlan } from '#catalog';
import { decimal, parseAmount } from '#kernel';
import type { Period } from '#rating';
import { type Billed, type Charge, type ChargeItem, itemText } from './charge.ts';
import { ratePeriod, windowsOf } from './rate-period.ts';
import { majorText, type PeriodToRate, type QuotaReset, type RatedItem } from './rated-item.ts';
import type { UsageByWindow, UsageWindow } from './usage-windows.ts';

/** A subscription as billing sees it at the moment of a close. */
export interface BillableSubscription {
  readonly id: string;
  readonly organizationId: string;
  readonly providerId: string;
  readonly productId: string;
  /** IANA; quota periods and dates on the invoice are local to it. */
  readonly timeZone: string;
  /** Where quota periods that follow the subscription are counted from. */
  readonly anchorAt: Temporal.Instant;
  readonly quotaResets: readonly QuotaReset[];
  /** False once it has ended: then only usage that came late is left to bill. */
  readonly live: boolean;
  /** The present period is a trial. */
  readonly trialing: boolean;
  readonly period: Period;
  /** The present one, with the terms that hold for this subscription. */
  readonly plan: PlanVersionOfPlan;
  /** What is not billed yet, in order; the last one is the present, unless the subscription has ended. */
  readonly segments: readonly BillableSegment[];
  /** What follows the present period; null when the subscription ends with it. */
  readonly next: {
    readonly period: Period;
    readonly whole: Period;
    readonly plan: PlanVersionOfPlan;
    readonly quantity: number;
    readonly trialing: boolean;
  } | null;
}

/** A stretch of a subscription's time with one set of terms. */
export interface BillableSegment {
  readonly period: Period;
  /** What a share of it is measured by; longer than the billing period for a stub or a cycle broken off. */
  readonly whole: Period;
  readonly plan: PlanVersionOfPlan;
  /** Seats. */
  readonly quantity: number;
  readonly waiver: 'trial' | 'paused' | null;
  readonly dueAt: Temporal.Instant;
}

/** A period whose real close is behind us; usage that came late is rated by its own plan version. */
export interface ClosedPeriod {
  readonly period: Period;
  readonly plan: PlanVersionOfPlan;
  readonly waiver: 'trial' | null;
}

/**
 * Why money is asked for, and so which invoice it is: the first, a change within the period, a period's real close,
 * a close before it (asked for, or because much was used), the end, or usage that came late. A top-up is no close:
 * it asks for credit in advance.
 */
export const INVOICE_CAUSES = [
  'start',
  'change',
  'renewal',
  'early',
  'threshold',
  'final',
  'late',
  'topup',
] as const;
export type InvoiceCause = (typeof INVOICE_CAUSES)[number];

export interface CloseInput {
  readonly subscription: BillableSubscription;
  readonly cause: InvoiceCause;
  /** How far the present period is rated: its end for a real close, now for an early one. */
  readonly cutAt: Temporal.Instant;
  readonly earlier: readonly ClosedPeriod[];
  readonly billed: ReadonlyMap<string, Billed>;
  /** Charges of earlier closes that no invoice has taken up yet. */
  readonly carried: readonly Charge[];
  readonly highestBatch: bigint;
}

/** What a close will write. A preview is this plan, not carried out. */
export interface ClosePlan {
  /** New charges, zeros included: they say that the item was rated. */
  readonly charges: readonly Charge[];
  /** What the invoice will list, in order; empty when there is nothing to invoice. */
  readonly lines: readonly Charge[];
  /** The period that is over with this close. */
  readonly closes: {
    readonly period: Period;
    readonly planVersionId: string;
    readonly waiver: 'trial' | null;
  } | null;
}

/** The windows whose quantities `planClose` needs. */
export function closeWindows(input: Omit<CloseInput, 'highestBatch' | 'billed' | 'carried'>): UsageWindow[] {
  return periodsToRate(input).flatMap(({ of, plan }) => windowsOf(of, plan.terms));
}

interface RatingTask {
  readonly of: PeriodToRate;
  readonly plan: PlanVersionOfPlan;
  readonly late: boolean;
}

function periodsToRate(input: Omit<CloseInput, 'highestBatch' | 'billed' | 'carried'>): RatingTask[] {
  const { subscription, cause, cutAt } = input;
  const { id: subscriptionId, timeZone, anchorAt, quotaResets: resets } = subscription;
  const base = { subscriptionId, timeZone, anchorAt, resets };
  const earlier = input.earlier.map(({ period, plan, waiver }) => ({
    of: { ...base, period, cutAt: period.endAt, final: true, waiver },
    plan,
    late: true,
  }));
  if (cause === 'start' || cause === 'late') return earlier;
  const { period, plan } = subscription;
  const of = { ...base, period, cutAt, final: cause === 'renewal', waiver: waiverOf(subscription) };
  return [{ of, plan, late: false }, ...earlier];
}

function waiverOf(subscription: BillableSubscription): 'trial' | null {
  return subscription.trialing ? 'trial' : null;
}

/** Decides what a close bills. Nothing is read and nothing written here. */
export function planClose(input: CloseInput, usage: UsageByWindow): ClosePlan {
  const { subscription, cause } = input;
  const charges: Charge[] = [];
  // The first invoice asks for the flat fee in advance; if it never came to be, the close of the period asks.
  if (cause !== 'late' && !subscription.trialing) {
    pushNew(charges, input, flatCharge(subscription, subscription.period, subscription.plan));
  }
  if (cause === 'renewal' && subscription.next && !subscription.next.trialing) {
    pushNew(charges, input, flatCharge(subscription, subscription.next.period, subscription.next.plan));
  }
  for (const task of periodsToRate(input)) {
    for (const item of ratePeriod(task.of, task.plan.terms, usage)) {
      const charge = usageCharge(input, task, item);
      if (charge) charges.push(charge);
    }
  }
  const lines = invoiceLines(charges, input.carried, currencyOf(subscription, cause));
  const closes =
    cause === 'renewal'
      ? { period: subscription.period, planVersionId: subscription.plan.id, waiver: waiverOf(subscription) }
      : null;
  return { charges, lines, closes };
}

function pushNew(charges: Charge[], input: CloseInput, charge: Charge): void {
  if (!input.billed.has(itemText(charge))) charges.push(charge);
}

function currencyOf(subscription: BillableSubscription, cause: InvoiceCause): string {
  const { plan, next } = subscription;
  return (cause === 'renewal' && next ? next.plan : plan).terms.currency;
}

/**
 * An invoice has one currency and asks for money. What is in another currency waits for an invoice of its
 * own, and lines that do not come to more than zero wait for the next one.
 */
function invoiceLines(charges: readonly Charge[], carried: readonly Charge[], currency: string): Charge[] {
  const lines = [...charges, ...carried].filter(
    (charge) => charge.amountMinor !== 0n && charge.currency === currency,
  );
  const netMinor = lines.reduce((sum, charge) => sum + charge.amountMinor, 0n);
  return netMinor > 0n ? lines : [];
}

export const FLAT_KEY = 'plan';

function flatCharge(subscription: BillableSubscription, period: Period, plan: PlanVersionOfPlan): Charge {
  const { currency, interval, price } = plan.terms;
  return {
    subscriptionId: subscription.id,
    kind: 'flat',
    itemKey: FLAT_KEY,
    period,
    sequence: 1,
    planVersionId: plan.id,
    currency,
    quantity: decimal(1),
    amountMinor: parseAmount(price, currency).minor,
    highestBatch: null,
    description: `${plan.planName} plan`,
    unit: interval.count === 1 ? interval.unit : `${interval.count} ${interval.unit}s`,
    explanation: { model: 'flat', unit_price: price, plan_version: plan.number, in_advance: true },
  };
}

/** All of the item so far less what was billed; nothing when an early or late look finds no difference. */
function usageCharge(input: CloseInput, task: RatingTask, item: RatedItem): Charge | null {
  const { subscription } = input;
  const { period } = task.of;
  const { currency } = task.plan.terms;
  const identity: ChargeItem = {
    subscriptionId: subscription.id,
    kind: item.kind,
    itemKey: item.itemKey,
    period,
  };
  const billed = input.billed.get(itemText(identity)) ?? { amountMinor: 0n, sequence: 0 };
  const amountMinor = item.totalMinor - billed.amountMinor;
  const mustRecord = task.of.final && !task.late;
  if (amountMinor === 0n && !mustRecord) return null;
  return {
    ...identity,
    sequence: billed.sequence + 1,
    planVersionId: task.plan.id,
    currency,
    quantity: item.quantity,
    amountMinor,
    highestBatch: input.highestBatch,
    description: task.late ? `${item.name} (late usage)` : item.name,
    unit: item.unit,
    explanation: {
      ...item.explanation,
      plan_version: task.plan.number,
      total: majorText(item.totalMinor, currency),
      billed_before: majorText(billed.amountMinor, currency),
      through: task.of.cutAt.toString({ smallestUnit: 'millisecond' }),
    },
  };
}
