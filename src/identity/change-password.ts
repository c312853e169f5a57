import {
  type Actor,
  audit,
  type Db,
  inTransaction,
  invalid,
  kernelProblems,
  notFound,
  Problem,
} from '#kernel';
import type { Identity } from './identity.ts';
import { requestMail } from './mail.ts';
import { checkPassword } from './password.ts';
import { identityProblems } from './problems.ts';
import { deleteMailTokens } from './store-mails.ts';
import { deleteChallenges } from './store-second-factors.ts';
import { revokeOtherSessions } from './store-sessions.ts';
import { clearTemporaryPassword, findUser, replacePasswordHash } from './store-users.ts';
import { returnLoginAttempt, takeLoginAttempt } from './throttle.ts';

/** Sets a new password and ends every other session of the person. A stolen session alone cannot do it. */
export async function changePassword(
  db: Db,
  identity: Identity,
  request: { actor: Actor; current: string; next: string; ip: string; at: Temporal.Instant },
): Promise<void> {
  const { actor, at } = request;
  const user = actor.userId === null ? null : await findUser(db, actor.userId);
  if (!user) throw notFound('person');
  checkPassword(request.next, user.email, '/new_password');
  if (user.passwordHash === null) throw new Problem(identityProblems.passwordMissing);
  const attempt = { email: user.email, userId: user.id, ip: request.ip, at };
  await takeLoginAttempt(db, identity.secrets, attempt);
  if (!(await identity.passwords.verify(user.passwordHash, request.current))) {
    throw invalid([{ pointer: '/current_password', detail: 'is not the present password' }]);
  }
  const hash = await identity.passwords.hash(request.next);
  await inTransaction(db, async (tx) => {
    await returnLoginAttempt(tx, identity.secrets, attempt);
    if (!(await replacePasswordHash(tx, user.id, user.passwordHash, hash))) {
      throw new Problem(kernelProblems.conflict, { detail: 'The password was changed at the same moment.' });
    }
    await clearTemporaryPassword(tx, user.id);
    await deleteMailTokens(tx, user.id);
    await deleteChallenges(tx, user.id);
    const content = { kind: 'password-changed' as const, to: user.email, name: user.name };
    await requestMail(tx, identity.secrets, { content, userId: user.id, at });
    await revokeOtherSessions(tx, user.id, actor.tokenId, 'password changed', at);
    await audit(tx, { at, organizationId: null, actor, action: 'user.changed_password', object: user.id });
  });
}
