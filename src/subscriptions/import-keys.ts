import { products, routesOfProduct } from '#catalog';
import { type Actor, audit, type Db, emitAll, newId, notFound, recordChanges, type Secrets } from '#kernel';
import { type ApiKey, hasExpired, type KeyEnvironment } from './api-key.ts';
import { factsOfKey, keyCreated } from './events.ts';
import { type ForeignKey, foreignKeyOfDigest, foreignKeyOfText } from './foreign-key.ts';
import type { KeyRestrictions } from './key-restrictions.ts';
import { KEY_TOPIC, mostActiveKeys } from './save-key.ts';
import { activeKeysOf, insertImported, keysWithHashes } from './store-imports.ts';
import { lockSubscriptions } from './store-subscriptions.ts';
import { isLive, type Subscription } from './subscription.ts';

export interface ImportedKey {
  readonly subscriptionId: string;
  readonly name: string;
  /** Its text, or the SHA-256 of it in hex or base64. */
  readonly secret: { readonly key: string } | { readonly sha256: string };
  readonly environment: KeyEnvironment;
  readonly expiresAt: Temporal.Instant | null;
  readonly restrictions: KeyRestrictions;
}

export interface KeyImport {
  readonly productId: string;
  /** The provider. */
  readonly organizationId: string;
  readonly rows: readonly ImportedKey[];
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

export const REFUSALS = [
  'subscription-not-found',
  'subscription-ended',
  'key-weak',
  'key-taken',
  'key-revoked',
  'name-taken',
  'too-many-keys',
  'expiry-past',
  'route-not-found',
] as const;
export type ImportRefusal = (typeof REFUSALS)[number];

export type ImportOutcome =
  | { readonly status: 'imported' | 'unchanged'; readonly keyId: string }
  | { readonly status: 'refused'; readonly reason: ImportRefusal; readonly detail: string };

interface Present {
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  readonly routes: ReadonlySet<string>;
  /** By hash in hex. */
  readonly keys: Map<string, { id: string; subscriptionId: string; state: ApiKey['state'] }>;
  /** Names and number of active keys by subscription. */
  readonly names: Map<string, Set<string>>;
  readonly counts: Map<string, number>;
}

/**
 * Takes in keys that the provider issued before, so that its consumers change nothing. Each row has an outcome of its
 * own: a key that is there already, for the same subscription, is left as it is, so a batch can be repeated.
 */
export async function importKeys(tx: Db, secrets: Secrets, request: KeyImport): Promise<ImportOutcome[]> {
  const { productId, rows } = request;
  const product = (await products(tx, [productId])).get(productId);
  if (product?.organizationId !== request.organizationId) throw notFound('product');
  const secretsOf = rows.map((row) =>
    'key' in row.secret
      ? foreignKeyOfText(secrets, row.secret.key)
      : foreignKeyOfDigest(secrets, row.secret.sha256),
  );
  const hashes = secretsOf.flatMap((one) => (typeof one === 'string' ? [] : [one.hash]));
  const present = await load(tx, request, hashes);
  const fresh: { key: ApiKey; hash: Buffer }[] = [];
  const outcomes = rows.map((row, index) => {
    const planned = plan(row, secretsOf[index]!, present, request.at);
    if ('key' in planned) fresh.push(planned);
    return 'key' in planned ? ({ status: 'imported', keyId: planned.key.id } as const) : planned;
  });
  const written = new Set(await insertImported(tx, fresh));
  const settled = outcomes.map((outcome) => {
    // Another import had the same key in the same moment: its subscription keeps it.
    if (outcome.status === 'imported' && !written.has(outcome.keyId)) return taken();
    return outcome;
  });
  const keys = fresh.map((one) => one.key).filter((key) => written.has(key.id));
  await announce(tx, request, keys, settled);
  return settled;
}

async function load(tx: Db, request: KeyImport, hashes: Buffer[]): Promise<Present> {
  const ids = request.rows.map((row) => row.subscriptionId);
  // Held, so that names and numbers of keys stay true until these are written.
  const held = await lockSubscriptions(tx, ids);
  const own = held.filter((one) => one.productId === request.productId);
  const found = await keysWithHashes(tx, hashes);
  const active = await activeKeysOf(
    tx,
    own.map((one) => one.id),
  );
  const current = active.filter((one) => !hasExpired(one, request.at));
  const namesOf = Map.groupBy(
    active.filter((one) => one.successorId === null),
    (one) => one.subscriptionId,
  );
  return {
    subscriptions: new Map(own.map((one) => [one.id, one])),
    routes: new Set((await routesOfProduct(tx, request.productId)).map((route) => route.id)),
    keys: new Map(found.map((one) => [one.hash.toString('hex'), one])),
    names: new Map([...namesOf].map(([id, list]) => [id, new Set(list.map((one) => one.name))])),
    counts: new Map(
      [...Map.groupBy(current, (one) => one.subscriptionId)].map(([id, list]) => [id, list.length]),
    ),
  };
}

/** What becomes of one row. What it takes is noted in `present`, for the rows after it. */
function plan(
  row: ImportedKey,
  secret: ForeignKey | string,
  present: Present,
  at: Temporal.Instant,
): ImportOutcome | { key: ApiKey; hash: Buffer } {
  const subscription = present.subscriptions.get(row.subscriptionId);
  if (!subscription) return refused('subscription-not-found', 'is no subscription of this product');
  if (typeof secret === 'string') return refused('key-weak', secret);
  const hex = secret.hash.toString('hex');
  const known = present.keys.get(hex);
  if (known) {
    if (known.subscriptionId !== row.subscriptionId) return taken();
    if (known.state === 'active') return { status: 'unchanged', keyId: known.id };
    return refused('key-revoked', 'was revoked, which is for good');
  }
  const reason = reasonAgainst(row, subscription, present, at);
  if (reason) return reason;
  const key: ApiKey = {
    id: newId('key'),
    subscriptionId: subscription.id,
    organizationId: subscription.organizationId,
    environment: row.environment,
    name: row.name,
    prefix: secret.prefix,
    lastFour: secret.lastFour,
    state: 'active',
    expiresAt: row.expiresAt,
    revokedAt: null,
    purpose: 'calls',
    createdAt: at,
    restrictions: row.restrictions,
    imported: true,
    successorId: null,
  };
  present.keys.set(hex, { id: key.id, subscriptionId: key.subscriptionId, state: 'active' });
  present.names.set(subscription.id, (present.names.get(subscription.id) ?? new Set()).add(row.name));
  present.counts.set(subscription.id, (present.counts.get(subscription.id) ?? 0) + 1);
  return { key, hash: secret.hash };
}

function reasonAgainst(
  row: ImportedKey,
  subscription: Subscription,
  present: Present,
  at: Temporal.Instant,
): ImportOutcome | null {
  if (!isLive(subscription)) return refused('subscription-ended', 'has ended');
  if (hasExpired(row, at)) return refused('expiry-past', 'has expired already');
  if (row.restrictions.routes.some((id) => !present.routes.has(id))) {
    return refused('route-not-found', 'names a route that the product does not have');
  }
  if (present.names.get(subscription.id)?.has(row.name)) {
    return refused('name-taken', 'has the name of another active key of the subscription');
  }
  if ((present.counts.get(subscription.id) ?? 0) < mostActiveKeys) return null;
  return refused('too-many-keys', `would be more than ${mostActiveKeys} active keys of the subscription`);
}

function refused(reason: ImportRefusal, detail: string): ImportOutcome {
  return { status: 'refused', reason, detail };
}

/** Whose it is stays untold: it may be another provider's. */
function taken(): ImportOutcome {
  return refused('key-taken', 'belongs to another subscription');
}

async function announce(
  tx: Db,
  { productId, organizationId, actor, at }: KeyImport,
  keys: readonly ApiKey[],
  outcomes: readonly ImportOutcome[],
): Promise<void> {
  if (keys.length === 0) return;
  const ids = keys.map((key) => key.id);
  await recordChanges(tx, KEY_TOPIC, ids);
  const facts = keys.map((key) => ({
    payload: factsOfKey(key),
    about: { organizationId: key.organizationId, at },
  }));
  await emitAll(tx, keyCreated, facts);
  const refusedRows = outcomes.filter((one) => one.status === 'refused').length;
  const detail = { keys: ids, refused: refusedRows };
  await audit(tx, { organizationId, at, actor, action: 'keys.imported', object: productId, detail });
}
