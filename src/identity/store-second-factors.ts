import type { Db } from '#kernel';
import { tables } from './tables.ts';

export interface SecondFactor {
  readonly secretSealed: string;
  /** Null while its first code is awaited. */
  readonly enabledAt: Temporal.Instant | null;
  readonly lastStep: bigint;
}

/** The person's second factor, held until the transaction ends: of two tries with one code, the second fails. */
export async function lockSecondFactor(tx: Db, userId: string): Promise<SecondFactor | null> {
  const row = await tables(tx)
    .selectFrom('identity_second_factors')
    .selectAll()
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  return row ? { secretSealed: row.secret_sealed, enabledAt: row.enabled_at, lastStep: row.last_step } : null;
}

export async function hasSecondFactor(db: Db, userId: string): Promise<boolean> {
  const row = await tables(db)
    .selectFrom('identity_second_factors')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('enabled_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** A secret whose first code is awaited, in place of the one before. Never over one that is on. */
export async function proposeSecondFactor(
  tx: Db,
  userId: string,
  secretSealed: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const result = await tables(tx)
    .insertInto('identity_second_factors')
    .values({ user_id: userId, secret_sealed: secretSealed, created_at: at })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ secret_sealed: secretSealed, created_at: at, last_step: 0n })
        .where('identity_second_factors.enabled_at', 'is', null),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function enableStoredFactor(tx: Db, userId: string, at: Temporal.Instant): Promise<void> {
  await tables(tx)
    .updateTable('identity_second_factors')
    .set({ enabled_at: at })
    .where('user_id', '=', userId)
    .execute();
}

export async function noteStep(tx: Db, userId: string, step: bigint): Promise<void> {
  await tables(tx)
    .updateTable('identity_second_factors')
    .set({ last_step: step })
    .where('user_id', '=', userId)
    .execute();
}

/** Removes the second factor with its recovery codes and open challenges. False when there was none. */
export async function deleteSecondFactor(tx: Db, userId: string): Promise<boolean> {
  await tables(tx).deleteFrom('identity_recovery_codes').where('user_id', '=', userId).execute();
  await deleteChallenges(tx, userId);
  const result = await tables(tx)
    .deleteFrom('identity_second_factors')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function replaceRecoveryCodes(tx: Db, userId: string, hashes: readonly Buffer[]): Promise<void> {
  await tables(tx).deleteFrom('identity_recovery_codes').where('user_id', '=', userId).execute();
  await tables(tx)
    .insertInto('identity_recovery_codes')
    .values(hashes.map((hash) => ({ code_hash: hash, user_id: userId })))
    .execute();
}

/** Uses a recovery code up. False when the person has no such code (any more). */
export async function takeRecoveryCode(tx: Db, userId: string, hash: Buffer): Promise<boolean> {
  const result = await tables(tx)
    .deleteFrom('identity_recovery_codes')
    .where('code_hash', '=', hash)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  const row = await tables(db)
    .selectFrom('identity_recovery_codes')
    .select(({ fn }) => fn.countAll<bigint>().as('left'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return Number(row.left);
}

export async function insertChallenge(
  tx: Db,
  challenge: { hash: Buffer; userId: string; expiresAt: Temporal.Instant },
): Promise<void> {
  await tables(tx)
    .insertInto('identity_login_challenges')
    .values({ token_hash: challenge.hash, user_id: challenge.userId, expires_at: challenge.expiresAt })
    .execute();
}

/** Counts a try. Answers whose challenge it is; null when there is none, or it had all its tries. */
export async function tryChallenge(
  db: Db,
  hash: Buffer,
  mostTries: number,
  at: Temporal.Instant,
): Promise<string | null> {
  const row = await tables(db)
    .updateTable('identity_login_challenges')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
    .where('token_hash', '=', hash)
    .where('attempts', '<', mostTries)
    .where('expires_at', '>', at)
    .returning('user_id')
    .executeTakeFirst();
  return row?.user_id ?? null;
}

/** False when somebody else was first. */
export async function deleteChallenge(tx: Db, hash: Buffer): Promise<boolean> {
  const result = await tables(tx)
    .deleteFrom('identity_login_challenges')
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Ends the person's log-ins that have taken their first step only. */
export async function deleteChallenges(tx: Db, userId: string): Promise<void> {
  await tables(tx).deleteFrom('identity_login_challenges').where('user_id', '=', userId).execute();
}

export async function purgeChallenges(db: Db, at: Temporal.Instant): Promise<void> {
  await tables(db).deleteFrom('identity_login_challenges').where('expires_at', '<', at).execute();
}
