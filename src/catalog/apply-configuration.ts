import { type Db, type PointedError, Problem } from '#kernel';
import { compareTerms } from './compare-terms.ts';
import {
  type Change,
  type Configuration,
  type ConfiguredPlan,
  type ConfiguredProduct,
  type ConfiguredRoute,
  differences,
  routeName,
  writable,
} from './configuration.ts';
import type { Editor } from './editor.ts';
import type { Plan, PlanVersion } from './plan.ts';
import { newPlanSchema } from './plan.ts';
import { normalizeTerms, planTermsSchema } from './plan-terms.ts';
import { changePlanVersion, createPlanVersion, publishPlanVersion } from './plan-versions.ts';
import { newProductSchema, type Product, presentProduct, productChangeSchema } from './product.ts';
import { publishProduct, unpublishProduct } from './publish-product.ts';
import { newRouteSchema, presentRoute, type RouteDefinition, routeChangeSchema } from './route-definition.ts';
import { changePlan, createPlan, removePlan } from './save-plan.ts';
import { changeProduct, createProduct, removeProduct } from './save-product.ts';
import { changeRoute, createRoute, removeRoute } from './save-route.ts';
import { hasPublishedVersion, listPlanVersions, plansOf } from './store-plans.ts';
import { listOwnProducts, productBySlug, routesOf } from './store-products.ts';
import { changeTraffic } from './traffic.ts';

interface Application {
  readonly tx: Db;
  readonly editor: Editor;
  readonly prune: boolean;
  readonly changes: Change[];
}

const MOST_PRODUCTS = 10_000;
/** Where the products stand in the request. */
const ROOT = '/configuration/products';

/**
 * Makes the editor's products what the document says, by the same use-cases as single requests, and tells every change.
 * Applied again it changes nothing. What the document does not name stays, unless `prune` is said: then routes and drafts
 * go, and what was sold once is taken off the market. Addresses were accepted by `acceptUpstreams`.
 */
export async function applyConfiguration(
  tx: Db,
  configuration: Configuration,
  editor: Editor,
  options: { prune: boolean },
): Promise<Change[]> {
  const application: Application = { tx, editor, prune: options.prune, changes: [] };
  for (const [index, product] of configuration.products.entries())
    await at(`${ROOT}/${index}`, () => applyProduct(application, product, `${ROOT}/${index}`));
  if (options.prune) await pruneProducts(application, configuration);
  return application.changes;
}

/** Says of a refusal where in the document its reason stands. */
async function at<T>(pointer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || isPointed(error)) throw error;
    const errors: PointedError[] = error.errors?.map((one) => ({
      pointer: pointer + one.pointer,
      detail: one.detail,
    })) ?? [{ pointer, detail: error.detail ?? error.message }];
    const { detail, extensions, headers } = error;
    throw new Problem(error.kind, {
      ...(detail === undefined ? {} : { detail }),
      errors,
      extensions,
      headers,
      cause: error,
    });
  }
}

function isPointed(error: Problem): boolean {
  return error.errors?.some((one) => one.pointer.startsWith(ROOT)) ?? false;
}

async function applyProduct(run: Application, wanted: ConfiguredProduct, pointer: string): Promise<void> {
  const { tx, editor, changes } = run;
  const { plans, routes, published, ...fields } = wanted;
  const object = `product ${wanted.slug}`;
  let product = await productBySlug(tx, editor.organizationId, wanted.slug);
  if (product === null) {
    changes.push({ action: 'create', object, fields: differences({}, fields) });
    product = await createProduct(tx, newProductSchema.parse(fields), editor);
  } else {
    // As everywhere, what is left out of how callers are treated stays as it is.
    const whole = { ...fields, traffic: changeTraffic(product.traffic, fields.traffic) };
    const changed = differences(writable(newProductSchema, presentProduct(product)), whole);
    if (changed.length > 0) {
      changes.push({ action: 'change', object, fields: changed });
      product = await changeProduct(tx, product.id, productChangeSchema.parse(toFields(changed)), editor);
    }
  }
  for (const [index, plan] of plans.entries())
    await at(`${pointer}/plans/${index}`, () => applyPlan(run, product, plan));
  for (const [index, route] of routes.entries())
    await at(`${pointer}/routes/${index}`, () => applyRoute(run, product, route));
  if (run.prune) await prunePlansAndRoutes(run, product, wanted);
  await applyState(run, product, published);
}

function toFields(changes: Change['fields']): Record<string, unknown> {
  return Object.fromEntries(changes.map(({ pointer, after }) => [pointer.slice(1), after]));
}

async function applyState({ tx, editor, changes }: Application, product: Product, published: boolean) {
  if (published === (product.state === 'published')) return;
  const object = `product ${product.slug}`;
  if (!published && product.state !== 'published') return;
  changes.push({ action: published ? 'publish' : 'unpublish', object, fields: [] });
  await (published ? publishProduct : unpublishProduct)(tx, product.id, editor);
}

async function applyPlan(run: Application, product: Product, wanted: ConfiguredPlan): Promise<void> {
  const { tx, editor, changes } = run;
  const object = `plan ${product.slug}/${wanted.slug}`;
  const { terms, publish, ...fields } = wanted;
  const plan = (await plansOf(tx, [product.id])).find((one) => one.slug === wanted.slug);
  if (!plan) {
    changes.push({ action: 'create', object, fields: differences({}, { ...fields, terms }) });
    if (publish) changes.push({ action: 'publish', object, fields: [] });
    await createPlan(tx, newPlanSchema.parse({ ...wanted, product_id: product.id }), editor);
    return;
  }
  const changed = differences({ slug: plan.slug, name: plan.name, tier: plan.tier }, fields);
  if (changed.length > 0) {
    changes.push({ action: 'change', object, fields: changed });
    await changePlan(tx, plan.id, toFields(changed), editor);
  }
  await applyTerms(run, plan, wanted, object);
}

async function applyTerms(
  { tx, editor, changes }: Application,
  plan: Plan,
  { terms, publish }: ConfiguredPlan,
  object: string,
): Promise<void> {
  let latest: PlanVersion | null = await latestVersion(tx, plan);
  const wanted = normalizeTerms(terms);
  // Terms of before a field existed mean its default: that is no difference.
  const changed = latest
    ? compareTerms(planTermsSchema.parse(latest.terms), wanted).map(({ pointer, before, after }) => ({
        pointer,
        before,
        after,
      }))
    : [{ pointer: '', before: null, after: wanted }];
  if (changed.length > 0) {
    const isDraft = latest?.state === 'draft';
    changes.push({ action: isDraft ? 'change' : 'new-version', object, fields: changed });
    latest = isDraft
      ? await changePlanVersion(tx, plan.id, latest!.id, terms, editor)
      : await createPlanVersion(tx, plan.id, terms, editor);
  }
  if (!publish || latest === null || latest.state === 'published') return;
  changes.push({ action: 'publish', object, fields: [] });
  await publishPlanVersion(tx, plan.id, latest.id, editor);
}

/** The draft that is newer than what is published, else the published one. */
export async function latestVersion(db: Db, plan: Plan): Promise<PlanVersion | null> {
  const [version] = await listPlanVersions(db, plan.id, { beforeNumber: null, size: 1 });
  return version ?? null;
}

async function applyRoute(run: Application, product: Product, wanted: ConfiguredRoute): Promise<void> {
  const { tx, editor, changes } = run;
  const object = `route ${product.slug} ${routeName(wanted)}`;
  const route = (await routesOf(tx, [product.id])).find((one) => routeName(one) === routeName(wanted));
  if (!route) {
    changes.push({ action: 'create', object, fields: differences({}, wanted) });
    await createRoute(tx, product.id, wanted, editor);
    return;
  }
  const changed = differences(await writableRoute(tx, route), wanted);
  if (changed.length === 0) return;
  changes.push({ action: 'change', object, fields: changed });
  await changeRoute(tx, product.id, route.id, routeChangeSchema.parse(toFields(changed)), editor);
}

/** A route as it can be written back: its minimum plan by slug. */
export async function writableRoute(db: Db, route: RouteDefinition): Promise<Record<string, unknown>> {
  const plans = await plansOf(db, [route.productId]);
  const minimum_plan = plans.find(({ id }) => id === route.minimumPlanId)?.slug ?? null;
  return writable(newRouteSchema, { ...presentRoute(route), minimum_plan });
}

async function prunePlansAndRoutes(
  { tx, editor, changes }: Application,
  product: Product,
  { plans, routes, slug }: ConfiguredProduct,
): Promise<void> {
  const named = new Set(routes.map(routeName));
  for (const route of await routesOf(tx, [product.id])) {
    if (named.has(routeName(route))) continue;
    changes.push({ action: 'delete', object: `route ${slug} ${routeName(route)}`, fields: [] });
    await removeRoute(tx, product.id, route.id, editor);
  }
  for (const plan of await plansOf(tx, [product.id])) {
    // What was published may have subscribers; they keep it.
    if (plans.some((one) => one.slug === plan.slug) || (await hasPublishedVersion(tx, plan.id))) continue;
    changes.push({ action: 'delete', object: `plan ${slug}/${plan.slug}`, fields: [] });
    await removePlan(tx, plan.id, editor);
  }
}

async function pruneProducts({ tx, editor, changes }: Application, { products }: Configuration) {
  const named = new Set(products.map(({ slug }) => slug));
  const own = await listOwnProducts(tx, editor.organizationId, { afterId: null, size: MOST_PRODUCTS });
  for (const product of own) {
    const object = `product ${product.slug}`;
    if (named.has(product.slug)) continue;
    if (product.state === 'published') {
      changes.push({ action: 'unpublish', object, fields: [] });
      await unpublishProduct(tx, product.id, editor);
    } else if (product.publishedAt === null && !(await wasSold(tx, product))) {
      changes.push({ action: 'delete', object, fields: [] });
      await removeProduct(tx, product.id, editor);
    }
  }
}

async function wasSold(tx: Db, product: Product): Promise<boolean> {
  for (const { id } of await plansOf(tx, [product.id])) if (await hasPublishedVersion(tx, id)) return true;
  return false;
}
