import type { Selectable } from 'kysely';
import type { Db, Permission } from '#kernel';
import type { ServiceToken } from './service-token.ts';
import { type IdentityTables, tables } from './tables.ts';

const toServiceToken = (row: Selectable<IdentityTables['identity_service_tokens']>): ServiceToken => ({
  id: row.id,
  organizationId: row.organization_id,
  name: row.name,
  prefix: row.prefix,
  lastFour: row.last_four,
  permissions: row.permissions as Permission[],
  createdBy: row.created_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
});

export async function insertServiceToken(tx: Db, token: ServiceToken, hash: Buffer): Promise<void> {
  await tables(tx)
    .insertInto('identity_service_tokens')
    .values({
      id: token.id,
      organization_id: token.organizationId,
      name: token.name,
      prefix: token.prefix,
      last_four: token.lastFour,
      token_hash: hash,
      permissions: [...token.permissions],
      created_by: token.createdBy,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .execute();
}

/** The token with this hash, unless it was revoked or has expired. */
export async function findLiveServiceToken(
  db: Db,
  hash: Buffer,
  at: Temporal.Instant,
): Promise<ServiceToken | null> {
  const row = await tables(db)
    .selectFrom('identity_service_tokens as t')
    .innerJoin('identity_organizations as o', 'o.id', 't.organization_id')
    .selectAll('t')
    .where('t.token_hash', '=', hash)
    .where('t.revoked_at', 'is', null)
    .where('o.suspended_at', 'is', null)
    .where((where) => where.or([where('t.expires_at', 'is', null), where('t.expires_at', '>', at)]))
    .executeTakeFirst();
  return row ? toServiceToken(row) : null;
}

export async function touchServiceToken(db: Db, id: string, at: Temporal.Instant): Promise<void> {
  await tables(db)
    .updateTable('identity_service_tokens')
    .set({ last_used_at: at })
    .where('id', '=', id)
    .execute();
}

export async function pageOfServiceTokens(
  db: Db,
  organizationId: string,
  after: string | null,
  size: number,
): Promise<ServiceToken[]> {
  let query = tables(db)
    .selectFrom('identity_service_tokens')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .limit(size);
  if (after !== null) query = query.where('id', '>', after);
  return (await query.execute()).map(toServiceToken);
}

export async function countLiveServiceTokens(db: Db, organizationId: string): Promise<number> {
  const row = await tables(db)
    .selectFrom('identity_service_tokens')
    .select(({ fn }) => fn.countAll<bigint>().as('live'))
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.live);
}

/** Lets a live token of the organization end at `endsAt`, unless it ends earlier. Answers it as it was; null when there is none. */
export async function endServiceToken(
  tx: Db,
  organizationId: string,
  id: string,
  endsAt: Temporal.Instant,
  at: Temporal.Instant,
): Promise<ServiceToken | null> {
  const row = await tables(tx)
    .selectFrom('identity_service_tokens')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', at)]))
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const isSooner = row.expires_at !== null && Temporal.Instant.compare(row.expires_at, endsAt) <= 0;
  if (!isSooner) {
    await tables(tx)
      .updateTable('identity_service_tokens')
      .set({ expires_at: endsAt })
      .where('id', '=', id)
      .execute();
  }
  return toServiceToken(row);
}

/** The organization's token, revoked (again: the first moment stays). Null when it has no such token. */
export async function revokeServiceToken(
  tx: Db,
  organizationId: string,
  id: string,
  at: Temporal.Instant,
): Promise<{ alreadyRevoked: boolean } | null> {
  const row = await tables(tx)
    .selectFrom('identity_service_tokens')
    .select('revoked_at')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  if (row.revoked_at) return { alreadyRevoked: true };
  await tables(tx)
    .updateTable('identity_service_tokens')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .execute();
  return { alreadyRevoked: false };
}
