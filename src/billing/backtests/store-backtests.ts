import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { Backtest, BacktestFindings, Comparison, CurrencyTotal } from './backtest.ts';

interface BacktestRow {
  id: string;
  provider_id: string;
  plan_id: string;
  plan_version_id: string | null;
  terms: Backtest['terms'];
  from_at: Temporal.Instant;
  to_at: Temporal.Instant;
  state: Backtest['state'];
  after_id: string;
  problem: string | null;
  requested_by: string;
  created_at: Temporal.Instant;
  finished_at: Temporal.Instant | null;
}

const toBacktest = (row: BacktestRow): Backtest => ({
  id: row.id,
  providerId: row.provider_id,
  planId: row.plan_id,
  planVersionId: row.plan_version_id,
  terms: row.terms,
  fromAt: row.from_at,
  toAt: row.to_at,
  state: row.state,
  afterId: row.after_id,
  problem: row.problem,
  requestedBy: row.requested_by,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
});

export async function insertBacktest(tx: Db, of: Backtest): Promise<void> {
  await sql`
    insert into billing_backtests (id, provider_id, plan_id, plan_version_id, terms, from_at, to_at, state,
      requested_by, created_at)
    values (${of.id}, ${of.providerId}, ${of.planId}, ${of.planVersionId}, ${jsonb(of.terms)}, ${of.fromAt}, ${of.toAt},
      ${of.state}, ${of.requestedBy}, ${of.createdAt})`.execute(tx);
}

export async function findBacktest(db: Db, id: string): Promise<Backtest | null> {
  const { rows } = await sql<BacktestRow>`select * from billing_backtests where id = ${id}`.execute(db);
  return rows[0] ? toBacktest(rows[0]) : null;
}

/** Holds it for one page of work; null when another worker does, or there is nothing left to do. */
export async function claimBacktest(tx: Db, id: string): Promise<Backtest | null> {
  const { rows } = await sql<BacktestRow>`
    select * from billing_backtests where id = ${id} and state in ('queued', 'running')
    for update skip locked`.execute(tx);
  return rows[0] ? toBacktest(rows[0]) : null;
}

export async function openBacktests(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from billing_backtests where state in ('queued', 'running') order by created_at limit 100`.execute(
    db,
  );
  return rows.map((row) => row.id);
}

export async function listBacktests(
  db: Db,
  providerId: string,
  page: { limit: number; afterId: string | null },
): Promise<Backtest[]> {
  const { rows } = await sql<BacktestRow>`
    select * from billing_backtests
    where provider_id = ${providerId} and (${page.afterId}::text is null or id < ${page.afterId})
    order by id desc limit ${page.limit}`.execute(db);
  return rows.map(toBacktest);
}

export async function markBacktest(
  tx: Db,
  id: string,
  mark: Pick<Backtest, 'state' | 'problem' | 'finishedAt'> & { readonly afterId?: string },
): Promise<void> {
  await sql`
    update billing_backtests set state = ${mark.state}, problem = ${mark.problem}, finished_at = ${mark.finishedAt},
      after_id = coalesce(${mark.afterId ?? null}, after_id)
    where id = ${id}`.execute(tx);
}

export async function insertComparisons(tx: Db, id: string, rows: readonly Comparison[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((one) => ({
    backtest_id: id,
    subscription_id: one.subscriptionId,
    organization_id: one.organizationId,
    currency: one.currency,
    periods: one.periods,
    old_minor: one.oldMinor,
    new_minor: one.newMinor,
    reason: one.reason,
  }));
  await sql`
    insert into billing_backtest_rows
    select * from jsonb_populate_recordset(null::billing_backtest_rows, ${jsonb(values)})
    on conflict do nothing`.execute(tx);
}

interface ComparisonRow {
  subscription_id: string;
  organization_id: string;
  currency: string;
  periods: number;
  old_minor: bigint;
  new_minor: bigint | null;
  reason: string | null;
}

const toComparison = (row: ComparisonRow): Comparison => ({
  subscriptionId: row.subscription_id,
  organizationId: row.organization_id,
  currency: row.currency,
  periods: row.periods,
  oldMinor: row.old_minor,
  newMinor: row.new_minor,
  reason: row.reason,
});

const MOST_MOVERS = 20;

export async function findingsOf(db: Db, id: string): Promise<BacktestFindings> {
  const totals = await sql<{
    currency: string;
    subscriptions: number;
    old: bigint;
    new: bigint;
    dearer: number;
    cheaper: number;
  }>`
    select currency, count(*)::int as subscriptions, sum(old_minor)::bigint as old, sum(new_minor)::bigint as new,
      (count(*) filter (where new_minor > old_minor))::int as dearer,
      (count(*) filter (where new_minor < old_minor))::int as cheaper
    from billing_backtest_rows where backtest_id = ${id} and new_minor is not null
    group by currency order by currency`.execute(db);
  const refused = await sql<{ count: number }>`
    select count(*)::int as count from billing_backtest_rows
    where backtest_id = ${id} and new_minor is null`.execute(db);
  const movers = await sql<ComparisonRow>`
    select * from billing_backtest_rows where backtest_id = ${id} and new_minor <> old_minor
    order by abs(new_minor - old_minor) desc, subscription_id limit ${MOST_MOVERS}`.execute(db);
  return {
    totals: totals.rows.map(
      (row): CurrencyTotal => ({
        currency: row.currency,
        subscriptions: row.subscriptions,
        oldMinor: row.old,
        newMinor: row.new,
        dearer: row.dearer,
        cheaper: row.cheaper,
      }),
    ),
    notComparable: refused.rows[0]!.count,
    movers: movers.rows.map(toComparison),
  };
}

export async function listComparisons(
  db: Db,
  id: string,
  page: { limit: number; afterId: string | null },
): Promise<Comparison[]> {
  const { rows } = await sql<ComparisonRow>`
    select * from billing_backtest_rows where backtest_id = ${id} and subscription_id > ${page.afterId ?? ''}
    order by subscription_id limit ${page.limit}`.execute(db);
  return rows.map(toComparison);
}
