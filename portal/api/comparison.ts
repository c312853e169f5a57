import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { marketplaceApi } from './acting.ts';
import { type Answer, answer } from './client.ts';

export type Comparison = Answer<'/api/v1/marketplace/compare', 'get'>;
export type ComparedRow = Comparison['rows'][number];
export type Estimate = Answer<'/api/v1/billing/estimate', 'post'>;

export function planComparisonQuery(productId: string) {
  return queryOptions({
    queryKey: ['marketplace', productId, 'comparison'],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Comparison> => {
      const params = { path: { product_id: productId } };
      return answer(
        (await marketplaceApi()).GET('/api/v1/marketplace/products/{product_id}/plans/compare', {
          params,
          signal,
        }),
      );
    },
  });
}

/** `products`: two to four, each as provider/product. */
export function productComparisonQuery(products: string[]) {
  return queryOptions({
    queryKey: ['marketplace', 'comparison', products],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Comparison> => {
      const params = { query: { products: products.join(',') } };
      return answer((await marketplaceApi()).GET('/api/v1/marketplace/compare', { params, signal }));
    },
  });
}

/** What a period would cost, by the code that bills. A question, though it is sent as a POST. */
export function estimateQuery(planVersionId: string, quantities: Record<string, string>, seats: number) {
  return queryOptions({
    queryKey: ['marketplace', 'estimate', planVersionId, quantities, seats],
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Estimate> => {
      const body = { plan_version_id: planVersionId, quantities, quantity: seats };
      return answer((await marketplaceApi()).POST('/api/v1/billing/estimate', { body, signal }));
    },
  });
}
