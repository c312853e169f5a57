import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { Period } from '#rating';

/** All closed stretches of time of each subscription, in order. */
export async function closedPeriodsOf(db: Db, ids: readonly string[]): Promise<Map<string, Period[]>> {
  const { rows } = await sql<{
    subscription_id: string;
    period_start_at: Temporal.Instant;
    period_end_at: Temporal.Instant;
  }>`
    select subscription_id, period_start_at, period_end_at from billing_closed_periods
    where subscription_id = any(${[...ids]}::text[]) order by subscription_id, period_start_at`.execute(db);
  const periods = new Map<string, Period[]>();
  for (const { subscription_id: id, period_start_at: startAt, period_end_at: endAt } of rows) {
    const own = periods.get(id) ?? [];
    periods.set(id, own);
    own.push({ startAt, endAt });
  }
  return periods;
}

/** When subscriptions that had ended were taken up again: between the two there is nothing to bill. */
export async function returnsOf(db: Db, ids: readonly string[]): Promise<Map<string, Temporal.Instant[]>> {
  const { rows } = await sql<{ subscription_id: string; at: Temporal.Instant }>`
    select subscription_id, at from billing_quotes where subscription_id = any(${[...ids]}::text[])
      and accepted_at is not null and change ->> 'kind' = 'reactivate'`.execute(db);
  const bySubscription = Map.groupBy(rows, (row) => row.subscription_id);
  return new Map([...bySubscription].map(([id, own]) => [id, own.map((row) => row.at)]));
}

/** The last batch of usage that any close of what is over has seen, by subscription; without closes it is missing. */
export async function billedThrough(db: Db, ids: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ subscription_id: string; batch: bigint }>`
    select p.subscription_id, greatest(p.batch, (
      select max(c.highest_batch) from billing_charges c
      where c.subscription_id = p.subscription_id and c.period_start_at < p.end_at))::bigint as batch
    from (select subscription_id, max(highest_batch) as batch, max(period_end_at) as end_at
      from billing_closed_periods where subscription_id = any(${[...ids]}::text[]) group by 1) p`.execute(db);
  return new Map(rows.map((row) => [row.subscription_id, row.batch]));
}
