import assert from 'node:assert/strict';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { billedEvents, operatorOf, shippedUntil } from './billed.ts';
import { Client, eventually } from './client.ts';
import { Instance } from './instance.ts';
import { openShop, type Shop } from './shop.ts';

const OPEN_AT_THE_KILL = 50;
const quotas = [
  { units: 100_000, period: 'year' },
  { units: 10_000, period: 'month', alignment: 'anniversary' },
];
/** Together they make sums that no two kinds of call share. */
const weights = { '/plain': '1', '/stream': '2.5', '/ws': '3.25' };

const instance = new Instance({ environment: { GATEWAY_WORKERS: '2' } });
let upstream: Server;
let shop: Shop;
/** How every call of this test ended, by its id. */
const ended = new Map<string, 'whole' | 'interrupted'>();

/** Streams that go on until somebody ends them, by `?ends=1` the upstream itself; WebSockets that echo. */
async function startUpstream(): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url!.startsWith('/plain')) {
      response.end('plain');
      return;
    }
    response.write('first ');
    if (request.url!.includes('ends')) response.end('last');
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

before(async () => {
  upstream = await startUpstream();
  const { portal_url: portal } = await instance.start();
  shop = await openShop(new Client(portal), {
    upstreamUrl: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
    routes: Object.entries(weights).map(([template, weight]) => ({
      method: 'GET',
      template,
      weight,
      protocol: template === '/ws' ? 'websocket' : 'http',
    })),
    terms: { quotas, concurrency: 2 * OPEN_AT_THE_KILL },
  });
  await eventually('the first call', 10, async () => {
    const { status } = await plainCall();
    return status === 200;
  });
});

after(async () => {
  await instance.remove();
  upstream.closeAllConnections();
  upstream.close();
});

const idOf = ({ headers }: IncomingMessage) => String(headers['x-turnpike-request-id']);
const headers = () => ({ authorization: `Bearer ${shop.key}` });

/** Resolves with the head; the body is whoever asked's to read. */
function ask(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const url = instance.facts.gateway_url + shop.path + path;
    get(url, { headers: headers(), agent: false }, resolve).once('error', reject);
  });
}

async function plainCall(): Promise<{ status: number; remaining: number[] }> {
  const answer = await ask('/plain');
  for await (const _ of answer);
  if (answer.statusCode === 200) ended.set(idOf(answer), 'whole');
  const remaining = String(answer.headers.ratelimit).matchAll(/"(?:year|month-anniversary)";r=(\d+)/g);
  return { status: answer.statusCode!, remaining: [...remaining].map(([, left]) => Number(left)) };
}

/** A stream of which the client has the beginning. */
async function openStream(path = '/stream'): Promise<IncomingMessage> {
  const answer = await ask(path);
  assert.equal(answer.statusCode, 200);
  answer.on('error', () => undefined);
  await new Promise((resolve) => answer.once('data', resolve));
  ended.set(idOf(answer), 'interrupted');
  return answer;
}

/** A WebSocket over which a message has gone there and back. */
async function openSocket(): Promise<{ id: string; socket: WebSocket; closed: Promise<number> }> {
  const url = `${instance.facts.gateway_url.replace('http', 'ws')}${shop.path}/ws`;
  const socket = new WebSocket(url, { headers: headers() });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const upgraded = new Promise<IncomingMessage>((resolve, reject) => {
    socket.once('upgrade', resolve);
    socket.once('error', reject);
  });
  const id = idOf(await upgraded);
  const heard = new Promise((resolve) => socket.once('message', resolve));
  if (socket.readyState !== WebSocket.OPEN) await new Promise((resolve) => socket.once('open', resolve));
  socket.on('error', () => undefined);
  socket.send('hello');
  await heard;
  ended.set(id, 'interrupted');
  return { id, socket, closed };
}

/** Each call is billed once and as it ended, and every quota goes on from there. */
async function verify(): Promise<void> {
  const client = new Client(instance.facts.portal_url);
  await shippedUntil(await operatorOf(instance, client), Temporal.Now.instant());
  const events = await billedEvents(instance, shop.subscriptionId);
  assert.deepEqual(
    events.map((event) => [event.id, event.interrupted ? 'interrupted' : 'whole']).sort(),
    [...ended].sort(),
    'none is lost, none comes twice, and each says how it ended',
  );
  const units = events.reduce((sum, event) => sum + Number(event.units), 0);
  const { remaining } = await plainCall();
  assert.deepEqual(
    remaining,
    quotas.map((quota) => Math.floor(quota.units - units - 1)),
    'quotas go on at what is billed',
  );
}

test('streams and WebSockets that end in time are whole, those that their clients leave are not', async () => {
  for (let i = 0; i < 3; i += 1) {
    const whole = await openStream('/stream?ends=1');
    for await (const _ of whole);
    ended.set(idOf(whole), 'whole');
    const left = await openStream();
    left.destroy();
    const { id, socket, closed } = await openSocket();
    socket.close(1000);
    assert.equal(await closed, 1000);
    ended.set(id, 'whole');
    (await openSocket()).socket.terminate();
  }
  await verify();
});

test('a SIGKILL with 50 open streams and 50 open WebSockets: each is one interrupted event', async () => {
  const many = Array.from({ length: OPEN_AT_THE_KILL });
  const streams = await Promise.all(many.map(() => openStream()));
  const sockets = await Promise.all(many.map(() => openSocket()));
  assert.equal((await ask('/plain')).statusCode, 429, 'every place is taken');
  await instance.end('SIGKILL');
  await Promise.all(sockets.map(({ closed }) => closed));
  for (const stream of streams) stream.destroy();
  await instance.start();
  await verify();
});

test('another kill right after the start changes nothing', async () => {
  await instance.end('SIGKILL');
  await instance.start();
  await verify();
});
