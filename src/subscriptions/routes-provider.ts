/** What a provider sees and does of those who subscribed to its products. */
import { z } from 'zod';
import { versionIdsOfPlan } from '#catalog';
import { findOrganizations } from '#identity';
import { audit, instantText, notFound, pageOf, pageQuery, type Route, route, toPage } from '#kernel';
import { keySchema, presentKey } from './api-key.ts';
import { banConsumer, liftBan } from './ban.ts';
import { idOfCursor, reasonText, reference } from './fields.ts';
import { subscriptionsByIds } from './find.ts';
import { type KeyUsageReader, presentUsedKeys, usedKeySchema } from './key-usage.ts';
import { subscriptionPresenter, subscriptionSchema } from './present-subscription.ts';
import { revokeKey } from './save-key.ts';
import { type Ban, bansOf, countByVersion } from './store-bans.ts';
import { findKey, listKeys } from './store-keys.ts';
import { listSubscriptions } from './store-subscriptions.ts';
import { SUBSCRIPTION_STATES } from './subscription.ts';

const tag = 'subscriptions';
const reasonBody = z.strictObject({
  reason: reasonText
    .refine((value) => value.trim() !== '', 'must not be empty')
    .describe('Kept in the audit logs of both sides'),
});

const banSchema = z.object({ reason: z.string(), banned_at: z.string() });

const consumerSchema = z.object({
  organization: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  ban: banSchema.nullable().describe('Set while the provider does not serve the consumer'),
  subscription: subscriptionSchema,
});

function presentBan({ reason, bannedAt }: Ban): z.input<typeof banSchema> {
  return { reason, banned_at: instantText(bannedAt) };
}

export function providerRoutes(usage: KeyUsageReader): Route[] {
  return [consumersRoute(), versionsRoute(), ...banRoutes(), ...keyRoutes(usage)];
}

function consumersRoute(): Route {
  return route({
    method: 'GET',
    path: '/provider/consumers',
    tag,
    summary: 'List the subscribers of your products, latest first',
    access: 'subscriptions:read',
    query: z.strictObject({
      ...pageQuery,
      product: reference.optional().describe('Id of a product'),
      organization: reference.optional().describe('Id of a consumer'),
      state: z.enum(SUBSCRIPTION_STATES).optional(),
    }),
    response: { status: 200, schema: pageOf(consumerSchema) },
    handler: async (call) => {
      const { limit, cursor, product, organization, state } = call.query;
      const rows = await listSubscriptions(call.db, {
        ...(organization === undefined ? {} : { organizationId: organization }),
        providerOrganizationId: call.organizationId,
        productId: product,
        state,
        afterId: idOfCursor(cursor),
        size: limit + 1,
      });
      const ids = rows.map((one) => one.organizationId);
      const consumers = await findOrganizations(call.db, ids);
      const bans = await bansOf(call.db, call.organizationId, ids);
      const present = await subscriptionPresenter(call.db, rows);
      return toPage(
        rows,
        limit,
        (one) => [one.id],
        (one) => {
          const { id, slug, name } = consumers.get(one.organizationId)!;
          const ban = bans.get(id);
          return {
            organization: { id, slug, name },
            ban: ban ? presentBan(ban) : null,
            subscription: present(one),
          };
        },
      );
    },
  });
}

function versionsRoute(): Route {
  return route({
    method: 'GET',
    path: '/provider/plan-versions',
    tag,
    summary: 'How many subscribers are on which version of a plan of yours',
    description: 'Of subscriptions that are not over. Versions without any are missing.',
    access: 'subscriptions:read',
    query: z.strictObject({ plan: reference.describe('Id of a plan') }),
    response: {
      status: 200,
      schema: z.object({ data: z.array(z.object({ plan_version_id: z.string(), subscriptions: z.int() })) }),
    },
    handler: async (call) => {
      const counts = await countByVersion(
        call.db,
        call.organizationId,
        await versionIdsOfPlan(call.db, call.query.plan),
      );
      const data = counts.map(({ planVersionId, subscriptions }) => {
        return { plan_version_id: planVersionId, subscriptions };
      });
      return { data };
    },
  });
}

function banRoutes(): Route[] {
  const params = z.object({ consumer_id: reference });
  return [
    route({
      method: 'POST',
      path: '/provider/consumers/{consumer_id}/ban',
      tag,
      summary: 'Serve a consumer no longer: its calls are refused within a second',
      description:
        'It cannot subscribe to your products again either. Its subscriptions and what it owes stay; cancel them where ' +
        'that is to end, too.',
      access: 'subscriptions:write',
      params,
      body: reasonBody,
      response: { status: 200, schema: banSchema },
      handler: async ({ db, at, actor, organizationId: providerOrganizationId, params: of, body }) => {
        const order = { providerOrganizationId, organizationId: of.consumer_id, ...body, actor, at };
        return presentBan(await banConsumer(db, order));
      },
    }),
    route({
      method: 'POST',
      path: '/provider/consumers/{consumer_id}/lift-ban',
      tag,
      summary: 'Serve a consumer again',
      access: 'subscriptions:write',
      params,
      body: reasonBody,
      response: { status: 204 },
      handler: async ({ db, at, actor, organizationId: providerOrganizationId, params: of, body }) => {
        await liftBan(db, { providerOrganizationId, organizationId: of.consumer_id, ...body, actor, at });
        return undefined;
      },
    }),
  ];
}

function keyRoutes(usage: KeyUsageReader): Route[] {
  return [
    route({
      method: 'GET',
      path: '/provider/subscriptions/{subscription_id}/keys',
      tag: 'keys',
      summary: 'List the API keys of a subscription to a product of yours, latest first',
      access: 'subscriptions:read',
      params: z.object({ subscription_id: reference }),
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(usedKeySchema) },
      handler: async (call) => {
        const { limit, cursor } = call.query;
        const id = call.params.subscription_id;
        const subscription = (await subscriptionsByIds(call.db, [id])).get(id);
        if (subscription?.providerOrganizationId !== call.organizationId) throw notFound('subscription');
        const { organizationId } = subscription;
        const { at } = call;
        const page = { afterId: idOfCursor(cursor), size: limit + 1 };
        const filter = { organizationId, subscriptionId: id, at, ...page };
        const rows = await listKeys(call.db, filter);
        const present = await presentUsedKeys(usage, rows.slice(0, limit), call.at);
        return toPage(rows, limit, (key) => [key.id], present);
      },
    }),
    route({
      method: 'POST',
      path: '/provider/keys/{key_id}/revoke',
      tag: 'keys',
      summary: 'Revoke an API key of a consumer for good',
      description: 'Refused within a second. The consumer may make another one unless you ban it.',
      access: 'subscriptions:write',
      params: z.object({ key_id: reference }),
      body: reasonBody,
      response: { status: 200, schema: keySchema },
      handler: async ({ db, at, actor, organizationId: providerId, params, body }) => {
        const key = await findKey(db, params.key_id);
        const subscription =
          key && (await subscriptionsByIds(db, [key.subscriptionId])).get(key.subscriptionId);
        if (!key || subscription?.providerOrganizationId !== providerId) throw notFound('key');
        const { organizationId } = key;
        const detail = { reason: body.reason, provider_id: providerId };
        const revoked = await revokeKey(db, { keyId: key.id, organizationId, actor, at, detail });
        // The consumer's own log has it from the revocation.
        if (key.state === 'active') {
          const about = { at, organizationId: providerId, actor, action: 'key.revoked', object: key.id };
          await audit(db, { ...about, detail: { ...detail, subscription_id: key.subscriptionId } });
        }
        return presentKey(revoked, at);
      },
    }),
  ];
}
