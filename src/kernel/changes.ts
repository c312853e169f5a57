import { sql } from 'kysely';
import type { Db } from './db.ts';

/** Where a reader of changes stands: the last transaction and row that it has seen. */
export interface ChangeCursor {
  readonly transaction: bigint;
  readonly sequence: bigint;
}

export interface Change {
  readonly topic: string;
  readonly id: string;
}

export const CHANGES_CHANNEL = 'turnpike_changes';

/** Says, within the transaction that changes it, that the gateways must look at this object again. */
export async function recordChange(tx: Db, topic: string, id: string): Promise<void> {
  await recordChanges(tx, topic, [id]);
}

export async function recordChanges(tx: Db, topic: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`insert into kernel_changes (topic, object_id) select ${topic}, unnest(${[...ids]}::text[])`.execute(
    tx,
  );
  // The notification only wakes readers early; they poll as well.
  await sql`select pg_notify(${CHANGES_CHANNEL}, '')`.execute(tx);
}

/** The place after which everything is still to come; take it before loading a full state. */
export async function currentChangeCursor(db: Db): Promise<ChangeCursor> {
  const { rows } = await sql<{ xmin: bigint }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text::int8 as xmin`.execute(db);
  return { transaction: rows[0]!.xmin - 1n, sequence: 0n };
}

/**
 * Changes after the cursor, in the order (transaction, sequence). Only transactions older than every running
 * one are read, so that one that commits late is never skipped.
 */
export async function readChanges(
  db: Db,
  after: ChangeCursor,
  limit = 10_000,
): Promise<{ changes: Change[]; cursor: ChangeCursor }> {
  const { rows } = await sql<{ topic: string; object_id: string; transaction: bigint; sequence: bigint }>`
    select topic, object_id, transaction::text::int8 as transaction, sequence from kernel_changes
    where (transaction, sequence) > (${after.transaction.toString()}::xid8, ${after.sequence})
      and transaction < pg_snapshot_xmin(pg_current_snapshot())
    order by transaction, sequence limit ${limit}`.execute(db);
  const last = rows.at(-1);
  return {
    changes: rows.map((row) => ({ topic: row.topic, id: row.object_id })),
    cursor: last ? { transaction: last.transaction, sequence: last.sequence } : after,
  };
}

/** Forgets changes older than a day; a reader that was away for longer loads everything again. */
export async function forgetChanges(db: Db, at: Temporal.Instant): Promise<void> {
  await sql`delete from kernel_changes where recorded_at < ${at.subtract({ hours: 24 })}`.execute(db);
}
