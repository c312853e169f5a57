import { sql } from 'kysely';
import type { Db } from '#kernel';
import { lockSubscriptions } from './store-subscriptions.ts';
import type { Subscription, SubscriptionState } from './subscription.ts';

export interface StateSwitch {
  readonly from: SubscriptionState;
  readonly to: SubscriptionState;
}

/** Those of them that are in the one state go to the other; answers them as they are then. */
export async function switchStates(
  tx: Db,
  ids: readonly string[],
  { from, to }: StateSwitch,
  at: Temporal.Instant,
): Promise<Subscription[]> {
  const changed = (await lockSubscriptions(tx, ids)).filter((one) => one.state === from);
  if (changed.length === 0) return [];
  await sql`
    update subscriptions_subscriptions set state = ${to}, revision = revision + 1, updated_at = ${at}
    where id = any(${changed.map((one) => one.id)}::text[])`.execute(tx);
  return changed.map((one) => ({ ...one, state: to, revision: one.revision + 1, updatedAt: at }));
}
