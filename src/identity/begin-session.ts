import { z } from 'zod';
import { audit, type Call, type Db, Problem, type Reply } from '#kernel';
import { setSessionCookies } from './cookie.ts';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { randomSecret } from './secret-token.ts';
import {
  cookieSessionSchema,
  type SessionKind,
  type StartedCookieSession,
  startCookieSession,
  startTokenSession,
  type Tokens,
  tokensSchema,
} from './session.ts';
import { hasSecondFactor, insertChallenge } from './store-second-factors.ts';
import type { User } from './user.ts';
import { userActor } from './user-actor.ts';

const challengeMinutes = 5;

/** The first step was right; a code is awaited at /auth/login/second-factor. */
export const challengeSchema = z.strictObject({
  second_factor: z.literal('required'),
  challenge_token: z.string().describe('Send it with the code; good for five minutes and five tries'),
  expires_in: z.number().int().describe('Seconds'),
});

export const sessionSchema = z.union([tokensSchema, cookieSessionSchema]);
export const loginSchema = z.union([tokensSchema, cookieSessionSchema, challengeSchema]);

export type Started = Tokens | StartedCookieSession;
export type Begun = Started | { readonly challenge: string };

type SessionCall = Pick<Call<unknown, unknown, unknown>, 'ip' | 'headers' | 'at'>;

export const challengeHash = (identity: Identity, token: string) =>
  identity.secrets.hmac('identity-login-challenge', token);

/** After the first step: a session, or for who has a second factor the question for its code. */
export async function beginSession(
  tx: Db,
  identity: Identity,
  call: SessionCall,
  user: User,
  kind: SessionKind,
): Promise<Begun> {
  if (user.suspendedAt) throw new Problem(identityProblems.accountSuspended);
  if (!(await hasSecondFactor(tx, user.id))) return startSession(tx, identity, call, user, kind);
  const challenge = randomSecret('tpc_');
  const expiresAt = call.at.add({ minutes: challengeMinutes });
  await insertChallenge(tx, { hash: challengeHash(identity, challenge), userId: user.id, expiresAt });
  return { challenge };
}

/** A session of its own for every log-in: nothing that was known before it counts afterwards. */
export async function startSession(
  tx: Db,
  identity: Identity,
  call: SessionCall,
  user: User,
  kind: SessionKind,
): Promise<Started> {
  const { at } = call;
  const start = { userId: user.id, ip: call.ip, userAgent: call.headers['user-agent'], at };
  const actor = userActor(user);
  await audit(tx, { at, organizationId: null, actor, action: 'user.logged_in', object: user.id });
  return kind === 'token' ? startTokenSession(tx, identity, start) : startCookieSession(tx, identity, start);
}

// After the transaction, which may have run twice: a cookie that was set cannot be taken back.
export function answerSession(reply: Reply, identity: Identity, started: Started) {
  if ('access_token' in started) return started;
  const { secret, csrf, maxAgeSeconds } = started;
  setSessionCookies(reply, identity.publicUrl, { session: secret, csrf, maxAgeSeconds });
  return { session: 'cookie' as const, csrf_token: csrf, expires_in: maxAgeSeconds };
}

export function answerBegun(reply: Reply, identity: Identity, begun: Begun) {
  if (!('challenge' in begun)) return answerSession(reply, identity, begun);
  return {
    second_factor: 'required' as const,
    challenge_token: begun.challenge,
    expires_in: challengeMinutes * 60,
  };
}
