import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { billedEvents, operatorOf, shippedUntil } from './billed.ts';
import { type Answer, Client, eventually, type Json } from './client.ts';
import { Instance } from './instance.ts';
import { Load } from './load.ts';
import { descendants, living } from './process-tree.ts';
import { openShop, type Shop } from './shop.ts';
import { startUpstream, type Upstream } from './upstream.ts';

const linux = { skip: existsSync('/proc/self/stat') ? false : 'finds processes in /proc' };
const instance = new Instance({ environment: { GATEWAY_WORKERS: '2' } });
let client: Client;
let consumer: Client;
let shop: Shop;
let upstream: Upstream;
let answered = 0;

before(async () => {
  upstream = await startUpstream();
  client = new Client((await instance.start()).portal_url);
  shop = await openShop(client, {
    upstreamUrl: upstream.url,
    routes: [{ method: 'GET', template: '/plain' }],
  });
  consumer = client.bearer(shop.consumerToken);
  await inForce(shop.key);
});

after(async () => {
  await instance.remove();
  await upstream.stop();
});

async function inForce(key: string): Promise<void> {
  await eventually('the key in force', 10, async () => {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${instance.facts.gateway_url}${shop.path}/plain`, { headers });
    await answer.bytes();
    return answer.status === 200;
  });
  answered += 1;
}

/** Asks again and again while the work goes on; resolves with everything that was answered meanwhile. */
async function watchDuring(ask: () => Promise<Answer>, work: Promise<unknown>): Promise<Answer[]> {
  const answers: Answer[] = [];
  let over = false;
  const stop = () => {
    over = true;
  };
  work.then(stop, stop);
  while (!over) {
    answers.push(await ask());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return answers;
}

async function isReady(): Promise<boolean> {
  return (await client.send('GET', '/ready')).status === 200;
}

async function killUnderTraffic(command: RegExp): Promise<{ readiness: Answer[]; api: Answer[] }> {
  const load = new Load({
    gatewayUrl: instance.facts.gateway_url,
    key: shop.key,
    connections: 8,
    callsPerSecond: 200,
    calls: [`GET ${shop.path}/plain`],
  });
  await eventually('ready', 20, isReady);
  await load.start();
  const outage = killAndAwait(command);
  const watched = Promise.all([
    watchDuring(() => client.send('GET', '/ready'), outage),
    watchDuring(() => consumer.send('GET', `/usage/${shop.consumerId}`), outage),
    outage,
  ]);
  await watched.finally(() => load.settle());
  const [readiness, api] = await watched;
  const { completed } = await load.settle();
  answered += completed.size;
  assert.deepEqual([...new Set(completed.values())], [200], 'every call was answered 200');
  assert.ok(completed.size > 20, 'there was traffic');
  return { readiness, api };
}

async function killAndAwait(command: RegExp): Promise<void> {
  const mine = () => descendants(instance.facts.pid).filter((one) => command.test(one.command));
  const [victim, ...others] = mine();
  assert.ok(victim && others.length === 0, `one process is ${command}`);
  process.kill(victim.pid, 'SIGKILL');
  await eventually('its successor', 45, async () => mine().some((one) => one.pid !== victim.pid));
  await eventually('ready again', 45, isReady);
  assert.deepEqual(living([victim]), []);
}

/** What `/ready` said was wrong while it was not ready. */
function troubles(readiness: readonly Answer[]): Set<string> {
  for (const { status, body } of readiness) assert.equal(status, body.status === 'ready' ? 200 : 503);
  const failing = readiness.flatMap(({ body }) => body.checks.filter((check: Json) => !check.ok));
  for (const check of failing) assert.ok(check.detail, `${check.name} says why`);
  return new Set(failing.map((check) => check.name));
}

/** The API waits for a store or refuses for its sake; nothing else. */
function assertGraceful(api: readonly Answer[]): void {
  const strange = api.filter(({ status }) => status !== 200 && status !== 503);
  assert.deepEqual(
    strange.map(({ status, body }) => [status, body.detail]),
    [],
  );
  for (const { headers } of api.filter(({ status }) => status === 503)) {
    assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
  }
}

async function assertNothingLost(): Promise<void> {
  await shippedUntil(await operatorOf(instance, client), Temporal.Now.instant());
  const events = await billedEvents(instance, shop.subscriptionId);
  assert.equal(new Set(events.map((event) => event.id)).size, answered, 'each answered call is an event');
  assert.equal(events.length, answered, 'and none is two');
  const { data } = await consumer.get(`/usage/${shop.consumerId}`);
  assert.equal(data[0].calls, answered, 'and screens say the same');
}

test('the usage engine is killed: calls go on, /ready says so, nothing is lost', linux, async () => {
  const { readiness, api } = await killUnderTraffic(/usage-engine-child/);
  assert.ok(troubles(readiness).has('usage store'));
  assertGraceful(api);
  await assertNothingLost();
});

test('D65 PostgreSQL is killed: calls go on, /ready says so, nothing is lost', linux, async () => {
  const { readiness, api } = await killUnderTraffic(/^\S*\/postgres -D /);
  assert.ok(troubles(readiness).has('database'));
  assertGraceful(api);
  await assertNothingLost();
});

test('after both, changes still reach the gateway', async () => {
  const { id, key } = await consumer.post('/keys', { subscription_id: shop.subscriptionId, name: 'second' });
  await inForce(key);
  await consumer.post(`/keys/${id}/revoke`);
  await eventually('the refusal', 10, async () => {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${instance.facts.gateway_url}${shop.path}/plain`, { headers });
    await answer.bytes();
    if (answer.status === 200) answered += 1;
    return answer.status === 401;
  });
  await assertNothingLost();
});
