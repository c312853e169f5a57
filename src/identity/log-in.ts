import { audit, type Db, inTransaction, Problem } from '#kernel';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { userActor } from './sign-up.ts';
import { findUserByEmail, replacePasswordHash } from './store-accounts.ts';
import { returnLoginAttempt, takeLoginAttempt } from './throttle.ts';
import type { User } from './user.ts';

export interface LogIn {
  readonly email: string;
  readonly password: string;
  readonly ip: string;
  readonly at: Temporal.Instant;
}

/**
 * Checks an e-mail and password and starts a session with `then`, in one transaction. An unknown e-mail takes
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
  const rehashed = passwords.isOutdated(user.passwordHash) ? await passwords.hash(request.password) : null;
  return inTransaction(db, async (tx) => {
    await returnLoginAttempt(tx, secrets, attempt);
    if (rehashed !== null) await replacePasswordHash(tx, user.id, user.passwordHash, rehashed);
    const session = await then(tx, user);
    const actor = userActor(user);
    await audit(tx, {
      at: request.at,
      organizationId: null,
      actor,
      action: 'user.logged_in',
      object: user.id,
    });
    return session;
  });
}
