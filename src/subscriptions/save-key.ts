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
import { type ApiKey, KEY_HASH_PURPOSE, type KeyEnvironment } from './api-key.ts';
import { keyCreated, keyRevoked } from './events.ts';
import { createKeyText, keyTraces, SIGNING_PURPOSE, signingSecretOf } from './key-text/index.ts';
import { subscriptionsProblems } from './problems.ts';
import { countActiveKeys, findOwnKey, insertKey, markRevoked } from './store-keys.ts';
import { lockSubscription } from './store-subscriptions.ts';
import { isLive } from './subscription.ts';

/** The change feed's topic for keys. */
export const KEY_TOPIC = 'key';

const mostActiveKeys = 100;

export interface KeyOrder {
  readonly subscriptionId: string;
  /** The consumer. */
  readonly organizationId: string;
  readonly environment: KeyEnvironment;
  /** Unique among the subscription's active keys: the natural key of this write. */
  readonly name: string;
  readonly expiresAt: Temporal.Instant | null;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/** Makes a key. Its text and its secret are in the answer and nowhere else: they cannot be shown again. */
export async function createKey(
  tx: Db,
  secrets: Secrets,
  order: KeyOrder,
): Promise<{ key: ApiKey; text: string; signingSecret: string }> {
  const { subscriptionId, organizationId, at } = order;
  // The row is held, so that the count below stays true until this key is written.
  const subscription = await lockSubscription(tx, subscriptionId);
  if (subscription?.organizationId !== organizationId) throw notFound('subscription');
  if (!isLive(subscription)) throw new Problem(subscriptionsProblems.subscriptionEnded);
  if (order.expiresAt && Temporal.Instant.compare(order.expiresAt, at) <= 0) {
    throw invalid([{ pointer: '/expires_at', detail: 'must be in the future' }]);
  }
  if ((await countActiveKeys(tx, subscriptionId)) >= mostActiveKeys) {
    throw new Problem(subscriptionsProblems.tooManyKeys, {
      detail: `Revoke one first; ${mostActiveKeys} is the most.`,
    });
  }
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
    createdAt: at,
  };
  if (!(await insertKey(tx, key, secrets.hmac(KEY_HASH_PURPOSE, text)))) throw nameTaken(order.name);
  await announce(tx, key, keyCreated, 'key.created', order);
  return { key, text, signingSecret: signingSecretOf(secrets.hmacKey(SIGNING_PURPOSE), key.id) };
}

/** Revokes a key for good; gateways refuse it within a second. Repeating changes nothing. */
export async function revokeKey(
  tx: Db,
  request: { keyId: string; organizationId: string; actor: Actor; at: Temporal.Instant },
): Promise<ApiKey> {
  const key = await findOwnKey(tx, request.organizationId, request.keyId);
  if (!key) throw notFound('key');
  const revoked = await markRevoked(tx, key.id, request.at);
  if (!revoked) return (await findOwnKey(tx, request.organizationId, request.keyId)) ?? key;
  await announce(tx, revoked, keyRevoked, 'key.revoked', request);
  return revoked;
}

async function announce(
  tx: Db,
  key: ApiKey,
  event: typeof keyCreated,
  action: string,
  by: { actor: Actor; at: Temporal.Instant },
): Promise<void> {
  const about = { organizationId: key.organizationId, at: by.at };
  await recordChange(tx, KEY_TOPIC, key.id);
  const facts = { key_id: key.id, subscription_id: key.subscriptionId, organization_id: key.organizationId };
  await emit(tx, event, facts, about);
  const detail = { subscription_id: key.subscriptionId, name: key.name, environment: key.environment };
  await audit(tx, { ...about, actor: by.actor, action, object: key.id, detail });
}

function nameTaken(name: string): Problem {
  return new Problem(subscriptionsProblems.keyNameTaken, {
    detail: `Revoke the key ${name} first or choose another name.`,
    errors: [{ pointer: '/name', detail: 'is taken' }],
  });
}
