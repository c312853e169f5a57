import { type Actor, audit, type Db, inTransaction, Problem } from '#kernel';
import { confirmPerson } from './confirm-person.ts';
import type { Identity } from './identity.ts';
import { requestMail } from './mail.ts';
import { mailTokenHash, makeMailToken } from './mail-link.ts';
import { identityProblems } from './problems.ts';
import { deleteMailTokens, takeMailToken } from './store-mails.ts';
import { findUser, findUserByEmail, lockUser, markEmailVerified, replaceEmail } from './store-users.ts';
import { takeMailAttempt } from './throttle.ts';
import type { User } from './user.ts';
import { userActor } from './user-actor.ts';

/** Sends the link that proves an address: the account's own, or the one that it is to have. */
export async function sendVerification(
  tx: Db,
  identity: Identity,
  to: { user: Pick<User, 'id' | 'name'>; email: string; at: Temporal.Instant },
): Promise<void> {
  const { user, email, at } = to;
  const token = await makeMailToken(tx, identity, 'email-verification', { userId: user.id, email, at });
  const content = { kind: 'email-verification' as const, to: email, name: user.name, token };
  await requestMail(tx, identity.secrets, { content, userId: user.id, at });
}

/** Sends it once more. Who is verified already gets nothing. */
export async function resendVerification(
  db: Db,
  identity: Identity,
  request: { actor: Actor; ip: string; at: Temporal.Instant },
): Promise<void> {
  const { actor, ip, at } = request;
  const user = actor.userId === null ? null : await findUser(db, actor.userId);
  if (!user || user.emailVerifiedAt) return;
  await takeMailAttempt(db, identity.secrets, { email: user.email, ip, at });
  await inTransaction(db, (tx) => sendVerification(tx, identity, { user, email: user.email, at }));
}

/**
 * Asks for another address: it is proven first, and the present one is told. An address that another account has is
 * not told apart from one that is free.
 */
export async function requestEmailChange(
  db: Db,
  identity: Identity,
  request: {
    actor: Actor;
    email: string;
    password: string;
    code?: string | undefined;
    ip: string;
    at: Temporal.Instant;
  },
): Promise<void> {
  const { actor, email, ip, at } = request;
  const user = await confirmPerson(db, identity, request);
  if (email === user.email) return;
  await takeMailAttempt(db, identity.secrets, { email, ip, at });
  await inTransaction(db, async (tx) => {
    if (!(await findUserByEmail(tx, email))) await sendVerification(tx, identity, { user, email, at });
    const { name } = user;
    const content = { kind: 'email-change-requested' as const, to: user.email, name, newEmail: email };
    await requestMail(tx, identity.secrets, { content, userId: user.id, at });
    const action = 'user.asked_for_another_email';
    await audit(tx, { at, organizationId: null, actor, action, object: user.id });
  });
}

/** Takes up the link of a verification mail: proves the account's address, or gives it the new one. */
export async function verifyEmail(
  tx: Db,
  identity: Identity,
  request: { token: string; at: Temporal.Instant },
): Promise<void> {
  const { at } = request;
  const proven = await takeMailToken(tx, 'email-verification', mailTokenHash(identity, request.token), at);
  const user = proven && (await lockUser(tx, proven.userId));
  if (!user) throw new Problem(identityProblems.linkEnded);
  const about = { at, organizationId: null, actor: userActor(user), object: user.id };
  if (proven.email === user.email) {
    await markEmailVerified(tx, user.id, at);
    await audit(tx, { ...about, action: 'user.verified_email' });
    return;
  }
  if (!(await replaceEmail(tx, user.id, proven.email, at))) throw new Problem(identityProblems.emailTaken);
  // What was sent to the former mailbox opens nothing any more.
  await deleteMailTokens(tx, user.id);
  const content = { kind: 'email-changed' as const, to: user.email, name: user.name };
  await requestMail(tx, identity.secrets, { content, userId: user.id, at });
  await audit(tx, { ...about, action: 'user.changed_email' });
}
