import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

/** Who may have a private product: asked for by a consumer, decided by its provider. */

export type Access = Answer<'/api/v1/products/{product_id}/access', 'get'>['data'][number];
export type AccessState = Access['state'];

export function accessQuery(organization: string, productId: string, state: AccessState | undefined) {
  return infiniteQueryOptions({
    queryKey: ['products', organization, productId, 'access', state],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { product_id: productId }, query: { limit: 50, cursor: pageParam, state } };
      return answer(apiFor(organization).GET('/api/v1/products/{product_id}/access', { params, signal }));
    },
    ...byCursor,
  });
}

export interface AccessDecision {
  /** By id or slug. */
  consumer: string;
  state: Exclude<AccessState, 'requested'>;
  reason: string;
}

export async function decideAccess(
  organization: string,
  productId: string,
  { consumer, ...body }: AccessDecision,
): Promise<void> {
  await answer(
    apiFor(organization).PUT('/api/v1/products/{product_id}/access/{consumer_id}', {
      params: { path: { product_id: productId, consumer_id: consumer } },
      body,
    }),
  );
  await queryClient.invalidateQueries({ queryKey: ['products', organization, productId, 'access'] });
}

/** `product` is an id, or the slugs of its provider and itself: provider/product. */
export function requestAccess(organization: string, product: string, message: string): Promise<Access> {
  return answer(
    apiFor(organization).POST('/api/v1/marketplace/access-requests', { body: { product, message } }),
  );
}
