import { z } from 'zod';
import type { Billing } from '#billing';
import { findProduct, type Product, type RouteDefinition, routesOfProduct } from '#catalog';
import { findOrganizations } from '#identity';
import {
  type Call,
  type Db,
  decimalText,
  instantText,
  momentField,
  notFound,
  Problem,
  type Route,
  route,
  type UsageDb,
} from '#kernel';
import { findCall } from '#metering';
import {
  isLive,
  loadKeysForGateway,
  type Subscription,
  subscriptionsByIds,
  subscriptionsProblems,
} from '#subscriptions';
import { type CallForm, callFormSchema } from './call-form.ts';
import { callTarget } from './call-target.ts';
import { ConsoleKeys, type ConsoleKeysDeps, type KeyHolder } from './console-keys.ts';
import { consoleProblems } from './problems.ts';
import { Relay, type Relayed, type RelayOptions } from './relay.ts';
import { shownBody } from './shown-body.ts';

export interface ConsoleDeps extends ConsoleKeysDeps {
  readonly usageDb: UsageDb;
  readonly relay: RelayOptions;
  readonly callCost: Billing['callCost'];
}

const tag = 'console';
const reference = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an id');

const calledSchema = z.object({
  call_id: z.string().nullable().describe('By which it is counted; null when no gateway named one'),
  made_at: z.string(),
  request: z.object({ method: z.string(), path: z.string() }),
  response: z.object({
    status: z.int(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
    body: z.string(),
    body_encoding: z.enum(['text', 'base64']),
    truncated: z.boolean().describe('There was more'),
    bytes: z.int(),
  }),
  first_byte_ms: z.number(),
  total_ms: z.number(),
});

const outcomeSchema = z.object({
  state: z
    .enum(['pending', 'counted', 'uncounted'])
    .describe('uncounted: the gateway refused it, which costs nothing'),
  units: z.string().nullable(),
  overage_units: z.string().nullable(),
  cost: z
    .object({ amount: z.string(), currency: z.string() })
    .nullable()
    .describe(
      'What it added to the period, before discounts and taxes, not rounded; null when it cannot be told',
    ),
});

export function consoleRoutes(deps: ConsoleDeps): Route[] {
  return [callRoute(deps), outcomeRoute(deps)];
}

function callRoute(deps: ConsoleDeps): Route {
  return route({
    method: 'POST',
    path: '/console/calls',
    tag,
    summary: 'Call a route through the gateway, as one of your keys would',
    description:
      'With a key that is minted for it and works for minutes. It is limited, counted and billed like any other call.',
    access: 'keys:write',
    // The key is committed before the call is made with it.
    transaction: false,
    body: callFormSchema,
    response: { status: 200, schema: calledSchema },
    problems: [...Object.values(consoleProblems), subscriptionsProblems.subscriptionEnded],
    handler: caller(deps),
  });
}

function caller(deps: ConsoleDeps) {
  // What stays from call to call is made at the first one: to describe a route touches nothing.
  let parts: { keys: ConsoleKeys; relay: Relay } | null = null;
  return async (call: Call<unknown, unknown, CallForm>): Promise<z.input<typeof calledSchema>> => {
    parts ??= { keys: new ConsoleKeys(deps), relay: new Relay(deps.relay) };
    const { keys, relay } = parts;
    const { db, body: form, organizationId, actor, at, ip } = call;
    const subscription = await ownSubscription(db, organizationId, form.subscription_id);
    if (!isLive(subscription)) throw new Problem(subscriptionsProblems.subscriptionEnded);
    const { prefix, called } = await calledRoute(db, subscription.productId, form.route_id);
    const target = callTarget(prefix, called, form);
    const { id: subscriptionId } = subscription;
    const holder: KeyHolder = { subscriptionId, organizationId, environment: form.environment, actor, at };
    const key = await keys.keyFor(holder);
    const answer = await relay.send(target, key.text, { organizationId, address: ip });
    if (answer.status === 401 && (await isRevoked(db, key.id))) keys.forget(holder);
    return presentAnswer(target, answer, at);
  };
}

/** Then the answer is shown as it is, and the next call has another key. An API may answer 401 for reasons of its own. */
async function isRevoked(db: Db, keyId: string): Promise<boolean> {
  const [key] = await loadKeysForGateway(db, { ids: [keyId] });
  return key?.state !== 'active';
}

function presentAnswer(
  { method, path }: { method: string; path: string },
  answer: Relayed,
  at: Temporal.Instant,
): z.input<typeof calledSchema> {
  const headerOf = (name: string) => answer.headers.find(([own]) => own === name)?.[1];
  return {
    call_id: headerOf('x-turnpike-request-id') ?? null,
    made_at: instantText(at),
    request: { method, path },
    response: {
      status: answer.status,
      headers: answer.headers.map(([name, value]) => ({ name, value })),
      ...shownBody(answer.body, headerOf('content-type'), !answer.truncated),
      truncated: answer.truncated,
      bytes: answer.body.length,
    },
    first_byte_ms: Math.round(answer.firstByteMs * 10) / 10,
    total_ms: Math.round(answer.totalMs * 10) / 10,
  };
}

function outcomeRoute(deps: ConsoleDeps): Route {
  return route({
    method: 'GET',
    path: '/console/subscriptions/{subscription_id}/calls/{call_id}',
    tag,
    summary: 'What a call was counted as, and what it cost',
    description: 'Usage arrives within seconds of the answer; until then the call is pending.',
    access: 'usage:read',
    params: z.object({ subscription_id: reference, call_id: reference }),
    query: z.strictObject({ made_at: momentField.optional().describe('About when; default: now') }),
    response: { status: 200, schema: outcomeSchema },
    async handler({ db, organizationId, params, query, at }) {
      const subscription = await ownSubscription(db, organizationId, params.subscription_id);
      const question = { id: params.call_id, subscriptionId: subscription.id, at: query.made_at ?? at };
      const found = await findCall(db, deps.usageDb, question);
      if (typeof found === 'string') return { state: found, units: null, overage_units: null, cost: null };
      const cost =
        found.environment === 'test'
          ? { amount: '0', currency: subscription.currency }
          : presentCost(await deps.callCost(db, { subscriptionId: subscription.id, at: found.at }));
      return { state: 'counted' as const, units: found.units, overage_units: found.overageUnits, cost };
    },
  });
}

function presentCost(cost: Awaited<ReturnType<Billing['callCost']>>) {
  return cost && { amount: decimalText(cost.amount), currency: cost.currency };
}

async function ownSubscription(db: Db, organizationId: string, id: string): Promise<Subscription> {
  const subscription = (await subscriptionsByIds(db, [id])).get(id);
  if (subscription?.organizationId !== organizationId) throw notFound('subscription');
  return subscription;
}

/** Of the subscription's product, wherever that stands on the market: its keys work on as well. */
async function calledRoute(
  db: Db,
  productId: string,
  routeId: string,
): Promise<{ prefix: string; called: RouteDefinition }> {
  const product = await findProduct(db, productId);
  const called = (await routesOfProduct(db, productId)).find((one) => one.id === routeId);
  if (!product || !called) throw notFound('route');
  return { prefix: await prefixOf(db, product), called };
}

async function prefixOf(db: Db, product: Product): Promise<string> {
  const provider = (await findOrganizations(db, [product.organizationId])).get(product.organizationId);
  if (!provider) throw notFound('product');
  return `/${provider.slug}/${product.slug}`;
}
