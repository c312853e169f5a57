import { instantText, type UsageDb } from '#kernel';
import { conditions, type UsageFilter } from './store-questions.ts';

export const HIT_KINDS = ['concurrency', 'rate', 'quota', 'overage'] as const;
export type HitKind = (typeof HIT_KINDS)[number];

/** How often a limit said no to a key on a route within a minute. */
export interface LimitHitRow {
  readonly organizationId: string;
  readonly providerId: string;
  readonly productId: string;
  readonly subscriptionId: string;
  readonly keyId: string;
  readonly routeId: string;
  readonly environment: 'live' | 'test';
  readonly kind: HitKind;
  /** As the headers name it. */
  readonly policy: string;
  readonly minute: Temporal.Instant;
  readonly hits: number;
}

const COLUMNS = [
  'organization_id',
  'provider_id',
  'product_id',
  'subscription_id',
  'key_id',
  'route_id',
  'environment',
  'kind',
  'policy',
  'minute',
  'hits',
] as const;

/** One insertion per day, which is a partition; the same rows under the same token again change nothing. */
export async function insertLimitHits(
  usageDb: UsageDb,
  rows: readonly LimitHitRow[],
  token: string,
): Promise<void> {
  const byDay = Map.groupBy(rows, (row) => instantText(row.minute).slice(0, 10));
  for (const [day, own] of byDay) {
    const lines = own.map((row) =>
      JSON.stringify([
        row.organizationId,
        row.providerId,
        row.productId,
        row.subscriptionId,
        row.keyId,
        row.routeId,
        row.environment,
        row.kind,
        row.policy,
        instantText(row.minute),
        row.hits,
      ]),
    );
    await usageDb.insertText('usage_limit_hits', COLUMNS, lines.join('\n'), { token: `${token} ${day}` });
  }
}

export interface LimitHitSearch extends UsageFilter {
  readonly policy?: string | undefined;
  readonly kind?: HitKind | undefined;
  /** The keys of the last row of the page before. */
  readonly before: LimitHitKeys | null;
  readonly limit: number;
}

/** What a list of hits is sorted by. */
export interface LimitHitKeys {
  readonly minuteMs: number;
  /** Subscription, key, route, policy, kind and environment. */
  readonly names: readonly [string, string, string, string, string, string];
}

export interface FoundLimitHit {
  readonly minute: Temporal.Instant;
  readonly organization_id: string;
  readonly product_id: string;
  readonly subscription_id: string;
  readonly key_id: string;
  readonly route_id: string;
  readonly policy: string;
  readonly kind: HitKind;
  readonly environment: 'live' | 'test';
  readonly total: bigint;
}

const NAMES = 'subscription_id, key_id, route_id, policy, toString(kind), toString(environment)';

/** Newest first. Whole minutes count: one that the range cuts is in it by its beginning. */
export function searchLimitHits(usageDb: UsageDb, search: LimitHitSearch): Promise<FoundLimitHit[]> {
  const { where, params } = conditions(search);
  where.push("minute >= toDateTime({from:Int64}, 'UTC')", "minute < toDateTime({to:Int64}, 'UTC')");
  if (search.policy !== undefined) where.push('policy = {policy:String}');
  if (search.kind !== undefined) where.push('kind = {kind:String}');
  const [subscription, key, route, policy, kind, environment] = search.before?.names ?? [];
  if (search.before !== null) {
    where.push(
      `(minute, ${NAMES}) < (toDateTime({beforeMinute:Int64}, 'UTC'), {beforeSubscription:String}, {beforeKey:String},
        {beforeRoute:String}, {beforePolicy:String}, {beforeKind:String}, {beforeEnvironment:String})`,
    );
  }
  return usageDb.query<FoundLimitHit>(
    `select minute, organization_id, product_id, subscription_id, key_id, route_id, policy, kind, environment,
       sum(hits) as total
     from usage_limit_hits where ${where.join(' and ')}
     group by minute, organization_id, product_id, subscription_id, key_id, route_id, policy, kind, environment
     order by minute desc, subscription_id desc, key_id desc, route_id desc, policy desc, toString(kind) desc,
       toString(environment) desc
     limit {limit:UInt32}`,
    {
      ...params,
      from: secondsOf(search.from),
      to: secondsOf(search.to),
      policy: search.policy ?? '',
      kind: search.kind ?? '',
      beforeMinute: secondsOf(Temporal.Instant.fromEpochMilliseconds(search.before?.minuteMs ?? 0)),
      beforeSubscription: subscription ?? '',
      beforeKey: key ?? '',
      beforeRoute: route ?? '',
      beforePolicy: policy ?? '',
      beforeKind: kind ?? '',
      beforeEnvironment: environment ?? '',
      limit: search.limit,
    },
  );
}

export interface LimitHitTotal {
  readonly subscription_id: string;
  readonly kind: HitKind;
  readonly policy: string;
  readonly total: bigint;
  readonly last: Temporal.Instant;
}

/** The same, summed up by subscription and limit: the most first. */
export function sumLimitHits(usageDb: UsageDb, filter: UsageFilter, limit: number): Promise<LimitHitTotal[]> {
  const { where, params } = conditions(filter);
  where.push("minute >= toDateTime({from:Int64}, 'UTC')", "minute < toDateTime({to:Int64}, 'UTC')");
  return usageDb.query<LimitHitTotal>(
    `select subscription_id, kind, policy, sum(hits) as total, max(minute) as last
     from usage_limit_hits where ${where.join(' and ')}
     group by subscription_id, kind, policy order by total desc, subscription_id, kind, policy limit {limit:UInt32}`,
    { ...params, from: secondsOf(filter.from), to: secondsOf(filter.to), limit },
  );
}

/** Minutes are kept as seconds in 32 bits; a question may reach further. */
const LAST_SECOND = 2 ** 32 - 1;

function secondsOf(at: Temporal.Instant): bigint {
  return BigInt(Math.min(Math.max(Math.ceil(at.epochMilliseconds / 1000), 0), LAST_SECOND));
}
