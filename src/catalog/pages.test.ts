import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { readLogo } from './logo.ts';
import { openTestServer, pointers, type TestServer, terms } from './test-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose form they assert
type Json = any;

let server: TestServer;
let id: string;
let planId: string;
before(async () => {
  server = await openTestServer();
  id = (
    await server.ok('acme', 'POST', '/products', {
      slug: 'docs',
      name: 'Docs',
      upstream_url: 'https://api.example.com',
    })
  ).id;
  await server.ok('acme', 'POST', `/products/${id}/routes`, { method: 'GET', template: '/x/{id}' });
  const plan = { product_id: id, slug: 'basic', name: 'Basic', tier: 0, terms: terms(), publish: true };
  planId = (await server.ok('acme', 'POST', '/billing/plans', plan)).id;
  await server.ok('acme', 'POST', `/products/${id}/publish`);
});
after(() => server.close());

describe('pages of documentation', () => {
  test('stand in their order and say exactly what was written', async () => {
    const markdown = '# Hello\n\n<script>alert(1)</script> [x](javascript:alert(1))\r\n';
    await server.ok('acme', 'PUT', `/products/${id}/pages/later`, {
      title: 'Later',
      markdown: '',
      position: 2,
    });
    for (let times = 0; times < 2; times += 1)
      await server.ok('acme', 'PUT', `/products/${id}/pages/start`, {
        title: 'Start',
        markdown,
        position: 1,
      });
    const { data } = await server.ok('nobody', 'GET', `/marketplace/products/${id}/pages`);
    assert.deepEqual(
      data.map((page: Json) => page.slug),
      ['start', 'later'],
    );
    assert.equal(
      (await server.ok('nobody', 'GET', `/marketplace/products/${id}/pages/start`)).markdown,
      markdown,
    );
    assert.equal((await server.ok('viewer', 'GET', `/products/${id}/pages/start`)).title, 'Start');
    await server.ok('acme', 'DELETE', `/products/${id}/pages/later`);
    assert.equal(
      (await server.request('nobody', 'GET', `/marketplace/products/${id}/pages/later`)).status,
      404,
    );
    assert.equal(
      (await server.request('rival', 'PUT', `/products/${id}/pages/start`, { title: 'x', markdown: '' }))
        .status,
      404,
    );
    assert.equal((await server.request('viewer', 'DELETE', `/products/${id}/pages/start`)).status, 403);
  });
});

describe('the changelog', () => {
  test('shows what was published, newest first, and announces each version once', async () => {
    const save = (version: string, more: Json = {}) =>
      server.ok('acme', 'PUT', `/products/${id}/changelog/${version}`, {
        title: `v${version}`,
        markdown: 'x',
        ...more,
      });
    await save('1.0.0', { publish: true });
    const draft = await save('1.1.0');
    assert.equal(draft.published_at, null);
    await save('0.9.0', { publish: true });
    const again = await save('1.0.0', { publish: true, markdown: 'mended' });
    assert.ok(again.published_at);
    const versions = async (caller: 'acme' | 'nobody', path: string) =>
      (await server.ok(caller, 'GET', path)).data.map((one: Json) => one.version);
    assert.deepEqual(await versions('nobody', `/marketplace/products/${id}/changelog`), ['1.0.0', '0.9.0']);
    assert.equal((await versions('acme', `/products/${id}/changelog`)).length, 3);
    const first = await server.ok('nobody', 'GET', `/marketplace/products/${id}/changelog?limit=1`);
    const second = await server.ok(
      'nobody',
      'GET',
      `/marketplace/products/${id}/changelog?limit=1&cursor=${first.next_cursor}`,
    );
    assert.deepEqual(
      [first.data[0].version, second.data[0].version, second.next_cursor],
      ['1.0.0', '0.9.0', null],
    );
    const { rows } = await sql<{ payload: Json }>`
      select payload from kernel_events where name = 'product.changelog-published' order by id`.execute(
      server.db,
    );
    assert.deepEqual(
      rows.map(({ payload }) => payload.version),
      ['1.0.0', '0.9.0'],
    );
    await server.ok('acme', 'DELETE', `/products/${id}/changelog/0.9.0`);
    assert.deepEqual(await versions('nobody', `/marketplace/products/${id}/changelog`), ['1.0.0']);
  });
});

describe('support', () => {
  test('is said of a product and of its plans', async () => {
    const own = {
      contacts: [
        {
          label: 'Mail',
          email: 'help@example.com',
          url: null,
          phone: null,
          hours: '9–17',
          response_time: '1 day',
        },
      ],
      faq: [{ question: 'Why?', answer: '**Because**' }],
    };
    const ofPlan = {
      contacts: [
        {
          label: 'Hotline',
          email: null,
          url: 'https://help.example.com',
          phone: '+41 31 000 00 00',
          hours: '',
          response_time: '',
        },
      ],
      faq: [],
    };
    await server.ok('acme', 'PUT', `/products/${id}/support`, own);
    await server.ok('acme', 'PUT', `/billing/plans/${planId}/support`, ofPlan);
    const said = await server.ok('nobody', 'GET', `/marketplace/products/${id}/support`);
    assert.deepEqual(said, { ...own, plans: [{ plan_id: planId, ...ofPlan }] });
    for (const [contact, place] of [
      [{ label: 'x', url: 'javascript:alert(1)' }, '/contacts/0/url'],
      [{ label: 'x', url: 'data:text/html,x' }, '/contacts/0/url'],
      [{ label: 'x', email: 'nobody' }, '/contacts/0/email'],
      [{ label: 'x', phone: '<b>' }, '/contacts/0/phone'],
    ] as const) {
      const refused = await server.request('acme', 'PUT', `/products/${id}/support`, { contacts: [contact] });
      assert.deepEqual([refused.status, pointers(refused)], [422, [place]]);
    }
    assert.equal(
      (await server.request('rival', 'PUT', `/billing/plans/${planId}/support`, ofPlan)).status,
      404,
    );
  });
});

function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(33);
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').copy(head);
  head.writeUInt32BE(13, 8);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

describe('a logo', () => {
  const jpeg = Buffer.from([
    0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 20, 0, 30, 1, 1, 0x11, 0,
  ]);
  const webp = Buffer.alloc(30);
  webp.write('RIFF', 0, 'latin1');
  webp.write('WEBPVP8X', 8, 'latin1');
  webp.writeUIntLE(99, 24, 3);
  webp.writeUIntLE(49, 27, 3);

  test('is told by its bytes', () => {
    const seen = (bytes: Buffer) => {
      const logo = readLogo(bytes);
      return typeof logo === 'string' ? logo : `${logo.contentType} ${logo.width}x${logo.height}`;
    };
    assert.equal(seen(png(64, 32)), 'image/png 64x32');
    assert.equal(seen(jpeg), 'image/jpeg 30x20');
    assert.equal(seen(webp), 'image/webp 100x50');
    for (const bytes of [
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      Buffer.from('<html>'),
      Buffer.from('GIF89a'),
      Buffer.alloc(0),
      png(64, 32).subarray(0, 20),
      png(0, 5),
      png(5000, 5),
      Buffer.concat([png(1, 1), Buffer.alloc(600_000)]),
      jpeg.subarray(0, 9),
      webp.subarray(0, 20),
      Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0, 0, 0, 0, 0]),
    ])
      assert.match(seen(bytes), /^(is|has) /, bytes.toString('latin1', 0, 10));
  });

  test('is served by what it is, as a picture and nothing else', async () => {
    const send = (bytes: Buffer, caller = 'acme') =>
      server.inject({
        method: 'PUT',
        url: `/api/v1/products/${id}/logo`,
        headers: { authorization: caller, 'content-type': 'image/svg+xml' },
        payload: bytes,
      });
    const saved = await send(png(8, 8));
    assert.equal(saved.statusCode, 200, saved.body);
    const url = saved.json().logo_url;
    assert.equal((await server.ok('nobody', 'GET', `/marketplace/products/${id}`)).logo_url, url);
    const answer = await server.inject({ method: 'GET', url });
    assert.deepEqual(answer.rawPayload, png(8, 8));
    assert.equal(answer.headers['content-type'], 'image/png');
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.match(String(answer.headers['content-security-policy']), /sandbox/);
    assert.match(String(answer.headers['cache-control']), /public.*immutable/);
    assert.equal((await send(Buffer.from('<svg/>'))).statusCode, 422);
    assert.equal((await send(Buffer.alloc(600_000))).statusCode, 413);
    assert.equal((await send(png(8, 8), 'rival')).statusCode, 404);
    await server.ok('acme', 'PATCH', `/products/${id}`, { visibility: 'private' });
    assert.equal((await server.inject({ method: 'GET', url })).statusCode, 404);
    const own = await server.inject({ method: 'GET', url, headers: { authorization: 'acme' } });
    assert.match(String(own.headers['cache-control']), /^private/);
    await server.ok('acme', 'PATCH', `/products/${id}`, { visibility: 'public' });
    await server.ok('acme', 'DELETE', `/products/${id}/logo`);
    assert.equal((await server.inject({ method: 'GET', url })).statusCode, 404);
  });
});

describe('sample answers', () => {
  test('are set by hand, taken from examples, or made of schemas, the same each time', async () => {
    const json = (schema: Json, more: Json = {}) => ({
      description: 'd',
      content: { 'application/json': { schema, ...more } },
    });
    const pet = {
      type: 'object',
      properties: {
        id: { type: 'integer', minimum: 5 },
        name: { type: 'string', example: 'Rex' },
        at: { type: 'string', format: 'date-time' },
        secret: { type: 'string', writeOnly: true },
        tags: { type: 'array', items: { enum: ['a', 'b'] } },
      },
    };
    const text = JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'x', version: '1' },
      paths: {
        '/x/{id}': {
          get: {
            responses: {
              200: json(pet),
              404: json({}, { example: { error: 'gone' } }),
              204: { description: 'nothing' },
            },
          },
        },
      },
    });
    await server.ok('acme', 'POST', `/products/${id}/openapi-imports`, { text });
    const [route] = (await server.ok('acme', 'GET', `/products/${id}/routes`)).data;
    const shown = async () =>
      (await server.ok('nobody', 'GET', `/marketplace/products/${id}/routes/${route.id}`)).sample_responses;
    const made = await shown();
    assert.deepEqual(
      made.map((one: Json) => [one.status, one.source]),
      [
        ['200', 'generated'],
        ['404', 'example'],
      ],
    );
    assert.deepEqual(JSON.parse(made[0].body), {
      id: 5,
      name: 'Rex',
      at: '2026-01-31T10:15:00Z',
      tags: ['a'],
    });
    assert.deepEqual(await shown(), made);
    const samples = [{ status: '200', content_type: 'application/json', body: '{"by":"hand"}' }];
    const path = `/products/${id}/routes/${route.id}/samples`;
    await server.ok('acme', 'PUT', path, { samples });
    assert.deepEqual(
      (await shown()).map((one: Json) => [one.status, one.source]),
      [
        ['200', 'provider'],
        ['404', 'example'],
      ],
    );
    await server.ok('acme', 'POST', `/products/${id}/openapi-imports`, {
      text: text.replace('gone', 'missing'),
    });
    assert.equal((await shown())[0].body, '{"by":"hand"}');
    assert.equal((await server.ok('viewer', 'GET', path)).data.length, 2);
    const twice = await server.request('acme', 'PUT', path, { samples: [...samples, ...samples] });
    assert.deepEqual([twice.status, pointers(twice)], [422, ['/samples/1']]);
    assert.equal((await server.request('rival', 'PUT', path, { samples })).status, 404);
  });
});

test('whoever subscribed reads on after a product was taken off the market, and nobody else does', async () => {
  const fields = { slug: 'leaving', name: 'Leaving', upstream_url: 'https://api.example.com' };
  const product = await server.ok('acme', 'POST', '/products', fields);
  const route = await server.ok('acme', 'POST', `/products/${product.id}/routes`, {
    method: 'GET',
    template: '/y',
  });
  const plan = {
    product_id: product.id,
    slug: 'basic',
    name: 'Basic',
    tier: 0,
    terms: terms(),
    publish: true,
  };
  await server.ok('acme', 'POST', '/billing/plans', plan);
  await server.ok('acme', 'PUT', `/products/${product.id}/pages/start`, { title: 'Start', markdown: 'x' });
  const base = `/marketplace/products/${product.id}`;
  const addresses = [
    ...[base, `${base}/pages`, `${base}/pages/start`, `${base}/changelog`, `${base}/support`],
    ...[`${base}/openapi.json`, `${base}/routes/${route.id}`],
  ];
  const statuses = async (caller: 'rival' | 'nobody') => {
    const found = new Set<number>();
    for (const address of addresses) found.add((await server.request(caller, 'GET', address)).status);
    return [...found];
  };
  server.subscribers.push([product.id, server.organizationId('rival')]);
  assert.deepEqual(await statuses('rival'), [404], 'never on offer');
  await server.ok('acme', 'POST', `/products/${product.id}/publish`);
  await server.ok('acme', 'POST', `/products/${product.id}/unpublish`);
  assert.deepEqual(await statuses('rival'), [200]);
  assert.deepEqual(await statuses('nobody'), [404]);
  const suspend = (block_calls: boolean) =>
    server.ok('operator', 'POST', `/catalog/moderation/${product.id}/suspend`, { reason: 'x', block_calls });
  await server.ok('acme', 'POST', `/products/${product.id}/publish`);
  await suspend(false);
  assert.deepEqual(await statuses('rival'), [200]);
  await suspend(true);
  assert.deepEqual(await statuses('rival'), [404], 'not even called any more');
});
