import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { HeldEvent, HeldList } from './held-event.ts';

/** The same event held twice is one entry: the first stays, unless it was replayed and now waits again. */
export async function holdEvents(db: Db, events: readonly HeldEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    id: event.id,
    list: event.list,
    organization_id: event.organizationId,
    connection: event.connection,
    source: event.source,
    event_id: event.eventId,
    reason: event.reason,
    detail: event.detail,
    report: event.report,
    received_at: event.receivedAt.toString(),
  }));
  await sql`
    insert into metering_held_events
      (id, list, organization_id, connection, source, event_id, reason, detail, report, received_at)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
      id text, list text, organization_id text, connection text, source text, event_id text,
      reason text, detail text, report jsonb, received_at timestamptz)
    on conflict (connection, source, event_id) do nothing`.execute(db);
}

interface HeldRow {
  id: string;
  list: HeldList;
  organization_id: string | null;
  connection: string;
  source: string;
  event_id: string;
  reason: string;
  detail: string;
  report: unknown;
  received_at: Temporal.Instant;
}

export interface HeldFilter {
  readonly list: HeldList;
  /** Null: everybody's (the operator). */
  readonly organizationId: string | null;
  readonly afterId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly limit: number;
  /** Only what has a report, that is, can be replayed. */
  readonly replayable?: boolean;
}

export async function listHeldEvents(db: Db, filter: HeldFilter): Promise<HeldEvent[]> {
  const { rows } = await sql<HeldRow>`
    select * from metering_held_events
    where state = 'waiting' and list = ${filter.list}
      and (${filter.organizationId}::text is null or organization_id = ${filter.organizationId})
      and (${filter.afterId ?? null}::text is null or id > ${filter.afterId ?? null})
      and (${filter.ids ? [...filter.ids] : null}::text[] is null or id = any(${filter.ids ? [...filter.ids] : null}))
      and (not ${filter.replayable ?? false}::boolean or report is not null)
    order by id limit ${filter.limit}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    list: row.list,
    organizationId: row.organization_id,
    connection: row.connection,
    source: row.source,
    eventId: row.event_id,
    reason: row.reason,
    detail: row.detail,
    report: row.report,
    receivedAt: row.received_at,
  }));
}

export async function markReplayed(db: Db, ids: readonly string[], at: Temporal.Instant): Promise<void> {
  await sql`
    update metering_held_events set state = 'replayed', replayed_at = ${at}
    where id = any(${[...ids]}::text[]) and state = 'waiting'`.execute(db);
}

/** A replay may end in the other list, or in the same one for another reason. */
export async function updateHeldReasons(
  db: Db,
  changes: readonly { id: string; list: HeldList; reason: string; detail: string }[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update metering_held_events h set list = c.list, reason = c.reason, detail = c.detail
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c(id text, list text, reason text, detail text)
    where h.id = c.id and h.state = 'waiting'`.execute(db);
}
