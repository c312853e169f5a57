import { type Actor, type Db, notFound, type Secrets } from '#kernel';
import { invitationHash, join } from './add-member.ts';
import type { Member } from './member.ts';
import { acceptInvitation as acceptStored } from './store-members.ts';
import { findUser } from './store-users.ts';

/**
 * Takes up an invitation. Its secret alone is not enough, the account must have the invited address; and an
 * account of that address alone is not enough either, because sign-up does not prove who reads its mail.
 */
export async function acceptInvitation(
  tx: Db,
  secrets: Secrets,
  request: { token: string; actor: Actor; at: Temporal.Instant },
): Promise<Member> {
  const { actor, at } = request;
  const user = actor.userId === null ? null : await findUser(tx, actor.userId);
  const invitation = user && (await acceptStored(tx, invitationHash(secrets, request.token), user.email, at));
  if (!user || !invitation) throw notFound('invitation for this account');
  const { organizationId, role } = invitation;
  return join(tx, { organizationId, userId: user.id, role, actor, at });
}
