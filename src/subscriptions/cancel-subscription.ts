import { type Actor, audit, type Db, emit, notFound, Problem, recordChange } from '#kernel';
import { SUBSCRIPTION_TOPIC } from './create-subscription.ts';
import { factsOf, subscriptionCancellationRevoked, subscriptionCancellationScheduled } from './events.ts';
import { subscriptionsProblems } from './problems.ts';
import { lockSubscription, updateSubscription } from './store-subscriptions.ts';
import { isLive, type Subscription } from './subscription.ts';

export interface CancellationRequest {
  readonly subscriptionId: string;
  /** The consumer; another's subscription does not exist for them. */
  readonly organizationId: string;
  readonly reason?: string | undefined;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/**
 * Lets the subscription end with its present period. Until then nothing changes. Repeating changes nothing.
 */
export async function cancelSubscription(tx: Db, request: CancellationRequest): Promise<Subscription> {
  const before = await lockOwn(tx, request);
  if (before.cancelAtPeriodEnd) return before;
  if (before.state === 'paused') {
    const detail = 'It is paused, and no period ends by itself: cancel it now.';
    throw new Problem(subscriptionsProblems.changeNotPossible, { detail });
  }
  const after = await schedule(
    tx,
    before,
    { cancelAtPeriodEnd: true, cancelReason: request.reason ?? null },
    request,
  );
  const about = { organizationId: after.organizationId, at: request.at };
  await emit(tx, subscriptionCancellationScheduled, factsOf(after), about);
  const detail = { ends_at: after.currentPeriodEndAt.toString(), reason: after.cancelReason };
  const action = 'subscription.cancellation_scheduled';
  await audit(tx, { ...about, actor: request.actor, action, object: after.id, detail });
  return after;
}

/** Takes a scheduled cancellation back. Repeating changes nothing. */
export async function revokeCancellation(tx: Db, request: CancellationRequest): Promise<Subscription> {
  const before = await lockOwn(tx, request);
  if (!before.cancelAtPeriodEnd) return before;
  const after = await schedule(tx, before, { cancelAtPeriodEnd: false, cancelReason: null }, request);
  const about = { organizationId: after.organizationId, at: request.at };
  await emit(tx, subscriptionCancellationRevoked, factsOf(after), about);
  const action = 'subscription.cancellation_revoked';
  await audit(tx, { ...about, actor: request.actor, action, object: after.id });
  return after;
}

async function schedule(
  tx: Db,
  before: Subscription,
  change: Pick<Subscription, 'cancelAtPeriodEnd' | 'cancelReason'>,
  request: CancellationRequest,
): Promise<Subscription> {
  const after = { ...before, ...change, revision: before.revision + 1, updatedAt: request.at };
  await updateSubscription(tx, after);
  await recordChange(tx, SUBSCRIPTION_TOPIC, after.id);
  return after;
}

async function lockOwn(tx: Db, request: CancellationRequest): Promise<Subscription> {
  const subscription = await lockSubscription(tx, request.subscriptionId);
  if (subscription?.organizationId !== request.organizationId) throw notFound('subscription');
  if (isLive(subscription)) return subscription;
  throw new Problem(subscriptionsProblems.subscriptionEnded, {
    detail: `It ended at ${subscription.canceledAt}.`,
  });
}
