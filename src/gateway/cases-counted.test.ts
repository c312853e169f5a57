import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type Clock, manualClock, systemClock } from '#kernel';
import { type RawResponse, requestText, send } from './test-client.ts';
import { eventually, planVersion, quota, type Rig, route, startRig } from './test-rig.ts';

/** What counts and what does not, over sockets: cases D43 to D45. */
let rig: Rig;
/** Of the gateway: the machine's, until a test turns it. */
let clock: Clock = systemClock();
before(async () => {
  rig = await startRig({
    clock: { now: (organizationId) => clock.now(organizationId) },
    limits: { upstreamHeadersMs: 10_000 },
  });
  const versions = [
    planVersion('ten_places', 5, { concurrency: 10 }),
    planVersion('paced', 5, {
      quotas: [quota(50, 'day')],
      rate_limits: [{ limit: 20, window_seconds: 2 }],
    }),
  ];
  await rig.change('catalog', 'prd_items', () => {
    const product = rig.world.products[0]!;
    const plans = versions.map((version) => ({
      planId: version.planId,
      slug: version.planSlug,
      name: version.planName,
      tier: version.tier,
      versions: [version],
    }));
    const scoped = route('rte_scoped', 'GET', '/scoped', { requiredScope: 'write' });
    rig.world.products[0] = {
      ...product,
      plans: [...product.plans, ...plans],
      routes: [...product.routes, scoped],
    };
  });
  await rig.enforcement.catchUp();
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

async function call(key: string, path = '/items', method = 'GET', lines = ''): Promise<RawResponse> {
  const bytes = requestText(method, `/acme/items${path}`, key, lines);
  return (await send(rig.gateway.port, bytes)).responses[0]!;
}

const left = (answer: RawResponse, policy: string) =>
  Number(new RegExp(`"${policy}";r=(\\d+)`).exec(answer.headers.ratelimit!)![1]);
const waitSeconds = (answer: RawResponse, policy: string) =>
  Number(new RegExp(`"${policy}";r=\\d+;t=(-?\\d+)`).exec(answer.headers.ratelimit!)![1]);

describe('places', () => {
  test('D43 ten of eleven calls at once go through, and five that leave give five places back', async () => {
    const text = await rig.addSubscription('crowd', 'ten_places');
    const answers = await Promise.all(Array.from({ length: 11 }, () => call(text, '/x/sleep500')));
    assert.deepEqual(answers.map((one) => one.status).toSorted(), [...Array(10).fill(200), 429]);
    const denied = answers.find((one) => one.status === 429)!;
    assert.deepEqual(JSON.parse(denied.body)['violated-policies'], ['concurrent']);
    rig.upstream.forget();
    const sockets = Array.from({ length: 10 }, () => {
      const socket = connect(rig.gateway.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(requestText('GET', '/acme/items/x/hang', text));
      return socket;
    });
    await eventually(() => rig.upstream.requests.length === 10);
    assert.equal((await call(text)).status, 429);
    for (const socket of sockets.slice(5)) socket.destroy();
    await eventually(() => rig.gateway.metrics().inFlight === 5);
    const again = await Promise.all(Array.from({ length: 6 }, () => call(text, '/x/sleep500')));
    assert.deepEqual(again.map((one) => one.status).toSorted(), [200, 200, 200, 200, 200, 429]);
    for (const socket of sockets) socket.destroy();
    await eventually(() => rig.gateway.metrics().inFlight === 0);
  });
});

describe('what is free', () => {
  test('D44 no refusal and no fault of ours takes a unit, whatever its status', async () => {
    const text = await rig.addSubscription('thrifty', 'paced');
    await rig.setUpstream({ timeouts: { connect_ms: null, headers_ms: 300, idle_ms: null } });
    const before = left(await call(text), 'day');
    const fixed: [number, string, string, string][] = [
      [400, 'GET', '/items/%zz', ''],
      [401, 'GET', '/items', `Authorization: Bearer ${rig.keys.free}\r\n`],
      [403, 'GET', '/scoped', ''],
      [404, 'GET', '/nowhere', ''],
      [405, 'DELETE', '/items', ''],
      [413, 'POST', '/items', 'Content-Length: 2097152\r\n'],
      [431, 'GET', '/items', 'a: b\r\n'.repeat(120)],
      [502, 'GET', '/x/reset', ''],
      [504, 'GET', '/x/hang', ''],
    ];
    const index = rig.world.keys.findIndex((one) => one.keyId === 'key_thrifty');
    await rig.change('key', 'key_thrifty', () => {
      const restrictions = { allowedIps: [], scopes: ['read'], routes: [] };
      rig.world.keys[index] = { ...rig.world.keys[index]!, restrictions };
    });
    await rig.enforcement.catchUp();
    for (const [status, method, path, lines] of fixed) {
      assert.equal((await call(text, path, method, lines)).status, status, `${method} ${path}`);
    }
    // Nobody there, and known not to be: 502, then 503.
    const health = { failures: 1, open_ms: 60_000, server_error_percent: null };
    await rig.setUpstream({ health, retries: 0 }, { upstreamUrl: 'http://127.0.0.1:9/v1' });
    const gone = new Set<number>();
    for (let i = 0; i < 40 && !gone.has(503); i += 1) gone.add((await call(text)).status);
    assert.ok(gone.has(503), [...gone].join());
    await rig.setUpstream({}, { upstreamUrl: `http://127.0.0.1:${rig.upstream.port}/v1` });
    assert.equal(left(await call(text), 'day'), before - 1, 'the call that asks has taken the only unit');
    const spent = await Promise.all(Array.from({ length: 30 }, () => call(text)));
    const denied = spent.filter((one) => one.status === 429).length;
    assert.ok(denied > 0);
    await eventually(async () => (await call(text)).status === 200);
    const counted = rig.journal().complete.filter((one) => one.subscriptionId === 'sub_thrifty');
    assert.equal(
      counted.length,
      2 + (30 - denied) + 1,
      'what was answered by the upstream, and nothing else',
    );
  });
});

describe('clocks that jump', () => {
  test('D45 an hour on and two back, under load: no further quota, no odd times, no limit that sticks', async () => {
    const text = await rig.addSubscription('traveller', 'paced');
    // Noon of the present day, so that no jump crosses its ends.
    const today = systemClock().now().toZonedDateTimeISO('UTC');
    const noon = today.with({ hour: 12, minute: 0 }).toInstant();
    const turned = manualClock(noon);
    clock = turned;
    await rig.enforcement.catchUp();
    const answers: RawResponse[] = [];
    for (const at of [noon, noon.add({ hours: 1 }), noon.subtract({ hours: 1 }), noon]) {
      turned.set(at);
      await rig.enforcement.catchUp();
      for (let i = 0; i < 25; i += 1) answers.push(await call(text));
    }
    // Whatever the clock says, the limiter gives way within its window of two seconds.
    await eventually(async () => {
      const answer = await call(text);
      answers.push(answer);
      return answer.status === 200 || left(answer, 'day') === 0;
    });
    const admitted = answers.filter((one) => one.status === 200).length;
    assert.ok(admitted >= 20 && admitted <= 50, `${admitted} admitted`);
    for (const answer of answers) {
      const waits = [waitSeconds(answer, '2s') / 2, waitSeconds(answer, 'day') / 86_400];
      assert.ok(
        waits.every((share) => share >= 0 && share <= 1),
        String(answer.headers.ratelimit),
      );
    }
    clock = systemClock();
    await rig.enforcement.catchUp();
  });
});
