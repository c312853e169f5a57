import { z } from 'zod';
import { instantText, invalid, notFound, type Route, route } from '#kernel';
import {
  presentSubscription,
  subscriptionSchema,
  subscriptionsByIds,
  subscriptionsProblems,
} from '#subscriptions';
import { type CloseDeps, invoiceProblems } from '../invoices/index.ts';
import { acceptQuote } from './accept-quote.ts';
import { changeRequestSchema, reasonField, reference, roleIn } from './change-request.ts';
import { makeQuote } from './make-quote.ts';
import { changeProblems } from './problems.ts';
import { previewSchema } from './quote.ts';
import type { Quote } from './store-quotes.ts';

const quoteSchema = previewSchema.extend({
  id: z.string(),
  subscription_id: z.string(),
  at: z.string().describe('To this moment shares are counted, whenever it is accepted'),
  expires_at: z.string(),
  accepted_at: z.string().nullable(),
  invoice_id: z.string().nullable(),
});

export const changedSchema = z.object({ subscription: subscriptionSchema, quote: quoteSchema });

export function presentQuote(quote: Quote): z.input<typeof quoteSchema> {
  return {
    ...quote.shown,
    id: quote.id,
    subscription_id: quote.subscriptionId,
    at: instantText(quote.at),
    expires_at: instantText(quote.expiresAt),
    accepted_at: quote.acceptedAt && instantText(quote.acceptedAt),
    invoice_id: quote.invoiceId,
  };
}

export const quotingProblems = [
  subscriptionsProblems.subscriptionEnded,
  subscriptionsProblems.changeNotPossible,
  changeProblems.changeNotBillable,
  invoiceProblems.planVersionMissing,
];
export const acceptingProblems = [
  ...quotingProblems,
  changeProblems.quoteExpired,
  changeProblems.quoteOutdated,
  subscriptionsProblems.alreadySubscribed,
  invoiceProblems.sellerUnknown,
];

export function quoteRoutes(deps: CloseDeps): Route[] {
  return [
    route({
      method: 'POST',
      path: '/subscriptions/{subscription_id}/quotes',
      tag: 'subscriptions',
      summary: 'What a change of a subscription comes to, in money, dates and entitlements',
      description:
        'Valid for 15 minutes. Nothing changes until it is accepted; then exactly this does, to the same cent. ' +
        'For the consumer and, with a reason, for the provider.',
      access: 'subscriptions:write',
      params: z.object({ subscription_id: reference }),
      body: z.strictObject({
        change: changeRequestSchema,
        reason: reasonField.optional().describe('Kept in the audit log; a provider must give one'),
      }),
      response: { status: 201, schema: quoteSchema },
      problems: quotingProblems,
      idempotent: true,
      async handler(call) {
        const { organizationId } = call;
        const subscriptionId = call.params.subscription_id;
        const { change, reason = null } = call.body;
        const subscription = (await subscriptionsByIds(call.db, [subscriptionId])).get(subscriptionId);
        if (roleIn(subscription, organizationId) === 'provider' && reason === null) {
          throw invalid([{ pointer: '/reason', detail: 'is needed when a provider changes a subscription' }]);
        }
        const at = call.atOf(subscription?.organizationId ?? organizationId);
        return presentQuote(
          await makeQuote(call.db, deps, {
            ...{ subscriptionId, organizationId, change, pointer: '/change', reason, at },
          }),
        );
      },
    }),
    route({
      method: 'POST',
      path: '/subscriptions/{subscription_id}/quotes/{quote_id}/accept',
      tag: 'subscriptions',
      summary: 'Carry out what was quoted',
      description: 'Accepting again changes nothing. Refused when it would not be what was quoted any more.',
      access: 'subscriptions:write',
      params: z.object({ subscription_id: reference, quote_id: reference }),
      response: { status: 200, schema: changedSchema },
      problems: acceptingProblems,
      idempotent: true,
      async handler(call) {
        const { organizationId, actor } = call;
        const { subscription_id: subscriptionId, quote_id: quoteId } = call.params;
        const found = (await subscriptionsByIds(call.db, [subscriptionId])).get(subscriptionId);
        const at = call.atOf(found?.organizationId ?? organizationId);
        const quote = await acceptQuote(call.db, deps, {
          subscriptionId,
          quoteId,
          organizationId,
          actor,
          at,
        });
        const subscription = (await subscriptionsByIds(call.db, [subscriptionId])).get(subscriptionId);
        if (!subscription) throw notFound('subscription');
        return {
          subscription: await presentSubscription(call.db, subscription),
          quote: presentQuote(quote),
        };
      },
    }),
  ];
}
