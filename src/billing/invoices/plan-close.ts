import type { Period } from '#rating';
import {
  type BillableSegment,
  type BillableSubscription,
  type ClosedSegment,
  isSameJson,
  joined,
  segmentsDue,
} from './billable.ts';
import { type Billed, type Charge, type ChargeItem, itemText } from './charge.ts';
import { flatCharges } from './flat-fee.ts';
import { ratePeriod, windowsOf } from './rate-period.ts';
import { majorText, type PeriodToRate, type RatedItem } from './rated-item.ts';
import { earlier, later, type UsageByWindow, type UsageWindow } from './usage-windows.ts';

/**
 * Why money is asked for, and so which invoice it is: the first, a change within the period, a period's real close,
 * a close before it (asked for, or because much was used), the end, or usage that came late.
 */
export const INVOICE_CAUSES = ['start', 'change', 'renewal', 'early', 'threshold', 'final', 'late'] as const;
export type InvoiceCause = (typeof INVOICE_CAUSES)[number];

export interface CloseInput {
  readonly subscription: BillableSubscription;
  readonly cause: InvoiceCause;
  /**
   * How far the present period is rated: its end for a real close, now for an early one. Of a final close, what was due
   * by then is closed.
   */
  readonly cutAt: Temporal.Instant;
  /** In order. */
  readonly earlier: readonly ClosedSegment[];
  readonly billed: ReadonlyMap<string, Billed>;
  /** Charges of earlier closes that no invoice has taken up yet. */
  readonly carried: readonly Charge[];
  readonly highestBatch: bigint;
}

/** What a close will write. A preview is this plan, not carried out. */
export interface ClosePlan {
  /** What the invoice is for. */
  readonly period: Period;
  /** New charges, zeros included: they say that the item was rated. */
  readonly charges: readonly Charge[];
  /** What the invoice will list, in order; empty when there is nothing to invoice. */
  readonly lines: readonly Charge[];
  /** The segments that are over with this close. */
  readonly closes: readonly BillableSegment[];
}

type Unread = Omit<CloseInput, 'highestBatch' | 'billed' | 'carried'>;

/** The windows whose quantities `planClose` needs. */
export function closeWindows(input: Unread): UsageWindow[] {
  return stretchesToRate(input).flatMap(({ of, segment }) => windowsOf(of, segment.plan.terms));
}

interface RatingTask {
  readonly of: PeriodToRate;
  readonly segment: ClosedSegment;
  readonly late: boolean;
}

/** What this close is the real one of. */
function closing({ subscription, cause, cutAt }: Unread): readonly BillableSegment[] {
  if (cause === 'renewal') return subscription.segments;
  return cause === 'final' ? segmentsDue(subscription, cutAt) : [];
}

/** What usage is rated of: a change asks for what is in advance only, its usage waits for the close of the period. */
function stretchesToRate(input: Unread): RatingTask[] {
  const { subscription, cause, cutAt } = input;
  if (cause === 'start' || cause === 'change') return [];
  const { id: subscriptionId, timeZone, quotaResets: resets } = subscription;
  const toRate = (segment: ClosedSegment, cut: Temporal.Instant, final: boolean): PeriodToRate => {
    const { period, anchorAt, waiver } = segment;
    const end = later(period.startAt, earlier(period.endAt, cut));
    return { subscriptionId, timeZone, resets, anchorAt, period, cutAt: end, final, waiver };
  };
  const final = cause === 'renewal' || cause === 'final';
  const own = cause === 'late' ? [] : final ? closing(input) : subscription.segments;
  const present = joined(own, hasSameUsageTerms).map((segment) => {
    return { of: toRate(segment, final ? segment.period.endAt : cutAt, final), segment, late: false };
  });
  const before = joined(input.earlier, hasSameUsageTerms).map((segment) => {
    return { of: toRate(segment, segment.period.endAt, true), segment, late: true };
  });
  return [...present, ...before];
}

function hasSameUsageTerms(a: ClosedSegment, b: ClosedSegment): boolean {
  const [before, after] = [a.plan.terms, b.plan.terms];
  return isSameJson(before.prices, after.prices) && isSameJson(before.quotas, after.quotas);
}

/** Decides what a close bills. Nothing is read and nothing written here. */
export function planClose(input: CloseInput, usage: UsageByWindow): ClosePlan {
  const { subscription, cause, billed } = input;
  const charges: Charge[] = [];
  // The first invoice asks for the flat fee in advance; if it never came to be, the close of the period asks.
  if (cause !== 'late') charges.push(...flatCharges(subscription, subscription.segments, billed));
  if (cause === 'renewal' && subscription.next) {
    charges.push(...flatCharges(subscription, [subscription.next], billed));
  }
  for (const task of stretchesToRate(input)) {
    for (const item of ratePeriod(task.of, task.segment.plan.terms, usage)) {
      const charge = usageCharge(input, task, item);
      if (charge) charges.push(charge);
    }
  }
  const closes = closing(input);
  const lines = invoiceLines(charges, input.carried, subscription.plan.terms.currency);
  return { period: periodOf(input, closes), charges, lines, closes };
}

/** Of a final close the billing period that it ends, which may lie before the present one. */
function periodOf({ subscription, cause }: Unread, closes: readonly BillableSegment[]): Period {
  const [first, last] = [closes[0], closes.at(-1)];
  if (cause !== 'final' || !first || !last) return subscription.period;
  return { startAt: first.billingPeriod.startAt, endAt: last.period.endAt };
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

/** All of the item so far less what was billed; nothing when an early or late look finds no difference. */
function usageCharge(input: CloseInput, task: RatingTask, item: RatedItem): Charge | null {
  const { subscription } = input;
  const { period } = task.of;
  const { currency } = task.segment.plan.terms;
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
    planVersionId: task.segment.plan.id,
    currency,
    quantity: item.quantity,
    amountMinor,
    highestBatch: input.highestBatch,
    description: task.late ? `${item.name} (late usage)` : item.name,
    unit: item.unit,
    explanation: {
      ...item.explanation,
      plan_version: task.segment.plan.number,
      total: majorText(item.totalMinor, currency),
      billed_before: majorText(billed.amountMinor, currency),
      through: task.of.cutAt.toString({ smallestUnit: 'millisecond' }),
    },
  };
}
