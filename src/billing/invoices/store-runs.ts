import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { CloseOutcome } from './plan-batch.ts';

export const RUN_STATES = ['queued', 'running', 'done', 'canceled'] as const;
export type RunState = (typeof RUN_STATES)[number];

export interface BillingRun {
  readonly id: string;
  /** Whose consumers are billed; null: everybody's. */
  readonly providerId: string | null;
  readonly requestedBy: string;
  readonly closeCurrentPeriod: boolean;
  readonly leaveDraft: boolean;
  /** The moment that the run is about: what is due then, or usage up to then. */
  readonly at: Temporal.Instant;
  readonly state: RunState;
  /** Its subscriptions. */
  readonly total: number;
  readonly createdAt: Temporal.Instant;
  /** When work on it last began, and how many were done by then. */
  readonly resumedAt: Temporal.Instant | null;
  readonly resumedDone: number;
  readonly finishedAt: Temporal.Instant | null;
}

interface RunRow {
  id: string;
  provider_id: string | null;
  requested_by: string;
  close_current_period: boolean;
  leave_draft: boolean;
  at: Temporal.Instant;
  state: RunState;
  total: number;
  created_at: Temporal.Instant;
  resumed_at: Temporal.Instant | null;
  resumed_done: number;
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
    total: row.total,
    createdAt: row.created_at,
    resumedAt: row.resumed_at,
    resumedDone: row.resumed_done,
    finishedAt: row.finished_at,
  };
}

export type BillingRunInsert = Omit<
  BillingRun,
  'state' | 'total' | 'resumedAt' | 'resumedDone' | 'finishedAt'
>;

export async function insertRun(tx: Db, run: BillingRunInsert): Promise<void> {
  await sql`
    insert into billing_runs
      (id, provider_id, requested_by, close_current_period, leave_draft, at, state, created_at)
    values (${run.id}, ${run.providerId}, ${run.requestedBy}, ${run.closeCurrentPeriod}, ${run.leaveDraft}, ${run.at},
      'queued', ${run.createdAt})`.execute(tx);
}

export async function insertRunItems(
  tx: Db,
  runId: string,
  subscriptionIds: readonly string[],
): Promise<void> {
  await sql`
    with added as (
      insert into billing_run_items (run_id, subscription_id)
      select ${runId}, s from unnest(${[...subscriptionIds]}::text[]) as s on conflict do nothing returning 1)
    update billing_runs set total = total + (select count(*) from added) where id = ${runId}`.execute(tx);
}

export async function findRun(db: Db, id: string): Promise<BillingRun | null> {
  const { rows } = await sql<RunRow>`select * from billing_runs where id = ${id}`.execute(db);
  return rows[0] ? toRun(rows[0]) : null;
}

/** Runs of one provider, or (null) all, newest first. */
export async function listRuns(
  db: Db,
  filter: { readonly providerId: string | null; readonly state: RunState | undefined },
  page: { limit: number; beforeId: string | null },
): Promise<BillingRun[]> {
  const { providerId, state = null } = filter;
  const { rows } = await sql<RunRow>`
    select * from billing_runs
    where (${providerId}::text is null or provider_id = ${providerId})
      and (${state}::text is null or state = ${state})
      and (${page.beforeId}::text is null or id < ${page.beforeId})
    order by id desc limit ${page.limit}`.execute(db);
  return rows.map(toRun);
}

/** Says that work on it begins, or goes on; null when it is over. */
export async function resumeRun(db: Db, id: string, at: Temporal.Instant): Promise<BillingRun | null> {
  const { rows } = await sql<RunRow>`
    update billing_runs set state = 'running', resumed_at = ${at}, resumed_done = (
      select coalesce(sum(count), 0)::int from billing_run_counts where run_id = ${id})
    where id = ${id} and state in ('queued', 'running') returning *`.execute(db);
  return rows[0] ? toRun(rows[0]) : null;
}

/** False when it was over already. */
export async function endRun(
  db: Db,
  id: string,
  state: 'done' | 'canceled',
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update billing_runs set state = ${state}, finished_at = ${at}
    where id = ${id} and state in ('queued', 'running') returning id`.execute(db);
  return rows.length > 0;
}

/** Runs that are not over, oldest first. */
export async function openRuns(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from billing_runs where state in ('queued', 'running') order by created_at limit 100`.execute(
    db,
  );
  return rows.map((row) => row.id);
}

/** None once the run is called off. */
export async function openItems(db: Db, runId: string, afterId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ subscription_id: string }>`
    select subscription_id from billing_run_items
    where run_id = ${runId} and outcome is null and subscription_id > ${afterId} and ${isAtWork(runId)}
    order by subscription_id limit ${limit}`.execute(db);
  return rows.map((row) => row.subscription_id);
}

/**
 * Which of these are still to do. Asked by whoever holds their fences: another worker that did them is done by then, and a
 * subscription with several periods behind it is billed for one of them by one run, however many workers it has.
 */
export async function openAmong(tx: Db, runId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ subscription_id: string }>`
    select subscription_id from billing_run_items
    where run_id = ${runId} and outcome is null and subscription_id = any(${[...ids]}::text[]) and ${isAtWork(runId)}
    order by subscription_id`.execute(tx);
  return rows.map((row) => row.subscription_id);
}

function isAtWork(runId: string) {
  return sql`exists (select from billing_runs where id = ${runId} and state = 'running')`;
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
    with noted as (
      update billing_run_items i set outcome = o.outcome, invoice_id = o.invoice_id, reason = o.reason
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as o(subscription_id text, outcome text, invoice_id text, reason text)
      where i.run_id = ${runId} and i.subscription_id = o.subscription_id and i.outcome is null
      returning i.outcome)
    insert into billing_run_counts as c (run_id, outcome, count)
    select ${runId}, outcome, count(*) from noted group by outcome order by outcome
    on conflict (run_id, outcome) do update set count = c.count + excluded.count`.execute(tx);
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

/** By run, how many of its items have which outcome; `open` are those that nothing was done about. */
export async function countOutcomes(
  db: Db,
  runs: readonly Pick<BillingRun, 'id' | 'total'>[],
): Promise<Map<string, Record<string, number>>> {
  const ids = runs.map((run) => run.id);
  const { rows } = await sql<{ run_id: string; outcome: string; count: number }>`
    select * from billing_run_counts where run_id = any(${ids}::text[]) order by outcome`.execute(db);
  const byRun = Map.groupBy(rows, (row) => row.run_id);
  return new Map(
    runs.map(({ id, total }) => {
      const counts = Object.fromEntries((byRun.get(id) ?? []).map((row) => [row.outcome, row.count]));
      const open = total - Object.values(counts).reduce((sum, count) => sum + count, 0);
      return [id, open > 0 ? { ...counts, open } : counts];
    }),
  );
}
