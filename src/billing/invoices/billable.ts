/** A subscription as billing sees it: what it knows of the stretches of its time, and of what follows them. */
import { type PlanTerms, type PlanVersionOfPlan, phaseAt, type TermsChoice } from '#catalog';
import type { Period } from '#rating';
import type { SettledPeriod } from '#wallets';
import type { QuotaReset, Waiver } from './rated-item.ts';

/** A stretch of a subscription's time with one set of terms. */
export interface BillableSegment {
  readonly period: Period;
  /** The billing period that it is part of. */
  readonly billingPeriod: Period;
  /** What a share of it is measured by; longer than the billing period for a stub or a cycle broken off. */
  readonly whole: Period;
  /** Where quota periods that follow the subscription are counted from. */
  readonly anchorAt: Temporal.Instant;
  /** With the terms that hold in it. */
  readonly plan: PlanVersionOfPlan;
  /** What those terms were resolved by; kept with the close, so that late usage is rated as it would have been. */
  readonly choice: TermsChoice;
  /** What people are told of why these terms hold: a phase, or terms of its own; null for the plan's. */
  readonly note: string | null;
  /** Seats. */
  readonly quantity: number;
  readonly waiver: Waiver | null;
  readonly dueAt: Temporal.Instant;
  /** What is charged in advance counts up to here; after its end where the unused rest is not given back. */
  readonly chargedUntilAt: Temporal.Instant;
}

/** A segment whose real close is behind us. */
export type ClosedSegment = Omit<BillableSegment, 'dueAt' | 'chargedUntilAt'>;

/** A subscription at the moment of a close. */
export interface BillableSubscription {
  readonly id: string;
  readonly organizationId: string;
  readonly providerId: string;
  readonly productId: string;
  /** Told apart from what it becomes while it is billed. */
  readonly revision: number;
  /** IANA; quota periods and dates on the invoice are local to it. */
  readonly timeZone: string;
  readonly quotaResets: readonly QuotaReset[];
  /** What its periods were charged for units that are paid in advance; absent where none ever were. */
  readonly prepaid?: readonly SettledPeriod[];
  /** False once it has ended: then only what is left, and usage that came late, is to be billed. */
  readonly live: boolean;
  /** The present billing period, or the last one. */
  readonly period: Period;
  /** The present one, with the terms that hold for this subscription. */
  readonly plan: PlanVersionOfPlan;
  /** What is not billed yet, in order; the last one is the present, unless the subscription has ended. */
  readonly segments: readonly BillableSegment[];
  /** What follows the present period; null when the subscription ends with it. */
  readonly next: BillableSegment | null;
}

/** Which of the plan's terms hold, where it has several. */
export function noteOf(terms: Pick<PlanTerms, 'phases'>, choice: TermsChoice): string | null {
  const phase = phaseAt(terms, choice.periodsElapsed);
  const notes = phase === -1 ? [] : [`phase ${phase + 1} of ${terms.phases.length}`];
  if (choice.overrides !== null) notes.push('agreed terms');
  return notes.length === 0 ? null : notes.join(', ');
}

/** The segment that the subscription is in; null when it has ended. */
export function presentOf(subscription: BillableSubscription): BillableSegment | null {
  return subscription.live ? subscription.segments.at(-1)! : null;
}

/**
 * Segments that have ended and are to be billed by `at` although their subscription is not at the end of a period:
 * it has ended, is paused, or began another cycle. What is cut off of a billing period is billed with its last part.
 */
export function segmentsDue(
  subscription: BillableSubscription,
  at: Temporal.Instant,
): readonly BillableSegment[] {
  const present = presentOf(subscription);
  const ended = subscription.segments.filter((segment) => segment !== present);
  if (!present) return ended;
  const isDue = (of: BillableSegment) =>
    ended.some(
      (one) =>
        one.billingPeriod.startAt.equals(of.billingPeriod.startAt) &&
        Temporal.Instant.compare(one.dueAt, at) <= 0,
    );
  return ended.filter(isDue);
}

type Stretch = Pick<BillableSegment, 'period' | 'billingPeriod' | 'plan' | 'waiver'>;

/**
 * Neighbouring segments in which something is the same are one stretch to it: tiers go on, and nothing is divided that
 * need not be.
 */
export function joined<T extends Stretch>(segments: readonly T[], isSame: (a: T, b: T) => boolean): T[] {
  const stretches: T[] = [];
  for (const segment of segments) {
    const last = stretches.at(-1);
    if (last && isNeighbour(last, segment) && isSame(last, segment)) {
      const period = { startAt: last.period.startAt, endAt: segment.period.endAt };
      stretches[stretches.length - 1] = { ...last, period };
    } else {
      stretches.push(segment);
    }
  }
  return stretches;
}

function isNeighbour(a: Stretch, b: Stretch): boolean {
  return (
    a.period.endAt.equals(b.period.startAt) &&
    a.billingPeriod.startAt.equals(b.billingPeriod.startAt) &&
    a.plan.id === b.plan.id &&
    a.waiver === b.waiver
  );
}

/** True of equal JSON. Terms that were resolved alike are the same object, which answers most questions. */
export function isSameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
