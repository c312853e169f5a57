import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { ApiKey } from './api-key.ts';
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
  'created_at',
] as const;

/** False when the subscription already has an active key of this name; the transaction stays usable. */
export async function insertKey(tx: Db, key: ApiKey, hash: Buffer): Promise<boolean> {
  const inserted = await tables(tx)
    .insertInto('subscriptions_keys')
    .values({ ...toRow(key), hash })
    .onConflict((conflict) =>
      conflict.columns(['subscription_id', 'name']).where('state', '=', 'active').doNothing(),
    )
    .returning('id')
    .execute();
  return inserted.length > 0;
}

export async function countActiveKeys(db: Db, subscriptionId: string): Promise<number> {
  const row = await tables(db)
    .selectFrom('subscriptions_keys')
    .select((is) => is.fn.countAll<bigint>().as('count'))
    .where('subscription_id', '=', subscriptionId)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function findOwnKey(db: Db, organizationId: string, id: string): Promise<ApiKey | null> {
  const row = await tables(db)
    .selectFrom('subscriptions_keys')
    .select(shown)
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return row ? fromRow(row) : null;
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

export async function listKeys(
  db: Db,
  filter: {
    organizationId: string;
    subscriptionId?: string | undefined;
    afterId: string | null;
    size: number;
  },
): Promise<ApiKey[]> {
  let list = tables(db)
    .selectFrom('subscriptions_keys')
    .select(shown)
    .where('organization_id', '=', filter.organizationId);
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
  /** HMAC-SHA-256 of the key's text, 32 bytes. */
  readonly hash: Buffer;
}

type GatewayKeyRow = Pick<KeyRow, 'id' | 'subscription_id' | 'environment' | 'state' | 'expires_at' | 'hash'>;
const forGateway = ['id', 'subscription_id', 'environment', 'state', 'expires_at', 'hash'] as const;

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
    hash: row.hash,
  };
}

function toRow(key: ApiKey): Omit<KeyRow, 'hash'> {
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
    created_at: key.createdAt,
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
    createdAt: row.created_at,
  };
}
