import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTestServer, type TestServer, terms } from './test-server.ts';

let server: TestServer;
let productId: string;
let proId: string;

before(async () => {
  server = await openTestServer();
  const product = { slug: 'weather', name: 'Weather API', summary: '100% sun', category: 'weather' };
  ({ id: productId } = await server.ok('acme', 'POST', '/products', {
    ...product,
    upstream_url: 'https://inner.example.com/v1',
  }));
  const plan = { product_id: productId, publish: true };
  await server.ok('acme', 'POST', '/billing/plans', {
    ...{ ...plan, slug: 'free', name: 'Free', tier: 0, terms: terms({ price: '0' }) },
  });
  ({ id: proId } = await server.ok('acme', 'POST', '/billing/plans', {
    ...{ ...plan, slug: 'pro', name: 'Pro', tier: 1, terms: terms() },
  }));
  await server.ok('acme', 'POST', '/billing/plans', {
    ...{ product_id: productId, slug: 'secret', name: 'Secret', tier: 2, terms: terms() },
  });
  const routes = `/products/${productId}/routes`;
  await server.ok('acme', 'POST', routes, {
    method: 'GET',
    template: '/cities/{city}',
    sample_parameters: { city: 'Bern', lang: 'de' },
  });
  await server.ok('acme', 'POST', routes, {
    method: 'ANY',
    template: '/cities/{city}',
    minimum_plan: 'pro',
    upstream_path: '/c/{city}',
  });
  await server.ok('acme', 'POST', `/products/${productId}/publish`);
  await server.ok('rival', 'POST', '/products', {
    slug: 'draft',
    name: 'Weather draft',
    upstream_url: 'https://x.example.com',
  });
});
after(() => server.close());

const search = async (query: string) =>
  (await server.ok('nobody', 'GET', `/marketplace/products${query}`)).data.map(
    (one: { slug: string }) => one.slug,
  );

describe('the marketplace', () => {
  test('finds what is on offer, without an account', async () => {
    assert.deepEqual(await search(''), ['weather']);
    assert.deepEqual(await search('?q=api+WEATHER'), ['weather'], 'all words, in any order and case');
    assert.deepEqual(await search('?q=100%25'), ['weather']);
    assert.deepEqual(await search('?q=1%25n'), [], 'the % of a query is no wildcard');
    assert.deepEqual(await search('?q=api+nothing'), []);
    assert.deepEqual(await search('?category=weather'), ['weather']);
    assert.deepEqual(await search('?category=maps'), []);
    assert.equal((await server.request('nobody', 'GET', '/marketplace/products?q=%00')).status, 422);
    assert.equal((await server.request('nobody', 'GET', '/marketplace/products?cursor=x')).status, 422);
  });

  test('shows a product by id and by slugs, without its upstream and its drafts', async () => {
    const byId = await server.ok('nobody', 'GET', `/marketplace/products/${productId}`);
    const bySlugs = await server.ok('nobody', 'GET', '/marketplace/products/acme/weather');
    assert.deepEqual(byId, bySlugs);
    assert.equal(byId.address, 'https://gateway.test/acme/weather');
    assert.deepEqual(byId.provider, { id: server.organizationId('acme'), slug: 'acme', name: 'acme' });
    assert.deepEqual(
      byId.plans.map((one: { slug: string }) => one.slug),
      ['free', 'pro'],
    );
    assert.deepEqual(byId.from_price.amount, '0.00');
    assert.equal(byId.routes[1].minimum_plan_id, proId);
    assert.ok(
      !JSON.stringify(byId).includes('inner.example.com') && !JSON.stringify(byId).includes('/c/{city}'),
    );
    for (const path of ['acme/nothing', 'nobody/weather', 'rival/draft', 'prd_unknown']) {
      assert.equal(
        (await server.request('nobody', 'GET', `/marketplace/products/${path}`)).status,
        404,
        path,
      );
    }
  });

  test('writes an OpenAPI document of the routes', async () => {
    const document = await server.ok('nobody', 'GET', `/marketplace/products/${productId}/openapi.json`);
    assert.equal(document.openapi, '3.1.0');
    assert.deepEqual(document.servers, [{ url: 'https://gateway.test/acme/weather' }]);
    const path = document.paths['/cities/{city}'];
    assert.deepEqual(Object.keys(path).sort(), ['delete', 'get', 'head', 'patch', 'post', 'put']);
    assert.equal(path.get['x-turnpike-minimum-plan'], undefined);
    const named = path.get.parameters.map((one: { in: string; name: string }) => `${one.in} ${one.name}`);
    assert.deepEqual(named, ['path city', 'query lang']);
    assert.equal(path.post['x-turnpike-minimum-plan'], 'pro');
    const ids = Object.values(path)
      .map((one) => (one as { operationId?: string }).operationId)
      .filter(Boolean);
    assert.equal(new Set(ids).size, 6);
  });
});
