import { z } from 'zod';
import { decodeKeys, instantText, pageOf, pageQuery, type Route, route, toPage, type UsageDb } from '#kernel';
import { filterOf, filterQuery } from './routes-usage.ts';
import {
  type FoundLimitHit,
  HIT_KINDS,
  type LimitHitKeys,
  searchLimitHits,
  sumLimitHits,
} from './store-limit-hits.ts';

const hitSchema = z.object({
  minute: z.string(),
  organization_id: z.string(),
  product_id: z.string(),
  subscription_id: z.string(),
  key_id: z.string(),
  route_id: z.string(),
  environment: z.enum(['live', 'test']),
  kind: z
    .enum(HIT_KINDS)
    .describe('overage: the first call beyond the quota that charges it, which was admitted'),
  policy: z.string().describe('As RateLimit-Policy names it'),
  hits: z.int(),
});

const MOST_TOTALS = 200;

const totalSchema = hitSchema.pick({ subscription_id: true, kind: true, policy: true, hits: true }).extend({
  last_minute: z.string(),
});

const name = z.string().max(200);
const sortKeys = z.tuple([z.int().min(0).max(8.64e15), name, name, name, name, name, name]);

export function limitHitRoutes({ usageDb }: { usageDb: UsageDb }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/usage/limit-hits',
      tag: 'usage',
      summary: 'How often limits refused calls in the last 30 days, by minute, newest first',
      description:
        'Counted per key, route and policy; a call that several limits refused counts for the one that holds longest. ' +
        'Seconds late, and a crash of the gateway may lose the last few seconds.',
      access: 'usage:read',
      query: z.strictObject({
        ...pageQuery,
        ...filterQuery,
        policy: z.string().min(1).max(100).optional(),
        kind: z.enum(HIT_KINDS).optional(),
      }),
      response: { status: 200, schema: pageOf(hitSchema) },
      async handler({ query, organizationId, at }) {
        const before = decodeKeys(query.cursor, sortKeys);
        const rows = await searchLimitHits(usageDb, {
          ...filterOf(query, organizationId, at),
          policy: query.policy,
          kind: query.kind,
          before: before && pageKeys(before),
          limit: query.limit + 1,
        });
        return toPage(rows, query.limit, keysOf, present);
      },
    }),
    route({
      method: 'GET',
      path: '/usage/limit-hits/totals',
      tag: 'usage',
      summary: 'How often each limit refused calls, by subscription, the most first',
      access: 'usage:read',
      query: z.strictObject(filterQuery),
      response: { status: 200, schema: z.object({ data: z.array(totalSchema) }) },
      async handler({ query, organizationId, at }) {
        const rows = await sumLimitHits(usageDb, filterOf(query, organizationId, at), MOST_TOTALS);
        return {
          data: rows.map(({ total, last, ...row }) => {
            return { ...row, hits: Number(total), last_minute: instantText(last) };
          }),
        };
      },
    }),
  ];
}

function pageKeys([minuteMs, ...names]: z.output<typeof sortKeys>): LimitHitKeys {
  return { minuteMs, names };
}

function keysOf(row: FoundLimitHit): (string | number)[] {
  const { minute, subscription_id, key_id, route_id, policy, kind, environment } = row;
  return [minute.epochMilliseconds, subscription_id, key_id, route_id, policy, kind, environment];
}

function present({ total, ...row }: FoundLimitHit): z.input<typeof hitSchema> {
  return { ...row, minute: instantText(row.minute), hits: Number(total) };
}
