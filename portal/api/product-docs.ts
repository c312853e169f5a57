import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { marketplaceApi } from './acting.ts';
import { type Answer, answer, api } from './client.ts';
import { byCursor } from './pages.ts';

/** What a product on offer says of itself beside its routes and plans. */

export type RouteDocs = Answer<'/api/v1/marketplace/products/{product_id}/routes/{route_id}', 'get'>;
export type ProductSupport = Answer<'/api/v1/marketplace/products/{product_id}/support', 'get'>;

export type ProductStatus = Answer<'/api/v1/marketplace/products/{product_id}/status', 'get'>;

export function categoriesQuery() {
  return queryOptions({
    queryKey: ['marketplace-categories'],
    staleTime: 300_000,
    queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/marketplace/categories', { signal }))).data,
  });
}

export function routeDocsQuery(productId: string, routeId: string) {
  return queryOptions({
    queryKey: ['marketplace', productId, 'routes', routeId],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const params = { path: { product_id: productId, route_id: routeId } };
      return answer(
        (await marketplaceApi()).GET('/api/v1/marketplace/products/{product_id}/routes/{route_id}', {
          params,
          signal,
        }),
      );
    },
  });
}

/** Read once: it does not change under whoever reads it. */
export function openApiQuery(productId: string) {
  return queryOptions({
    queryKey: ['marketplace', productId, 'openapi'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const params = { path: { product_id: productId } };
      return answer(
        (await marketplaceApi()).GET('/api/v1/marketplace/products/{product_id}/openapi.json', {
          params,
          signal,
        }),
      );
    },
  });
}

export function docsPagesQuery(productId: string) {
  return queryOptions({
    queryKey: ['marketplace', productId, 'pages'],
    queryFn: async ({ signal }) => {
      const params = { path: { product_id: productId } };
      return (
        await answer(
          (await marketplaceApi()).GET('/api/v1/marketplace/products/{product_id}/pages', { params, signal }),
        )
      ).data;
    },
  });
}

export function docsPageQuery(productId: string, page: string) {
  return queryOptions({
    queryKey: ['marketplace', productId, 'pages', page],
    queryFn: async ({ signal }) => {
      const params = { path: { product_id: productId, page } };
      return answer(
        (await marketplaceApi()).GET('/api/v1/marketplace/products/{product_id}/pages/{page}', {
          params,
          signal,
        }),
      );
    },
  });
}

export function changelogQuery(productId: string) {
  return infiniteQueryOptions({
    queryKey: ['marketplace', productId, 'changelog'],
    queryFn: async ({ pageParam, signal }) => {
      const params = { path: { product_id: productId }, query: { limit: 20, cursor: pageParam } };
      return answer(
        (await marketplaceApi()).GET('/api/v1/marketplace/products/{product_id}/changelog', {
          params,
          signal,
        }),
      );
    },
    ...byCursor,
  });
}

export function supportQuery(productId: string) {
  return queryOptions({
    queryKey: ['marketplace', productId, 'support'],
    queryFn: async ({ signal }) => {
      const params = { path: { product_id: productId } };
      return answer(
        (await marketplaceApi()).GET('/api/v1/marketplace/products/{product_id}/support', { params, signal }),
      );
    },
  });
}

export function statusQuery(productId: string) {
  return queryOptions({
    queryKey: ['marketplace', productId, 'status'],
    refetchInterval: 60_000,
    queryFn: async ({ signal }): Promise<ProductStatus> => {
      const params = { path: { product_id: productId } };
      return answer(
        (await marketplaceApi()).GET('/api/v1/marketplace/products/{product_id}/status', { params, signal }),
      );
    },
  });
}
