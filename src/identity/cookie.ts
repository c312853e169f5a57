import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { kernelProblems, Problem, type Reply, type Secrets } from '#kernel';

const sessionName = 'turnpike_session';
/** Readable by the portal's scripts, which repeat its value in `X-CSRF-Token`. */
export const csrfCookieName = 'turnpike_csrf';
export const csrfHeaderName = 'x-csrf-token';

const isSecure = (publicUrl: string | undefined) => publicUrl?.startsWith('https:') ?? false;

/** `__Host-` lets no neighbouring subdomain plant the cookie; browsers accept it over HTTPS only. */
export function sessionCookieName(publicUrl: string | undefined): string {
  return isSecure(publicUrl) ? `__Host-${sessionName}` : sessionName;
}

/** The token belongs to one session: planting another cookie beside it is of no use. */
export function csrfToken(secrets: Secrets, sessionSecret: string): string {
  return secrets.hmac('identity-csrf', sessionSecret).toString('base64url');
}

export function setSessionCookies(
  reply: Reply,
  publicUrl: string | undefined,
  values: { session: string; csrf: string; maxAgeSeconds: number },
): void {
  const secure = isSecure(publicUrl) ? '; Secure' : '';
  const shared = `Path=/; SameSite=Lax; Max-Age=${values.maxAgeSeconds}${secure}`;
  reply.header('set-cookie', `${sessionCookieName(publicUrl)}=${values.session}; HttpOnly; ${shared}`);
  reply.header('set-cookie', `${csrfCookieName}=${values.csrf}; ${shared}`);
}

export function clearSessionCookies(reply: Reply, publicUrl: string | undefined): void {
  setSessionCookies(reply, publicUrl, { session: '', csrf: '', maxAgeSeconds: 0 });
}

const flowName = 'turnpike_login';

const flowCookieName = (publicUrl: string | undefined) =>
  isSecure(publicUrl) ? `__Host-${flowName}` : flowName;

/** Ties a log-in at a provider to this browser: the answer is worth nothing in another. */
export function setFlowCookie(
  reply: Reply,
  publicUrl: string | undefined,
  secret: string,
  maxAgeSeconds: number,
): void {
  const secure = isSecure(publicUrl) ? '; Secure' : '';
  const value = `${flowCookieName(publicUrl)}=${secret}; HttpOnly; Path=/; SameSite=Lax`;
  reply.header('set-cookie', `${value}; Max-Age=${maxAgeSeconds}${secure}`);
}

export function clearFlowCookie(reply: Reply, publicUrl: string | undefined): void {
  setFlowCookie(reply, publicUrl, '', 0);
}

export function readFlowCookie(headers: IncomingHttpHeaders, publicUrl: string | undefined): string | null {
  const prefix = `${flowCookieName(publicUrl)}=`;
  const pair = (headers.cookie ?? '').split('; ').find((cookie) => cookie.startsWith(prefix));
  return pair ? pair.slice(prefix.length) : null;
}

/**
 * Refuses (403) a request that another site may have made the browser send. Browsers name the origin of every
 * request that is no GET or HEAD; a script that sends cookies of its own accord can do so as well.
 */
export function checkOrigin(headers: IncomingHttpHeaders, publicUrl: string | undefined): void {
  const { origin } = headers;
  if (origin === undefined && headers['sec-fetch-site'] === 'same-origin') return;
  if (origin !== undefined && isOwnOrigin(origin, headers.host, publicUrl)) return;
  throw new Problem(kernelProblems.csrfRefused, { detail: 'The Origin of the request is not this portal.' });
}

function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  if (publicUrl !== undefined) return new URL(publicUrl).origin === `${protocol}//${originHost}`;
  return ['http:', 'https:'].includes(protocol) && originHost === host?.toLowerCase();
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * For a request that a cookie vouches for: what changes something needs our origin and the session's
 * token.
 */
export function checkCsrf(
  request: { method: string; headers: IncomingHttpHeaders },
  secrets: Secrets,
  sessionSecret: string,
  publicUrl: string | undefined,
): void {
  if (safeMethods.has(request.method)) return;
  checkOrigin(request.headers, publicUrl);
  const given = Buffer.from(String(request.headers[csrfHeaderName] ?? ''));
  const expected = Buffer.from(csrfToken(secrets, sessionSecret));
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new Problem(kernelProblems.csrfRefused, {
    detail: `Repeat the value of the cookie ${csrfCookieName} in the header X-CSRF-Token.`,
  });
}
