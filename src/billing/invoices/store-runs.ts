import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { CloseOutcome } from './plan-batch.ts';

export interface BillingRun {
  readonly id: string;
  /** Whose consumers are billed; null: everybody's. */
  readonly providerId: string | null;
  readonly requestedBy: string;
  readonly closeCurrentPeriod: boolean;
  readonly leaveDraft: boolean;
  /** The moment that the run is about: what is due then, or usage up to then. */
  readonly at: Temporal.Instant;
  readonly state: 'queued' | 'running' | 'done';
  readonly createdAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
}

interface RunRow {
  id: string;
  provider_id: string | null;
  requested_by: string;
  close_current_period: boolean;
  leave_draft: boolean;
  at: Temporal.Instant;
  state: 'queued' | 'running' | 'done';
  created_at: Temporal.Instant;
  finished_at: Temporal.Instant | null;
}

function toRun(row: RunRow): BillingRun {
  return {
    id: row.id,
    providerId: row.provider_id,
    requestedBy: row.requested_by,
    closeCurrentPeriod: row.close_current_period,
    leaveDraft: row.leave_draft,
    at: row.at,
    state: row.state,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}

export async function insertRun(tx: Db, run: BillingRun): Promise<void> {
  await sql`
    insert into billing_runs
      (id, provider_id, requested_by, close_current_period, leave_draft, at, state, created_at, finished_at)
    values (${run.id}, ${run.providerId}, ${run.requestedBy}, ${run.closeCurrentPeriod}, ${run.leaveDraft}, ${run.at},
      ${run.state}, ${run.createdAt}, ${run.finishedAt})`.execute(tx);
}

export async function insertRunItems(
  tx: Db,
  runId: string,
  subscriptionIds: readonly string[],
): Promise<void> {
  await sql`
    insert into billing_run_items (run_id, subscription_id)
    select ${runId}, s from unnest(${[...subscriptionIds]}::text[]) as s on conflict do nothing`.execute(tx);
}

export async function findRun(db: Db, id: string): Promise<BillingRun | null> {
  const { rows } = await sql<RunRow>`select * from billing_runs where id = ${id}`.execute(db);
  return rows[0] ? toRun(rows[0]) : null;
}

export async function markRun(
  db: Db,
  id: string,
  state: 'running' | 'done',
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    update billing_runs set state = ${state}, finished_at = ${state === 'done' ? at : null}
    where id = ${id} and state <> 'done'`.execute(db);
}

/** Runs that are not done, oldest first. */
export async function openRuns(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from billing_runs where state <> 'done' order by created_at limit 100`.execute(db);
  return rows.map((row) => row.id);
}

export async function openItems(db: Db, runId: string, afterId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ subscription_id: string }>`
    select subscription_id from billing_run_items
    where run_id = ${runId} and outcome is null and subscription_id > ${afterId}
    order by subscription_id limit ${limit}`.execute(db);
  return rows.map((row) => row.subscription_id);
}

/**
 * Notes what became of the items of a run, in the transaction that bills them. Those that could not be looked
 * at (busy) or must wait stay open unless `giveUp`.
 */
export async function recordOutcomes(
  tx: Db,
  runId: string | null,
  outcomes: ReadonlyMap<string, CloseOutcome>,
  giveUp = false,
): Promise<void> {
  if (runId === null) return;
  const rows = [...outcomes].flatMap(([subscription_id, one]) => {
    if (!giveUp && (one.outcome === 'busy' || one.outcome === 'waiting')) return [];
    const outcome = one.outcome === 'busy' ? 'waiting' : one.outcome;
    const reason = 'reason' in one ? one.reason : one.outcome === 'busy' ? 'Another run is billing it' : null;
    return [{ subscription_id, outcome, invoice_id: 'invoiceId' in one ? one.invoiceId : null, reason }];
  });
  if (rows.length === 0) return;
  await sql`
    update billing_run_items i set outcome = o.outcome, invoice_id = o.invoice_id, reason = o.reason
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as o(subscription_id text, outcome text, invoice_id text, reason text)
    where i.run_id = ${runId} and i.subscription_id = o.subscription_id and i.outcome is null`.execute(tx);
}

export interface RunItem {
  readonly subscriptionId: string;
  readonly outcome: string | null;
  readonly invoiceId: string | null;
  readonly reason: string | null;
}

export async function listRunItems(
  db: Db,
  runId: string,
  page: { limit: number; afterId: string | null },
): Promise<RunItem[]> {
  const { rows } = await sql<{
    subscription_id: string;
    outcome: string | null;
    invoice_id: string | null;
    reason: string | null;
  }>`
    select * from billing_run_items
    where run_id = ${runId} and (${page.afterId}::text is null or subscription_id > ${page.afterId})
    order by subscription_id limit ${page.limit}`.execute(db);
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    outcome: row.outcome,
    invoiceId: row.invoice_id,
    reason: row.reason,
  }));
}

/** How many items have which outcome; `open` are those still to do. */
export async function countOutcomes(db: Db, runId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ outcome: string; count: number }>`
    select coalesce(outcome, 'open') as outcome, count(*)::int as count from billing_run_items
    where run_id = ${runId} group by 1`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.outcome, row.count]));
}
