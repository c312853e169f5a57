import type { Db } from '#kernel';
import { tables } from './tables.ts';

export interface StoredSigningKey {
  readonly id: string;
  readonly publicJwk: Record<string, unknown>;
  readonly privateJwkSealed: string;
  readonly retired: boolean;
}

/** The present key, and those that were retired since. */
export async function listSigningKeys(db: Db, since: Temporal.Instant): Promise<StoredSigningKey[]> {
  const rows = await tables(db)
    .selectFrom('identity_signing_keys')
    .selectAll()
    .where((where) => where.or([where('retired_at', 'is', null), where('retired_at', '>', since)]))
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    publicJwk: row.public_jwk,
    privateJwkSealed: row.private_jwk_sealed,
    retired: row.retired_at !== null,
  }));
}

/** Does nothing when another node was first. */
export async function insertSigningKey(tx: Db, key: StoredSigningKey, at: Temporal.Instant): Promise<void> {
  await tables(tx)
    .insertInto('identity_signing_keys')
    .values({
      id: key.id,
      public_jwk: key.publicJwk,
      private_jwk_sealed: key.privateJwkSealed,
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function retireSigningKey(tx: Db, at: Temporal.Instant): Promise<void> {
  await tables(tx)
    .updateTable('identity_signing_keys')
    .set({ retired_at: at })
    .where('retired_at', 'is', null)
    .execute();
}
