// The usage store's side of questions: for billing from events, for screens from roll-ups, the request log.
import { type Decimal, longestParameterBytes, type UsageDb } from '#kernel';
import type { MeterDefinition } from '#rating';
import { EventColumns, meterConditions, Parameters } from './meter-sql.ts';

export interface UsageWindow {
  readonly subscriptionId: string;
  /** Half-open: [startAt, endAt). */
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
}

/** What one window used, per event type and quota period. */
export interface UsageSum {
  readonly subscriptionId: string;
  readonly windowStartAt: Temporal.Instant;
  readonly eventType: string;
  readonly quotaPeriodStart: Temporal.Instant | null;
  readonly calls: bigint;
  readonly units: Decimal;
  readonly value: Decimal;
  readonly overageUnits: Decimal;
}

/** Ids of 30 characters in quotes and a comma; longer parameters are refused by a server. */
const WINDOWS_PER_QUERY = Math.floor(longestParameterBytes / 40);

/**
 * Live usage of many windows at once, from the events: one query for up to 3,000 windows, however many
 * subscriptions they are of. With `upToBatch` it answers the same for ever.
 */
export async function sumUsage(
  usageDb: UsageDb,
  { windows, upToBatch }: { windows: readonly UsageWindow[]; upToBatch?: bigint },
): Promise<UsageSum[]> {
  const sums: UsageSum[] = [];
  for (let at = 0; at < windows.length; at += WINDOWS_PER_QUERY) {
    sums.push(...(await sumWindows(usageDb, windows.slice(at, at + WINDOWS_PER_QUERY), upToBatch)));
  }
  return sums;
}

async function sumWindows(
  usageDb: UsageDb,
  windows: readonly UsageWindow[],
  upToBatch: bigint | undefined,
): Promise<UsageSum[]> {
  const starts = windows.map(({ startAt }) => startAt.epochMilliseconds);
  const ends = windows.map(({ endAt }) => endAt.epochMilliseconds);
  const rows = await usageDb.query<{
    subscription_id: string;
    window_start: Temporal.Instant;
    event_type: string;
    quota_period_start: Temporal.Instant | null;
    calls: bigint;
    units: Decimal;
    value: Decimal;
    overage_units: Decimal;
  }>(
    `select e.subscription_id as subscription_id, w.start_at as window_start, e.event_type as event_type,
       e.quota_period_start as quota_period_start, count() as calls, sum(e.units) as units, sum(e.value) as value,
       sum(e.overage_units) as overage_units
     from usage_events e
     inner join (
       select item.1 as subscription_id, fromUnixTimestamp64Milli(item.2, 'UTC') as start_at,
         fromUnixTimestamp64Milli(item.3, 'UTC') as end_at
       from (select arrayJoin(arrayZip({ids:Array(String)}, {starts:Array(Int64)}, {ends:Array(Int64)})) as item)
     ) w on e.subscription_id = w.subscription_id
     where e.subscription_id in {ids:Array(String)}
       and e.timestamp >= fromUnixTimestamp64Milli({first:Int64}, 'UTC')
       and e.timestamp < fromUnixTimestamp64Milli({last:Int64}, 'UTC')
       and e.timestamp >= w.start_at and e.timestamp < w.end_at
       and e.environment = 'live' and e.batch <= {upTo:UInt64}
     group by subscription_id, window_start, event_type, quota_period_start
     order by subscription_id, window_start, event_type, quota_period_start`,
    {
      ids: windows.map(({ subscriptionId }) => subscriptionId),
      starts: starts.map(BigInt),
      ends: ends.map(BigInt),
      first: BigInt(starts.reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER)),
      last: BigInt(ends.reduce((a, b) => Math.max(a, b), 0)),
      upTo: upToBatch ?? 2n ** 64n - 1n,
    },
    { session: 'billing' },
  );
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    windowStartAt: row.window_start,
    eventType: row.event_type,
    quotaPeriodStart: row.quota_period_start,
    calls: row.calls,
    units: row.units,
    value: row.value,
    overageUnits: row.overage_units,
  }));
}

export interface UsageEventRow {
  readonly connection: string;
  readonly source: string;
  readonly id: string;
  readonly event_type: string;
  readonly product_id: string;
  readonly route_id: string;
  readonly key_id: string;
  readonly plan_version_id: string;
  readonly environment: 'live' | 'test';
  readonly timestamp: Temporal.Instant;
  readonly units: Decimal;
  readonly value: Decimal;
  readonly overage_units: Decimal;
  readonly quota_period_start: Temporal.Instant | null;
  readonly method: string;
  readonly status: number | null;
  readonly latency_ms: number | null;
  readonly interrupted: boolean;
  readonly properties: string;
  readonly batch: bigint;
}

export interface EventPage {
  /** The keys of the last row of the page before. */
  readonly after?: EventPosition | null;
  readonly limit: number;
}

/** Where an event stands among those of its subscription: time first, then what identifies it. */
export interface EventPosition {
  readonly timestampMs: number;
  readonly id: string;
  readonly source: string;
  readonly connection: string;
}

export function positionOf(event: UsageEventRow): EventPosition {
  const { id, source, connection } = event;
  return { timestampMs: event.timestamp.epochMilliseconds, id, source, connection };
}

/** The events behind a window, oldest first: the drill-down of an invoice line. */
export function listEvents(
  usageDb: UsageDb,
  window: UsageWindow & { upToBatch?: bigint; eventType?: string; meter?: MeterDefinition | undefined },
  page: EventPage,
): Promise<UsageEventRow[]> {
  const counted = countedBy(window.meter);
  return usageDb.query<UsageEventRow>(
    `${counted.fields}select connection, source, id, event_type, product_id, route_id, key_id, plan_version_id, environment, timestamp,
       units, value, overage_units, quota_period_start, method, status, latency_ms, interrupted, properties, batch
     from usage_events
     where subscription_id = {subscription:String}
       and timestamp >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')
       and timestamp < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
       and environment = 'live' and batch <= {upTo:UInt64} and ${counted.sql}
       and ({eventType:String} = '' or event_type = {eventType:String})
       and (timestamp, id, source, connection) > (fromUnixTimestamp64Milli({afterMs:Int64}, 'UTC'), {afterId:String},
         {afterSource:String}, {afterConnection:String})
     order by timestamp, id, source, connection limit {limit:UInt32}`,
    {
      subscription: window.subscriptionId,
      start: BigInt(window.startAt.epochMilliseconds),
      end: BigInt(window.endAt.epochMilliseconds),
      upTo: window.upToBatch ?? 2n ** 64n - 1n,
      eventType: window.eventType ?? '',
      afterMs: BigInt(page.after?.timestampMs ?? 0),
      afterId: page.after?.id ?? '',
      afterSource: page.after?.source ?? '',
      afterConnection: page.after?.connection ?? '',
      limit: page.limit,
      ...counted.params,
    },
  );
}

/** The conditions of a meter on an event, where what it counts is more than an event type. */
function countedBy(meter: MeterDefinition | undefined) {
  if (!meter) return { fields: '', sql: '1', params: {} };
  const parameters = new Parameters();
  const columns = new EventColumns(parameters);
  const sql = meterConditions(meter, columns).concat('1').join(' and ');
  const fields = columns.sql.replace(/^, /, '');
  return { fields: fields === '' ? '' : `with ${fields} `, sql, params: parameters.values };
}

/** Whose numbers: what an organization consumed, or what was consumed of it. */
export type Side = 'consumer' | 'provider';

const OWNER = { consumer: 'organization_id', provider: 'provider_id' } as const;

export const USAGE_DIMENSIONS = [
  'subscription',
  'consumer',
  'product',
  'event_type',
  'route',
  'key',
  'environment',
  'hour',
  'day',
  'month',
] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

/** Per dimension the expression over a row with `hour`, and the name that it has in the answer. */
const COLUMNS: Record<UsageDimension, { expression: string; name: string }> = {
  subscription: { expression: 'subscription_id', name: 'subscription_id' },
  consumer: { expression: 'organization_id', name: 'organization_id' },
  product: { expression: 'product_id', name: 'product_id' },
  event_type: { expression: 'event_type', name: 'event_type' },
  route: { expression: 'route_id', name: 'route_id' },
  key: { expression: 'key_id', name: 'key_id' },
  environment: { expression: 'environment', name: 'environment' },
  hour: { expression: 'hour', name: 'period_start' },
  day: { expression: "toDateTime(toStartOfDay(hour, 'UTC'), 'UTC')", name: 'period_start' },
  month: { expression: "toDateTime(toStartOfMonth(hour, 'UTC'), 'UTC')", name: 'period_start' },
};

const FROM_EVENTS = `
  select subscription_id, organization_id, provider_id, product_id, event_type, route_id, key_id, environment,
    toStartOfHour(toDateTime(timestamp, 'UTC')) as hour, toInt64(1) as calls,
    toInt64(ifNull(status >= 400 and status < 500, 0)) as client_errors,
    toInt64(ifNull(status >= 500, 0)) as server_errors,
    units, value, overage_units, ifNull(latency_ms, 0) as latency_ms_sum, toInt64(latency_ms is not null) as latency_calls
  from usage_events
  where timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') and timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`;

const FROM_ROLLUPS = `
  select * from usage_hourly
  where hour >= toDateTime(intDiv({from:Int64}, 1000), 'UTC') and hour < toDateTime(intDiv({to:Int64}, 1000), 'UTC')`;

export interface UsageFilter {
  readonly side: Side;
  readonly organizationId: string;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly subscriptionId?: string | undefined;
  readonly productId?: string | undefined;
  readonly routeId?: string | undefined;
  readonly keyId?: string | undefined;
  readonly eventType?: string | undefined;
  readonly environment?: 'live' | 'test' | undefined;
}

export type UsageTotals = {
  readonly calls: bigint;
  readonly client_errors: bigint;
  readonly server_errors: bigint;
  readonly units: Decimal;
  readonly value: Decimal;
  readonly overage_units: Decimal;
  readonly average_latency_ms: number | null;
} & Readonly<Record<string, unknown>>;

const HOUR_MS = 3_600_000;

/** Hours are kept as seconds in 32 bits, 1970 to 2106. No usage lies outside, but a question may reach further. */
const LAST_MS = (2 ** 32 - 1) * 1000;

function withinStore(at: Temporal.Instant): bigint {
  return BigInt(Math.min(Math.max(at.epochMilliseconds, 0), LAST_MS));
}

/** Totals by dimensions. Whole hours come from the roll-ups, anything else from the events. */
export function totalUsage(
  usageDb: UsageDb,
  filter: UsageFilter,
  by: readonly UsageDimension[],
  limit: number,
): Promise<UsageTotals[]> {
  const whole = [filter.from, filter.to].every((at) => at.epochMilliseconds % HOUR_MS === 0);
  const columns = by.map((dimension) => COLUMNS[dimension]);
  const names = columns.map(({ name }) => `g_${name}`);
  const { where, params } = conditions(filter);
  return usageDb.query<UsageTotals>(
    `select ${columns.map(({ name }) => `g_${name} as ${name}, `).join('')}
       s_calls as calls, s_client_errors as client_errors, s_server_errors as server_errors, s_units as units,
       s_value as value, s_overage_units as overage_units,
       if(s_latency_calls > 0, s_latency_ms_sum / s_latency_calls, null) as average_latency_ms
     from (
       select ${columns.map(({ expression, name }) => `${expression} as g_${name}, `).join('')}
         sum(calls) as s_calls, sum(client_errors) as s_client_errors, sum(server_errors) as s_server_errors,
         sum(units) as s_units, sum(value) as s_value, sum(overage_units) as s_overage_units,
         sum(latency_ms_sum) as s_latency_ms_sum, sum(latency_calls) as s_latency_calls
       from (${whole ? FROM_ROLLUPS : FROM_EVENTS}) u
       where ${where.join(' and ')}
       ${names.length > 0 ? `group by ${names.join(', ')} order by ${names.join(', ')}` : ''}
       limit {limit:UInt32}
     )`,
    {
      ...params,
      from: withinStore(filter.from),
      to: withinStore(filter.to),
      limit,
    },
  );
}

export function conditions(filter: UsageFilter): { where: string[]; params: Record<string, string> } {
  const where = [`${OWNER[filter.side]} = {owner:String}`];
  const params: Record<string, string> = { owner: filter.organizationId };
  const optional = {
    subscription_id: filter.subscriptionId,
    product_id: filter.productId,
    route_id: filter.routeId,
    key_id: filter.keyId,
    event_type: filter.eventType,
    environment: filter.environment,
  };
  for (const [column, wanted] of Object.entries(optional)) {
    if (wanted === undefined) continue;
    where.push(`${column} = {${column}:String}`);
    params[column] = wanted;
  }
  return { where, params };
}

export interface RequestRow {
  readonly id: string;
  readonly organization_id: string;
  readonly product_id: string;
  readonly route_id: string;
  readonly subscription_id: string;
  readonly key_id: string;
  readonly environment: 'live' | 'test';
  readonly timestamp: Temporal.Instant;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly latency_ms: number | null;
  readonly upstream_latency_ms: number | null;
  readonly request_bytes: bigint | null;
  readonly response_bytes: bigint | null;
  readonly interrupted: boolean;
  readonly ip: string;
  readonly user_agent: string;
  readonly error: string;
}

export interface RequestSearch extends UsageFilter {
  readonly method?: string | undefined;
  /** 404, or a class: 4 for all of 4xx. */
  readonly status?: number | undefined;
  readonly pathContains?: string | undefined;
  readonly before?: { readonly timestampMs: number; readonly id: string } | null;
  readonly limit: number;
}

/** The request log, newest first. */
export function searchRequests(usageDb: UsageDb, search: RequestSearch): Promise<RequestRow[]> {
  const { where, params } = conditions(search);
  where.push("timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')");
  where.push("timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')");
  const status = search.status ?? 0;
  if (status > 0)
    where.push(status < 10 ? 'intDiv(status, 100) = {status:UInt16}' : 'status = {status:UInt16}');
  if (search.method !== undefined) where.push('method = {method:String}');
  if (search.pathContains !== undefined) where.push('position(path, {path:String}) > 0');
  if (search.before)
    where.push("(timestamp, id) < (fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC'), {beforeId:String})");
  return usageDb.query<RequestRow>(
    `select id, organization_id, product_id, route_id, subscription_id, key_id, environment, timestamp, method, path,
       status, latency_ms, upstream_latency_ms, request_bytes, response_bytes, interrupted, ip, user_agent, error
     from usage_requests where ${where.join(' and ')} order by timestamp desc, id desc limit {limit:UInt32}`,
    {
      ...params,
      from: BigInt(search.from.epochMilliseconds),
      to: BigInt(search.to.epochMilliseconds),
      status,
      method: search.method ?? '',
      path: search.pathContains ?? '',
      beforeMs: BigInt(search.before?.timestampMs ?? 0),
      beforeId: search.before?.id ?? '',
      limit: search.limit,
    },
  );
}
