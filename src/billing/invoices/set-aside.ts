import { type Db, emitAll } from '#kernel';
import { subscriptionsByIds } from '#subscriptions';
import { subscriptionSetAside } from './events.ts';
import type { Obstacle } from './obstacle.ts';
import type { BatchPlan } from './plan-batch.ts';
import { setAside } from './store-fences.ts';

export interface Failure {
  readonly subscriptionId: string;
  readonly reason: string;
  /** Left out: one that only a person can remove. */
  readonly obstacle?: Obstacle | undefined;
}

const UNNAMED: Obstacle = { code: 'other', passes: false };

/** Leaves these out until what is in their way is gone, and announces it each time. */
export async function recordSetAside(
  tx: Db,
  failures: readonly Failure[],
  at: Temporal.Instant,
): Promise<void> {
  if (failures.length === 0) return;
  const known = await subscriptionsByIds(
    tx,
    failures.map((one) => one.subscriptionId),
  );
  const found = failures.map(({ subscriptionId, reason, obstacle }) => {
    const providerId = known.get(subscriptionId)?.providerOrganizationId ?? null;
    return { subscriptionId, providerId, reason, obstacle: obstacle ?? UNNAMED };
  });
  await setAside(tx, found, at);
  const facts = found.map(({ subscriptionId, providerId, reason }) => ({
    payload: { subscription_id: subscriptionId, reason },
    about: { organizationId: providerId, at },
  }));
  await emitAll(tx, subscriptionSetAside, facts);
}

/** What could not be planned, and what could not be drafted. */
export function failuresIn(plan: BatchPlan, undrafted: readonly Failure[]): Failure[] {
  const refused = [...plan.refused].flatMap(([subscriptionId, outcome]) =>
    outcome.outcome === 'set_aside'
      ? [{ subscriptionId, reason: outcome.reason, obstacle: outcome.obstacle }]
      : [],
  );
  return [...refused, ...undrafted];
}
