import { type Db, invalid, notFound, Problem } from '#kernel';
import { checkRoom, type Editor, lockProduct, MOST_ROUTES, recordEdit } from './editor.ts';
import { type ImportPlan, planImport } from './import-plan.ts';
import type { ReadOperation } from './openapi/documentation.ts';
import type { ReadDocument } from './openapi/read-document.ts';
import { parseTemplate } from './path-template.ts';
import type { Plan } from './plan.ts';
import { catalogProblems } from './problems.ts';
import type { Product } from './product.ts';
import { newRouteSchema, type RouteDefinition } from './route-definition.ts';
import { routeFrom } from './save-route.ts';
import { plansOf } from './store-plans.ts';
import { findOwnProduct, routesOf } from './store-products.ts';
import {
  deleteRoutes,
  docsHeadsOf,
  type ImportedRoute,
  insertImported,
  updateImported,
} from './store-route-docs.ts';

/** What the import would do to the product as it is now. */
export async function previewImport(
  db: Db,
  productId: string,
  document: ReadDocument,
  editor: Editor,
): Promise<ImportPlan> {
  const product = await findOwnProduct(db, editor.organizationId, productId);
  if (!product) throw notFound('product');
  return planFor(db, product, document);
}

/** A plan that stays true until the transaction ends. */
export interface PreparedImport {
  readonly product: Product;
  readonly plan: ImportPlan;
}

export async function prepareImport(
  tx: Db,
  productId: string,
  document: ReadDocument,
  editor: Editor,
): Promise<PreparedImport> {
  const product = await lockProduct(tx, editor, productId);
  return { product, plan: await planFor(tx, product, document) };
}

export interface ImportChoice {
  /** Of the preview that somebody agreed to; the import is refused when it would do anything else. */
  readonly digest: string | null;
  /** Of the routes that the document does not name, those that go. */
  readonly remove: readonly string[];
}

/** Carries the plan out. Importing the same document again changes nothing. */
export async function carryOutImport(
  tx: Db,
  { product, plan }: PreparedImport,
  choice: ImportChoice,
  editor: Editor,
): Promise<void> {
  checkChoice(plan, choice);
  const remove = [...new Set(choice.remove)];
  if (plan.added.length + plan.changed.length + remove.length === 0) return;
  const routes = await routesOf(tx, [product.id]);
  checkRoom(routes.length - remove.length + plan.added.length - 1, MOST_ROUTES, 'routes');
  await deleteRoutes(tx, remove);
  await updateImported(tx, plan.changed.map(changedRoute), editor.at);
  const plans = await plansOf(tx, [product.id]);
  const last = Math.max(-1, ...routes.map((route) => route.position));
  const added = plan.added.map((operation, index) => newRoute(product, operation, last + 1 + index, plans));
  await insertImported(tx, added, editor.at);
  await recordEdit(tx, editor, {
    productId: product.id,
    action: 'product.openapi_imported',
    object: product.id,
    detail: { added: plan.added.length, changed: plan.changed.length, removed: remove.length },
  });
}

function checkChoice(plan: ImportPlan, { digest, remove }: ImportChoice): void {
  if (digest !== null && digest !== plan.digest) {
    throw new Problem(catalogProblems.importChanged, {
      detail: 'The routes or the document changed since the preview. Look at what would change now.',
      errors: [{ pointer: '/digest', detail: 'is of another plan' }],
    });
  }
  const missing = new Set(plan.missing.map((route) => route.id));
  const wrong = remove.flatMap((id, index) => (missing.has(id) ? [] : [index]));
  if (wrong.length === 0) return;
  throw invalid(
    wrong.map((index) => ({ pointer: `/remove/${index}`, detail: 'is no route that the document lacks' })),
  );
}

async function planFor(db: Db, product: Product, document: ReadDocument): Promise<ImportPlan> {
  const routes = await routesOf(db, [product.id]);
  const heads = await docsHeadsOf(db, product.id);
  return planImport(routes, heads, document.operations, shapeOf);
}

function shapeOf(template: string): string {
  const parsed = parseTemplate(template);
  if (!parsed.ok) throw new Error(`An unchecked template reached a route: ${template}`);
  return parsed.shape;
}

function changedRoute({ before, operation }: ImportPlan['changed'][number]): ImportedRoute {
  const { template, name, description } = operation;
  return imported({ ...before, template, name, description }, operation);
}

function newRoute(
  product: Product,
  operation: ReadOperation,
  position: number,
  plans: readonly Plan[],
): ImportedRoute {
  const minimum = operation.minimumPlan;
  const plan = plans.find((one) => one.slug === minimum || one.id === minimum);
  const fields = newRouteSchema.parse({
    method: operation.method,
    template: operation.template,
    weight: operation.weight ?? '1',
    name: operation.name,
    description: operation.description,
    sample_parameters: operation.sampleParameters,
  });
  // A plan that the document names and the product lacks: the highest, because open to all is never a guess.
  const minimumPlanId = minimum === null ? null : ((plan ?? plans.at(-1))?.id ?? null);
  const route = routeFrom(fields, { productId: product.id, position, minimumPlanId });
  return imported(route, operation);
}

function imported(route: RouteDefinition, operation: ReadOperation): ImportedRoute {
  const { shape, operationId, documentation, digest } = operation;
  return { route, shape, operationId, documentation, digest };
}
