import { z } from 'zod';
import { momentField, notFound, pageOf, pageQuery, type Route, route, type Secrets, toPage } from '#kernel';
import { keySchema, presentKey } from './api-key.ts';
import { idOfCursor, keyName, reference } from './fields.ts';
import { subscriptionsProblems } from './problems.ts';
import { createKey, revokeKey } from './save-key.ts';
import { findOwnKey, listKeys } from './store-keys.ts';

const tag = 'keys';
const keyParams = z.object({ key_id: reference });
const newKey = z.strictObject({
  subscription_id: reference,
  environment: z
    .enum(['live', 'test'])
    .default('live')
    .describe('Calls with test keys are limited and metered, never billed'),
  name: keyName,
  expires_at: momentField.nullable().default(null),
});

export function keyRoutes(secrets: Secrets): Route[] {
  return [...readingRoutes(), ...writingRoutes(secrets)];
}

function readingRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/keys',
      tag,
      summary: 'List your API keys, latest first',
      access: 'subscriptions:read',
      query: z.strictObject({
        ...pageQuery,
        subscription: reference.optional().describe('Id of a subscription'),
      }),
      response: { status: 200, schema: pageOf(keySchema) },
      handler: async (call) => {
        const { limit, cursor, subscription } = call.query;
        const afterId = idOfCursor(cursor);
        const { organizationId } = call;
        const filter = { organizationId, subscriptionId: subscription, afterId, size: limit + 1 };
        const rows = await listKeys(call.db, filter);
        return toPage(
          rows,
          limit,
          (key) => [key.id],
          (key) => presentKey(key, call.at),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/keys/{key_id}',
      tag,
      summary: 'Show an API key, without its text',
      access: 'subscriptions:read',
      params: keyParams,
      response: { status: 200, schema: keySchema },
      handler: async (call) => {
        const key = await findOwnKey(call.db, call.organizationId, call.params.key_id);
        if (!key) throw notFound('key');
        return presentKey(key, call.at);
      },
    }),
  ];
}

function writingRoutes(secrets: Secrets): Route[] {
  return [
    // Takes no Idempotency-Key: replaying the answer would mean to store the key's text. Its name is the
    // natural key.
    route({
      method: 'POST',
      path: '/keys',
      tag,
      summary: 'Create an API key; `key` and `signing_secret` are shown this once',
      access: 'keys:write',
      body: newKey,
      response: {
        status: 201,
        schema: keySchema.extend({
          key: z.string(),
          signing_secret: z
            .string()
            .describe('Signs calls (RFC 9421, hmac-sha256) where a product asks for it'),
        }),
      },
      problems: [
        subscriptionsProblems.subscriptionEnded,
        subscriptionsProblems.keyNameTaken,
        subscriptionsProblems.tooManyKeys,
      ],
      handler: async (call) => {
        const { subscription_id: subscriptionId, environment, name, expires_at: expiresAt } = call.body;
        const { organizationId, actor, at } = call;
        const order = { subscriptionId, organizationId, environment, name, expiresAt, actor, at };
        const { key, text, signingSecret } = await createKey(call.db, secrets, order);
        return { ...presentKey(key, at), key: text, signing_secret: signingSecret };
      },
    }),
    route({
      method: 'POST',
      path: '/keys/{key_id}/revoke',
      tag,
      summary: 'Revoke an API key for good',
      access: 'keys:write',
      params: keyParams,
      response: { status: 200, schema: keySchema },
      handler: async (call) => {
        const { organizationId, actor, at } = call;
        return presentKey(
          await revokeKey(call.db, { keyId: call.params.key_id, organizationId, actor, at }),
          at,
        );
      },
    }),
  ];
}
