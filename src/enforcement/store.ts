import { sql } from 'kysely';
import type { Db } from '#kernel';

type EnforcementTables = {
  enforcement_authority: {
    scope: string;
    node_id: string;
    epoch: bigint;
    taken_at: Temporal.Instant;
    renewed_at: Temporal.Instant;
    released: boolean;
  };
};

const tables = (db: Db) => db.withTables<EnforcementTables>();

export interface AuthorityRow {
  readonly nodeId: string;
  readonly epoch: bigint;
  readonly renewedAt: Temporal.Instant;
}

/** Makes this node the holder if nobody else is; a new epoch starts. Null when another node holds it. */
export async function takeAuthority(
  db: Db,
  scope: string,
  nodeId: string,
  at: Temporal.Instant,
): Promise<AuthorityRow | null> {
  const row = await tables(db)
    .insertInto('enforcement_authority')
    .values({ scope, node_id: nodeId, epoch: 1n, taken_at: at, renewed_at: at, released: false })
    .onConflict((conflict) =>
      conflict
        .column('scope')
        .doUpdateSet({
          node_id: nodeId,
          epoch: sql`enforcement_authority.epoch + 1`,
          taken_at: at,
          renewed_at: at,
          released: false,
        })
        .where((is) =>
          is.or([
            is('enforcement_authority.node_id', '=', nodeId),
            is('enforcement_authority.released', '=', true),
          ]),
        ),
    )
    .returning(['node_id', 'epoch', 'renewed_at'])
    .executeTakeFirst();
  return row ? { nodeId: row.node_id, epoch: row.epoch, renewedAt: row.renewed_at } : null;
}

export async function readAuthority(db: Db, scope: string): Promise<AuthorityRow | null> {
  const row = await tables(db)
    .selectFrom('enforcement_authority')
    .select(['node_id', 'epoch', 'renewed_at'])
    .where('scope', '=', scope)
    .executeTakeFirst();
  return row ? { nodeId: row.node_id, epoch: row.epoch, renewedAt: row.renewed_at } : null;
}

/** Changes nothing when the epoch is no longer the present one. */
export async function renewAuthority(
  db: Db,
  scope: string,
  epoch: bigint,
  at: Temporal.Instant,
): Promise<void> {
  await tables(db)
    .updateTable('enforcement_authority')
    .set({ renewed_at: at })
    .where('scope', '=', scope)
    .where('epoch', '=', epoch)
    .execute();
}

export async function releaseAuthority(db: Db, scope: string, epoch: bigint): Promise<void> {
  await tables(db)
    .updateTable('enforcement_authority')
    .set({ released: true })
    .where('scope', '=', scope)
    .where('epoch', '=', epoch)
    .execute();
}
