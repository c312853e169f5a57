import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { marketplaceApi } from './acting.ts';
import { type Answer, answer } from './client.ts';
import { byCursor } from './pages.ts';
import { isProblem } from './problem.ts';

export type ProductCard = Answer<'/api/v1/marketplace/products', 'get'>['data'][number];
export type ProductPage = Answer<'/api/v1/marketplace/products/{provider}/{product}', 'get'>;
export type ProductRoute = ProductPage['routes'][number];
export type Offer = ProductPage['plans'][number];

export interface ProductSearch {
  q?: string | undefined;
  category?: string | undefined;
  tag?: string | undefined;
  price?: 'free' | 'paid' | undefined;
  /** Slug. */
  provider?: string | undefined;
}

const CARDS_PER_PAGE = 24;

export function productsQuery(search: ProductSearch) {
  return infiniteQueryOptions({
    queryKey: ['marketplace', search],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: CARDS_PER_PAGE, cursor: pageParam, ...search };
      return answer(
        (await marketplaceApi()).GET('/api/v1/marketplace/products', { params: { query }, signal }),
      );
    },
    ...byCursor,
    placeholderData: keepPreviousData,
  });
}

export function productQuery(provider: string, product: string) {
  return queryOptions({
    queryKey: ['marketplace', provider, product],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const params = { path: { provider, product } };
      return answer(
        (await marketplaceApi()).GET('/api/v1/marketplace/products/{provider}/{product}', { params, signal }),
      );
    },
  });
}

/** Null when it is not on the marketplace, or no longer. */
export function productByIdQuery(id: string) {
  return queryOptions({
    queryKey: ['marketplace', 'by-id', id],
    staleTime: 60_000,
    async queryFn({ signal }): Promise<ProductPage | null> {
      const params = { path: { product_id: id } };
      try {
        return await answer(
          (await marketplaceApi()).GET('/api/v1/marketplace/products/{product_id}', { params, signal }),
        );
      } catch (error) {
        if (isProblem(error, 404)) return null;
        throw error;
      }
    },
  });
}
