import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, eventually, type Json } from './client.ts';
import { Instance } from './instance.ts';
import { openShop, type Shop } from './shop.ts';
import { startUpstream, type Upstream } from './upstream.ts';

const instance = new Instance();
let upstream: Upstream;
let shop: Shop;
let provider: Client;
let consumer: Client;

function connect(): void {
  const client = new Client(instance.facts.portal_url);
  provider = client.bearer(shop.providerToken);
  consumer = client.bearer(shop.consumerToken);
}

before(async () => {
  upstream = await startUpstream();
  await instance.start();
  shop = await openShop(new Client(instance.facts.portal_url), {
    upstreamUrl: upstream.url,
    routes: [{ method: 'GET', template: '/{what}' }],
    terms: {
      quotas: [
        { units: 4, period: 'year' },
        { units: 100, period: 'month', alignment: 'anniversary' },
      ],
    },
  });
  connect();
  await eventually('the key in force', 10, async () => (await call()).status === 200);
});

after(async () => {
  await instance.remove();
  await upstream.stop();
});

async function call(): Promise<{ status: number; left: Record<string, number> }> {
  const headers = { authorization: `Bearer ${shop.key}` };
  const answer = await fetch(`${instance.facts.gateway_url}${shop.path}/plain`, { headers });
  await answer.bytes();
  const items = (answer.headers.get('ratelimit') ?? '').matchAll(/"([\w-]+)";r=(\d+)/g);
  return {
    status: answer.status,
    left: Object.fromEntries([...items].map(([, name, r]) => [name, Number(r)])),
  };
}

async function quotas(): Promise<Json[]> {
  const { subscriptions } = await consumer.get(`/entitlements/${shop.consumerId}`);
  return subscriptions[0].quotas;
}

const resets = () => `/subscriptions/${shop.subscriptionId}/quota-resets`;

test('entitlements tell every quota as the gateway counts it', async () => {
  assert.deepEqual(await call(), { status: 200, left: { year: 2, 'month-anniversary': 98 } });
  const told = await quotas();
  assert.deepEqual(
    told.map(({ name, limit, used, remaining, exhausted }) => [name, limit, used, remaining, exhausted]),
    [
      ['year', 4, 2, 2, false],
      ['month-anniversary', 100, 2, 98, false],
    ],
  );
  const held = await consumer.get(`/subscriptions/${shop.consumerId}/${shop.subscriptionId}`);
  assert.equal(told[1]!.period_start, held.anchor_at);
  assert.equal(told[1]!.period_end, held.current_period_end_at);
});

test('a provider gives a quota whole again: in force within a second, once however often it is asked', async () => {
  for (let i = 0; i < 2; i += 1) assert.equal((await call()).status, 200);
  assert.equal((await call()).status, 429);
  const body = { quota: 'year', reason: 'An outage of ours' };
  const asked = { 'idempotency-key': 'reset-1' };
  const first = await provider.send('POST', resets(), body, asked);
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual(first.body.quotas, ['year']);
  await eventually('the reset', 1, async () => (await call()).status === 200);
  assert.deepEqual((await provider.send('POST', resets(), body, asked)).body, first.body);
  assert.deepEqual((await call()).left, { year: 2, 'month-anniversary': 94 });
  const { data } = await consumer.get(resets());
  assert.deepEqual(data, [first.body], 'and its consumer can see why');
});

test('only the provider resets, with a reason, what the plan has', async () => {
  const body = { quota: 'year', reason: 'Please' };
  assert.equal((await consumer.send('POST', resets(), body)).status, 404);
  const wrong = [
    [{ quota: 'day', reason: 'x' }, '/quota'],
    [{ quota: 'year' }, '/reason'],
    [{ quota: 'year', reason: ' ' }, '/reason'],
  ] as const;
  for (const [given, pointer] of wrong) {
    const answer = await provider.send('POST', resets(), given);
    assert.deepEqual([answer.status, answer.body.errors?.[0].pointer], [422, pointer], JSON.stringify(given));
  }
});

test('counters and resets come back after a SIGKILL', async () => {
  const { left } = await call();
  await instance.end('SIGKILL');
  await instance.start();
  connect();
  const after = await call();
  assert.deepEqual(after, {
    status: 200,
    left: { year: left.year! - 1, 'month-anniversary': left['month-anniversary']! - 1 },
  });
});

test('what limits refused can be looked up by both sides', async () => {
  assert.equal((await call()).status, 429);
  const found = async () => (await consumer.get('/usage/limit-hits?policy=year&limit=1')).data as Json[];
  await eventually('the hit in the log', 10, async () => (await found()).length === 1);
  const [{ kind, policy, subscription_id: subscription }] = (await found()) as [Json];
  assert.deepEqual([kind, policy, subscription], ['quota', 'year', shop.subscriptionId]);
  assert.ok((await provider.get('/usage/limit-hits?as=provider')).data.length >= 1);
});
