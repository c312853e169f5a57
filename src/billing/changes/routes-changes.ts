/** Changes without a quote first. */
import { z } from 'zod';
import { requireOrganization } from '#identity';
import { type Actor, type Db, momentField, type Route, route } from '#kernel';
import { presentSubscription, subscriptionsByIds } from '#subscriptions';
import type { CloseDeps } from '../invoices/index.ts';
import { changeNow } from './change-now.ts';
import { type ChangeRequest, quantityField, reference, timingField } from './change-request.ts';
import { acceptingProblems, changedSchema, presentQuote } from './routes-quotes.ts';

const workspace = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'is not the id of an organization');
const params = z.object({ workspace_id: workspace });
const of = { subscription_id: reference };

interface Asking {
  readonly db: Db;
  readonly at: Temporal.Instant;
  readonly actor: Actor;
}

/** A quote, accepted at once, of the subscription of a workspace. */
function carrying(deps: CloseDeps) {
  return async (
    call: Asking,
    workspaceId: string,
    subscriptionId: string,
    change: ChangeRequest,
  ): Promise<z.input<typeof changedSchema>> => {
    const { id: organizationId } = await requireOrganization(call, workspaceId);
    const { db, actor, at } = call;
    const order = { subscriptionId, organizationId, change, reason: null, actor, at };
    const quote = await changeNow(db, deps, order);
    const subscription = (await subscriptionsByIds(db, [subscriptionId])).get(subscriptionId)!;
    return { subscription: await presentSubscription(db, subscription), quote: presentQuote(quote) };
  };
}

const declared = {
  method: 'POST',
  tag: 'subscriptions',
  access: 'subscriptions:write',
  params,
  response: { status: 200, schema: changedSchema },
  problems: acceptingProblems,
  idempotent: true,
} as const;

export function changeRoutes(deps: CloseDeps): Route[] {
  const carryOut = carrying(deps);
  return [
    route({
      ...declared,
      path: '/subscriptions/{workspace_id}/change-plan',
      summary: 'Change to another plan or quantity',
      description:
        'What is more comes now, with its share of the period; what is less at the end of the period.',
      body: z.strictObject({
        ...of,
        plan: reference.optional().describe('Id or slug of a plan on offer'),
        quantity: quantityField.optional().describe('Seats'),
        when: timingField,
      }),
      handler(call) {
        const { subscription_id, ...change } = call.body;
        return carryOut(call, call.params.workspace_id, subscription_id, { kind: 'terms', ...change });
      },
    }),
    route({
      ...declared,
      path: '/subscriptions/{workspace_id}/pause',
      summary: 'Pause a subscription',
      description: 'Its billing period ends; calls are refused until it is resumed, which begins another.',
      body: z.strictObject({ ...of, resumes_at: momentField.nullable().optional() }),
      handler(call) {
        const { subscription_id, resumes_at } = call.body;
        return carryOut(call, call.params.workspace_id, subscription_id, { kind: 'pause', resumes_at });
      },
    }),
    ...(
      [
        ['resume', 'Resume a paused subscription'],
        ['reactivate', 'Take up a subscription again that ended within the last 30 days'],
      ] as const
    ).map(([kind, summary]) =>
      route({
        ...declared,
        path: `/subscriptions/{workspace_id}/${kind}`,
        summary,
        description: 'A new billing period begins with it. The keys stay.',
        body: z.strictObject(of),
        handler: (call) => carryOut(call, call.params.workspace_id, call.body.subscription_id, { kind }),
      }),
    ),
    route({
      ...declared,
      path: '/subscriptions/{workspace_id}/revoke-change',
      summary: 'Take back what is scheduled for the end of the period',
      body: z.strictObject(of),
      handler: (call) =>
        carryOut(call, call.params.workspace_id, call.body.subscription_id, { kind: 'keep' }),
    }),
  ];
}
