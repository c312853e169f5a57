import type { Selectable } from 'kysely';
import { type Db, isUniqueViolation } from '#kernel';
import { type IdentityTables, tables } from './tables.ts';
import type { User } from './user.ts';

const toUser = (row: Selectable<IdentityTables['identity_users']>): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  passwordHash: row.password_hash,
  passwordTemporary: row.password_temporary,
  operator: row.operator,
  emailVerifiedAt: row.email_verified_at,
  suspendedAt: row.suspended_at,
  erasedAt: row.erased_at,
  createdAt: row.created_at,
});

/** False when the e-mail is taken. */
export async function insertUser(tx: Db, user: User): Promise<boolean> {
  const result = await tables(tx)
    .insertInto('identity_users')
    .values({
      id: user.id,
      email: user.email,
      name: user.name,
      password_hash: user.passwordHash,
      password_temporary: user.passwordTemporary,
      operator: user.operator,
      email_verified_at: user.emailVerifiedAt,
      created_at: user.createdAt,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function findUserByEmail(db: Db, email: string): Promise<User | null> {
  const row = await tables(db)
    .selectFrom('identity_users')
    .selectAll()
    .where('email', '=', email)
    .executeTakeFirst();
  return row ? toUser(row) : null;
}

export async function findUser(db: Db, id: string): Promise<User | null> {
  const row = await tables(db)
    .selectFrom('identity_users')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toUser(row) : null;
}

/** Stores a new hash only over the one that was checked: a password changed meanwhile is not overwritten. */
export async function replacePasswordHash(
  tx: Db,
  userId: string,
  old: string | null,
  next: string,
): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('identity_users')
    .set({ password_hash: next })
    .where('id', '=', userId)
    .where('password_hash', 'is not distinct from', old)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function clearTemporaryPassword(tx: Db, userId: string): Promise<void> {
  await tables(tx)
    .updateTable('identity_users')
    .set({ password_temporary: false })
    .where('id', '=', userId)
    .execute();
}

/** Notes that the person reads the mail of their address. The first time stays. */
export async function markEmailVerified(tx: Db, userId: string, at: Temporal.Instant): Promise<void> {
  await tables(tx)
    .updateTable('identity_users')
    .set({ email_verified_at: at })
    .where('id', '=', userId)
    .where('email_verified_at', 'is', null)
    .execute();
}

/** Gives the person an address that they have just proven. False when another account has it: then nothing else may follow. */
export async function replaceEmail(
  tx: Db,
  userId: string,
  email: string,
  verifiedAt: Temporal.Instant,
): Promise<boolean> {
  // Asked first: a violated key ends the transaction. Of two at once only the key itself tells the second.
  if (await findUserByEmail(tx, email)) return false;
  try {
    await tables(tx)
      .updateTable('identity_users')
      .set({ email, email_verified_at: verifiedAt })
      .where('id', '=', userId)
      .execute();
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** The person, held until the transaction ends. */
export async function lockUser(tx: Db, id: string): Promise<User | null> {
  const row = await tables(tx)
    .selectFrom('identity_users')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? toUser(row) : null;
}
