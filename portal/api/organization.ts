import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api, apiFor, type Body } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';
import { refreshSession } from './session.ts';

/** An organization's own affairs: who it is on invoices, what was done in its name, its machines. */

export type Organization = Answer<'/api/v1/organizations/{organization_id}', 'get'>;
export type OrganizationChange = Body<'/api/v1/organizations/{organization_id}', 'patch'>;

const at = (organization: string) => ({ params: { path: { organization_id: organization } } });

export function organizationQuery(id: string) {
  return queryOptions({
    queryKey: ['organization', id],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/organizations/{organization_id}', { ...at(id), signal })),
  });
}

export async function changeOrganization(id: string, body: OrganizationChange): Promise<Organization> {
  const changed = await answer(api.PATCH('/api/v1/organizations/{organization_id}', { ...at(id), body }));
  await queryClient.invalidateQueries({ queryKey: ['organization', id] });
  return changed;
}

/** What it is called and where, which the session knows too. */
export async function renameOrganization(id: string, body: OrganizationChange): Promise<Organization> {
  const changed = await changeOrganization(id, body);
  await queryClient.fetchQuery({ queryKey: ['organization', id], queryFn: async () => changed });
  await refreshSession();
  return changed;
}

export async function closeOrganization(id: string): Promise<void> {
  await answer(api.POST('/api/v1/organizations/{organization_id}/close', at(id)));
  await refreshSession();
}

export type DocumentSettings = Answer<'/api/v1/billing/document-settings', 'get'>;

export function documentSettingsQuery(organization: string) {
  return queryOptions({
    queryKey: ['document-settings', organization],
    queryFn: ({ signal }) =>
      answer(apiFor(organization).GET('/api/v1/billing/document-settings', { signal })),
  });
}

/** Only what is given changes. */
export async function changeDocumentSettings(
  organization: string,
  before: DocumentSettings,
  change: Partial<Body<'/api/v1/billing/document-settings', 'put'>>,
): Promise<void> {
  const { logo: _logo, ...settings } = before;
  // As the server gave them; only their description is less exact than what it takes.
  const body = { ...settings, ...change } as Body<'/api/v1/billing/document-settings', 'put'>;
  await answer(apiFor(organization).PUT('/api/v1/billing/document-settings', { body }));
  await queryClient.invalidateQueries({ queryKey: ['document-settings', organization] });
}

export type AuditEntry = Answer<'/api/v1/audit', 'get'>['data'][number];

export interface AuditFilter {
  /** An action, or what comes before its first dot. */
  action?: string | undefined;
  actor?: string | undefined;
  object?: string | undefined;
}

export function auditQuery(organization: { id: string; slug: string }, filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ['audit', organization.slug, filter],
    queryFn: ({ pageParam, signal }) => {
      // The chain is named because an operator would see another one.
      const query = { limit: 200, cursor: pageParam, chain: organization.id, ...filter };
      return answer(apiFor(organization.slug).GET('/api/v1/audit', { params: { query }, signal }));
    },
    ...byCursor,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= 1,
  });
}

export type ServiceToken = Answer<
  '/api/v1/organizations/{organization_id}/service-tokens',
  'get'
>['data'][number];
export type ServiceTokenOrder = Body<'/api/v1/organizations/{organization_id}/service-tokens', 'post'>;

export function serviceTokensQuery(id: string) {
  return queryOptions({
    queryKey: ['service-tokens', id],
    async queryFn({ signal }): Promise<ServiceToken[]> {
      const params = { path: { organization_id: id }, query: { limit: 200 } };
      const path = '/api/v1/organizations/{organization_id}/service-tokens';
      return (await answer(api.GET(path, { params, signal }))).data;
    },
  });
}

/** The text of the token, which exists only in this answer. */
export async function createServiceToken(id: string, body: ServiceTokenOrder): Promise<string> {
  const path = '/api/v1/organizations/{organization_id}/service-tokens';
  const made = await answer(api.POST(path, { ...at(id), body }));
  await queryClient.invalidateQueries({ queryKey: ['service-tokens', id] });
  return made.token;
}

export async function revokeServiceToken(id: string, tokenId: string): Promise<void> {
  const params = { path: { organization_id: id, token_id: tokenId } };
  await answer(api.DELETE('/api/v1/organizations/{organization_id}/service-tokens/{token_id}', { params }));
  await queryClient.invalidateQueries({ queryKey: ['service-tokens', id] });
}
