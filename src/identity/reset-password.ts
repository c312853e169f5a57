import { audit, type Db, inTransaction, Problem } from '#kernel';
import type { Identity } from './identity.ts';
import { type MailContent, requestMail, takeStoredMail } from './mail.ts';
import { mailTokenHash, makeMailToken } from './mail-link.ts';
import { checkPassword } from './password.ts';
import { identityProblems } from './problems.ts';
import { deleteLogins } from './store-logins.ts';
import { deleteMailTokens, findMailToken, takeMailToken } from './store-mails.ts';
import { deleteChallenges, deleteSecondFactor } from './store-second-factors.ts';
import { revokeOtherSessions } from './store-sessions.ts';
import {
  clearTemporaryPassword,
  findUser,
  findUserByEmail,
  markEmailVerified,
  replacePasswordHash,
} from './store-users.ts';
import { takeMailAttempt } from './throttle.ts';
import { userActor } from './user-actor.ts';

/**
 * Somebody forgot the password of this address, or pretends so. The same is done for any address: whether there is
 * an account is looked at later, elsewhere, so that neither the answer nor its time can tell.
 */
export async function requestPasswordReset(
  db: Db,
  identity: Identity,
  request: { email: string; ip: string; at: Temporal.Instant },
): Promise<void> {
  const { email, ip, at } = request;
  await takeMailAttempt(db, identity.secrets, { email, ip, at });
  const content = { kind: 'password-reset-request' as const, to: email };
  await inTransaction(db, (tx) => requestMail(tx, identity.secrets, { content, userId: null, at }));
}

/** Takes a mail over for delivery. Null when there is nothing to deliver: it was taken, or nobody has the address. */
export async function takeMail(
  tx: Db,
  identity: Identity,
  id: string,
): Promise<{ userId: string | null; content: MailContent } | null> {
  const stored = await takeStoredMail(tx, identity.secrets, id);
  if (!stored) return null;
  const { content, userId } = stored;
  if (content.kind !== 'password-reset-request') return { userId, content };
  const user = await findUserByEmail(tx, content.to);
  if (!user || user.suspendedAt) return null;
  const { email, name } = user;
  const to = { userId: user.id, email, at: identity.clock.now() };
  const token = await makeMailToken(tx, identity, 'password-reset', to);
  return { userId: user.id, content: { kind: 'password-reset', to: email, name, token } };
}

/**
 * Sets a new password with the secret of a reset mail. It proves the mailbox, so the address counts as verified; it
 * ends every session, every other link and every log-in that has only taken its first step. A second factor stays:
 * mail alone does not get past it. But what was set up while nobody had proven the address may be somebody else's, who
 * signed up with it first and waits for its owner: it goes.
 */
export async function resetPassword(
  db: Db,
  identity: Identity,
  request: { token: string; password: string; at: Temporal.Instant },
): Promise<void> {
  const { at } = request;
  const hash = mailTokenHash(identity, request.token);
  const found = await findMailToken(db, 'password-reset', hash, at);
  const user = found && (await findUser(db, found.userId));
  if (!user || user.email !== found.email) throw new Problem(identityProblems.linkEnded);
  checkPassword(request.password, user.email);
  const passwordHash = await identity.passwords.hash(request.password);
  await inTransaction(db, async (tx) => {
    const isOurs = await takeMailToken(tx, 'password-reset', hash, at);
    // A password that was changed meanwhile ended the link, too.
    if (!isOurs || !(await replacePasswordHash(tx, user.id, user.passwordHash, passwordHash))) {
      throw new Problem(identityProblems.linkEnded);
    }
    await clearTemporaryPassword(tx, user.id);
    await deleteChallenges(tx, user.id);
    if (!user.emailVerifiedAt) {
      await deleteLogins(tx, user.id);
      await deleteSecondFactor(tx, user.id);
    }
    await markEmailVerified(tx, user.id, at);
    await deleteMailTokens(tx, user.id);
    await revokeOtherSessions(tx, user.id, null, 'password reset', at);
    const content = { kind: 'password-changed' as const, to: user.email, name: user.name };
    await requestMail(tx, identity.secrets, { content, userId: user.id, at });
    const action = 'user.reset_password';
    await audit(tx, { at, organizationId: null, actor: userActor(user), action, object: user.id });
  });
}
