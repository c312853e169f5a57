import {
  type Actor,
  audit,
  type Db,
  emit,
  invalid,
  newId,
  notFound,
  Problem,
  recordChange,
  type Secrets,
} from '#kernel';
import {
  type ApiKey,
  hasExpired,
  KEY_HASH_PURPOSE,
  type KeyEnvironment,
  type KeyPurpose,
} from './api-key.ts';
import { factsOfKey, keyCreated, keyRevoked } from './events.ts';
import { checkRoutes, type KeyRestrictions, NO_RESTRICTIONS } from './key-restrictions.ts';
import { createKeyText, keyTraces, SIGNING_PURPOSE, signingSecretOf } from './key-text/index.ts';
import { subscriptionsProblems } from './problems.ts';
import { countActiveKeys, findOwnKey, insertKey, markRevoked } from './store-keys.ts';
import { lockSubscription } from './store-subscriptions.ts';
import { isLive } from './subscription.ts';

/** The change feed's topic for keys. */
export const KEY_TOPIC = 'key';

export const mostActiveKeys = 100;

export interface KeyOrder {
  readonly subscriptionId: string;
  /** The consumer. */
  readonly organizationId: string;
  readonly environment: KeyEnvironment;
  /** Unique among the subscription's active keys: the natural key of this write. */
  readonly name: string;
  readonly expiresAt: Temporal.Instant | null;
  readonly restrictions?: KeyRestrictions;
  readonly purpose?: KeyPurpose;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/** Makes a key. Its text and its secret are in the answer and nowhere else: they cannot be shown again. */
export async function createKey(
  tx: Db,
  secrets: Secrets,
  order: KeyOrder,
): Promise<{ key: ApiKey; text: string; signingSecret: string }> {
  const { subscriptionId, organizationId, restrictions = NO_RESTRICTIONS, at } = order;
  // The row is held, so that the count below stays true until this key is written.
  const subscription = await lockSubscription(tx, subscriptionId);
  if (subscription?.organizationId !== organizationId) throw notFound('subscription');
  if (!isLive(subscription)) throw new Problem(subscriptionsProblems.subscriptionEnded);
  checkExpiry(order.expiresAt, at);
  await checkRoutes(tx, subscription.productId, restrictions.routes);
  await checkKeyRoom(tx, subscriptionId, at);
  const text = createKeyText(order.environment);
  const key: ApiKey = {
    id: newId('key'),
    subscriptionId,
    organizationId,
    environment: order.environment,
    name: order.name,
    ...keyTraces(text),
    state: 'active',
    expiresAt: order.expiresAt,
    revokedAt: null,
    purpose: order.purpose ?? 'calls',
    createdAt: at,
    restrictions,
    imported: false,
    successorId: null,
  };
  if (!(await insertKey(tx, key, secrets.hmac(KEY_HASH_PURPOSE, text)))) throw nameTaken(order.name);
  await announceKey(tx, key, keyCreated, 'key.created', order);
  return { key, text, signingSecret: signingSecretOf(secrets.hmacKey(SIGNING_PURPOSE), key.id) };
}

/** Revokes a key for good; gateways refuse it within a second. Repeating changes nothing. */
export async function revokeKey(
  tx: Db,
  request: {
    keyId: string;
    organizationId: string;
    actor: Actor;
    at: Temporal.Instant;
    /** What the audit log is told beside the key. */
    detail?: Record<string, unknown>;
  },
): Promise<ApiKey> {
  const key = await findOwnKey(tx, request.organizationId, request.keyId);
  if (!key) throw notFound('key');
  const revoked = await markRevoked(tx, key.id, request.at);
  if (!revoked) return (await findOwnKey(tx, request.organizationId, request.keyId)) ?? key;
  await announceKey(tx, revoked, keyRevoked, 'key.revoked', request);
  return revoked;
}

/** What comes after every change of a key: news to the gateways, an event, an audit entry. */
export async function announceKey(
  tx: Db,
  key: ApiKey,
  event: typeof keyCreated,
  action: string,
  by: { actor: Actor; at: Temporal.Instant; detail?: Record<string, unknown> },
): Promise<void> {
  const about = { organizationId: key.organizationId, at: by.at };
  await recordChange(tx, KEY_TOPIC, key.id);
  await emit(tx, event, factsOfKey(key), about);
  const { subscriptionId, name, environment } = key;
  const detail = { subscription_id: subscriptionId, name, environment, ...by.detail };
  await audit(tx, { ...about, actor: by.actor, action, object: key.id, detail });
}

export function checkExpiry(expiresAt: Temporal.Instant | null, at: Temporal.Instant): void {
  if (hasExpired({ expiresAt }, at)) {
    throw invalid([{ pointer: '/expires_at', detail: 'must be in the future' }]);
  }
}

/** Refuses one key more. The subscription's row is held, so that the count stays true. */
export async function checkKeyRoom(tx: Db, subscriptionId: string, at: Temporal.Instant): Promise<void> {
  if ((await countActiveKeys(tx, subscriptionId, at)) < mostActiveKeys) return;
  throw new Problem(subscriptionsProblems.tooManyKeys, {
    detail: `Revoke one first; ${mostActiveKeys} is the most.`,
  });
}

export function nameTaken(name: string): Problem {
  return new Problem(subscriptionsProblems.keyNameTaken, {
    detail: `Revoke the key ${name} first or choose another name.`,
    errors: [{ pointer: '/name', detail: 'is taken' }],
  });
}
