import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

/** What the operator lets onto the marketplace. */

export type ModeratedProduct = Answer<'/api/v1/catalog/moderation', 'get'>['data'][number];
export type ModeratedState = ModeratedProduct['state'];

export function moderationQuery(state: ModeratedState) {
  return infiniteQueryOptions({
    queryKey: ['moderation', 'products', state],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam, state };
      return answer(api.GET('/api/v1/catalog/moderation', { params: { query }, signal }));
    },
    ...byCursor,
  });
}

export const moderationSettingQuery = queryOptions({
  queryKey: ['moderation', 'setting'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/catalog/settings', { signal }))).moderation,
});

export async function setModeration(moderation: boolean): Promise<void> {
  await answer(api.PUT('/api/v1/catalog/settings', { body: { moderation } }));
  await queryClient.invalidateQueries({ queryKey: ['moderation'] });
}

export type Verdict =
  | { does: 'approve' | 'reinstate' }
  | { does: 'refuse'; reason: string }
  | { does: 'suspend'; reason: string; blockCalls: boolean };

export async function judge(productId: string, verdict: Verdict): Promise<void> {
  const params = { path: { product_id: productId } };
  switch (verdict.does) {
    case 'approve':
      await answer(api.POST('/api/v1/catalog/moderation/{product_id}/approve', { params }));
      break;
    case 'reinstate':
      await answer(api.POST('/api/v1/catalog/moderation/{product_id}/reinstate', { params }));
      break;
    case 'refuse':
      await answer(
        api.POST('/api/v1/catalog/moderation/{product_id}/refuse', {
          params,
          body: { reason: verdict.reason },
        }),
      );
      break;
    case 'suspend':
      await answer(
        api.POST('/api/v1/catalog/moderation/{product_id}/suspend', {
          params,
          body: { reason: verdict.reason, block_calls: verdict.blockCalls },
        }),
      );
  }
  await queryClient.invalidateQueries({ queryKey: ['moderation'] });
  await queryClient.invalidateQueries({ queryKey: ['marketplace'] });
}
