import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { EnforcementSource } from '#enforcement';
import { send } from './test-client.ts';
import { eventually, hashOf, key, type Rig, route, startRig } from './test-rig.ts';

type GatewayKey = Awaited<ReturnType<EnforcementSource['keys']>>[number];

// Two gateways: one that stands alone, one behind a proxy that it trusts.
let rig: Rig;
let proxied: Rig;
before(async () => {
  rig = await startRig();
  proxied = await startRig({ trustedProxies: ['127.0.0.1'] });
  for (const one of [rig, proxied]) {
    await one.change('catalog', 'prd_items', () => {
      const [items] = one.world.products;
      one.world.products[0] = {
        ...items!,
        routes: [
          ...items!.routes,
          route('rte_write', 'GET', '/write', { requiredScope: 'write' }),
          route('rte_live', 'GET', '/live', { environments: ['live'] }),
          route('rte_test', 'GET', '/test', { environments: ['test'] }),
        ],
      };
    });
    await one.enforcement.catchUp();
  }
});
after(async () => {
  await rig.stop();
  await proxied.stop();
});

async function ask(of: Rig, path: string, text: string, more = '') {
  const { responses } = await send(
    of.gateway.port,
    `GET /acme/items${path} HTTP/1.1\r\nHost: api.test\r\nAuthorization: Bearer ${text}\r\n${more}\r\n`,
  );
  return responses[0]!;
}

async function change(of: Rig, name: string, how: Partial<GatewayKey>): Promise<void> {
  await of.change('key', `key_${name}`, () => {
    const index = of.world.keys.findIndex((one) => one.keyId === `key_${name}`);
    of.world.keys[index] = { ...of.world.keys[index]!, ...how };
  });
  await of.enforcement.catchUp();
}

const limitedTo = (lists: Partial<GatewayKey['restrictions']>) => ({
  restrictions: { allowedIps: [], scopes: [], routes: [], ...lists },
});
const typeOf = (response: { body: string }) => JSON.parse(response.body).type.split('/').at(-1);

/** What is left of a plan of 100 units, from an admitted call. */
async function left(of: Rig, text: string): Promise<number> {
  const { headers } = await ask(of, '/items', text);
  return Number(/r=(\d+)/.exec(headers.ratelimit!)![1]);
}

test('D25 a forwarded address counts only when a trusted proxy says it', async () => {
  const mine = limitedTo({ allowedIps: ['203.0.113.9', '2001:db8::/32'] });
  for (const one of [rig, proxied]) {
    const text = await one.addSubscription('homely', 'hundred');
    await change(one, 'homely', mine);
    one.upstream.forget();
    const plain = await ask(one, '/items', text);
    assert.deepEqual([plain.status, typeOf(plain)], [403, 'ip-forbidden']);
    for (const address of ['203.0.113.9', '2001:db8::7']) {
      const told = await ask(one, '/items', text, `X-Forwarded-For: ${address}\r\n`);
      assert.equal(told.status, one === proxied ? 200 : 403, address);
    }
    for (const address of ['203.0.113.8', '2001:db9::7', 'nonsense', '203.0.113.9, 198.51.100.1']) {
      const told = await ask(one, '/items', text, `X-Forwarded-For: ${address}\r\n`);
      assert.equal(told.status, 403, address);
    }
    assert.equal(one.upstream.requests.length, one === proxied ? 2 : 0);
    await change(one, 'homely', limitedTo({ allowedIps: ['127.0.0.0/8'] }));
    assert.equal((await ask(one, '/items', text)).status, 200);
  }
});

test('D32 D46 a revoked key is refused within a second, and stays refused', async () => {
  const text = await rig.addSubscription('gone', 'hundred');
  assert.equal((await ask(rig, '/items', text)).status, 200);
  await rig.change('key', 'key_gone', () => {
    const index = rig.world.keys.findIndex((one) => one.keyId === 'key_gone');
    rig.world.keys[index] = { ...rig.world.keys[index]!, state: 'revoked' };
  });
  await eventually(async () => (await ask(rig, '/items', text)).status === 401);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(rig, '/items', text)));
  assert.deepEqual([...new Set(answers.map(typeOf))], ['key-revoked'], 'no worker lags behind');
});

test('D33 rotation: both keys work until the overlap is over, on one subscription', async () => {
  const old = await rig.addSubscription('turner', 'hundred');
  const next = await rig.addSubscription('turned', 'hundred');
  await change(rig, 'turned', { subscriptionId: 'sub_turner' });
  const end = Temporal.Now.instant().add({ seconds: 60 });
  await change(rig, 'turner', { expiresAt: end });
  assert.equal(await left(rig, old), 99);
  assert.equal(await left(rig, next), 98);
  await change(rig, 'turner', { expiresAt: Temporal.Now.instant().subtract({ seconds: 1 }) });
  const refused = await ask(rig, '/items', old);
  assert.deepEqual([refused.status, typeOf(refused)], [401, 'key-expired']);
  assert.equal(await left(rig, next), 97);
});

test('D35 scopes and environments are refused by name, and consume nothing', async () => {
  const text = await rig.addSubscription('reader', 'hundred');
  assert.equal(await left(rig, text), 99);
  assert.equal((await ask(rig, '/write', text)).status, 200, 'a key without scopes has all');
  await change(rig, 'reader', limitedTo({ scopes: ['read'] }));
  rig.upstream.forget();
  const refused = await ask(rig, '/write', text);
  assert.deepEqual([refused.status, typeOf(refused)], [403, 'scope-missing']);
  assert.match(refused.headers['www-authenticate']!, /error="insufficient_scope", scope="write"/);
  const testRoute = await ask(rig, '/test', text);
  assert.deepEqual([testRoute.status, typeOf(testRoute)], [403, 'wrong-environment']);
  const liveRoute = await ask(rig, '/live', rig.keys.test!);
  assert.deepEqual([liveRoute.status, typeOf(liveRoute)], [403, 'wrong-environment']);
  assert.equal(rig.upstream.requests.length, 0);
  assert.equal(await left(rig, text), 97, 'only the forwarded calls were counted');
  assert.equal((await ask(rig, '/live', text)).status, 200);
  assert.equal((await ask(rig, '/test', rig.keys.test!)).status, 200);
  await change(rig, 'reader', limitedTo({ scopes: ['read', 'write'] }));
  assert.equal((await ask(rig, '/write', text)).status, 200);
});

test('a key for some routes calls these, and no others', async () => {
  const text = await rig.addSubscription('narrower', 'hundred');
  await change(rig, 'narrower', limitedTo({ routes: ['rte_list', 'rte_gone'] }));
  assert.equal((await ask(rig, '/items', text)).status, 200);
  const refused = await ask(rig, '/items/7', text);
  assert.deepEqual([refused.status, typeOf(refused)], [403, 'route-not-allowed']);
  await change(rig, 'narrower', limitedTo({ routes: ['rte_gone'] }));
  assert.equal((await ask(rig, '/items', text)).status, 403, 'what was deleted opens nothing');
  await change(rig, 'narrower', limitedTo({}));
  assert.equal((await ask(rig, '/items/7', text)).status, 200);
});

test('what a plan lacks is said before what a key lacks', async () => {
  const text = await rig.addSubscription('poorer', 'hundred');
  await change(rig, 'poorer', limitedTo({ routes: ['rte_list'] }));
  assert.equal(typeOf(await ask(rig, '/gold', text)), 'plan-forbidden');
  assert.equal(typeOf(await ask(rig, '/nowhere', text)), 'route-not-found');
});

test('an imported key works in each place, in both at once, and never reaches the upstream', async () => {
  const text = 'b5f0c1d2-9e3a-4a77-8d11-0c2f6a9e4b13';
  const refused = await ask(rig, '/items', text);
  assert.deepEqual([refused.status, typeOf(refused)], [401, 'key-invalid']);
  await rig.addSubscription('mover', 'hundred');
  await rig.change('key', 'key_moved', () => {
    const hash = hashOf(createHash('sha256').update(text).digest());
    rig.world.keys.push(key('moved', '', { subscriptionId: 'sub_mover', imported: true, hash }));
  });
  await rig.enforcement.catchUp();
  rig.upstream.forget();
  assert.equal((await ask(rig, '/items', text)).status, 200);
  assert.equal((await ask(rig, '/items', text, `X-Api-Key: ${text}\r\n`)).status, 200);
  const bytes = `GET /acme/items/items HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${text}\r\n\r\n`;
  assert.equal((await send(rig.gateway.port, bytes)).responses[0]!.status, 200);
  assert.equal(rig.upstream.requests.length, 3);
  assert.ok(!rig.upstream.bytes().includes(text));
  assert.equal((await ask(rig, '/items', `${text}x`)).status, 401);
  const two = await ask(rig, '/items', text, `X-Api-Key: ${rig.keys.pro}\r\n`);
  assert.deepEqual([two.status, typeOf(two)], [401, 'key-ambiguous'], 'two keys are one too many');
  const foreign = await ask(rig, '/items', 'a-token-of-the-upstream', `X-Api-Key: ${text}\r\n`);
  assert.equal(foreign.status, 200, 'what is no key belongs to the upstream');
});
