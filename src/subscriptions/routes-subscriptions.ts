import { z } from 'zod';
import { type Identity, identityProblems, requireOrganization, requireVerifiedEmail } from '#identity';
import {
  type Actor,
  type Db,
  isCurrency,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { type CancellationRequest, cancelSubscription, revokeCancellation } from './cancel-subscription.ts';
import { CHANGE_TIMINGS } from './change.ts';
import { createSubscription, type HasPaymentMethod } from './create-subscription.ts';
import { idOfCursor, reasonText, reference, workspace } from './fields.ts';
import { subscriptionsByIds } from './find.ts';
import { presentSubscription, subscriptionPresenter, subscriptionSchema } from './present-subscription.ts';
import { subscriptionsProblems } from './problems.ts';
import { listSubscriptions } from './store-subscriptions.ts';
import { SUBSCRIPTION_STATES } from './subscription.ts';

const tag = 'subscriptions';
const workspaceParams = z.object({ workspace_id: workspace });
const productReference = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}(?:\/[A-Za-z0-9_-]{1,64})?$/, 'must be the id of a product or provider/product')
  .describe('Id of a product, or provider/product');
const filters = {
  ...pageQuery,
  product: reference.optional().describe('Id of a product'),
  state: z.enum(SUBSCRIPTION_STATES).optional(),
};

/** Redeems a coupon in the transaction that subscribes; coupons are another room's. */
export type RedeemCoupon = (
  tx: Db,
  order: {
    readonly subscriptionId: string;
    readonly organizationId: string;
    readonly by: { readonly code: string };
    readonly actor: Actor;
    readonly at: Temporal.Instant;
  },
) => Promise<unknown>;

/** Ends a subscription within its period: billing does, because it concerns money. */
export type EndNow = (tx: Db, request: CancellationRequest) => Promise<void>;

interface ChangeDeps {
  readonly identity: Pick<Identity, 'requireVerifiedEmail'>;
  readonly endNow: EndNow;
  readonly hasPaymentMethod: HasPaymentMethod;
  readonly redeem: RedeemCoupon;
}

export function subscriptionRoutes(deps: ChangeDeps): Route[] {
  return [...consumerRoutes(), subscribeRoute(deps), ...cancellationRoutes(deps)];
}

function consumerRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/subscriptions/{workspace_id}',
      tag,
      summary: "List an organization's subscriptions, latest first",
      access: 'subscriptions:read',
      params: workspaceParams,
      query: z.strictObject(filters),
      response: { status: 200, schema: pageOf(subscriptionSchema) },
      handler: async (call) => {
        const organization = await requireOrganization(call, call.params.workspace_id);
        const { limit, cursor, product, state } = call.query;
        const rows = await listSubscriptions(call.db, {
          organizationId: organization.id,
          productId: product,
          state,
          afterId: idOfCursor(cursor),
          size: limit + 1,
        });
        return toPage(rows, limit, (one) => [one.id], await subscriptionPresenter(call.db, rows));
      },
    }),
    route({
      method: 'GET',
      path: '/subscriptions/{workspace_id}/{subscription_id}',
      tag,
      summary: 'Show a subscription',
      access: 'subscriptions:read',
      params: workspaceParams.extend({ subscription_id: reference }),
      response: { status: 200, schema: subscriptionSchema },
      handler: async (call) => {
        const organization = await requireOrganization(call, call.params.workspace_id);
        const id = call.params.subscription_id;
        const found = (await subscriptionsByIds(call.db, [id])).get(id);
        if (found?.organizationId !== organization.id) throw notFound('subscription');
        return presentSubscription(call.db, found);
      },
    }),
  ];
}

function subscribeRoute({ identity, hasPaymentMethod, redeem }: ChangeDeps): Route {
  return route({
    method: 'POST',
    path: '/subscriptions',
    tag,
    summary: 'Subscribe to a plan of a product',
    description:
      'The first period begins now. A flat fee is invoiced in advance, usage at the end of each period. A trial is ' +
      'given once per product.',
    access: 'subscriptions:write',
    body: z.strictObject({
      product: productReference,
      plan: reference.describe('Id or slug of a plan on offer'),
      currency: z
        .string()
        .refine(isCurrency, 'is not an ISO 4217 currency')
        .optional()
        .describe('One of the plan’s; of all charges from now on'),
      quantity: z.int().min(1).max(1_000_000).optional().describe('Seats'),
      coupon: reference.optional().describe('The code of a coupon that holds from the first invoice on'),
    }),
    response: { status: 201, schema: subscriptionSchema },
    problems: [
      subscriptionsProblems.alreadySubscribed,
      subscriptionsProblems.planNotOffered,
      subscriptionsProblems.paymentMethodRequired,
      subscriptionsProblems.currencyNotOffered,
      subscriptionsProblems.couponRefused,
      subscriptionsProblems.consumerBanned,
      identityProblems.emailUnverified,
    ],
    idempotent: true,
    handler: async (call) => {
      const { organizationId, actor, at } = call;
      await requireVerifiedEmail(call.db, identity, actor);
      const { coupon: code, ...wanted } = call.body;
      const created = await createSubscription(call.db, {
        ...{ ...wanted, organizationId, actor, at },
        hasPaymentMethod,
      });
      if (code !== undefined) {
        const { id: subscriptionId } = created;
        await redeem(call.db, { subscriptionId, organizationId, by: { code }, actor, at });
      }
      return presentSubscription(call.db, created);
    },
  });
}

function cancellationRoutes({ endNow }: ChangeDeps): Route[] {
  return [
    route({
      method: 'POST',
      path: '/subscriptions/cancel',
      tag,
      summary: 'Cancel a subscription, by default at the end of its present period',
      description:
        'Now: whether what is unused is credited is for the provider to say. Ask for a quote first to see.',
      access: 'subscriptions:write',
      body: z.strictObject({
        subscription_id: reference,
        reason: reasonText.optional(),
        when: z.enum(CHANGE_TIMINGS).default('period_end'),
      }),
      response: { status: 200, schema: subscriptionSchema },
      problems: [subscriptionsProblems.subscriptionEnded, subscriptionsProblems.changeNotPossible],
      idempotent: true,
      handler: async (call) => {
        const { organizationId, actor, at } = call;
        const { subscription_id: subscriptionId, reason, when } = call.body;
        const request = { subscriptionId, organizationId, reason, actor, at };
        if (when === 'now') {
          await endNow(call.db, request);
          const ended = (await subscriptionsByIds(call.db, [subscriptionId])).get(subscriptionId)!;
          return presentSubscription(call.db, ended);
        }
        return presentSubscription(call.db, await cancelSubscription(call.db, request));
      },
    }),
    route({
      method: 'POST',
      path: '/subscriptions/{workspace_id}/revoke-cancellation',
      tag,
      summary: 'Take a scheduled cancellation back',
      access: 'subscriptions:write',
      params: workspaceParams,
      body: z.strictObject({ subscription_id: reference }),
      response: { status: 200, schema: subscriptionSchema },
      problems: [subscriptionsProblems.subscriptionEnded],
      idempotent: true,
      handler: async (call) => {
        const organization = await requireOrganization(call, call.params.workspace_id);
        const { actor, at } = call;
        const subscriptionId = call.body.subscription_id;
        const request = { subscriptionId, organizationId: organization.id, actor, at };
        return presentSubscription(call.db, await revokeCancellation(call.db, request));
      },
    }),
  ];
}
