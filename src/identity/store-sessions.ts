import { sql } from 'kysely';
import type { Db } from '#kernel';
import { tables } from './tables.ts';

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly kind: 'token' | 'cookie';
  readonly cookieHash: Buffer | null;
  readonly addressHash: Buffer;
  readonly addressSealed: string;
  readonly userAgent: string | null;
  readonly at: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
}

export async function insertSession(tx: Db, session: NewSession): Promise<void> {
  await tables(tx)
    .insertInto('identity_sessions')
    .values({
      id: session.id,
      user_id: session.userId,
      kind: session.kind,
      cookie_hash: session.cookieHash,
      address_hash: session.addressHash,
      address_sealed: session.addressSealed,
      user_agent: session.userAgent,
      created_at: session.at,
      last_seen_at: session.at,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** Whose session it is, as authentication needs it. */
export interface LiveSession {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly operator: boolean;
  readonly lastSeenAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
}

/** The session, unless it was revoked or is over. A cookie's also ends when it was idle since `idleSince`. */
export async function findLiveSession(
  db: Db,
  by: { id: string } | { cookieHash: Buffer; idleSince: Temporal.Instant },
  at: Temporal.Instant,
): Promise<LiveSession | null> {
  let query = tables(db)
    .selectFrom('identity_sessions as s')
    .innerJoin('identity_users as u', 'u.id', 's.user_id')
    .select(['s.id', 's.user_id', 's.last_seen_at', 's.expires_at', 'u.name', 'u.operator'])
    .where('s.revoked_at', 'is', null)
    .where('s.expires_at', '>', at);
  query =
    'id' in by
      ? query.where('s.id', '=', by.id)
      : query.where('s.cookie_hash', '=', by.cookieHash).where('s.last_seen_at', '>', by.idleSince);
  const row = await query.executeTakeFirst();
  if (!row) return null;
  const {
    id,
    user_id: userId,
    name: userName,
    operator,
    last_seen_at: lastSeenAt,
    expires_at: expiresAt,
  } = row;
  return { id, userId, userName, operator, lastSeenAt, expiresAt };
}

export async function touchSession(db: Db, id: string, at: Temporal.Instant): Promise<void> {
  await tables(db).updateTable('identity_sessions').set({ last_seen_at: at }).where('id', '=', id).execute();
}

/** Gives a browser's session another secret. Answers when it ends; null when it is no browser's. */
export async function replaceCookieHash(
  tx: Db,
  id: string,
  cookieHash: Buffer,
): Promise<Temporal.Instant | null> {
  const row = await tables(tx)
    .updateTable('identity_sessions')
    .set({ cookie_hash: cookieHash })
    .where('id', '=', id)
    .where('kind', '=', 'cookie')
    .where('revoked_at', 'is', null)
    .returning('expires_at')
    .executeTakeFirst();
  return row?.expires_at ?? null;
}

/** False when it was over already. */
export async function revokeSession(
  tx: Db,
  id: string,
  reason: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('identity_sessions')
    .set({ revoked_at: at, revoked_reason: reason })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function revokeOtherSessions(
  tx: Db,
  userId: string,
  keep: string | null,
  reason: string,
  at: Temporal.Instant,
): Promise<void> {
  let query = tables(tx)
    .updateTable('identity_sessions')
    .set({ revoked_at: at, revoked_reason: reason })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null);
  if (keep !== null) query = query.where('id', '!=', keep);
  await query.execute();
}

/** Has this person signed in from this address since then? */
export async function isKnownAddress(
  db: Db,
  userId: string,
  addressHash: Buffer,
  since: Temporal.Instant,
): Promise<boolean> {
  const row = await tables(db)
    .selectFrom('identity_sessions')
    .select('id')
    .where('user_id', '=', userId)
    .where('address_hash', '=', addressHash)
    .where('created_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertRefreshToken(
  tx: Db,
  token: { hash: Buffer; sessionId: string; at: Temporal.Instant; expiresAt: Temporal.Instant },
): Promise<void> {
  await tables(tx)
    .insertInto('identity_refresh_tokens')
    .values({
      token_hash: token.hash,
      session_id: token.sessionId,
      issued_at: token.at,
      expires_at: token.expiresAt,
    })
    .execute();
}

export interface StoredRefreshToken {
  readonly sessionId: string;
  readonly userId: string;
  readonly expiresAt: Temporal.Instant;
  readonly usedAt: Temporal.Instant | null;
  readonly sessionExpiresAt: Temporal.Instant;
  readonly sessionRevokedAt: Temporal.Instant | null;
}

/** The token and its session, both held: of two refreshes with one token, the second finds it used. */
export async function lockRefreshToken(tx: Db, hash: Buffer): Promise<StoredRefreshToken | null> {
  const row = await tables(tx)
    .selectFrom('identity_refresh_tokens as t')
    .innerJoin('identity_sessions as s', 's.id', 't.session_id')
    .select(['t.session_id', 's.user_id', 't.expires_at', 't.used_at', 's.revoked_at'])
    .select('s.expires_at as session_expires_at')
    .where('t.token_hash', '=', hash)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  return {
    sessionId: row.session_id,
    userId: row.user_id,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    sessionExpiresAt: row.session_expires_at,
    sessionRevokedAt: row.revoked_at,
  };
}

export async function markRefreshTokenUsed(tx: Db, hash: Buffer, at: Temporal.Instant): Promise<void> {
  await tables(tx)
    .updateTable('identity_refresh_tokens')
    .set({ used_at: at })
    .where('token_hash', '=', hash)
    .execute();
}

/** Forgets sessions that ended before `endedBefore` with their tokens, and counters that are whole again. */
export async function purgeSessions(
  db: Db,
  endedBefore: Temporal.Instant,
  at: Temporal.Instant,
): Promise<void> {
  await tables(db)
    .deleteFrom('identity_sessions')
    .where((where) =>
      where.or([where('expires_at', '<', endedBefore), where('revoked_at', '<', endedBefore)]),
    )
    .execute();
  await tables(db).deleteFrom('identity_throttles').where('whole_at', '<', at).execute();
}

/**
 * Takes one attempt from an allowance of `burst` that grows back by one each `intervalSeconds`
 * (GCRA). Answers
 * null when it was there, otherwise the seconds until the next is. One statement: parallel attempts cannot
 * all see the same last one.
 */
export async function takeAttempt(
  db: Db,
  key: Buffer,
  allowance: { burst: number; intervalSeconds: number },
  at: Temporal.Instant,
): Promise<number | null> {
  const { burst, intervalSeconds } = allowance;
  const taken = await sql`
    insert into identity_throttles as t (key, whole_at)
    values (${key}, ${at}::timestamptz + ${intervalSeconds} * interval '1 second')
    on conflict (key) do update
      set whole_at = greatest(t.whole_at, ${at}::timestamptz) + ${intervalSeconds} * interval '1 second'
      where greatest(t.whole_at, ${at}::timestamptz) + ${intervalSeconds} * interval '1 second'
        <= ${at}::timestamptz + ${burst * intervalSeconds} * interval '1 second'
    returning 1`.execute(db);
  if (taken.rows.length > 0) return null;
  const row = await tables(db)
    .selectFrom('identity_throttles')
    .select('whole_at')
    .where('key', '=', key)
    .executeTakeFirst();
  const wholeAt = row?.whole_at ?? at;
  const waitSeconds = wholeAt.since(at).total('seconds') - (burst - 1) * intervalSeconds;
  return Math.max(1, Math.ceil(waitSeconds));
}

/** Gives an attempt back: it turned out to be no failure. */
export async function returnAttempt(db: Db, key: Buffer, intervalSeconds: number): Promise<void> {
  await tables(db)
    .updateTable('identity_throttles')
    .set({ whole_at: sql`whole_at - ${intervalSeconds} * interval '1 second'` })
    .where('key', '=', key)
    .execute();
}
