import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { currentChangeCursor, readChanges } from '#kernel';
import { loadCatalogForGateway } from './find.ts';
import { openTestServer, pointers, type TestServer, terms } from './test-server.ts';

let server: TestServer;
let count = 0;

before(async () => {
  server = await openTestServer();
});
after(() => server.close());

const fresh = () => ({
  slug: `weather-${++count}`,
  name: 'Weather',
  upstream_url: 'https://api.example.com/',
});

async function productWithPlan() {
  const product = await server.ok('acme', 'POST', '/products', fresh());
  const plan = { product_id: product.id, slug: 'free', name: 'Free', tier: 0, terms: terms(), publish: true };
  return { product, plan: await server.ok('acme', 'POST', '/billing/plans', plan) };
}

describe('products', () => {
  test('are made, changed, published and taken back', async () => {
    const { product } = await productWithPlan();
    assert.equal(product.state, 'draft');
    assert.equal(product.upstream_url, 'https://api.example.com');
    const incomplete = await server.request('acme', 'POST', `/products/${product.id}/publish`);
    assert.equal(incomplete.status, 409);
    assert.deepEqual(pointers(incomplete), ['/routes']);

    await server.ok('acme', 'POST', `/products/${product.id}/routes`, { method: 'GET', template: '/now' });
    const published = await server.ok('acme', 'POST', `/products/${product.id}/publish`);
    assert.equal(published.state, 'published');
    const again = await server.ok('acme', 'POST', `/products/${product.id}/publish`);
    assert.equal(again.revision, published.revision, 'publishing twice changes nothing');
    assert.equal((await server.request('nobody', 'GET', `/marketplace/products/${product.id}`)).status, 200);

    assert.equal((await server.request('acme', 'DELETE', `/products/${product.id}`)).status, 409);
    const slug = await server.request('acme', 'PATCH', `/products/${product.id}`, { slug: 'other' });
    assert.deepEqual([slug.status, pointers(slug)], [409, ['/slug']]);
    const off = await server.ok('acme', 'POST', `/products/${product.id}/unpublish`);
    assert.equal(off.state, 'unpublished');
    assert.equal((await server.request('nobody', 'GET', `/marketplace/products/${product.id}`)).status, 404);
  });

  test('need a slug of their own within the provider only', async () => {
    const wanted = fresh();
    await server.ok('acme', 'POST', '/products', wanted);
    const second = await server.request('acme', 'POST', '/products', wanted);
    assert.deepEqual([second.status, pointers(second)], [409, ['/slug']]);
    await server.ok('rival', 'POST', '/products', wanted);
  });

  test('of the same slug, made at once, become one', async () => {
    const wanted = fresh();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => server.request('acme', 'POST', '/products', wanted)),
    );
    assert.deepEqual(answers.map((one) => one.status).sort(), [201, 409, 409, 409, 409, 409]);
  });

  test('refuse a change that was made to an older revision', async () => {
    const product = await server.ok('acme', 'POST', '/products', fresh());
    await server.ok('acme', 'PATCH', `/products/${product.id}`, { name: 'A', revision: product.revision });
    const stale = await server.request('acme', 'PATCH', `/products/${product.id}`, {
      name: 'B',
      revision: product.revision,
    });
    assert.deepEqual([stale.status, pointers(stale)], [409, ['/revision']]);
    assert.equal((await server.ok('acme', 'GET', `/products/${product.id}`)).name, 'A');
  });

  test('never on offer can be deleted, with routes and drafts', async () => {
    const product = await server.ok('acme', 'POST', '/products', fresh());
    const plan = await server.ok('acme', 'POST', '/billing/plans', {
      ...{ product_id: product.id, slug: 'p', name: 'P', tier: 1, terms: terms() },
    });
    await server.ok('acme', 'POST', `/products/${product.id}/routes`, {
      method: 'GET',
      template: '/',
      minimum_plan: plan.id,
    });
    assert.equal((await server.request('acme', 'DELETE', `/products/${product.id}`)).status, 204);
    assert.equal((await server.request('acme', 'GET', `/products/${product.id}`)).status, 404);
  });

  test('with a published plan version but never on offer can not be deleted', async () => {
    const { product } = await productWithPlan();
    assert.equal((await server.request('acme', 'DELETE', `/products/${product.id}`)).status, 409);
    assert.equal((await server.request('acme', 'GET', `/products/${product.id}`)).status, 200);
  });

  test('are listed page by page', async () => {
    const made = [];
    for (let i = 0; i < 3; i += 1) made.push((await server.ok('rival', 'POST', '/products', fresh())).id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await server.ok('rival', 'GET', `/products?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map((one: { id: string }) => one.id));
      cursor = page.next_cursor ?? '';
    } while (cursor);
    assert.ok(made.every((id) => seen.includes(id)));
    assert.equal(new Set(seen).size, seen.length);
  });
});

describe('bad products', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['a wrong type', { name: 5 }, '/name'],
    ['an unknown field', { owner: 'me' }, '/owner'],
    ['an empty name', { name: '  ' }, '/name'],
    ['a slug with capitals', { slug: 'Weather' }, '/slug'],
    ['a slug that ends with a hyphen', { slug: 'weather-' }, '/slug'],
    ['a long name', { name: 'x'.repeat(101) }, '/name'],
    ['a NUL character', { description: 'a\u0000b' }, '/description'],
    ['half a surrogate pair', { summary: '\ud800' }, '/summary'],
    ['another quota status', { quota_denial_status: 402 }, '/quota_denial_status'],
    ['a loopback upstream', { upstream_url: 'http://127.0.0.1' }, '/upstream_url'],
    ['a folded loopback upstream', { upstream_url: 'http://2130706433' }, '/upstream_url'],
    ['the metadata service', { upstream_url: 'http://169.254.169.254./' }, '/upstream_url'],
    ['our own gateway', { upstream_url: 'https://gateway.test/acme' }, '/upstream_url'],
    ['credentials in the upstream', { upstream_url: 'http://u:p@example.com' }, '/upstream_url'],
    ['another scheme', { upstream_url: 'ftp://example.com' }, '/upstream_url'],
  ];
  for (const [what, wrong, pointer] of cases) {
    test(`are refused for ${what}, and nothing is written`, async () => {
      const before = await server.ok('acme', 'GET', '/products?limit=200');
      server.asked.length = 0;
      const answer = await server.request('acme', 'POST', '/products', { ...fresh(), ...wrong });
      assert.equal(answer.status, 422);
      assert.deepEqual(pointers(answer), [pointer]);
      assert.deepEqual(server.asked, []);
      assert.deepEqual(await server.ok('acme', 'GET', '/products?limit=200'), before);
    });
  }

  test('are refused when an upstream is changed to a private address', async () => {
    const product = await server.ok('acme', 'POST', '/products', fresh());
    const answer = await server.request('acme', 'PATCH', `/products/${product.id}`, {
      upstream_url: 'http://10.0.0.1',
    });
    assert.deepEqual([answer.status, pointers(answer)], [422, ['/upstream_url']]);
    assert.deepEqual(await server.ok('acme', 'GET', `/products/${product.id}`), product);
  });

  test('may stand on a private address that the operator allows', async () => {
    const product = await server.ok('acme', 'POST', '/products', {
      ...fresh(),
      upstream_url: 'http://localhost:4002',
    });
    assert.equal(product.upstream_url, 'http://localhost:4002');
  });
});

describe('routes', () => {
  let product: { id: string };
  let plan: { id: string };
  beforeEach(async () => {
    ({ product, plan } = await productWithPlan());
  });
  const add = (body: unknown) => server.request('acme', 'POST', `/products/${product.id}/routes`, body);

  test('keep what they are told', async () => {
    const route = (
      await add({
        ...{
          method: 'GET',
          template: '/items/{id}',
          upstream_path: '/v2/things/{id}',
          minimum_plan: 'free',
          weight: '2.50',
        },
        ...{
          rate_limits: [{ limit: 5, window_seconds: 60 }],
          concurrency: 3,
          name: 'An item',
          sample_parameters: { id: '7' },
        },
      })
    ).body;
    assert.equal(route.minimum_plan_id, plan.id);
    assert.equal(route.weight, '2.5');
    assert.equal(route.protocol, 'http');
    assert.equal((await add({ method: 'POST', template: '/items/{id}' })).body.position, 1);
    const changed = await server.ok('acme', 'PATCH', `/products/${product.id}/routes/${route.id}`, {
      ...{ weight: 0, minimum_plan: null, rate_limits: [], concurrency: null },
    });
    assert.deepEqual(
      [changed.weight, changed.minimum_plan_id, changed.rate_limits, changed.name],
      ['0', null, [], 'An item'],
    );
    const list = await server.ok('acme', 'GET', `/products/${product.id}/routes`);
    assert.deepEqual(list.data[0], changed);
    await server.ok('acme', 'DELETE', `/products/${product.id}/routes/${route.id}`);
    assert.equal(
      (await server.request('acme', 'GET', `/products/${product.id}/routes/${route.id}`)).status,
      404,
    );
  });

  test('that would match the same calls conflict', async () => {
    assert.equal((await add({ method: 'GET', template: '/items/{id}' })).status, 201);
    assert.equal(
      (await add({ method: 'ANY', template: '/items/{id}' })).status,
      201,
      'a named method goes before ANY',
    );
    const same = await add({ method: 'GET', template: '/items/{id}' });
    assert.deepEqual([same.status, pointers(same)], [409, ['/method']]);
    const renamed = await add({ method: 'GET', template: '/items/{name}' });
    assert.deepEqual([renamed.status, pointers(renamed)], [409, ['/method']]);
    const other = await add({ method: 'DELETE', template: '/items/{name}' });
    assert.deepEqual([other.status, pointers(other)], [409, ['/template']]);
  });

  const cases: [string, Record<string, unknown>, string][] = [
    ['an unknown method', { method: 'FETCH' }, '/method'],
    ['a dot segment', { template: '/a/../b' }, '/template'],
    ['an encoded dot segment', { template: '/a/%2e%2e/b' }, '/template'],
    ['a parameter twice', { template: '/{id}/{id}' }, '/template'],
    ['an upstream parameter that the template lacks', { upstream_path: '/v/{x}' }, '/upstream_path'],
    ['a negative weight', { weight: '-1' }, '/weight'],
    ['a weight too fine to count', { weight: '0.0000001' }, '/weight'],
    ['a weight with a float', { weight: 0.1 }, '/weight'],
    [
      'a window of two hours',
      { rate_limits: [{ limit: 1, window_seconds: 7200 }] },
      '/rate_limits/0/window_seconds',
    ],
    ['a limit of none', { rate_limits: [{ limit: 0, window_seconds: 1 }] }, '/rate_limits/0/limit'],
    ['a plan that is not its own', { minimum_plan: 'gold' }, '/minimum_plan'],
    ['an unknown protocol', { protocol: 'mqtt' }, '/protocol'],
    ['a protocol whose calls have another method', { protocol: 'grpc' }, '/protocol'],
    ['an unknown field', { cost: 1 }, '/cost'],
  ];
  for (const [what, wrong, pointer] of cases) {
    test(`are refused for ${what}, and nothing is written`, async () => {
      const answer = await add({ method: 'GET', template: '/items', ...wrong });
      assert.equal(answer.status, 422, JSON.stringify(answer.body));
      assert.deepEqual(pointers(answer), [pointer]);
      assert.deepEqual((await server.ok('acme', 'GET', `/products/${product.id}/routes`)).data, []);
    });
  }

  test('added at once keep the shape unique and the positions in order', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => add({ method: 'GET', template: n % 2 ? '/odd' : `/even/${n}` })),
    );
    assert.deepEqual(answers.map((one) => one.status).sort(), [201, 201, 201, 409]);
    const { data } = await server.ok('acme', 'GET', `/products/${product.id}/routes`);
    assert.deepEqual(
      data.map((one: { position: number }) => one.position),
      [0, 1, 2],
    );
  });
});

describe('tenancy', () => {
  test("another provider's product, route and plan do not exist", async () => {
    const { product, plan } = await productWithPlan();
    const route = await server.ok('acme', 'POST', `/products/${product.id}/routes`, {
      method: 'GET',
      template: '/x',
    });
    const version = plan.version.id;
    const attempts: [string, string, unknown?][] = [
      ['GET', `/products/${product.id}`],
      ['PATCH', `/products/${product.id}`, { name: 'mine' }],
      ['DELETE', `/products/${product.id}`],
      ['POST', `/products/${product.id}/publish`],
      ['POST', `/products/${product.id}/unpublish`],
      ['GET', `/products/${product.id}/meters`],
      ['GET', `/products/${product.id}/routes`],
      ['POST', `/products/${product.id}/routes`, { method: 'GET', template: '/y' }],
      ['GET', `/products/${product.id}/routes/${route.id}`],
      ['PATCH', `/products/${product.id}/routes/${route.id}`, { name: 'mine' }],
      ['DELETE', `/products/${product.id}/routes/${route.id}`],
      ['POST', '/billing/plans', { product_id: product.id, slug: 's', name: 'S', tier: 7 }],
      ['GET', `/billing/plans/${plan.id}`],
      ['PATCH', `/billing/plans/${plan.id}`, { name: 'mine' }],
      ['DELETE', `/billing/plans/${plan.id}`],
      ['GET', `/billing/plans/${plan.id}/versions`],
      ['POST', `/billing/plans/${plan.id}/versions`, { terms: terms() }],
      ['GET', `/billing/plans/${plan.id}/versions/${version}`],
      ['PUT', `/billing/plans/${plan.id}/versions/${version}`, { terms: terms() }],
      ['DELETE', `/billing/plans/${plan.id}/versions/${version}`],
      ['POST', `/billing/plans/${plan.id}/versions/${version}/publish`],
      ['GET', `/billing/plans/${plan.id}/compare?a=${version}&b=${version}`],
    ];
    for (const [method, path, body] of attempts) {
      assert.equal((await server.request('rival', method, path, body)).status, 404, `${method} ${path}`);
    }
    const own = await server.ok('rival', 'GET', '/billing/plans?limit=200');
    assert.ok(own.data.every((one: { id: string }) => one.id !== plan.id));
  });

  test('reading is not writing, and strangers do neither', async () => {
    assert.equal((await server.request('viewer', 'POST', '/products', fresh())).status, 403);
    assert.equal((await server.request('viewer', 'GET', '/products')).status, 200);
    assert.equal((await server.request('nobody', 'GET', '/products')).status, 401);
  });
});

test('every change reaches the change feed, and the gateway loads exactly that product', async () => {
  const { product, plan } = await productWithPlan();
  const path = `/products/${product.id}`;
  const steps: [string, string, unknown?][] = [
    [
      'POST',
      `${path}/routes`,
      { method: 'GET', template: '/now', minimum_plan: 'free', weight: '0.5', protocol: 'websocket' },
    ],
    ['PATCH', path, { name: 'Weather 2' }],
    ['POST', `${path}/publish`],
    ['PATCH', `/billing/plans/${plan.id}`, { tier: 3 }],
    ['POST', `${path}/unpublish`],
  ];
  for (const [method, url, body] of steps) {
    const { cursor } = await readChanges(server.db, await currentChangeCursor(server.db));
    await server.ok('acme', method, url, body);
    const { changes } = await readChanges(server.db, cursor);
    assert.ok(
      changes.some((one) => one.topic === 'catalog' && one.id === product.id),
      `${method} ${url}`,
    );
  }
  const [loaded, ...rest] = await loadCatalogForGateway(server.db, server.secrets, [product.id, 'prd_gone']);
  assert.equal(rest.length, 0);
  assert.ok(loaded);
  assert.equal(`/${loaded.providerSlug}/${loaded.slug}`, `/acme/${product.slug}`);
  assert.equal(loaded.state, 'unpublished');
  assert.equal(loaded.routes[0]?.minimumPlanId, plan.id);
  assert.equal(loaded.routes[0]?.weight.toFixed(), '0.5');
  assert.equal(loaded.routes[0]?.protocol, 'websocket');
  assert.equal(loaded.plans[0]?.tier, 3);
  assert.deepEqual(
    loaded.plans[0]?.versions.map((one) => one.id),
    [plan.version.id],
  );
  const all = await loadCatalogForGateway(server.db, server.secrets);
  assert.ok(all.length > 1 && all.some((one) => one.productId === product.id));
});
