/** Subscriptions that share an invoice: those of one consumer with one provider and currency, closed together. */
import { type Db, Problem } from '#kernel';
import { attribution, subscriptionsByIds } from '#subscriptions';
import type { PlannedSubscription } from './plan-batch.ts';
import { consolidating } from './store-consolidation.ts';

/** The first of a group stands for it on the invoice. */
export async function groupsOf(
  tx: Db,
  billed: readonly PlannedSubscription[],
): Promise<PlannedSubscription[][]> {
  const providers = billed.map(({ subscription }) => subscription.providerId);
  const together = await consolidating(tx, providers);
  const nameOf = ({ subscription, plan }: PlannedSubscription) =>
    together.has(subscription.providerId)
      ? `${subscription.providerId} ${subscription.organizationId} ${plan.lines[0]!.currency}`
      : subscription.id;
  return [...Map.groupBy(billed, nameOf).values()];
}

/**
 * The ids and those of the same consumers' other subscriptions, so that a page never divides a consumer. What is not
 * due of them is passed over like anything that is not.
 */
export async function withCompanions(db: Db, ids: readonly string[]): Promise<string[]> {
  const together = await consolidating(db, null);
  if (together.size === 0 || ids.length === 0) return [...ids];
  const own = [...(await subscriptionsByIds(db, ids)).values()];
  const consumers = own.filter((one) => together.has(one.providerOrganizationId));
  const others = await attribution.forOrganizations(
    db,
    consumers.map((one) => one.organizationId),
  );
  const companions = [...others.values()].flat().filter((one) => together.has(one.providerOrganizationId));
  return [...new Set([...ids, ...companions.map((one) => one.subscriptionId)])].sort();
}

/**
 * Makes one of each group; a group that cannot be is tried apart, so that the one to blame takes no other with it.
 * `make` is asked for the n-th that comes to be.
 */
export function eachGroup<T>(
  groups: readonly PlannedSubscription[][],
  make: (group: readonly PlannedSubscription[], index: number) => T,
): { made: T[]; failed: { subscriptionId: string; error: Problem }[] } {
  const made: T[] = [];
  const failed: { subscriptionId: string; error: Problem }[] = [];
  const queue = [...groups];
  for (const group of queue) {
    try {
      made.push(make(group, made.length));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (group.length > 1) queue.push(...group.map((one) => [one]));
      else failed.push({ subscriptionId: group[0]!.subscription.id, error });
    }
  }
  return { made, failed };
}
