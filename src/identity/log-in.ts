import { type Db, inTransaction, Problem } from '#kernel';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { findUserByEmail, lockUser, replacePasswordHash } from './store-users.ts';
import { returnLoginAttempt, takeLoginAttempt } from './throttle.ts';
import type { User } from './user.ts';

export interface LogIn {
  readonly email: string;
  readonly password: string;
  readonly ip: string;
  readonly at: Temporal.Instant;
}

/**
 * Checks an e-mail and password and goes on with `then`, in one transaction. An unknown e-mail takes
 * the same steps and the same time as a wrong password, and gets the same answer.
 */
export async function logIn<T>(
  db: Db,
  identity: Identity,
  request: LogIn,
  then: (tx: Db, user: User) => Promise<T>,
): Promise<T> {
  const { passwords, secrets } = identity;
  const user = await findUserByEmail(db, request.email);
  const attempt = { email: request.email, userId: user?.id ?? null, ip: request.ip, at: request.at };
  await takeLoginAttempt(db, secrets, attempt);
  const right = await passwords.verify(user?.passwordHash ?? null, request.password);
  if (!user || !right) throw new Problem(identityProblems.wrongCredentials);
  const rehashed =
    user.passwordHash !== null && passwords.isOutdated(user.passwordHash)
      ? await passwords.hash(request.password)
      : null;
  return inTransaction(db, async (tx) => {
    // Held: a password that was changed while this one was checked has ended all sessions, and begins none any more.
    const present = await lockUser(tx, user.id);
    if (present?.passwordHash !== user.passwordHash) throw new Problem(identityProblems.wrongCredentials);
    await returnLoginAttempt(tx, secrets, attempt);
    if (rehashed !== null) await replacePasswordHash(tx, user.id, user.passwordHash, rehashed);
    return then(tx, present);
  });
}
