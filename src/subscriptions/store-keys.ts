import { sql } from 'kysely';
import { type Db, isUniqueViolation } from '#kernel';
import type { ApiKey } from './api-key.ts';
import { type KeyRestrictions, NO_RESTRICTIONS } from './key-restrictions.ts';
import { type KeyRow, tables } from './tables.ts';

const shown = [
  'id',
  'subscription_id',
  'organization_id',
  'environment',
  'name',
  'prefix',
  'last_four',
  'state',
  'expires_at',
  'revoked_at',
  'purpose',
  'created_at',
  'allowed_ips',
  'scopes',
  'routes',
  'successor_id',
  'imported',
] as const;

/** False when the subscription already has an active key of this name; the transaction stays usable. */
export async function insertKey(tx: Db, key: ApiKey, hash: Buffer): Promise<boolean> {
  const inserted = await tables(tx)
    .insertInto('subscriptions_keys')
    .values({ ...toRow(key), hash })
    .onConflict((conflict) =>
      conflict
        .columns(['subscription_id', 'name'])
        .where('state', '=', 'active')
        .where('successor_id', 'is', null)
        .doNothing(),
    )
    .returning('id')
    .execute();
  return inserted.length > 0;
}

/** Keys that open something at this moment. */
export async function countActiveKeys(db: Db, subscriptionId: string, at: Temporal.Instant): Promise<number> {
  const row = await tables(db)
    .selectFrom('subscriptions_keys')
    .select((is) => is.fn.countAll<bigint>().as('count'))
    .where('subscription_id', '=', subscriptionId)
    .where('state', '=', 'active')
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', at)]))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function findOwnKey(
  db: Db,
  organizationId: string,
  id: string,
  options: { lock?: boolean } = {},
): Promise<ApiKey | null> {
  const own = tables(db)
    .selectFrom('subscriptions_keys')
    .select(shown)
    .where('id', '=', id)
    .where('organization_id', '=', organizationId);
  const row = await (options.lock ? own.forUpdate() : own).executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** Whosoever it is. */
export async function findKey(db: Db, id: string): Promise<ApiKey | null> {
  const row = await tables(db)
    .selectFrom('subscriptions_keys')
    .select(shown)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** False when another active key of the subscription has the name; then the transaction is of no more use. */
export async function updateKey(tx: Db, key: ApiKey): Promise<boolean> {
  const { id, name, expiresAt, successorId, restrictions } = key;
  const lists = restrictionColumns(restrictions);
  const changed = { name, expires_at: expiresAt, successor_id: successorId, ...lists };
  try {
    await tables(tx).updateTable('subscriptions_keys').set(changed).where('id', '=', id).execute();
    return true;
  } catch (error) {
    if (isUniqueViolation(error, 'subscriptions_keys_active_name')) return false;
    throw error;
  }
}

/** The key as revoked by this call, or null when it was already. */
export async function markRevoked(tx: Db, id: string, at: Temporal.Instant): Promise<ApiKey | null> {
  const row = await tables(tx)
    .updateTable('subscriptions_keys')
    .set({ state: 'revoked', revoked_at: at })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .returning(shown)
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** Latest first; the console's own only while they work. */
export async function listKeys(
  db: Db,
  filter: {
    organizationId: string;
    subscriptionId?: string | undefined;
    at: Temporal.Instant;
    afterId: string | null;
    size: number;
  },
): Promise<ApiKey[]> {
  let list = tables(db)
    .selectFrom('subscriptions_keys')
    .select(shown)
    .where('organization_id', '=', filter.organizationId)
    .where((is) =>
      is.or([
        is('purpose', '=', 'calls'),
        is.and([is('state', '=', 'active'), is('expires_at', '>', filter.at)]),
      ]),
    );
  if (filter.subscriptionId !== undefined) list = list.where('subscription_id', '=', filter.subscriptionId);
  if (filter.afterId !== null) list = list.where('id', '<', filter.afterId);
  return (await list.orderBy('id', 'desc').limit(filter.size).execute()).map(fromRow);
}

/** What a gateway needs of a key. */
export interface GatewayKey {
  readonly keyId: string;
  readonly subscriptionId: string;
  readonly environment: 'live' | 'test';
  readonly state: 'active' | 'revoked';
  readonly expiresAt: Temporal.Instant | null;
  readonly restrictions: KeyRestrictions;
  readonly imported: boolean;
  /** HMAC-SHA-256, 32 bytes: of the key's text, or of the SHA-256 of the text when it was imported. */
  readonly hash: Buffer;
}

const forGateway = [
  'id',
  'subscription_id',
  'environment',
  'state',
  'expires_at',
  'allowed_ips',
  'scopes',
  'routes',
  'imported',
  'hash',
] as const;
type GatewayKeyRow = Pick<KeyRow, (typeof forGateway)[number]>;

export async function gatewayKeysWithIds(db: Db, ids: readonly string[]): Promise<GatewayKey[]> {
  if (ids.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('subscriptions_keys')
    .select(forGateway)
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::text[])`)
    .execute();
  return rows.map(toGatewayKey);
}

export async function gatewayKeysAfter(db: Db, afterId: string, limit: number): Promise<GatewayKey[]> {
  const rows = await tables(db)
    .selectFrom('subscriptions_keys')
    .select(forGateway)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toGatewayKey);
}

function toGatewayKey(row: GatewayKeyRow): GatewayKey {
  return {
    keyId: row.id,
    subscriptionId: row.subscription_id,
    environment: row.environment,
    state: row.state,
    expiresAt: row.expires_at,
    restrictions: restrictionsOf(row),
    imported: row.imported,
    hash: row.hash,
  };
}

function restrictionColumns(of: KeyRestrictions): Pick<KeyRow, 'allowed_ips' | 'scopes' | 'routes'> {
  return { allowed_ips: [...of.allowedIps], scopes: [...of.scopes], routes: [...of.routes] };
}

/** Most keys have none: they share one object, so that a page of keys stays small. */
function restrictionsOf(row: Pick<KeyRow, 'allowed_ips' | 'scopes' | 'routes'>): KeyRestrictions {
  const { allowed_ips: allowedIps, scopes, routes } = row;
  if (allowedIps.length + scopes.length + routes.length === 0) return NO_RESTRICTIONS;
  return { allowedIps, scopes, routes };
}

export function toRow(key: ApiKey): Omit<KeyRow, 'hash'> {
  return {
    id: key.id,
    subscription_id: key.subscriptionId,
    organization_id: key.organizationId,
    environment: key.environment,
    name: key.name,
    prefix: key.prefix,
    last_four: key.lastFour,
    state: key.state,
    expires_at: key.expiresAt,
    revoked_at: key.revokedAt,
    purpose: key.purpose,
    created_at: key.createdAt,
    ...restrictionColumns(key.restrictions),
    successor_id: key.successorId,
    imported: key.imported,
  };
}

function fromRow(row: Omit<KeyRow, 'hash'>): ApiKey {
  return {
    id: row.id,
    subscriptionId: row.subscription_id,
    organizationId: row.organization_id,
    environment: row.environment,
    name: row.name,
    prefix: row.prefix,
    lastFour: row.last_four,
    state: row.state,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    purpose: row.purpose,
    createdAt: row.created_at,
    restrictions: restrictionsOf(row),
    successorId: row.successor_id,
    imported: row.imported,
  };
}
