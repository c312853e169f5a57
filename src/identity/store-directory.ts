import { sql } from 'kysely';
import type { Db } from '#kernel';
import { tables } from './tables.ts';

export interface DirectoryPerson {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly operator: boolean;
  readonly secondFactor: boolean;
  readonly emailVerifiedAt: Temporal.Instant | null;
  readonly suspendedAt: Temporal.Instant | null;
  readonly erasedAt: Temporal.Instant | null;
  readonly liveSessions: number;
  readonly createdAt: Temporal.Instant;
}

/** Text that stands for itself in LIKE. */
const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** People of the installation by id, or those whose address or name holds a text. */
export async function pageOfPeople(
  db: Db,
  filter: { search: string | undefined; id?: string; at: Temporal.Instant },
  after: string | null,
  size: number,
): Promise<DirectoryPerson[]> {
  let query = tables(db)
    .selectFrom('identity_users as u')
    .select([
      'u.id',
      'u.email',
      'u.name',
      'u.operator',
      'u.email_verified_at',
      'u.suspended_at',
      'u.erased_at',
    ])
    .select('u.created_at')
    .select(
      sql<boolean>`exists (select from identity_second_factors f
        where f.user_id = u.id and f.enabled_at is not null)`.as('second_factor'),
    )
    .select(
      sql<bigint>`(select count(*) from identity_sessions s
        where s.user_id = u.id and s.revoked_at is null and s.expires_at > ${filter.at})`.as('live_sessions'),
    )
    .orderBy('u.id')
    .limit(size);
  if (filter.id !== undefined) query = query.where('u.id', '=', filter.id);
  if (filter.search !== undefined) {
    const pattern = `%${literal(filter.search)}%`;
    query = query.where((where) =>
      where.or([where('u.email', 'ilike', pattern), where('u.name', 'ilike', pattern)]),
    );
  }
  if (after !== null) query = query.where('u.id', '>', after);
  return (await query.execute()).map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    operator: row.operator,
    secondFactor: row.second_factor,
    emailVerifiedAt: row.email_verified_at,
    suspendedAt: row.suspended_at,
    erasedAt: row.erased_at,
    liveSessions: Number(row.live_sessions),
    createdAt: row.created_at,
  }));
}

export interface DirectoryOrganization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly externalId: string | null;
  readonly provider: boolean;
  readonly members: number;
  readonly suspendedAt: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
}

/** Organizations by id, or those whose name, slug or external id holds a text. */
export async function searchOrganizations(
  db: Db,
  search: string | undefined,
  after: string | null,
  size: number,
): Promise<DirectoryOrganization[]> {
  let query = tables(db)
    .selectFrom('identity_organizations as o')
    .select([
      'o.id',
      'o.slug',
      'o.name',
      'o.external_id',
      'o.provider_since_at',
      'o.suspended_at',
      'o.closed_at',
    ])
    .select('o.created_at')
    .select(
      sql<bigint>`(select count(*) from identity_members m where m.organization_id = o.id)`.as('members'),
    )
    .orderBy('o.id')
    .limit(size);
  if (search !== undefined) {
    const pattern = `%${literal(search)}%`;
    query = query.where((where) =>
      where.or([
        where('o.name', 'ilike', pattern),
        where('o.slug', 'ilike', pattern),
        where('o.external_id', 'ilike', pattern),
      ]),
    );
  }
  if (after !== null) query = query.where('o.id', '>', after);
  return (await query.execute()).map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    externalId: row.external_id,
    provider: row.provider_since_at !== null,
    members: Number(row.members),
    suspendedAt: row.suspended_at,
    closedAt: row.closed_at,
    createdAt: row.created_at,
  }));
}
