import { planVersions } from '#catalog';
import { type Actor, audit, type Db, emit, invalid, newId, notFound, Problem, recordChange } from '#kernel';
import { quotaName } from '#rating';
import { SUBSCRIPTION_TOPIC, subscriptionsByIds, termsOf } from '#subscriptions';
import { quotaReset } from './events.ts';
import { enforcementProblems } from './problems.ts';
import { countResets, insertReset, type QuotaReset } from './store-resets.ts';

export interface ResetOrder {
  readonly subscriptionId: string;
  /** The provider. */
  readonly organizationId: string;
  /** A quota of the subscription's plan, or all of them. */
  readonly quota: string;
  readonly reason: string;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/** Nobody does this by hand more often, and each one is a boundary that invoices are rated by. */
const MOST_PER_DAY = 100;

/**
 * Gives quotas whole again: in force at the gateway as soon as it has read the change. Usage stays what it was;
 * overage is charged by what was used since the reset.
 */
export async function resetQuota(tx: Db, order: ResetOrder): Promise<QuotaReset> {
  const { subscriptionId, organizationId, actor, at, reason } = order;
  const subscription = (await subscriptionsByIds(tx, [subscriptionId])).get(subscriptionId);
  if (subscription?.providerOrganizationId !== organizationId) throw notFound('subscription');
  const version = (await planVersions(tx, [subscription.planVersionId])).get(subscription.planVersionId);
  const names = version ? termsOf(subscription, version).quotas.map(quotaName) : [];
  const quotas = order.quota === 'all' ? names : names.filter((name) => name === order.quota);
  if (quotas.length === 0) throw noSuchQuota(names);
  if ((await countResets(tx, subscriptionId, at.subtract({ hours: 24 }))) >= MOST_PER_DAY) {
    const detail = `It had ${MOST_PER_DAY} within the last 24 hours.`;
    throw new Problem(enforcementProblems.tooManyResets, { detail });
  }
  const reset = {
    id: newId('qrs'),
    subscriptionId,
    providerOrganizationId: organizationId,
    quotas,
    at,
    reason,
  };
  await insertReset(tx, reset);
  await recordChange(tx, SUBSCRIPTION_TOPIC, subscriptionId);
  const detail = { reset_id: reset.id, quotas, reason };
  await emit(
    tx,
    quotaReset,
    {
      ...detail,
      subscription_id: subscriptionId,
      organization_id: subscription.organizationId,
      provider_organization_id: organizationId,
      product_id: subscription.productId,
    },
    { organizationId, at },
  );
  await audit(tx, { at, organizationId, actor, action: 'quota.reset', object: subscriptionId, detail });
  return reset;
}

function noSuchQuota(names: readonly string[]) {
  const detail = names.length === 0 ? 'the plan has no quota' : `the plan has: ${names.join(', ')}`;
  return invalid([{ pointer: '/quota', detail }]);
}
