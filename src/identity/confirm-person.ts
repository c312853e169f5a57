import { type Actor, type Db, inTransaction } from '#kernel';
import { confirmPassword } from './confirm-password.ts';
import type { Identity } from './identity.ts';
import { takeCode, wrongCodeField } from './second-factor.ts';
import { returnLoginAttempt } from './throttle.ts';
import type { User } from './user.ts';

/** Asks once more who sits there: the password, and where the account has a second factor a code of that. */
export async function confirmPerson(
  db: Db,
  identity: Identity,
  proof: { actor: Actor; password: string; code?: string | undefined; ip: string; at: Temporal.Instant },
): Promise<User> {
  const { user, attempt } = await confirmPassword(db, identity, proof);
  await inTransaction(db, async (tx) => {
    if (!(await takeCode(tx, identity, user.id, proof.code, proof.at))) throw wrongCodeField();
    await returnLoginAttempt(tx, identity.secrets, attempt);
  });
  return user;
}
