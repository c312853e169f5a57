// PostgreSQL's side of shipping: leases, batches, how far each run is shipped, nodes.
import { sql } from 'kysely';
import { type Db, inTransaction, jsonb } from '#kernel';
import type { Batch, BatchOutcome, RunProgress, RunRange } from './batch.ts';
import type { MeteringNode, NodeKind, NodeState } from './node.ts';

/** Another shipper holds the connection: a newer start of the same node, or a second one by mistake. */
export class LeaseLost extends Error {
  override name = 'LeaseLost';
}

export interface Lease {
  readonly connection: string;
  readonly startNumber: bigint;
  readonly holder: string;
}

const LEASE_SECONDS = 15;

/** Expiry is judged by the database's clock alone: that of the machines may differ. */
export async function takeLease(db: Db, { connection, startNumber, holder }: Lease): Promise<boolean> {
  const { rows } = await sql<{ holder: string }>`
    insert into metering_shipper_leases as l (connection, start_number, holder, expires_at)
    values (${connection}, ${startNumber}, ${holder}, now() + ${LEASE_SECONDS} * interval '1 second')
    on conflict (connection) do update
      set start_number = excluded.start_number, holder = excluded.holder, expires_at = excluded.expires_at
      where l.holder = excluded.holder or l.expires_at < now() or l.start_number < excluded.start_number
    returning holder`.execute(db);
  return rows.length > 0;
}

export async function releaseLease(db: Db, { connection, holder }: Lease): Promise<void> {
  await sql`delete from metering_shipper_leases where connection = ${connection} and holder = ${holder}`.execute(
    db,
  );
}

/** Within a transaction: nobody else can take the connection before it commits. */
async function holdLease(tx: Db, { connection, holder }: Lease): Promise<void> {
  const { rows } = await sql`
    select from metering_shipper_leases where connection = ${connection} and holder = ${holder} for update`.execute(
    tx,
  );
  if (rows.length === 0) throw new LeaseLost(`another shipper has taken over the connection ${connection}`);
}

/** Numbers a batch and records what it takes, before any of it is inserted. */
export function recordBatch(
  db: Db,
  lease: Lease,
  ranges: readonly RunRange[],
  at: Temporal.Instant,
): Promise<bigint> {
  return inTransaction(db, async (tx) => {
    await holdLease(tx, lease);
    const { rows } = await sql<{ last_number: bigint }>`
      update metering_batch_counter set last_number = last_number + 1 returning last_number`.execute(tx);
    const number = (rows[0] as { last_number: bigint }).last_number;
    await sql`
      insert into metering_batches (number, connection, ranges, opened_at)
      values (${number}, ${lease.connection}, ${jsonb(ranges)}, ${at})`.execute(tx);
    return number;
  });
}

export interface Progress {
  readonly runs: readonly RunProgress[];
  readonly completeUntil: Temporal.Instant;
  readonly at: Temporal.Instant;
}

/** Everything of the batch is in the usage store. */
export function finishBatch(
  db: Db,
  lease: Lease,
  number: bigint,
  outcome: BatchOutcome,
  progress: Progress,
): Promise<void> {
  return inTransaction(db, async (tx) => {
    await holdLease(tx, lease);
    await sql`
      update metering_batches
      set state = 'done', done_at = ${progress.at}, events = ${outcome.events}, duplicates = ${outcome.duplicates},
          months = ${jsonb(outcome.months)}
      where number = ${number}`.execute(tx);
    await writeProgress(tx, lease.connection, progress);
  });
}

/** Positions and heartbeat without a batch: nothing but marks was read. */
export function saveProgress(db: Db, lease: Lease, progress: Progress): Promise<void> {
  return inTransaction(db, async (tx) => {
    await holdLease(tx, lease);
    await writeProgress(tx, lease.connection, progress);
  });
}

async function writeProgress(
  tx: Db,
  connection: string,
  { runs, completeUntil, at }: Progress,
): Promise<void> {
  const rows = runs.map((run) => ({
    worker: run.worker,
    run: run.run,
    segment_index: run.position.index,
    segment_offset: run.position.offset,
    replay_index: run.replayFrom.index,
    replay_offset: run.replayFrom.offset,
    mark_ms: run.markMs,
    ended: run.ended,
  }));
  if (rows.length > 0) {
    await sql`
      insert into metering_runs
        (connection, worker, run, segment_index, segment_offset, replay_index, replay_offset, mark_ms, ended)
      select ${connection}, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
        worker text, run bigint, segment_index integer, segment_offset bigint,
        replay_index integer, replay_offset bigint, mark_ms bigint, ended boolean)
      on conflict (connection, worker, run) do update set
        segment_index = excluded.segment_index, segment_offset = excluded.segment_offset,
        replay_index = excluded.replay_index, replay_offset = excluded.replay_offset,
        mark_ms = excluded.mark_ms, ended = excluded.ended`.execute(tx);
  }
  await sql`
    update metering_nodes
    set last_seen_at = ${at}, state = 'alive', lost_at = null, complete_until = greatest(complete_until, ${completeUntil})
    where connection = ${connection}`.execute(tx);
}

/**
 * A node that is new counts as complete up to the beginning of its first run: nothing of it was admitted
 * earlier.
 */
export async function registerNode(
  db: Db,
  connection: string,
  kind: NodeKind,
  at: Temporal.Instant,
  firstRunAt: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into metering_nodes (connection, kind, complete_until, first_seen_at, last_seen_at)
    values (${connection}, ${kind}, ${firstRunAt}, ${at}, ${at})
    on conflict (connection) do update set state = 'alive', lost_at = null, last_seen_at = ${at}`.execute(db);
}

export async function setNodeState(
  db: Db,
  connection: string,
  state: NodeState,
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update metering_nodes set state = ${state}, lost_at = ${state === 'lost' ? at : null}
    where connection = ${connection} returning connection`.execute(db);
  return rows.length > 0;
}

interface NodeRow {
  connection: string;
  kind: NodeKind;
  state: NodeState;
  complete_until: Temporal.Instant;
  first_seen_at: Temporal.Instant;
  last_seen_at: Temporal.Instant;
  lost_at: Temporal.Instant | null;
}

export async function listNodes(db: Db): Promise<MeteringNode[]> {
  const { rows } = await sql<NodeRow>`select * from metering_nodes order by connection`.execute(db);
  return rows.map((row) => ({
    connection: row.connection,
    kind: row.kind,
    state: row.state,
    completeUntil: row.complete_until,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    lostAt: row.lost_at,
  }));
}

export async function listRunProgress(db: Db, connection: string): Promise<RunProgress[]> {
  const { rows } = await sql<{
    worker: string;
    run: bigint;
    segment_index: number;
    segment_offset: bigint;
    replay_index: number;
    replay_offset: bigint;
    mark_ms: bigint;
    ended: boolean;
  }>`select * from metering_runs where connection = ${connection}`.execute(db);
  return rows.map((row) => ({
    worker: row.worker,
    run: Number(row.run),
    position: { index: row.segment_index, offset: Number(row.segment_offset) },
    replayFrom: { index: row.replay_index, offset: Number(row.replay_offset) },
    markMs: Number(row.mark_ms),
    ended: row.ended,
  }));
}

export async function forgetRuns(
  db: Db,
  connection: string,
  runs: readonly { worker: string; run: number }[],
) {
  for (const { worker, run } of runs) {
    await sql`
      delete from metering_runs
      where connection = ${connection} and worker = ${worker} and run = ${run} and ended`.execute(db);
  }
}

interface BatchRow {
  number: bigint;
  connection: string;
  ranges: RunRange[];
  months: Record<string, number> | null;
}

export async function findOpenBatch(db: Db, connection: string): Promise<Batch | null> {
  const { rows } = await sql<BatchRow>`
    select number, connection, ranges from metering_batches
    where connection = ${connection} and state = 'open'`.execute(db);
  return rows[0] ?? null;
}

/** The batches that the last shipper of this connection finished within `withinMinutes` of its last one. */
export async function listRecentBatches(
  db: Db,
  connection: string,
  withinMinutes: number,
): Promise<(Batch & { months: Record<string, number> })[]> {
  const { rows } = await sql<BatchRow>`
    select number, connection, ranges, months from metering_batches b
    where connection = ${connection} and state = 'done' and events > 0 and done_at >= (
      select max(done_at) from metering_batches where connection = ${connection} and state = 'done'
    ) - ${withinMinutes} * interval '1 minute'
    order by number`.execute(db);
  return rows.map((row) => ({ ...row, months: row.months ?? {} }));
}

export async function forgetBatches(db: Db, connection: string, before: Temporal.Instant): Promise<void> {
  await sql`
    delete from metering_batches
    where connection = ${connection} and state = 'done' and done_at < ${before}`.execute(db);
}

/**
 * The highest number such that every batch up to it is in the usage store for good. A lost node's open batch
 * is left out: nobody may ever finish it.
 */
export async function highestDoneBatch(db: Db): Promise<bigint> {
  const { rows } = await sql<{ highest: bigint }>`
    select coalesce(
      (select min(b.number) - 1 from metering_batches b join metering_nodes n using (connection)
       where b.state = 'open' and n.state <> 'lost'),
      (select last_number from metering_batch_counter)
    ) as highest`.execute(db);
  return (rows[0] as { highest: bigint }).highest;
}

/**
 * Which batches are in the usage store for good, as this transaction sees it. What is open is inserted again by whoever
 * goes on from here, so a copy of the usage store leaves it out.
 */
export async function shippedBatches(db: Db): Promise<{ last: bigint; open: bigint[] }> {
  const { rows } = await sql<{ last: bigint; open: bigint[] }>`
    select (select last_number from metering_batch_counter) as last,
      (select coalesce(array_agg(number order by number), '{}') from metering_batches where state = 'open') as open`.execute(
    db,
  );
  return rows[0] as { last: bigint; open: bigint[] };
}
