import { suspendedAmong } from '#identity';
import { type Db, recordChanges } from '#kernel';
import { SUBSCRIPTION_TOPIC } from './create-subscription.ts';
import { type GatewaySelection, loadSubscriptionsForGateway } from './find.ts';
import { bannedAmong } from './store-bans.ts';
import { liveSubscriptionIds } from './store-live-counts.ts';
import { isLive, type Subscription } from './subscription.ts';

/**
 * Subscriptions as gateways enforce them: one whose consumer or provider the operator has suspended, or whose
 * consumer its provider has banned, admits nothing, like a paused one, while its own state and what it owes stay as they are. A query each for a whole page.
 */
export async function loadSubscriptionsForAdmission(
  db: Db,
  selection: GatewaySelection,
): Promise<Subscription[]> {
  const loaded = await loadSubscriptionsForGateway(db, selection);
  const parties = loaded.flatMap((one) => [one.organizationId, one.providerOrganizationId]);
  const suspended = await suspendedAmong(db, parties);
  const banned = await bannedAmong(db, loaded);
  if (suspended.size + banned.size === 0) return loaded;
  return loaded.map((one) => {
    const isSilent =
      suspended.has(one.organizationId) || suspended.has(one.providerOrganizationId) || banned.has(one);
    return isSilent && isLive(one) ? { ...one, state: 'paused' } : one;
  });
}

/** Has gateways look again at what an organization has bought and sold. */
export async function tellGatewaysOf(tx: Db, organizationId: string): Promise<void> {
  await recordChanges(tx, SUBSCRIPTION_TOPIC, await liveSubscriptionIds(tx, organizationId));
}
