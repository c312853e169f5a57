import { z } from 'zod';
import { requireOrganization } from '#identity';
import {
  type Call,
  decodeCursor,
  kernelProblems,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { invoiceDetailSchema, invoiceSchema, presentDetail, presentInvoice } from './present.ts';
import { RECEIVABLE_STATES } from './receivable.ts';
import { invoiceLines } from './store-invoice-lines.ts';
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
  return presentDetail(found, await invoiceLines(call.db, invoiceId), found.insider, call.at);
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

export function invoiceDocumentRoutes(): Route[] {
  return [
    listRoute,
    detailRoute('/invoices/{invoice_id}'),
    detailRoute('/checkout/invoices/detail/{invoice_id}'),
    listOfWorkspace,
  ];
}
