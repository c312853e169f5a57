import { z } from 'zod';
import { type Call, type Db, inTransaction, invalid, notFound, Problem, type Route, route } from '#kernel';
import { differenceSchema } from './compare-terms.ts';
import { MOST_ROUTES } from './editor.ts';
import { fetchDocument } from './fetch-document.ts';
import { reference, text } from './fields.ts';
import { carryOutImport, prepareImport, previewImport } from './import-openapi.ts';
import { differencesOf, type ImportPlan } from './import-plan.ts';
import type { ReadOperation } from './openapi/documentation.ts';
import type { ReadDocument } from './openapi/read-document.ts';
import { createOpenApiReader, type OpenApiReader, ReaderBusy } from './openapi/reader.ts';
import { UnreadableDocument } from './openapi/unreadable.ts';
import { catalogProblems } from './problems.ts';
import { ROUTE_METHODS, type RouteDefinition, type RouteMethod } from './route-definition.ts';
import { editorOf } from './routes-products.ts';
import { plansOf } from './store-plans.ts';
import { findOwnProduct } from './store-products.ts';
import { docsOf } from './store-route-docs.ts';
import type { UpstreamPolicy } from './upstream-url.ts';

const productParams = z.object({ product_id: reference });

const longestDocument = 20_000_000;
/** Text needs more bytes in JSON than it has. */
const bodyLimitBytes = 26 * 1024 * 1024;

const importBody = z
  .strictObject({
    text: text(longestDocument).nullable().default(null).describe('The document itself, JSON or YAML'),
    url: text(2048).nullable().default(null).describe('Where the document is; asked without credentials'),
    dry_run: z.boolean().default(false).describe('Says what would change and changes nothing'),
    digest: text(100)
      .nullable()
      .default(null)
      .describe('digest of the preview: refused when anything else would change by now'),
    remove: z
      .array(reference)
      .max(MOST_ROUTES)
      .default([])
      .describe('Of the routes in missing, the ids of those that go'),
  })
  .superRefine(({ text, url }, context) => {
    if ((text === null) === (url === null))
      context.addIssue({ code: 'custom', path: ['text'], message: 'give either text or url' });
  });
type ImportOrder = z.output<typeof importBody>;

const routeHead = z.object({
  route_id: z.string().nullable(),
  method: z.enum(ROUTE_METHODS),
  template: z.string(),
  name: z.string(),
  operation_id: z.string().nullable(),
});

const importSchema = z.object({
  applied: z.boolean(),
  version: z.string(),
  title: z.string(),
  digest: z.string(),
  added: z.array(routeHead),
  changed: z.array(
    routeHead.extend({
      differences: z
        .array(differenceSchema)
        .describe('From the route as it is; values that are long are null. At most 20, and 2,000 in all'),
    }),
  ),
  missing: z.array(routeHead).describe('Routes that the document does not name; they stay unless in remove'),
  removed: z.array(z.string()),
  unchanged: z.int(),
  report: z.object({
    items: z.array(
      z.object({
        pointer: z.string().describe('JSON pointer into the document'),
        severity: z.enum(['error', 'warning', 'info']),
        code: z.string(),
        detail: z.string(),
      }),
    ),
    counts: z.object({ error: z.int(), warning: z.int(), info: z.int() }),
    left_off: z.int(),
  }),
});

/** OpenAPI documents become routes. */
export function importRoutes(deps: { upstreams: UpstreamPolicy }): Route[] {
  const reader = createOpenApiReader(MOST_ROUTES);
  return [
    route({
      method: 'POST',
      path: '/products/{product_id}/openapi-imports',
      tag: 'catalog',
      summary: 'Make routes of an OpenAPI document, or see what a new version of it would change',
      access: 'catalog:write',
      params: productParams,
      body: importBody,
      bodyLimitBytes,
      transaction: false,
      response: { status: 200, schema: importSchema },
      problems: [catalogProblems.importChanged, catalogProblems.importBusy, catalogProblems.tooManyOfAKind],
      handler: async (call) => {
        const { product_id: id } = call.params;
        if (!(await findOwnProduct(call.db, call.organizationId, id))) throw notFound('product');
        const document = await readOrder(call, deps.upstreams, reader);
        if (call.body.dry_run) {
          const plan = await previewImport(call.db, id, document, editorOf(call));
          return presentImport(call.db, id, { document, plan, removed: null });
        }
        return inTransaction(call.db, async (tx) => {
          const prepared = await prepareImport(tx, id, document, editorOf(call));
          // Said before it is done: what a route was cannot be told afterwards.
          const { plan } = prepared;
          const said = await presentImport(tx, id, { document, plan, removed: call.body.remove });
          await carryOutImport(tx, prepared, call.body, editorOf(call));
          return said;
        });
      },
    }),
  ];
}

async function readOrder(
  call: Call<{ product_id: string }, unknown, ImportOrder>,
  upstreams: UpstreamPolicy,
  reader: OpenApiReader,
): Promise<ReadDocument> {
  const { text: given, url } = call.body;
  const place = url === null ? '/text' : '/url';
  try {
    return await reader.read(given ?? (await fetched(upstreams, url!)));
  } catch (error) {
    if (error instanceof UnreadableDocument) throw invalid([{ pointer: place, detail: error.message }]);
    if (error instanceof ReaderBusy)
      throw new Problem(catalogProblems.importBusy, { headers: { 'retry-after': '10' } });
    throw error;
  }
}

async function fetched(upstreams: UpstreamPolicy, url: string): Promise<string> {
  const answer = await fetchDocument(upstreams, url, { mostBytes: longestDocument });
  if (answer.ok) return answer.text;
  throw invalid([{ pointer: '/url', detail: answer.reason }]);
}

const mostDifferences = 2000;

async function presentImport(
  db: Db,
  productId: string,
  { document, plan, removed }: { document: ReadDocument; plan: ImportPlan; removed: string[] | null },
): Promise<z.input<typeof importSchema>> {
  const shown = plan.changed.slice(0, mostDifferences);
  const docs = await docsOf(
    db,
    productId,
    shown.map(({ before }) => before.id),
  );
  let left = mostDifferences;
  return {
    applied: removed !== null,
    version: document.version,
    title: document.title,
    digest: plan.digest,
    added: plan.added.map((operation) => ofOperation(operation, null)),
    changed: plan.changed.map((one) => {
      const said = left > 0 ? differencesOf(one, docs.get(one.before.id)?.documentation ?? null) : [];
      const differences = said.slice(0, left);
      left -= differences.length;
      return { ...ofOperation(one.operation, one.before.id), differences };
    }),
    missing: plan.missing.map(ofRoute),
    removed: removed ?? [],
    unchanged: plan.unchanged,
    report: await withUnknownPlans(db, productId, document, plan),
  };
}

/** A minimum plan that the product does not have is not passed over in silence. */
async function withUnknownPlans(db: Db, productId: string, { report }: ReadDocument, plan: ImportPlan) {
  const wanted = new Set(plan.added.flatMap(({ minimumPlan }) => minimumPlan ?? []));
  const known = wanted.size === 0 ? [] : await plansOf(db, [productId]);
  const unknown = [...wanted].filter((name) => !known.some((one) => one.slug === name || one.id === name));
  const items = unknown.slice(0, 20).map((name) => ({
    pointer: '/paths',
    severity: 'warning' as const,
    code: 'unknown-plan',
    detail:
      known.length === 0
        ? `The product has no plan ${name}: its routes are open to every plan.`
        : `The product has no plan ${name}: its routes need the highest instead.`,
  }));
  const counts = { ...report.counts, warning: report.counts.warning + items.length };
  return { ...report, counts, items: [...items, ...report.items] };
}

function ofOperation(operation: ReadOperation, routeId: string | null): z.input<typeof routeHead> {
  const { method, template, name, operationId } = operation;
  return { route_id: routeId, method: method as RouteMethod, template, name, operation_id: operationId };
}

function ofRoute({ id, method, template, name }: RouteDefinition): z.input<typeof routeHead> {
  return { route_id: id, method, template, name, operation_id: null };
}
