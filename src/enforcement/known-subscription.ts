/** What the control side keeps of subscriptions, for those who ask the registry. */
import type { Environment, QuotaMark } from '#metering/journal';
import type { EffectivePlan } from './effective-plans.ts';
import type { Subscription } from './source.ts';

/** What is kept of a subscription beside its slot. */
export interface KnownSubscription {
  readonly id: string;
  readonly slot: number;
  readonly organizationId: string;
  readonly productId: string;
  readonly planVersionId: string;
  /** What holds for it; null while its plan version is not known. */
  readonly plan: EffectivePlan | null;
  readonly state: Subscription['state'];
  readonly timeZone: string;
  readonly anchorAt: Temporal.Instant;
  readonly endsAtMs: number;
  readonly providerId: string;
  readonly currency: string;
}

/** Credit that a subscription's calls may use, as its cell has it. */
export interface HeldCredit {
  readonly epoch: number;
  readonly startMs: number;
  /** All of the lease; Infinity where calls cost nothing. */
  readonly mostMicros: number;
}

/** What was counted before, of quotas that have no counter at present. */
export interface CountedBefore {
  unitsOf(subscriptionId: string, mark: QuotaMark, environment: Environment): string;
}
