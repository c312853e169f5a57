import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, eventually } from './client.ts';
import { Instance } from './instance.ts';
import { descendants, living, type Process, workingIn } from './process-tree.ts';
import { openShop, type Shop } from './shop.ts';
import { startUpstream, type Upstream } from './upstream.ts';

const linux = { skip: existsSync('/proc/self/stat') ? false : 'finds processes in /proc' };
/** A folder that only we may enter: as root, PostgreSQL's user cannot. */
const closed = mkdtempSync(join(tmpdir(), 'turnpike-flow-closed-'));
const instance = new Instance({ dataDirectory: join(closed, 'data'), environment: { LOG_LEVEL: 'debug' } });
const elsewhere = new Instance({ fromNothing: true });
let upstream: Upstream;
let shop: Shop;

before(async () => {
  upstream = await startUpstream();
  await instance.start();
  shop = await openShop(new Client(instance.facts.portal_url), {
    upstreamUrl: upstream.url,
    routes: [{ method: 'GET', template: '/{what}' }],
    terms: { quotas: [{ units: 1000, period: 'year' }] },
  });
  await eventually('the key in force', 10, async () => (await call('/plain')).status === 200);
});

after(async () => {
  const location = join(instance.dataDirectory, 'postgres.location');
  const placed = existsSync(location) ? readFileSync(location, 'utf8').trim() : null;
  await instance.remove();
  await elsewhere.remove();
  await upstream.stop();
  rmSync(closed, { recursive: true, force: true });
  if (placed) rmSync(placed, { recursive: true, force: true });
});

async function call(path: string): Promise<{ status: number; used: number }> {
  const headers = { authorization: `Bearer ${shop.key}` };
  const answer = await fetch(instance.facts.gateway_url + shop.path + path, { headers });
  await answer.bytes();
  return {
    status: answer.status,
    used: 1000 - Number(/r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]),
  };
}

async function assertGone(processes: readonly Process[]): Promise<void> {
  await eventually('the end of every process', 20, async () => living(processes).length === 0);
}

test('an interrupted start leaves nothing behind', linux, async () => {
  const started = elsewhere.start().then(
    () => 'up',
    (error: Error) => error.message,
  );
  await eventually('the stores to come', 30, async () => workingIn(elsewhere.dataDirectory).length > 1);
  const processes = workingIn(elsewhere.dataDirectory);
  await elsewhere.end('SIGINT');
  await started;
  await assertGone([...processes, ...workingIn(elsewhere.dataDirectory)]);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} drains, ends everything with exit code 0, and a second start resumes`, linux, async () => {
    const slow = call('/slow?ms=1500');
    const calls = upstream.calls;
    await eventually('the slow call at the upstream', 10, async () => upstream.calls > calls);
    const processes = descendants(instance.facts.pid);
    assert.ok(processes.length >= 3, 'it has processes to end');
    const ended = instance.end(signal);
    const { status, used } = await slow;
    assert.equal(status, 200, 'the call in flight is finished');
    assert.equal(await ended, 0);
    await assertGone(processes);
    assert.deepEqual(workingIn(instance.dataDirectory), []);

    await instance.start();
    assert.equal((await call('/plain')).used, used + 1, 'the key works and the quota counter goes on');
    const consumer = new Client(instance.facts.portal_url).bearer(shop.consumerToken);
    await eventually('all usage', 20, async () => {
      const { data } = await consumer.get(`/usage/${shop.consumerId}`);
      return data[0]?.calls === used + 1;
    });
  });
}

test('what it says while it runs holds no secret', async () => {
  const { portal_url: portal, operator } = instance.facts;
  await new Client(portal).bearer(shop.consumerToken).get('/me');
  await new Client(portal).post('/auth/login', operator);
  const [announcement, ...rest] = instance.output.split('\n').filter((line) => line.startsWith('{"pid"'));
  assert.match(announcement!, /"password"/, 'the first start shows the password of the operator');
  for (const line of rest)
    assert.match(line, /"operator":null,"sample":null/, 'a later start shows no secret');
  const said = instance.output.replace(announcement!, '');
  const rootKey = readFileSync(join(instance.dataDirectory, 'root.key'), 'utf8').trim();
  for (const secret of [shop.key, shop.consumerToken, shop.providerToken, operator!.password, rootKey]) {
    assert.ok(!said.includes(secret), `it said ${secret.slice(0, 6)}…`);
  }
  assert.doesNotMatch(said, /postgres:\/\/[^/]*:[^/]*@/, 'nor the password of its database');
});

test('--no-sample starts empty', async () => {
  const { sample, portal_url: portal } = await elsewhere.start();
  assert.equal(sample, null);
  assert.deepEqual((await new Client(portal).get('/marketplace/products')).data, []);
});

test('an installation in use gets no sample when --no-sample is forgotten', async () => {
  await instance.end();
  const forgetful = new Instance({ dataDirectory: instance.dataDirectory, sample: true });
  const { sample, portal_url: portal } = await forgetful.start();
  const { data } = await new Client(portal).get('/marketplace/products');
  assert.equal(await forgetful.end(), 0);
  assert.equal(sample, null);
  assert.equal(data.length, 1, 'only what the test offers is there');
});
