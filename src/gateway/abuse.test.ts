import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { changeTraffic } from '#catalog';
import { abuseDetected, enforcementRoutes } from '#enforcement';
import { anonymous, createHttpServer, EventDispatcher, PERMISSIONS, silentLog, systemClock } from '#kernel';
import { send } from './test-client.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

/** Bursts of refused calls and keys in too many places, over two workers, from many addresses behind a proxy. */
const REFUSALS = 20;

let rig: Rig;
let server: Awaited<ReturnType<typeof createHttpServer>>;
let announced: string[];
let events: EventDispatcher;

before(async () => {
  rig = await startRig({
    trustedProxies: ['127.0.0.1'],
    abuse: { action: 'alert', refusals: REFUSALS, addressesPerKey: 10, throttleSeconds: 600 },
  });
  server = await createHttpServer({
    db: rig.db,
    clock: systemClock(),
    log: silentLog,
    routes: enforcementRoutes({ enforcement: rig.enforcement, usageDb: null as never }),
    authenticate: async ({ headers }) => ({
      ...anonymous,
      kind: 'user',
      userId: 'usr_1',
      permissions: new Set(PERMISSIONS),
      operator: headers.authorization === 'operator',
      organizationId: headers.authorization === 'operator' ? null : (headers.authorization ?? null),
    }),
    trustedProxies: [],
    checkResponses: true,
  });
  announced = [];
  events = new EventDispatcher(rig.db, systemClock(), silentLog);
  events.on(abuseDetected, 'test', async (_tx, event) => void announced.push(event.payload.subject));
});
after(async () => {
  await server.close();
  await rig.stop();
});

interface Shown {
  readonly kind: string;
  readonly address: string | null;
  readonly key_id: string | null;
  readonly product_id: string | null;
  readonly seen: number;
  readonly throttled_until: string | null;
}

async function alerts(caller: string, subject: string): Promise<Shown[]> {
  const answer = await server.inject({
    method: 'GET',
    url: '/api/v1/alerts',
    headers: { authorization: caller },
  });
  assert.equal(answer.statusCode, 200, answer.body);
  return (answer.json().data as Shown[]).filter((one) => one.address === subject || one.key_id === subject);
}

async function ask(address: string, path: string, key = '') {
  const lines = `Host: api.test\r\nX-Forwarded-For: ${address}\r\n${key === '' ? '' : `X-Api-Key: ${key}\r\n`}`;
  const { responses } = await send(rig.gateway.port, `GET ${path} HTTP/1.1\r\n${lines}\r\n`);
  return responses[0]!;
}

const times = (count: number, work: (index: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

async function abuseOf(product: 'default' | 'throttle'): Promise<void> {
  await rig.change('catalog', 'prd_items', () => {
    const before = rig.world.products[0]!;
    rig.world.products[0] = { ...before, traffic: changeTraffic(before.traffic, { abuse: product }) };
  });
  await rig.enforcement.catchUp();
}

describe('a burst of refused calls', () => {
  test('of one address is one alert, told to the operator and the provider, and changes no answer', async () => {
    const address = '203.0.113.5';
    await times(REFUSALS + 5, () => ask(address, '/acme/items/items', 'tp_live_wrong'));
    await eventually(async () => (await alerts('operator', address)).length > 0);
    await times(REFUSALS, () => ask(address, '/acme/items/items'));
    assert.equal((await ask(address, '/acme/items/items')).status, 401);
    const shown = await alerts('operator', address);
    assert.equal(shown.length, 1);
    assert.equal(shown[0]!.kind, 'refusals-by-address');
    assert.equal(shown[0]!.product_id, 'prd_items');
    assert.equal(shown[0]!.throttled_until, null);
    assert.ok(shown[0]!.seen >= REFUSALS);
    assert.equal((await alerts('org_acme', address)).length, 1, 'the provider concerned');
    assert.equal((await alerts('org_pro', address)).length, 0, 'a consumer is not concerned');
    await eventually(async () => {
      await events.deliverDue();
      return announced.includes(address);
    });
    assert.equal(announced.filter((one) => one === address).length, 1);
  });

  test('of one key is told to its consumer and its provider', async () => {
    await times(REFUSALS + 2, (i) => ask(`198.51.100.${i}`, '/acme/items/nowhere', rig.keys.pro));
    await eventually(async () => (await alerts('org_pro', 'key_pro')).length > 0);
    assert.equal((await alerts('org_pro', 'key_pro'))[0]!.kind, 'refusals-by-key');
    assert.equal((await alerts('org_acme', 'key_pro')).length, 1);
    assert.equal((await alerts('org_free', 'key_pro')).length, 0);
  });

  test('over products that do not exist is told to the operator alone', async () => {
    await times(REFUSALS + 2, (i) => ask('203.0.113.77', `/acme/guess-${i}/x`));
    await eventually(async () => (await alerts('operator', '203.0.113.77')).length > 0);
    assert.equal((await alerts('operator', '203.0.113.77'))[0]!.product_id, null);
    assert.equal((await alerts('org_acme', '203.0.113.77')).length, 0);
  });

  test('is none when it comes from many, or is answered well', async () => {
    await times(REFUSALS, (i) => ask(`192.0.2.${i}`, '/acme/items/items'));
    await times(REFUSALS + 5, () => ask('192.0.2.200', '/acme/items/items', rig.keys.soft));
    // A burst that is one, told in the same pass or a later one.
    await times(REFUSALS + 2, () => ask('192.0.2.201', '/acme/items/items'));
    await eventually(async () => (await alerts('operator', '192.0.2.201')).length > 0);
    for (const address of ['192.0.2.1', '192.0.2.200'])
      assert.deepEqual(await alerts('operator', address), []);
  });
});

test('a key that is used from many addresses is told to its consumer', async () => {
  await times(30, (i) => ask(`198.18.${i}.1`, '/acme/items/items', rig.keys.test));
  await eventually(async () => (await alerts('org_test', 'key_test')).length > 0);
  const [alert] = await alerts('org_test', 'key_test');
  assert.equal(alert!.kind, 'key-in-many-places');
  assert.ok(alert!.seen >= 10 && alert!.seen <= 40, String(alert!.seen));
  assert.equal((await ask('198.18.1.1', '/acme/items/items', rig.keys.test)).status, 200);
});

describe('where a product throttles', () => {
  before(() => abuseOf('throttle'));
  after(() => abuseOf('default'));

  test('the address is kept out of that product, in every worker, and nobody else is', async () => {
    const address = '203.0.113.99';
    await times(REFUSALS + 2, () => ask(address, '/acme/items/items'));
    await eventually(async () => (await ask(address, '/acme/items/items')).status === 429);
    const answers = (await times(12, () => ask(address, '/acme/items/items', rig.keys.pro))) as Awaited<
      ReturnType<typeof ask>
    >[];
    for (const { status, body, headers } of answers) {
      assert.equal(status, 429);
      assert.equal(
        JSON.parse(body).type,
        'https://iana.org/assignments/http-problem-types#abnormal-usage-detected',
      );
      const seconds = Number(headers['retry-after']);
      // Whole seconds, rounded up at both ends.
      assert.ok(seconds > 0 && seconds <= 601, String(seconds));
    }
    assert.equal((await ask('203.0.113.98', '/acme/items/items', rig.keys.pro)).status, 200);
    assert.equal((await ask(address, '/acme/other/items')).status, 404, 'elsewhere nobody asked for it');
    await eventually(async () => (await alerts('org_acme', address)).length > 0);
    assert.notEqual((await alerts('org_acme', address))[0]!.throttled_until, null);
  });

  test('a key is kept out wherever it comes from, and its subscription’s quota stays', async () => {
    await times(REFUSALS + 2, (i) => ask(`198.51.101.${i}`, '/acme/items/nowhere', rig.keys.free));
    await eventually(
      async () => (await ask('198.51.102.1', '/acme/items/nowhere', rig.keys.free)).status === 429,
    );
    const kept = await ask('198.51.102.2', '/acme/items/items', rig.keys.free);
    assert.equal(kept.status, 429);
    assert.match(kept.body, /abnormal-usage-detected/);
    assert.equal(kept.headers.ratelimit, undefined);
    assert.equal((await ask('198.51.102.3', '/acme/items/items', rig.keys.pro)).status, 200);
  });
});
