import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { converse, requestText, send } from './test-client.ts';
import { eventually, type Rig, route, startRig } from './test-rig.ts';
import { startTestUpstream, type TestUpstream } from './test-upstream.ts';

/** What is not among the numbered cases, but of their kinds: spellings that another parser could read otherwise. */
let rig: Rig;
let H: string;
let A: string;
before(async () => {
  rig = await startRig({ limits: { upstreamHeadersMs: 10_000, clientIdleMs: 5000 } });
  H = 'Host: api.test\r\n';
  A = `X-Api-Key: ${rig.keys.pro}\r\n`;
  await rig.change('catalog', 'prd_items', () => {
    const product = rig.world.products[0]!;
    const link = route('rte_link', 'GET', '/link/{id}', { traffic: { key_in_query: true } });
    rig.world.products[0] = { ...product, hosts: ['own.example'], routes: [...product.routes, link] };
  });
  await rig.enforcement.catchUp();
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

const get = (target: string, lines = H + A) => `GET ${target} HTTP/1.1\r\n${lines}\r\n`;
const post = (lines: string, body: string) =>
  requestText('POST', '/acme/items/items', rig.keys.pro!, lines, body);
const statuses = async (bytes: string, options: Parameters<typeof send>[2] = {}) =>
  (await send(rig.gateway.port, bytes, options)).responses.map((one) => one.status);
const seen = () => rig.upstream.requests;

/** A refusal that ends the connection, before anything behind it is read. */
async function assertRefused(bytes: string, allowed: readonly number[] = [400]): Promise<void> {
  const counted = rig.journal().complete.length;
  const sentinel = get('/acme/items/items');
  const { responses, closed } = await send(rig.gateway.port, bytes + sentinel, { untilClose: true });
  assert.equal(responses.length, 1, `${responses.length} answers`);
  assert.ok(allowed.includes(responses[0]!.status), `status ${responses[0]!.status}`);
  assert.equal(closed, true);
  assert.ok(!rig.upstream.bytes().includes('GET '), 'what stood behind it was not read as a request');
  assert.equal(rig.journal().complete.length, counted);
}

describe('framing in other spellings', () => {
  const end = '0\r\n\r\n';
  const refused: [string, string, string, number[]?][] = [
    ['a coding in quotes', 'Transfer-Encoding: "chunked"\r\n', end, [400, 501]],
    ['a coding twice in a line', 'Transfer-Encoding: chunked, chunked\r\n', end, [400, 501]],
    ['a coding with a parameter', 'Transfer-Encoding: chunked;q=1\r\n', end, [400, 501]],
    ['an empty coding', 'Transfer-Encoding:\r\n', end, [400, 501]],
    ['a coding behind a vertical tab', 'Transfer-Encoding: \x0bchunked\r\n', end, [400, 501]],
    ['identity', 'Transfer-Encoding: identity\r\n', end, [400, 501]],
    ['a length of a list', 'Content-Length: 1, 1\r\n', 'A'],
    ['a negative length', 'Content-Length: -1\r\n', ''],
    ['a hexadecimal length', 'Content-Length: 0x1\r\n', 'A'],
    ['a length beyond 64 bits', 'Content-Length: 18446744073709551617\r\n', 'A'],
    ['an empty length', 'Content-Length:\r\n', ''],
    ['a header without a name', ': x\r\n', ''],
    ['a blank in a name', 'X Y: 1\r\n', ''],
    ['NUL in a value', 'X-A: a\x00b\r\n', ''],
    ['a bare CR in a value', 'X-A: a\rTransfer-Encoding: chunked\r\n', ''],
    ['an expectation that nobody knows', 'Expect: 200-ok\r\n', ''],
    ['two expectations', 'Expect: 100-continue\r\nExpect: x\r\nContent-Length: 1\r\n', 'A'],
  ];
  for (const [name, lines, body, allowed] of refused) {
    test(`${name} is refused`, () => assertRefused(post(lines, body), allowed));
  }

  const broken: [string, string][] = [
    ['a chunk size beyond 64 bits', '10000000000000001\r\nA\r\n0\r\n\r\n'],
    ['a chunk size with a blank', '1 \r\nA\r\n0\r\n\r\n'],
    ['a negative chunk size', '-1\r\nA\r\n0\r\n\r\n'],
    ['a chunk that is longer than it says', '1\r\nAB\r\n0\r\n\r\n'],
    ['lines of chunks without CR', '1\nA\n0\n\n'],
    ['extensions without end', `1;${'a'.repeat(100_000)}\r\nA\r\n0\r\n\r\n`],
    ['a length among the trailers', '1\r\nA\r\n0\r\nContent-Length: 5\r\n\r\n'],
  ];
  for (const [name, body] of broken) {
    test(`${name} never becomes a whole request`, async () => {
      const { responses, closed } = await send(
        rig.gateway.port,
        post('Transfer-Encoding: chunked\r\n', body),
        {
          untilClose: true,
        },
      );
      assert.equal(closed, true);
      assert.ok(responses.length <= 1);
      assert.ok(
        responses.every(({ status }) => status === 400 || status === 413),
        `${responses[0]?.status}`,
      );
      assert.equal(seen().length, 0);
    });
  }

  test('trailers end here', async () => {
    const body = '1\r\nA\r\n0\r\nX-Turnpike-Plan: gold\r\nHost: evil.test\r\n\r\n';
    assert.deepEqual(await statuses(post('Transfer-Encoding: chunked\r\nTrailer: Host\r\n', body)), [200]);
    assert.equal(seen()[0]!.body, 'A');
    assert.ok(!/gold|evil/.test(rig.upstream.bytes()));
  });

  test('a GET with a body carries it, and what follows is the next request', async () => {
    const bytes = `${get('/acme/items/items', `${H}${A}Content-Length: 5\r\n`)}GET /${get('/acme/items/items')}`;
    assert.deepEqual(await statuses(bytes, { responses: 2 }), [200, 200]);
    assert.deepEqual(
      seen().map((one) => one.body),
      ['GET /', ''],
    );
  });

  test('a header that ends the connection ends it, whatever follows', async () => {
    const bytes = get('/acme/items/items', `${H}${A}Connection: close\r\n`) + get('/acme/items/items');
    assert.deepEqual(await statuses(bytes, { untilClose: true }), [200]);
    assert.equal(seen().length, 1);
  });

  test('CONNECT behind an unanswered request waits for its answer', async () => {
    const bytes = `${get('/acme/items/x/sleep500')}CONNECT evil.test:443 HTTP/1.1\r\n${H}\r\n`;
    assert.deepEqual(await statuses(bytes, { untilClose: true }), [200, 405]);
    assert.equal(seen().length, 1);
  });

  test('garbage behind an unanswered request takes nothing from it', async () => {
    const bytes = `${get('/acme/items/x/sleep500')}\x00\x01garbage\r\n\r\n`;
    assert.deepEqual(await statuses(bytes, { untilClose: true }), [200, 400]);
    assert.equal(seen().length, 1);
  });

  test('a compressed body is nobody’s to unpack', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000)).toString('latin1');
    const lines = `Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n`;
    assert.deepEqual(await statuses(post(lines, bomb)), [200]);
    assert.equal(seen()[0]!.body === bomb, true);
    assert.deepEqual(seen()[0]!.headers.get('content-encoding'), ['gzip']);
  });
});

describe('targets and hosts in other spellings', () => {
  for (const target of [
    'http://u:p@api.test/acme/items/items',
    'http:///acme/items/items',
    'http://api.test:999999/acme/items/items',
    'ftp://api.test/acme/items/items',
    'acme/items/items',
    '/acme/items/items/a%00b',
    '/acme/items/items/%C0%AF',
    '/acme/items/items/%E0%80%AE',
    '/acme/items/items/..%5c..%5cadmin',
    '/acme/items/items/.;x/y',
    '/acme/items//../items',
    '/acme/%2e%2e/acme/items',
  ]) {
    test(`${target} is refused`, () => assertRefused(get(target)));
  }
  for (const target of ['/acme//items/items', '/acme/items//items', '/%61cme/it%65ms/nowhere']) {
    test(`${target} is not another path in disguise`, async () => {
      assert.deepEqual(await statuses(get(target)), [404]);
      assert.equal(seen().length, 0);
    });
  }
  for (const host of [
    'a b',
    'api.test,evil.test',
    'api.test:',
    'api.test:x',
    '[::1',
    'é.test',
    'a%2eb',
    '',
  ]) {
    test(`the Host "${host}" is refused`, () =>
      assertRefused(get('/acme/items/items', `Host: ${host}\r\n${A}`)));
  }
  for (const [name, bytes] of [
    ['an absolute target with another case and a port', 'HTTP://API.test:8080/acme/items/items'],
    ['a query alone is the root', 'http://own.example?x=1'],
  ] as const) {
    test(`${name}`, async () => {
      const [status] = await statuses(get(bytes));
      assert.ok(status === 200 || status === 404, String(status));
    });
  }
  for (const host of ['[::1]', '[::1]:8080', 'API.TEST', 'api.test.', '127.0.0.1:80']) {
    test(`the Host ${host} is as good as any`, async () => {
      assert.deepEqual(await statuses(get('/acme/items/items', `hOsT: ${host}\r\n${A}`)), [200]);
      assert.deepEqual(seen()[0]!.headers.get('host'), [`127.0.0.1:${rig.upstream.port}`]);
    });
  }
  test('parameters of segments are part of them', async () => {
    assert.deepEqual(await statuses(get('/acme/items/items/a;v=1')), [200]);
    assert.equal(seen()[0]!.target, '/v1/items/a;v=1');
  });
  for (const host of ['own.example', 'OWN.example.', 'own.example:8443', 'own.example.:8443']) {
    test(`${host} is the product’s own host`, async () => {
      assert.deepEqual(await statuses(get('/items', `Host: ${host}\r\n${A}`)), [200]);
      assert.equal(seen()[0]!.target, '/v1/items');
    });
  }
  test('a path of the own host is no address of another product', async () => {
    assert.deepEqual(await statuses(get('/acme/items/items', `Host: own.example\r\n${A}`)), [404]);
  });
});

describe('keys in other places', () => {
  const at = (query: string, lines = H) => get(`/acme/items/link/1${query}`, lines);
  const cases: [string, (pro: string, free: string) => string, number[]][] = [
    ['twice in the query, the same', (pro) => at(`?api_key=${pro}&api_key=${pro}`), [200]],
    ['twice in the query, two', (pro, free) => at(`?api_key=${pro}&api%5Fkey=${free}`), [401]],
    [
      'in the query and a header, two',
      (pro, free) => at(`?api_key=${pro}`, `${H}X-Api-Key: ${free}\r\n`),
      [401],
    ],
    ['in the query with an escaped name', (pro) => at(`?%61pi%5fkey=${pro}`), [200]],
    ['in the fragment of nothing', (pro) => at(`?q=1#api_key=${pro}`), [400]],
    ['in a header twice, the same', (pro) => at('', `${H}X-Api-Key: ${pro}\r\nX-API-KEY: ${pro}\r\n`), [401]],
    ['behind a scheme of another case', (pro) => at('', `${H}AUTHORIZATION: bEaReR ${pro}\r\n`), [200]],
    ['behind another scheme', (pro) => at('', `${H}Authorization: Token ${pro}\r\n`), [401]],
    ['with a list', (pro, free) => at('', `${H}Authorization: Bearer ${pro}, Bearer ${free}\r\n`), [401]],
    ['in a name with an underscore', (pro) => at('', `${H}X_Api_Key: ${pro}\r\n`), [401]],
  ];
  for (const [name, bytes, expected] of cases) {
    test(`${name}: ${expected}`, async () => {
      assert.deepEqual(await statuses(bytes(rig.keys.pro!, rig.keys.free!)), expected);
      assert.ok(!rig.upstream.bytes().includes(rig.keys.pro!), 'the upstream never sees a key');
    });
  }
});

describe('upgrades', () => {
  const upgrade = (path: string, lines: string) =>
    requestText(
      'GET',
      `/acme/items${path}`,
      rig.keys.pro!,
      `Connection: Upgrade\r\nUpgrade: websocket\r\n${lines}`,
    );
  const good = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

  test('what stands behind one that is declined is not read as a request', async () => {
    const bytes = upgrade('/ws', good) + get('/acme/items/items/behind');
    // This upstream speaks no WebSocket: it answers as to any GET.
    assert.deepEqual(await statuses(bytes, { untilClose: true }), [200]);
    assert.ok(!rig.upstream.bytes().includes('behind'));
  });
  test('behind a refused request none is begun, nor a CONNECT', async () => {
    const refused = get('/acme/items/items/%zz');
    for (const behind of [upgrade('/ws', good), `CONNECT evil.test:443 HTTP/1.1\r\n${H}\r\n`]) {
      assert.deepEqual(await statuses(refused + behind, { untilClose: true }), [400]);
    }
    assert.equal(seen().length, 0);
  });
  test('on a route that has none it is a plain request, and h2c is none at all', async () => {
    const h2c =
      'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n';
    assert.deepEqual(await statuses(upgrade('/items', good)), [200]);
    assert.deepEqual(await statuses(get('/acme/items/items', H + A + h2c)), [200]);
    assert.deepEqual(await statuses(get('/acme/items/ws', H + A + h2c)), [200]);
    for (const { headers } of seen()) {
      for (const name of ['upgrade', 'http2-settings', 'sec-websocket-key'].slice(0, 2))
        assert.equal(headers.get(name), undefined);
      assert.notDeepEqual(headers.get('connection'), ['Upgrade']);
    }
  });
  test('an answer of 101 that nobody asked for is none', async () => {
    assert.deepEqual(await statuses(get('/acme/items/x/switching')), [502]);
    await eventually(() => rig.gateway.metrics().inFlight === 0);
  });
});

describe('upstreams that surprise', () => {
  test('one that answers before it has read the body is heard, and the connection given up', async () => {
    const early = await startTestUpstream(0, { early: true });
    await rig.setUpstream({}, { upstreamUrl: urlOf(early) });
    const socket = connect(rig.gateway.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(post('Content-Length: 1000000\r\n', 'x'.repeat(1000)));
    const { responses } = await converse(socket);
    assert.deepEqual([responses[0]!.status, responses[0]!.body], [200, 'early']);
    assert.equal(responses[0]!.headers.connection, 'close');
    await eventually(() => rig.gateway.metrics().inFlight === 0);
    await restore(early);
  });
  test('interim answers are its own affair', async () => {
    assert.deepEqual(await statuses(get('/acme/items/x/interim')), [200]);
  });
  for (const mode of ['notmodifiedbody', 'nocontent', 'extra']) {
    test(`bytes behind the end of an answer (${mode}) reach nobody`, async () => {
      const bytes = get(`/acme/items/x/${mode}`) + get('/acme/items/items');
      const { responses, raw } = await send(rig.gateway.port, bytes, { responses: 2 });
      assert.equal(responses.length, 2, raw);
      assert.deepEqual([responses[1]!.status, responses[1]!.body], [200, 'echo:']);
      assert.ok(!raw.includes('SMUGGLED'));
    });
  }
});

const urlOf = ({ port }: { port: number }) => `http://127.0.0.1:${port}/v1`;
async function restore(other: TestUpstream): Promise<void> {
  await rig.setUpstream({}, { upstreamUrl: urlOf(rig.upstream) });
  await other.stop();
}
