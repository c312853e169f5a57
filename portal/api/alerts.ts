import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, type Body } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

export type AlertSettings = Answer<'/api/v1/billing/alert-settings', 'get'>;
export type Alert = Answer<'/api/v1/billing/alerts', 'get'>['data'][number];

export function alertSettingsQuery(organization: string) {
  return queryOptions({
    queryKey: ['alerts', organization, 'settings'],
    queryFn: ({ signal }) => answer(apiFor(organization).GET('/api/v1/billing/alert-settings', { signal })),
  });
}

export async function saveAlertSettings(
  organization: string,
  body: Body<'/api/v1/billing/alert-settings', 'put'>,
): Promise<void> {
  await answer(apiFor(organization).PUT('/api/v1/billing/alert-settings', { body }));
  await queryClient.invalidateQueries({ queryKey: ['alerts', organization] });
}

export function alertsQuery(organization: string) {
  return infiniteQueryOptions({
    queryKey: ['alerts', organization, 'list'],
    queryFn: ({ pageParam, signal }) => {
      const params = { query: { limit: 100, cursor: pageParam } };
      return answer(apiFor(organization).GET('/api/v1/billing/alerts', { params, signal }));
    },
    ...byCursor,
  });
}
