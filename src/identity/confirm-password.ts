import { type Actor, type Db, invalid, notFound, Problem } from '#kernel';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { findUser } from './store-users.ts';
import { type LoginAttempt, takeLoginAttempt } from './throttle.ts';
import type { User } from './user.ts';

/**
 * Asks once more for the password, before what a stolen session must not be able to do. The attempt counts as a
 * failed log-in until the caller returns it.
 */
export async function confirmPassword(
  db: Db,
  identity: Identity,
  proof: { actor: Actor; password: string; ip: string; at: Temporal.Instant },
): Promise<{ user: User; attempt: LoginAttempt }> {
  const { actor, ip, at } = proof;
  const user = actor.userId === null ? null : await findUser(db, actor.userId);
  if (!user) throw notFound('person');
  if (user.passwordHash === null) throw new Problem(identityProblems.passwordMissing);
  const attempt = { email: user.email, userId: user.id, ip, at };
  await takeLoginAttempt(db, identity.secrets, attempt);
  if (!(await identity.passwords.verify(user.passwordHash, proof.password))) {
    throw invalid([{ pointer: '/password', detail: 'is not the present password' }]);
  }
  return { user, attempt };
}
