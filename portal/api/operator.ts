import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api, newIdempotencyKey } from './client.ts';
import { byCursor } from './pages.ts';
import { ApiProblem } from './problem.ts';
import { queryClient } from './query.ts';

export type Readiness = Answer<'/ready', 'get'>;

/** 503 carries the same body: which part does not work is the answer, not a failure. */
export const readinessQuery = queryOptions({
  queryKey: ['ready'],
  refetchInterval: 5000,
  async queryFn({ signal }): Promise<Readiness> {
    const { data, error, response } = await api.GET('/ready', { signal });
    if (data) return data;
    const body: unknown = error;
    if (response.status === 503 && isReadiness(body)) return body;
    throw ApiProblem.from(response, body);
  },
});

function isReadiness(body: unknown): body is Readiness {
  return typeof body === 'object' && body !== null && Array.isArray((body as Partial<Readiness>).checks);
}

export const versionQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/health', { signal })),
});

export const trialBalanceQuery = queryOptions({
  queryKey: ['trial-balance'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/ledger/trial-balance', { signal })),
});

const WATCH_MS = 1000;

export type BillingRun = Answer<'/api/v1/billing/runs', 'post'>;

export interface RunOrder {
  closeCurrentPeriod: boolean;
  idempotencyKey: string;
}

/** It goes on in the background, see `billingRunQuery`. */
export async function startBillingRun({ closeCurrentPeriod, idempotencyKey }: RunOrder): Promise<BillingRun> {
  const run = await answer(
    api.POST('/api/v1/billing/runs', {
      params: { header: { 'Idempotency-Key': idempotencyKey } },
      body: { close_current_period: closeCurrentPeriod },
    }),
  );
  await queryClient.invalidateQueries({ queryKey: billingRunsQuery.queryKey, exact: true });
  return run;
}

/** The plan of the subscriptions after the given one; nothing is written. */
export function planBillingRun(closeCurrentPeriod: boolean, after: string | null): Promise<BillingRun> {
  return answer(
    api.POST('/api/v1/billing/runs', {
      params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
      body: {
        close_current_period: closeCurrentPeriod,
        dry_run: true,
        ...(after === null ? {} : { after }),
      },
    }),
  );
}

export async function cancelBillingRun(id: string): Promise<void> {
  await answer(api.POST('/api/v1/billing/runs/{run_id}/cancel', { params: { path: { run_id: id } } }));
  await queryClient.invalidateQueries({ queryKey: ['billing-runs'] });
}

export type BillingRunSummary = Answer<'/api/v1/billing/runs', 'get'>['data'][number];

export const billingRunsQuery = infiniteQueryOptions({
  queryKey: ['billing-runs'],
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: 10, cursor: pageParam };
    return answer(api.GET('/api/v1/billing/runs', { params: { query }, signal }));
  },
  refetchInterval: ({ state }) =>
    state.data?.pages.some((page) => page.data.some(isAtWork)) ? WATCH_MS : false,
  ...byCursor,
});

export function isAtWork({ state }: Pick<BillingRun, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

export type SetAside = Answer<'/api/v1/billing/set-aside', 'get'>['data'][number];

export const setAsideQuery = infiniteQueryOptions({
  queryKey: ['billing-set-aside'],
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: 20, cursor: pageParam };
    return answer(api.GET('/api/v1/billing/set-aside', { params: { query }, signal }));
  },
  ...byCursor,
});

export async function retrySetAside(subscriptionId: string): Promise<number> {
  const params = { path: { subscription_id: subscriptionId } };
  await answer(api.POST('/api/v1/billing/set-aside/{subscription_id}/retry', { params }));
  await queryClient.invalidateQueries({ queryKey: setAsideQuery.queryKey });
  return 1;
}

/** All that have the same in their way, or (null) all there are. */
export async function retryAllSetAside(reasonCode: string | null): Promise<number> {
  const body = reasonCode === null ? {} : { reason_code: reasonCode };
  const { retried } = await answer(api.POST('/api/v1/billing/set-aside/retry', { body }));
  await queryClient.invalidateQueries({ queryKey: setAsideQuery.queryKey });
  return retried;
}

export function billingRunQuery(id: string) {
  return queryOptions({
    queryKey: ['billing-runs', id],
    queryFn: ({ signal }): Promise<BillingRun> =>
      answer(api.GET('/api/v1/billing/runs/{run_id}', { params: { path: { run_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data && !isAtWork(state.data) ? false : WATCH_MS),
  });
}

export function runItemsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['billing-runs', id, 'subscriptions'],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { run_id: id }, query: { limit: 50, cursor: pageParam } };
      return answer(api.GET('/api/v1/billing/runs/{run_id}/subscriptions', { params, signal }));
    },
    ...byCursor,
  });
}
