import { z } from 'zod';
import { requireOrganization } from '#identity';
import {
  type Call,
  decimalText,
  decodeCursor,
  decodeKeys,
  encodeCursor,
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
import { listEvents, type UsageEventRow } from '#metering';
import { invoiceDetailSchema, invoiceSchema, presentDetail, presentInvoice } from './present.ts';
import { RECEIVABLE_STATES } from './receivable.ts';
import { renderPdf } from './render-pdf.ts';
import * as store from './store-invoices.ts';

const id = z.string().max(100);
const invoiceParams = z.object({ invoice_id: id });
const stateField = z.enum(['draft', 'discarded', 'overdue', ...RECEIVABLE_STATES]);

export type Viewer = Pick<Call<unknown, unknown, unknown>, 'db' | 'actor' | 'organizationId' | 'at'>;

/**
 * Buyer, seller and operator see an invoice; the buyer not while it is a draft. For anyone else there is
 * none.
 */
export async function visibleInvoice(call: Viewer, invoiceId: string) {
  const found = await store.findInvoice(call.db, invoiceId);
  if (!found) throw notFound('invoice');
  if (call.actor.operator) return { ...found, insider: true };
  const insider = found.invoice.providerId === call.organizationId;
  const isBuyer = found.invoice.organizationId === call.organizationId && found.invoice.state === 'issued';
  if (!insider && !isBuyer) throw notFound('invoice');
  return { ...found, insider };
}

export async function detail(call: Viewer, invoiceId: string): Promise<z.input<typeof invoiceDetailSchema>> {
  const found = await visibleInvoice(call, invoiceId);
  return presentDetail(found, await store.invoiceLines(call.db, invoiceId), found.insider, call.at);
}

async function list(
  call: Viewer & { query: { limit: number; cursor?: string | undefined } },
  filter: Partial<store.InvoiceFilter>,
) {
  const { limit, cursor } = call.query;
  const afterId = decodeCursor(cursor)?.[0];
  const all = { partyId: null, organizationId: null, providerId: null, subscriptionId: null, state: null };
  const hideDraftsFrom = call.actor.operator ? null : call.organizationId;
  const page = { limit: limit + 1, afterId: afterId === undefined ? null : String(afterId) };
  const rows = await store.listInvoices(call.db, { ...all, hideDraftsFrom, at: call.at, ...filter }, page);
  return toPage(
    rows,
    limit,
    (row) => [row.invoice.id],
    (row) => presentInvoice(row, call.at),
  );
}

const listRoute = route({
  method: 'GET',
  path: '/invoices',
  tag: 'billing',
  summary: 'List invoices that the organization has received or issued, latest first',
  access: 'billing:read',
  query: z.strictObject({
    ...pageQuery,
    role: z.enum(['buyer', 'seller']).optional().describe('Only those received, or only those issued'),
    organization_id: id.optional().describe('Only those to this consumer'),
    subscription_id: id.optional(),
    state: stateField.optional(),
  }),
  response: { status: 200, schema: pageOf(invoiceSchema) },
  async handler(call) {
    const { role, organization_id, subscription_id, state } = call.query;
    const party = call.actor.operator && !role ? null : call.organizationId;
    return list(call, {
      partyId: role ? null : party,
      organizationId: role === 'buyer' ? party : (organization_id ?? null),
      providerId: role === 'seller' ? party : null,
      subscriptionId: subscription_id ?? null,
      state: state ?? null,
    });
  },
});

const listOfWorkspace = route({
  method: 'GET',
  path: '/checkout/invoices/{workspace_id}',
  tag: 'billing',
  summary: 'List the invoices of a consumer, latest first',
  access: 'billing:read',
  params: z.object({ workspace_id: z.string().max(200) }),
  query: z.strictObject({ ...pageQuery, state: stateField.optional() }),
  response: { status: 200, schema: pageOf(invoiceSchema) },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const organization = await requireOrganization(call, call.params.workspace_id);
    return list(call, { organizationId: organization.id, state: call.query.state ?? null });
  },
});

function detailRoute(path: string): Route {
  return route({
    method: 'GET',
    path,
    tag: 'billing',
    summary: 'Show an invoice with its lines and how each came about',
    access: 'billing:read',
    params: invoiceParams,
    response: { status: 200, schema: invoiceDetailSchema },
    problems: [kernelProblems.notFound],
    handler: (call) => detail(call, call.params.invoice_id),
  });
}

const pdf = route({
  method: 'GET',
  path: '/invoices/{invoice_id}.pdf',
  tag: 'billing',
  summary: 'An invoice as PDF',
  access: 'billing:read',
  params: invoiceParams,
  response: { status: 200, content: 'application/pdf' },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const found = await visibleInvoice(call, call.params.invoice_id);
    const name = `${found.invoice.number ?? found.invoice.id}.pdf`;
    call.reply.header('content-disposition', `inline; filename="${name}"`);
    return renderPdf(found, await store.invoiceLines(call.db, found.invoice.id));
  },
});

const eventSchema = z.object({
  source: z.string(),
  id: z.string(),
  event_type: z.string(),
  timestamp: z.string(),
  units: z.string(),
  value: z.string(),
  route_id: z.string().nullable(),
  key_id: z.string().nullable(),
  method: z.string().nullable(),
  status: z.int().nullable(),
});

function presentEvent(event: UsageEventRow): z.input<typeof eventSchema> {
  return {
    source: event.source,
    id: event.id,
    event_type: event.event_type,
    timestamp: instantText(event.timestamp),
    units: decimalText(event.units),
    value: decimalText(event.value),
    route_id: event.route_id || null,
    key_id: event.key_id || null,
    method: event.method || null,
    status: event.status,
  };
}

const storedQuery = z.object({
  subscription_id: z.string(),
  meter: z.string(),
  from: z.string(),
  to: z.string(),
});

function lineEvents(usageDb: UsageDb): Route {
  return route({
    method: 'GET',
    path: '/invoices/{invoice_id}/lines/{position}/events',
    tag: 'billing',
    summary: 'List the usage events behind a line of an invoice, oldest first',
    access: 'billing:read',
    params: z.object({ invoice_id: id, position: z.coerce.number().int().min(1).max(1_000_000) }),
    query: z.strictObject(pageQuery),
    response: { status: 200, schema: pageOf(eventSchema) },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { limit, cursor } = call.query;
      const after = readPosition(cursor);
      const { invoice } = await visibleInvoice(call, call.params.invoice_id);
      const lines = await store.invoiceLines(call.db, invoice.id);
      const line = lines.find((one) => one.position === call.params.position);
      if (!line) throw notFound('line');
      if (line.highestBatch === null) return { data: [], next_cursor: null };
      const query = storedQuery.parse(line.explanation.query);
      const window = {
        subscriptionId: query.subscription_id,
        startAt: Temporal.Instant.from(query.from),
        endAt: Temporal.Instant.from(query.to),
        upToBatch: line.highestBatch,
        eventType: eventTypeOf(query.meter),
      };
      const events = await listEvents(usageDb, window, { limit: limit + 1, after });
      const shown = events.slice(0, limit);
      const last = events.length > limit ? shown.at(-1) : undefined;
      return { data: shown.map(presentEvent), next_cursor: last ? positionOf(last) : null };
    },
  });
}

/** The events that a meter counts; '' for all of them (units are summed over every event). */
function eventTypeOf(meter: string): string {
  if (meter === 'requests') return 'request';
  return meter === 'units' ? '' : meter;
}

function positionOf(event: UsageEventRow): string {
  return encodeCursor([event.timestamp.epochMilliseconds, event.id, event.source]);
}

/** Time, id and source, by which the events behind a line are listed. */
const eventKeys = z.tuple([z.int().min(0), z.string(), z.string()]);

function readPosition(cursor: string | undefined) {
  const keys = decodeKeys(cursor, eventKeys);
  return keys && { timestampMs: keys[0], id: keys[1], source: keys[2] };
}

export function invoiceDocumentRoutes(usageDb: UsageDb): Route[] {
  return [
    listRoute,
    pdf,
    detailRoute('/invoices/{invoice_id}'),
    lineEvents(usageDb),
    detailRoute('/checkout/invoices/detail/{invoice_id}'),
    listOfWorkspace,
  ];
}
