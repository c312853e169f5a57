import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { ChangeTiming } from '#subscriptions';

export const MOVE_STATES = ['queued', 'running', 'done', 'canceled'] as const;
export const MOVE_OUTCOMES = ['moved', 'scheduled', 'unchanged', 'failed', 'skipped'] as const;
export type MoveOutcome = (typeof MOVE_OUTCOMES)[number];

/** Many subscribers of some plan versions, on their way to another one. */
export interface Move {
  readonly id: string;
  readonly providerId: string;
  /** The plan that they are moved to. */
  readonly planId: string;
  readonly toVersionId: string;
  readonly fromVersionIds: readonly string[];
  readonly timing: ChangeTiming;
  readonly reason: string;
  readonly state: (typeof MOVE_STATES)[number];
  readonly requestedBy: string;
  readonly createdAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
}

export interface MoveItem {
  readonly subscriptionId: string;
  readonly outcome: MoveOutcome | null;
  readonly reason: string | null;
  readonly invoiceId: string | null;
}

interface MoveRow {
  id: string;
  provider_id: string;
  plan_id: string;
  to_version_id: string;
  from_version_ids: string[];
  timing: ChangeTiming;
  reason: string;
  state: Move['state'];
  requested_by: string;
  created_at: Temporal.Instant;
  finished_at: Temporal.Instant | null;
}

export async function insertMove(tx: Db, move: Move): Promise<void> {
  await sql`
    insert into billing_moves (id, provider_id, plan_id, to_version_id, from_version_ids, timing, reason, state,
      requested_by, created_at)
    values (${move.id}, ${move.providerId}, ${move.planId}, ${move.toVersionId}, ${[...move.fromVersionIds]}::text[],
      ${move.timing}, ${move.reason}, ${move.state}, ${move.requestedBy}, ${move.createdAt})`.execute(tx);
}

export async function insertItems(tx: Db, moveId: string, subscriptionIds: readonly string[]): Promise<void> {
  await sql`
    insert into billing_move_items (move_id, subscription_id)
    select ${moveId}, s from unnest(${[...subscriptionIds]}::text[]) as s on conflict do nothing`.execute(tx);
}

export async function findMove(db: Db, id: string): Promise<Move | null> {
  const { rows } = await sql<MoveRow>`select * from billing_moves where id = ${id}`.execute(db);
  return rows[0] ? fromRow(rows[0]) : null;
}

export async function lockMove(tx: Db, id: string): Promise<Move | null> {
  const { rows } = await sql<MoveRow>`select * from billing_moves where id = ${id} for update`.execute(tx);
  return rows[0] ? fromRow(rows[0]) : null;
}

export async function listMoves(
  db: Db,
  providerId: string,
  page: { readonly afterId: string | null; readonly size: number },
): Promise<Move[]> {
  const { rows } = await sql<MoveRow>`
    select * from billing_moves where provider_id = ${providerId} and (${page.afterId}::text is null or id < ${page.afterId})
    order by id desc limit ${page.size}`.execute(db);
  return rows.map(fromRow);
}

/** Moves that a stopped process left behind. */
export async function openMoves(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from billing_moves where state in ('queued', 'running') order by id limit 100`.execute(db);
  return rows.map((row) => row.id);
}

export async function setMoveState(
  tx: Db,
  id: string,
  state: Move['state'],
  finishedAt: Temporal.Instant | null,
): Promise<void> {
  await sql`
    update billing_moves set state = ${state}, finished_at = ${finishedAt} where id = ${id}`.execute(tx);
}

/** How many came to what; null counts what is still to do. */
export async function countItems(
  db: Db,
  moveIds: readonly string[],
): Promise<Map<string, Map<MoveOutcome | null, number>>> {
  const { rows } = await sql<{ move_id: string; outcome: MoveOutcome | null; count: bigint }>`
    select move_id, outcome, count(*) as count from billing_move_items
    where move_id = any(${[...moveIds]}::text[]) group by 1, 2`.execute(db);
  const counts = new Map<string, Map<MoveOutcome | null, number>>();
  for (const { move_id, outcome, count } of rows) {
    const own = counts.get(move_id) ?? new Map<MoveOutcome | null, number>();
    counts.set(move_id, own.set(outcome, Number(count)));
  }
  return counts;
}

export async function openItems(db: Db, moveId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ subscription_id: string }>`
    select subscription_id from billing_move_items where move_id = ${moveId} and outcome is null
    order by subscription_id limit ${limit}`.execute(db);
  return rows.map((row) => row.subscription_id);
}

/** Holds an item that is still to do; null when it is done, or another worker is at it. */
export async function claimItem(tx: Db, moveId: string, subscriptionId: string): Promise<boolean> {
  const { rows } = await sql`
    select subscription_id from billing_move_items
    where move_id = ${moveId} and subscription_id = ${subscriptionId} and outcome is null
    for update skip locked`.execute(tx);
  return rows.length > 0;
}

export async function recordItem(
  tx: Db,
  moveId: string,
  item: MoveItem,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    update billing_move_items set outcome = ${item.outcome}, reason = ${item.reason}, invoice_id = ${item.invoiceId},
      done_at = ${at}
    where move_id = ${moveId} and subscription_id = ${item.subscriptionId} and outcome is null`.execute(tx);
}

export async function skipOpenItems(tx: Db, moveId: string, at: Temporal.Instant): Promise<void> {
  await sql`
    update billing_move_items set outcome = 'skipped', done_at = ${at}
    where move_id = ${moveId} and outcome is null`.execute(tx);
}

/** How many are to do again. */
export async function reopenFailed(tx: Db, moveId: string): Promise<number> {
  const { rows } = await sql`
    update billing_move_items set outcome = null, reason = null, done_at = null
    where move_id = ${moveId} and outcome = 'failed' returning subscription_id`.execute(tx);
  return rows.length;
}

export async function listItems(
  db: Db,
  moveId: string,
  filter: { readonly outcome: MoveOutcome | null; readonly afterId: string; readonly size: number },
): Promise<MoveItem[]> {
  const { rows } = await sql<{
    subscription_id: string;
    outcome: MoveOutcome | null;
    reason: string | null;
    invoice_id: string | null;
  }>`
    select * from billing_move_items
    where move_id = ${moveId} and subscription_id > ${filter.afterId}
      and (${filter.outcome}::text is null or outcome = ${filter.outcome})
    order by subscription_id limit ${filter.size}`.execute(db);
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    outcome: row.outcome,
    reason: row.reason,
    invoiceId: row.invoice_id,
  }));
}

function fromRow(row: MoveRow): Move {
  return {
    id: row.id,
    providerId: row.provider_id,
    planId: row.plan_id,
    toVersionId: row.to_version_id,
    fromVersionIds: row.from_version_ids,
    timing: row.timing,
    reason: row.reason,
    state: row.state,
    requestedBy: row.requested_by,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
