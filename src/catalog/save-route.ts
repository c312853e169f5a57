import { type Db, invalid, newId, notFound, type PointedError, Problem } from '#kernel';
import { checkRoom, type Editor, lockProduct, MOST_ROUTES, recordEdit } from './editor.ts';
import { exactQuantity } from './fields.ts';
import { parseTemplate } from './path-template.ts';
import type { Plan } from './plan.ts';
import { catalogProblems } from './problems.ts';
import type { NewRoute, RouteChange, RouteDefinition } from './route-definition.ts';
import { plansOf } from './store-plans.ts';
import { deleteRoute, insertRoute, routesOf, updateRoute } from './store-products.ts';

export async function createRoute(
  tx: Db,
  productId: string,
  fields: NewRoute,
  editor: Editor,
): Promise<RouteDefinition> {
  await lockProduct(tx, editor, productId);
  const others = await routesOf(tx, [productId]);
  checkRoom(others.length, MOST_ROUTES, 'routes');
  const last = others.at(-1);
  const route = routeFrom(fields, {
    productId,
    position: fields.position ?? (last ? last.position + 1 : 0),
    minimumPlanId: await planIdOf(tx, productId, fields.minimum_plan),
  });
  await insertRoute(tx, route, checkRoute(route, others), editor.at);
  await recordEdit(tx, editor, {
    productId,
    action: 'route.created',
    object: route.id,
    detail: address(route),
  });
  return route;
}

export async function changeRoute(
  tx: Db,
  productId: string,
  routeId: string,
  change: RouteChange,
  editor: Editor,
): Promise<RouteDefinition> {
  const { before, others } = await lockRoute(tx, productId, routeId, editor);
  const minimumPlan = change.minimum_plan;
  const after: RouteDefinition = {
    ...before,
    position: change.position ?? before.position,
    method: change.method ?? before.method,
    template: change.template ?? before.template,
    upstream: change.upstream ?? before.upstream,
    upstreamPath: change.upstream_path === undefined ? before.upstreamPath : change.upstream_path,
    protocol: change.protocol ?? before.protocol,
    minimumPlanId:
      minimumPlan === undefined ? before.minimumPlanId : await planIdOf(tx, productId, minimumPlan),
    weight: change.weight === undefined ? before.weight : exactQuantity(change.weight),
    traffic: change.traffic === undefined ? before.traffic : change.traffic,
    requiredScope: change.required_scope === undefined ? before.requiredScope : change.required_scope,
    environments: change.environments ?? before.environments,
    rateLimits: change.rate_limits ?? before.rateLimits,
    concurrency: change.concurrency === undefined ? before.concurrency : change.concurrency,
    name: change.name ?? before.name,
    description: change.description ?? before.description,
    sampleParameters: change.sample_parameters ?? before.sampleParameters,
  };
  await updateRoute(tx, after, checkRoute(after, others), editor.at);
  await recordEdit(tx, editor, {
    productId,
    action: 'route.changed',
    object: routeId,
    detail: address(after),
  });
  return after;
}

export async function removeRoute(tx: Db, productId: string, routeId: string, editor: Editor): Promise<void> {
  const { before } = await lockRoute(tx, productId, routeId, editor);
  await deleteRoute(tx, routeId);
  await recordEdit(tx, editor, {
    productId,
    action: 'route.deleted',
    object: routeId,
    detail: address(before),
  });
}

async function lockRoute(tx: Db, productId: string, routeId: string, editor: Editor) {
  await lockProduct(tx, editor, productId);
  const routes = await routesOf(tx, [productId]);
  const before = routes.find((route) => route.id === routeId);
  if (!before) throw notFound('route');
  return { before, others: routes.filter((route) => route !== before) };
}

/** What calls of a protocol come with, whatever they do. */
const PROTOCOL_METHODS = { http: null, websocket: 'GET', grpc: 'POST' } as const;

/** Judges a route among the product's others, and answers the shape of its template. */
export function checkRoute(route: RouteDefinition, others: readonly RouteDefinition[]): string {
  const own = parse(route.template);
  const mapped = route.upstreamPath === null ? null : parse(route.upstreamPath);
  const errors: PointedError[] = (mapped?.parameters ?? [])
    .filter((name) => !own.parameters.includes(name))
    .map((name) => ({
      pointer: '/upstream_path',
      detail: `uses {${name}}, which the template does not have`,
    }));
  const method = PROTOCOL_METHODS[route.protocol];
  if (method !== null && route.method !== method && route.method !== 'ANY')
    errors.push({ pointer: '/protocol', detail: `needs the method ${method} or ANY` });
  if (errors.length > 0) throw invalid(errors);
  for (const other of others) {
    const theirs = parse(other.template);
    if (theirs.shape !== own.shape) continue;
    if (other.method === route.method) throw conflict(other, '/method', 'has the same method and template');
    // One path cannot have two names for a parameter: neither OpenAPI nor a reader could tell them apart.
    if (other.template !== route.template)
      throw conflict(other, '/template', 'names the parameters differently');
  }
  return own.shape;
}

function parse(template: string) {
  const parsed = parseTemplate(template);
  if (!parsed.ok) throw new Error(`An unchecked template reached a route: ${template}`);
  return parsed;
}

function conflict(other: RouteDefinition, pointer: string, reason: string): Problem {
  return new Problem(catalogProblems.routeConflict, {
    detail: `The route ${other.method} ${other.template} ${reason}.`,
    errors: [{ pointer, detail: `${other.method} ${other.template} ${reason}` }],
    extensions: { route_id: other.id },
  });
}

async function planIdOf(tx: Db, productId: string, idOrSlug: string | null): Promise<string | null> {
  if (idOrSlug === null) return null;
  const plans: Plan[] = await plansOf(tx, [productId]);
  const plan = plans.find((one) => one.id === idOrSlug || one.slug === idOrSlug);
  if (plan) return plan.id;
  throw invalid([{ pointer: '/minimum_plan', detail: 'is not a plan of this product' }]);
}

function address(route: RouteDefinition) {
  return { method: route.method, template: route.template };
}

/** A route as it is before anybody changes it. */
export function routeFrom(
  fields: NewRoute,
  place: Pick<RouteDefinition, 'productId' | 'position' | 'minimumPlanId'>,
): RouteDefinition {
  return {
    ...place,
    id: newId('rte'),
    method: fields.method,
    template: fields.template,
    upstreamPath: fields.upstream_path,
    upstream: fields.upstream,
    protocol: fields.protocol,
    weight: exactQuantity(fields.weight),
    rateLimits: fields.rate_limits,
    concurrency: fields.concurrency,
    traffic: fields.traffic,
    requiredScope: fields.required_scope,
    environments: fields.environments,
    name: fields.name,
    description: fields.description,
    sampleParameters: fields.sample_parameters,
  };
}
