// How calls went, counted from the events themselves: percentiles cannot be added up from roll-ups.
import type { Decimal, UsageDb } from '#kernel';
import { conditions, type UsageFilter } from './store-questions.ts';

export const CALL_DIMENSIONS = ['route', 'key', 'status', 'subscription', 'product', 'hour', 'day'] as const;
export type CallDimension = (typeof CALL_DIMENSIONS)[number];

/** Per dimension the expression over an event, and the name that it has in the answer. */
const COLUMNS: Record<CallDimension, { readonly expression: string; readonly name: string }> = {
  route: { expression: 'route_id', name: 'route_id' },
  key: { expression: 'key_id', name: 'key_id' },
  status: { expression: 'status', name: 'status' },
  subscription: { expression: 'subscription_id', name: 'subscription_id' },
  product: { expression: 'product_id', name: 'product_id' },
  hour: { expression: "toStartOfHour(toDateTime(timestamp, 'UTC'))", name: 'period_start' },
  day: { expression: "toDateTime(toStartOfDay(timestamp, 'UTC'), 'UTC')", name: 'period_start' },
};

export type CallStatistics = {
  readonly calls: bigint;
  readonly client_errors: bigint;
  readonly server_errors: bigint;
  readonly units: Decimal;
  readonly overage_units: Decimal;
  readonly p50_latency_ms: number | null;
  readonly p95_latency_ms: number | null;
  readonly route_id?: string;
  readonly key_id?: string;
  readonly status?: number | null;
  readonly subscription_id?: string;
  readonly product_id?: string;
  readonly period_start?: Temporal.Instant;
};

const OWNER = { consumer: 'organization_id', provider: 'provider_id' } as const;

/**
 * Calls by these dimensions, most calls first. Percentiles are t-digests. The roll-ups are asked first whose subscriptions they
 * are, because the events are sorted by them: a month of everybody else's is not read.
 */
export function callStatistics(
  usageDb: UsageDb,
  filter: UsageFilter,
  by: readonly CallDimension[],
  limit: number,
): Promise<CallStatistics[]> {
  const columns = by.map((dimension) => COLUMNS[dimension]);
  const names = columns.map(({ name }) => `g_${name}`);
  const { where, params } = conditions({ ...filter, eventType: 'request' });
  return usageDb.query<CallStatistics>(
    `select ${columns.map(({ name }) => `g_${name} as ${name}, `).join('')}
       s_calls as calls, s_client_errors as client_errors, s_server_errors as server_errors, s_units as units,
       s_overage_units as overage_units, s_latencies[1] as p50_latency_ms, s_latencies[2] as p95_latency_ms
     from (
       select ${columns.map(({ expression, name }) => `${expression} as g_${name}, `).join('')}
         toInt64(count()) as s_calls,
         toInt64(countIf(status >= 400 and status < 500)) as s_client_errors,
         toInt64(countIf(status >= 500)) as s_server_errors,
         sum(units) as s_units, sum(overage_units) as s_overage_units,
         arrayMap(one -> if(isNaN(one), null, toFloat64(one)),
           quantilesTDigestIf(0.5, 0.95)(assumeNotNull(latency_ms), latency_ms is not null)) as s_latencies
       from usage_events
       where ${where.join(' and ')}
         and subscription_id in (
           select subscription_id from usage_hourly
           where ${OWNER[filter.side]} = {owner:String}
             and hour >= toStartOfHour(fromUnixTimestamp64Milli({from:Int64}, 'UTC'))
             and hour < fromUnixTimestamp64Milli({to:Int64}, 'UTC'))
         and timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
         and timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
       ${names.length > 0 ? `group by ${names.join(', ')}` : ''}
       order by ${['s_calls desc', ...names].join(', ')}
       limit {limit:UInt32}
     )`,
    {
      ...params,
      from: BigInt(filter.from.epochMilliseconds),
      to: BigInt(filter.to.epochMilliseconds),
      limit,
    },
  );
}
