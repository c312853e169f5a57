import { type Actor, audit, type Db, notFound, recordChanges } from '#kernel';
import { SUBSCRIPTION_TOPIC } from './create-subscription.ts';
import { type Ban, bansOf, deleteBan, insertBan, type Parties, subscriptionsBetween } from './store-bans.ts';

export interface BanOrder extends Parties {
  readonly reason: string;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/**
 * A provider serves a consumer no longer: gateways admit nothing of theirs within a second, and they cannot subscribe again.
 * Subscriptions and what is owed stay; ending them is a matter of money and is quoted. Repeating changes nothing.
 */
export async function banConsumer(tx: Db, order: BanOrder): Promise<Ban> {
  const live = await liveBetween(tx, order);
  const { organizationId, providerOrganizationId, reason, at } = order;
  if (await insertBan(tx, order, { organizationId, reason, bannedAt: at })) {
    await tell(tx, order, 'consumer.banned', live);
  }
  return (await bansOf(tx, providerOrganizationId, [organizationId])).get(organizationId)!;
}

/** The consumer is served again. */
export async function liftBan(tx: Db, order: BanOrder): Promise<void> {
  const live = await liveBetween(tx, order);
  if (await deleteBan(tx, order)) await tell(tx, order, 'consumer.ban_lifted', live);
}

/** Whoever never had anything of the provider's does not exist for it. */
async function liveBetween(tx: Db, of: Parties): Promise<string[]> {
  const all = await subscriptionsBetween(tx, of);
  if (all.length === 0) throw notFound('consumer');
  return all.flatMap(({ id, live }) => (live ? [id] : []));
}

/** Both sides find it in their audit logs. */
async function tell(tx: Db, order: BanOrder, action: string, subscriptionIds: readonly string[]) {
  const { organizationId, providerOrganizationId, reason, actor, at } = order;
  await recordChanges(tx, SUBSCRIPTION_TOPIC, subscriptionIds);
  const detail = { reason, provider_id: providerOrganizationId };
  for (const chain of [providerOrganizationId, organizationId]) {
    await audit(tx, { at, organizationId: chain, actor, action, object: organizationId, detail });
  }
}
