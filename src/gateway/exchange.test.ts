import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type CompiledProduct, type Forward, monotonicMs } from '#enforcement/admission';
import type { JournalRecord } from '#metering/journal';
import { Call } from './call.ts';
import { GrpcUpstreams } from './grpc-upstreams.ts';
import { DEFAULT_LIMITS } from './start-gateway.ts';
import { createCertificate } from './test-certificates.ts';
import { parseResponses } from './test-client.ts';
import { type GrpcUpstream, startGrpcUpstream } from './test-grpc.ts';
import { ask as askStream, dialHttp2, type StreamSeen } from './test-http2.ts';
import { eventually } from './test-rig.ts';
import { startTestUpstream, type TestUpstream } from './test-upstream.ts';
import type { Passage, RequestHead } from './transport.ts';
import { NodeHttpTransport } from './transport-node-http.ts';
import { createUpstreamGuard } from './upstream-guard.ts';
import { UpstreamPools } from './upstream-pools.ts';
import { Upstreams } from './upstreams.ts';

/** A transport with a journal whose disk answers only when the test lets it. */
let upstream: TestUpstream;
let grpcUpstream: GrpcUpstream;
let transport: NodeHttpTransport;
let port: number;
let tlsPort: number;
const appended: { record: JournalRecord; release: (() => void) | undefined }[] = [];
let refunds = 0;
const upstreams = new Upstreams(DEFAULT_LIMITS.connectMs, () => undefined);
const upstreamOfProduct = {
  proof: 'none',
  tls: null,
  connectMs: null,
  proofSecrets: [],
  credential: null,
  requestHeaders: [],
  responseHeaders: [],
  retries: 0,
};

function passageOf(head: RequestHead): Passage {
  const path = head.target;
  const isRpc = path.startsWith('/test.Echo/');
  const product = {
    id: 'p',
    providerId: 'o',
    routes: [],
    upstream: {
      ...upstreamOfProduct,
      targets: [
        {
          url: 'u',
          origin: `http://127.0.0.1:${isRpc ? grpcUpstream.port : upstream.port}`,
          basePath: '',
          weight: 1,
        },
      ],
    },
  } as unknown as CompiledProduct;
  const decision = {
    kind: 'forward',
    product,
    route: { id: 'r' },
    plan: { id: 'v' },
    caller: { subscriptionId: 's', consumerId: 'c', keyId: 'k', environment: 'live' },
    headers: [],
    admittedAtMs: 0,
    quotas: [],
    charge: { wallMs: 0, monotonicMs: 0 },
  } as unknown as Forward;
  const journal = {
    append: (record: JournalRecord, release?: () => void) => void appended.push({ record, release }),
  };
  const refund = () => {
    refunds += 1;
  };
  const admission = { release: () => undefined, refund, whyEnded: () => null };
  const services = { admission, journal, open: new Set<Call>(), monotonicMs };
  const request = { requestId: 'req', method: head.method, path, clientAddress: '', userAgent: null };
  return {
    kind: 'forward',
    call: new Call(services, decision, request),
    upstream: upstreams.of(product),
    path,
    host: null,
    headersMs: DEFAULT_LIMITS.upstreamHeadersMs,
    idleMs: DEFAULT_LIMITS.upstreamIdleMs,
    method: head.method,
    headers: isRpc ? ['content-type', 'application/grpc'] : [],
    hasBody: false,
    expectsContinue: false,
    bodyBytes: 1_000_000,
    bodyDigest: null,
    page: null,
    protocol: isRpc ? 'grpc' : 'http',
  };
}

before(async () => {
  upstream = await startTestUpstream();
  grpcUpstream = await startGrpcUpstream();
  transport = new NodeHttpTransport({
    pipeline: {
      open: passageOf,
      mayUpgrade: () => false,
      refuseUnparsed: () => assert.fail('nothing is refused here'),
    },
    pools: new UpstreamPools(createUpstreamGuard(['127.0.0.1']), DEFAULT_LIMITS),
    grpcUpstreams: new GrpcUpstreams(createUpstreamGuard(['127.0.0.1']), DEFAULT_LIMITS),
    limits: DEFAULT_LIMITS,
    monotonicMs,
    onFault: () => undefined,
    onRepeat: () => undefined,
    onAnswered: () => undefined,
    onBug: (error) => assert.fail(String(error)),
  });
  port = await transport.listen({ host: '127.0.0.1', port: 0, reusePort: false });
  const pair = { name: 'test', hosts: [], expiresAtMs: 0, ...(await createCertificate('api.test')) };
  const material = { pairs: [pair], ticketKeys: Buffer.alloc(48) };
  tlsPort = await transport.listenTls({ host: '127.0.0.1', port: 0, reusePort: false }, material);
});
after(async () => {
  await transport.drain(0);
  await upstream.stop();
  grpcUpstream.stop();
});

/** Asks and answers what the client has received so far, whenever it is looked at. */
function ask(path: string, method = 'GET'): { text(): string; close(): void } {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  return { text: () => received, close: () => socket.destroy() };
}

async function nextRecord(): Promise<{ record: JournalRecord; release: () => void }> {
  await eventually(() => appended.length > 0);
  const { record, release } = appended.shift()!;
  return { record, release: release! };
}

describe('the client has no end before the journal has the record', () => {
  test('of a response of known length everything but the last chunk', async () => {
    const client = ask('/v1/x/large');
    const { record, release } = await nextRecord();
    assert.equal(record.kind, 'complete');
    await eventually(() => client.text().length > 100_000);
    assert.equal(parseResponses(client.text(), false)[0]!.complete, false);
    release();
    await eventually(() => parseResponses(client.text(), false)[0]!.complete);
    client.close();
  });

  for (const [name, path, method] of [
    ['a small response', '/v1/items', 'GET'],
    ['HEAD', '/v1/items', 'HEAD'],
    ['304', '/v1/x/notmodified', 'GET'],
  ] as const) {
    test(`${name}: not a byte`, async () => {
      const client = ask(path, method);
      const { record, release } = await nextRecord();
      assert.equal(record.kind, 'complete');
      // A turn of the loop is all that would be needed to see bytes that were let go.
      await new Promise((resolve) => setTimeout(resolve, 30));
      assert.equal(client.text(), '');
      release();
      await eventually(() => client.text().includes('\r\n\r\n'));
      client.close();
    });
  }

  test('of a stream not a byte before its start, and no end before its end', async () => {
    const client = ask('/v1/x/chunked');
    const start = await nextRecord();
    assert.equal(start.record.kind, 'start');
    assert.equal(client.text(), '');
    start.release();
    const end = await nextRecord();
    assert.equal(end.record.kind, 'end');
    await eventually(() => client.text().includes(' world'));
    assert.equal(parseResponses(client.text(), false)[0]!.complete, false);
    end.release();
    await eventually(() => parseResponses(client.text(), false)[0]!.complete);
    client.close();
  });

  test('a fault of the upstream gives the units back and journals nothing', async () => {
    const before = refunds;
    const client = ask('/v1/x/reset');
    await eventually(() => client.text().startsWith('HTTP/1.1 502'));
    assert.equal(refunds, before + 1);
    assert.equal(appended.length, 0);
    client.close();
  });
});

describe('the same over HTTP/2', () => {
  const overHttp2 = async (path: string, method: string, watch: (seen: StreamSeen) => Promise<void>) => {
    const session = dialHttp2(tlsPort);
    await watch(askStream(session, { ':path': path, ':method': method }));
    session.destroy();
  };

  for (const [name, path, method] of [
    ['a small response', '/v1/items', 'GET'],
    ['HEAD', '/v1/items', 'HEAD'],
    ['304', '/v1/x/notmodified', 'GET'],
  ] as const) {
    test(`${name}: not a byte`, () =>
      overHttp2(path, method, async (seen) => {
        const { record, release } = await nextRecord();
        assert.equal(record.kind, 'complete');
        await new Promise((resolve) => setTimeout(resolve, 30));
        assert.equal(seen.status(), undefined);
        release();
        await eventually(seen.whole);
      }));
  }

  test('of a response of known length everything but the last chunk', () =>
    overHttp2('/v1/x/large', 'GET', async (seen) => {
      const { release } = await nextRecord();
      await eventually(() => seen.text().length > 100_000);
      assert.ok(!seen.whole() && seen.text().length < 1_000_000);
      release();
      await eventually(seen.whole);
      assert.equal(seen.text().length, 1_000_000);
    }));

  test('of a stream not a byte before its start, and no end before its end', () =>
    overHttp2('/v1/x/chunked', 'GET', async (seen) => {
      const start = await nextRecord();
      assert.equal(start.record.kind, 'start');
      assert.equal(seen.status(), undefined);
      start.release();
      const end = await nextRecord();
      assert.equal(end.record.kind, 'end');
      await eventually(() => seen.text() === 'hello world');
      assert.equal(seen.whole(), false);
      end.release();
      await eventually(seen.whole);
    }));

  test('of an RPC not a byte before its start, and no trailers before its end', async () => {
    const session = dialHttp2(tlsPort);
    const head = { ':method': 'POST', ':path': '/test.Echo/Unary', 'content-type': 'application/grpc' };
    const seen = askStream(session, head, Buffer.from([0, 0, 0, 0, 1, 0x61]));
    const start = await nextRecord();
    assert.equal(start.record.kind, 'start');
    assert.equal(seen.status(), undefined);
    start.release();
    const end = await nextRecord();
    assert.equal(end.record.kind, 'end');
    await eventually(() => seen.text().endsWith('echo:a'));
    assert.equal(seen.whole(), false);
    assert.equal(seen.trailers()['grpc-status'], undefined);
    end.release();
    await eventually(seen.whole);
    assert.equal(seen.trailers()['grpc-status'], '0');
    session.destroy();
  });
});
