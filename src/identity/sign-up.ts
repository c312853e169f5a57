import { audit, type Db, emit, inTransaction, newId, Problem } from '#kernel';
import { createOrganization } from './create-organization.ts';
import { userSignedUp } from './events.ts';
import type { Identity } from './identity.ts';
import type { Organization } from './organization.ts';
import { checkPassword } from './password.ts';
import { identityProblems } from './problems.ts';
import { insertUser } from './store-users.ts';
import { takeSignUpAttempt } from './throttle.ts';
import type { User } from './user.ts';
import { userActor } from './user-actor.ts';
import { sendVerification } from './verify-email.ts';

export interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly organization: { readonly name: string; readonly slug: string | undefined };
  readonly ip: string;
  /** The address is known to be theirs: nothing has to be proven by mail. */
  readonly emailVerified?: boolean;
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
    emailVerifiedAt: request.emailVerified ? request.at : null,
    suspendedAt: null,
    erasedAt: null,
    createdAt: request.at,
  };
  return inTransaction(db, async (tx) => {
    const organization = await insertPerson(tx, user, request.organization, request.at);
    if (!user.emailVerifiedAt)
      await sendVerification(tx, identity, { user, email: user.email, at: request.at });
    return then(tx, { user, organization });
  });
}

/** A new person and the organization that they own, however they prove who they are. */
export async function insertPerson(
  tx: Db,
  user: User,
  wanted: { readonly name: string; readonly slug: string | undefined },
  at: Temporal.Instant,
): Promise<Organization> {
  if (!(await insertUser(tx, user))) throw new Problem(identityProblems.emailTaken);
  const actor = userActor(user);
  const organization = await createOrganization(tx, { ...wanted, owner: actor, at });
  const payload = { user_id: user.id, organization_id: organization.id };
  await emit(tx, userSignedUp, payload, { organizationId: organization.id, at });
  await audit(tx, { at, organizationId: null, actor, action: 'user.signed_up', object: user.id });
  return organization;
}
