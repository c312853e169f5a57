import { sql } from 'kysely';
import type { Db } from './db.ts';

/** Where a reader of changes stands. */
export interface ChangeCursor {
  /** The last transaction and row before which nothing can appear any more. */
  readonly transaction: bigint;
  readonly sequence: bigint;
  /** Rows beyond that which the reader has seen already. */
  readonly early: ReadonlySet<bigint>;
}

/** Before every change. */
export const FIRST_CHANGE: ChangeCursor = { transaction: 0n, sequence: 0n, early: new Set() };

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
  return { ...FIRST_CHANGE, transaction: rows[0]!.xmin - 1n };
}

/**
 * Changes after the cursor. What is committed is told at once, but the cursor moves only over transactions that are
 * older than every running one: so one that commits late is never skipped, and no transaction that takes long holds up
 * the news of the others.
 */
export async function readChanges(
  db: Db,
  after: ChangeCursor,
  limit = 10_000,
): Promise<{ changes: Change[]; cursor: ChangeCursor }> {
  const { rows } = await sql<ChangeRow>`
    select topic, object_id, transaction::text::int8 as transaction, sequence,
      transaction < pg_snapshot_xmin(pg_current_snapshot()) as settled
    from kernel_changes
    where (transaction, sequence) > (${after.transaction.toString()}::xid8, ${after.sequence})
    order by transaction, sequence limit ${limit}`.execute(db);
  const last = rows.findLast((row) => row.settled) ?? after;
  const early = rows.filter((row) => !row.settled).map((row) => row.sequence);
  return {
    changes: rows
      .filter((row) => !after.early.has(row.sequence))
      .map((row) => ({ topic: row.topic, id: row.object_id })),
    cursor: { transaction: last.transaction, sequence: last.sequence, early: new Set(early) },
  };
}

interface ChangeRow {
  topic: string;
  object_id: string;
  transaction: bigint;
  sequence: bigint;
  settled: boolean;
}

/** Forgets changes older than a day; a reader that was away for longer loads everything again. */
export async function forgetChanges(db: Db, at: Temporal.Instant): Promise<void> {
  await sql`delete from kernel_changes where recorded_at < ${at.subtract({ hours: 24 })}`.execute(db);
}
