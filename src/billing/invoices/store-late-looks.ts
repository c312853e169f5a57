/** When usage of subscriptions that have ended is looked for once more. */
import { sql } from 'kysely';
import { type Db, inScope, jsonb, type TimeScope } from '#kernel';

export interface LateLooks {
  readonly subscriptionId: string;
  readonly organizationId: string;
  readonly firstAt: Temporal.Instant;
  readonly everySeconds: number;
  readonly count: number;
}

export async function planLateLooks(tx: Db, looks: readonly LateLooks[]): Promise<void> {
  if (looks.length === 0) return;
  const rows = looks.map(({ subscriptionId, organizationId, firstAt, everySeconds, count }) => ({
    subscription_id: subscriptionId,
    organization_id: organizationId,
    look_at: firstAt.toString(),
    every_seconds: everySeconds,
    looks_left: count,
  }));
  await sql`
    insert into billing_late_looks
    select * from jsonb_populate_recordset(null::billing_late_looks, ${jsonb(rows)})
    on conflict (subscription_id) do update
      set look_at = excluded.look_at, every_seconds = excluded.every_seconds, looks_left = excluded.looks_left`.execute(
    tx,
  );
}

/** Says that these were looked at, and forgets those that it was the last time for. */
export async function lookedAt(tx: Db, ids: readonly string[], at: Temporal.Instant): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from billing_late_looks
    where subscription_id = any(${[...ids]}::text[]) and look_at <= ${at} and looks_left = 1`.execute(tx);
  await sql`
    update billing_late_looks
    set look_at = greatest(look_at, ${at}) + every_seconds * interval '1 second', looks_left = looks_left - 1
    where subscription_id = any(${[...ids]}::text[]) and look_at <= ${at}`.execute(tx);
}

/** In the order of their ids. */
export async function withDueLooks(
  db: Db,
  scope: TimeScope,
  limit: number,
  afterId: string,
): Promise<string[]> {
  const { rows } = await sql<{ subscription_id: string }>`
    select subscription_id from billing_late_looks where look_at <= ${scope.at} and subscription_id > ${afterId}
      and ${inScope('organization_id', scope)}
    order by subscription_id limit ${limit}`.execute(db);
  return rows.map((row) => row.subscription_id);
}
