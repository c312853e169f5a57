import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { type Db, isUniqueViolation, jsonb } from '#kernel';
import type { Organization } from './organization.ts';
import type { Role } from './roles.ts';
import { type IdentityTables, tables } from './tables.ts';

const toOrganization = (row: Selectable<IdentityTables['identity_organizations']>): Organization => ({
  id: row.id,
  slug: row.slug,
  externalId: row.external_id,
  name: row.name,
  provider: row.provider_since_at !== null,
  providerSinceAt: row.provider_since_at,
  billingTimeZone: row.billing_time_zone,
  defaultCurrency: row.default_currency,
  billingEmail: row.billing_email,
  legal: { name: row.legal_name, address: row.legal_address, country: row.legal_country, taxId: row.tax_id },
  suspendedAt: row.suspended_at,
  closedAt: row.closed_at,
  createdAt: row.created_at,
});

export type NewOrganization = Pick<
  Organization,
  'id' | 'slug' | 'name' | 'billingTimeZone' | 'defaultCurrency' | 'createdAt'
>;

/** False when the slug is taken. */
export async function insertOrganization(tx: Db, organization: NewOrganization): Promise<boolean> {
  const result = await tables(tx)
    .insertInto('identity_organizations')
    .values({
      id: organization.id,
      slug: organization.slug,
      name: organization.name,
      billing_time_zone: organization.billingTimeZone,
      default_currency: organization.defaultCurrency,
      created_at: organization.createdAt,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** What can be changed; `undefined` leaves a column as it is. */
export interface OrganizationChange {
  readonly slug?: string | undefined;
  readonly external_id?: string | null | undefined;
  readonly name?: string | undefined;
  readonly billing_time_zone?: string | undefined;
  readonly default_currency?: string | undefined;
  readonly billing_email?: string | null | undefined;
  readonly legal_name?: string | null | undefined;
  readonly legal_address?: Organization['legal']['address'] | undefined;
  readonly legal_country?: string | null | undefined;
  readonly tax_id?: string | null | undefined;
  readonly provider_since_at?: Temporal.Instant | undefined;
}

/** The changed organization, or the unique column that refused the change. */
export async function updateOrganization(
  tx: Db,
  id: string,
  change: OrganizationChange,
): Promise<Organization | 'slug' | 'external_id'> {
  const { legal_address, ...columns } = change;
  const address = legal_address === undefined ? {} : { legal_address: legal_address && jsonb(legal_address) };
  const set = Object.fromEntries(
    Object.entries({ ...columns, ...address }).filter(([, value]) => value !== undefined),
  );
  if (Object.keys(set).length === 0) return lockOrganization(tx, id);
  try {
    const row = await tables(tx)
      .updateTable('identity_organizations')
      .set(set)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toOrganization(row);
  } catch (error) {
    if (isUniqueViolation(error, 'identity_organizations_slug_key')) return 'slug';
    if (isUniqueViolation(error, 'identity_organizations_external_id_key')) return 'external_id';
    throw error;
  }
}

/** The organization, held until the transaction ends: writers of its members stand in line. */
export async function lockOrganization(tx: Db, id: string): Promise<Organization> {
  const row = await tables(tx)
    .selectFrom('identity_organizations')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return toOrganization(row);
}

/** Organizations by id. Unknown ids are missing from the answer. */
export async function findOrganizations(db: Db, ids: readonly string[]): Promise<Map<string, Organization>> {
  if (ids.length === 0) return new Map();
  const rows = await tables(db)
    .selectFrom('identity_organizations')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, toOrganization(row)]));
}

export async function findOrganizationBySlug(db: Db, slug: string): Promise<Organization | null> {
  const row = await tables(db)
    .selectFrom('identity_organizations')
    .selectAll()
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row ? toOrganization(row) : null;
}

/** False in an installation that nobody uses yet. */
export async function hasOrganizations(db: Db): Promise<boolean> {
  const row = await tables(db).selectFrom('identity_organizations').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Organizations by reference (our id or the external id); keys are the references as given. */
export async function resolveOrganizations(
  db: Db,
  references: readonly string[],
): Promise<Map<string, Organization>> {
  if (references.length === 0) return new Map();
  const wanted = [...new Set(references)];
  const rows = await tables(db)
    .selectFrom('identity_organizations')
    .selectAll()
    .where((where) =>
      where.or([
        where('id', '=', sql<string>`any(${wanted}::text[])`),
        where('external_id', '=', sql<string>`any(${wanted}::text[])`),
      ]),
    )
    .execute();
  const found = new Map<string, Organization>();
  for (const row of rows) {
    const organization = toOrganization(row);
    found.set(row.id, organization);
    if (row.external_id !== null) found.set(row.external_id, organization);
  }
  return new Map(
    wanted.flatMap((reference) => (found.has(reference) ? [[reference, found.get(reference)!]] : [])),
  );
}

/** All organizations in the order of their ids, for the operator. */
export async function pageOfOrganizations(
  db: Db,
  after: string | null,
  size: number,
): Promise<Organization[]> {
  let query = tables(db).selectFrom('identity_organizations').selectAll().orderBy('id').limit(size);
  if (after !== null) query = query.where('id', '>', after);
  return (await query.execute()).map(toOrganization);
}

export interface Membership {
  readonly organization: Organization;
  readonly role: Role;
}

const membershipsQuery = (db: Db, userId: string, size: number) =>
  tables(db)
    .selectFrom('identity_members as m')
    .innerJoin('identity_organizations as o', 'o.id', 'm.organization_id')
    .selectAll('o')
    .select(['m.role'])
    .where('m.user_id', '=', userId)
    .orderBy('m.joined_at')
    .orderBy('o.id')
    .limit(size);

/** The organizations of a person (the first 200), the one joined first at the front. */
export async function membershipsOf(db: Db, userId: string): Promise<Membership[]> {
  const rows = await membershipsQuery(db, userId, 200).execute();
  return rows.map(({ role, ...row }) => ({ organization: toOrganization(row), role }));
}

/** The person's membership in the organization with this id or slug, or in the one joined first. */
export async function findMembership(
  db: Db,
  userId: string,
  reference: string | null,
): Promise<Membership | null> {
  let query = membershipsQuery(db, userId, 1);
  if (reference !== null) {
    query = query.where((where) =>
      where.or([where('o.id', '=', reference), where('o.slug', '=', reference)]),
    );
  }
  const row = await query.executeTakeFirst();
  if (!row) return null;
  const { role, ...organization } = row;
  return { organization: toOrganization(organization), role };
}

export async function countOwned(db: Db, userId: string): Promise<number> {
  const row = await tables(db)
    .selectFrom('identity_members')
    .select(({ fn }) => fn.countAll<bigint>().as('owned'))
    .where('user_id', '=', userId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow();
  return Number(row.owned);
}
