import { z } from 'zod';
import { requireOrganization } from '#identity';
import {
  type Call,
  type Db,
  decimalText,
  decodeKeys,
  instantText,
  invalid,
  kernelProblems,
  momentField,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
  type UsageDb,
} from '#kernel';
import {
  type RequestRow,
  searchRequests,
  totalUsage,
  USAGE_DIMENSIONS,
  type UsageDimension,
  type UsageFilter,
  type UsageTotals,
} from './store-questions.ts';
import { findRequest } from './store-request.ts';
import { usageCompleteUntil } from './usage-complete-until.ts';

const tag = 'usage';
const DEFAULT_DAYS = 30;
const MAX_ROWS = 10_000;

const reference = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an id');

/** What every question about usage may be narrowed by. */
export const filterQuery = {
  as: z
    .enum(['consumer', 'provider'])
    .default('consumer')
    .describe('What it used, or what was used of its products'),
  from: momentField.optional().describe(`Default: ${DEFAULT_DAYS} days before "to"`),
  to: momentField.optional().describe('Exclusive; default: now'),
  subscription_id: reference.optional(),
  product_id: reference.optional(),
  route_id: reference.optional(),
  key_id: reference.optional(),
  environment: z.enum(['live', 'test']).optional(),
};

const dimensionList = z
  .string()
  .max(200)
  .default('event_type')
  .transform((text, context) => {
    const names = text.split(',').map((name) => name.trim());
    const known = names.filter((name): name is UsageDimension =>
      (USAGE_DIMENSIONS as readonly string[]).includes(name),
    );
    if (known.length !== names.length || new Set(names).size !== names.length) {
      context.addIssue({
        code: 'custom',
        message: `must be some of ${USAGE_DIMENSIONS.join(', ')}, each once`,
      });
      return z.NEVER;
    }
    if (known.filter((name) => ['hour', 'day', 'month'].includes(name)).length > 1) {
      context.addIssue({ code: 'custom', message: 'may have one of hour, day and month' });
      return z.NEVER;
    }
    return known;
  })
  .describe(`Comma-separated: ${USAGE_DIMENSIONS.join(', ')}`);

const usageQuery = z.strictObject({
  ...filterQuery,
  event_type: z.string().min(1).max(100).optional(),
  group_by: dimensionList,
});

const usageSchema = z.object({
  from: z.string(),
  to: z.string(),
  complete_until: z
    .string()
    .nullable()
    .describe('Usage admitted before this is all in; null when no node reported yet'),
  data: z.array(
    z.object({
      period_start: z.string().optional(),
      subscription_id: z.string().optional(),
      organization_id: z.string().optional(),
      product_id: z.string().optional(),
      event_type: z.string().optional(),
      route_id: z.string().nullable().optional(),
      key_id: z.string().nullable().optional(),
      environment: z.enum(['live', 'test']).optional(),
      calls: z.int().describe('The meter `requests` for event type `request`'),
      units: z.string().describe('The meter `units`'),
      value: z.string().describe('The meter of a reported event type'),
      overage_units: z.string(),
      client_errors: z.int(),
      server_errors: z.int(),
      average_latency_ms: z.number().nullable(),
    }),
  ),
});

const requestSchema = z.object({
  id: z.string(),
  timestamp: z.string(),
  organization_id: z.string(),
  product_id: z.string(),
  route_id: z.string().nullable(),
  subscription_id: z.string(),
  key_id: z.string().nullable(),
  environment: z.enum(['live', 'test']),
  method: z.string(),
  path: z.string(),
  status: z.int().nullable(),
  latency_ms: z.number().nullable(),
  upstream_latency_ms: z.number().nullable(),
  request_bytes: z.int().nullable(),
  response_bytes: z.int().nullable(),
  interrupted: z.boolean(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  error: z.string().nullable(),
});

type FilterQuery = z.output<z.ZodObject<typeof filterQuery>>;

export function usageRoutes({ usageDb }: { usageDb: UsageDb }): Route[] {
  return [requestsRoute(usageDb), requestRoute(usageDb), totalsRoute(usageDb)];
}

function rangeOf(query: Pick<FilterQuery, 'from' | 'to'>, at: Temporal.Instant) {
  const to = query.to ?? at;
  const from = query.from ?? to.subtract({ hours: 24 * DEFAULT_DAYS });
  if (Temporal.Instant.compare(from, to) < 0) return { from, to };
  throw invalid([{ pointer: '/query/from', detail: 'must be before "to"' }]);
}

export function filterOf(query: FilterQuery, organizationId: string, at: Temporal.Instant): UsageFilter {
  return {
    side: query.as,
    organizationId,
    ...rangeOf(query, at),
    subscriptionId: query.subscription_id,
    productId: query.product_id,
    routeId: query.route_id,
    keyId: query.key_id,
    environment: query.environment,
  };
}

function totalsRoute(usageDb: UsageDb): Route {
  return route({
    method: 'GET',
    path: '/usage/{workspace_id}',
    tag,
    summary: 'Usage by subscription, meter, route, key and period',
    access: 'usage:read',
    params: z.object({ workspace_id: z.string().min(1).max(200) }),
    query: usageQuery,
    response: { status: 200, schema: usageSchema },
    async handler(call) {
      const organization = await requireOrganization(call, call.params.workspace_id);
      const filter = { ...filterOf(call.query, organization.id, call.at), eventType: call.query.event_type };
      return answerTotals(call, usageDb, filter, call.query.group_by);
    },
  });
}

async function answerTotals(
  call: Pick<Call<unknown, unknown, unknown>, 'db'>,
  usageDb: UsageDb,
  filter: UsageFilter,
  by: readonly UsageDimension[],
) {
  const [rows, completeUntil] = await Promise.all([
    totalUsage(usageDb, filter, by, MAX_ROWS + 1),
    usageCompleteUntil(call.db as Db),
  ]);
  if (rows.length > MAX_ROWS) {
    throw invalid([
      { pointer: '/query/group_by', detail: `gives more than ${MAX_ROWS} rows; narrow the question` },
    ]);
  }
  return {
    from: instantText(filter.from),
    to: instantText(filter.to),
    complete_until: completeUntil === null ? null : instantText(completeUntil),
    data: rows.map(presentTotals),
  };
}

function presentTotals(row: UsageTotals) {
  const { period_start, route_id, key_id, ...rest } = row as UsageTotals & {
    period_start?: Temporal.Instant;
    route_id?: string;
    key_id?: string;
  };
  return {
    ...rest,
    ...(period_start === undefined ? {} : { period_start: instantText(period_start) }),
    ...(route_id === undefined ? {} : { route_id: route_id || null }),
    ...(key_id === undefined ? {} : { key_id: key_id || null }),
    calls: Number(row.calls),
    client_errors: Number(row.client_errors),
    server_errors: Number(row.server_errors),
    units: decimalText(row.units),
    value: decimalText(row.value),
    overage_units: decimalText(row.overage_units),
    average_latency_ms: row.average_latency_ms,
  };
}

/** Time and id, by which the request log is listed. */
const requestKeys = z.tuple([z.int().min(0), z.string()]);

function requestsRoute(usageDb: UsageDb): Route {
  return route({
    method: 'GET',
    path: '/usage/requests',
    tag,
    summary: 'The request log of the last 30 days, newest first',
    access: 'usage:read',
    query: z.strictObject({
      ...pageQuery,
      ...filterQuery,
      method: z
        .string()
        .regex(/^[A-Z]{1,16}$/)
        .optional(),
      status: z.coerce
        .number()
        .int()
        .min(1)
        .max(599)
        .optional()
        .describe('404, or a class: 4 for all of 4xx'),
      path: z.string().min(1).max(500).optional().describe('Part of the path'),
    }),
    response: { status: 200, schema: pageOf(requestSchema) },
    async handler({ query, organizationId, at }) {
      const before = decodeKeys(query.cursor, requestKeys);
      const rows = await searchRequests(usageDb, {
        ...filterOf(query, organizationId, at),
        method: query.method,
        status: query.status,
        pathContains: query.path,
        before: before && { timestampMs: before[0], id: before[1] },
        limit: query.limit + 1,
      });
      return toPage(rows, query.limit, (row) => [row.timestamp.epochMilliseconds, row.id], presentRequest);
    },
  });
}

const countedSchema = requestSchema.extend({
  units: z.string().nullable().describe('What it counted against the quota'),
  overage_units: z.string().nullable(),
  plan_version_id: z.string().nullable().describe('By which it was admitted and is billed'),
});

function requestRoute(usageDb: UsageDb): Route {
  return route({
    method: 'GET',
    path: '/usage/requests/{request_id}',
    tag,
    summary: 'One call of the request log, with what it was counted as',
    access: 'usage:read',
    params: z.object({ request_id: z.string().min(1).max(200) }),
    response: { status: 200, schema: countedSchema },
    problems: [kernelProblems.notFound],
    async handler({ params, organizationId }) {
      const found = await findRequest(usageDb, organizationId, params.request_id);
      if (!found) throw notFound('request');
      const { provider_id: _provider, units, overage_units, plan_version_id, ...request } = found;
      return {
        ...presentRequest(request),
        units: units && decimalText(units),
        overage_units: overage_units && decimalText(overage_units),
        plan_version_id,
      };
    },
  });
}

function presentRequest(row: RequestRow): z.input<typeof requestSchema> {
  return {
    ...row,
    timestamp: instantText(row.timestamp),
    route_id: row.route_id || null,
    key_id: row.key_id || null,
    request_bytes: row.request_bytes === null ? null : Number(row.request_bytes),
    response_bytes: row.response_bytes === null ? null : Number(row.response_bytes),
    ip: row.ip || null,
    user_agent: row.user_agent || null,
    error: row.error || null,
  };
}
