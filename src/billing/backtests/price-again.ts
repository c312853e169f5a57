import { currenciesOf, effectiveTerms, type PlanTerms } from '#catalog';
import {
  type BillableSubscription,
  type ClosedSegment,
  type CloseInput,
  closeWindows,
  creditOfTerms,
  planClose,
  type UsageByWindow,
  type UsageWindow,
} from '../invoices/index.ts';

/** What is compared of one subscription: segments of its past, by their own terms or by others. */
export interface PastOf {
  readonly subscription: BillableSubscription;
  /** Closed ones, in order. */
  readonly segments: readonly ClosedSegment[];
}

/** The same past by the candidate's terms; the consumer keeps its currency, phase, seats and overrides. */
export function withTerms(segments: readonly ClosedSegment[], terms: PlanTerms): ClosedSegment[] {
  return segments.map((segment) => ({
    ...segment,
    plan: { ...segment.plan, terms: effectiveTerms(terms, segment.choice) },
  }));
}

/** Why the candidate cannot price this past, or null. */
export function whyNotComparable(segments: readonly ClosedSegment[], terms: PlanTerms): string | null {
  const currencies = currenciesOf(terms);
  const missing = segments.find(({ choice }) => !currencies.includes(choice.currency));
  return missing ? `The candidate has no prices in ${missing.choice.currency}` : null;
}

/** As if the whole past were billed at once, for the first time: what closing bills, no other arithmetic. */
function inputOf({ subscription, segments }: PastOf): CloseInput {
  const last = segments.at(-1)!;
  const past: BillableSubscription = {
    ...subscription,
    live: false,
    period: last.billingPeriod,
    plan: last.plan,
    segments: segments.map((segment) => {
      const { endAt } = segment.period;
      return { ...segment, dueAt: endAt, chargedUntilAt: endAt };
    }),
    next: null,
  };
  return {
    subscription: past,
    ...{ cause: 'final', cutAt: last.period.endAt, earlier: [] },
    ...{ billed: new Map(), carried: [], redemptions: [], highestBatch: 0n },
    credits: creditOfTerms(past),
  };
}

export function windowsOfPast(past: PastOf): UsageWindow[] {
  return closeWindows(inputOf(past));
}

/** Net, in minor units of the segments' currency. */
export function priceOfPast(past: PastOf, usage: UsageByWindow): bigint {
  return planClose(inputOf(past), usage).charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}
