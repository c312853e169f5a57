import { type Actor, type Db, instantText, newId, notFound, Problem, type Secrets } from '#kernel';
import { type ApiKey, KEY_HASH_PURPOSE } from './api-key.ts';
import { checkCurrent } from './change-key.ts';
import { keyCreated, keyRotated } from './events.ts';
import { createKeyText, keyTraces, SIGNING_PURPOSE, signingSecretOf } from './key-text/index.ts';
import { subscriptionsProblems } from './problems.ts';
import { announceKey, checkKeyRoom, nameTaken } from './save-key.ts';
import { findOwnKey, insertKey, updateKey } from './store-keys.ts';
import { lockSubscription } from './store-subscriptions.ts';
import { isLive } from './subscription.ts';

/** 30 days: two keys of which one is on its way out are for moving, not for keeping. */
export const LONGEST_OVERLAP_SECONDS = 30 * 24 * 3600;

export interface Rotation {
  readonly keyId: string;
  readonly organizationId: string;
  /** How long the old key still works; 0 ends it at once. */
  readonly overlapSeconds: number;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/**
 * Puts a new key into the place of one: same name, environment, expiry and restrictions, another text. The old
 * one works on until the overlap is over. A key has one successor for ever, so a repeated request changes nothing
 * and is told the successor; its text was shown to whoever asked first.
 */
export async function rotateKey(
  tx: Db,
  secrets: Secrets,
  rotation: Rotation,
): Promise<{ key: ApiKey; text: string; signingSecret: string; old: ApiKey }> {
  const { organizationId, at } = rotation;
  const found = await findOwnKey(tx, organizationId, rotation.keyId);
  if (!found) throw notFound('key');
  // Subscription before key, as everywhere: two who wait for each other would both fail.
  const subscription = await lockSubscription(tx, found.subscriptionId);
  const before = (await findOwnKey(tx, organizationId, rotation.keyId, { lock: true }))!;
  checkCurrent(before, at);
  if (!subscription || !isLive(subscription)) throw new Problem(subscriptionsProblems.subscriptionEnded);
  const text = createKeyText(before.environment);
  const key: ApiKey = {
    ...before,
    id: newId('key'),
    ...keyTraces(text),
    imported: false,
    createdAt: at,
  };
  const old = { ...before, successorId: key.id, expiresAt: earlier(before.expiresAt, endOf(rotation)) };
  await updateKey(tx, old);
  await checkKeyRoom(tx, key.subscriptionId, at);
  if (!(await insertKey(tx, key, secrets.hmac(KEY_HASH_PURPOSE, text)))) throw nameTaken(key.name);
  await announceRotation(tx, old, key, rotation);
  const signingSecret = signingSecretOf(secrets.hmacKey(SIGNING_PURPOSE), key.id);
  return { key, text, signingSecret, old };
}

function endOf({ at, overlapSeconds }: Rotation): Temporal.Instant {
  return at.add({ seconds: overlapSeconds });
}

function earlier(a: Temporal.Instant | null, b: Temporal.Instant): Temporal.Instant {
  return a !== null && Temporal.Instant.compare(a, b) < 0 ? a : b;
}

async function announceRotation(tx: Db, old: ApiKey, key: ApiKey, rotation: Rotation): Promise<void> {
  const detail = { rotated_from: old.id };
  await announceKey(tx, key, keyCreated, 'key.created', { ...rotation, detail });
  const end = { successor_id: key.id, expires_at: old.expiresAt && instantText(old.expiresAt) };
  await announceKey(tx, old, keyRotated, 'key.rotated', { ...rotation, detail: end });
}
