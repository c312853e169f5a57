import type { Decimal, UsageDb } from '#kernel';

const KEY = 'subscription_id, hour, event_type, environment, route_id, key_id';
const OWNERS = 'organization_id, provider_id, product_id';
const SUMS = [
  'calls',
  'client_errors',
  'server_errors',
  'interrupted_calls',
  'units',
  'value',
  'overage_units',
  'latency_ms_sum',
  'latency_calls',
  'request_bytes',
  'response_bytes',
] as const;
/**
 * Sums of floats depend on the order of adding: they are repaired, but a difference in them alone is none.
 */
const EXACT = SUMS.filter((column) => column !== 'latency_ms_sum');

const FROM_EVENTS = `
  select
    subscription_id, toStartOfHour(toDateTime(timestamp, 'UTC')) as hour, event_type, environment, route_id, key_id,
    any(e.organization_id) as organization_id, any(e.provider_id) as provider_id, any(e.product_id) as product_id,
    toInt64(count()) as calls,
    toInt64(countIf(status >= 400 and status < 500)) as client_errors,
    toInt64(countIf(status >= 500)) as server_errors,
    toInt64(countIf(e.interrupted)) as interrupted_calls,
    sum(e.units) as units, sum(e.value) as value, sum(e.overage_units) as overage_units,
    sum(ifNull(latency_ms, 0)) as latency_ms_sum, toInt64(count(latency_ms)) as latency_calls,
    toInt64(sum(ifNull(e.request_bytes, 0))) as request_bytes,
    toInt64(sum(ifNull(e.response_bytes, 0))) as response_bytes
  from usage_events e where toYYYYMM(timestamp) = {month:UInt32}
  group by ${KEY}`;

const NEGATED = SUMS.map((column) => `-r.${column} as ${column}`).join(', ');

/** Events minus roll-ups, per key; empty when both agree. */
const DIFFERENCES = `
  select ${KEY}, any(d.organization_id) as organization_id, any(d.provider_id) as provider_id,
    any(d.product_id) as product_id, ${SUMS.map((column) => `sum(d.${column}) as ${column}`).join(', ')}
  from (
    select ${KEY}, ${OWNERS}, ${SUMS.join(', ')} from (${FROM_EVENTS})
    union all
    select ${KEY}, ${OWNERS}, ${NEGATED} from usage_hourly r where toYYYYMM(hour) = {month:UInt32}
  ) d
  group by ${KEY}
  having ${EXACT.map((column) => `${column} != 0`).join(' or ')}`;

/** How much the events have more than the roll-up of the same hour and key. */
export interface RollupDifference {
  readonly subscriptionId: string;
  readonly hour: Temporal.Instant;
  readonly eventType: string;
  readonly environment: 'live' | 'test';
  readonly routeId: string;
  readonly keyId: string;
  readonly calls: bigint;
  readonly units: Decimal;
  readonly value: Decimal;
}

/**
 * The daily check: roll-ups (what screens show) against events (what invoices bill) of one month, '202611'.
 * Run it while nothing is being shipped into that month, or compare again: an insertion reaches the two one
 * after the other.
 */
export async function compareRollups(
  usageDb: UsageDb,
  month: string,
  limit = 1000,
): Promise<RollupDifference[]> {
  const rows = await usageDb.query<{
    subscription_id: string;
    hour: Temporal.Instant;
    event_type: string;
    environment: 'live' | 'test';
    route_id: string;
    key_id: string;
    calls: bigint;
    units: Decimal;
    value: Decimal;
  }>(
    `${DIFFERENCES} order by hour limit {limit:UInt32}`,
    { month: Number(month), limit },
    { session: 'billing' },
  );
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    hour: row.hour,
    eventType: row.event_type,
    environment: row.environment,
    routeId: row.route_id,
    keyId: row.key_id,
    calls: row.calls,
    units: row.units,
    value: row.value,
  }));
}

/** Adds the differences to the roll-ups, so that they equal the events again. */
export async function repairRollups(usageDb: UsageDb, month: string, token: string): Promise<void> {
  const rows = await usageDb.query<object>(DIFFERENCES, { month: Number(month) }, { session: 'billing' });
  await usageDb.insert('usage_hourly', rows, { token: `repair:${token}:${month}` });
}
