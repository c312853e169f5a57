import { type Actor, type Db, instantText, notFound, Problem } from '#kernel';
import { type ApiKey, hasExpired } from './api-key.ts';
import { keyChanged } from './events.ts';
import { checkRoutes, type KeyRestrictions } from './key-restrictions.ts';
import { subscriptionsProblems } from './problems.ts';
import { announceKey, checkExpiry, nameTaken } from './save-key.ts';
import { findOwnKey, updateKey } from './store-keys.ts';
import { lockSubscription } from './store-subscriptions.ts';

export interface KeyChange {
  readonly name?: string | undefined;
  /** Null: it never expires. */
  readonly expiresAt?: Temporal.Instant | null | undefined;
  readonly restrictions?: { readonly [list in keyof KeyRestrictions]?: readonly string[] | undefined };
}

/**
 * Changes what is given; gateways act on it within a second. A key that has ended stays as it is, so that nothing
 * comes back to life, and so does one with a successor: that is the one to change.
 */
export async function changeKey(
  tx: Db,
  request: { keyId: string; organizationId: string; change: KeyChange; actor: Actor; at: Temporal.Instant },
): Promise<ApiKey> {
  const { organizationId, change, at } = request;
  const found = await findOwnKey(tx, organizationId, request.keyId);
  if (!found) throw notFound('key');
  // Subscription before key, as everywhere: two who wait for each other would both fail.
  const subscription = (await lockSubscription(tx, found.subscriptionId))!;
  const before = (await findOwnKey(tx, organizationId, request.keyId, { lock: true }))!;
  checkCurrent(before, at);
  if (change.expiresAt !== undefined) checkExpiry(change.expiresAt, at);
  const after = changed(before, change);
  if (change.restrictions?.routes !== undefined) {
    await checkRoutes(tx, subscription.productId, after.restrictions.routes);
  }
  const detail = differences(before, after);
  if (Object.keys(detail).length === 0) return before;
  if (!(await updateKey(tx, after))) throw nameTaken(after.name);
  await announceKey(tx, after, keyChanged, 'key.changed', { ...request, detail: { changed: detail } });
  return after;
}

/** Refuses what has ended, and what has a successor. */
export function checkCurrent(key: ApiKey, at: Temporal.Instant): void {
  if (key.successorId !== null) {
    throw new Problem(subscriptionsProblems.keyRotated, {
      detail: `Its successor is ${key.successorId}.`,
      extensions: { successor_id: key.successorId },
    });
  }
  if (key.state === 'revoked' || hasExpired(key, at)) throw new Problem(subscriptionsProblems.keyEnded);
}

function changed(before: ApiKey, change: KeyChange): ApiKey {
  const { restrictions } = before;
  return {
    ...before,
    name: change.name ?? before.name,
    expiresAt: change.expiresAt === undefined ? before.expiresAt : change.expiresAt,
    restrictions: {
      allowedIps: change.restrictions?.allowedIps ?? restrictions.allowedIps,
      scopes: change.restrictions?.scopes ?? restrictions.scopes,
      routes: change.restrictions?.routes ?? restrictions.routes,
    },
  };
}

/** For the audit log: what was and what is, of the fields that differ. */
function differences(before: ApiKey, after: ApiKey): Record<string, { from: unknown; to: unknown }> {
  const [was, is] = [facts(before), facts(after)];
  const names = Object.keys(was) as (keyof typeof was)[];
  const differing = names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  return Object.fromEntries(differing.map((name) => [name, { from: was[name], to: is[name] }]));
}

function facts({ name, expiresAt, restrictions }: ApiKey) {
  return {
    name,
    expires_at: expiresAt && instantText(expiresAt),
    allowed_ips: restrictions.allowedIps,
    scopes: restrictions.scopes,
    routes: restrictions.routes,
  };
}
