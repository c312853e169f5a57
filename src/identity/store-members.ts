import type { Selectable } from 'kysely';
import type { Db } from '#kernel';
import type { Invitation, Member } from './member.ts';
import type { Role } from './roles.ts';
import { type IdentityTables, tables } from './tables.ts';

const toInvitation = (row: Selectable<IdentityTables['identity_invitations']>): Invitation => ({
  id: row.id,
  organizationId: row.organization_id,
  email: row.email,
  role: row.role,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

export interface NewMember {
  readonly organizationId: string;
  readonly userId: string;
  readonly role: Role;
  readonly at: Temporal.Instant;
}

/** False when the person already is a member, with whatever role. */
export async function insertMember(tx: Db, member: NewMember): Promise<boolean> {
  const result = await tables(tx)
    .insertInto('identity_members')
    .values({
      organization_id: member.organizationId,
      user_id: member.userId,
      role: member.role,
      joined_at: member.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

const membersQuery = (db: Db, organizationId: string) =>
  tables(db)
    .selectFrom('identity_members as m')
    .innerJoin('identity_users as u', 'u.id', 'm.user_id')
    .select(['m.organization_id', 'm.user_id', 'm.role', 'm.joined_at', 'u.email', 'u.name'])
    .where('m.organization_id', '=', organizationId);

type MemberRow = Awaited<ReturnType<ReturnType<typeof membersQuery>['execute']>>[number];

const toMember = (row: MemberRow): Member => ({
  organizationId: row.organization_id,
  userId: row.user_id,
  email: row.email,
  name: row.name,
  role: row.role,
  joinedAt: row.joined_at,
});

export async function pageOfMembers(
  db: Db,
  organizationId: string,
  after: string | null,
  size: number,
): Promise<Member[]> {
  let query = membersQuery(db, organizationId).orderBy('m.user_id').limit(size);
  if (after !== null) query = query.where('m.user_id', '>', after);
  return (await query.execute()).map(toMember);
}

export async function findMember(db: Db, organizationId: string, userId: string): Promise<Member | null> {
  const row = await membersQuery(db, organizationId).where('m.user_id', '=', userId).executeTakeFirst();
  return row ? toMember(row) : null;
}

export async function findOwners(db: Db, organizationId: string): Promise<Member[]> {
  const query = membersQuery(db, organizationId).where('m.role', '=', 'owner').orderBy('m.joined_at');
  return (await query.execute()).map(toMember);
}

export async function updateRole(tx: Db, organizationId: string, userId: string, role: Role): Promise<void> {
  await tables(tx)
    .updateTable('identity_members')
    .set({ role })
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .execute();
}

export async function deleteMember(tx: Db, organizationId: string, userId: string): Promise<void> {
  await tables(tx)
    .deleteFrom('identity_members')
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .execute();
}

export async function insertInvitation(
  tx: Db,
  invitation: Invitation & { readonly tokenHash: Buffer; readonly invitedBy: string | null },
): Promise<void> {
  await tables(tx)
    .insertInto('identity_invitations')
    .values({
      id: invitation.id,
      organization_id: invitation.organizationId,
      email: invitation.email,
      role: invitation.role,
      token_hash: invitation.tokenHash,
      invited_by: invitation.invitedBy,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
    })
    .execute();
}

/** Ends the open invitations of an address (or the one with this id). Answers how many there were. */
export async function revokeInvitations(
  tx: Db,
  organizationId: string,
  which: { email: string } | { id: string },
  at: Temporal.Instant,
): Promise<number> {
  let query = tables(tx)
    .updateTable('identity_invitations')
    .set({ revoked_at: at })
    .where('organization_id', '=', organizationId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null);
  query = 'id' in which ? query.where('id', '=', which.id) : query.where('email', '=', which.email);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

export async function openInvitations(
  db: Db,
  organizationId: string,
  after: string | null,
  size: number,
): Promise<Invitation[]> {
  let query = tables(db)
    .selectFrom('identity_invitations')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .limit(size);
  if (after !== null) query = query.where('id', '>', after);
  return (await query.execute()).map(toInvitation);
}

export async function findOpenInvitation(
  db: Db,
  organizationId: string,
  id: string,
): Promise<Invitation | null> {
  const row = await tables(db)
    .selectFrom('identity_invitations')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row ? toInvitation(row) : null;
}

/** Marks the open invitation with this secret as accepted, if it is for this address and still good. */
export async function acceptInvitation(
  tx: Db,
  tokenHash: Buffer,
  email: string,
  at: Temporal.Instant,
): Promise<Invitation | null> {
  const row = await tables(tx)
    .updateTable('identity_invitations')
    .set({ accepted_at: at })
    .where('token_hash', '=', tokenHash)
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .returningAll()
    .executeTakeFirst();
  return row ? toInvitation(row) : null;
}
