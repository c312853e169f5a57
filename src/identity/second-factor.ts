import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { type Actor, audit, type Db, inTransaction, invalid, kernelProblems, Problem } from '#kernel';
import { confirmPassword } from './confirm-password.ts';
import type { Identity } from './identity.ts';
import { requestMail } from './mail.ts';
import { identityProblems } from './problems.ts';
import {
  deleteSecondFactor,
  enableStoredFactor,
  lockSecondFactor,
  noteStep,
  proposeSecondFactor,
  replaceRecoveryCodes,
  type SecondFactor,
  takeRecoveryCode,
} from './store-second-factors.ts';
import { revokeOtherSessions } from './store-sessions.ts';
import { returnLoginAttempt } from './throttle.ts';
import type { User } from './user.ts';

const recoveryCodes = 10;
// Without letters and digits that look alike.
const recoveryAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const periodSeconds = 30;

const sealContext = (userId: string) => `identity_second_factors.secret:${userId}`;
const recoveryHash = (identity: Identity, userId: string, code: string) =>
  identity.secrets.hmac('identity-recovery-code', `${userId} ${code}`);

/** A code of six digits from an authenticator, or a recovery code, however it is spaced. */
const plainCode = (code: string) => code.toLowerCase().replace(/[\s-]/g, '');

function authenticator(secretBase32: string, label: string): TOTP {
  const secret = Secret.fromBase32(secretBase32);
  return new TOTP({ issuer: 'Turnpike', label, secret, algorithm: 'SHA1', digits: 6, period: periodSeconds });
}

export interface Proposal {
  readonly secret: string;
  /** For the QR code: `otpauth://totp/…`. */
  readonly uri: string;
}

/** A new secret for the person's authenticator. It counts once a code of it was shown together with the password. */
export async function proposeFactor(
  tx: Db,
  identity: Identity,
  user: Pick<User, 'id' | 'email'>,
  at: Temporal.Instant,
): Promise<Proposal> {
  const secret = new Secret({ size: 20 }).base32;
  const sealed = identity.secrets.encrypt(secret, sealContext(user.id));
  if (!(await proposeSecondFactor(tx, user.id, sealed, at)))
    throw new Problem(identityProblems.secondFactorOn);
  return { secret, uri: authenticator(secret, user.email).toString() };
}

export interface Proof {
  readonly actor: Actor;
  readonly password: string;
  readonly ip: string;
  readonly at: Temporal.Instant;
}

/** Turns the second factor on and answers the recovery codes, this once. Other sessions, begun without it, end. */
export async function enableFactor(
  db: Db,
  identity: Identity,
  proof: Proof & { readonly code: string },
): Promise<string[]> {
  const { actor, at } = proof;
  const { user, attempt } = await confirmPassword(db, identity, proof);
  return inTransaction(db, async (tx) => {
    const factor = await lockSecondFactor(tx, user.id);
    if (!factor) throw new Problem(kernelProblems.conflict, { detail: 'Ask for a secret first.' });
    if (factor.enabledAt) throw new Problem(identityProblems.secondFactorOn);
    if (!(await takeTotp(tx, identity, user.id, factor, proof.code, at))) throw wrongCodeField();
    await enableStoredFactor(tx, user.id, at);
    await returnLoginAttempt(tx, identity.secrets, attempt);
    await revokeOtherSessions(tx, user.id, actor.tokenId, 'second factor enabled', at);
    await tellFactor(tx, identity, { user, actor, kind: 'second-factor-enabled', at });
    return renewRecoveryCodes(tx, identity, user.id);
  });
}

/** Tells the person by mail, and the audit log, that the second factor was turned on or off. */
export async function tellFactor(
  tx: Db,
  identity: Identity,
  news: {
    user: User;
    actor: Actor;
    kind: 'second-factor-enabled' | 'second-factor-disabled';
    at: Temporal.Instant;
  },
): Promise<void> {
  const { user, actor, kind, at } = news;
  const content = { kind, to: user.email, name: user.name };
  await requestMail(tx, identity.secrets, { content, userId: user.id, at });
  const action =
    kind === 'second-factor-enabled' ? 'user.enabled_second_factor' : 'user.disabled_second_factor';
  await audit(tx, { at, organizationId: null, actor, action, object: user.id });
}

/** Ten new codes that each open the account once, in place of the ones before. */
export async function renewRecoveryCodes(tx: Db, identity: Identity, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, () => {
    const letters = Array.from({ length: 10 }, () => recoveryAlphabet[randomInt(recoveryAlphabet.length)]);
    return letters.join('');
  });
  await replaceRecoveryCodes(
    tx,
    userId,
    codes.map((code) => recoveryHash(identity, userId, code)),
  );
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

/** Turns it off: what an operator does for who lost it, and the person with password and code. */
export async function removeFactor(
  tx: Db,
  identity: Identity,
  about: { user: User; actor: Actor; at: Temporal.Instant },
): Promise<void> {
  if (!(await deleteSecondFactor(tx, about.user.id))) throw new Problem(identityProblems.secondFactorOff);
  await tellFactor(tx, identity, { ...about, kind: 'second-factor-disabled' });
}

/** Is the code right? It is used up with that. True for a person without a second factor, who needs none. */
export async function takeCode(
  tx: Db,
  identity: Identity,
  userId: string,
  code: string | undefined,
  at: Temporal.Instant,
): Promise<boolean> {
  const factor = await lockSecondFactor(tx, userId);
  if (!factor?.enabledAt) return true;
  if (code === undefined) return false;
  if (await takeTotp(tx, identity, userId, factor, code, at)) return true;
  return takeRecoveryCode(tx, userId, recoveryHash(identity, userId, plainCode(code)));
}

/** A code counts half a minute before and after its time, for clocks that differ, and once. */
async function takeTotp(
  tx: Db,
  identity: Identity,
  userId: string,
  factor: SecondFactor,
  code: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const token = plainCode(code);
  if (!/^\d{6}$/.test(token)) return false;
  const secret = identity.secrets.decrypt(factor.secretSealed, sealContext(userId));
  const timestamp = at.epochMilliseconds;
  const delta = authenticator(secret, '').validate({ token, timestamp, window: 1 });
  if (delta === null) return false;
  const step = BigInt(Math.floor(timestamp / 1000 / periodSeconds) + delta);
  if (step <= factor.lastStep) return false;
  await noteStep(tx, userId, step);
  return true;
}

export function wrongCodeField(): Problem {
  return invalid([{ pointer: '/code', detail: 'is no code of the second factor, or was used' }]);
}
