// Many of what the shop has one of, written set-based into the stores of an instance that is not running.
import { sql } from 'kysely';
import { type Db, loadConfig, silentLog, type UsageDb } from '#kernel';
import { openGround } from '../src/ground.ts';
import type { Shop } from '../tests/flow/shop.ts';

/** Opens the stores of a data directory for some work; nothing else may have them open. */
export async function withStores<T>(
  dataDirectory: string,
  work: (stores: { db: Db; usageDb: UsageDb }) => Promise<T>,
): Promise<T> {
  const ground = await openGround(loadConfig({ DATA_DIR: dataDirectory }), { log: silentLog });
  try {
    return await work(ground.stores);
  } finally {
    await ground.closing.close();
  }
}

/**
 * Copies the shop's consumer and its subscription, so that there are `count` of each with ids that end in 1 to `count`.
 * Rows are copied whole: a column that comes later is copied too. With `period` their first period is that one.
 */
export async function addSubscriptions(
  db: Db,
  shop: Shop,
  count: number,
  period?: { startAt: Temporal.Instant; endAt: Temporal.Instant },
): Promise<void> {
  const own = period && {
    anchor_at: String(period.startAt),
    current_period_start_at: String(period.startAt),
    current_period_end_at: String(period.endAt),
    segment_start_at: String(period.startAt),
  };
  await sql`
    insert into identity_organizations
    select (jsonb_populate_record(original, jsonb_build_object(
      'id', ${organizationPrefix}::text || n, 'slug', 'bench-' || n, 'external_id', null))).*
    from identity_organizations original, generate_series(1, ${count}::int) n
    where original.id = ${shop.consumerId}`.execute(db);
  await sql`
    insert into subscriptions_subscriptions
    select (jsonb_populate_record(original, jsonb_build_object(
      'id', ${subscriptionPrefix}::text || n, 'organization_id', ${organizationPrefix}::text || n)
      || ${JSON.stringify(own ?? {})}::text::jsonb)).*
    from subscriptions_subscriptions original, generate_series(1, ${count}::int) n
    where original.id = ${shop.subscriptionId}`.execute(db);
}

/** Gives each of the copied subscriptions a key. Nobody knows their texts: they are only there. */
export async function addKeys(db: Db, shop: Shop, count: number): Promise<void> {
  await sql`
    insert into subscriptions_keys
    select (jsonb_populate_record(original, jsonb_build_object(
      'id', 'key_bench' || n,
      'subscription_id', ${subscriptionPrefix}::text || n,
      'organization_id', ${organizationPrefix}::text || n,
      'hash', '\\x' || encode(sha256(('bench' || n)::bytea), 'hex')))).*
    from subscriptions_keys original, generate_series(1, ${count}::int) n
    where original.subscription_id = ${shop.subscriptionId} and original.name = 'first'`.execute(db);
}

export interface UsageCrowd {
  readonly events: number;
  readonly subscriptions: number;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

const EVENTS_PER_INSERT = 500_000;

/**
 * Calls of the copied subscriptions, in turn and spread evenly over the time between; a few of them fail, and each
 * subscription uses three routes.
 */
export async function addUsage(usageDb: UsageDb, shop: Shop, crowd: UsageCrowd): Promise<void> {
  const { events, subscriptions, from, to } = crowd;
  const spanMs = to.epochMilliseconds - from.epochMilliseconds;
  for (let first = 0; first < events; first += EVENTS_PER_INSERT) {
    await usageDb.command(
      `insert into usage_events
         (connection, source, id, event_type, organization_id, provider_id, product_id, route_id, subscription_id,
          plan_version_id, key_id, environment, timestamp, units, value, overage_units, quota_period_start, method,
          status, latency_ms, upstream_latency_ms, request_bytes, response_bytes, interrupted, properties, batch)
       select 'bench', 'bench', toString(number), 'request', concat({organization:String}, toString(member)),
         {provider:String}, 'prd_bench', concat('rte_', toString(intDiv(number, {members:UInt64}) % 3)),
         concat({subscription:String}, toString(member)), 'plv_bench', concat('key_bench', toString(member)), 'live',
         fromUnixTimestamp64Milli(toInt64({fromMs:Int64} + intDiv(number * {spanMs:UInt64}, {events:UInt64})), 'UTC'),
         1, 0, 0, null, 'GET', if(number % 50 = 0, 500, 200), number % 90, number % 80, 0, 500, false, '', 0
       from (select number, 1 + number % {members:UInt64} as member from numbers({first:UInt64}, {size:UInt64}))`,
      {
        organization: organizationPrefix,
        subscription: subscriptionPrefix,
        provider: shop.providerId,
        members: subscriptions,
        fromMs: from.epochMilliseconds,
        spanMs,
        events,
        first,
        size: Math.min(EVENTS_PER_INSERT, events - first),
      },
      { maxSeconds: 600 },
    );
  }
}

const organizationPrefix = 'org_bench';
const subscriptionPrefix = 'sub_bench';
