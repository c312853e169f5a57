import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { billedEvents, operatorOf, shippedUntil } from './billed.ts';
import { Client, eventually } from './client.ts';
import { Instance } from './instance.ts';
import { openShop, type Shop } from './shop.ts';
import { startUpstream, type Upstream } from './upstream.ts';

/** Cases of the gateway that need the whole program: what providers may enter, its metrics, and how it stops. */
let upstream: Upstream;
let instance: Instance;
let client: Client;
let shop: Shop;

before(async () => {
  upstream = await startUpstream();
  const allowed = new URL(upstream.url).host;
  instance = new Instance({ environment: { GATEWAY_WORKERS: '2', ALLOW_PRIVATE_UPSTREAMS: allowed } });
  client = new Client((await instance.start()).portal_url);
  shop = await openShop(client, {
    upstreamUrl: upstream.url,
    routes: [
      { method: 'GET', template: '/plain' },
      { method: 'GET', template: '/slow' },
    ],
  });
  await eventually('the key in force', 10, async () => (await call('/plain')) === 200);
});

after(async () => {
  await instance.remove();
  await upstream.stop();
});

async function call(path: string): Promise<number> {
  const headers = { authorization: `Bearer ${shop.key}` };
  const answer = await fetch(instance.facts.gateway_url + shop.path + path, { headers });
  await answer.bytes();
  return answer.status;
}

test('D61 addresses of upstreams that lead inside are refused, each by its field', async () => {
  const provider = client.bearer(shop.providerToken);
  const calls = upstream.calls;
  for (const url of [
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://[::ffff:7f00:1]',
    'http://0/',
    'http://169.254.169.254./',
    'http://metadata.google.internal',
    'http://u:p@example.com',
    'ftp://example.com',
    instance.facts.gateway_url,
  ]) {
    const body = { slug: 'inside', name: 'Inside', upstream_url: url };
    const answer = await provider.send('POST', '/products', body);
    assert.deepEqual([answer.status, answer.body.errors?.[0].pointer], [422, '/upstream_url'], url);
  }
  assert.equal(upstream.calls, calls);
});

test('D68 ten thousand paths and keys that nobody knows add no series to the metrics', async () => {
  const { port } = new URL(instance.facts.gateway_url);
  for (let batch = 0; batch < 50; batch += 1) {
    const texts = Array.from(
      { length: 200 },
      (_, i) =>
        `GET ${shop.path}/${batch}/${i} HTTP/1.1\r\nHost: a\r\nX-Api-Key: ${
          i % 2 === 0 ? shop.key : `key-${batch}-${i}`
        }\r\n\r\n`,
    );
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(texts.join(''));
    let said = '';
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => reject(new Error(`closed after ${said.slice(-2000)}`)));
      socket.on('data', (chunk) => {
        said += chunk.toString('latin1');
        if (said.split('HTTP/1.1 40').length > 200) resolve();
      });
    });
    socket.removeAllListeners('close');
    socket.destroy();
  }
  const text: string = (await client.send('GET', '/metrics')).body;
  const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  assert.ok(series.length > 20 && series.length < 2000, `${series.length} series`);
  assert.ok(!text.includes('key-1-1'));
});

test('D63 SIGTERM with fifty calls in flight: not ready at once, all are answered and counted, exit 0', async () => {
  const idle = connect(Number(new URL(instance.facts.gateway_url).port), '127.0.0.1');
  const idleClosed = new Promise<void>((resolve) => idle.once('close', () => resolve()));
  idle.on('error', () => undefined);
  idle.on('data', () => undefined);
  idle.write(`GET ${shop.path}/plain HTTP/1.1\r\nHost: a\r\nX-Api-Key: ${shop.key}\r\n\r\n`);
  const before = upstream.calls;
  const slow = Array.from({ length: 50 }, () => call('/slow?ms=3000'));
  await eventually('fifty calls at the upstream', 20, async () => upstream.calls - before >= 50);
  const ended = instance.end('SIGTERM');
  const readiness: number[] = [];
  while (readiness.at(-1) !== 0 && readiness.length < 1000) {
    readiness.push(
      await client.send('GET', '/ready').then(
        ({ status }) => status,
        () => 0,
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const firstOther = readiness.findIndex((status) => status !== 200);
  assert.equal(readiness[firstOther], 503, 'it says so while it still answers');
  assert.ok(!readiness.slice(firstOther).includes(200));
  assert.deepEqual([...new Set(await Promise.all(slow))], [200]);
  await idleClosed;
  assert.equal(await ended, 0);

  client = new Client((await instance.start()).portal_url);
  await shippedUntil(await operatorOf(instance, client), Temporal.Now.instant());
  const events = await billedEvents(instance, shop.subscriptionId);
  assert.equal(events.filter((event) => event.status === 200).length, upstream.calls, 'usage was flushed');
});
