import { type Actor, anonymous, audit, type Db, emit, inTransaction, newId, Problem } from '#kernel';
import { createOrganization } from './create-organization.ts';
import { userSignedUp } from './events.ts';
import type { Identity } from './identity.ts';
import type { Organization } from './organization.ts';
import { checkPassword } from './password.ts';
import { identityProblems } from './problems.ts';
import { insertUser } from './store-accounts.ts';
import { takeSignUpAttempt } from './throttle.ts';
import type { User } from './user.ts';

export interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly organization: { readonly name: string; readonly slug: string | undefined };
  readonly ip: string;
  readonly at: Temporal.Instant;
}

/** Makes a user and the organization that it owns. `then` runs in the same transaction. */
export async function signUp<T>(
  db: Db,
  identity: Identity,
  request: SignUp,
  then: (tx: Db, made: { user: User; organization: Organization }) => Promise<T>,
): Promise<T> {
  checkPassword(request.password, request.email);
  await takeSignUpAttempt(db, identity.secrets, request.ip, request.at);
  // Before the transaction: hashing is slow on purpose and must hold no lock and no connection.
  const passwordHash = await identity.passwords.hash(request.password);
  const user: User = {
    id: newId('usr'),
    email: request.email,
    name: request.name,
    passwordHash,
    passwordTemporary: false,
    operator: false,
    createdAt: request.at,
  };
  return inTransaction(db, async (tx) => {
    if (!(await insertUser(tx, user))) throw new Problem(identityProblems.emailTaken);
    const actor = userActor(user);
    const organization = await createOrganization(tx, {
      ...request.organization,
      owner: actor,
      at: request.at,
    });
    await emit(
      tx,
      userSignedUp,
      { user_id: user.id, organization_id: organization.id },
      { organizationId: organization.id, at: request.at },
    );
    await audit(tx, {
      at: request.at,
      organizationId: null,
      actor,
      action: 'user.signed_up',
      object: user.id,
    });
    return then(tx, { user, organization });
  });
}

/** The person as an actor before any organization is chosen: for audit entries about themselves. */
export function userActor(
  user: Pick<User, 'id' | 'name' | 'operator'>,
  sessionId: string | null = null,
): Actor {
  return {
    ...anonymous,
    kind: 'user',
    userId: user.id,
    tokenId: sessionId,
    operator: user.operator,
    name: user.name,
  };
}
