import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { billedEvents, operatorOf, shippedUntil } from '../flow/billed.ts';
import { Client, eventually } from '../flow/client.ts';
import { Instance } from '../flow/instance.ts';
import { Load, type LoadResult } from '../flow/load.ts';
import { openShop, type Shop } from '../flow/shop.ts';
import { startUpstream, type Upstream } from '../flow/upstream.ts';

const quota = 1_000_000;
const loadSeconds = 3;
const weights: Record<string, number> = { '/plain': 1, '/empty': 1, '/stream': 2.5 };

const instance = new Instance({ environment: { GATEWAY_WORKERS: '2' } });
const completed = new Set<string>();
/** Streams of which the client had got the beginning when the process was killed. */
const begun = new Set<string>();
let inFlight = 0;
let upstream: Upstream;
let shop: Shop;

before(async () => {
  upstream = await startUpstream();
  const { portal_url: portal } = await instance.start();
  shop = await openShop(new Client(portal), {
    upstreamUrl: upstream.url,
    routes: Object.entries(weights).map(([template, weight]) => ({
      method: 'ANY',
      template,
      weight: String(weight),
    })),
    terms: { quotas: [{ units: quota, period: 'year' }] },
  });
  await firstCall();
});

after(async () => {
  await instance.remove();
  await upstream.stop();
});

function call(path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${shop.key}` };
  return fetch(instance.facts.gateway_url + shop.path + path, { headers });
}

/** A new key is in force within a second; calls before that are refused and count nothing. */
async function firstCall(): Promise<void> {
  const response = await eventually('the first call', 10, async () => {
    const answer = await call('/plain');
    await answer.bytes();
    return answer.status === 200 && answer;
  });
  completed.add(response.headers.get('x-turnpike-request-id')!);
}

async function loadUntilKilled(): Promise<LoadResult> {
  const load = new Load({
    gatewayUrl: instance.facts.gateway_url,
    key: shop.key,
    connections: 64,
    callsPerSecond: 1000,
    calls: ['/plain', '/stream', '/plain', '/empty', '/plain', '/plain', '/plain', '/stream'].map(
      (path, index) => `${index === 4 ? 'HEAD' : 'GET'} ${shop.path}${path}`,
    ),
  });
  await load.start();
  await new Promise((resolve) => setTimeout(resolve, loadSeconds * 1000));
  // A busy machine may take longer to get so far.
  await eventually('traffic', 60, async () => load.isUnderWay(100));
  const [result] = await Promise.all([load.settle(), instance.end('SIGKILL')]);
  return result;
}

/** What is billed stands in the right relation to what clients got, and every other count is the same. */
async function verify(): Promise<void> {
  const client = new Client(instance.facts.portal_url);
  const operator = await operatorOf(instance, client);
  await shippedUntil(operator, Temporal.Now.instant());

  const events = await billedEvents(instance, shop.subscriptionId);
  const billed = new Set(events.map((event) => event.id));
  assert.equal(billed.size, events.length, 'no call is billed twice');
  const lost = [...completed].filter((id) => !billed.has(id));
  assert.deepEqual(lost, [], 'every completed response is billed');
  const extra = events.filter((event) => !completed.has(event.id));
  assert.ok(
    extra.length <= inFlight,
    `${extra.length} calls are billed beyond the completed ones, ${inFlight} were in flight`,
  );
  const interrupted = new Set(events.filter((event) => event.interrupted).map((event) => event.id));
  assert.deepEqual(
    [...begun].filter((id) => !interrupted.has(id)),
    [],
    'a stream that began is billed as interrupted',
  );
  assert.deepEqual(
    [...completed].filter((id) => interrupted.has(id)),
    [],
    'what was completed was not interrupted',
  );

  const units = events.reduce((sum, event) => sum + Number(event.units), 0);
  const { data } = await client.bearer(shop.consumerToken).get(`/usage/${shop.consumerId}`);
  assert.deepEqual([data[0]?.calls, Number(data[0]?.units)], [events.length, units], 'roll-ups agree');

  const answer = await call('/plain');
  await answer.bytes();
  assert.equal(answer.status, 200);
  completed.add(answer.headers.get('x-turnpike-request-id')!);
  const remaining = Number(/"year";r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
  assert.equal(remaining, Math.floor(quota - units - 1), 'the quota counter continues at what is billed');
}

for (const round of ['first', 'second']) {
  test(`D64 the ${round} SIGKILL at 1,000 calls/s: what was answered is billed once`, async (t) => {
    const result = await loadUntilKilled();
    for (const [id, status] of result.completed) {
      assert.ok(status === 200 || status === 204, `a call was answered ${status}`);
      completed.add(id);
    }
    for (const id of result.begun) begun.add(id);
    inFlight += result.inFlight;
    t.diagnostic(
      `${result.completed.size} completed in ${loadSeconds} s, ` +
        `${result.inFlight} in flight, of which ${result.begun.length} had begun`,
    );
    assert.ok(result.completed.size > 100 && result.begun.length > 0, 'there was traffic');
    await instance.start();
    await verify();
  });
}

test('a kill right after a start changes nothing', async () => {
  await instance.end('SIGKILL');
  await instance.start();
  await verify();
});
