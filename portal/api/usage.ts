import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor } from './client.ts';
import { byCursor } from './pages.ts';

export type UsageReport = Answer<'/api/v1/usage/{workspace_id}', 'get'>;
export type UsageRow = UsageReport['data'][number];
export type RequestEntry = Answer<'/api/v1/usage/requests', 'get'>['data'][number];
export type Entitlement = Answer<'/api/v1/entitlements/{workspace_id}', 'get'>['subscriptions'][number];

export type LimitHit = Answer<'/api/v1/usage/limit-hits', 'get'>['data'][number];

interface Organization {
  id: string;
  slug: string;
}

export interface UsageQuestion {
  from: string;
  groupBy: 'event_type' | 'route' | 'key' | 'hour' | 'day';
  subscription?: string | undefined;
}

/** The usage store is at most two seconds behind the gateway: asking more often shows nothing new. */
const LIVE_MS = 2000;

/** Calls only; events that were reported otherwise are no requests. */
export function usageQuery(organization: Organization, question: UsageQuestion) {
  return queryOptions({
    queryKey: ['usage', organization.slug, question],
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { from, groupBy, subscription } = question;
      const query = { from, group_by: groupBy, subscription_id: subscription, event_type: 'request' };
      const params = { path: { workspace_id: organization.id }, query };
      return answer(apiFor(organization.slug).GET('/api/v1/usage/{workspace_id}', { params, signal }));
    },
  });
}

export interface RequestFilter {
  subscription?: string | undefined;
  /** A class (4 for 4xx) or an exact status. */
  status?: number | undefined;
  path?: string | undefined;
}

export function requestsQuery(organization: string, { subscription, ...filter }: RequestFilter) {
  return infiniteQueryOptions({
    queryKey: ['requests', organization, subscription, filter],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam, subscription_id: subscription, ...filter };
      return answer(apiFor(organization).GET('/api/v1/usage/requests', { params: { query }, signal }));
    },
    ...byCursor,
    // Only while the newest page stands alone: reading many pages again every two seconds would be of no use.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 1 ? LIVE_MS : false),
  });
}

export function limitHitsQuery(organization: string, subscription: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['limit-hits', organization, subscription],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam, subscription_id: subscription };
      return answer(apiFor(organization).GET('/api/v1/usage/limit-hits', { params: { query }, signal }));
    },
    ...byCursor,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 1 ? LIVE_MS : false),
  });
}

/** What the organization may do now, from the counters that the gateway admits with. */
export function entitlementsQuery(organization: Organization) {
  return queryOptions({
    queryKey: ['entitlements', organization.slug],
    refetchInterval: LIVE_MS,
    queryFn: ({ signal }) => {
      const params = { path: { workspace_id: organization.id } };
      return answer(apiFor(organization.slug).GET('/api/v1/entitlements/{workspace_id}', { params, signal }));
    },
  });
}
