import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor } from './client.ts';

export type Upcoming = Answer<'/api/v1/billing/upcoming', 'get'>;
export type UpcomingSubscription = Upcoming['data'][number];

/** Three closes are worked out for an answer: once a minute is as often as anybody acts on it. */
const SPENDING_MS = 60_000;

export function upcomingQuery(organization: string) {
  return queryOptions({
    queryKey: ['upcoming', organization],
    refetchInterval: SPENDING_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answer(apiFor(organization).GET('/api/v1/billing/upcoming', { signal })),
  });
}
