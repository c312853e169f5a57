/** Keys that were issued elsewhere, read and written for a whole batch at once. */
import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { ApiKey } from './api-key.ts';
import { toRow } from './store-keys.ts';
import { tables } from './tables.ts';

export interface KeyWithHash {
  readonly id: string;
  readonly subscriptionId: string;
  readonly state: ApiKey['state'];
  readonly hash: Buffer;
}

export async function keysWithHashes(db: Db, hashes: readonly Buffer[]): Promise<KeyWithHash[]> {
  if (hashes.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('subscriptions_keys')
    .select(['id', 'subscription_id', 'state', 'hash'])
    .where('hash', '=', sql<Buffer>`any(${[...hashes]}::bytea[])`)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    subscriptionId: row.subscription_id,
    state: row.state,
    hash: row.hash,
  }));
}

export type HeldName = Pick<ApiKey, 'subscriptionId' | 'name' | 'expiresAt' | 'successorId'>;

/** Names and ends of the keys that were not revoked. */
export async function activeKeysOf(db: Db, subscriptionIds: readonly string[]): Promise<HeldName[]> {
  if (subscriptionIds.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('subscriptions_keys')
    .select(['subscription_id', 'name', 'expires_at', 'successor_id'])
    .where('subscription_id', '=', sql<string>`any(${[...subscriptionIds]}::text[])`)
    .where('state', '=', 'active')
    .execute();
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    name: row.name,
    expiresAt: row.expires_at,
    successorId: row.successor_id,
  }));
}

/** Ids of those that were written; the others' hashes came to belong to somebody else meanwhile. */
export async function insertImported(
  tx: Db,
  keys: readonly { key: ApiKey; hash: Buffer }[],
): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await tables(tx)
    .insertInto('subscriptions_keys')
    .values(keys.map(({ key, hash }) => ({ ...toRow(key), hash })))
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}
