import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor } from './client.ts';
import { queryClient } from './query.ts';

/** With the product, plan and version that it is of, on offer or not. */
export type Subscription = Answer<'/api/v1/subscriptions/{workspace_id}', 'get'>['data'][number];

const MOST_SUBSCRIPTIONS = 200;

/** `organization` is a slug; `organizationId` its id, which the address of the list takes. */
export function subscriptionsQuery(organization: { id: string; slug: string }) {
  return queryOptions({
    queryKey: ['subscriptions', organization.slug],
    async queryFn({ signal }): Promise<Subscription[]> {
      const params = { path: { workspace_id: organization.id }, query: { limit: MOST_SUBSCRIPTIONS } };
      const page = await answer(
        apiFor(organization.slug).GET('/api/v1/subscriptions/{workspace_id}', { params, signal }),
      );
      return page.data;
    },
  });
}

export interface SubscriptionOrder {
  product: string;
  plan: string;
  idempotencyKey: string;
}

export async function subscribe(organization: string, order: SubscriptionOrder): Promise<Subscription> {
  const { idempotencyKey, ...body } = order;
  const made = await answer(
    apiFor(organization).POST('/api/v1/subscriptions', {
      params: { header: { 'Idempotency-Key': idempotencyKey } },
      body,
    }),
  );
  await invalidateSubscriptions(organization);
  return made;
}

export async function revokeCancellation(
  organization: { id: string; slug: string },
  subscriptionId: string,
): Promise<void> {
  await answer(
    apiFor(organization.slug).POST('/api/v1/subscriptions/{workspace_id}/revoke-cancellation', {
      params: { path: { workspace_id: organization.id } },
      body: { subscription_id: subscriptionId },
    }),
  );
  await invalidateSubscriptions(organization.slug);
}

function invalidateSubscriptions(organization: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['subscriptions', organization] });
}
