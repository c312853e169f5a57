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

export const CALL_GROUPS = ['route', 'key', 'status', 'subscription'] as const;
export type CallGroup = (typeof CALL_GROUPS)[number];
export type CallStatistics = Answer<'/api/v1/usage/{workspace_id}/calls', 'get'>['data'][number];

export interface CallQuestion {
  from: string;
  subscription?: string | undefined;
  /** Without it, all calls together. */
  by?: CallGroup;
}

/** Counted from the events themselves, which costs more than the roll-ups do. */
const STATISTICS_MS = 15_000;

export function callStatisticsQuery(organization: Organization, question: CallQuestion) {
  return queryOptions({
    queryKey: ['call-statistics', organization.slug, question],
    refetchInterval: STATISTICS_MS,
    placeholderData: keepPreviousData,
    async queryFn({ signal }): Promise<CallStatistics[]> {
      const params = { path: { workspace_id: organization.id }, query: callQuery(question) };
      const api = apiFor(organization.slug);
      return (await answer(api.GET('/api/v1/usage/{workspace_id}/calls', { params, signal }))).data;
    },
  });
}

/** The same as a table. The request needs the organization's header, which a plain link cannot carry. */
export async function callsCsv(organization: Organization, question: CallQuestion): Promise<Blob> {
  const params = { path: { workspace_id: organization.id }, query: callQuery(question) };
  const api = apiFor(organization.slug);
  return answer<Blob>(api.GET('/api/v1/usage/{workspace_id}/calls.csv', { params, parseAs: 'blob' }));
}

function callQuery({ from, subscription, by }: CallQuestion) {
  return { from, subscription_id: subscription, ...(by && { group_by: by }) };
}

export interface RequestFilter {
  subscription?: string | undefined;
  key?: string | undefined;
  method?: string | undefined;
  environment?: 'live' | 'test' | undefined;
  /** A class (4 for 4xx) or an exact status. */
  status?: number | undefined;
  path?: string | undefined;
}

const REQUESTS_PER_PAGE = 200;

export function requestsQuery(organization: string, { subscription, key, ...filter }: RequestFilter) {
  return infiniteQueryOptions({
    queryKey: ['requests', organization, subscription, key, filter],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...{ limit: REQUESTS_PER_PAGE, cursor: pageParam, subscription_id: subscription, key_id: key },
        ...filter,
      };
      return answer(apiFor(organization).GET('/api/v1/usage/requests', { params: { query }, signal }));
    },
    ...byCursor,
    // Only while the newest page stands alone: reading many pages again every two seconds would be of no use.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 1 ? LIVE_MS : false),
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= 1,
  });
}

export type RequestDetail = Answer<'/api/v1/usage/requests/{request_id}', 'get'>;

export function requestQuery(organization: string, id: string) {
  return queryOptions({
    queryKey: ['request', organization, id],
    // What was logged does not change.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => {
      const params = { path: { request_id: id } };
      return answer(apiFor(organization).GET('/api/v1/usage/requests/{request_id}', { params, signal }));
    },
  });
}

export type LimitTotal = Answer<'/api/v1/usage/limit-hits/totals', 'get'>['data'][number];

/** How often each limit refused calls since then. */
export function limitTotalsQuery(organization: string, from: string) {
  return queryOptions({
    queryKey: ['limit-hits', organization, 'totals', from],
    placeholderData: keepPreviousData,
    async queryFn({ signal }): Promise<LimitTotal[]> {
      const params = { query: { from } };
      return (await answer(apiFor(organization).GET('/api/v1/usage/limit-hits/totals', { params, signal })))
        .data;
    },
  });
}

export interface LimitFilter {
  subscription?: string | undefined;
  kind?: LimitHit['kind'] | undefined;
}

export function limitHitsQuery(organization: string, { subscription, kind }: LimitFilter) {
  return infiniteQueryOptions({
    queryKey: ['limit-hits', organization, subscription, kind],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 200, cursor: pageParam, subscription_id: subscription, kind };
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
