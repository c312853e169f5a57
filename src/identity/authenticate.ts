import { type Actor, anonymous, type Credentials, type Db, kernelProblems, Problem } from '#kernel';
import { invalidBearer } from './access-token.ts';
import { auditVisit } from './acting.ts';
import { checkCsrf, sessionCookieName } from './cookie.ts';
import { serviceTokenHash } from './create-service-token.ts';
import type { Identity } from './identity.ts';
import type { Organization } from './organization.ts';
import { everyPermission, permissionsOf } from './roles.ts';
import { serviceTokenPrefix } from './service-token.ts';
import { cookieIdleHours, sessionCookieHash } from './session.ts';
import { findMembership, findOrganizationBySlug, findOrganizations } from './store-accounts.ts';
import { findLiveSession, type LiveSession, touchSession } from './store-sessions.ts';
import { touchServiceToken } from './store-tokens.ts';

export const organizationHeader = 'turnpike-organization';

/** How stale "last seen" may be: a write per request would cost more than it tells. */
const touchEverySeconds = 60;

/**
 * Who calls, and for which organization: by bearer token (a person's access token or a machine's
 * service token)
 * or by the portal's cookie. Without credentials it is nobody. Wrong ones are refused (401), a forged request
 * of a browser too (403), an organization that is not the caller's does not exist (404).
 */
export async function authenticate(identity: Identity, db: Db, credentials: Credentials): Promise<Actor> {
  const at = identity.clock.now();
  const wanted = credentials.headers[organizationHeader];
  const reference = typeof wanted === 'string' && wanted !== '' ? wanted.slice(0, 200) : null;
  const { authorization } = credentials.headers;
  if (authorization !== undefined) {
    const [, token] = /^Bearer +([\x21-\x7e]{1,4096}) *$/i.exec(authorization) ?? [];
    if (token === undefined) throw invalidBearer('Send "Authorization: Bearer" and a token.');
    if (token.startsWith(serviceTokenPrefix)) return machine(identity, db, token, reference, at);
    const { sessionId, userId } = await identity.accessTokens.verify(token, at);
    const session = await findLiveSession(db, { id: sessionId }, at);
    if (session?.userId !== userId) throw invalidBearer('The session of this access token has ended.');
    return person(db, session, reference, at);
  }
  const secret = credentials.cookies[sessionCookieName(identity.publicUrl)];
  if (!secret) return anonymous;
  const idleSince = at.subtract({ hours: cookieIdleHours });
  const session = await findLiveSession(
    db,
    { cookieHash: sessionCookieHash(identity, secret), idleSince },
    at,
  );
  if (!session)
    throw new Problem(kernelProblems.unauthenticated, { detail: 'The session has ended. Sign in again.' });
  checkCsrf(credentials, identity.secrets, secret, identity.publicUrl);
  if (isStale(session.lastSeenAt, at)) await touchSession(db, session.id, at);
  return person(db, session, reference, at);
}

async function person(
  db: Db,
  session: LiveSession,
  reference: string | null,
  at: Temporal.Instant,
): Promise<Actor> {
  const chosen = await findMembership(db, session.userId, reference);
  const actor: Actor = {
    kind: 'user',
    userId: session.userId,
    // For people: the session, so that logging out knows what to end.
    tokenId: session.id,
    organizationId: chosen?.organization.id ?? null,
    permissions: session.operator
      ? everyPermission
      : chosen && !chosen.organization.suspendedAt
        ? permissionsOf(chosen.role)
        : anonymous.permissions,
    operator: session.operator,
    name: session.userName,
  };
  if (chosen || reference === null) return actor;
  const foreign = session.operator ? await findByReference(db, reference) : null;
  if (!foreign) throw noSuchOrganization();
  const visitor = { ...actor, organizationId: foreign.id };
  await auditVisit(db, visitor, at);
  return visitor;
}

async function machine(
  identity: Identity,
  db: Db,
  secret: string,
  reference: string | null,
  at: Temporal.Instant,
): Promise<Actor> {
  const token = await identity.recentTokens.find(db, serviceTokenHash(identity.secrets, secret), at);
  if (!token) throw invalidBearer('The service token is unknown, revoked or expired.');
  if (reference !== null && reference !== token.organizationId) {
    const named = await findByReference(db, reference);
    if (named?.id !== token.organizationId) throw noSuchOrganization();
  }
  if (token.lastUsedAt === null || isStale(token.lastUsedAt, at)) {
    await touchServiceToken(db, token.id, at);
    identity.recentTokens.forget();
  }
  return {
    kind: 'service',
    userId: null,
    tokenId: token.id,
    organizationId: token.organizationId,
    permissions: new Set(token.permissions),
    operator: false,
    name: token.name,
  };
}

async function findByReference(db: Db, reference: string): Promise<Organization | null> {
  const byId = await findOrganizations(db, [reference]);
  return byId.get(reference) ?? (await findOrganizationBySlug(db, reference));
}

function noSuchOrganization(): Problem {
  return new Problem(kernelProblems.notFound, { detail: 'You are no member of such an organization.' });
}

function isStale(seenAt: Temporal.Instant, at: Temporal.Instant): boolean {
  return at.since(seenAt).total('seconds') >= touchEverySeconds;
}
