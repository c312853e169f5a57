import assert from 'node:assert/strict';
import type { ClientHttp2Session } from 'node:http2';
import { after, before, beforeEach, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { certificateFolder, createCertificate } from './test-certificates.ts';
import { send } from './test-client.ts';
import { ask, dialHttp2 } from './test-http2.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

let rig: Rig;
let session: ClientHttp2Session;
const folder = certificateFolder();

before(async () => {
  folder.write('api', await createCertificate('api.test'));
  const tls = { pair: null, directory: folder.directory };
  // A hundred calls at once take their time where cores are few.
  rig = await startRig({ tls, limits: { upstreamHeadersMs: 10_000 } });
  session = dialHttp2(rig.gateway.tlsPort!);
});
after(async () => {
  session.destroy();
  await rig.stop();
  folder.remove();
});
beforeEach(() => rig.upstream.forget());

const get = (path: string, more: Record<string, string | string[]> = {}, key = rig.keys.pro!) =>
  ask(session, { ':path': `/acme/items${path}`, 'x-api-key': key, ...more });
const recorded = () => rig.journal().complete.length;

describe('calls over HTTP/2', () => {
  test('many streams of one connection are calls of their own', async () => {
    const before = recorded();
    const seen = Array.from({ length: 100 }, (_, index) => get(`/items/${index}`));
    await Promise.all(seen.map((one) => one.closed));
    assert.deepEqual([...new Set(seen.map((one) => one.status()))], [200]);
    assert.equal(new Set(seen.map((one) => one.headers()['x-turnpike-request-id'])).size, 100);
    await eventually(() => recorded() === before + 100);
  });

  test('bodies go up with and without a length, and 100-continue comes before', async () => {
    const path = { ':method': 'POST', ':path': '/acme/items/items', 'x-api-key': rig.keys.pro! };
    const measured = ask(session, { ...path, 'content-length': '5' }, 'HELLO');
    const streamed = ask(session, path, 'WORLD');
    const expecting = ask(session, { ...path, expect: '100-continue' }, null);
    const continued = new Promise((resolve) => expecting.stream.once('continue', resolve));
    await continued;
    expecting.stream.end('LATER');
    await Promise.all([measured.closed, streamed.closed, expecting.closed]);
    assert.deepEqual(
      [measured.text(), streamed.text(), expecting.text()],
      ['echo:HELLO', 'echo:WORLD', 'echo:LATER'],
    );
  });

  test('a body that turns out to be empty is one', async () => {
    const path = { ':method': 'POST', ':path': '/acme/items/items', 'x-api-key': rig.keys.pro! };
    for (let i = 0; i < 3; i += 1) {
      const seen = ask(session, path, '');
      await seen.closed;
      assert.deepEqual([seen.status(), seen.text()], [200, 'echo:']);
    }
  });

  test('HEAD, 204 and 304 have no body, and a repeated header stays two', async () => {
    const path = '/acme/items/items';
    const head = ask(session, { ':method': 'HEAD', ':path': path, 'x-api-key': rig.keys.pro! });
    const seen = [head, get('/x/nocontent'), get('/x/notmodified'), get('/x/cookies')];
    await Promise.all(seen.map((one) => one.closed));
    assert.deepEqual(
      seen.map((one) => [one.status(), one.text(), one.whole()]),
      [
        [200, '', true],
        [204, '', true],
        [304, '', true],
        [200, 'ok', true],
      ],
    );
    assert.deepEqual(seen[3]!.headers()['set-cookie'], ['a=1', 'b=2']);
  });

  test('headers of connections, reserved names and `_` do not pass in either direction', async () => {
    const seen = get('/x/hygiene', { x_turnpike_plan: 'gold', 'x-turnpike-plan': 'gold', te: 'trailers' });
    await seen.closed;
    const { headers } = rig.upstream.requests[0]!;
    assert.deepEqual(headers.get('x-turnpike-plan'), ['pro']);
    assert.equal(headers.has('x_turnpike_plan'), false);
    assert.deepEqual(headers.get('te'), ['trailers']);
    assert.deepEqual(
      [...headers.keys()].filter((name) => name.startsWith(':')),
      [],
    );
    assert.equal(seen.headers()['x-foo'], undefined);
    assert.equal(seen.headers()['x-turnpike-internal'], undefined);
    assert.equal(seen.headers()['x-kept'], 'yes');
  });

  test('an answer without a body comes whole, whatever of the request is left unread', async () => {
    const preflight = { origin: 'https://a.test', 'access-control-request-method': 'POST' };
    const path = '/acme/items/items';
    const seen = ask(session, { ':method': 'OPTIONS', ':path': path, ...preflight }, 'unread');
    await seen.closed;
    assert.deepEqual([seen.status(), seen.whole()], [204, true]);
  });

  test('cookies in crumbs are one line again', async () => {
    await get('/items', { cookie: ['a=1', 'b=2'] }).closed;
    assert.deepEqual(rig.upstream.requests[0]!.headers.get('cookie'), ['a=1; b=2']);
  });

  test('D50 a body that ends too early never looks whole, nor does a stream that breaks', async () => {
    for (const mode of ['short', 'brokenstream']) {
      const seen = get(`/x/${mode}`);
      await seen.closed;
      assert.equal(seen.whole(), false, mode);
    }
  });

  test('a request that is broken off aborts the upstream and counts nothing', async () => {
    const posted = () => rig.journal().complete.filter((one) => one.routeId === 'rte_create').length;
    const before = posted();
    const path = { ':method': 'POST', ':path': '/acme/items/items', 'x-api-key': rig.keys.pro! };
    const seen = ask(session, path, null);
    seen.stream.write('x'.repeat(100_000));
    await eventually(() => rig.upstream.bytes().length > 100_000);
    const connections = rig.upstream.connections();
    // `close` would end the body properly first.
    seen.stream.destroy(new Error('gone'));
    await seen.closed;
    await eventually(() => rig.upstream.connections() < connections);
    assert.deepEqual(rig.upstream.requests, [], 'no clean end of the body');
    assert.equal(posted(), before);
  });

  test('a large response comes whole through a slow reader', async () => {
    const seen = get('/x/large');
    seen.stream.pause();
    await eventually(() => seen.status() === 200);
    seen.stream.resume();
    await seen.closed;
    assert.equal(seen.text().length, 1_000_000);
    assert.equal(seen.whole(), true);
  });
});

describe('what HTTP/2 could smuggle', () => {
  test('two hosts that differ are refused, one that repeats the authority is not', async () => {
    const two = get('/items', { host: 'evil.test' });
    const same = get('/items', { host: 'api.test' });
    await Promise.all([two.closed, same.closed]);
    assert.deepEqual([two.status(), same.status()], [400, 200]);
    assert.equal(rig.upstream.requests.length, 1);
  });

  test('D15 HTTP/2.0 on a request line is no HTTP/2', async () => {
    const { responses } = await send(rig.gateway.port, 'GET /acme/items/items HTTP/2.0\r\nHost: a\r\n\r\n');
    assert.ok([400, 505].includes(responses[0]!.status));
  });

  test('D11 too many or too long headers are 431 or a reset stream, and the connection lives', async () => {
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`a${index}`, 'b']));
    const tooMany = get('/items', many);
    const tooLong = get('/items', { long: 'x'.repeat(20_000) });
    const bomb = get('/items', Object.fromEntries(Array.from({ length: 2400 }, (_, i) => [`a${i}`, 'b'])));
    await Promise.all([tooMany.closed, tooLong.closed, bomb.closed]);
    assert.deepEqual([tooMany.status(), tooLong.status(), bomb.status()], [431, 431, undefined]);
    assert.deepEqual(rig.upstream.requests, []);
    const next = get('/items');
    await next.closed;
    assert.equal(next.status(), 200);
  });

  test('CONNECT and bad targets are answered here', async () => {
    const connected = ask(session, { ':method': 'CONNECT', ':authority': 'evil.test:443' }, null);
    const dotted = get('/items/../../admin/secret');
    await Promise.all([eventually(() => connected.status() !== undefined), dotted.closed]);
    connected.stream.close();
    assert.deepEqual([connected.status(), dotted.status()], [405, 400]);
    assert.equal(rig.upstream.bytes().includes('/admin'), false);
  });

  test('refusals carry problems, as they do in HTTP/1.1', async () => {
    const seen = [get('/items', {}, 'tp_live_nothing'), get('/nowhere'), get('/gold', {}, rig.keys.free!)];
    await Promise.all(seen.map((one) => one.closed));
    assert.deepEqual(
      seen.map((one) => one.status()),
      [401, 404, 403],
    );
    for (const one of seen) {
      assert.equal(one.headers()['content-type'], 'application/problem+json');
      assert.equal(JSON.parse(one.text()).status, one.status());
    }
  });
});

describe('floods', () => {
  test('CVE-2023-44487: who opens and resets without end loses the connection, and counts nothing', async () => {
    const before = recorded();
    const attacker = dialHttp2(rig.gateway.tlsPort!);
    const ended = new Promise((resolve) => attacker.once('close', resolve));
    for (let round = 0; round < 100 && !attacker.destroyed; round += 1) {
      for (let i = 0; i < 50 && !attacker.closed && !attacker.destroyed; i += 1) {
        ask(attacker, { ':path': '/acme/items/x/hang', 'x-api-key': rig.keys.pro! }).stream.close(8);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ended;
    await eventually(() => rig.gateway.metrics().inFlight === 0);
    assert.equal(recorded(), before);
    const next = get('/items');
    await next.closed;
    assert.equal(next.status(), 200);
  });

  test('settings and continuation frames without end lose the connection too', async () => {
    for (const frames of [settingsFlood(), continuationFlood()]) {
      const socket = connect({
        host: '127.0.0.1',
        port: rig.gateway.tlsPort!,
        ALPNProtocols: ['h2'],
        rejectUnauthorized: false,
      });
      socket.on('error', () => undefined);
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.resume();
      socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
      socket.write(frame(4, 0, 0, Buffer.alloc(0)));
      socket.write(frames);
      await closed;
    }
    const next = get('/items');
    await next.closed;
    assert.equal(next.status(), 200);
  });

  test('clients are told how many streams may be open at once', async () => {
    const settings = await new Promise<{ maxConcurrentStreams?: number }>((resolve) => {
      const fresh = dialHttp2(rig.gateway.tlsPort!);
      fresh.once('remoteSettings', (received) => {
        resolve(received);
        fresh.destroy();
      });
    });
    assert.equal(settings.maxConcurrentStreams, 128);
  });
});

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** One frame with far more settings than there are. */
function settingsFlood(): Buffer {
  const setting = Buffer.from([0, 3, 0, 0, 0, 100]);
  return frame(4, 0, 0, Buffer.concat(Array.from({ length: 1000 }, () => setting)));
}

/** HEADERS that never end. */
function continuationFlood(): Buffer {
  const crumb = Buffer.from('400161016200'.slice(0, 10), 'hex');
  const start = frame(1, 0, 1, crumb);
  return Buffer.concat([start, ...Array.from({ length: 10_000 }, () => frame(9, 0, 1, crumb))]);
}

test('D63 a drain says GOAWAY: streams under way finish, the connection ends', async () => {
  const own = await startRig({ tls: { pair: null, directory: folder.directory } });
  const client = dialHttp2(own.gateway.tlsPort!);
  const goaway = new Promise<number>((resolve) => client.once('goaway', resolve));
  const ended = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const slow = Array.from({ length: 5 }, () =>
    ask(client, { ':path': '/acme/items/x/sleep500', 'x-api-key': own.keys.pro! }),
  );
  await eventually(() => own.upstream.requests.length === 5);
  const stopped = own.gateway.stop(5000);
  assert.equal(await goaway, 0);
  await Promise.all(slow.map((one) => one.closed));
  await ended;
  await stopped;
  assert.deepEqual([...new Set(slow.map((one) => one.status()))], [200]);
  assert.equal(own.journal().complete.length, 5);
  await own.stop();
});
