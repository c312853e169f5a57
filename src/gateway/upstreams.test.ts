import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { requestText, send } from './test-client.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';
import { startTestUpstream, type TestUpstream } from './test-upstream.ts';

let rig: Rig;
let second: TestUpstream;
let breaking: TestUpstream;
before(async () => {
  rig = await startRig({ workers: 1, limits: { upstreamHeadersMs: 60_000, upstreamIdleMs: 60_000 } });
  second = await startTestUpstream();
  breaking = await startTestUpstream(0, { reset: true });
});
after(async () => {
  await rig.stop();
  await second.stop();
  await breaking.stop();
});
beforeEach(() => {
  for (const upstream of [rig.upstream, second, breaking]) upstream.forget();
});

const urlOf = ({ port }: { port: number }) => `http://127.0.0.1:${port}/v1`;
const targets = (...upstreams: { port: number }[]) =>
  upstreams.map((upstream) => ({ url: urlOf(upstream), weight: 1 }));
const closed = { port: 9 };
const health = { failures: 1000, open_ms: 60_000, server_error_percent: null };
const counted = () => rig.journal().complete.length;

async function ask(path = '/items', method = 'GET', body = '') {
  const lines = body === '' ? '' : `Content-Length: ${body.length}\r\n`;
  const bytes = requestText(method, `/acme/items${path}`, rig.keys.pro!, lines, body);
  return (await send(rig.gateway.port, bytes)).responses[0]!;
}

async function askTimes(times: number, method = 'GET', body = ''): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < times; i += 1) statuses.push((await ask('/items', method, body)).status);
  return statuses;
}

/** Another address each time, so that nothing is known of it. */
async function freshPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('several targets', () => {
  test('get calls in the proportion of their weights; one without weight gets none', async () => {
    const third = { url: urlOf(breaking), weight: 0 };
    await rig.setUpstream({ weight: 3, targets: [...targets(second), third] });
    assert.deepEqual([...new Set(await askTimes(16))], [200]);
    const numbers = [rig.upstream, second, breaking].map((upstream) => upstream.requests.length);
    assert.deepEqual(numbers, [12, 4, 0]);
  });

  test('keep their own base paths', async () => {
    const elsewhere = { url: `http://127.0.0.1:${second.port}/deep/er`, weight: 1 };
    await rig.setUpstream({ weight: 0, targets: [elsewhere] });
    await ask('/items?q=1');
    assert.equal(second.requests[0]!.target, '/deep/er/items?q=1');
  });

  test('are judged as they are dialled', async () => {
    const outside = { url: 'http://10.255.255.1/v1', weight: 1 };
    await rig.setUpstream({ weight: 0, targets: [outside] });
    const response = await ask();
    assert.equal(response.status, 502);
    assert.match(response.body, /upstream-unreachable/);
  });
});

describe('repeats', () => {
  test('D48 a closed port is 502; with a second, healthy target 200, counted once', async () => {
    await rig.setUpstream({ health }, { upstreamUrl: urlOf(closed) });
    const alone = await ask();
    assert.equal(alone.status, 502);
    assert.match(alone.body, /upstream-unreachable/);
    await rig.setUpstream({ health, targets: targets(second) });
    const before = counted();
    assert.deepEqual([...new Set(await askTimes(4))], [200]);
    assert.deepEqual([...new Set(await askTimes(4, 'POST', 'body'))], [200]);
    assert.equal(counted(), before + 8);
    assert.deepEqual([...new Set(second.requests.slice(4).map((one) => one.body))], ['body']);
    await rig.setUpstream({}, { upstreamUrl: urlOf(rig.upstream) });
  });

  test('a target that never finishes connecting is passed over, however short the wait for a head', async () => {
    // TLS against somebody who never says a word.
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const mute = { url: `https://127.0.0.1:${(silent.address() as { port: number }).port}`, weight: 1 };
    const timeouts = { connect_ms: 300, headers_ms: 250, idle_ms: null };
    await rig.setUpstream({ weight: 0, health, timeouts, targets: [mute, ...targets(second)] });
    const statuses = await askTimes(2);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    assert.deepEqual([statuses, sockets.size], [[200, 200], 1]);
  });

  test('a broken connection is repeated elsewhere for GET, never for POST', async () => {
    await rig.setUpstream({ weight: 0, health, targets: targets(breaking, second) });
    assert.deepEqual([...new Set(await askTimes(4))], [200]);
    const statuses = await askTimes(4, 'POST', 'once');
    assert.deepEqual(statuses.toSorted(), [200, 200, 502, 502]);
    const posts = [...breaking.requests, ...second.requests].filter((one) => one.method === 'POST');
    assert.equal(posts.length, 4);
  });

  test('never after a byte of an answer, nor when they are turned off', async () => {
    await rig.setUpstream({ health, targets: targets(second) });
    const broken = await ask('/x/short').catch(() => undefined);
    assert.notEqual(broken?.complete && broken.status === 200, true);
    assert.equal(rig.upstream.requests.length + second.requests.length, 1);
    await rig.setUpstream({ weight: 0, health, retries: 0, targets: targets(breaking, second) });
    assert.deepEqual((await askTimes(4)).toSorted(), [200, 200, 502, 502]);
  });

  test('an outage is not multiplied: repeats stay within a tenth of the calls and what was saved', async () => {
    await rig.setUpstream({ weight: 0, health, retries: 3, targets: targets(breaking, second) });
    const before = rig.gateway.metrics().repeats;
    const statuses = await askTimes(100);
    const repeats = rig.gateway.metrics().repeats - before;
    assert.equal(repeats, breaking.requests.length - statuses.filter((status) => status === 502).length);
    assert.ok(repeats > 0 && repeats <= 20, `${repeats} repeats`);
  });

  test('D53 100 GET over connections that close all succeed; no POST is seen twice', async () => {
    await rig.setUpstream({});
    rig.upstream.idleMs = 5;
    const statuses: number[] = [];
    for (let i = 0; i < 100; i += 1) {
      statuses.push((await ask(`/items/${i}`)).status);
      await ask(`/items?n=${i}`, 'POST', 'x');
      await new Promise((resolve) => setTimeout(resolve, i % 10));
    }
    rig.upstream.idleMs = 0;
    assert.deepEqual([...new Set(statuses)], [200]);
    const posts = rig.upstream.requests.filter((one) => one.method === 'POST').map((one) => one.target);
    assert.equal(new Set(posts).size, posts.length);
  });
});

describe('circuits', () => {
  test('a target that is not there is left alone, said so, and taken back once it answers', async () => {
    const port = await freshPort();
    await rig.setUpstream(
      { health: { ...health, failures: 2, open_ms: 100 } },
      { upstreamUrl: urlOf({ port }) },
    );
    const openings = rig.gateway.metrics().circuitOpenings;
    assert.deepEqual(await askTimes(2), [502, 502]);
    let refused = await ask();
    // A call now and then tries whether it is back.
    for (let i = 0; i < 50 && refused.status === 502; i += 1) refused = await ask();
    assert.equal(refused.status, 503);
    assert.match(refused.body, /upstream-unavailable/);
    assert.match(refused.headers['retry-after']!, /^[1-9]\d*$/);
    await eventually(() => rig.gateway.upstreamHealth('prd_items').length === 1);
    const [seen] = rig.gateway.upstreamHealth('prd_items');
    assert.equal(seen!.url, urlOf({ port }));
    assert.equal(seen!.openWorkers + seen!.probingWorkers, 1);
    assert.equal(rig.gateway.metrics().circuitsOpen, 1);
    assert.ok(rig.gateway.metrics().circuitOpenings > openings);
    const back = await startTestUpstream(port);
    await eventually(async () => (await ask()).status === 200, 10_000);
    await eventually(() => rig.gateway.upstreamHealth('prd_items').length === 0);
    assert.equal(rig.gateway.metrics().circuitsOpen, 0);
    await rig.setUpstream({}, { upstreamUrl: urlOf(rig.upstream) });
    await back.stop();
  });

  test('slow calls take no lone target from the others, but move calls to another one', async () => {
    const quick = { connect_ms: null, headers_ms: 50, idle_ms: null };
    const soon = { ...health, failures: 1 };
    await rig.setUpstream({ timeouts: quick, health: soon });
    assert.equal((await ask('/x/hang')).status, 504);
    assert.equal((await ask('/x/hang')).status, 504);
    assert.equal((await ask()).status, 200);
    await rig.setUpstream({ timeouts: quick, health: soon, targets: targets(second) });
    rig.upstream.forget();
    assert.equal((await ask('/x/hang')).status, 504);
    assert.deepEqual([...new Set(await askTimes(6))], [200]);
    const numbers = [rig.upstream.requests.length, second.requests.length];
    assert.deepEqual(numbers.toSorted(), [1, 6], 'one target got the slow call, the other all that followed');
  });
});

describe('time limits', () => {
  test('of the product for a head, of the route before it, of the product for silence', async () => {
    const quick = { connect_ms: null, headers_ms: 100, idle_ms: 100 };
    await rig.setUpstream({ timeouts: quick });
    assert.equal((await ask('/x/hang')).status, 504);
    const { responses, closed: isClosed } = await send(
      rig.gateway.port,
      requestText('GET', '/acme/items/x/stall', rig.keys.pro!),
      { untilClose: true },
    );
    assert.equal(isClosed, true);
    assert.ok(responses.every((one) => !one.complete || one.status >= 500));
    const routes = rig.world.products[0]!.routes.map((route) => ({
      ...route,
      upstream: { ...route.upstream, headers_ms: 60_000 },
    }));
    await rig.setUpstream({ timeouts: quick }, { routes });
    assert.equal((await ask('/x/sleep500')).status, 200);
  });
});
