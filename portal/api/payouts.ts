import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api, apiFor, type Body } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

export type Balance = Answer<'/api/v1/balances', 'get'>['data'][number];
export type Payout = Answer<'/api/v1/payouts', 'get'>['data'][number];
export type PayoutAccount = NonNullable<Answer<'/api/v1/payouts/account', 'get'>['account']>;
export type PayoutRun = Answer<'/api/v1/payouts/runs', 'post'>;
export type PayoutOutcome = 'paid' | 'failed' | 'returned';

export function balancesQuery(organization: string) {
  return queryOptions({
    queryKey: ['payouts', organization, 'balances'],
    queryFn: ({ signal }) => answer(apiFor(organization).GET('/api/v1/balances', { signal })),
  });
}

/** Where payouts go; null as long as nobody has said it. */
export function payoutAccountQuery(organization: string) {
  return queryOptions({
    queryKey: ['payouts', organization, 'account'],
    async queryFn({ signal }): Promise<PayoutAccount | null> {
      const { account } = await answer(apiFor(organization).GET('/api/v1/payouts/account', { signal }));
      return account;
    },
  });
}

export async function savePayoutAccount(
  organization: string,
  account: Body<'/api/v1/payouts/account', 'put'>,
): Promise<void> {
  const saved = await answer(apiFor(organization).PUT('/api/v1/payouts/account', { body: account }));
  queryClient.setQueryData(payoutAccountQuery(organization).queryKey, saved);
}

/** Of one provider; for the operator, those of all. */
export function payoutsQuery(organization: string | null) {
  return infiniteQueryOptions({
    queryKey: ['payouts', organization, 'list'],
    queryFn: ({ pageParam, signal }) => {
      const client = organization === null ? api : apiFor(organization);
      return answer(
        client.GET('/api/v1/payouts', { params: { query: { limit: 50, cursor: pageParam } }, signal }),
      );
    },
    ...byCursor,
  });
}

export async function runPayouts(idempotencyKey: string): Promise<PayoutRun> {
  const run = await answer(
    api.POST('/api/v1/payouts/runs', {
      params: { header: { 'Idempotency-Key': idempotencyKey } },
      body: { key: `portal-${idempotencyKey}` },
    }),
  );
  await queryClient.invalidateQueries({ queryKey: ['payouts'] });
  return run;
}

export async function settlePayout(payoutId: string, outcome: PayoutOutcome): Promise<void> {
  const init = { params: { path: { payout_id: payoutId } } };
  const calls = {
    paid: () => api.POST('/api/v1/payouts/{payout_id}/paid', init),
    failed: () => api.POST('/api/v1/payouts/{payout_id}/failed', init),
    returned: () => api.POST('/api/v1/payouts/{payout_id}/returned', init),
  };
  await answer(calls[outcome]());
  await queryClient.invalidateQueries({ queryKey: ['payouts'] });
}
