export { advancePeriods, afterPeriod } from './advance-periods.ts';
export { type ApiKey, KEY_HASH_PURPOSE } from './api-key.ts';
export { applyChange, type ChangeContext } from './apply-change.ts';
export { type CancellationRequest, cancelSubscription, revokeCancellation } from './cancel-subscription.ts';
export {
  CHANGE_TIMINGS,
  type ChangeKind,
  type ChangeTiming,
  type PlannedChange,
  REACTIVATION_DAYS,
  type SubscriptionChange,
} from './change.ts';
export { createSubscription, SUBSCRIPTION_TOPIC, type SubscriptionOrder } from './create-subscription.ts';
export {
  factsOf,
  keyChanged,
  keyCreated,
  keyRevoked,
  keyRotated,
  subscriptionCanceled,
  subscriptionCancellationRevoked,
  subscriptionCancellationScheduled,
  subscriptionChanged,
  subscriptionChangeRevoked,
  subscriptionChangeScheduled,
  subscriptionCreated,
  subscriptionPaused,
  subscriptionReactivated,
  subscriptionRenewed,
  subscriptionResumed,
  subscriptionTrialExtended,
  subscriptionTrialWillEnd,
} from './events.ts';
export * from './find.ts';
export {
  createKeyText,
  isWellFormedKey,
  type KeyEnvironment,
  keyEnvironment,
  SIGNING_PURPOSE,
  signingSecretOf,
} from './key-text/index.ts';
export type { KeyOfUsage, KeyUsageDay, KeyUsageReader } from './key-usage.ts';
export { markPastDue, restorePastDue } from './past-due.ts';
export { defaultTiming, planChange, type VersionOf } from './plan-change.ts';
export { presentSubscription, subscriptionSchema } from './present-subscription.ts';
export { subscriptionsProblems } from './problems.ts';
export { subscriptionsRoutes } from './routes.ts';
export { createKey, KEY_TOPIC, type KeyOrder, revokeKey } from './save-key.ts';
export { presentSegment, type Segment, termsOf } from './segment.ts';
export { countLiveSubscriptions, type LiveCounts } from './store-live-counts.ts';
export { insertSegments, openSegments, settleSegments, withDueSegments } from './store-segments.ts';
export {
  lockSubscription,
  markTrialsNoticed,
  resumableAt,
  runningOn,
  subscribersOf,
  trialsEndingBy,
} from './store-subscriptions.ts';
export {
  isLive,
  type PeriodTerms,
  type ScheduledChange,
  type Subscription,
  type SubscriptionState,
  UNCHANGED,
} from './subscription.ts';
export { loadSubscriptionsForAdmission, tellGatewaysOf } from './suspended-organizations.ts';
