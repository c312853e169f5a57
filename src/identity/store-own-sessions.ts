import type { Db } from '#kernel';
import { tables } from './tables.ts';

/** A session as the person it belongs to sees it. */
export interface OwnSession {
  readonly id: string;
  readonly kind: 'token' | 'cookie';
  readonly addressSealed: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Temporal.Instant;
  readonly lastSeenAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
}

/** A person's sessions that are not over, the latest first. */
export async function liveSessionsOf(
  db: Db,
  userId: string,
  live: { readonly at: Temporal.Instant; readonly idleSince: Temporal.Instant },
  before: string | null,
  size: number,
): Promise<OwnSession[]> {
  let query = tables(db)
    .selectFrom('identity_sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', live.at)
    .where((where) => where.or([where('kind', '=', 'token'), where('last_seen_at', '>', live.idleSince)]))
    .orderBy('id', 'desc')
    .limit(size);
  if (before !== null) query = query.where('id', '<', before);
  return (await query.execute()).map((row) => ({
    id: row.id,
    kind: row.kind,
    addressSealed: row.address_sealed,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  }));
}

/** Ends one of a person's sessions. False when it is not theirs, or over. */
export async function revokeOwnSession(
  tx: Db,
  userId: string,
  id: string,
  reason: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('identity_sessions')
    .set({ revoked_at: at, revoked_reason: reason })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Deletes a person's sessions with all that they say of devices and addresses. */
export async function deleteSessionsOf(tx: Db, userId: string): Promise<void> {
  await tables(tx).deleteFrom('identity_sessions').where('user_id', '=', userId).execute();
}
