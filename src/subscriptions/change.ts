/** What may be asked of a subscription, and what that comes to. */
import type { PlanVersionOfPlan, TermsOverride } from '#catalog';
import type { Segment } from './segment.ts';
import type { Subscription } from './subscription.ts';

export const CHANGE_TIMINGS = ['now', 'period_end'] as const;
export type ChangeTiming = (typeof CHANGE_TIMINGS)[number];

export type SubscriptionChange =
  | {
      readonly kind: 'terms';
      readonly version: PlanVersionOfPlan;
      readonly quantity: number;
      readonly overrides: TermsOverride | null;
      readonly when: ChangeTiming;
    }
  | {
      readonly kind: 'pause';
      /** null: until somebody resumes it. */
      readonly resumesAt: Temporal.Instant | null;
      readonly creditUnused: boolean;
    }
  | { readonly kind: 'resume' }
  | {
      readonly kind: 'cancel';
      readonly when: ChangeTiming;
      readonly reason: string | null;
      readonly creditUnused: boolean;
    }
  /** Takes back what waits for the period's end, a cancellation included. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'extend_trial'; readonly endsAt: Temporal.Instant }
  /** Of one that has ended, with what its plan is on offer for now. */
  | { readonly kind: 'reactivate'; readonly version: PlanVersionOfPlan };

export type ChangeKind = SubscriptionChange['kind'];

/** A change as it will be carried out. */
export interface PlannedChange {
  readonly kind: ChangeKind;
  readonly before: Subscription;
  readonly after: Subscription;
  /** The segments that end, in order: more than one when a period had passed that is not closed yet. */
  readonly ended: readonly Segment[];
  /** Set when the billing period that it falls into ends at another time than it was to. */
  readonly bounds: { readonly startAt: Temporal.Instant; readonly endAt: Temporal.Instant } | null;
  /** From when on what was asked for holds; null when that is when it is resumed. */
  readonly effectiveAt: Temporal.Instant | null;
  /** The billing cycle begins anew. */
  readonly restartsCycle: boolean;
}

/** How long after its end a subscription can be taken up again. */
export const REACTIVATION_DAYS = 30;
