import { type Db, type EventKind, emitAll, recordChanges } from '#kernel';
import { SUBSCRIPTION_TOPIC } from './create-subscription.ts';
import { factsOf, subscriptionPastDue, subscriptionRestored } from './events.ts';
import { type StateSwitch, switchStates } from './store-past-due.ts';

/** Active subscriptions whose bills are not paid get no more calls through. Others, and repeating, change nothing. */
export function markPastDue(tx: Db, ids: readonly string[], at: Temporal.Instant): Promise<void> {
  return move(tx, ids, { from: 'active', to: 'past_due' }, subscriptionPastDue, at);
}

/** Paid after all: gateways let calls through within a second. */
export function restorePastDue(tx: Db, ids: readonly string[], at: Temporal.Instant): Promise<void> {
  return move(tx, ids, { from: 'past_due', to: 'active' }, subscriptionRestored, at);
}

async function move(
  tx: Db,
  ids: readonly string[],
  states: StateSwitch,
  event: EventKind<ReturnType<typeof factsOf>>,
  at: Temporal.Instant,
): Promise<void> {
  const changed = await switchStates(tx, ids, states, at);
  const facts = changed.map((one) => {
    return { payload: factsOf(one), about: { organizationId: one.organizationId, at } };
  });
  await emitAll(tx, event, facts);
  await recordChanges(
    tx,
    SUBSCRIPTION_TOPIC,
    changed.map((one) => one.id),
  );
}
