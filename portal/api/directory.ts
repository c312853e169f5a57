import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { type Answer, answer, api } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

/** Everybody here, for the operator. */

export type ListedOrganization = Answer<'/api/v1/directory/organizations', 'get'>['data'][number];
export type ListedPerson = Answer<'/api/v1/directory/people', 'get'>['data'][number];

export function organizationsQuery(search: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['directory', 'organizations', search],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam, search };
      return answer(api.GET('/api/v1/directory/organizations', { params: { query }, signal }));
    },
    ...byCursor,
    placeholderData: keepPreviousData,
  });
}

export function peopleQuery(search: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['directory', 'people', search],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam, search };
      return answer(api.GET('/api/v1/directory/people', { params: { query }, signal }));
    },
    ...byCursor,
    placeholderData: keepPreviousData,
  });
}

export async function setOrganizationSuspended(id: string, suspended: boolean): Promise<void> {
  const init = { params: { path: { organization_id: id } } };
  await answer<unknown>(
    suspended
      ? api.POST('/api/v1/directory/organizations/{organization_id}/suspend', init)
      : api.POST('/api/v1/directory/organizations/{organization_id}/resume', init),
  );
  await queryClient.invalidateQueries({ queryKey: ['directory'] });
}

export async function setPersonSuspended(id: string, suspended: boolean): Promise<void> {
  const init = { params: { path: { user_id: id } } };
  await answer<unknown>(
    suspended
      ? api.POST('/api/v1/directory/people/{user_id}/suspend', init)
      : api.POST('/api/v1/directory/people/{user_id}/resume', init),
  );
  await queryClient.invalidateQueries({ queryKey: ['directory'] });
}
