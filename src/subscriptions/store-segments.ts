import { sql } from 'kysely';
import type { TermsOverride } from '#catalog';
import { type Db, inScope, jsonb } from '#kernel';
import type { Segment } from './segment.ts';

interface SegmentRow {
  subscription_id: string;
  start_at: Temporal.Instant;
  end_at: Temporal.Instant;
  kind: Segment['kind'];
  plan_version_id: string;
  currency: string;
  quantity: number;
  overrides: TermsOverride | null;
  periods_elapsed: number;
  anchor_at: Temporal.Instant;
  period_start_at: Temporal.Instant;
  period_end_at: Temporal.Instant;
  whole_start_at: Temporal.Instant;
  whole_end_at: Temporal.Instant;
  due_at: Temporal.Instant;
  charged_until_at: Temporal.Instant | null;
}

/** Writes segments that have ended. Writing one again changes nothing. */
export async function insertSegments(tx: Db, segments: readonly Segment[]): Promise<void> {
  if (segments.length === 0) return;
  const rows = segments.map((one) => ({
    subscription_id: one.subscriptionId,
    start_at: one.startAt.toString(),
    end_at: one.endAt.toString(),
    kind: one.kind,
    plan_version_id: one.planVersionId,
    currency: one.currency,
    quantity: one.quantity,
    overrides: one.overrides,
    periods_elapsed: one.periodsElapsed,
    anchor_at: one.anchorAt.toString(),
    period_start_at: one.period.startAt.toString(),
    period_end_at: one.period.endAt.toString(),
    whole_start_at: one.whole.startAt.toString(),
    whole_end_at: one.whole.endAt.toString(),
    due_at: one.dueAt.toString(),
    charged_until_at: one.chargedUntilAt.toString(),
  }));
  await sql`
    insert into subscriptions_segments
    select * from jsonb_populate_recordset(null::subscriptions_segments, ${jsonb(rows)})
    on conflict do nothing`.execute(tx);
}

/** The billing period that these segments are part of ends at another time than it was to end. */
export async function boundOpenSegments(
  tx: Db,
  subscriptionId: string,
  period: { readonly startAt: Temporal.Instant; readonly endAt: Temporal.Instant },
): Promise<void> {
  await sql`
    update subscriptions_segments set period_end_at = ${period.endAt}, due_at = ${period.endAt}
    where subscription_id = ${subscriptionId} and period_start_at = ${period.startAt} and settled_at is null`.execute(
    tx,
  );
}

/** Segments that have ended and are still to be billed, in order, by subscription. */
export async function openSegments(db: Db, ids: readonly string[]): Promise<Map<string, Segment[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<SegmentRow>`
    select * from subscriptions_segments
    where subscription_id = any(${[...new Set(ids)]}::text[]) and settled_at is null
    order by subscription_id, start_at`.execute(db);
  return Map.groupBy(rows.map(fromRow), (segment) => segment.subscriptionId);
}

/** Subscriptions (of one sandbox consumer, or all others) with a segment whose bill is due, in the order of their ids. */
export async function withDueSegments(
  db: Db,
  at: Temporal.Instant,
  limit: number,
  afterId: string,
  organizationId: string | null = null,
): Promise<string[]> {
  const { rows } = await sql<{ subscription_id: string }>`
    select distinct g.subscription_id
    from subscriptions_segments g join subscriptions_subscriptions s on s.id = g.subscription_id
    where g.settled_at is null and g.due_at <= ${at} and g.subscription_id > ${afterId}
      and ${inScope('s.organization_id', { organizationId })}
    order by g.subscription_id limit ${limit}`.execute(db);
  return rows.map((row) => row.subscription_id);
}

/** Says that these were billed. Repeating changes nothing. */
export async function settleSegments(
  tx: Db,
  billed: readonly Pick<Segment, 'subscriptionId' | 'startAt'>[],
  at: Temporal.Instant,
): Promise<void> {
  if (billed.length === 0) return;
  const ids = billed.map((one) => one.subscriptionId);
  const starts = billed.map((one) => one.startAt);
  await sql`
    update subscriptions_segments s set settled_at = ${at}
    from unnest(${ids}::text[], ${starts}::timestamptz[]) as w(subscription_id, start_at)
    where s.subscription_id = w.subscription_id and s.start_at = w.start_at and s.settled_at is null`.execute(
    tx,
  );
}

function fromRow(row: SegmentRow): Segment {
  return {
    subscriptionId: row.subscription_id,
    startAt: row.start_at,
    endAt: row.end_at,
    kind: row.kind,
    planVersionId: row.plan_version_id,
    currency: row.currency,
    quantity: row.quantity,
    overrides: row.overrides,
    periodsElapsed: row.periods_elapsed,
    anchorAt: row.anchor_at,
    period: { startAt: row.period_start_at, endAt: row.period_end_at },
    whole: { startAt: row.whole_start_at, endAt: row.whole_end_at },
    dueAt: row.due_at,
    chargedUntilAt: row.charged_until_at ?? row.end_at,
  };
}
