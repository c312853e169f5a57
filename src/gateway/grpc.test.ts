import assert from 'node:assert/strict';
import { connect as connectHttp2, createServer, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Metadata, ServiceError, StatusObject } from '@grpc/grpc-js';
import type { UsageRecord } from '#metering/journal';
import { certificateFolder, createCertificate } from './test-certificates.ts';
import { requestText, send } from './test-client.ts';
import { type GrpcUpstream, grpcClient, startGrpcUpstream, withKey } from './test-grpc.ts';
import { ask, dialHttp2 } from './test-http2.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

let rig: Rig;
let upstream: GrpcUpstream;
let grpc: ReturnType<typeof grpcClient>;
const folder = certificateFolder();

before(async () => {
  const certificate = await createCertificate('api.test');
  folder.write('api', certificate);
  upstream = await startGrpcUpstream();
  rig = await startRig({ tls: { pair: null, directory: folder.directory } });
  await rig.setUpstream({}, { upstreamUrl: `http://127.0.0.1:${upstream.port}` });
  grpc = grpcClient(rig.gateway.tlsPort!, certificate.cert);
});
after(async () => {
  grpc.client.close();
  await rig.stop();
  upstream.stop();
  folder.remove();
});
beforeEach(() => {
  upstream.metadata.length = 0;
  upstream.cancelled.length = 0;
});

interface Outcome {
  readonly id: string;
  readonly messages: string[];
  readonly status: StatusObject;
  readonly head: Metadata | null;
}

/** Makes a call of any kind; `write` gets the writable side of those that stream up. */
function call(
  name: 'Unary' | 'Collect' | 'Spread' | 'Chat',
  requests: readonly string[],
  options: { key?: string; metadata?: Metadata; deadlineMs?: number; cancelAfter?: number } = {},
): Promise<Outcome> {
  const metadata = options.metadata ?? withKey(options.key ?? rig.keys.pro!);
  const deadline = options.deadlineMs === undefined ? {} : { deadline: Date.now() + options.deadlineMs };
  const { client, serialize, deserialize } = grpc;
  const stream = client.makeBidiStreamRequest(grpc.path(name), serialize, deserialize, metadata, deadline);
  const messages: string[] = [];
  let head: Metadata | null = null;
  stream.on('metadata', (received) => {
    head = received;
  });
  stream.on('data', (message: string) => {
    messages.push(message);
    if (messages.length === options.cancelAfter) stream.cancel();
  });
  stream.on('error', (_error: ServiceError) => undefined);
  for (const request of requests) stream.write(request);
  stream.end();
  return new Promise((resolve) => {
    stream.once('status', (status) => {
      // Without anything before them, trailers are all the metadata there is.
      const [id = ''] = (head ?? status.metadata).get('x-turnpike-request-id');
      resolve({ id: String(id), messages, status, head });
    });
  });
}

async function ended(id: string): Promise<UsageRecord> {
  const find = () => rig.journal().complete.find((one) => one.id === id);
  await eventually(() => find() !== undefined);
  return find()!;
}

describe('gRPC through the gateway', () => {
  for (const [name, requests, answers] of [
    ['Unary', ['hello'], ['echo:hello']],
    ['Collect', ['a', 'b', 'c'], ['a+b+c']],
    ['Spread', ['x'], ['x1', 'x2', 'x3']],
    ['Chat', ['one', 'two'], ['re:one', 're:two']],
  ] as const) {
    test(`${name} is one call, with its messages both ways`, async () => {
      const { id, messages, status } = await call(name, requests);
      assert.deepEqual(messages, answers);
      assert.equal(status.code, 0);
      const record = await ended(id);
      assert.deepEqual([record.units, record.status, record.error], ['1', 200, null]);
      assert.deepEqual(JSON.parse(record.properties!), {
        grpc_status: 0,
        request_messages: requests.length,
        response_messages: answers.length,
      });
      assert.ok(record.requestBytes! > 0 && record.responseBytes! > 0);
    });
  }

  test('metadata and trailers pass, the key does not, and the gateway adds its own', async () => {
    const { head, status } = await call('Unary', ['hi'], {
      metadata: withKey(rig.keys.pro!, { 'x-mine': 'yes', 'x-turnpike-plan': 'gold' }),
    });
    assert.deepEqual(status.metadata.get('x-total'), ['7']);
    assert.equal(head!.get('x-turnpike-request-id').length, 1);
    const [metadata] = upstream.metadata;
    assert.deepEqual(metadata!.get('x-mine'), ['yes']);
    assert.deepEqual(metadata!.get('x-turnpike-plan'), ['pro']);
    assert.deepEqual(metadata!.get('x-api-key'), []);
  });

  test('an error of the service is its answer, and counts with its status', async () => {
    const { id, status } = await call('Unary', ['fail']);
    assert.deepEqual([status.code, status.details], [5, 'no such thing']);
    const record = await ended(id);
    assert.deepEqual([record.error, JSON.parse(record.properties!).grpc_status], ['gRPC status 5', 5]);
  });

  test('a large message comes whole, both ways', async () => {
    const { messages } = await call('Unary', ['x'.repeat(3_000_000)]);
    assert.equal(messages[0]!.length, 3_000_005);
  });

  test('many calls at once share connections', async () => {
    const outcomes = await Promise.all(Array.from({ length: 300 }, (_, i) => call('Unary', [`${i}`])));
    assert.deepEqual(
      outcomes.map((one) => one.messages[0]),
      outcomes.map((_, i) => `echo:${i}`),
    );
  });
});

describe('refusals in gRPC', () => {
  test('are statuses: of the key, the plan, the route', async () => {
    const codes = [
      (await call('Unary', ['a'], { key: 'tp_live_wrong' })).status.code,
      (await call('Unary', ['a'], { key: rig.keys.overdue! })).status.code,
    ];
    assert.deepEqual(codes, [16, 7]);
    const { client, serialize, deserialize } = grpc;
    const code = await new Promise((resolve) => {
      const path = '/acme/items/test.Other/Nothing';
      client.makeUnaryRequest(path, serialize, deserialize, 'a', withKey(rig.keys.pro!), (error) =>
        resolve(error?.code),
      );
    });
    assert.equal(code, 12);
    assert.deepEqual(upstream.metadata, []);
  });

  test('say when a quota is used up, with its headers', async () => {
    const key = await rig.addSubscription('spent', 'free');
    for (let i = 0; i < 10; i += 1) assert.equal((await call('Unary', ['a'], { key })).status.code, 0);
    const { status } = await call('Unary', ['a'], { key });
    assert.equal(status.code, 8);
    assert.match(String(status.metadata.get('ratelimit')[0]), /r=0/);
  });

  test('a route of gRPC is not called with plain HTTP, nor another one with gRPC; neither counts', async () => {
    const before = rig.journal().complete.length;
    const text = requestText('POST', '/acme/items/test.Echo/Unary', rig.keys.pro!, 'Content-Length: 0\r\n');
    assert.equal((await send(rig.gateway.port, text)).responses[0]!.status, 415);
    const session = dialHttp2(rig.gateway.tlsPort!);
    const head = { ':method': 'POST', 'x-api-key': rig.keys.pro!, 'content-type': 'application/grpc' };
    const seen = ask(session, { ...head, ':path': '/acme/items/items' }, '');
    await seen.closed;
    session.destroy();
    assert.deepEqual([seen.status(), seen.headers()['grpc-status']], [200, '12']);
    assert.equal(rig.journal().complete.length, before);
  });

  test('an upstream that cannot be reached is UNAVAILABLE and costs nothing', async () => {
    const before = rig.journal().complete.length;
    await rig.setUpstream({}, { upstreamUrl: 'http://127.0.0.1:1' });
    const { status } = await call('Unary', ['a']);
    await rig.setUpstream({}, { upstreamUrl: `http://127.0.0.1:${upstream.port}` });
    assert.equal(status.code, 14);
    assert.doesNotMatch(status.details, /127\.0\.0\.1/);
    assert.equal(rig.journal().complete.length, before);
    assert.equal((await call('Unary', ['a'])).status.code, 0);
  });
});

describe('gRPC and the health of its upstream', () => {
  test('a head that cannot be sent on takes no place of others, and says nothing of the upstream', async () => {
    const narrow = createServer({ settings: { maxConcurrentStreams: 2 } });
    narrow.on('stream', (stream: ServerHttp2Stream) => {
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': 0 },
        { endStream: true },
      );
    });
    await new Promise<void>((resolve) => narrow.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(narrow.address() as AddressInfo).port}`;
    await rig.setUpstream({}, { upstreamUrl: url });
    const openings = rig.gateway.metrics().circuitOpenings;
    const session = connectHttp2(`https://127.0.0.1:${rig.gateway.tlsPort}`, {
      rejectUnauthorized: false,
      // Not in the types yet.
      ...{ strictSingleValueFields: false },
    });
    const head = {
      ...{ ':method': 'POST', ':path': '/acme/items/test.Echo/Unary', ':authority': 'api.test' },
      ...{ te: 'trailers', 'x-api-key': rig.keys.pro!, 'content-type': 'application/grpc' },
    };
    const twice = { 'user-agent': ['a', 'b'] } as Record<string, string[]>;
    const statuses = new Set<unknown>();
    for (let i = 0; i < 40; i += 1) {
      const seen = ask(session, { ...head, ...twice }, null);
      await eventually(() => seen.status() !== undefined);
      statuses.add(seen.headers()['grpc-status']);
      seen.stream.close();
    }
    assert.deepEqual([...statuses], ['3']);
    const good = ask(session, head, '');
    await good.closed;
    assert.equal(good.headers()['grpc-status'], '0');
    assert.equal(rig.gateway.metrics().circuitOpenings, openings);
    session.destroy();
    await rig.setUpstream({}, { upstreamUrl: `http://127.0.0.1:${upstream.port}` });
    narrow.close();
  });

  test('a target that never finishes connecting is gone, and no call waits for it again', async () => {
    const sockets = new Set<Socket>();
    const mute = createTcpServer((socket) => void sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const timeouts = { connect_ms: 100, headers_ms: null, idle_ms: null };
    const health = { failures: 1, open_ms: 60_000, server_error_percent: null };
    await rig.setUpstream({ timeouts, health }, { upstreamUrl: url });
    const openings = rig.gateway.metrics().circuitOpenings;
    // Each worker learns it for itself.
    const codes = [];
    for (let i = 0; i < 20; i += 1) codes.push((await call('Unary', ['a'])).status.code);
    assert.deepEqual([...new Set(codes)], [14]);
    assert.ok(sockets.size <= 2, `${sockets.size} connections`);
    await eventually(() => rig.gateway.metrics().circuitOpenings > openings);
    for (const socket of sockets) socket.destroy();
    mute.close();
    await rig.setUpstream({}, { upstreamUrl: `http://127.0.0.1:${upstream.port}` });
    assert.equal((await call('Unary', ['a'])).status.code, 0);
  });
});

describe('gRPC calls that do not run to their end', () => {
  test('a deadline ends both sides', async () => {
    const { status } = await call('Unary', ['hang'], { deadlineMs: 300 });
    assert.equal(status.code, 4);
    await eventually(() => upstream.cancelled.includes('unary'));
  });

  test('the gateway keeps a deadline that the client does not', async () => {
    const session = dialHttp2(rig.gateway.tlsPort!);
    const seen = ask(
      session,
      {
        ...{ ':method': 'POST', ':path': '/acme/items/test.Echo/Unary', te: 'trailers' },
        ...{ 'x-api-key': rig.keys.pro!, 'content-type': 'application/grpc', 'grpc-timeout': '300m' },
      },
      Buffer.from([0, 0, 0, 0, 4, ...Buffer.from('hang')]),
    );
    await seen.closed;
    session.destroy();
    assert.deepEqual([seen.status(), seen.headers()['grpc-status']], [200, '4']);
  });

  test('a client that cancels cancels the upstream, and what was streamed counts', async () => {
    const { id, status } = await call('Spread', ['endless'], { cancelAfter: 3 });
    assert.equal(status.code, 1);
    await eventually(() => upstream.cancelled.includes('spread'));
    const record = await ended(id);
    assert.equal(record.interrupted, true);
    assert.equal(JSON.parse(record.properties!).response_messages, 3);
  });

  test('an upstream that breaks off is an error, never a clean end', async () => {
    const broken = createServer();
    broken.on('stream', (stream: ServerHttp2Stream, headers) => {
      stream.on('error', () => undefined);
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
      stream.write(Buffer.from([0, 0, 0, 0, 1, 0x61]));
      if (headers['x-how'] === 'reset') setTimeout(() => stream.destroy(new Error('broken')), 50);
      else stream.end();
    });
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    await rig.setUpstream({}, { upstreamUrl: `http://127.0.0.1:${(broken.address() as AddressInfo).port}` });
    for (const how of ['reset', 'without a status']) {
      const metadata = withKey(rig.keys.pro!, { 'x-how': how });
      const { id, messages, status } = await call('Spread', ['a'], { metadata });
      assert.deepEqual([messages, status.code], [['a'], 14], how);
      assert.equal((await ended(id)).interrupted, true);
    }
    await rig.setUpstream({}, { upstreamUrl: `http://127.0.0.1:${upstream.port}` });
    broken.close();
  });

  test('a stream ends within seconds when its key is revoked', async () => {
    const key = await rig.addSubscription('streaming', 'pro');
    const open = call('Spread', ['endless'], { key });
    await eventually(() => rig.journal().open.some((one) => one.keyId === 'key_streaming'));
    await rig.change('key', 'key_streaming', () => {
      const at = rig.world.keys.findIndex((one) => one.keyId === 'key_streaming');
      rig.world.keys[at] = { ...rig.world.keys[at]!, state: 'revoked' };
    });
    await rig.enforcement.catchUp();
    const { status } = await open;
    assert.deepEqual([status.code, status.details], [1, 'the key was revoked']);
    await eventually(() => upstream.cancelled.includes('spread'));
  });
});
