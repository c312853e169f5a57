import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { changeTraffic, DEFAULT_TRAFFIC } from '#catalog';
import { converse, requestText, send } from './test-client.ts';
import { eventually, type Rig, route, startRig } from './test-rig.ts';

/** How products and routes treat callers, on sockets, against the bytes that reach a recording upstream. */
type Change = Parameters<typeof changeTraffic>[1];

let rig: Rig;
before(async () => {
  rig = await startRig({ trustedProxies: ['127.0.0.1'], gatewayHosts: ['api.test'] });
  const cors = {
    ...DEFAULT_TRAFFIC.cors,
    origins: ['https://app.example.com'],
    exposed_headers: ['X-Total'],
  };
  await treat({ hosts: [] }, [
    route('rte_open', 'POST', '/open', { traffic: { body_bytes: 3 * 1024 * 1024 } }),
    route('rte_page', 'GET', '/page', { traffic: { cors: { ...cors, credentials: true } } }),
    route('rte_silent', 'GET', '/silent', { traffic: { cors: { ...cors, origins: [] } } }),
    route('rte_home', 'GET', '/home', {
      traffic: { addresses: { allow: ['203.0.113.0/24', '2001:db8::/32'], deny: ['203.0.113.66'] } },
    }),
    route('rte_link', 'GET', '/link/{id}', { traffic: { key_in_query: true } }),
    route('rte_old', 'GET', '/former/{id}', {
      traffic: { key_in_query: true, key_query_parameter: 'token', key_headers: ['apikey', 'x-token'] },
    }),
  ]);
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

/** Gives the product this traffic, and these routes beside its own. */
async function treat(traffic: Change, routes: ReturnType<typeof route>[] = []): Promise<void> {
  await rig.change('catalog', 'prd_items', () => {
    const product = rig.world.products[0]!;
    rig.world.products[0] = {
      ...product,
      traffic: changeTraffic(product.traffic, traffic),
      routes: [...product.routes, ...routes],
    };
  });
  await rig.enforcement.catchUp();
}

async function ask(method: string, path: string, lines = '', body = '') {
  const bytes = requestText(method, `/acme/items${path}`, rig.keys.pro!, lines, body);
  const { responses } = await send(rig.gateway.port, bytes);
  return responses[0]!;
}

async function askBytes(bytes: string) {
  const { responses } = await send(rig.gateway.port, bytes);
  return responses[0]!;
}

describe('pages of browsers', () => {
  const preflight = (path: string, origin: string) =>
    askBytes(
      `OPTIONS /acme/items${path} HTTP/1.1\r\nHost: api.test\r\nOrigin: ${origin}\r\n` +
        'Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: x-api-key\r\n\r\n',
    );

  test('of any origin may call by default, without cookies', async () => {
    const { status, headers } = await preflight('/items', 'https://anyone.example');
    assert.equal(status, 204);
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.equal(headers['access-control-allow-headers'], 'x-api-key');
    assert.equal(headers['access-control-allow-credentials'], undefined);
    const answer = await ask('GET', '/items', 'Origin: https://anyone.example\r\n');
    assert.equal(answer.headers['access-control-allow-origin'], '*');
    assert.match(answer.headers.vary!, /Origin/);
  });

  test('of listed origins alone may call where a route lists them', async () => {
    const listed = await preflight('/page', 'https://app.example.com');
    assert.equal(listed.headers['access-control-allow-origin'], 'https://app.example.com');
    assert.equal(listed.headers['access-control-allow-credentials'], 'true');
    assert.equal(listed.headers['access-control-max-age'], '600');
    assert.match(listed.headers.vary!, /Origin/);
    for (const origin of ['https://app.example.com.evil.test', 'http://app.example.com', 'null']) {
      const other = await preflight('/page', origin);
      assert.equal(other.headers['access-control-allow-origin'], undefined, origin);
      assert.match(other.headers.vary!, /Origin/);
    }
    const answer = await ask('GET', '/page', 'Origin: https://app.example.com\r\n');
    assert.equal(answer.headers['access-control-allow-origin'], 'https://app.example.com');
    assert.match(answer.headers['access-control-expose-headers']!, /RateLimit.*X-Total/);
    const unasked = await ask('GET', '/page');
    assert.match(unasked.headers.vary!, /Origin/, 'a cache must not show this answer to a page');
    assert.equal(unasked.headers['access-control-allow-origin'], undefined);
  });

  test('are told nothing where a route is silent, and refusals can be read where they may call', async () => {
    const silent = await ask('GET', '/silent', 'Origin: https://app.example.com\r\n');
    assert.equal(silent.status, 200);
    assert.equal(silent.headers['access-control-allow-origin'], undefined);
    const bytes = `GET /acme/items/page HTTP/1.1\r\nHost: api.test\r\nOrigin: https://app.example.com\r\n\r\n`;
    const refused = await askBytes(bytes);
    assert.equal(refused.status, 401);
    assert.equal(refused.headers['access-control-allow-origin'], 'https://app.example.com');
  });
});

describe('addresses', () => {
  test('that are not listed, or are denied, are refused', async () => {
    const from = (address: string) => ask('GET', '/home', `X-Forwarded-For: ${address}\r\n`);
    assert.equal((await from('203.0.113.9')).status, 200);
    assert.equal((await from('2001:db8::7')).status, 200);
    for (const address of ['198.51.100.1', '203.0.113.66', '2001:db9::1', 'nonsense']) {
      const refused = await from(address);
      assert.equal(refused.status, 403, address);
      assert.match(refused.body, /ip-forbidden/);
    }
    assert.equal(rig.upstream.requests.length, 2);
  });

  test('D25: what stands left of the last stranger in X-Forwarded-For is not believed', async () => {
    const spoofed = await ask('GET', '/home', 'X-Forwarded-For: 203.0.113.9, 198.51.100.1\r\n');
    assert.equal(spoofed.status, 403);
    const chained = await ask('GET', '/home', 'X-Forwarded-For: 198.51.100.1, 203.0.113.9, 127.0.0.1\r\n');
    assert.equal(chained.status, 200);
    assert.deepEqual(rig.upstream.requests[0]!.headers.get('x-forwarded-for'), [
      '203.0.113.9, 127.0.0.1, 127.0.0.1',
    ]);
  });
});

describe('D59: bodies', () => {
  const limit = 1024 * 1024;

  test('D59: a declared length beyond the limit is refused before the body is read', async () => {
    const lines = `Content-Length: ${2 * limit}\r\nExpect: 100-continue\r\n`;
    const { responses } = await send(
      rig.gateway.port,
      requestText('POST', '/acme/items/items', rig.keys.pro!, lines),
      { untilClose: true },
    );
    assert.deepEqual(
      responses.map((one) => one.status),
      [413],
    );
    assert.equal(rig.upstream.requests.length, 0);
    assert.equal(rig.upstream.bytes().trim(), '');
  });

  test('D59: chunks beyond the limit are refused and the upstream never sees an end', async () => {
    const recorded = rig.journal().complete.length;
    const socket = connect(rig.gateway.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const chunk = 'x'.repeat(65_536);
    socket.write(requestText('POST', '/acme/items/items', rig.keys.pro!, 'Transfer-Encoding: chunked\r\n'));
    for (let i = 0; i < 17; i += 1) socket.write(`10000\r\n${chunk}\r\n`);
    const { responses } = await converse(socket);
    assert.equal(responses[0]!.status, 413);
    assert.ok(!rig.upstream.bytes().endsWith('0\r\n\r\n'));
    assert.equal(rig.upstream.requests.length, 0);
    assert.equal(rig.journal().complete.length, recorded);
  });

  test('a route may take larger ones', async () => {
    const body = 'y'.repeat(2 * limit);
    const answer = await ask('POST', '/open', `Content-Length: ${body.length}\r\n`, body);
    assert.equal(answer.status, 200);
    assert.equal(rig.upstream.requests[0]!.body.length, body.length);
    const larger = await ask('POST', '/open', `Content-Length: ${4 * limit}\r\n`);
    assert.equal(larger.status, 413);
  });
});

describe('a key in the query', () => {
  const at = (target: string, lines = '') =>
    `GET /acme/items${target} HTTP/1.1\r\nHost: api.test\r\n${lines}\r\n`;

  test('D31: is taken where it is allowed, and out of what goes on, byte for byte', async () => {
    const key = rig.keys.pro!;
    for (const [query, rest] of [
      [`?api_key=${key}&q=1`, '?q=1'],
      [`?q=%20a+b&&api_key=${key}&z=%C3%A4&=`, '?q=%20a+b&&z=%C3%A4&='],
      [`?api_key=${key}`, ''],
      [`?api%5Fkey=${key}&API_KEY=1&x_api_key=2`, '?API_KEY=1&x_api_key=2'],
      [`?q=1&api_key=${key}&api_key=${key}`, '?q=1'],
    ] as const) {
      rig.upstream.forget();
      assert.equal((await askBytes(at(`/link/a%2Fb${query}`))).status, 200, query);
      assert.equal(rig.upstream.requests[0]!.target, `/v1/link/a%2Fb${rest}`);
      assert.ok(!rig.upstream.bytes().includes(key));
    }
    await eventually(() => rig.journal().open.length === 0);
    const written = readdirSync(rig.journalDirectory, { recursive: true, encoding: 'utf8' })
      .map((name) => join(rig.journalDirectory, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path, 'latin1'))
      .join('');
    assert.ok(written.includes('/link/a%2Fb'), 'the calls are in the journal');
    assert.ok(!written.includes(key));
  });

  test('D31: is none where it is not allowed', async () => {
    const refused = await askBytes(at(`/items?api_key=${rig.keys.pro}`));
    assert.equal(refused.status, 401);
    assert.match(refused.body, /key-missing/);
    assert.ok(!refused.body.includes(rig.keys.pro!));
  });

  test('D30: that differs from a key elsewhere is ambiguous', async () => {
    const { pro, free } = rig.keys;
    for (const bytes of [
      at(`/link/1?api_key=${pro}`, `X-Api-Key: ${free}\r\n`),
      at(`/link/1?api_key=${pro}`, `Authorization: Bearer ${free}\r\n`),
      at(`/link/1?api_key=${pro}&api_key=${free}`),
      at('/link/1?api_key=%zz', `X-Api-Key: ${free}\r\n`),
    ]) {
      const refused = await askBytes(bytes);
      assert.equal(refused.status, 401);
      assert.match(refused.body, /key-ambiguous/);
    }
    assert.equal(rig.upstream.requests.length, 0);
    assert.equal((await askBytes(at(`/link/1?api_key=${pro}`, `X-Api-Key: ${pro}\r\n`))).status, 200);
  });

  test('leaves the Authorization to the upstream', async () => {
    await askBytes(at(`/link/1?api_key=${rig.keys.pro}`, 'Authorization: Basic dTpw\r\n'));
    assert.deepEqual(rig.upstream.requests[0]!.headers.get('authorization'), ['Basic dTpw']);
  });
});

describe('a key where another gateway had it', () => {
  const at = (target: string, lines = '') =>
    `GET /acme/items/former${target} HTTP/1.1\r\nHost: api.test\r\n${lines}\r\n`;

  test('is taken from headers and parameters that the product names, and goes no further', async () => {
    const { pro } = rig.keys;
    for (const bytes of [
      at('/1', `ApiKey: ${pro}\r\n`),
      at('/1', `X-Token: ${pro}\r\napikey: ${pro}\r\n`),
      at(`/1?token=${pro}&q=1`),
      at(`/1?token=${pro}`, `apikey: ${pro}\r\nX-Api-Key: ${pro}\r\nAuthorization: Bearer ${pro}\r\n`),
    ]) {
      rig.upstream.forget();
      assert.equal((await askBytes(bytes)).status, 200, bytes);
      assert.ok(!rig.upstream.bytes().includes(pro!), bytes);
    }
  });

  test('beside another one is ambiguous, wherever the two are', async () => {
    const { pro, free } = rig.keys;
    for (const bytes of [
      at('/1', `apikey: ${pro}\r\napikey: ${free}\r\n`),
      at('/1', `apikey: ${pro}\r\nX-Token: ${free}\r\n`),
      at('/1', `apikey: ${pro}\r\nX-Api-Key: ${free}\r\n`),
      at('/1', `apikey: ${pro}\r\nAuthorization: Bearer ${free}\r\n`),
      at(`/1?token=${free}`, `apikey: ${pro}\r\n`),
      at('/1?token=an-imported-one', 'apikey: another-imported-one\r\n'),
    ]) {
      const refused = await askBytes(bytes);
      assert.equal(refused.status, 401, bytes);
      assert.match(refused.body, /key-ambiguous/);
    }
    assert.equal(rig.upstream.requests.length, 0);
  });

  test('is an ordinary header or parameter of products that do not name it', async () => {
    const { pro } = rig.keys;
    const bytes = `GET /acme/items/items?token=1 HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${pro}\r\napikey: theirs\r\n\r\n`;
    assert.equal((await askBytes(bytes)).status, 200);
    assert.deepEqual(rig.upstream.requests[0]!.headers.get('apikey'), ['theirs']);
    assert.equal(rig.upstream.requests[0]!.target, '/v1/items?token=1');
    const other = await askBytes(at(`/1?api_key=${pro}`));
    assert.match(other.body, /key-missing/);
  });
});

describe('host names', () => {
  const on = (host: string, target: string) =>
    askBytes(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nX-Api-Key: ${rig.keys.pro}\r\n\r\n`);

  test('of a product are matched on the path alone, without case and port', async () => {
    await rig.change('catalog', 'prd_items', () => {
      rig.world.products[0] = { ...rig.world.products[0]!, hosts: ['items.acme.example'] };
    });
    await rig.enforcement.catchUp();
    for (const host of ['items.acme.example', 'ITEMS.acme.example:8443', 'items.acme.example.']) {
      rig.upstream.forget();
      const answer = await on(host, '/items/a%2Fb?q=1');
      assert.equal(answer.status, 200, host);
      assert.equal(rig.upstream.requests[0]!.target, '/v1/items/a%2Fb?q=1');
    }
    await eventually(() => rig.journal().open.length === 0);
    // Workers write journals of their own: which of them is read last says nothing.
    assert.ok(rig.journal().complete.some(({ path }) => path === '/acme/items/items/a%2Fb'));
    const elsewhere = await on('items.acme.example', '/acme/items/items');
    assert.equal(elsewhere.status, 404, 'the address path belongs to the main host');
    assert.equal((await on('api.test', '/acme/items/items')).status, 200);
  });

  test('D16: the authority of an absolute target decides, and a name of nobody is refused', async () => {
    const foreign = `GET http://evil.test/acme/items/items HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${rig.keys.pro}\r\n\r\n`;
    const refused = await askBytes(foreign);
    assert.equal(refused.status, 421);
    assert.equal(rig.upstream.requests.length, 0);
    const own = `GET http://api.test/acme/items/items HTTP/1.1\r\nHost: evil.test\r\nX-Api-Key: ${rig.keys.pro}\r\n\r\n`;
    assert.equal((await askBytes(own)).status, 200);
    assert.deepEqual(rig.upstream.requests[0]!.headers.get('x-forwarded-host'), ['api.test']);
  });
});
