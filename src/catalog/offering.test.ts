import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTestServer, pointers, type TestServer, terms } from './test-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose form they assert
type Json = any;

let server: TestServer;
before(async () => {
  server = await openTestServer();
});
after(() => server.close());

let made = 0;
/** A product of acme that may be published. */
async function newProduct(more: Json = {}, price = '29.00'): Promise<Json> {
  made += 1;
  const fields = {
    slug: `p-${made}`,
    name: `Product ${made}`,
    upstream_url: 'https://api.example.com',
    ...more,
  };
  const product = await server.ok('acme', 'POST', '/products', fields);
  await server.ok('acme', 'POST', `/products/${product.id}/routes`, { method: 'GET', template: '/x' });
  const plan = {
    product_id: product.id,
    slug: 'basic',
    name: 'Basic',
    tier: 0,
    terms: terms({ price }),
    publish: true,
  };
  await server.ok('acme', 'POST', '/billing/plans', plan);
  return product;
}
async function onOffer(more: Json = {}, price?: string): Promise<Json> {
  const { id } = await newProduct(more, price);
  return server.ok('acme', 'POST', `/products/${id}/publish`);
}
const listed = async (caller: 'rival' | 'nobody' | 'acme', query = '') =>
  (await server.ok(caller, 'GET', `/marketplace/products?limit=200${query}`)).data.map((one: Json) => one.id);

const everywhere = (id: string) => [
  `/marketplace/products/${id}`,
  `/marketplace/products/${id}/openapi.json`,
  `/marketplace/products/${id}/pages`,
  `/marketplace/products/${id}/changelog`,
  `/marketplace/products/${id}/support`,
  `/marketplace/products/${id}/plans/compare`,
];

describe('visibility', () => {
  test('unlisted: reachable by its address, and in no list', async () => {
    const product = await onOffer({ visibility: 'unlisted' });
    assert.ok(!(await listed('nobody')).includes(product.id));
    assert.ok(!(await listed('rival', '&q=product')).includes(product.id));
    for (const path of everywhere(product.id)) await server.ok('nobody', 'GET', path);
    const plans = (await server.ok('nobody', 'GET', '/plans?limit=200')).data;
    assert.ok(!plans.some((plan: Json) => plan.product_id === product.id));
    assert.equal((await server.ok('nobody', 'GET', `/plans?product=${product.id}`)).data.length, 1);
  });

  test('private: for nobody but its provider and whom it lets in', async () => {
    const product = await onOffer({ visibility: 'private' });
    const rival = server.organizationId('rival');
    const [route] = (await server.ok('acme', 'GET', `/products/${product.id}/routes`)).data;
    const places = [
      ...everywhere(product.id),
      `/marketplace/products/acme/${product.slug}`,
      `/marketplace/products/${product.id}/routes/${route.id}`,
    ];
    const hidden = async (caller: 'nobody' | 'rival') => {
      for (const path of places) assert.equal((await server.request(caller, 'GET', path)).status, 404, path);
      assert.deepEqual((await server.ok(caller, 'GET', `/plans?product=${product.id}`)).data, []);
      assert.ok(!(await listed(caller)).includes(product.id));
    };
    await hidden('nobody');
    await hidden('rival');
    for (const path of places) await server.ok('acme', 'GET', path);
    const access = `/products/${product.id}/access/${rival}`;
    await server.ok('acme', 'PUT', access, { state: 'granted' });
    for (const path of places) await server.ok('rival', 'GET', path);
    assert.ok((await listed('rival')).includes(product.id));
    await hidden('nobody');
    await server.ok('acme', 'PUT', access, { state: 'revoked', reason: 'over' });
    await hidden('rival');
    // Whoever subscribed keeps what they had.
    server.subscribers.push([product.id, rival]);
    for (const path of places) await server.ok('rival', 'GET', path);
    server.subscribers.pop();
  });

  test('is narrowed without taking anything from subscribers', async () => {
    const product = await onOffer();
    server.subscribers.push([product.id, server.organizationId('rival')]);
    await server.ok('acme', 'PATCH', `/products/${product.id}`, { visibility: 'private' });
    await server.ok('rival', 'GET', `/marketplace/products/${product.id}`);
    assert.equal((await server.request('nobody', 'GET', `/marketplace/products/${product.id}`)).status, 404);
    server.subscribers.pop();
  });

  test('by approval: organizations ask, the provider decides with a reason', async () => {
    const closed = await onOffer({ visibility: 'private' });
    const open = await onOffer({ visibility: 'private', access_requests: true });
    const ask = (product: string, message = 'please') =>
      server.request('rival', 'POST', '/marketplace/access-requests', { product, message });
    assert.equal((await ask(closed.id)).status, 404);
    assert.equal((await ask('prd_unknown')).status, 404);
    assert.equal((await ask((await onOffer()).id)).status, 404);
    assert.equal((await ask(`acme/${open.slug}`)).body.state, 'requested');
    assert.equal((await ask(open.id, 'again')).body.message, 'again');
    const requests = (await server.ok('acme', 'GET', `/products/${open.id}/access?state=requested`)).data;
    assert.deepEqual(
      requests.map((one: Json) => [one.organization.slug, one.message]),
      [['rival', 'again']],
    );
    const path = `/products/${open.id}/access/${server.organizationId('rival')}`;
    await server.ok('acme', 'PUT', path, { state: 'refused', reason: 'not now' });
    const [own] = (await server.ok('rival', 'GET', '/marketplace/access-requests')).data.filter(
      (one: Json) => one.product_id === open.id,
    );
    assert.deepEqual([own.state, own.reason], ['refused', 'not now']);
    assert.equal((await server.request('rival', 'GET', `/marketplace/products/${open.id}`)).status, 404);
    await ask(open.id, 'now?');
    await server.ok('acme', 'PUT', path, { state: 'granted' });
    await server.ok('rival', 'GET', `/marketplace/products/${open.id}`);
    assert.equal((await ask(open.id)).body.state, 'granted');
    assert.equal(
      (await server.request('acme', 'PUT', `/products/${open.id}/access/org_unknown`, { state: 'granted' }))
        .status,
      404,
    );
    assert.equal((await server.request('rival', 'PUT', path, { state: 'granted' })).status, 404);
    assert.equal((await server.request('viewer', 'PUT', path, { state: 'granted' })).status, 403);
  });
});

describe('moderation', () => {
  const moderate = (id: string, what: string, body?: Json) =>
    server.request('operator', 'POST', `/catalog/moderation/${id}/${what}`, body);
  const visible = async (id: string) =>
    (await server.request('nobody', 'GET', `/marketplace/products/${id}`)).status === 200;

  test('is off until the operator turns it on; then products wait for a decision', async () => {
    assert.deepEqual(await server.ok('operator', 'GET', '/catalog/settings'), { moderation: false });
    assert.equal(
      (await server.request('acme', 'PUT', '/catalog/settings', { moderation: true })).status,
      403,
    );
    await server.ok('operator', 'PUT', '/catalog/settings', { moderation: true });
    const { id } = await newProduct();
    const publish = () => server.ok('acme', 'POST', `/products/${id}/publish`);
    assert.equal((await publish()).state, 'pending_review');
    assert.equal((await publish()).state, 'pending_review');
    assert.equal(await visible(id), false);
    assert.ok(
      (await server.ok('operator', 'GET', '/catalog/moderation')).data.some((one: Json) => one.id === id),
    );
    const refused = (await moderate(id, 'refuse', { reason: 'no terms' })).body;
    assert.deepEqual([refused.state, refused.state_reason], ['draft', 'no terms']);
    assert.equal((await moderate(id, 'approve')).status, 409);
    await publish();
    assert.equal((await moderate(id, 'approve')).body.state, 'published');
    assert.equal((await moderate(id, 'approve')).body.state, 'published');
    assert.equal(await visible(id), true);
    const waiting = await newProduct();
    await server.ok('acme', 'POST', `/products/${waiting.id}/publish`);
    assert.equal((await server.ok('acme', 'POST', `/products/${waiting.id}/unpublish`)).state, 'draft');
    await server.ok('operator', 'PUT', '/catalog/settings', { moderation: false });
  });

  test('suspends what is on offer: hidden, and not the provider’s to publish again', async () => {
    const { id } = await onOffer();
    const order = { reason: 'fraud', block_calls: false };
    for (const caller of ['acme', 'rival', 'viewer'] as const)
      assert.equal(
        (await server.request(caller, 'POST', `/catalog/moderation/${id}/suspend`, order)).status,
        403,
      );
    assert.equal((await moderate(id, 'suspend', order)).body.state, 'suspended');
    assert.equal(await visible(id), false);
    for (const what of ['publish', 'unpublish']) {
      const answer = await server.request('acme', 'POST', `/products/${id}/${what}`);
      assert.deepEqual([answer.status, answer.body.detail], [409, 'fraud']);
    }
    const { loadCatalogForGateway } = await import('./find.ts');
    const atGateway = async () => (await loadCatalogForGateway(server.db, server.secrets, [id]))[0]!.state;
    assert.equal(await atGateway(), 'unpublished');
    await moderate(id, 'suspend', { ...order, block_calls: true });
    assert.equal(await atGateway(), 'draft');
    assert.equal((await moderate(id, 'reinstate')).body.state, 'published');
    assert.equal(await atGateway(), 'published');
    assert.equal(await visible(id), true);
    assert.equal((await moderate((await newProduct()).id, 'suspend', order)).status, 409);
    assert.equal((await moderate('prd_unknown', 'approve')).status, 404);
  });
});

describe('categories and tags', () => {
  test('are the operator’s list, and each provider’s own words in one spelling', async () => {
    const wrong = await server.request('acme', 'POST', '/products', {
      slug: 'w',
      name: 'W',
      upstream_url: 'https://api.example.com',
      category: 'nowhere',
    });
    assert.deepEqual([wrong.status, pointers(wrong)], [422, ['/category']]);
    const category = { name: 'Bees', description: 'About bees', position: 3 };
    await server.ok('operator', 'PUT', '/catalog/categories/bees', category);
    await server.ok('operator', 'PUT', '/catalog/categories/bees', category);
    const [first] = (await server.ok('nobody', 'GET', '/marketplace/categories')).data;
    assert.deepEqual(first, { slug: 'bees', ...category });
    const product = await onOffer({ category: 'bees', tags: [' Real  Time', 'real-time', 'ＡＩ', 'Größe!'] });
    assert.deepEqual(product.tags, ['real-time', 'ai', 'größe']);
    assert.equal((await server.request('operator', 'DELETE', '/catalog/categories/bees')).status, 409);
    await server.ok('acme', 'PATCH', `/products/${product.id}`, { category: null });
    await server.ok('operator', 'DELETE', '/catalog/categories/bees');
    for (const tags of [
      ['!!!'],
      ['x'.repeat(31)],
      Array.from({ length: 11 }, (_, index) => `t${index}`),
      [7],
    ])
      assert.equal((await server.request('acme', 'PATCH', `/products/${product.id}`, { tags })).status, 422);
  });

  test('and prices, providers and words find products', async () => {
    const free = await onOffer({ tags: ['needle'], summary: 'cheap thing' }, '0');
    const paid = await onOffer({ tags: ['needle', 'other'], category: 'finance' });
    const find = async (query: string) => (await listed('nobody', query)).toSorted();
    assert.deepEqual(await find('&tag=needle'), [free.id, paid.id].toSorted());
    assert.deepEqual(await find('&tag=Needle&price=free'), [free.id]);
    assert.deepEqual(await find('&tag=needle&price=paid'), [paid.id]);
    assert.deepEqual(await find('&tag=needle&category=finance'), [paid.id]);
    assert.deepEqual(await find('&tag=needle&provider=rival'), []);
    assert.deepEqual(await find('&tag=needle&provider=acme&q=cheap'), [free.id]);
    assert.deepEqual(await find('&q=needle'), [free.id, paid.id].toSorted());
    assert.deepEqual(await find('&tag=needle&provider=nobody-here'), []);
    const page = await server.ok('nobody', 'GET', '/marketplace/products?tag=needle&limit=1');
    const next = await server.ok(
      'nobody',
      'GET',
      `/marketplace/products?tag=needle&limit=1&cursor=${page.next_cursor}`,
    );
    assert.deepEqual([page.data[0].id, next.data[0].id], [paid.id, free.id]);
    assert.equal(next.next_cursor, null);
  });
});

describe('comparing', () => {
  test('plans says what each has, and marks what is the same', async () => {
    const { id } = await newProduct();
    const pro = {
      product_id: id,
      slug: 'pro',
      name: 'Pro',
      tier: 5,
      terms: terms({ price: '99.00', features: { support: 'mail', sla: true } }),
      publish: true,
    };
    const plan = await server.ok('acme', 'POST', '/billing/plans', pro);
    await server.ok('acme', 'POST', `/products/${id}/routes`, {
      method: 'GET',
      template: '/pro',
      minimum_plan: 'pro',
    });
    await server.ok('acme', 'PUT', `/billing/plans/${plan.id}/support`, {
      contacts: [{ label: 'Desk', email: 'desk@example.com', response_time: '1 h' }],
    });
    await server.ok('acme', 'POST', `/products/${id}/publish`);
    const { columns, rows } = await server.ok('nobody', 'GET', `/marketplace/products/${id}/plans/compare`);
    assert.deepEqual(
      columns.map((one: Json) => one.name),
      ['Basic', 'Pro'],
    );
    const row = (key: string) => rows.find((one: Json) => one.key === key);
    assert.deepEqual(
      row('price').values.map((one: Json) => one.amount),
      ['29.00', '99.00'],
    );
    assert.equal(row('price').equal, false);
    assert.equal(row('usage_price:requests').equal, true);
    assert.deepEqual(row('feature:sla').values, [null, true]);
    assert.equal(row('feature:support').equal, true);
    assert.deepEqual(row('routes').values, [
      { included: 1, total: 2 },
      { included: 2, total: 2 },
    ]);
    assert.deepEqual(row('support').values, [[], [{ label: 'Desk', hours: '', response_time: '1 h' }]]);
    assert.equal(row('rate_limits').equal, true);
  });

  test('products takes two to four that may be seen', async () => {
    const [a, b, c] = [
      await onOffer({}, '0'),
      await onOffer({ category: 'finance' }),
      await onOffer({ visibility: 'private' }),
    ];
    const ask = (list: string) => server.request('nobody', 'GET', `/marketplace/compare?products=${list}`);
    const { columns, rows } = (await ask(`${a.id},acme/${b.slug}`)).body;
    assert.deepEqual(
      columns.map((one: Json) => one.product_id),
      [a.id, b.id],
    );
    const row = (key: string) => rows.find((one: Json) => one.key === key);
    assert.deepEqual(row('free_plan').values, [true, false]);
    assert.equal(row('provider').equal, true);
    assert.equal(row('category').equal, false);
    assert.equal((await ask(`${a.id},${c.id}`)).status, 404);
    for (const list of [a.id, `${a.id},${a.id}`, '', `${a.id},${b.id},x,y,z`]) {
      const refused = await ask(list);
      assert.deepEqual([refused.status, pointers(refused)], [422, ['/query/products']], list);
    }
  });
});
