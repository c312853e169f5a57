import { z } from 'zod';
import {
  decimal,
  decimalText,
  decodeKeys,
  instantText,
  kernelProblems,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
  type UsageDb,
} from '#kernel';
import { invoiceLines, visibleInvoice } from '../invoices/index.ts';
import { countedWindows } from './counted-windows.ts';
import { type LineEvent, type LinePlace, lineEvents } from './line-events.ts';

const eventSchema = z.object({
  source: z.string(),
  id: z.string(),
  event_type: z.string(),
  timestamp: z.string(),
  units: z.string(),
  value: z.string(),
  quantity: z
    .string()
    .describe('How much of it the line counted; of all its events it is the quantity of the line'),
  route_id: z.string().nullable(),
  key_id: z.string().nullable(),
  method: z.string().nullable(),
  status: z.int().nullable(),
});

function presentEvent({ event, quantity }: LineEvent): z.input<typeof eventSchema> {
  return {
    source: event.source,
    id: event.id,
    event_type: event.event_type,
    timestamp: instantText(event.timestamp),
    units: decimalText(event.units),
    value: decimalText(event.value),
    quantity: decimalText(quantity),
    route_id: event.route_id || null,
    key_id: event.key_id || null,
    method: event.method || null,
    status: event.status,
  };
}

/** Window, time, id, source, connection, and what was used of the window until then. */
const eventKeys = z.tuple([
  z.int().min(0),
  z.int().min(0),
  z.string(),
  z.string(),
  z.string(),
  z.string().regex(/^-?\d{1,26}(\.\d{1,12})?$/),
]);

function keysOf({ place }: LineEvent): (string | number)[] {
  const { windowIndex, timestampMs, id, source, connection, used } = place;
  return [windowIndex, timestampMs, id, source, connection, used.toFixed()];
}

function readPlace(cursor: string | undefined): LinePlace | null {
  const keys = decodeKeys(cursor, eventKeys);
  if (!keys) return null;
  const [windowIndex, timestampMs, id, source, connection, used] = keys;
  return { windowIndex, timestampMs, id, source, connection, used: decimal(used) };
}

/** Events may be called by long names. */
const longCursor = z.string().max(2000).optional().describe('next_cursor of the page before');

export function lineEventsRoute(usageDb: UsageDb): Route {
  return route({
    method: 'GET',
    path: '/invoices/{invoice_id}/lines/{position}/events',
    tag: 'billing',
    summary: 'List the usage events behind a line of an invoice, oldest first',
    access: 'billing:read',
    params: z.object({
      invoice_id: z.string().max(100),
      position: z.coerce.number().int().min(1).max(1_000_000),
    }),
    query: z.strictObject({ ...pageQuery, cursor: longCursor }),
    response: { status: 200, schema: pageOf(eventSchema) },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { limit, cursor } = call.query;
      const after = readPlace(cursor);
      const { invoice } = await visibleInvoice(call, call.params.invoice_id);
      const lines = await invoiceLines(call.db, invoice.id);
      const line = lines.find((one) => one.position === call.params.position);
      if (!line) throw notFound('line');
      if (line.highestBatch === null) return { data: [], next_cursor: null };
      const page = { limit: limit + 1, after };
      const events = await lineEvents(usageDb, countedWindows(line), line.highestBatch, page);
      return toPage(events, limit, keysOf, presentEvent);
    },
  });
}
