import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import type { UsageRecord } from '#metering/journal';
import { certificateFolder, createCertificate } from './test-certificates.ts';
import { send } from './test-client.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

let rig: Rig;
let upstream: WebSocketServer;
const asked: IncomingMessage[] = [];
const folder = certificateFolder();

async function startUpstream(): Promise<WebSocketServer> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: (protocols) => [...protocols][0] ?? false,
    verifyClient: ({ req }, done) => done(!req.url!.endsWith('/refused'), 403, 'Not you', { 'X-Why': 'no' }),
  });
  server.on('connection', (socket, request) => {
    asked.push(request);
    if (request.url!.endsWith('/flood')) {
      for (let i = 0; i < 64; i += 1) socket.send(Buffer.alloc(1_000_000));
    }
    socket.on('message', (data, binary) => {
      if (String(data) === 'bye') socket.close(4000, 'as you wish');
      else if (String(data) === 'break') socket.terminate();
      else socket.send(data, { binary });
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
}

before(async () => {
  folder.write('api', await createCertificate('api.test'));
  upstream = await startUpstream();
  rig = await startRig({ tls: { pair: null, directory: folder.directory }, limits: { streamIdleMs: 3000 } });
  await rig.setUpstream(
    {},
    { upstreamUrl: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1` },
  );
});
after(async () => {
  await rig.stop();
  for (const socket of upstream.clients) socket.terminate();
  upstream.close();
  folder.remove();
});
beforeEach(() => {
  asked.length = 0;
});

interface Dialled {
  /** Of the call. */
  readonly id: string;
  readonly socket: WebSocket;
  readonly messages: string[];
  readonly closed: Promise<number>;
}

async function dial(path = '/ws', key = rig.keys.pro!, protocols: string[] = []): Promise<Dialled> {
  const url = `ws://127.0.0.1:${rig.gateway.port}/acme/items${path}`;
  const socket = new WebSocket(url, protocols, { headers: { 'X-Api-Key': key } });
  const messages: string[] = [];
  socket.on('message', (data) => messages.push(String(data)));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const id = await new Promise<string>((resolve, reject) => {
    socket.once('upgrade', (response) => resolve(String(response.headers['x-turnpike-request-id'])));
    socket.once('error', reject);
  });
  if (socket.readyState !== WebSocket.OPEN) await new Promise((resolve) => socket.once('open', resolve));
  socket.on('error', () => undefined);
  return { id, socket, messages, closed };
}

/** The record of a call that is over. */
async function ended(id: string): Promise<UsageRecord> {
  const find = () => rig.journal().complete.find((one) => one.id === id);
  await eventually(() => find() !== undefined);
  return find()!;
}

describe('a WebSocket through the gateway', () => {
  test('D21 R5 is one call: on disk when it opens, with bytes and messages both ways when it has closed', async () => {
    const { id, socket, messages, closed } = await dial('/ws?room=7', rig.keys.pro, ['chat', 'other']);
    assert.equal(rig.journal().open.find((one) => one.id === id)!.status, 101);
    assert.equal(socket.protocol, 'chat');
    for (const text of ['one', 'two', 'x'.repeat(100_000)]) socket.send(text);
    await eventually(() => messages.length === 3);
    assert.equal(messages[2]!.length, 100_000);
    socket.close(1000);
    assert.equal(await closed, 1000);
    const record = await ended(id);
    assert.deepEqual([record.routeId, record.units, record.interrupted], ['rte_ws', '1', false]);
    assert.deepEqual(JSON.parse(record.properties!), { request_messages: 3, response_messages: 3 });
    assert.ok(record.requestBytes! > 100_000 && record.responseBytes! > 100_000);
    assert.equal(asked[0]!.url, '/v1/ws?room=7');
    assert.equal(asked[0]!.headers['x-api-key'], undefined, 'the key goes no further');
    assert.equal(asked[0]!.headers['x-turnpike-plan'], 'pro');
  });

  test('over TLS as well', async () => {
    const url = `wss://127.0.0.1:${rig.gateway.tlsPort}/acme/items/ws`;
    const headers = { 'X-Api-Key': rig.keys.pro! };
    const socket = new WebSocket(url, { rejectUnauthorized: false, headers });
    const echoed = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
    socket.once('open', () => socket.send('hello'));
    assert.equal(await echoed, 'hello');
    assert.equal(asked[0]!.headers['x-forwarded-proto'], 'https');
    socket.close();
  });

  test('the upstream’s goodbye reaches the client, and an upstream that breaks is no goodbye', async () => {
    const first = await dial();
    first.socket.send('bye');
    assert.equal(await first.closed, 4000);
    assert.equal((await ended(first.id)).interrupted, false);
    const second = await dial();
    second.socket.send('break');
    assert.equal(await second.closed, 1006);
    const record = await ended(second.id);
    assert.deepEqual([record.interrupted, record.error], [true, 'the upstream closed the connection']);
  });

  test('a client that vanishes ends the upstream’s side', async () => {
    const { id, socket } = await dial();
    const [other] = upstream.clients;
    const gone = new Promise((resolve) => other!.once('close', resolve));
    socket.terminate();
    await gone;
    assert.equal((await ended(id)).interrupted, true);
  });

  test('a reader that stops is not read for: nothing piles up in between', async () => {
    const { socket } = await dial('/ws/flood');
    socket.pause();
    const [other] = [...upstream.clients].slice(-1);
    await sleep(500);
    const waiting = other!.bufferedAmount;
    assert.ok(waiting > 32_000_000, `${waiting} bytes still wait at the upstream`);
    socket.terminate();
  });
});

describe('who may open one', () => {
  test('is decided as for any call: key, limits, concurrency while it is open', async () => {
    const refused = (key: string) =>
      dial('/ws', key).then(
        () => 'opened',
        (error: Error) => error.message,
      );
    assert.match(await refused('tp_live_wrong'), /401/);
    const open = await Promise.all([1, 2, 3].map(() => dial('/ws', rig.keys.narrow)));
    assert.match(await refused(rig.keys.narrow!), /429/);
    open[0]!.socket.close();
    await open[0]!.closed;
    await ended(open[0]!.id);
    open.push(await dial('/ws', rig.keys.narrow));
    for (const { socket } of open) socket.close();
  });

  test('an upstream that refuses says so itself, and that counts as its answer', async () => {
    const key = rig.keys.pro!;
    const { responses } = await send(rig.gateway.port, upgradeText('/acme/items/ws/refused', key));
    assert.equal(responses[0]!.status, 403);
    assert.equal(responses[0]!.headers['x-why'], 'no');
    assert.equal((await ended(responses[0]!.headers['x-turnpike-request-id']!)).status, 403);
  });

  test('other routes are not upgraded: the wish is left out', async () => {
    const text = upgradeText('/acme/items/items', rig.keys.pro!);
    const { responses } = await send(rig.gateway.port, text);
    assert.equal(responses[0]!.status, 426, 'what the upstream says to a plain request');
    assert.deepEqual(asked, []);
  });

  test('an upgrade behind an unanswered request is not tunnelled', async () => {
    const plain = `GET /acme/items/items HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${rig.keys.pro}\r\n\r\n`;
    const both = plain + upgradeText('/acme/items/ws', rig.keys.pro!);
    const { responses } = await send(rig.gateway.port, both, { responses: 2 });
    assert.deepEqual(
      responses.map((one) => one.status),
      [426, 426],
    );
  });
});

describe('an open one ends', () => {
  test('within seconds when its key is revoked', async () => {
    const key = await rig.addSubscription('fleeting', 'pro');
    const { id, closed } = await dial('/ws', key);
    await rig.change('key', 'key_fleeting', () => {
      const at = rig.world.keys.findIndex((one) => one.keyId === 'key_fleeting');
      rig.world.keys[at] = { ...rig.world.keys[at]!, state: 'revoked' };
    });
    await rig.enforcement.catchUp();
    assert.equal(await closed, 1008);
    const record = await ended(id);
    assert.deepEqual([record.error, record.interrupted], ['the key was revoked', true]);
  });

  test('when its subscription ends', async () => {
    const key = await rig.addSubscription('ending', 'pro');
    const { closed } = await dial('/ws', key);
    await rig.change('subscription', 'sub_ending', () => {
      const at = rig.world.subscriptions.findIndex((one) => one.id === 'sub_ending');
      rig.world.subscriptions[at] = { ...rig.world.subscriptions[at]!, state: 'canceled' };
    });
    await rig.enforcement.catchUp();
    assert.equal(await closed, 1008);
  });

  test('when nobody says anything for long', async () => {
    const { id, closed } = await dial();
    assert.equal(await closed, 1001);
    assert.equal((await ended(id)).error, 'idle for too long');
  });

  test('when the gateway drains, with 1001, and its use is on disk', async () => {
    const own = await startRig({ workers: 1 });
    await own.setUpstream(
      {},
      { upstreamUrl: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1` },
    );
    const url = `ws://127.0.0.1:${own.gateway.port}/acme/items/ws`;
    const socket = new WebSocket(url, { headers: { 'X-Api-Key': own.keys.pro! } });
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('hello');
    await new Promise((resolve) => socket.once('message', resolve));
    await own.gateway.stop(5000);
    assert.equal(await closed, 1001);
    const [record] = own.journal().complete;
    assert.equal(record!.error, 'the gateway is stopping');
    assert.deepEqual(JSON.parse(record!.properties!), { request_messages: 1, response_messages: 1 });
    await own.stop();
  });
});

function upgradeText(path: string, key: string): string {
  return (
    `GET ${path} HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${key}\r\nConnection: Upgrade\r\n` +
    'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
  );
}
