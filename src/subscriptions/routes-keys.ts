import { z } from 'zod';
import {
  instantText,
  momentField,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  type Secrets,
  toPage,
} from '#kernel';
import { keySchema, presentKey } from './api-key.ts';
import { changeKey } from './change-key.ts';
import { idOfCursor, keyName, reference } from './fields.ts';
import { restrictionFields } from './key-restrictions.ts';
import {
  daysOf,
  type KeyUsageReader,
  keyUsageSchema,
  presentDay,
  presentUsedKeys,
  rangeQuery,
  usedKeySchema,
} from './key-usage.ts';
import { subscriptionsProblems } from './problems.ts';
import { LONGEST_OVERLAP_SECONDS, rotateKey } from './rotate-key.ts';
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
  allowed_ips: restrictionFields.allowed_ips.default([]),
  scopes: restrictionFields.scopes.default([]),
  routes: restrictionFields.routes.default([]),
});
const keyChange = z
  .strictObject({ name: keyName, expires_at: momentField.nullable(), ...restrictionFields })
  .partial();
const rotation = z.strictObject({
  overlap_seconds: z
    .int()
    .min(0)
    .max(LONGEST_OVERLAP_SECONDS)
    .describe('How long the old key works on; 0 ends it at once'),
});
const shownKey = keySchema.extend({
  key: z.string().describe('Shown this once'),
  signing_secret: z.string().describe('Signs calls (RFC 9421, hmac-sha256) where a product asks for it'),
});

export function keyRoutes(secrets: Secrets, usage: KeyUsageReader): Route[] {
  return [
    ...readingRoutes(usage),
    usageRoute(usage),
    createRoute(secrets),
    rotateRoute(secrets),
    ...changingRoutes(),
  ];
}

function readingRoutes(usage: KeyUsageReader): Route[] {
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
      response: { status: 200, schema: pageOf(usedKeySchema) },
      handler: async (call) => {
        const { limit, cursor, subscription } = call.query;
        const afterId = idOfCursor(cursor);
        const { organizationId } = call;
        const filter = {
          organizationId,
          subscriptionId: subscription,
          at: call.at,
          afterId,
          size: limit + 1,
        };
        const rows = await listKeys(call.db, filter);
        const present = await presentUsedKeys(usage, rows.slice(0, limit), call.at);
        return toPage(rows, limit, (key) => [key.id], present);
      },
    }),
    route({
      method: 'GET',
      path: '/keys/{key_id}',
      tag,
      summary: 'Show an API key, without its text',
      access: 'subscriptions:read',
      params: keyParams,
      response: { status: 200, schema: usedKeySchema },
      handler: async (call) => {
        const key = await findOwnKey(call.db, call.organizationId, call.params.key_id);
        if (!key) throw notFound('key');
        return (await presentUsedKeys(usage, [key], call.at))(key);
      },
    }),
  ];
}

function usageRoute(usage: KeyUsageReader): Route {
  return route({
    method: 'GET',
    path: '/keys/{key_id}/usage',
    tag,
    summary: 'Usage of an API key by day',
    access: 'usage:read',
    params: keyParams,
    query: rangeQuery,
    response: { status: 200, schema: keyUsageSchema },
    handler: async (call) => {
      const key = await findOwnKey(call.db, call.organizationId, call.params.key_id);
      if (!key) throw notFound('key');
      const { from, to } = daysOf(call.query, call.at);
      const [days, completeUntil] = await Promise.all([
        usage.daily(key, from, to),
        usage.completeUntil(call.db),
      ]);
      return {
        from: instantText(from),
        to: instantText(to),
        complete_until: completeUntil && instantText(completeUntil),
        days: days.map(presentDay),
      };
    },
  });
}

function createRoute(secrets: Secrets): Route {
  // Takes no Idempotency-Key: replaying the answer would mean to store the key's text. Its name is the natural key.
  return route({
    method: 'POST',
    path: '/keys',
    tag,
    summary: 'Create an API key; `key` and `signing_secret` are shown this once',
    access: 'keys:write',
    body: newKey,
    response: { status: 201, schema: shownKey },
    problems: [
      subscriptionsProblems.subscriptionEnded,
      subscriptionsProblems.keyNameTaken,
      subscriptionsProblems.tooManyKeys,
    ],
    handler: async (call) => {
      const { subscription_id: subscriptionId, environment, name, expires_at: expiresAt } = call.body;
      const { allowed_ips: allowedIps, scopes, routes } = call.body;
      const { organizationId, actor, at } = call;
      const restrictions = { allowedIps, scopes, routes };
      const order = {
        subscriptionId,
        organizationId,
        environment,
        name,
        expiresAt,
        restrictions,
        actor,
        at,
      };
      const { key, text, signingSecret } = await createKey(call.db, secrets, order);
      return { ...presentKey(key, at), key: text, signing_secret: signingSecret };
    },
  });
}

function rotateRoute(secrets: Secrets): Route {
  // A repeated request finds the successor made and is refused: its text cannot be shown again.
  return route({
    method: 'POST',
    path: '/keys/{key_id}/rotate',
    tag,
    summary: 'Put a new key in the place of one; `key` and `signing_secret` are shown this once',
    description:
      'The new key has the name, environment, expiry and restrictions of the old one, which works on until the ' +
      'overlap is over. A key is rotated once: whoever repeats the request is told the successor.',
    access: 'keys:write',
    params: keyParams,
    body: rotation,
    response: { status: 201, schema: shownKey.extend({ old: keySchema }) },
    problems: [
      subscriptionsProblems.subscriptionEnded,
      subscriptionsProblems.tooManyKeys,
      subscriptionsProblems.keyNameTaken,
      subscriptionsProblems.keyEnded,
      subscriptionsProblems.keyRotated,
    ],
    handler: async (call) => {
      const { organizationId, actor, at } = call;
      const overlapSeconds = call.body.overlap_seconds;
      const order = { keyId: call.params.key_id, organizationId, overlapSeconds, actor, at };
      const { key, text, signingSecret, old } = await rotateKey(call.db, secrets, order);
      return { ...presentKey(key, at), key: text, signing_secret: signingSecret, old: presentKey(old, at) };
    },
  });
}

function changingRoutes(): Route[] {
  return [
    route({
      method: 'PATCH',
      path: '/keys/{key_id}',
      tag,
      summary: 'Change the name, expiry or restrictions of an API key',
      description: 'In force within a second. A list that is given replaces the one before.',
      access: 'keys:write',
      params: keyParams,
      body: keyChange,
      response: { status: 200, schema: keySchema },
      problems: [
        subscriptionsProblems.keyNameTaken,
        subscriptionsProblems.keyEnded,
        subscriptionsProblems.keyRotated,
      ],
      handler: async (call) => {
        const { name, expires_at: expiresAt, allowed_ips: allowedIps, scopes, routes } = call.body;
        const { organizationId, actor, at } = call;
        const change = { name, expiresAt, restrictions: { allowedIps, scopes, routes } };
        const keyId = call.params.key_id;
        return presentKey(await changeKey(call.db, { keyId, organizationId, change, actor, at }), at);
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
