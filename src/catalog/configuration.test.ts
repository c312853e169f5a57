import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newProductSchema } from './product.ts';
import { newRouteSchema } from './route-definition.ts';
import { openTestServer, type TestServer, terms } from './test-server.ts';

let server: TestServer;
before(async () => {
  server = await openTestServer();
});
after(() => server.close());

const support = {
  contacts: [{ label: 'Desk', email: 'desk@example.com' }],
  faq: [{ question: 'How?', answer: 'Thus.' }],
};

/** Everything set, and nothing as it would be by itself. */
const product = {
  slug: 'everything',
  name: 'Everything',
  summary: 'All of it',
  description: '# All',
  category: 'data',
  tax_category: 'reduced',
  upstream_url: 'https://api.example.com',
  upstream: {
    weight: 3,
    targets: [{ url: 'https://second.example.com/v2', weight: 2 }],
    retries: 2,
    health: { failures: 4, open_ms: 500, server_error_percent: 50 },
    timeouts: { connect_ms: 1000, headers_ms: 2000, idle_ms: 3000 },
    host: 'literal',
    host_name: 'inner.example.com',
    request_headers: [{ op: 'set', name: 'X-Plan', value: ['$', '{plan}'].join('') }],
    response_headers: [{ op: 'remove', name: 'Server' }],
  },
  quota_denial_status: 403,
  traffic: {
    cors: { origins: ['https://app.example.com'], credentials: true, allowed_headers: ['X-One'] },
    addresses: { allow: ['203.0.113.0/24'], deny: ['203.0.113.7'] },
    body_bytes: 1000,
    key_in_query: true,
    key_query_parameter: 'token',
    key_headers: ['apikey'],
    signing: 'optional',
    hosts: ['api.customer.example'],
    abuse: 'throttle',
  },
  visibility: 'private',
  access_requests: true,
  tags: ['maps', 'weather'],
  support,
  plans: [
    { slug: 'idea', name: 'Not thought out yet', tier: 0 },
    { slug: 'basic', name: 'Basic', tier: 1, publish: true, terms: terms(), support },
    { slug: 'draft', name: 'Draft', tier: 2, terms: terms({ price: '99.00' }) },
  ],
  routes: [
    {
      method: 'GET',
      template: '/tiles/{z}',
      upstream_path: '/v1/tiles/{z}',
      upstream: {
        headers_ms: 100,
        idle_ms: 200,
        request_headers: [{ op: 'add', name: 'X-Tile', value: 'yes' }],
        response_headers: [{ op: 'set', name: 'X-Tile', value: 'no' }],
      },
      protocol: 'websocket',
      minimum_plan: 'basic',
      weight: '2.5',
      rate_limits: [{ limit: 5, window_seconds: 10 }],
      concurrency: 3,
      traffic: { signing: 'required', body_bytes: null },
      required_scope: 'tiles:read',
      environments: ['live'],
      name: 'Tile',
      description: 'One tile',
      position: 4,
      sample_parameters: { z: '3' },
    },
  ],
  published: true,
};

const apply = (configuration: unknown, more: object = {}) =>
  server.ok('acme', 'POST', '/configuration/apply', { configuration, ...more });

test('every field of a product, its plans and its routes goes in, comes out, and changes nothing again', async () => {
  const unset = Object.keys(newProductSchema.shape).filter((name) => !(name in product));
  assert.deepEqual(unset, [], 'this test has to set every field');
  const unsetOfRoute = Object.keys(newRouteSchema.shape).filter((name) => !(name in product.routes[0]!));
  assert.deepEqual(unsetOfRoute, [], 'this test has to set every field of a route');

  await server.ok('operator', 'PUT', '/catalog/categories/data', { name: 'Data', position: 1 });
  const wanted = { version: 1, products: [product] };
  assert.notDeepEqual((await apply(wanted)).changes, []);
  assert.deepEqual((await apply(wanted)).changes, []);

  const exported = await server.ok('acme', 'GET', '/configuration');
  const [out] = exported.products;
  assert.deepEqual(
    Object.keys(product).filter((name) => !(name in out)),
    [],
  );
  assert.deepEqual(out.upstream.targets, product.upstream.targets);
  assert.equal(out.traffic.signing, 'optional');
  assert.deepEqual(out.routes[0].traffic, product.routes[0]!.traffic);
  assert.deepEqual(
    out.plans.map((plan: { slug: string; terms?: unknown }) => [plan.slug, plan.terms !== undefined]),
    [
      ['idea', false],
      ['basic', true],
      ['draft', true],
    ],
  );
  assert.deepEqual((await apply(exported, { prune: true })).changes, []);

  // Another provider makes the same from it, which shows that nothing was left out.
  const elsewhere = await server.ok('rival', 'POST', '/configuration/apply', { configuration: exported });
  assert.equal(elsewhere.changes[0].action, 'create');
  const copied = await server.ok('rival', 'GET', '/configuration');
  assert.deepEqual(copied, exported);
});

test('what a file leaves out of `traffic` stays as it is', async () => {
  const small = { slug: 'small', name: 'Small', upstream_url: 'https://api.example.com' };
  await apply({ version: 1, products: [{ ...small, traffic: { signing: 'required' } }] });
  const again = { version: 1, products: [{ ...small, traffic: { body_bytes: 5 } }] };
  assert.equal((await apply(again)).changes.length, 1);
  assert.deepEqual((await apply(again)).changes, []);
  const { products } = await server.ok('acme', 'GET', '/configuration');
  const { traffic } = products.find(({ slug }: { slug: string }) => slug === 'small');
  assert.deepEqual([traffic.signing, traffic.body_bytes], ['required', 5]);
});

test('a credential for the upstream is applied once, and neither told nor exported', async () => {
  const keyed = { slug: 'keyed', name: 'Keyed', upstream_url: 'https://api.example.com' };
  const of = (upstream_credential: unknown) => ({
    version: 1,
    products: [{ ...keyed, upstream_credential }],
  });
  const first = await apply(of({ name: 'X-Token', value: 'one-secret' }));
  assert.deepEqual(first.changes[1].fields, [
    { pointer: '/upstream_credential', before: null, after: 'X-Token' },
  ]);
  assert.ok(!JSON.stringify(first).includes('one-secret'));
  assert.deepEqual((await apply(of({ name: 'X-Token', value: 'one-secret' }))).changes, []);
  assert.equal((await apply(of({ name: 'X-Token', value: 'other-secret' }))).changes.length, 1);
  const exported = await server.ok('acme', 'GET', '/configuration');
  assert.ok(!JSON.stringify(exported).includes('secret'));
  assert.deepEqual((await apply(exported)).changes, []);
  assert.equal((await apply(of(null))).changes.length, 1);
  assert.deepEqual((await apply(of(null))).changes, []);
});

test('a price on a meter of one’s own is applied once, with or without its definition', async () => {
  const metered = { slug: 'metered', name: 'Metered', upstream_url: 'https://api.example.com' };
  await apply({ version: 1, products: [metered] });
  const { data } = await server.ok('acme', 'GET', '/products?limit=200');
  const { id } = data.find(({ slug }: { slug: string }) => slug === 'metered');
  const definition = { event_type: 'transfer', aggregation: 'max', value: 'properties.gb' };
  await server.ok('acme', 'POST', `/products/${id}/meters`, { key: 'gb', name: 'GB', definition });
  const price = { model: 'per_unit', unit_price: '0.1' };
  const terms = {
    ...{ currency: 'USD', interval: { unit: 'month' }, price: '1.00' },
    prices: [{ key: 'gb', meter: 'gb', name: 'GB', price }],
  };
  const plans = [{ slug: 'basic', name: 'Basic', tier: 0, publish: true, terms }];
  const wanted = { version: 1, products: [{ ...metered, plans }] };
  assert.notDeepEqual((await apply(wanted)).changes, []);
  assert.deepEqual((await apply(wanted)).changes, []);
  const exported = await server.ok('acme', 'GET', '/configuration');
  assert.deepEqual((await apply(exported)).changes, []);
  // Elsewhere the name would mean a sum of events that nobody sends.
  const products = exported.products.filter(({ slug }: { slug: string }) => slug === 'metered');
  const elsewhere = { configuration: { ...exported, products } };
  assert.equal((await server.request('rival', 'POST', '/configuration/apply', elsewhere)).status, 422);
});

test('a plan without terms cannot be published', async () => {
  const plans = [{ slug: 'idea', name: 'Idea', tier: 0, publish: true }];
  const wrong = { slug: 'wrong', name: 'Wrong', upstream_url: 'https://api.example.com', plans };
  const { status, body } = await server.request('acme', 'POST', '/configuration/apply', {
    configuration: { version: 1, products: [wrong] },
  });
  assert.equal(status, 422);
  assert.deepEqual(body.errors[0].pointer, '/configuration/products/0/plans/0/terms');
});
