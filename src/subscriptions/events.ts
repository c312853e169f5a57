import { z } from 'zod';
import { defineEvent, instantText } from '#kernel';
import type { ApiKey } from './api-key.ts';
import type { Subscription } from './subscription.ts';

const subscription = z.object({
  subscription_id: z.string(),
  organization_id: z.string(),
  provider_organization_id: z.string(),
  product_id: z.string(),
  plan_id: z.string(),
  plan_version_id: z.string(),
  state: z.enum(['trialing', 'active', 'past_due', 'paused', 'canceled']),
  current_period_start_at: z.string(),
  current_period_end_at: z.string(),
});

export const subscriptionCreated = defineEvent('subscription.created', subscription);
/** The next period has begun; the event's time is when it did. */
export const subscriptionRenewed = defineEvent(
  'subscription.renewed',
  subscription.extend({ previous_period_start_at: z.string(), was_trial: z.boolean() }),
);
export const subscriptionCancellationScheduled = defineEvent(
  'subscription.cancellation_scheduled',
  subscription,
);
export const subscriptionCancellationRevoked = defineEvent('subscription.cancellation_revoked', subscription);
/** A bill of it has not been paid for long: it gets no more calls through. */
export const subscriptionPastDue = defineEvent('subscription.past_due', subscription);
/** What was past due is paid. */
export const subscriptionRestored = defineEvent('subscription.restored', subscription);
export const subscriptionCanceled = defineEvent('subscription.canceled', subscription);

const change = subscription.extend({
  previous_plan_id: z.string(),
  previous_plan_version_id: z.string(),
  quantity: z.int(),
  previous_quantity: z.int(),
  effective_at: z.string().nullable().describe('null: when it is resumed'),
});
/** Its plan, quantity or terms are others from now on. */
export const subscriptionChanged = defineEvent('subscription.changed', change);
/** They will be when its period ends; the plan and quantity are those to come. */
export const subscriptionChangeScheduled = defineEvent('subscription.change_scheduled', change);
/** What was scheduled is not going to happen. */
export const subscriptionChangeRevoked = defineEvent('subscription.change_revoked', change);
export const subscriptionPaused = defineEvent(
  'subscription.paused',
  subscription.extend({ resumes_at: z.string().nullable() }),
);
export const subscriptionResumed = defineEvent('subscription.resumed', subscription);
export const subscriptionReactivated = defineEvent('subscription.reactivated', subscription);

const trial = subscription.extend({ trial_ends_at: z.string() });
export const subscriptionTrialExtended = defineEvent('subscription.trial_extended', trial);
/** Three days before, or at once when it is shorter. */
export const subscriptionTrialWillEnd = defineEvent('subscription.trial_will_end', trial);

const key = z.object({
  key_id: z.string(),
  subscription_id: z.string(),
  organization_id: z.string(),
  successor_id: z.string().nullable(),
});
export const keyCreated = defineEvent('key.created', key);
/** Its name, expiry or restrictions. */
export const keyChanged = defineEvent('key.changed', key);
export const keyRotated = defineEvent('key.rotated', key);
export const keyRevoked = defineEvent('key.revoked', key);

export function factsOf(of: Subscription): z.output<typeof subscription> {
  return {
    subscription_id: of.id,
    organization_id: of.organizationId,
    provider_organization_id: of.providerOrganizationId,
    product_id: of.productId,
    plan_id: of.planId,
    plan_version_id: of.planVersionId,
    state: of.state,
    current_period_start_at: instantText(of.currentPeriodStartAt),
    current_period_end_at: instantText(of.currentPeriodEndAt),
  };
}

export function factsOfKey(of: ApiKey): z.output<typeof key> {
  return {
    key_id: of.id,
    subscription_id: of.subscriptionId,
    organization_id: of.organizationId,
    successor_id: of.successorId,
  };
}
