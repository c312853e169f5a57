import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, type Body } from './client.ts';
import { byCursor } from './pages.ts';
import { refreshSession } from './session.ts';

export type ProviderProfile = Body<'/api/v1/organizations/{organization_id}/provider', 'post'>;

export async function becomeProvider(
  organization: { id: string; slug: string },
  profile: ProviderProfile,
): Promise<void> {
  await answer(
    apiFor(organization.slug).POST('/api/v1/organizations/{organization_id}/provider', {
      params: { path: { organization_id: organization.id } },
      body: profile,
    }),
  );
  await refreshSession();
}

export type QuotaResetOrder = Body<'/api/v1/subscriptions/{subscription_id}/quota-resets', 'post'>;

export async function resetQuota(
  organization: string,
  subscriptionId: string,
  body: QuotaResetOrder,
): Promise<void> {
  const params = { path: { subscription_id: subscriptionId } };
  await answer(
    apiFor(organization).POST('/api/v1/subscriptions/{subscription_id}/quota-resets', { params, body }),
  );
}

/** How invoices of the provider are made. */
export function billingSettingsQuery(organization: string) {
  return queryOptions({
    queryKey: ['billing-settings', organization],
    queryFn: ({ signal }) => answer(apiFor(organization).GET('/api/v1/billing/settings', { signal })),
  });
}

export type Subscriber = Answer<'/api/v1/provider/consumers', 'get'>['data'][number];

export interface SubscriberFilter {
  product?: string | undefined;
  organization?: string | undefined;
  state?: Subscriber['subscription']['state'] | undefined;
}

export function subscribersQuery(organization: string, filter: SubscriberFilter = {}) {
  return infiniteQueryOptions({
    queryKey: ['subscribers', organization, filter],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam, ...filter };
      return answer(apiFor(organization).GET('/api/v1/provider/consumers', { params: { query }, signal }));
    },
    ...byCursor,
  });
}
