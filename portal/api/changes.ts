import { type Answer, answer, apiFor, type Body, newIdempotencyKey } from './client.ts';
import { queryClient } from './query.ts';

const QUOTES = '/api/v1/subscriptions/{subscription_id}/quotes';

export type ChangeRequest = Body<typeof QUOTES, 'post'>['change'];
/** What a change comes to. Nothing has happened yet. */
export type Quote = Answer<typeof QUOTES, 'post'>;

export interface QuoteOrder {
  subscriptionId: string;
  change: ChangeRequest;
  /** A provider must give one. */
  reason?: string | undefined;
}

export function askQuote(
  organization: string,
  { subscriptionId, change, reason }: QuoteOrder,
): Promise<Quote> {
  return answer(
    apiFor(organization).POST('/api/v1/subscriptions/{subscription_id}/quotes', {
      params: {
        path: { subscription_id: subscriptionId },
        header: { 'Idempotency-Key': newIdempotencyKey() },
      },
      body: { change, ...(reason === undefined ? {} : { reason }) },
    }),
  );
}

export async function acceptQuote(organization: string, quote: Quote): Promise<void> {
  await answer(
    apiFor(organization).POST('/api/v1/subscriptions/{subscription_id}/quotes/{quote_id}/accept', {
      params: { path: { subscription_id: quote.subscription_id, quote_id: quote.id } },
    }),
  );
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['subscriptions', organization] }),
    queryClient.invalidateQueries({ queryKey: ['subscribers', organization] }),
    queryClient.invalidateQueries({ queryKey: ['invoices', organization] }),
  ]);
}
