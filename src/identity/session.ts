import { z } from 'zod';
import { type Db, newId } from '#kernel';
import { accessTokenSeconds } from './access-token.ts';
import { csrfToken } from './cookie.ts';
import type { Identity } from './identity.ts';
import { randomSecret } from './secret-token.ts';
import { insertRefreshToken, insertSession, replaceCookieHash } from './store-sessions.ts';
import { addressHash } from './throttle.ts';

/** A refresh token is good for 30 days, its family for 90. A browser's session: 7 days idle, 30 in all. */
export const refreshTokenHours = 24 * 30;
const tokenSessionHours = 24 * 90;
const cookieSessionHours = 24 * 30;
export const cookieIdleHours = 24 * 7;

export type SessionKind = 'token' | 'cookie';

export const sessionKindField = z
  .enum(['token', 'cookie'])
  .default('token')
  .describe('token: answers with tokens (programs). cookie: sets an HttpOnly session cookie (the portal).');

/** The answer of log-in, sign-up and refresh to programs. */
export const tokensSchema = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number().int().describe('Seconds'),
  refresh_token: z.string(),
});

/** The answer to browsers: the session itself travels in the cookie alone. */
export const cookieSessionSchema = z.strictObject({
  session: z.literal('cookie'),
  csrf_token: z.string().describe('Repeat it in X-CSRF-Token; also in the cookie turnpike_csrf'),
  expires_in: z.number().int().describe('Seconds'),
});

export type Tokens = z.output<typeof tokensSchema>;

export interface StartedCookieSession {
  readonly secret: string;
  readonly csrf: string;
  readonly maxAgeSeconds: number;
}

export interface SessionStart {
  readonly userId: string;
  readonly ip: string;
  readonly userAgent: string | undefined;
  readonly at: Temporal.Instant;
}

export const sessionAddressContext = (id: string) => `identity_sessions.address:${id}`;

export const refreshTokenHash = (identity: Identity, token: string) =>
  identity.secrets.hmac('identity-refresh-token', token);
export const sessionCookieHash = (identity: Identity, secret: string) =>
  identity.secrets.hmac('identity-session-cookie', secret);

/** A new family of refresh tokens with its first pair. */
export async function startTokenSession(tx: Db, identity: Identity, start: SessionStart): Promise<Tokens> {
  const id = newId('ses');
  const expiresAt = start.at.add({ hours: tokenSessionHours });
  await insertSession(tx, {
    ...sessionFacts(identity, start, id),
    kind: 'token',
    cookieHash: null,
    expiresAt,
  });
  return issueTokens(tx, identity, { userId: start.userId, sessionId: id, at: start.at });
}

/** A new browser session. Its secret exists in the cookie only. */
export async function startCookieSession(
  tx: Db,
  identity: Identity,
  start: SessionStart,
): Promise<StartedCookieSession> {
  const secret = randomSecret('');
  const cookieHash = sessionCookieHash(identity, secret);
  const expiresAt = start.at.add({ hours: cookieSessionHours });
  const id = newId('ses');
  await insertSession(tx, { ...sessionFacts(identity, start, id), kind: 'cookie', cookieHash, expiresAt });
  return { secret, csrf: csrfToken(identity.secrets, secret), maxAgeSeconds: cookieSessionHours * 3600 };
}

/** The session of a browser under another secret: the cookie before opens nothing any more. Null for other sessions. */
export async function renewCookie(
  tx: Db,
  identity: Identity,
  sessionId: string | null,
  at: Temporal.Instant,
): Promise<StartedCookieSession | null> {
  if (sessionId === null) return null;
  const secret = randomSecret('');
  const expiresAt = await replaceCookieHash(tx, sessionId, sessionCookieHash(identity, secret));
  if (!expiresAt) return null;
  const maxAgeSeconds = Math.max(0, Math.floor(expiresAt.since(at).total('seconds')));
  return { secret, csrf: csrfToken(identity.secrets, secret), maxAgeSeconds };
}

function sessionFacts(identity: Identity, start: SessionStart, id: string) {
  return {
    id,
    userId: start.userId,
    addressHash: addressHash(identity.secrets, start.ip),
    addressSealed: identity.secrets.encrypt(start.ip, sessionAddressContext(id)),
    userAgent: start.userAgent?.slice(0, 300) ?? null,
    at: start.at,
  };
}

export async function issueTokens(
  tx: Db,
  identity: Identity,
  to: { userId: string; sessionId: string; at: Temporal.Instant },
): Promise<Tokens> {
  const refreshToken = randomSecret('tpr_');
  const hash = refreshTokenHash(identity, refreshToken);
  const expiresAt = to.at.add({ hours: refreshTokenHours });
  await insertRefreshToken(tx, { hash, sessionId: to.sessionId, at: to.at, expiresAt });
  return {
    access_token: await identity.accessTokens.issue(to, to.at),
    token_type: 'Bearer',
    expires_in: accessTokenSeconds,
    refresh_token: refreshToken,
  };
}
