import type { Db } from '#kernel';
import { tables } from './tables.ts';

export async function insertMail(
  tx: Db,
  mail: { id: string; userId: string | null; contentSealed: string; at: Temporal.Instant },
): Promise<void> {
  await tables(tx)
    .insertInto('identity_mails')
    .values({ id: mail.id, user_id: mail.userId, content_sealed: mail.contentSealed, created_at: mail.at })
    .execute();
}

/** What it said, sealed, and to whom; null when there is none. */
export async function deleteMail(
  tx: Db,
  id: string,
): Promise<{ userId: string | null; contentSealed: string } | null> {
  const row = await tables(tx)
    .deleteFrom('identity_mails')
    .where('id', '=', id)
    .returning(['user_id', 'content_sealed'])
    .executeTakeFirst();
  return row ? { userId: row.user_id, contentSealed: row.content_sealed } : null;
}

export async function deleteMailsOf(tx: Db, userId: string): Promise<void> {
  await tables(tx).deleteFrom('identity_mails').where('user_id', '=', userId).execute();
}

export type MailTokenPurpose = 'password-reset' | 'email-verification';

export interface MailToken {
  readonly userId: string;
  /** The address that it was sent to, and proves. */
  readonly email: string;
  readonly expiresAt: Temporal.Instant;
}

/** Stores the person's token of this purpose in place of the one before. */
export async function replaceMailToken(
  tx: Db,
  purpose: MailTokenPurpose,
  token: MailToken & { readonly hash: Buffer; readonly at: Temporal.Instant },
): Promise<void> {
  const row = {
    token_hash: token.hash,
    email: token.email,
    created_at: token.at,
    expires_at: token.expiresAt,
  };
  await tables(tx)
    .insertInto('identity_mail_tokens')
    .values({ ...row, user_id: token.userId, purpose })
    .onConflict((conflict) => conflict.columns(['user_id', 'purpose']).doUpdateSet(row))
    .execute();
}

/** Whose token it is, without using it up. */
export async function findMailToken(
  db: Db,
  purpose: MailTokenPurpose,
  hash: Buffer,
  at: Temporal.Instant,
): Promise<MailToken | null> {
  const row = await tables(db)
    .selectFrom('identity_mail_tokens')
    .selectAll()
    .where('token_hash', '=', hash)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return row ? { userId: row.user_id, email: row.email, expiresAt: row.expires_at } : null;
}

/** Uses a token up: of two at once, one gets it. Null when there is none or its time is over. */
export async function takeMailToken(
  tx: Db,
  purpose: MailTokenPurpose,
  hash: Buffer,
  at: Temporal.Instant,
): Promise<MailToken | null> {
  const row = await tables(tx)
    .deleteFrom('identity_mail_tokens')
    .where('token_hash', '=', hash)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', at)
    .returningAll()
    .executeTakeFirst();
  return row ? { userId: row.user_id, email: row.email, expiresAt: row.expires_at } : null;
}

/** Ends what was sent to the person's mailbox and not used yet. */
export async function deleteMailTokens(tx: Db, userId: string, only?: MailTokenPurpose): Promise<void> {
  let query = tables(tx).deleteFrom('identity_mail_tokens').where('user_id', '=', userId);
  if (only !== undefined) query = query.where('purpose', '=', only);
  await query.execute();
}

export async function purgeMailTokens(db: Db, at: Temporal.Instant): Promise<void> {
  await tables(db).deleteFrom('identity_mail_tokens').where('expires_at', '<', at).execute();
}
