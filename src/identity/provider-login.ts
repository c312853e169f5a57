import { randomBytes } from 'node:crypto';
import { type LoginChecks, LoginFailed, type LoginReturn, type RemotePerson } from '#connectors/logins';
import { type Actor, audit, type Db, inTransaction, newId, Problem } from '#kernel';
import type { Identity } from './identity.ts';
import { redirectUri } from './login-provider.ts';
import { requestMail } from './mail.ts';
import { identityProblems } from './problems.ts';
import { randomSecret } from './secret-token.ts';
import { insertPerson } from './sign-up.ts';
import {
  deleteLogin,
  findLogin,
  insertFlow,
  insertLogin,
  type LinkedLogin,
  loginsOf,
  takeFlow,
  touchLogin,
} from './store-logins.ts';
import { findUserByEmail, lockUser } from './store-users.ts';
import { takeSignUpAttempt } from './throttle.ts';
import { emailField, type User } from './user.ts';
import { userActor } from './user-actor.ts';

export const flowMinutes = 10;

const browserHash = (identity: Identity, secret: string) =>
  identity.secrets.hmac('identity-login-flow', secret);
const sealContext = (hash: Buffer) => `identity_login_flows.checks:\\x${hash.toString('hex')}`;
const random = () => randomBytes(32).toString('base64url');

/** Sends a browser to a provider. Only the browser that gets the secret can come back with the answer. */
export async function startLogin(
  db: Db,
  identity: Identity,
  request: { provider: string; userId: string | null; at: Temporal.Instant },
): Promise<{ url: string; browserSecret: string }> {
  const { provider } = await identity.loginProviders.find(db, identity.secrets, request.provider);
  const checks: LoginChecks = { state: random(), nonce: random(), codeVerifier: random() };
  const url = await orRefused(provider.start(redirectUri(identity), checks));
  const browserSecret = randomSecret('');
  const hash = browserHash(identity, browserSecret);
  await insertFlow(db, {
    browserHash: hash,
    provider: request.provider,
    userId: request.userId,
    checksSealed: identity.secrets.encrypt(JSON.stringify(checks), sealContext(hash)),
    expiresAt: request.at.add({ minutes: flowMinutes }),
  });
  return { url, browserSecret };
}

export type Finished =
  | { readonly kind: 'person'; readonly user: User }
  | { readonly kind: 'linked'; readonly login: LinkedLogin };

/**
 * A browser is back from a provider. An account that has this log-in is opened; a person who is signed in and asked for it gets
 * it linked; anybody else whose address the provider vouches for, and nobody has here, gets a new account. An address alone never
 * opens an account: whoever runs a provider could claim any.
 */
export async function finishLogin<T>(
  db: Db,
  identity: Identity,
  request: { browserSecret: string; returned: LoginReturn; actor: Actor; ip: string; at: Temporal.Instant },
  then: (tx: Db, finished: Finished) => Promise<T>,
): Promise<T> {
  const { actor, at } = request;
  const hash = browserHash(identity, request.browserSecret);
  const flow = await takeFlow(db, hash, at);
  if (!flow)
    throw new Problem(identityProblems.loginRefused, { detail: 'It took too long, or began elsewhere.' });
  if (flow.userId !== null && flow.userId !== actor.userId) {
    throw new Problem(identityProblems.loginRefused, { detail: 'Somebody else began it.' });
  }
  const { stored, provider } = await identity.loginProviders.find(db, identity.secrets, flow.provider);
  const checks = JSON.parse(identity.secrets.decrypt(flow.checksSealed, sealContext(hash))) as LoginChecks;
  const person = await orRefused(provider.finish(redirectUri(identity), request.returned, checks));
  const known = await findLogin(db, person.issuer, person.subject);
  if (flow.userId === null && !known) await takeSignUpAttempt(db, identity.secrets, request.ip, at);
  return inTransaction(db, async (tx) => {
    if (flow.userId !== null) {
      const login = await link(tx, identity, { userId: flow.userId, person, stored, actor, at });
      return then(tx, { kind: 'linked', login });
    }
    const owner = known && (await lockUser(tx, known.userId));
    if (known && owner) {
      await touchLogin(tx, known.id, at);
      return then(tx, { kind: 'person', user: owner });
    }
    const user = await signUpFrom(tx, person, at);
    await insertLogin(tx, { ...loginOf(person, stored.name, user.id, at), lastUsedAt: at });
    return then(tx, { kind: 'person', user });
  });
}

function loginOf(person: RemotePerson, provider: string, userId: string, at: Temporal.Instant): LinkedLogin {
  const { issuer, subject, label } = person;
  return { id: newId('lgn'), userId, provider, issuer, subject, label, linkedAt: at, lastUsedAt: null };
}

async function signUpFrom(tx: Db, person: RemotePerson, at: Temporal.Instant): Promise<User> {
  const email = emailField.safeParse(person.email ?? '').data;
  if (!email || !person.emailVerified) throw new Problem(identityProblems.providerEmailUnverified);
  if (await findUserByEmail(tx, email)) throw new Problem(identityProblems.providerEmailTaken);
  const name = (person.name ?? '').trim().slice(0, 100) || email.split('@')[0]!.slice(0, 100);
  const user: User = {
    id: newId('usr'),
    email,
    name,
    passwordHash: null,
    passwordTemporary: false,
    operator: false,
    emailVerifiedAt: at,
    suspendedAt: null,
    erasedAt: null,
    createdAt: at,
  };
  await insertPerson(tx, user, { name, slug: undefined }, at);
  return user;
}

async function link(
  tx: Db,
  identity: Identity,
  request: {
    userId: string;
    person: RemotePerson;
    stored: { name: string; label: string };
    actor: Actor;
    at: Temporal.Instant;
  },
): Promise<LinkedLogin> {
  const { userId, person, stored, actor, at } = request;
  const user = await lockUser(tx, userId);
  if (!user) throw new Problem(identityProblems.loginRefused);
  const login = loginOf(person, stored.name, userId, at);
  if (!(await insertLogin(tx, login))) {
    const present = await findLogin(tx, person.issuer, person.subject);
    if (present?.userId !== userId) throw new Problem(identityProblems.loginLinked);
    return present;
  }
  const content = { kind: 'login-linked' as const, to: user.email, name: user.name, provider: stored.label };
  await requestMail(tx, identity.secrets, { content, userId, at });
  const detail = { provider: stored.name };
  await audit(tx, { at, organizationId: null, actor, action: 'user.linked_login', object: userId, detail });
  return login;
}

/** Takes a linked log-in away again, unless it is the only way in. False when the person has no such log-in. */
export async function unlinkLogin(
  tx: Db,
  request: { actor: Actor; userId: string; loginId: string; at: Temporal.Instant },
): Promise<boolean> {
  const { actor, userId, loginId, at } = request;
  // Held: of two at once, the second sees what the first has left.
  const user = await lockUser(tx, userId);
  const logins = await loginsOf(tx, userId);
  if (!user || !logins.some(({ id }) => id === loginId)) return false;
  if (user.passwordHash === null && logins.length === 1) throw new Problem(identityProblems.lastWayIn);
  await deleteLogin(tx, userId, loginId);
  const about = { at, organizationId: null, actor: { ...userActor(user), tokenId: actor.tokenId } };
  await audit(tx, { ...about, action: 'user.unlinked_login', object: userId });
  return true;
}

async function orRefused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (!(cause instanceof LoginFailed)) throw cause;
    throw new Problem(identityProblems.loginRefused, { detail: cause.message, cause });
  }
}
