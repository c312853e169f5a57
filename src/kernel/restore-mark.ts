import { sql } from 'kysely';
import type { Db } from './db.ts';

/** Says, before the first row, that these stores are being filled from a backup. The last write takes it away. */
export async function markRestore(db: Db, file: string): Promise<void> {
  await sql`insert into kernel_restores (file) values (${file})`.execute(db);
}

/** The statement that ends it, for the transaction that fills the tables. */
export const END_OF_RESTORE = 'delete from kernel_restores';

/** The backup whose restore was cut off, or runs now; null in an installation. */
export async function findUnfinishedRestore(
  db: Db,
): Promise<{ file: string; beganAt: Temporal.Instant } | null> {
  const { rows } = await sql<{ file: string; began_at: Temporal.Instant }>`
    select file, began_at from kernel_restores`.execute(db);
  return rows[0] ? { file: rows[0].file, beganAt: rows[0].began_at } : null;
}
