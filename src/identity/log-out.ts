import { type Actor, audit, type Db } from '#kernel';
import type { Identity } from './identity.ts';
import { refreshTokenHash } from './session.ts';
import { lockRefreshToken, revokeSession } from './store-sessions.ts';
import { findUser } from './store-users.ts';
import { userActor } from './user-actor.ts';

/** Ends the session that the actor came with. Its access tokens are refused from then on, too. */
export async function logOut(tx: Db, actor: Actor, at: Temporal.Instant): Promise<void> {
  if (actor.kind !== 'user' || actor.tokenId === null) return;
  await endSession(tx, actor, actor.tokenId, at);
}

/** Ends the session of a refresh token; an unknown token is nothing to end. */
export async function logOutByToken(
  tx: Db,
  identity: Identity,
  refreshToken: string,
  at: Temporal.Instant,
): Promise<void> {
  const token = await lockRefreshToken(tx, refreshTokenHash(identity, refreshToken));
  const user = token && (await findUser(tx, token.userId));
  if (token && user) await endSession(tx, userActor(user, token.sessionId), token.sessionId, at);
}

async function endSession(tx: Db, actor: Actor, sessionId: string, at: Temporal.Instant): Promise<void> {
  if (!(await revokeSession(tx, sessionId, 'logged out', at))) return;
  await audit(tx, { at, organizationId: null, actor, action: 'user.logged_out', object: sessionId });
}
