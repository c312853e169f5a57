import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

/** Figures that must agree: which of them are checked, and which do not. */

export type Check = Answer<'/api/v1/billing/checks', 'get'>['data'][number];
export type Finding = Answer<'/api/v1/billing/findings', 'get'>['data'][number];

const WATCH_MS = 1500;

/** Asked for again while a pass over everything runs. */
export const checksQuery = queryOptions({
  queryKey: ['billing-checks'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/billing/checks', { signal })),
  refetchInterval: ({ state }) => (state.data?.data.some((check) => check.running) ? WATCH_MS : false),
});

export const findingsQuery = infiniteQueryOptions({
  queryKey: ['billing-findings'],
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: 50, cursor: pageParam };
    return answer(api.GET('/api/v1/billing/findings', { params: { query }, signal }));
  },
  ...byCursor,
});

export async function checkNow(): Promise<void> {
  await answer(api.POST('/api/v1/billing/findings/check'));
  await queryClient.invalidateQueries({ queryKey: ['billing-checks'] });
}
