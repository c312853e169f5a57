import { sql } from 'kysely';
import type { Db } from '#kernel';
import { tables } from './tables.ts';

export async function setUserSuspension(
  tx: Db,
  userId: string,
  suspendedAt: Temporal.Instant | null,
): Promise<void> {
  await tables(tx)
    .updateTable('identity_users')
    .set({ suspended_at: suspendedAt })
    .where('id', '=', userId)
    .execute();
}

export async function setOrganizationSuspension(
  tx: Db,
  organizationId: string,
  suspendedAt: Temporal.Instant | null,
): Promise<void> {
  await tables(tx)
    .updateTable('identity_organizations')
    .set({ suspended_at: suspendedAt })
    .where('id', '=', organizationId)
    .execute();
}

/** Those of these organizations that the operator has suspended. */
export async function suspendedAmong(db: Db, organizationIds: readonly string[]): Promise<Set<string>> {
  if (organizationIds.length === 0) return new Set();
  const rows = await tables(db)
    .selectFrom('identity_organizations')
    .select('id')
    .where('id', '=', sql<string>`any(${[...new Set(organizationIds)]}::text[])`)
    .where('suspended_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Every organization that the operator has suspended: few, for lists that leave out what is theirs. */
export async function suspendedOrganizations(db: Db): Promise<string[]> {
  const rows = await tables(db)
    .selectFrom('identity_organizations')
    .select('id')
    .where('suspended_at', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}

/** The organizations that a person owns, with how many members and owners each has. */
export async function ownedOrganizations(
  db: Db,
  userId: string,
): Promise<{ id: string; name: string; members: number; owners: number }[]> {
  const rows = await tables(db)
    .selectFrom('identity_members as mine')
    .innerJoin('identity_organizations as o', 'o.id', 'mine.organization_id')
    .innerJoin('identity_members as m', 'm.organization_id', 'o.id')
    .select(['o.id', 'o.name'])
    .select(({ fn }) => fn.countAll<bigint>().as('members'))
    .select(sql<bigint>`count(*) filter (where m.role = 'owner')`.as('owners'))
    .where('mine.user_id', '=', userId)
    .where('mine.role', '=', 'owner')
    .groupBy(['o.id', 'o.name'])
    .orderBy('o.id')
    .execute();
  return rows.map((row) => ({ ...row, members: Number(row.members), owners: Number(row.owners) }));
}

/**
 * Ends an organization: nobody belongs to it, no machine speaks for it. Its legal identity stays only where it has sold, because
 * its invoices name it.
 */
export async function closeStoredOrganization(
  tx: Db,
  organizationId: string,
  at: Temporal.Instant,
): Promise<void> {
  await tables(tx).deleteFrom('identity_members').where('organization_id', '=', organizationId).execute();
  await tables(tx).deleteFrom('identity_invitations').where('organization_id', '=', organizationId).execute();
  await tables(tx)
    .updateTable('identity_service_tokens')
    .set({ revoked_at: at })
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .execute();
  await tables(tx)
    .updateTable('identity_organizations')
    .set({ closed_at: at, billing_email: null, external_id: null })
    .where('id', '=', organizationId)
    .execute();
  await tables(tx)
    .updateTable('identity_organizations')
    .set({
      // The former slug may be made of a name; nothing of theirs stands under it.
      slug: sql`lower(replace(id, '_', '-'))`,
      name: 'Closed organization',
      legal_name: null,
      legal_address: null,
      legal_country: null,
      tax_id: null,
    })
    .where('id', '=', organizationId)
    .where('provider_since_at', 'is', null)
    .execute();
}

/** Takes everything personal out of a person's row and what hangs on it. The id stays: others' records name it. */
export async function eraseStoredUser(
  tx: Db,
  userId: string,
  email: string,
  at: Temporal.Instant,
): Promise<void> {
  for (const table of [
    'identity_sessions',
    'identity_mail_tokens',
    'identity_mails',
    'identity_second_factors',
    'identity_recovery_codes',
    'identity_login_challenges',
    'identity_linked_logins',
    'identity_login_flows',
    'identity_members',
  ] as const) {
    await tables(tx).deleteFrom(table).where('user_id', '=', userId).execute();
  }
  await tables(tx).deleteFrom('identity_invitations').where('email', '=', email).execute();
  await tables(tx)
    .updateTable('identity_users')
    .set({
      email: `${userId.toLowerCase()}@erased.invalid`,
      name: 'Erased person',
      password_hash: null,
      email_verified_at: null,
      operator: false,
      erased_at: at,
    })
    .where('id', '=', userId)
    .execute();
}

export interface InvitationOfPerson {
  readonly organizationId: string;
  readonly email: string;
  readonly role: string;
  readonly createdAt: Temporal.Instant;
}

/** Invitations to a person's address, and those that they sent. */
export async function invitationsAbout(
  db: Db,
  userId: string,
  email: string,
): Promise<(InvitationOfPerson & { readonly sent: boolean })[]> {
  const rows = await tables(db)
    .selectFrom('identity_invitations')
    .select(['organization_id', 'email', 'role', 'created_at', 'invited_by'])
    .where((where) => where.or([where('email', '=', email), where('invited_by', '=', userId)]))
    .orderBy('id')
    .limit(1000)
    .execute();
  return rows.map((row) => ({
    organizationId: row.organization_id,
    email: row.email,
    role: row.role,
    createdAt: row.created_at,
    sent: row.invited_by === userId,
  }));
}

/** How many operators there are, all held: the only one must stay, without one nobody runs the installation. */
export async function lockOperators(tx: Db): Promise<number> {
  const rows = await tables(tx)
    .selectFrom('identity_users')
    .select('id')
    .where('operator', '=', true)
    .where('suspended_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.length;
}

/** Holds the organizations that a person belongs to, whose owners nobody else changes meanwhile. */
export async function lockOrganizationsOf(tx: Db, userId: string): Promise<void> {
  await tables(tx)
    .selectFrom('identity_organizations as o')
    .select('o.id')
    .where('o.id', 'in', (members) =>
      members.selectFrom('identity_members').select('organization_id').where('user_id', '=', userId),
    )
    .orderBy('o.id')
    .forUpdate()
    .execute();
}
