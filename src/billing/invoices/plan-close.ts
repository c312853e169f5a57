import type { Period } from '#rating';
import type { CreditTurn } from '#wallets';
import type { Redemption } from '../coupons/index.ts';
import { type AdjustmentClose, adjustmentCharges, type PromotionalCredit } from './adjustments.ts';
import {
  type BillableSegment,
  type BillableSubscription,
  type ClosedSegment,
  segmentsDue,
} from './billable.ts';
import type { InvoiceCause } from './cause.ts';
import { type Billed, type Charge, type ChargeItem, itemText } from './charge.ts';
import { withFreeUnits } from './free-units.ts';
import { creditTurn } from './included-credit.ts';
import type { Timeline } from './item-parts.ts';
import { ratePeriod, windowsOf } from './rate-period.ts';
import { majorText, type RatedItem } from './rated-item.ts';
import { type RecurringClose, recurringCharges } from './recurring-charges.ts';
import { type UsageScope, type UsageTask, usageTasks } from './usage-tasks.ts';
import type { UsageByWindow, UsageWindow } from './usage-windows.ts';

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
  /** Coupons that hold for the subscription, in the order in which they were redeemed. */
  readonly redemptions: readonly Redemption[];
  /** In the order in which they are used up. */
  readonly credits: readonly PromotionalCredit[];
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
  /** What becomes of credit that the plan includes. */
  readonly credit: CreditTurn | null;
}

/** What is known of a close before its usage is read. */
export type Unread = Omit<CloseInput, 'highestBatch' | 'billed' | 'carried' | 'redemptions' | 'credits'>;

/** The windows whose quantities `planClose` needs. */
export function closeWindows(input: Unread): UsageWindow[] {
  return usageTasks(taskScope(input)).flatMap(({ of, terms }) => windowsOf(of, terms));
}

/** What this close is the real one of. */
function closing({ subscription, cause, cutAt }: Unread): readonly BillableSegment[] {
  if (cause === 'renewal') return subscription.segments;
  return cause === 'final' ? segmentsDue(subscription, cutAt) : [];
}

function timelineOf({ subscription, cause, earlier: before }: Unread): Timeline {
  const { segments, next, timeZone, period, live } = subscription;
  const following = cause === 'renewal' && next ? [next] : [];
  return {
    timeZone,
    segments: [...before, ...segments, ...following],
    openFromAt: segments[0]?.period.startAt ?? period.endAt,
    goesOn: live && (cause !== 'renewal' || next !== null),
  };
}

function taskScope(input: Unread): UsageScope {
  const closes = closing(input);
  const timeline = timelineOf(input);
  const { subscription, cause, cutAt } = input;
  return { subscription, cause, cutAt, earlier: input.earlier, timeline, closes };
}

/** Decides what a close bills. Nothing is read and nothing written here. */
export function planClose(input: CloseInput, usage: UsageByWindow): ClosePlan {
  const { subscription } = input;
  const scope = taskScope(input);
  const { closes } = scope;
  const charges = input.cause === 'late' ? [] : recurringCharges(recurringClose(input, scope));
  const tasks = usageTasks(scope);
  for (const task of tasks) {
    const terms = withFreeUnits(task, tasks, input.redemptions, usage);
    for (const item of ratePeriod(task.of, terms, usage)) {
      const charge = usageCharge(input, task, item);
      if (charge) charges.push(charge);
    }
  }
  const adjustment = adjustmentClose(input, scope);
  charges.push(...adjustmentCharges(adjustment, charges));
  const lines = invoiceLines(charges, input.carried, subscription.plan.terms.currency);
  const { cause, credits } = input;
  const { timeline, isOver } = adjustment;
  const hasCredit = credits.some((credit) => credit.period);
  const credit = creditTurn({ subscription, cause, timeline, closes, isOver, hasCredit });
  return { period: periodOf(input, closes), charges, lines, closes, credit };
}

/** The first invoice asks for what is in advance; if it never came to be, the close of the period asks. */
function recurringClose(input: CloseInput, { timeline, closes }: UsageScope): RecurringClose {
  const { subscription, cause, billed } = input;
  const next = cause === 'renewal' ? subscription.next : null;
  return {
    subscriptionId: subscription.id,
    timeline,
    advanceUntilAt: (next ?? subscription).period.endAt,
    arrearsUntilAt: closes.at(-1)?.period.endAt ?? null,
    billed,
  };
}

function adjustmentClose(input: CloseInput, { timeline, closes }: UsageScope): AdjustmentClose {
  const { subscription, billed, redemptions, credits } = input;
  const over: ReadonlySet<ClosedSegment> = new Set([...closes, ...input.earlier]);
  const isOver = (segment: ClosedSegment) => over.has(segment);
  return { subscriptionId: subscription.id, timeline, isOver, billed, redemptions, credits };
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
function usageCharge(input: CloseInput, task: UsageTask, item: RatedItem): Charge | null {
  const { subscription } = input;
  const { period } = task.of;
  const { currency } = task.terms;
  const identity: ChargeItem = {
    subscriptionId: subscription.id,
    kind: item.kind,
    itemKey: item.itemKey,
    period,
  };
  const before = input.billed.get(itemText(identity));
  const billed = { amountMinor: before?.amountMinor ?? 0n, sequence: before?.sequence ?? 0 };
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
      ...(task.segment.note === null ? {} : { terms: task.segment.note }),
      total: majorText(item.totalMinor, currency),
      billed_before: majorText(billed.amountMinor, currency),
      through: task.of.cutAt.toString({ smallestUnit: 'millisecond' }),
    },
  };
}
