/** Streams of every transport that a crash of their worker or a drain cuts off: each counts once, and frees its place. */
import assert from 'node:assert/strict';
import { createServer as createHttpServer, get, type IncomingMessage } from 'node:http';
import {
  type ClientHttp2Session,
  createServer as createHttp2Server,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { silentLog } from '#kernel';
import { type Gateway, startGateway } from './start-gateway.ts';
import { certificateFolder, createCertificate } from './test-certificates.ts';
import { ask, dialHttp2 } from './test-http2.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

const folder = certificateFolder();
const sockets = new Set<Socket>();
let rig: Rig;
const upstreams = createUpstreams();
let ports: { plain: number; grpc: number };
let gateway: Gateway;
let session: ClientHttp2Session;
/** Ends all workers of the gateway. */
let crash: () => Promise<void>;
const ended: (() => void)[] = [];

async function listen(server: Server): Promise<number> {
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Begin every answer and end none. */
function createUpstreams(): { plain: Server; grpc: Server } {
  const plain = createHttpServer((request, response) => {
    if (request.url!.endsWith('/plain')) response.end('plain');
    else response.write('first');
  });
  new WebSocketServer({ server: plain }).on('connection', (socket) => socket.send('first'));
  const grpc = createHttp2Server();
  grpc.on('stream', (stream: ServerHttp2Stream) => {
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    stream.write(Buffer.from([0, 0, 0, 0, 1, 120]));
  });
  return { plain, grpc };
}

const callUpstreamAt = (port: number) => rig.setUpstream({}, { upstreamUrl: `http://127.0.0.1:${port}` });

/** In the place of the rig's own gateway. */
async function startFragile(): Promise<Gateway> {
  await rig.gateway.stop(1000);
  const { enforcement } = rig;
  return startGateway({
    host: '127.0.0.1',
    port: 0,
    tls: { port: 0, sources: { pair: null, directory: folder.directory } },
    authority: {
      get memory() {
        return enforcement.memory;
      },
      get snapshot() {
        return enforcement.snapshot;
      },
      workers: enforcement.workers,
      keyHmacKey: enforcement.keyHmacKey,
      abuse: null,
      attach(publish) {
        // An update without memory is a bug that no worker survives.
        crash = () => publish(null, null as never);
        return enforcement.attach(publish);
      },
      releaseWorker: (worker) => enforcement.releaseWorker(worker),
      takeBack: (late) => enforcement.takeBack(late),
      wallMs: () => enforcement.wallMs(),
    },
    journal: { directory: rig.journalDirectory, fsync: 'off', diskReserveBytes: 0 },
    allowPrivateUpstreams: ['127.0.0.1'],
    trustedProxies: [],
    signingKey: new Uint8Array(32),
    log: silentLog,
  });
}

before(async () => {
  folder.write('api', await createCertificate('api.test'));
  ports = { plain: await listen(upstreams.plain), grpc: await listen(upstreams.grpc) };
  rig = await startRig({ workers: 1 });
  gateway = await startFragile();
});

after(async () => {
  for (const end of ended) end();
  await gateway.stop(200);
  await rig.stop();
  for (const socket of sockets) socket.destroy();
  upstreams.plain.close();
  upstreams.grpc.close();
  folder.remove();
});

/** A stream of each transport, of which the client has the beginning. Answers the ids of their calls. */
async function openAll(): Promise<string[]> {
  session = dialHttp2(gateway.tlsPort!);
  ended.push(() => session.destroy());
  await callUpstreamAt(ports.grpc);
  const grpc = await openGrpc();
  await callUpstreamAt(ports.plain);
  return [grpc, ...(await Promise.all([openPlain(), openHttp2(), openWebSocket()]))];
}

function getPath(path: string, key: string): Promise<IncomingMessage> {
  const headers = { 'x-api-key': key };
  return new Promise((resolve, reject) => {
    get(`http://127.0.0.1:${gateway.port}/acme/items${path}`, { headers, agent: false }, resolve).once(
      'error',
      reject,
    );
  });
}

async function openPlain(): Promise<string> {
  const answer = await getPath('/items', rig.keys.pro!);
  answer.on('error', () => undefined);
  await new Promise((resolve) => answer.once('data', resolve));
  return String(answer.headers['x-turnpike-request-id']);
}

async function openHttp2(): Promise<string> {
  const seen = ask(session, { ':path': '/acme/items/items', 'x-api-key': rig.keys.narrow! });
  await eventually(() => seen.text() === 'first');
  return String(seen.headers()['x-turnpike-request-id']);
}

async function openWebSocket(): Promise<string> {
  const url = `ws://127.0.0.1:${gateway.port}/acme/items/ws`;
  const socket = new WebSocket(url, { headers: { 'x-api-key': rig.keys.narrow! } });
  const heard = new Promise((resolve) => socket.once('message', resolve));
  const head = await new Promise<IncomingMessage>((resolve, reject) => {
    socket.once('upgrade', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  await heard;
  return String(head.headers['x-turnpike-request-id']);
}

async function openGrpc(): Promise<string> {
  const headers = { 'content-type': 'application/grpc', te: 'trailers', 'x-api-key': rig.keys.narrow! };
  const seen = ask(session, { ':method': 'POST', ':path': '/acme/items/test.Echo/Chat', ...headers }, null);
  await eventually(() => seen.text().length === 6);
  return String(seen.headers()['x-turnpike-request-id']);
}

/** Of a plan with three places. */
async function hasPlace(): Promise<boolean> {
  const answer = await getPath('/x/plain', rig.keys.narrow!).catch(() => null);
  answer?.resume();
  return answer?.statusCode === 200;
}

const ids = (records: readonly { id: string }[], of: readonly string[]) =>
  records.map((one) => one.id).filter((id) => of.includes(id));

test('streams of a worker that crashed are each one interrupted call, and their places are free again', async () => {
  const streams = await openAll();
  assert.equal(await hasPlace(), false, 'every place is taken');
  await crash();
  await eventually(hasPlace, 10_000);
  const { complete, open } = rig.journal();
  // What whoever ships the journal of a dead writer makes of it.
  assert.deepEqual(ids(open, streams).sort(), streams.toSorted());
  assert.deepEqual(ids(complete, streams), []);
  assert.ok(open.every((one) => one.interrupted));
});

test('streams that a drain cuts off are each one interrupted call, written by the gateway itself', async () => {
  const streams = await openAll();
  assert.equal(await hasPlace(), false, 'every place is taken, and none twice');
  await gateway.stop(200);
  const { complete, open } = rig.journal();
  const own = complete.filter((one) => streams.includes(one.id));
  assert.deepEqual(ids(own, streams).sort(), streams.toSorted());
  assert.deepEqual(
    own.map((one) => [one.interrupted, one.units]),
    streams.map(() => [true, '1']),
  );
  assert.deepEqual(ids(open, streams), []);
});
