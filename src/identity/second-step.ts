import { type Db, inTransaction, Problem } from '#kernel';
import { challengeHash } from './begin-session.ts';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { takeCode } from './second-factor.ts';
import { deleteChallenge, tryChallenge } from './store-second-factors.ts';
import { findUser, lockUser } from './store-users.ts';
import { returnLoginAttempt, takeLoginAttempt } from './throttle.ts';
import type { User } from './user.ts';

const mostTries = 5;

/**
 * The second step of a log-in. A try is counted before the code is looked at, for the challenge and like a failed
 * log-in for account and address, so that guessing six digits is hopeless even with the password.
 */
export async function takeSecondStep<T>(
  db: Db,
  identity: Identity,
  request: { token: string; code: string; ip: string; at: Temporal.Instant },
  then: (tx: Db, user: User) => Promise<T>,
): Promise<T> {
  const { ip, at } = request;
  const hash = challengeHash(identity, request.token);
  const userId = await tryChallenge(db, hash, mostTries, at);
  const user = userId === null ? null : await findUser(db, userId);
  if (!user) throw new Problem(identityProblems.challengeEnded, { detail: 'Log in again.' });
  if (user.suspendedAt) throw new Problem(identityProblems.accountSuspended);
  const attempt = { email: user.email, userId: user.id, ip, at };
  await takeLoginAttempt(db, identity.secrets, attempt);
  return inTransaction(db, async (tx) => {
    // Held: who is suspended in this moment gets no session after the others have ended.
    const present = await lockUser(tx, user.id);
    if (!present || present.suspendedAt) throw new Problem(identityProblems.accountSuspended);
    if (!(await takeCode(tx, identity, user.id, request.code, at)))
      throw new Problem(identityProblems.wrongCode);
    if (!(await deleteChallenge(tx, hash))) throw new Problem(identityProblems.challengeEnded);
    await returnLoginAttempt(tx, identity.secrets, attempt);
    return then(tx, present);
  });
}
