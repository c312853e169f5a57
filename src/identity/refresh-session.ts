import { audit, type Db, inTransaction, Problem } from '#kernel';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { issueTokens, refreshTokenHash, type Tokens } from './session.ts';
import { lockRefreshToken, markRefreshTokenUsed, revokeSession, touchSession } from './store-sessions.ts';
import { findUser } from './store-users.ts';
import { userActor } from './user-actor.ts';

/**
 * Exchanges a refresh token for a new pair. A token that was exchanged before is in two hands, one of them a
 * thief's, and nobody can tell which: the whole family ends, and that is committed although the call
 * is refused.
 */
export async function refreshSession(
  db: Db,
  identity: Identity,
  request: { refreshToken: string; at: Temporal.Instant },
): Promise<Tokens> {
  const { at } = request;
  const hash = refreshTokenHash(identity, request.refreshToken);
  const tokens = await inTransaction(db, async (tx) => {
    const token = await lockRefreshToken(tx, hash);
    if (!token || token.sessionRevokedAt) return null;
    const user = await findUser(tx, token.userId);
    if (!user) return null;
    if (token.usedAt) {
      await revokeSession(tx, token.sessionId, 'refresh token used twice', at);
      const actor = userActor(user, token.sessionId);
      const action = 'session.revoked_for_token_reuse';
      await audit(tx, { at, organizationId: null, actor, action, object: token.sessionId });
      return null;
    }
    const isOver = Temporal.Instant.compare(token.expiresAt, at) <= 0;
    if (isOver || Temporal.Instant.compare(token.sessionExpiresAt, at) <= 0) return null;
    await markRefreshTokenUsed(tx, hash, at);
    await touchSession(tx, token.sessionId, at);
    return issueTokens(tx, identity, { userId: token.userId, sessionId: token.sessionId, at });
  });
  if (!tokens) throw new Problem(identityProblems.sessionEnded, { detail: 'Sign in again.' });
  return tokens;
}
