import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api } from './client.ts';
import { byCursor } from './pages.ts';
import { ApiProblem } from './problem.ts';

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

export type BillingRun = Answer<'/api/v1/billing/runs', 'post'>;

export interface RunOrder {
  closeCurrentPeriod: boolean;
  dryRun: boolean;
  idempotencyKey: string;
}

/** A dry run answers at once with its plan; a real one goes on in the background, see `billingRunQuery`. */
export function startBillingRun({
  closeCurrentPeriod,
  dryRun,
  idempotencyKey,
}: RunOrder): Promise<BillingRun> {
  return answer(
    api.POST('/api/v1/billing/runs', {
      params: { header: { 'Idempotency-Key': idempotencyKey } },
      body: { close_current_period: closeCurrentPeriod, dry_run: dryRun },
    }),
  );
}

const WATCH_MS = 1000;

export function billingRunQuery(id: string) {
  return queryOptions({
    queryKey: ['billing-runs', id],
    queryFn: ({ signal }): Promise<BillingRun> =>
      answer(api.GET('/api/v1/billing/runs/{run_id}', { params: { path: { run_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : WATCH_MS),
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
