import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { generate } from 'selfsigned';
import { loadCatalogForGateway } from './find.ts';
import { openTestServer, pointers, type TestServer } from './test-server.ts';

let server: TestServer;
let count = 0;
before(async () => {
  server = await openTestServer();
});
after(() => server.close());

const create = (upstream?: unknown) =>
  server.request('acme', 'POST', '/products', {
    slug: `up-${++count}`,
    name: 'Up',
    upstream_url: 'https://api.example.com/',
    ...(upstream === undefined ? {} : { upstream }),
  });
const change = (id: string, upstream: unknown) =>
  server.request('acme', 'PATCH', `/products/${id}`, { upstream });

describe('upstream settings', () => {
  test('have defaults for all that is left out', async () => {
    const { body } = await create();
    assert.deepEqual(body.upstream, {
      weight: 1,
      targets: [],
      retries: 1,
      health: { failures: 5, open_ms: 1000, server_error_percent: null },
      timeouts: { connect_ms: null, headers_ms: null, idle_ms: null },
      host: 'target',
      host_name: null,
      request_headers: [],
      response_headers: [],
      proof: 'none',
    });
    assert.deepEqual(body.upstream_proof, []);
  });

  test('are replaced whole, with their addresses in normal form', async () => {
    const { body: product } = await create({ retries: 0 });
    const targets = [
      { url: 'HTTPS://Second.example.com.:443/v2/' },
      { url: 'https://third.example.com', weight: 0 },
    ];
    const changed = await change(product.id, { targets, host: 'preserve' });
    assert.equal(changed.status, 200);
    assert.equal(changed.body.upstream.retries, 1);
    assert.equal(changed.body.upstream.host, 'preserve');
    assert.deepEqual(changed.body.upstream.targets, [
      { url: 'https://second.example.com/v2', weight: 1 },
      { url: 'https://third.example.com', weight: 0 },
    ]);
    const renamed = await server.ok('acme', 'PATCH', `/products/${product.id}`, { name: 'Other' });
    assert.deepEqual(renamed.upstream, changed.body.upstream);
  });

  test('D61 a target is judged like the product’s own address, without a connection', async () => {
    const { body: product } = await create();
    const asked = server.asked.length;
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
      'https://gateway.test',
    ]) {
      const own = await server.request('acme', 'PATCH', `/products/${product.id}`, { upstream_url: url });
      assert.deepEqual([own.status, pointers(own)], [422, ['/upstream_url']], url);
      const good = { url: 'https://93.184.215.14' };
      for (const answer of [
        await change(product.id, { targets: [good, { url }] }),
        await create({ targets: [good, { url }] }),
      ]) {
        assert.deepEqual([answer.status, pointers(answer)], [422, ['/upstream/targets/1/url']], url);
      }
    }
    assert.deepEqual(
      server.asked.slice(asked).filter((name) => name !== 'api.example.com'),
      [],
    );
  });

  const wrong: [string, object, string][] = [
    [
      'a target twice',
      { targets: [{ url: 'https://a.test.com' }, { url: 'https://A.test.com/' }] },
      '/upstream/targets/1/url',
    ],
    [
      'no target with a weight',
      { weight: 0, targets: [{ url: 'https://a.test.com', weight: 0 }] },
      '/upstream/weight',
    ],
    ['a literal Host without a name', { host: 'literal' }, '/upstream/host_name'],
    ['a Host name that nobody asked for', { host_name: 'a.test' }, '/upstream/host_name'],
    ['a Host name that splits the head', { host: 'literal', host_name: 'a\r\nb' }, '/upstream/host_name'],
    ['more retries than reason', { retries: 4 }, '/upstream/retries'],
    ['no patience', { timeouts: { connect_ms: 0 } }, '/upstream/timeouts/connect_ms'],
    ['an unknown member', { insecure: true }, '/upstream/insecure'],
    [
      '16 targets',
      { targets: Array.from({ length: 16 }, (_, n) => ({ url: `https://t${n}.test.com` })) },
      '/upstream/targets',
    ],
  ];
  for (const [what, upstream, pointer] of wrong) {
    test(`refuse ${what}`, async () => {
      const answer = await create(upstream);
      assert.deepEqual([answer.status, pointers(answer)], [422, [pointer]]);
    });
  }

  test('of a route bound its own calls', async () => {
    const { body: product } = await create();
    const route = { method: 'GET', template: '/slow', upstream: { headers_ms: 120_000 } };
    const made = await server.ok('acme', 'POST', `/products/${product.id}/routes`, route);
    const none = { request_headers: [], response_headers: [] };
    assert.deepEqual(made.upstream, { headers_ms: 120_000, idle_ms: null, ...none });
    const path = `/products/${product.id}/routes/${made.id}`;
    assert.deepEqual((await server.ok('acme', 'PATCH', path, { name: 'x' })).upstream, made.upstream);
    const wrongRoute = await server.request('acme', 'PATCH', path, { upstream: { connect_ms: 1 } });
    assert.deepEqual([wrongRoute.status, pointers(wrongRoute)], [422, ['/upstream/connect_ms']]);
    const forged = [{ op: 'set', name: 'X-Turnpike-Plan', value: 'gold' }];
    const ours = await server.request('acme', 'PATCH', path, { upstream: { request_headers: forged } });
    assert.deepEqual([ours.status, pointers(ours)], [422, ['/upstream/request_headers/0/name']]);
  });
});

describe('header rules', () => {
  const rule = (more: object) => ({ op: 'set', name: 'X-Any', value: 'x', ...more });

  for (const name of [
    'Content-Length',
    'host',
    'Connection',
    'Transfer-Encoding',
    'TE',
    'Upgrade',
    'Keep-Alive',
    'X-Turnpike-Plan',
    'x_turnpike_plan',
    'X-Forwarded-For',
    'Authorization',
    'X-Api-Key',
    'traceparent',
    'Via',
    'Signature',
    'Expect',
  ]) {
    test(`leave ${name} of requests to the gateway`, async () => {
      for (const op of ['set', 'add', 'remove'] as const) {
        const value = op === 'remove' ? null : 'x';
        const answer = await create({ request_headers: [rule({}), rule({ op, name, value })] });
        assert.deepEqual([answer.status, pointers(answer)], [422, ['/upstream/request_headers/1/name']]);
      }
    });
  }

  for (const name of [
    'Content-Length',
    'Connection',
    'RateLimit',
    'RateLimit-Policy',
    'X-RateLimit-Limit',
    'X-Turnpike-X',
    'Access-Control-Allow-Origin',
  ]) {
    test(`leave ${name} of answers to the gateway`, async () => {
      const answer = await create({ response_headers: [rule({ name })] });
      assert.deepEqual([answer.status, pointers(answer)], [422, ['/upstream/response_headers/0/name']]);
    });
  }

  const wrong: [string, object, string][] = [
    ['CR and LF', { value: 'a\r\nX-Evil: 1' }, 'value'],
    ['LF alone', { value: 'a\nb' }, 'value'],
    ['NUL', { value: 'a\u0000b' }, 'value'],
    ['bytes beyond ASCII', { value: 'é' }, 'value'],
    ['a placeholder that nobody knows', { value: ['$', '{key}'].join('') }, 'value'],
    ['set without a value', { value: null }, 'value'],
    ['remove with a value', { op: 'remove' }, 'value'],
    ['a name with a blank', { name: 'X Any' }, 'name'],
    ['a name with a colon', { name: 'X:' }, 'name'],
    ['no name', { name: '' }, 'name'],
    ['an operation that is none', { op: 'replace' }, 'op'],
  ];
  for (const [what, more, place] of wrong) {
    test(`refuse ${what}`, async () => {
      const answer = await create({ request_headers: [rule(more)] });
      assert.deepEqual([answer.status, pointers(answer)], [422, [`/upstream/request_headers/0/${place}`]]);
    });
  }

  test('are bounded in number', async () => {
    const answer = await create({ response_headers: Array.from({ length: 51 }, () => rule({})) });
    assert.deepEqual([answer.status, pointers(answer)], [422, ['/upstream/response_headers']]);
  });
});

describe('the proof for the upstream', () => {
  const rotate = (id: string, body: object = {}, caller: 'acme' | 'rival' | 'viewer' = 'acme') =>
    server.request(caller, 'POST', `/products/${id}/upstream-proof/rotate`, body);
  const loaded = async (id: string) => (await loadCatalogForGateway(server.db, server.secrets, [id]))[0]!;

  test('needs a secret; the first is in force at once, shown once, sealed at rest', async () => {
    const { body: product } = await create();
    const early = await change(product.id, { proof: 'secret' });
    assert.deepEqual([early.status, pointers(early)], [409, ['/upstream/proof']]);
    const first = await rotate(product.id);
    assert.equal(first.status, 201);
    assert.match(first.body.secret, /^tpu_[\w-]{43}$/);
    const { body: changed } = await change(product.id, { proof: 'secret' });
    assert.deepEqual(changed.upstream_proof, [
      { key_id: first.body.key_id, active_from: first.body.active_from },
    ]);
    const shown = await server.ok('acme', 'GET', `/products/${product.id}`);
    assert.ok(!JSON.stringify(shown).includes(first.body.secret));
    const stored = await sql<{ row: string }>`
      select row_to_json(p)::text as row from catalog_products p where id = ${product.id}
      union all select row_to_json(a)::text from kernel_audit_entries a where object_id = ${product.id}`.execute(
      server.db,
    );
    assert.ok(stored.rows.length > 1);
    assert.ok(stored.rows.every(({ row }) => !row.includes(first.body.secret)));
    const { proofSecrets } = await loaded(product.id);
    assert.deepEqual(proofSecrets, [
      {
        keyId: first.body.key_id,
        secret: first.body.secret,
        activeFromMs: server.clock.now().epochMilliseconds,
      },
    ]);
  });

  test('is followed by another at its time; one that waits is replaced, the one in force is not', async () => {
    const { body: product } = await create();
    const { body: first } = await rotate(product.id);
    await change(product.id, { proof: 'signature' });
    const { body: lost } = await rotate(product.id);
    const { body: second } = await rotate(product.id, { activate_in_seconds: 60 });
    const { proofSecrets } = await loaded(product.id);
    assert.deepEqual(
      proofSecrets.map((one) => one.secret),
      [first.secret, second.secret],
    );
    assert.ok(!proofSecrets.some((one) => one.keyId === lost.key_id));
    assert.equal(proofSecrets[1]!.activeFromMs - proofSecrets[0]!.activeFromMs, 60_000);
    server.clock.advance({ seconds: 60 });
    const { body: third } = await rotate(product.id, { activate_in_seconds: 60 });
    assert.deepEqual(
      (await loaded(product.id)).proofSecrets.map((one) => one.secret),
      [second.secret, third.secret],
    );
    const { body: fourth } = await rotate(product.id, { activate_in_seconds: 0 });
    assert.deepEqual(
      (await loaded(product.id)).proofSecrets.map((one) => one.secret),
      [fourth.secret],
    );
  });

  test('is the provider’s own', async () => {
    const { body: product } = await create();
    assert.equal((await rotate(product.id, {}, 'rival')).status, 404);
    assert.equal((await rotate(product.id, {}, 'viewer')).status, 403);
    const wrong = await rotate(product.id, { activate_in_seconds: -1 });
    assert.deepEqual([wrong.status, pointers(wrong)], [422, ['/activate_in_seconds']]);
  });
});

test('the health of targets is the provider’s to see, and well where no worker says otherwise', async () => {
  const { body: product } = await create({ targets: [{ url: 'http://localhost:4002', weight: 2 }] });
  const path = `/products/${product.id}/upstream-health`;
  const ill = { url: 'http://localhost:4002', openWorkers: 1, probingWorkers: 1 };
  server.health.set(product.id, [ill]);
  const { data } = await server.ok('viewer', 'GET', path);
  assert.deepEqual(data, [
    { url: 'https://api.example.com', weight: 1, state: 'closed', open_workers: 0, workers: 2 },
    { url: 'http://localhost:4002', weight: 2, state: 'open', open_workers: 1, workers: 2 },
  ]);
  assert.equal((await server.request('rival', 'GET', path)).status, 404);
});

describe('certificates for the upstream', () => {
  const put = (id: string, body: object, caller: 'acme' | 'rival' = 'acme') =>
    server.request(caller, 'PUT', `/products/${id}/upstream-tls`, body);
  const pairFor = (name: string) =>
    generate([{ name: 'commonName', value: name }], { keyType: 'ec', algorithm: 'sha256' });

  test('are shown without their key, which is sealed; they are taken back by nothing', async () => {
    const { body: product } = await create();
    const pair = await pairFor('gateway');
    const fields = { ca: pair.cert, certificate: pair.cert, private_key: pair.private };
    const { status, body } = await put(product.id, fields);
    assert.equal(status, 200);
    assert.equal(body.upstream_tls.certificate.subject, 'CN=gateway');
    assert.match(body.upstream_tls.ca.fingerprint_sha256, /^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    const [, line] = pair.private.split('\n');
    const stored = await sql<{ row: string }>`
      select row_to_json(p)::text as row from catalog_products p where id = ${product.id}
      union all select row_to_json(a)::text from kernel_audit_entries a where object_id = ${product.id}`.execute(
      server.db,
    );
    for (const text of [JSON.stringify(body), ...stored.rows.map(({ row }) => row)]) {
      assert.ok(!text.includes(line!.trim()));
    }
    const [loaded] = await loadCatalogForGateway(server.db, server.secrets, [product.id]);
    assert.equal(loaded!.upstreamTls!.privateKey, pair.private);
    assert.equal((await put(product.id, {})).body.upstream_tls, null);
  });

  test('are refused where they are none, or do not belong together', async () => {
    const { body: product } = await create();
    const [one, other] = await Promise.all([pairFor('one'), pairFor('other')]);
    const wrong: [object, string][] = [
      [{ ca: 'x' }, '/ca'],
      [{ certificate: one.cert }, '/private_key'],
      [{ private_key: one.private }, '/private_key'],
      [{ certificate: one.cert, private_key: 'x' }, '/private_key'],
      [{ certificate: one.cert, private_key: other.private }, '/private_key'],
    ];
    for (const [fields, pointer] of wrong) {
      const answer = await put(product.id, fields);
      assert.deepEqual([answer.status, [...new Set(pointers(answer))]], [422, [pointer]]);
    }
    assert.equal((await put(product.id, {}, 'rival')).status, 404);
  });
});
