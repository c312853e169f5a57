import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { Client, eventually } from './client.ts';
import { Instance } from './instance.ts';
import { openShop, type Shop } from './shop.ts';
import { startUpstream, type Upstream } from './upstream.ts';

// How a product treats its callers, from the provider's word to the answer of the real gateway.

const ABUSE = { ABUSE_ACTION: 'throttle', ABUSE_REFUSALS: '15', ABUSE_THROTTLE_SECONDS: '600' };
const environment = { CHECK_RESPONSES: 'true', TRUSTED_PROXIES: '127.0.0.1', ...ABUSE };
const instance = new Instance({ environment });
let upstream: Upstream;
let shop: Shop;
let provider: Client;
let consumer: Client;
let operator: Client;
let product: string;

before(async () => {
  upstream = await startUpstream();
  await instance.start();
  const anyone = new Client(instance.facts.portal_url);
  const routes = [{ method: 'GET', template: '/plain' }];
  shop = await openShop(anyone, { upstreamUrl: upstream.url, routes });
  provider = anyone.bearer(shop.providerToken);
  consumer = anyone.bearer(shop.consumerToken);
  operator = anyone.bearer((await anyone.post('/auth/login', instance.facts.operator)).access_token);
  product = `/products/${(await provider.get('/products')).data[0].id}`;
});

after(async () => {
  await instance.remove();
  await upstream.stop();
});

function call(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { headers: { host: 'gateway.example.com', ...headers }, agent: false };
    request(new URL(path, instance.facts.gateway_url), options, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    })
      .once('error', reject)
      .end();
  });
}

test('a key in the query is taken once the provider allows it, and is in no log', async () => {
  const path = `${shop.path}/plain?api_key=${shop.key}`;
  assert.equal(await call(path), 401);
  await provider.ok('PATCH', product, { traffic: { key_in_query: true } });
  await eventually('the key is taken', 10, async () => (await call(path)) === 200);
  assert.ok(!instance.output.includes(shop.key));
});

test('a host name is served once the operator gave it to the product', async () => {
  const headers = { host: 'API.acme.example:8443', 'x-api-key': shop.key };
  await provider.ok('PATCH', product, { traffic: { hosts: ['api.acme.example'] } });
  assert.equal(await call('/plain', headers), 404);
  await operator.ok('PUT', '/hosts/api.acme.example', { product_id: product.split('/').at(-1) });
  await eventually('the host is served', 10, async () => (await call('/plain', headers)) === 200);
  assert.equal(await call(`${shop.path}/plain`, { 'x-api-key': shop.key }), 200);
});

test('a call has to be signed once the provider asks for it, with the secret shown with the key', async () => {
  const order = { subscription_id: shop.subscriptionId, name: 'signer' };
  const { key, signing_secret: secret } = await consumer.post('/keys', order);
  await provider.ok('PATCH', product, { traffic: { signing: 'required' } });
  await eventually('a signature is asked for', 10, async () => {
    return (await call(`${shop.path}/plain`, { 'x-api-key': key })) === 401;
  });
  const created = Math.floor((performance.timeOrigin + performance.now()) / 1000);
  const params = `("@method" "@path" "@query");created=${created};nonce="${randomUUID()}"`;
  const base = `"@method": GET\n"@path": ${shop.path}/plain\n"@query": ?\n"@signature-params": ${params}`;
  const signature = createHmac('sha256', secret).update(base).digest('base64');
  const signed = {
    'x-api-key': key,
    'signature-input': `sig=${params}`,
    signature: `sig=:${signature}:`,
  };
  await eventually('the key is known', 10, async () => (await call(`${shop.path}/plain`, signed)) === 200);
  assert.equal(await call(`${shop.path}/plain`, signed), 401, 'a signature is good for one call');
  await provider.ok('PATCH', product, { traffic: { signing: 'off' } });
});

test('whoever guesses keys is kept out for a while, and an alert says so', async () => {
  const guess = { 'x-forwarded-for': '203.0.113.9', 'x-api-key': 'tp_live_guess' };
  await eventually('the address is kept out', 20, async () => {
    return (await call(`${shop.path}/plain`, guess)) === 429;
  });
  const others = { 'x-forwarded-for': '203.0.113.10', 'x-api-key': shop.key };
  await eventually('others are served', 10, async () => (await call(`${shop.path}/plain`, others)) === 200);
  const alert = await eventually('the alert', 10, async () => (await operator.get('/alerts')).data[0]);
  assert.equal(alert.kind, 'refusals-by-address');
  assert.equal(alert.address, '203.0.113.9');
  assert.notEqual(alert.throttled_until, null);
  assert.equal((await provider.get('/alerts')).data[0].id, alert.id);
  assert.deepEqual((await consumer.get('/alerts')).data, []);
});
