import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

/** Those who subscribed to a provider's products: who is served, with which keys, and what they use. */

export type ConsumerKey = Answer<
  '/api/v1/provider/subscriptions/{subscription_id}/keys',
  'get'
>['data'][number];
export type UsageRow = Answer<'/api/v1/usage/{workspace_id}', 'get'>['data'][number];

export async function setBanned(
  organization: string,
  consumerId: string,
  banned: boolean,
  reason: string,
): Promise<void> {
  const init = { params: { path: { consumer_id: consumerId } }, body: { reason } };
  const api = apiFor(organization);
  await (banned
    ? answer(api.POST('/api/v1/provider/consumers/{consumer_id}/ban', init))
    : answer(api.POST('/api/v1/provider/consumers/{consumer_id}/lift-ban', init)));
  await queryClient.invalidateQueries({ queryKey: ['subscribers', organization] });
}

export function consumerKeysQuery(organization: string, subscription: string) {
  return infiniteQueryOptions({
    queryKey: ['consumer-keys', organization, subscription],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { subscription_id: subscription }, query: { limit: 20, cursor: pageParam } };
      const path = '/api/v1/provider/subscriptions/{subscription_id}/keys';
      return answer(apiFor(organization).GET(path, { params, signal }));
    },
    ...byCursor,
  });
}

export async function revokeConsumerKey(organization: string, keyId: string, reason: string): Promise<void> {
  const params = { path: { key_id: keyId } };
  const call = apiFor(organization).POST('/api/v1/provider/keys/{key_id}/revoke', {
    params,
    body: { reason },
  });
  await answer(call);
  await queryClient.invalidateQueries({ queryKey: ['consumer-keys', organization] });
}

export interface TrafficQuestion {
  from: string;
  groupBy: 'event_type' | 'hour' | 'day' | 'product' | 'route' | 'consumer';
  product?: string | undefined;
  subscription?: string | undefined;
}

const LIVE_MS = 5000;

/** What was called of the provider's products, by whomever. */
export function trafficQuery(organization: { id: string; slug: string }, question: TrafficQuestion) {
  return queryOptions({
    queryKey: ['traffic', organization.slug, question],
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { from, groupBy, product, subscription } = question;
      const query = {
        ...{ as: 'provider' as const, event_type: 'request', environment: 'live' as const },
        ...{ from, group_by: groupBy, product_id: product, subscription_id: subscription },
      };
      const params = { path: { workspace_id: organization.id }, query };
      return answer(apiFor(organization.slug).GET('/api/v1/usage/{workspace_id}', { params, signal }));
    },
  });
}
