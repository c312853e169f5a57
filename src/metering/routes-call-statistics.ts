import { z } from 'zod';
import { requireOrganization } from '#identity';
import {
  type Call,
  csvLine,
  csvText,
  decimalText,
  instantText,
  invalid,
  kernelProblems,
  type Route,
  route,
  type UsageDb,
} from '#kernel';
import { filterOf, filterQuery } from './routes-usage.ts';
import {
  CALL_DIMENSIONS,
  type CallDimension,
  type CallStatistics,
  callStatistics,
} from './store-call-statistics.ts';

const MAX_ROWS = 10_000;

const dimensions = z
  .string()
  .max(100)
  .transform((text, context): CallDimension[] => {
    const names = text.split(',').map((name) => name.trim());
    const known = names.filter((name): name is CallDimension =>
      (CALL_DIMENSIONS as readonly string[]).includes(name),
    );
    const isOnce = known.length === names.length && new Set(names).size === names.length;
    if (isOnce && !(names.includes('hour') && names.includes('day'))) return known;
    const message = `must be some of ${CALL_DIMENSIONS.join(', ')}, each once, and one of hour and day`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .optional()
  .describe(`Comma-separated: ${CALL_DIMENSIONS.join(', ')}; without any, all calls together`);

const question = {
  params: z.object({ workspace_id: z.string().min(1).max(200) }),
  query: z.strictObject({ ...filterQuery, group_by: dimensions }),
};

type Question = Call<z.output<typeof question.params>, z.output<typeof question.query>, unknown>;

const statistics = z.object({
  period_start: z.string().optional(),
  subscription_id: z.string().optional(),
  product_id: z.string().optional(),
  route_id: z.string().nullable().optional(),
  key_id: z.string().nullable().optional(),
  status: z.int().nullable().optional().describe('Null: the call was interrupted before there was one'),
  calls: z.int(),
  client_errors: z.int(),
  server_errors: z.int(),
  units: z.string(),
  overage_units: z.string(),
  p50_latency_ms: z.number().nullable(),
  p95_latency_ms: z.number().nullable(),
});

/** How calls went: what one looks at to find the route that is slow, or the key that gets errors. */
export function callStatisticsRoutes({ usageDb }: { usageDb: UsageDb }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/usage/{workspace_id}/calls',
      tag: 'usage',
      summary: 'Calls by route, key, status and time: errors, and how long they took',
      access: 'usage:read',
      ...question,
      response: {
        status: 200,
        schema: z.object({ from: z.string(), to: z.string(), data: z.array(statistics) }),
      },
      problems: [kernelProblems.notFound],
      async handler(call) {
        const { filter, rows } = await ask(call, usageDb);
        return { from: instantText(filter.from), to: instantText(filter.to), data: rows.map(present) };
      },
    }),
    route({
      method: 'GET',
      path: '/usage/{workspace_id}/calls.csv',
      tag: 'usage',
      summary: 'The same as a table (RFC 4180)',
      access: 'usage:read',
      ...question,
      response: { status: 200, content: 'text/csv; charset=utf-8' },
      problems: [kernelProblems.notFound],
      async handler(call) {
        const { filter, rows } = await ask(call, usageDb);
        const day = (at: Temporal.Instant) => instantText(at).slice(0, 10);
        const name = `calls-${day(filter.from)}-${day(filter.to)}.csv`;
        call.reply.header('content-disposition', `attachment; filename="${name}"`);
        return tableOf(rows.map(present));
      },
    }),
  ];
}

async function ask(call: Question, usageDb: UsageDb) {
  const organization = await requireOrganization(call, call.params.workspace_id);
  const filter = filterOf(call.query, organization.id, call.at);
  const rows = await callStatistics(usageDb, filter, call.query.group_by ?? [], MAX_ROWS + 1);
  if (rows.length <= MAX_ROWS) return { filter, rows };
  const detail = `gives more than ${MAX_ROWS} rows; narrow the question`;
  throw invalid([{ pointer: '/query/group_by', detail }]);
}

function present(row: CallStatistics): z.input<typeof statistics> {
  const { period_start, route_id, key_id, ...rest } = row;
  return {
    ...(period_start === undefined ? {} : { period_start: instantText(period_start) }),
    ...(route_id === undefined ? {} : { route_id: route_id || null }),
    ...(key_id === undefined ? {} : { key_id: key_id || null }),
    ...rest,
    calls: Number(row.calls),
    client_errors: Number(row.client_errors),
    server_errors: Number(row.server_errors),
    units: decimalText(row.units),
    overage_units: decimalText(row.overage_units),
  };
}

const TEXT_COLUMNS: ReadonlySet<string> = new Set(['subscription_id', 'product_id', 'route_id', 'key_id']);

/** Of the columns those that were asked for. */
function tableOf(rows: readonly z.input<typeof statistics>[]): string {
  const asked = Object.keys(statistics.shape) as (keyof z.input<typeof statistics>)[];
  const columns = asked.filter((name) => rows.length === 0 || rows[0]![name] !== undefined);
  const cell = (name: string, value: string | number | null | undefined) =>
    TEXT_COLUMNS.has(name) ? csvText(String(value ?? '')) : String(value ?? '');
  const lines = rows.map((row) => csvLine(columns.map((name) => cell(name, row[name]))));
  return [csvLine(columns), ...lines].join('');
}
