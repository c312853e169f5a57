import { audit, type Db, emit, inTransaction, newId, systemActor } from '#kernel';
import { userSignedUp } from './events.ts';
import type { Identity } from './identity.ts';
import { checkPassword } from './password.ts';
import { findUserByEmail, insertUser } from './store-users.ts';
import { emailField, type User } from './user.ts';

/**
 * The account that runs the installation, with a password that it should change. Made once: when an operator
 * has this e-mail already, that one is answered and its password stays. An ordinary account is never raised.
 */
export async function createOperator(
  db: Db,
  identity: Pick<Identity, 'passwords'>,
  request: { email: string; password: string; name?: string; at: Temporal.Instant },
): Promise<{ user: User; created: boolean }> {
  const email = emailField.parse(request.email);
  checkPassword(request.password, email);
  const passwordHash = await identity.passwords.hash(request.password);
  const { at, name = 'Operator' } = request;
  const user: User = {
    id: newId('usr'),
    email,
    name,
    passwordHash,
    passwordTemporary: true,
    operator: true,
    emailVerifiedAt: at,
    suspendedAt: null,
    erasedAt: null,
    createdAt: at,
  };
  return inTransaction(db, async (tx) => {
    if (!(await insertUser(tx, user))) {
      const existing = await findUserByEmail(tx, email);
      if (!existing?.operator) throw new Error(`${email} belongs to an account that is no operator`);
      return { user: existing, created: false };
    }
    await emit(tx, userSignedUp, { user_id: user.id, organization_id: null }, { organizationId: null, at });
    const actor = systemActor('installation');
    await audit(tx, { at, organizationId: null, actor, action: 'operator.created', object: user.id });
    return { user, created: true };
  });
}
