import type { Actor, Db } from '#kernel';
import type { CloseDeps } from '../invoices/index.ts';
import { acceptQuote } from './accept-quote.ts';
import type { ChangeRequest } from './change-request.ts';
import { makeQuote } from './make-quote.ts';
import type { Quote } from './store-quotes.ts';

export interface ChangeOrder {
  readonly subscriptionId: string;
  /** The consumer or the provider. */
  readonly organizationId: string;
  readonly change: ChangeRequest;
  readonly reason: string | null;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/** For whoever needs no look at it first: a quote, accepted at once. */
export async function changeNow(tx: Db, deps: CloseDeps, order: ChangeOrder): Promise<Quote> {
  const { id: quoteId } = await makeQuote(tx, deps, order);
  return acceptQuote(tx, deps, { ...order, quoteId });
}
