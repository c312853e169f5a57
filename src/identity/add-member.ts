import { type Actor, audit, type Db, emit, newId, Problem, type Secrets } from '#kernel';
import { memberAdded } from './events.ts';
import type { Identity } from './identity.ts';
import { requestMail } from './mail.ts';
import type { Invitation, Member } from './member.ts';
import { identityProblems } from './problems.ts';
import { mayGrant, type Role } from './roles.ts';
import { randomSecret } from './secret-token.ts';
import { lockOrganization } from './store-accounts.ts';
import { findMember, insertInvitation, insertMember, revokeInvitations } from './store-members.ts';
import { findUserByEmail } from './store-users.ts';

const invitationHours = 24 * 7;

export const invitationHash = (secrets: Secrets, token: string) => secrets.hmac('identity-invitation', token);

export type AddedMember =
  | { readonly member: Member; readonly invitation: null; readonly token: null }
  | { readonly member: null; readonly invitation: Invitation; readonly token: string };

/**
 * Adds the person with this e-mail, or invites the address when it has no account yet. So it does when its account never
 * proved it, where that is asked for: anybody may have signed up with the address of whom others will add. A repeated invitation
 * replaces the one before; adding a member again with the same role changes nothing.
 */
export async function addMember(
  tx: Db,
  { secrets, requireVerifiedEmail }: Pick<Identity, 'secrets' | 'requireVerifiedEmail'>,
  request: {
    organizationId: string;
    email: string;
    role: Role;
    actor: Actor;
    ownRole: Role | null;
    at: Temporal.Instant;
  },
): Promise<AddedMember> {
  const { organizationId, email, role, actor, at } = request;
  if (!mayGrant(actor, request.ownRole, role)) throw new Problem(identityProblems.roleRefused);
  const { name: organization } = await lockOrganization(tx, organizationId);
  const user = await findUserByEmail(tx, email);
  if (user && (user.emailVerifiedAt || !requireVerifiedEmail)) {
    const isNew = (await findMember(tx, organizationId, user.id)) === null;
    const member = await join(tx, { organizationId, userId: user.id, role, actor, at });
    if (isNew) {
      const content = { kind: 'member-added' as const, to: user.email, name: user.name, organization, role };
      await requestMail(tx, secrets, { content, userId: user.id, at });
    }
    return { member, invitation: null, token: null };
  }
  await revokeInvitations(tx, organizationId, { email }, at);
  const token = randomSecret('tpi_');
  const invitation = {
    id: newId('ivt'),
    organizationId,
    email,
    role,
    createdAt: at,
    expiresAt: at.add({ hours: invitationHours }),
  };
  await insertInvitation(tx, {
    ...invitation,
    tokenHash: invitationHash(secrets, token),
    invitedBy: actor.userId,
  });
  const inviter = actor.name || 'A member';
  const content = { kind: 'invitation' as const, to: email, organization, inviter, role, token };
  await requestMail(tx, secrets, { content, userId: null, at });
  // The audit chain cannot forget, so no address goes into it.
  const detail = { role };
  await audit(tx, { at, organizationId, actor, action: 'member.invited', object: invitation.id, detail });
  return { member: null, invitation, token };
}

/** Makes the person a member. With the same role again it changes nothing; another role is a conflict. */
export async function join(
  tx: Db,
  request: { organizationId: string; userId: string; role: Role; actor: Actor; at: Temporal.Instant },
): Promise<Member> {
  const { organizationId, userId, role, actor, at } = request;
  const isNew = await insertMember(tx, { organizationId, userId, role, at });
  const member = await findMember(tx, organizationId, userId);
  if (!member) throw new Error('The member who was just added is gone');
  if (!isNew && member.role !== role) throw new Problem(identityProblems.alreadyMember);
  if (isNew) {
    const about = { organizationId, at };
    await emit(tx, memberAdded, { organization_id: organizationId, user_id: userId, role }, about);
    await audit(tx, { ...about, actor, action: 'member.added', object: userId, detail: { role } });
  }
  return member;
}
