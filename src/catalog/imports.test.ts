import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openTestServer, pointers, type TestServer, terms } from './test-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: documents are whatever somebody wrote
type Json = any;

let server: TestServer;
before(async () => {
  server = await openTestServer();
});
after(() => server.close());

let made = 0;
async function newProduct(): Promise<string> {
  made += 1;
  const fields = { slug: `api-${made}`, name: `Api ${made}`, upstream_url: 'https://api.example.com' };
  return (await server.ok('acme', 'POST', '/products', fields)).id;
}

const importInto = (id: string, order: Json) =>
  server.request('acme', 'POST', `/products/${id}/openapi-imports`, order);
const routesOf = async (id: string): Promise<Json[]> =>
  (await server.ok('acme', 'GET', `/products/${id}/routes`)).data;
const lines = (routes: Json[]) => routes.map((one) => `${one.method} ${one.template}`);

const pets = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        summary: 'List pets',
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' }, example: 10 }],
        responses: {
          200: {
            description: 'Pets',
            content: {
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Pet' } } },
            },
          },
        },
      },
      post: {
        operationId: 'createPet',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
        },
        responses: { 201: { description: 'Made' }, 429: { description: 'Slowly' } },
      },
    },
    '/pets/{pet-id}': {
      get: { operationId: 'showPet', summary: 'Show', responses: { 200: { description: 'One' } } },
    },
    '/files/{name}.{ext}': { get: { responses: { 200: { description: 'One' } } } },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', nullable: true },
          parent: { $ref: '#/components/schemas/Pet' },
        },
      },
    },
  },
};
const textOf = (document: Json) => JSON.stringify(document);
function changed(change: (document: Json) => void): string {
  const copy = structuredClone(pets);
  change(copy);
  return textOf(copy);
}

describe('importing an OpenAPI document', () => {
  test('shows first what it would do, and then does that', async () => {
    const id = await newProduct();
    const preview = await importInto(id, { text: textOf(pets), dry_run: true });
    assert.equal(preview.status, 200, textOf(preview.body));
    assert.equal(preview.body.applied, false);
    assert.deepEqual(lines(preview.body.added), ['GET /pets', 'POST /pets', 'GET /pets/{pet_id}']);
    assert.deepEqual(preview.body.report.counts, { error: 1, warning: 0, info: 3 });
    assert.deepEqual(await routesOf(id), []);
    const done = await importInto(id, { text: textOf(pets), digest: preview.body.digest });
    assert.equal(done.body.applied, true);
    const routes = await routesOf(id);
    assert.deepEqual(lines(routes), ['GET /pets', 'POST /pets', 'GET /pets/{pet_id}']);
    assert.deepEqual(routes[0].sample_parameters, { limit: '10' });
    assert.equal(routes[0].name, 'List pets');
  });

  test('twice changes nothing, whatever the order of names and even as YAML', async () => {
    const id = await newProduct();
    await importInto(id, { text: textOf(pets) });
    const before = await routesOf(id);
    const reordered = textOf({ ...pets, paths: Object.fromEntries(Object.entries(pets.paths).reverse()) });
    const { stringify } = await import('yaml');
    for (const text of [textOf(pets), reordered, stringify(pets)]) {
      const again = (await importInto(id, { text })).body;
      assert.deepEqual([again.added, again.changed, again.missing, again.unchanged], [[], [], [], 3]);
      assert.deepEqual(await routesOf(id), before);
    }
  });

  test('again tells field by field what changes, and keeps what was set by hand', async () => {
    const id = await newProduct();
    const plan = await server.ok('acme', 'POST', '/billing/plans', {
      product_id: id,
      slug: 'pro',
      name: 'Pro',
      tier: 1,
      terms: terms(),
    });
    await importInto(id, { text: textOf(pets) });
    const [list, , show] = await routesOf(id);
    const byHand = {
      minimum_plan: plan.id,
      weight: '2.5',
      rate_limits: [{ limit: 3, window_seconds: 60 }],
      position: 77,
      upstream_path: '/v2/pets',
    };
    await server.ok('acme', 'PATCH', `/products/${id}/routes/${list.id}`, byHand);
    const text = changed((document) => {
      document.paths['/pets'].get.summary = 'All pets';
      document.paths['/pets'].get.responses[404] = { description: 'None' };
      document.paths['/animals/{id}'] = document.paths['/pets/{pet-id}'];
      delete document.paths['/pets/{pet-id}'];
      delete document.paths['/pets'].post;
      document.paths['/new'] = { get: { responses: {} } };
    });
    const { body } = await importInto(id, { text, dry_run: true });
    assert.deepEqual(lines(body.added), ['GET /new']);
    assert.deepEqual(lines(body.missing), ['POST /pets']);
    const differences = (routeId: string) =>
      body.changed.find((one: Json) => one.route_id === routeId).differences;
    assert.deepEqual(differences(list.id), [
      { pointer: '/name', kind: 'changed', before: 'List pets', after: 'All pets' },
      {
        pointer: '/documentation/responses/404',
        kind: 'added',
        before: null,
        after: { status: '404', description: 'None', headers: [], content: {} },
      },
    ]);
    assert.deepEqual(differences(show.id)[0], {
      pointer: '/template',
      kind: 'changed',
      before: '/pets/{pet_id}',
      after: '/animals/{id}',
    });
    await importInto(id, { text, digest: body.digest });
    const after = await routesOf(id);
    assert.deepEqual(lines(after).sort(), ['GET /animals/{id}', 'GET /new', 'GET /pets', 'POST /pets']);
    const now = after.find((one) => one.id === list.id);
    assert.deepEqual(
      [now.minimum_plan_id, now.weight, now.rate_limits, now.position, now.upstream_path],
      [plan.id, '2.5', byHand.rate_limits, 77, '/v2/pets'],
    );
    assert.equal(now.name, 'All pets');
    assert.ok(after.some((one) => one.id === show.id && one.template === '/animals/{id}'));
  });

  test('removes only what somebody chooses of what the document lacks', async () => {
    const id = await newProduct();
    await importInto(id, { text: textOf(pets) });
    const [list, create] = await routesOf(id);
    const text = changed((document) => delete document.paths['/pets'].post);
    const wrong = await importInto(id, { text, remove: [create.id, list.id] });
    assert.deepEqual([wrong.status, pointers(wrong)], [422, ['/remove/1']]);
    assert.equal((await routesOf(id)).length, 3);
    await importInto(id, { text, remove: [create.id] });
    assert.deepEqual(lines(await routesOf(id)), ['GET /pets', 'GET /pets/{pet_id}']);
  });

  test('does nothing else than its preview said', async () => {
    const id = await newProduct();
    await importInto(id, { text: textOf(pets) });
    const text = changed((document) => (document.paths['/pets'].get.summary = 'All'));
    const { body } = await importInto(id, { text, dry_run: true });
    const [list] = await routesOf(id);
    await server.ok('acme', 'PATCH', `/products/${id}/routes/${list.id}`, { name: 'Meanwhile' });
    const refused = await importInto(id, { text, digest: body.digest });
    assert.deepEqual([refused.status, pointers(refused)], [409, ['/digest']]);
    assert.equal((await routesOf(id))[0].name, 'Meanwhile');
  });

  test('lets two routes take each other’s paths, and calls parameters as a route that stays', async () => {
    const id = await newProduct();
    await importInto(id, { text: textOf(pets) });
    const before = await routesOf(id);
    const stay = await server.ok('acme', 'POST', `/products/${id}/routes`, {
      method: 'DELETE',
      template: '/pets/{pet_id}',
    });
    const swapped = changed((document) => {
      const path = document.paths['/pets/{pet-id}'];
      delete document.paths['/pets/{pet-id}'];
      document.paths['/pets/{number}'] = { get: document.paths['/pets'].get };
      document.paths['/pets'].get = path.get;
    });
    const { body } = await importInto(id, { text: swapped });
    assert.equal(body.applied, true, textOf(body));
    const after = await routesOf(id);
    // Method and path decide before an operation's id does: the routes stay and say something else.
    assert.deepEqual(lines(after).sort(), [...lines(before), 'DELETE /pets/{pet_id}'].sort());
    assert.equal(
      after.find((one) => one.template === '/pets/{pet_id}' && one.method === 'GET').name,
      'List pets',
    );
    assert.ok(after.some((one) => one.id === stay.id));
  });

  test('of several people at once adds each route once', async () => {
    const id = await newProduct();
    const answers = await Promise.all([1, 2, 3].map(() => importInto(id, { text: textOf(pets) })));
    for (const answer of answers) assert.equal(answer.status, 200, textOf(answer.body));
    assert.equal(
      answers.reduce((sum, { body }) => sum + body.added.length, 0),
      3,
    );
    assert.equal((await routesOf(id)).length, 3);
  });

  test('refuses what is none, who may not, and whose it is not', async () => {
    const id = await newProduct();
    for (const [order, place] of [
      [{ text: '{' }, '/text'],
      [{ text: 'swagger: "2.0"' }, '/text'],
      [{}, '/text'],
      [{ text: 'x', url: 'https://x.example' }, '/text'],
      [{ url: 'http://127.0.0.1/x' }, '/url'],
      [{ url: 'file:///etc/passwd' }, '/url'],
      [{ url: 'http://169.254.169.254/latest' }, '/url'],
      [{ url: 'https://u:p@example.com/x' }, '/url'],
      [{ url: 'http://[::1]:5432/' }, '/url'],
      [{ url: 'x' }, '/url'],
    ] as const) {
      const refused = await importInto(id, order);
      assert.deepEqual([refused.status, pointers(refused)], [422, [place]], textOf(order));
    }
    const ask = { text: textOf(pets) };
    assert.equal((await server.request('rival', 'POST', `/products/${id}/openapi-imports`, ask)).status, 404);
    assert.equal(
      (await server.request('viewer', 'POST', `/products/${id}/openapi-imports`, ask)).status,
      403,
    );
    assert.deepEqual(await routesOf(id), []);
  });
});

async function exported(id: string): Promise<Json> {
  const plans = (await server.ok('acme', 'GET', `/billing/plans?product=${id}`)).data;
  if (plans.length === 0)
    await server.ok('acme', 'POST', '/billing/plans', {
      product_id: id,
      slug: 'pro',
      name: 'Pro',
      tier: 1,
      terms: terms(),
      publish: true,
    });
  await server.ok('acme', 'POST', `/products/${id}/publish`);
  return server.ok('nobody', 'GET', `/marketplace/products/${id}/openapi.json`);
}

/** What two exports of the same routes may differ in. */
function comparable(document: Json): Json {
  const text = textOf(document.paths).replaceAll(/_rte_\w+/g, '');
  return JSON.parse(text);
}

describe('the OpenAPI document of a product', () => {
  const real = (name: string) =>
    gunzipSync(readFileSync(new URL(`../../tests/cases/openapi/real/${name}`, import.meta.url))).toString();
  for (const [name, text] of [
    ['of a small API', textOf(pets)],
    ['of Figma', real('figma.yaml.gz')],
    ['of GitHub', real('api.github.com.json.gz')],
  ] as const) {
    test(`${name} is valid, and imported it makes the same routes`, async () => {
      const first = await newProduct();
      const imported = await importInto(first, { text });
      assert.equal(imported.body.applied, true, textOf(imported.body).slice(0, 500));
      const [one] = await routesOf(first);
      await server.ok('acme', 'POST', '/billing/plans', {
        product_id: first,
        slug: 'pro',
        name: 'Pro',
        tier: 1,
        terms: terms(),
        publish: true,
      });
      await server.ok('acme', 'PATCH', `/products/${first}/routes/${one.id}`, {
        weight: '3',
        minimum_plan: 'pro',
      });
      if (name === 'of a small API')
        await server.ok('acme', 'POST', `/products/${first}/routes`, {
          method: 'ANY',
          template: '/any/{id}',
          sample_parameters: { id: '7', q: 'x' },
        });
      const document = await exported(first);
      const verdict = await new Validator().validate(structuredClone(document));
      assert.equal(verdict.valid, true, textOf(verdict.errors)?.slice(0, 2000));
      const again = (await importInto(first, { text: textOf(document), dry_run: true })).body;
      const news = again.changed.filter((change: Json) => change.template !== '/any/{id}');
      assert.deepEqual([again.added, news, again.missing], [[], [], []]);
      const second = await newProduct();
      await server.ok('acme', 'POST', '/billing/plans', {
        product_id: second,
        slug: 'pro',
        name: 'Pro',
        tier: 1,
        terms: terms(),
        publish: true,
      });
      await importInto(second, { text: textOf(document) });
      assert.deepEqual(comparable(await exported(second)), comparable(document));
    });
  }

  test('has our key, our address, and what the operation says of itself', async () => {
    const id = await newProduct();
    await importInto(id, { text: textOf(pets) });
    const document = await exported(id);
    assert.match(document.servers[0].url, /^https:\/\/gateway\.test\/acme\/api-/);
    assert.deepEqual(Object.keys(document.components.securitySchemes), ['apiKey']);
    const { get, post } = document.paths['/pets'];
    assert.deepEqual(get.parameters, [
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer' }, example: 10 },
    ]);
    assert.equal(post.responses[429].description, 'Slowly');
    assert.equal(post.responses[401]['x-turnpike-gateway'], true);
    assert.deepEqual(post.requestBody.content['application/json'].schema.properties.name, {
      type: ['string', 'null'],
    });
  });
});
