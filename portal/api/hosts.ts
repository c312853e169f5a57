import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Answer, answer, api, apiFor } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

export type Host = Answer<'/api/v1/hosts', 'get'>['data'][number];

/** Of a provider's products; of all for the operator, who names no organization. */
export function hostsQuery(organization: string | null) {
  const client = organization === null ? api : apiFor(organization);
  return infiniteQueryOptions({
    queryKey: ['hosts', organization],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 200, cursor: pageParam };
      return answer(client.GET('/api/v1/hosts', { params: { query }, signal }));
    },
    ...byCursor,
  });
}

export async function giveHost(host: string, productId: string): Promise<void> {
  const params = { path: { host } };
  await answer(api.PUT('/api/v1/hosts/{host}', { params, body: { product_id: productId } }));
  await queryClient.invalidateQueries({ queryKey: ['hosts'] });
}

export async function takeHost(host: string): Promise<void> {
  await answer(api.DELETE('/api/v1/hosts/{host}', { params: { path: { host } } }));
  await queryClient.invalidateQueries({ queryKey: ['hosts'] });
}
