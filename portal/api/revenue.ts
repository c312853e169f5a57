import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor } from './client.ts';

export type Revenue = Answer<'/api/v1/billing/revenue', 'get'>;
export type RevenueRow = Revenue['data'][number];
export type RevenueTotal = Revenue['totals'][number];

export interface RevenueQuestion {
  from: string;
  to: string;
  period: 'day' | 'month' | 'whole';
  by: 'nothing' | 'product' | 'plan';
}

/** From issued invoices and credit notes: days are those of the provider's billing time zone. */
export function revenueQuery(organization: string, question: RevenueQuestion) {
  return queryOptions({
    queryKey: ['revenue', organization, question],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const params = { query: question };
      return answer(apiFor(organization).GET('/api/v1/billing/revenue', { params, signal }));
    },
  });
}
