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
      features: { mail: 5, gigabytes: 3.5 },
      prices: [
        { key: 'mails', meter: 'mail', name: 'Mails', price: { model: 'per_unit', unit_price: '0.01' } },
      ],
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

test('a meter is used up by the number that the plan gives of it, as invoices count it', async () => {
  const exceeded = (meter: string) =>
    consumer.get(`/entitlements/${shop.consumerId}/usage/${meter}/exceeded`);
  const unknown = `/entitlements/${shop.consumerId}/usage/gigabytes/exceeded`;
  assert.equal((await consumer.send('GET', unknown)).status, 404);
  const [product] = (await provider.get('/products')).data;
  await provider.post(`/products/${product.id}/meters`, {
    ...{ key: 'gigabytes', name: 'Gigabytes', all_products: true },
    definition: { event_type: 'mail', aggregation: 'max', value: 'properties.gb' },
  });
  const mail = (value: string, gb: number) =>
    provider.post('/usage/events', {
      ...{ event_type: 'mail', workspace_id: shop.consumerId, product: 'weather', value, properties: { gb } },
      idempotency_key: `mail-${gb}`,
    });
  await mail('3', 3);
  // The answer that there is no such meter is forgotten by asking for it, and by itself within a second.
  await consumer.post(`/entitlements/${shop.consumerId}/invalidate`);
  const counted = async (meter: string, quantity: string) => {
    const answer = await exceeded(meter);
    return answer.subscriptions[0].quantity === quantity ? answer : null;
  };
  const before = await eventually('the first mail', 15, () => counted('mail', '3'));
  assert.deepEqual([before.exceeded, before.subscriptions[0].limit, before.quotas], [false, '5', []]);
  assert.equal((await eventually('its size', 5, () => counted('gigabytes', '3'))).exceeded, false);
  await mail('2', 4);
  const after = await eventually('the second mail', 15, () => counted('mail', '5'));
  assert.deepEqual([after.exceeded, after.subscriptions[0].exceeded], [true, true]);
  const { exceeded: tooLarge } = await eventually('the larger one', 5, () => counted('gigabytes', '4'));
  assert.equal(tooLarge, true);
  assert.deepEqual((await exceeded('requests')).subscriptions, []);
});

test('a provider gives a quota whole again: in force within a second, once however often it is asked', async () => {
  for (let i = 0; i < 2; i += 1) assert.equal((await call()).status, 200);
  assert.equal((await call()).status, 429);
  const body = { quota: 'year', reason: 'An outage of ours' };
  const asked = { 'idempotency-key': 'reset-1' };
  const first = await provider.send('POST', resets(), body, asked);
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual(first.body.quotas, ['year']);
  await eventually('the reset', 3, async () => (await call()).status === 200);
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
