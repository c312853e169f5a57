/** Who bills a subscription right now, and which of them are set aside because they could not be billed. */
import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { Obstacle } from './obstacle.ts';

export interface Fence {
  readonly subscriptionId: string;
  /** It could not be billed the last time. */
  readonly hadTrouble: boolean;
}

/**
 * Fences of these subscriptions, in the order of their ids; those that another worker holds are left out, and those that
 * are set aside, unless it is time to try them again.
 */
export async function claimFences(
  tx: Db,
  ids: readonly string[],
  at: Temporal.Instant | null = null,
): Promise<Fence[]> {
  await sql`
    insert into billing_subscription_fences (subscription_id)
    select s from unnest(${[...ids]}::text[]) as s
    where not exists (select from billing_subscription_fences f where f.subscription_id = s) order by s
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ subscription_id: string; set_aside_count: number }>`
    select subscription_id, set_aside_count from billing_subscription_fences
    where subscription_id = any(${[...ids]}::text[]) and (set_aside_at is null or retry_at <= ${at}::timestamptz)
    order by subscription_id for update skip locked`.execute(tx);
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    hadTrouble: row.set_aside_count > 0,
  }));
}

/** Waits for the fence of one: whoever bills it now is done first, and the next one waits. */
export async function holdFence(tx: Db, subscriptionId: string): Promise<void> {
  await sql`
    insert into billing_subscription_fences (subscription_id) values (${subscriptionId})
    on conflict do nothing`.execute(tx);
  await sql`
    select from billing_subscription_fences where subscription_id = ${subscriptionId} for update`.execute(tx);
}

export interface SetAside {
  readonly subscriptionId: string;
  readonly providerId: string | null;
  readonly reason: string;
  readonly code: string;
  /** How often in a row. */
  readonly count: number;
  readonly sinceAt: Temporal.Instant;
  readonly at: Temporal.Instant;
  /** When it is tried again by itself; null: when a person says so. */
  readonly retryAt: Temporal.Instant | null;
}

export interface SetAsideInsert {
  readonly subscriptionId: string;
  readonly providerId: string | null;
  readonly reason: string;
  readonly obstacle: Obstacle;
}

const FIRST_PAUSE_MINUTES = 5;
const LONGEST_PAUSE_MINUTES = 24 * 60;
/** About five days; then a person decides. */
const MOST_RETRIES = 12;

/** What passes is tried again after pauses that double. */
export async function setAside(
  db: Db,
  failures: readonly SetAsideInsert[],
  at: Temporal.Instant,
): Promise<void> {
  if (failures.length === 0) return;
  const rows = failures.map(({ subscriptionId, providerId, reason, obstacle }) => ({
    subscription_id: subscriptionId,
    provider_id: providerId,
    reason,
    code: obstacle.code,
    retry_at: obstacle.passes ? at.add({ minutes: FIRST_PAUSE_MINUTES }).toString() : null,
  }));
  await sql`
    insert into billing_subscription_fences as f (subscription_id, provider_id, set_aside_at, set_aside_since,
      set_aside_reason, set_aside_code, set_aside_count, retry_at)
    select subscription_id, provider_id, ${at}, ${at}, reason, code, 1, retry_at
    from jsonb_to_recordset(${jsonb(rows)})
      as w(subscription_id text, provider_id text, reason text, code text, retry_at timestamptz)
    order by subscription_id
    on conflict (subscription_id) do update set provider_id = excluded.provider_id,
      set_aside_at = excluded.set_aside_at, set_aside_since = coalesce(f.set_aside_since, excluded.set_aside_at),
      set_aside_reason = excluded.set_aside_reason, set_aside_code = excluded.set_aside_code,
      set_aside_count = f.set_aside_count + 1,
      retry_at = case when excluded.retry_at is not null and f.set_aside_count < ${MOST_RETRIES}
        then excluded.set_aside_at + interval '1 minute'
          * least(${FIRST_PAUSE_MINUTES} * power(2, f.set_aside_count), ${LONGEST_PAUSE_MINUTES}::float8) end`.execute(
    db,
  );
}

/** What was set aside and is billed now: it begins anew. */
export async function forgetTrouble(tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update billing_subscription_fences set set_aside_at = null, set_aside_since = null, set_aside_reason = null,
      set_aside_code = null, set_aside_count = 0, retry_at = null
    where subscription_id = any(${[...ids]}::text[])`.execute(tx);
}

export interface SetAsideFilter {
  /** Whose consumers; null: everybody's. */
  readonly providerId: string | null;
  readonly code?: string | undefined;
  readonly subscriptionId?: string | undefined;
}

function matches({ providerId, code, subscriptionId }: SetAsideFilter) {
  return sql`set_aside_at is not null
    and (${providerId}::text is null or provider_id = ${providerId})
    and (${code ?? null}::text is null or set_aside_code = ${code ?? null})
    and (${subscriptionId ?? null}::text is null or subscription_id = ${subscriptionId ?? null})`;
}

/** Takes them back among the others; answers how many. Should they fail again, it is not the first time. */
export async function readmit(db: Db, filter: SetAsideFilter): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update billing_subscription_fences set set_aside_at = null, set_aside_reason = null, retry_at = null
    where subscription_id in (
      select subscription_id from billing_subscription_fences where ${matches(filter)}
      order by subscription_id for update)`.execute(db);
  return Number(numAffectedRows);
}

interface SetAsideRow {
  subscription_id: string;
  provider_id: string | null;
  set_aside_reason: string;
  set_aside_code: string;
  set_aside_count: number;
  set_aside_since: Temporal.Instant;
  set_aside_at: Temporal.Instant;
  retry_at: Temporal.Instant | null;
}

export async function listSetAside(
  db: Db,
  filter: SetAsideFilter,
  page: { limit: number; afterId: string | null },
): Promise<SetAside[]> {
  const { rows } = await sql<SetAsideRow>`
    select * from billing_subscription_fences
    where ${matches(filter)} and (${page.afterId}::text is null or subscription_id > ${page.afterId})
    order by subscription_id limit ${page.limit}`.execute(db);
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    providerId: row.provider_id,
    reason: row.set_aside_reason,
    code: row.set_aside_code,
    count: row.set_aside_count,
    sinceAt: row.set_aside_since,
    at: row.set_aside_at,
    retryAt: row.retry_at,
  }));
}

/** How many are set aside: those that are tried again by themselves, and those that wait for a person. */
export async function countSetAside(db: Db): Promise<{ readonly retried: number; readonly stuck: number }> {
  const { rows } = await sql<{ retried: number; stuck: number }>`
    select count(retry_at)::int as retried, (count(*) - count(retry_at))::int as stuck
    from billing_subscription_fences where set_aside_at is not null`.execute(db);
  return rows[0]!;
}

/** Which of these are set aside, with the reasons. */
export async function setAsideReasons(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ subscription_id: string; set_aside_reason: string }>`
    select subscription_id, set_aside_reason from billing_subscription_fences
    where subscription_id = any(${[...ids]}::text[]) and set_aside_at is not null`.execute(db);
  return new Map(rows.map((row) => [row.subscription_id, row.set_aside_reason]));
}
