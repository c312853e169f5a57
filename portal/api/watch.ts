import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Answer, answer, api } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

/** What the operator should look at: bursts that look like abuse, and mails that nobody took. */

export type Alert = Answer<'/api/v1/alerts', 'get'>['data'][number];
export type Mail = Answer<'/api/v1/outbound/mails', 'get'>['data'][number];

export const alertsQuery = infiniteQueryOptions({
  queryKey: ['alerts'],
  queryFn: ({ pageParam, signal }) =>
    answer(api.GET('/api/v1/alerts', { params: { query: { limit: 50, cursor: pageParam } }, signal })),
  ...byCursor,
});

export const deadMailsQuery = infiniteQueryOptions({
  queryKey: ['mails', 'dead'],
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: 50, cursor: pageParam, state: 'dead' as const };
    return answer(api.GET('/api/v1/outbound/mails', { params: { query }, signal }));
  },
  ...byCursor,
});

export async function retryMail(mailId: string): Promise<void> {
  await answer(api.POST('/api/v1/outbound/mails/{mail_id}/retry', { params: { path: { mail_id: mailId } } }));
  await queryClient.invalidateQueries({ queryKey: ['mails'] });
}
