import { type Db, type PointedError, Problem, type Secrets } from '#kernel';
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
import { freezeMeters } from './freeze-meters.ts';
import type { Plan, PlanVersion } from './plan.ts';
import { newPlanSchema } from './plan.ts';
import { normalizeTerms, type PlanTerms, planTermsSchema } from './plan-terms.ts';
import { changePlanVersion, createPlanVersion, publishPlanVersion } from './plan-versions.ts';
import { newProductSchema, type Product, presentProduct, productChangeSchema } from './product.ts';
import { publishProduct, unpublishProduct } from './publish-product.ts';
import { newRouteSchema, presentRoute, type RouteDefinition, routeChangeSchema } from './route-definition.ts';
import { savePlanSupport, saveProductSupport } from './save-page.ts';
import { changePlan, createPlan, removePlan } from './save-plan.ts';
import { changeProduct, createProduct, removeProduct } from './save-product.ts';
import { changeRoute, createRoute, removeRoute } from './save-route.ts';
import { saveUpstreamCredential } from './save-upstream-credential.ts';
import { supportOf } from './store-pages.ts';
import { hasPublishedVersion, listPlanVersions, plansOf } from './store-plans.ts';
import { listOwnProducts, productBySlug, productsByIds, routesOf } from './store-products.ts';
import { noSupport, type Support } from './support.ts';
import { changeTraffic } from './traffic.ts';
import { openCredential, type UpstreamCredential } from './upstream-credential.ts';

interface Application {
  readonly tx: Db;
  readonly editor: Editor;
  readonly prune: boolean;
  readonly secrets: Secrets;
  readonly changes: Change[];
}

const MOST_OWN_PRODUCTS = 10_000;
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
  options: { prune: boolean; secrets: Secrets },
): Promise<Change[]> {
  const application: Application = { tx, editor, ...options, changes: [] };
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
  const { plans, routes, published, support, upstream_credential: credential, ...fields } = wanted;
  const object = `product ${wanted.slug}`;
  let product = await productBySlug(tx, editor.organizationId, wanted.slug);
  if (product === null) {
    changes.push({ action: 'create', object, fields: differences({}, fields) });
    product = await createProduct(tx, newProductSchema.parse(fields), editor);
  } else {
    // Members of `traffic` that are left out stay as they are.
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
  await applySupport(run, { object, productId: product.id, planId: '' }, support);
  if (credential !== undefined) await applyCredential(run, product.id, credential);
  if (run.prune) await prunePlansAndRoutes(run, product, wanted);
  await applyState(run, product, published);
}

/** Sealed anew each time, so what it says is compared; what is told of a change is the header, never its value. */
async function applyCredential(
  { tx, editor, secrets, changes }: Application,
  productId: string,
  wanted: UpstreamCredential | null,
): Promise<void> {
  const product = (await productsByIds(tx, [productId])).get(productId)!;
  const now = openCredential(product, secrets);
  if (now?.name === wanted?.name && now?.value === wanted?.value) return;
  const field = { pointer: '/upstream_credential', before: now?.name ?? null, after: wanted?.name ?? null };
  changes.push({ action: 'change', object: `product ${product.slug}`, fields: [field] });
  await saveUpstreamCredential(tx, productId, wanted, { editor, secrets });
}

function toFields(changes: Change['fields']): Record<string, unknown> {
  return Object.fromEntries(changes.map(({ pointer, after }) => [pointer.slice(1), after]));
}

async function applyState({ tx, editor, changes }: Application, product: Product, published: boolean) {
  // Before the operator it has been put on offer as far as its provider can.
  const isOffered = product.state === 'published' || (published && product.state === 'pending_review');
  if (published === isOffered) return;
  const object = `product ${product.slug}`;
  changes.push({ action: published ? 'publish' : 'unpublish', object, fields: [] });
  await (published ? publishProduct : unpublishProduct)(tx, product.id, editor);
}

async function applyPlan(run: Application, product: Product, wanted: ConfiguredPlan): Promise<void> {
  const { tx, editor, changes } = run;
  const object = `plan ${product.slug}/${wanted.slug}`;
  const { terms, publish, support, ...fields } = wanted;
  const plan = (await plansOf(tx, [product.id])).find((one) => one.slug === wanted.slug);
  if (!plan) {
    changes.push({ action: 'create', object, fields: differences({}, { ...fields, terms }) });
    if (publish) changes.push({ action: 'publish', object, fields: [] });
    const made = newPlanSchema.parse({ ...fields, terms, publish, product_id: product.id });
    const { plan: created } = await createPlan(tx, made, editor);
    await applySupport(run, { object, productId: product.id, planId: created.id }, support);
    return;
  }
  const changed = differences({ slug: plan.slug, name: plan.name, tier: plan.tier }, fields);
  if (changed.length > 0) {
    changes.push({ action: 'change', object, fields: changed });
    await changePlan(tx, plan.id, toFields(changed), editor);
  }
  if (terms !== undefined) await applyTerms(run, plan, { terms, publish }, object);
  await applySupport(run, { object, productId: product.id, planId: plan.id }, support);
}

async function applySupport(
  { tx, editor, changes }: Application,
  of: { object: string; productId: string; planId: string },
  support: Support | undefined,
): Promise<void> {
  if (support === undefined) return;
  const now = (await supportOf(tx, of.productId)).get(of.planId);
  const changed = differences({ support: now ?? noSupport }, { support });
  if (changed.length === 0) return;
  changes.push({ action: 'change', object: of.object, fields: changed });
  if (of.planId === '') await saveProductSupport(tx, of.productId, support, editor);
  else await savePlanSupport(tx, of.planId, support, editor);
}

async function applyTerms(
  { tx, editor, changes }: Application,
  plan: Plan,
  { terms, publish }: { terms: PlanTerms; publish: boolean },
  object: string,
): Promise<void> {
  let latest: PlanVersion | null = await latestVersion(tx, plan);
  const product = { id: plan.productId, organizationId: editor.organizationId };
  // As they would be saved: with what their meters mean, whether the document says it or not.
  const wanted = await freezeMeters(tx, normalizeTerms(terms), product);
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
  const own = await listOwnProducts(tx, editor.organizationId, { afterId: null, size: MOST_OWN_PRODUCTS });
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
