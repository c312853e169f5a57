import { type Actor, audit, type Db, emit, instantText, Problem, recordChange, sqlState } from '#kernel';
import type { PlannedChange } from './change.ts';
import { SUBSCRIPTION_TOPIC } from './create-subscription.ts';
import {
  factsOf,
  subscriptionCanceled,
  subscriptionCancellationRevoked,
  subscriptionCancellationScheduled,
  subscriptionChanged,
  subscriptionChangeRevoked,
  subscriptionChangeScheduled,
  subscriptionPaused,
  subscriptionReactivated,
  subscriptionResumed,
  subscriptionTrialExtended,
} from './events.ts';
import { subscriptionsProblems } from './problems.ts';
import { boundOpenSegments, insertSegments } from './store-segments.ts';
import { updateSubscription } from './store-subscriptions.ts';
import type { Subscription } from './subscription.ts';

export interface ChangeContext {
  readonly actor: Actor;
  readonly at: Temporal.Instant;
  /** What the audit log keeps: why, and by which quote. */
  readonly detail: Readonly<Record<string, unknown>>;
}

const DUPLICATE = '23505';

/**
 * Carries out a planned change of a subscription that the caller has locked: billing does so in the transaction that
 * bills it.
 */
export async function applyChange(tx: Db, planned: PlannedChange, context: ChangeContext): Promise<void> {
  const { before, after } = planned;
  await insertSegments(tx, planned.ended);
  if (planned.bounds) await boundOpenSegments(tx, after.id, planned.bounds);
  try {
    await updateSubscription(tx, after);
  } catch (error) {
    if (sqlState(error) !== DUPLICATE) throw error;
    const detail = 'The organization has subscribed to the product again since.';
    throw new Problem(subscriptionsProblems.alreadySubscribed, { detail, cause: error });
  }
  await recordChange(tx, SUBSCRIPTION_TOPIC, after.id);
  const action = await announce(tx, planned, context.at);
  const entry = { at: context.at, actor: context.actor, action, object: after.id };
  const detail = { ...whatChanged(before, after), ...context.detail };
  await audit(tx, { ...entry, organizationId: after.organizationId, detail });
  // What a provider did to its consumer stands in the logs of both.
  if (context.actor.organizationId === after.providerOrganizationId) {
    await audit(tx, { ...entry, organizationId: after.providerOrganizationId, detail });
  }
}

/** Says what happened, and answers what the audit log calls it. */
async function announce(tx: Db, planned: PlannedChange, at: Temporal.Instant): Promise<string> {
  const { kind, before, after, effectiveAt } = planned;
  const about = { organizationId: after.organizationId, at };
  const facts = factsOf(after);
  switch (kind) {
    case 'terms': {
      const event = after.scheduled === null ? subscriptionChanged : subscriptionChangeScheduled;
      await emit(tx, event, changeFacts(before, after, effectiveAt), about);
      return event.name;
    }
    case 'pause': {
      const resumes_at = after.resumesAt && instantText(after.resumesAt);
      await emit(tx, subscriptionPaused, { ...facts, resumes_at }, about);
      return subscriptionPaused.name;
    }
    case 'cancel': {
      const event = after.canceledAt === null ? subscriptionCancellationScheduled : subscriptionCanceled;
      await emit(tx, event, facts, about);
      return event.name;
    }
    case 'keep': {
      if (before.scheduled !== null)
        await emit(tx, subscriptionChangeRevoked, changeFacts(before, after, at), about);
      if (!before.cancelAtPeriodEnd) return subscriptionChangeRevoked.name;
      await emit(tx, subscriptionCancellationRevoked, facts, about);
      return subscriptionCancellationRevoked.name;
    }
    case 'extend_trial': {
      const trial_ends_at = instantText(after.currentPeriodEndAt);
      await emit(tx, subscriptionTrialExtended, { ...facts, trial_ends_at }, about);
      return subscriptionTrialExtended.name;
    }
    case 'resume':
    case 'reactivate': {
      const event = kind === 'resume' ? subscriptionResumed : subscriptionReactivated;
      await emit(tx, event, facts, about);
      return event.name;
    }
  }
}

function changeFacts(before: Subscription, after: Subscription, effectiveAt: Temporal.Instant | null) {
  const { planId, planVersionId, quantity } = after.scheduled ?? after;
  return {
    ...factsOf(after),
    ...{ plan_id: planId, plan_version_id: planVersionId, quantity },
    previous_plan_id: before.planId,
    previous_plan_version_id: before.planVersionId,
    previous_quantity: before.quantity,
    effective_at: effectiveAt && instantText(effectiveAt),
  };
}

const SHOWN = ['state', 'planVersionId', 'quantity', 'overrides', 'scheduled', 'currentPeriodEndAt'] as const;

function whatChanged(before: Subscription, after: Subscription): Record<string, unknown> {
  const text = (value: unknown) => (value instanceof Temporal.Instant ? instantText(value) : value);
  return {
    before: Object.fromEntries(SHOWN.map((name) => [name, text(before[name])])),
    after: Object.fromEntries(SHOWN.map((name) => [name, text(after[name])])),
  };
}
