import { type Generated, type Selectable, sql } from 'kysely';
import type { Db } from '#kernel';
import type { MailState, QueuedMail } from './mail.ts';

type MailRow = {
  id: string;
  kind: string;
  user_id: string | null;
  recipient_hash: Buffer | null;
  content_sealed: string | null;
  state: MailState;
  attempts: Generated<number>;
  next_attempt_at: Temporal.Instant;
  last_error: string | null;
  created_at: Temporal.Instant;
  finished_at: Temporal.Instant | null;
};

export type OutboundTables = { outbound_mails: MailRow };

const tables = (db: Db) => db.withTables<OutboundTables>();

const toMail = (row: Selectable<MailRow>): QueuedMail => ({
  id: row.id,
  kind: row.kind,
  userId: row.user_id,
  contentSealed: row.content_sealed,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  lastError: row.last_error,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
});

/** Does nothing when the mail is queued already, or was sent. */
export async function insertMail(
  tx: Db,
  mail: {
    id: string;
    kind: string;
    userId: string | null;
    recipientHash: Buffer;
    contentSealed: string;
    at: Temporal.Instant;
  },
): Promise<void> {
  await tables(tx)
    .insertInto('outbound_mails')
    .values({
      id: mail.id,
      kind: mail.kind,
      user_id: mail.userId,
      recipient_hash: mail.recipientHash,
      content_sealed: mail.contentSealed,
      state: 'queued',
      next_attempt_at: mail.at,
      created_at: mail.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A mail that is due, with this attempt counted and the next one put off. Two senders never claim the same. */
export async function claimDueMail(
  db: Db,
  at: Temporal.Instant,
  pauseMinutes: { first: number; growth: number; longest: number },
): Promise<QueuedMail | null> {
  const { first, growth, longest } = pauseMinutes;
  const row = await tables(db)
    .updateTable('outbound_mails')
    .set({
      attempts: sql`attempts + 1`,
      next_attempt_at: sql`${at}::timestamptz
        + least(${longest}::float8, ${first}::float8 * power(${growth}::float8, attempts)) * interval '1 minute'`,
    })
    .where('id', '=', (where) =>
      where
        .selectFrom('outbound_mails')
        .select('id')
        .where('state', '=', 'queued')
        .where('next_attempt_at', '<=', at)
        .orderBy('next_attempt_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
  return row ? toMail(row) : null;
}

/** False when the mail was forgotten while it was sent. */
export async function markMailSent(db: Db, id: string, at: Temporal.Instant): Promise<boolean> {
  const result = await tables(db)
    .updateTable('outbound_mails')
    .set({ state: 'sent', finished_at: at, content_sealed: null, last_error: null })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Notes why an attempt failed. With `deadAt` there will be no other. */
export async function noteMailFailure(
  db: Db,
  id: string,
  error: string,
  deadAt: Temporal.Instant | null,
): Promise<void> {
  await tables(db)
    .updateTable('outbound_mails')
    .set({ last_error: error, ...(deadAt ? { state: 'dead' as const, finished_at: deadAt } : {}) })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .execute();
}

export async function pageOfMails(
  db: Db,
  state: MailState | undefined,
  before: string | null,
  size: number,
): Promise<QueuedMail[]> {
  let query = tables(db).selectFrom('outbound_mails').selectAll().orderBy('id', 'desc').limit(size);
  if (state !== undefined) query = query.where('state', '=', state);
  if (before !== null) query = query.where('id', '<', before);
  return (await query.execute()).map(toMail);
}

/** The mail, held until the transaction ends. */
export async function lockMail(tx: Db, id: string): Promise<QueuedMail | null> {
  const row = await tables(tx)
    .selectFrom('outbound_mails')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? toMail(row) : null;
}

export async function requeueMail(tx: Db, id: string, at: Temporal.Instant): Promise<QueuedMail> {
  const row = await tables(tx)
    .updateTable('outbound_mails')
    .set({ state: 'queued', attempts: 0, next_attempt_at: at, finished_at: null, last_error: null })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toMail(row);
}

/** Forgets all mails of a person, and those to their addresses from before they had an account. Answers their ids. */
export async function deleteMailsOf(tx: Db, userId: string): Promise<string[]> {
  const rows = await tables(tx)
    .deleteFrom('outbound_mails')
    .where((where) =>
      where.or([
        where('user_id', '=', userId),
        where(
          'recipient_hash',
          'in',
          where.selectFrom('outbound_mails').select('recipient_hash').where('user_id', '=', userId),
        ),
      ]),
    )
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Forgets what was done with before this instant. Answers the ids. */
export async function deleteMailsBefore(db: Db, finishedBefore: Temporal.Instant): Promise<string[]> {
  const rows = await tables(db)
    .deleteFrom('outbound_mails')
    .where('state', '!=', 'queued')
    .where('finished_at', '<', finishedBefore)
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}
