import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor } from './client.ts';
import { queryClient } from './query.ts';

export type TargetHealth = Answer<'/api/v1/products/{product_id}/upstream-health', 'get'>['data'][number];
export type UpstreamProof = Answer<'/api/v1/products/{product_id}/upstream-proof/rotate', 'post'>;

const WATCH_MS = 5000;

export function upstreamHealthQuery(organization: string, productId: string) {
  return queryOptions({
    queryKey: ['products', organization, productId, 'health'],
    refetchInterval: WATCH_MS,
    async queryFn({ signal }) {
      const params = { path: { product_id: productId } };
      const call = apiFor(organization).GET('/api/v1/products/{product_id}/upstream-health', {
        params,
        signal,
      });
      return (await answer(call)).data;
    },
  });
}

/** The answer is the only place where the secret ever stands. */
export async function rotateProof(
  organization: string,
  productId: string,
  activateInSeconds: number,
): Promise<UpstreamProof> {
  const made = await answer(
    apiFor(organization).POST('/api/v1/products/{product_id}/upstream-proof/rotate', {
      params: { path: { product_id: productId } },
      body: { activate_in_seconds: activateInSeconds },
    }),
  );
  await queryClient.invalidateQueries({ queryKey: ['products', organization] });
  return made;
}
