import { z } from 'zod';
import { findMeter, products } from '#catalog';
import { requireOrganization } from '#identity';
import {
  type Call,
  decimalText,
  instantText,
  invalid,
  notFound,
  type Route,
  route,
  type UsageDb,
} from '#kernel';
import { BUILT_IN_METERS, type MeterDefinition, meterNamed } from '#rating';
import { filterOf, filterQuery } from './routes-usage.ts';
import { meterUsage } from './store-meter-usage.ts';

const MOST_SPANS = 400;
const MAX_ROWS = 10_000;

const { environment: _live, route_id: _route, key_id: _key, ...narrowing } = filterQuery;
const query = z.strictObject({
  ...narrowing,
  interval: z
    .enum(['hour', 'day', 'month'])
    .optional()
    .describe(`In UTC; at most ${MOST_SPANS} of them. Default: all in one`),
  grouped: z
    .enum(['true', 'false'])
    .default('false')
    .describe('By the fields that the meter lists in group_by'),
});

const usageSchema = z.object({
  meter: z.string(),
  aggregation: z.string(),
  group_by: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  data: z.array(
    z.object({
      period_start: z.string(),
      period_end: z.string(),
      group: z.record(z.string(), z.string().nullable()),
      quantity: z.string(),
      events: z.int(),
      events_without_value: z.int(),
    }),
  ),
});

export function meterUsageRoutes({ usageDb }: { usageDb: UsageDb }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/usage/{workspace_id}/meters/{meter}',
      tag: 'usage',
      summary: 'What a meter counted of live usage, in all or by interval and group',
      description:
        'By the definition that invoices are made with. A consumer names the product whose meter it asks about, unless the meter is built in.',
      access: 'usage:read',
      params: z.object({ workspace_id: z.string().min(1).max(200), meter: z.string().min(1).max(100) }),
      query,
      response: { status: 200, schema: usageSchema },
      async handler(call) {
        const organization = await requireOrganization(call, call.params.workspace_id);
        const filter = filterOf(call.query, organization.id, call.at);
        const meter = await definitionOf(call, organization.id);
        const spans = spansOf(filter.from, filter.to, call.query.interval);
        const grouped = call.query.grouped === 'true';
        const rows = await meterUsage(usageDb, meter, filter, spans, { grouped, limit: MAX_ROWS + 1 });
        if (rows.length > MAX_ROWS) {
          const detail = `gives more than ${MAX_ROWS} rows; narrow the question`;
          throw invalid([{ pointer: '/query/grouped', detail }]);
        }
        return {
          meter: call.params.meter,
          aggregation: meter.aggregation,
          group_by: meter.group_by,
          from: instantText(filter.from),
          to: instantText(filter.to),
          data: rows.map((row) => ({
            period_start: instantText(row.startAt),
            period_end: instantText(row.endAt),
            group: grouped
              ? Object.fromEntries(meter.group_by.map((field, index) => [field, row.groups[index] || null]))
              : {},
            quantity: decimalText(row.quantity),
            events: Number(row.events),
            events_without_value: Number(row.withoutValue),
          })),
        };
      },
    }),
  ];
}

type Asking = Pick<Call<{ meter: string }, z.output<typeof query>, unknown>, 'db' | 'params' | 'query'>;

/** A meter is its provider's: the one who asks, or whoever offers the product. */
async function definitionOf(call: Asking, organizationId: string): Promise<MeterDefinition> {
  const { meter: name } = call.params;
  if ((BUILT_IN_METERS as readonly string[]).includes(name)) return meterNamed(name);
  const { as, product_id: productId } = call.query;
  let providerId: string | undefined = organizationId;
  if (as === 'consumer') {
    if (productId === undefined) {
      const detail = 'is needed: the meter is that of the product’s provider';
      throw invalid([{ pointer: '/query/product_id', detail }]);
    }
    providerId = (await products(call.db, [productId])).get(productId)?.organizationId;
    if (providerId === undefined) throw notFound('product');
  }
  const meter = await findMeter(call.db, providerId, name);
  return meter?.definition ?? meterNamed(name);
}

function spansOf(
  from: Temporal.Instant,
  to: Temporal.Instant,
  interval: 'hour' | 'day' | 'month' | undefined,
) {
  if (interval === undefined) return [{ startAt: from, endAt: to }];
  const spans: { startAt: Temporal.Instant; endAt: Temporal.Instant }[] = [];
  let at = from.toZonedDateTimeISO('UTC');
  while (Temporal.Instant.compare(at.toInstant(), to) < 0) {
    if (spans.length === MOST_SPANS) {
      const detail = `gives more than ${MOST_SPANS} intervals`;
      throw invalid([{ pointer: '/query/interval', detail }]);
    }
    const begin = at.toInstant();
    at = startOf(at, interval).add({ [`${interval}s`]: 1 });
    const end = at.toInstant();
    spans.push({ startAt: begin, endAt: Temporal.Instant.compare(end, to) < 0 ? end : to });
  }
  return spans;
}

function startOf(at: Temporal.ZonedDateTime, interval: 'hour' | 'day' | 'month'): Temporal.ZonedDateTime {
  if (interval === 'hour') return at.round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return interval === 'day' ? at.startOfDay() : at.with({ day: 1 }).startOfDay();
}
