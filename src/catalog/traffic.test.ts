import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { loadCatalogForGateway } from './find.ts';
import { openTestServer, pointers, type TestServer } from './test-server.ts';
import { DEFAULT_TRAFFIC } from './traffic.ts';

let server: TestServer;
let count = 0;
before(async () => {
  server = await openTestServer();
});
after(() => server.close());

async function product(caller: 'acme' | 'rival', traffic?: unknown) {
  const fields = { slug: `traffic-${++count}`, name: 'T', upstream_url: 'https://api.example.com' };
  return server.ok(caller, 'POST', '/products', traffic === undefined ? fields : { ...fields, traffic });
}

const forGateway = async (id: string) => (await loadCatalogForGateway(server.db, server.secrets, [id]))[0]!;

describe('how callers are treated', () => {
  test('is at its defaults until a provider says otherwise, member by member', async () => {
    const made = await product('acme');
    assert.deepEqual(made.traffic, DEFAULT_TRAFFIC);
    const path = `/products/${made.id}`;
    await server.ok('acme', 'PATCH', path, { traffic: { key_in_query: true, body_bytes: 2 ** 33 } });
    const cors = { origins: ['https://app.example.com', 'https://*.example.org'], credentials: true };
    const changed = await server.ok('acme', 'PATCH', path, { traffic: { cors } });
    assert.deepEqual(changed.traffic, {
      ...DEFAULT_TRAFFIC,
      key_in_query: true,
      body_bytes: 2 ** 33,
      cors: { ...DEFAULT_TRAFFIC.cors, ...cors },
    });
    assert.deepEqual((await forGateway(made.id)).traffic, changed.traffic);
  });

  test('is otherwise on a route where the route says so', async () => {
    const { id } = await product('acme');
    const traffic = { signing: 'required', addresses: { allow: ['203.0.113.0/24'], deny: [] } };
    const route = await server.ok('acme', 'POST', `/products/${id}/routes`, {
      method: 'GET',
      template: '/signed',
      traffic,
    });
    assert.deepEqual(route.traffic, traffic);
    assert.deepEqual((await forGateway(id)).routes[0]!.traffic, traffic);
    const plain = await server.ok('acme', 'PATCH', `/products/${id}/routes/${route.id}`, { traffic: null });
    assert.equal(plain.traffic, null);
  });

  test('is refused with the place of what is wrong', async () => {
    const { id } = await product('acme');
    const wrong: [unknown, string][] = [
      [{ cors: { origins: ['*'], credentials: true } }, '/traffic/cors/credentials'],
      [{ cors: { origins: ['*', 'https://a.example'] } }, '/traffic/cors/origins'],
      [{ cors: { origins: ['https://a.example/path'] } }, '/traffic/cors/origins/0'],
      [{ cors: { origins: ['https://*'] } }, '/traffic/cors/origins/0'],
      [{ cors: { allowed_headers: ['a b'] } }, '/traffic/cors/allowed_headers/0'],
      [{ addresses: { allow: ['10.0.0.0/33'], deny: [] } }, '/traffic/addresses/allow/0'],
      [{ body_bytes: -1 }, '/traffic/body_bytes'],
      [{ hosts: ['localhost'] }, '/traffic/hosts/0'],
      [{ hosts: ['10.0.0.1'] }, '/traffic/hosts/0'],
      [{ hosts: ['api.example.com:443'] }, '/traffic/hosts/0'],
      [{ hosts: ['api.example.com', 'API.example.com'] }, '/traffic/hosts'],
      [{ signing: 'maybe' }, '/traffic/signing'],
      [{ key_headers: ['apikey', 'ApiKey'] }, '/traffic/key_headers'],
      [{ key_headers: ['Cookie'] }, '/traffic/key_headers/0'],
      [{ key_headers: ['X-Forwarded-For'] }, '/traffic/key_headers/0'],
      [{ key_headers: ['api_key'] }, '/traffic/key_headers/0'],
      [{ key_headers: ['a', 'b', 'c', 'd', 'e', 'f'] }, '/traffic/key_headers'],
      [{ key_query_parameter: 'a b' }, '/traffic/key_query_parameter'],
      [{ unknown: 1 }, '/traffic/unknown'],
    ];
    for (const [traffic, pointer] of wrong) {
      const answer = await server.request('acme', 'PATCH', `/products/${id}`, { traffic });
      assert.deepEqual([answer.status, pointers(answer)], [422, [pointer]], JSON.stringify(traffic));
    }
  });
});

describe('host names', () => {
  test('are routed once the operator has given them, and to one product at a time', async () => {
    const first = await product('acme', { hosts: ['API.acme.example'] });
    const second = await product('rival', { hosts: ['api.acme.example'] });
    assert.deepEqual(first.traffic.hosts, ['api.acme.example'], 'names have no case');
    assert.deepEqual((await forGateway(first.id)).hosts, [], 'writing a name down takes nothing over');

    const give = (id: string) =>
      server.request('operator', 'PUT', '/hosts/api.acme.example', { product_id: id });
    assert.equal(
      (await server.request('acme', 'PUT', '/hosts/api.acme.example', { product_id: first.id })).status,
      403,
    );
    assert.equal((await give(first.id)).status, 204);
    assert.equal((await give(first.id)).status, 204, 'giving it twice changes nothing');
    assert.deepEqual((await forGateway(first.id)).hosts, ['api.acme.example']);
    assert.equal((await give(second.id)).status, 204);
    assert.deepEqual((await forGateway(first.id)).hosts, []);
    assert.deepEqual((await forGateway(second.id)).hosts, ['api.acme.example']);

    const { data } = await server.ok('operator', 'GET', '/hosts');
    const shown = data.filter((one: { host: string }) => one.host === 'api.acme.example');
    assert.deepEqual(
      shown.map((one: { product_id: string; approved_at: string | null }) => [
        one.product_id,
        one.approved_at !== null,
      ]),
      [first.id, second.id].sort().map((id) => [id, id === second.id]),
    );
    const own = await server.ok('acme', 'GET', '/hosts');
    assert.ok(own.data.every((one: { product_id: string }) => one.product_id !== second.id));

    assert.equal((await server.request('operator', 'DELETE', '/hosts/api.acme.example')).status, 204);
    assert.deepEqual((await forGateway(second.id)).hosts, []);
    assert.equal((await server.request('operator', 'DELETE', '/hosts/api.acme.example')).status, 404);
  });

  test('that no product lists, and our own, are not given', async () => {
    const { id } = await product('acme', { hosts: ['gateway.example.com'] });
    for (const host of ['gateway.example.com', 'other.example.com']) {
      const answer = await server.request('operator', 'PUT', `/hosts/${host}`, { product_id: id });
      assert.equal(answer.status, 422, host);
    }
  });
});
