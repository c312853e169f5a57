import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, type Body } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

/** What a provider sells: products, their routes and plans, as their owner sees them. */

export type OwnProduct = Answer<'/api/v1/products', 'get'>['data'][number];
export type NewProduct = Body<'/api/v1/products', 'post'>;
export type OwnRoute = Answer<'/api/v1/products/{product_id}/routes', 'get'>['data'][number];
export type NewRoute = Body<'/api/v1/products/{product_id}/routes', 'post'>;
export type OwnPlan = Answer<'/api/v1/billing/plans', 'get'>['data'][number];
export type PlanTerms = NonNullable<OwnPlan['current_version']>['terms'];
export type PlanHead = Pick<OwnPlan, 'slug' | 'name' | 'tier'>;

/** The server takes at most 50 plans of a product. */
const MOST_PLANS = 200;

export function ownProductsQuery(organization: string) {
  return infiniteQueryOptions({
    queryKey: ['products', organization, 'list'],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam };
      return answer(apiFor(organization).GET('/api/v1/products', { params: { query }, signal }));
    },
    ...byCursor,
  });
}

export function ownProductQuery(organization: string, productId: string) {
  return queryOptions({
    queryKey: ['products', organization, productId],
    queryFn: ({ signal }) => {
      const params = { path: { product_id: productId } };
      return answer(apiFor(organization).GET('/api/v1/products/{product_id}', { params, signal }));
    },
  });
}

export function ownRoutesQuery(organization: string, productId: string) {
  return queryOptions({
    queryKey: ['products', organization, productId, 'routes'],
    async queryFn({ signal }) {
      const params = { path: { product_id: productId } };
      const call = apiFor(organization).GET('/api/v1/products/{product_id}/routes', { params, signal });
      return (await answer(call)).data;
    },
  });
}

/** Lowest tier first. */
export function ownPlansQuery(organization: string, productId: string) {
  return queryOptions({
    queryKey: ['products', organization, productId, 'plans'],
    async queryFn({ signal }) {
      const params = { query: { product: productId, limit: MOST_PLANS } };
      const { data } = await answer(apiFor(organization).GET('/api/v1/billing/plans', { params, signal }));
      return data.toSorted((a, b) => a.tier - b.tier);
    },
  });
}

export async function createProduct(organization: string, product: NewProduct): Promise<OwnProduct> {
  const made = await answer(apiFor(organization).POST('/api/v1/products', { body: product }));
  await forgetProducts(organization);
  return made;
}

/** `revision` is that of the product that was changed: what somebody else saved meanwhile is not overwritten. */
export async function changeProduct(
  organization: string,
  productId: string,
  change: Partial<NewProduct> & { revision: number },
): Promise<void> {
  const params = { path: { product_id: productId } };
  await answer(apiFor(organization).PATCH('/api/v1/products/{product_id}', { params, body: change }));
  await forgetProducts(organization);
}

export async function setPublished(
  organization: string,
  productId: string,
  published: boolean,
): Promise<OwnProduct['state']> {
  const init = { params: { path: { product_id: productId } } };
  const api = apiFor(organization);
  const after = await answer(
    published
      ? api.POST('/api/v1/products/{product_id}/publish', init)
      : api.POST('/api/v1/products/{product_id}/unpublish', init),
  );
  await forgetProducts(organization);
  return after.state;
}

/** Adds a route, or changes the one that is named. */
export async function saveRoute(
  organization: string,
  productId: string,
  route: NewRoute,
  routeId?: string,
): Promise<void> {
  const api = apiFor(organization);
  await answer(
    routeId === undefined
      ? api.POST('/api/v1/products/{product_id}/routes', {
          params: { path: { product_id: productId } },
          body: route,
        })
      : api.PATCH('/api/v1/products/{product_id}/routes/{route_id}', {
          params: { path: { product_id: productId, route_id: routeId } },
          body: route,
        }),
  );
  await forgetProducts(organization);
}

export async function removeRoute(organization: string, productId: string, routeId: string): Promise<void> {
  const params = { path: { product_id: productId, route_id: routeId } };
  await answer(apiFor(organization).DELETE('/api/v1/products/{product_id}/routes/{route_id}', { params }));
  await forgetProducts(organization);
}

/** Name, slug and tier stand above the versions and are changed in place. */
export async function changePlan(
  organization: string,
  planId: string,
  change: PlanHead & { revision: number },
): Promise<number> {
  const params = { path: { plan_id: planId } };
  const plan = await answer(
    apiFor(organization).PATCH('/api/v1/billing/plans/{plan_id}', { params, body: change }),
  );
  await forgetProducts(organization);
  return plan.revision;
}

/** Of the owner's pages and of the marketplace, which shows the same. */
export async function forgetProducts(organization: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['products', organization] });
  await queryClient.invalidateQueries({ queryKey: ['marketplace'] });
}

export type RouteTerms = { id: string; minimum_plan?: string | null; weight?: string };

/** One after the other: what was refused is told, and what came before it stays changed. */
export async function changeRouteTerms(
  organization: string,
  productId: string,
  routes: RouteTerms[],
): Promise<void> {
  try {
    for (const { id, ...body } of routes) {
      const params = { path: { product_id: productId, route_id: id } };
      const call = apiFor(organization).PATCH('/api/v1/products/{product_id}/routes/{route_id}', {
        params,
        body,
      });
      await answer(call);
    }
  } finally {
    await forgetProducts(organization);
  }
}
