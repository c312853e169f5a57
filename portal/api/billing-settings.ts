import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, type Body } from './client.ts';
import { queryClient } from './query.ts';

/** How a provider bills: when, what happens to what is not paid, and what is given back. */

export type BillingSettings = Answer<'/api/v1/billing/settings', 'get'>;
export type BillingSettingsChange = Body<'/api/v1/billing/settings', 'put'>;
export type ChangePolicy = Answer<'/api/v1/billing/change-policy', 'get'>;

export function changePolicyQuery(organization: string) {
  return queryOptions({
    queryKey: ['change-policy', organization],
    queryFn: ({ signal }) => answer(apiFor(organization).GET('/api/v1/billing/change-policy', { signal })),
  });
}

export async function saveBillingSettings(
  organization: string,
  change: BillingSettingsChange,
  policy: ChangePolicy,
): Promise<void> {
  const api = apiFor(organization);
  await answer(api.PUT('/api/v1/billing/settings', { body: change }));
  await answer(api.PUT('/api/v1/billing/change-policy', { body: policy }));
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['billing-settings', organization] }),
    queryClient.invalidateQueries({ queryKey: ['change-policy', organization] }),
  ]);
}
