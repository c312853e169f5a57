import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { routesOfProduct } from '#catalog';
import { currentChangeCursor, readChanges } from '#kernel';
import { loadKeysForGateway } from './find.ts';
import { openTestServer, pointers, START, type TestServer } from './test-server.ts';

let server: TestServer;
let subscriptionId: string;
let routeId: string;
let keyId: string;
let count = 0;

before(async () => {
  server = await openTestServer();
});
after(() => server.close());
beforeEach(async () => {
  server.clock.set(START);
  const product = await server.offerProduct(`changing-${++count}`);
  routeId = (await routesOfProduct(server.db, product.id))[0]!.id;
  const made = await server.ok('cara', 'POST', '/subscriptions', { product: product.id, plan: 'free' });
  subscriptionId = made.id;
  keyId = (await create('laptop')).id;
});

const create = (name: string, more: Record<string, unknown> = {}) =>
  server.ok('cara', 'POST', '/keys', { subscription_id: subscriptionId, name, ...more });
const change = (body: Record<string, unknown>, id = keyId) =>
  server.request('cara', 'PATCH', `/keys/${id}`, body);
const lists = { allowed_ips: ['192.0.2.0/24', '2001:db8::/32', '198.51.100.7'], scopes: ['read', 'a:b'] };

describe('a change of a key', () => {
  test('reaches the gateways with all that was given, and leaves the rest as it was', async () => {
    const { cursor } = await readChanges(server.db, await currentChangeCursor(server.db));
    const { status, body } = await change({ ...lists, routes: [routeId] });
    assert.equal(status, 200);
    assert.deepEqual(
      [body.allowed_ips, body.scopes, body.routes, body.name, body.expires_at],
      [lists.allowed_ips, lists.scopes, [routeId], 'laptop', null],
    );
    const [loaded] = await loadKeysForGateway(server.db, { ids: [keyId] });
    const { allowed_ips: allowedIps, scopes } = lists;
    assert.deepEqual(loaded?.restrictions, { allowedIps, scopes, routes: [routeId] });
    assert.deepEqual((await readChanges(server.db, cursor)).changes, [{ topic: 'key', id: keyId }]);
    const later = await change({ name: 'desk', expires_at: '2027-02-01T00:00:00Z', scopes: [] });
    assert.deepEqual([later.body.name, later.body.scopes, later.body.routes], ['desk', [], [routeId]]);
    assert.equal(later.body.expires_at, '2027-02-01T00:00:00.000Z');
    assert.equal((await change({ expires_at: null })).body.expires_at, null);
  });

  test('is audited with what was and what is, and repeating it changes nothing', async () => {
    for (let i = 0; i < 2; i += 1) await change({ scopes: ['read', 'read'] });
    const { rows } = await sql<{ detail: { changed: unknown } }>`
      select detail from kernel_audit_entries where object_id = ${keyId} and action = 'key.changed'`.execute(
      server.db,
    );
    assert.deepEqual(
      rows.map((row) => row.detail.changed),
      [{ scopes: { from: [], to: ['read'] } }],
    );
  });

  test('takes no name that another active key has', async () => {
    await create('server');
    const answer = await change({ name: 'server' });
    assert.deepEqual([answer.status, pointers(answer)], [409, ['/name']]);
    assert.equal((await server.ok('cara', 'GET', `/keys/${keyId}`)).name, 'laptop');
  });

  test('brings nothing back that has ended', async () => {
    await change({ expires_at: '2027-01-31T11:00:00Z' });
    server.clock.set('2027-01-31T11:00:00Z');
    assert.equal((await change({ expires_at: null })).status, 409);
    const other = await create('other');
    await server.ok('cara', 'POST', `/keys/${other.id}/revoke`);
    assert.equal((await change({ name: 'x' }, other.id)).status, 409);
  });

  test('of what is not there, or not yours, is 404', async () => {
    assert.equal((await server.request('carl', 'PATCH', `/keys/${keyId}`, { name: 'x' })).status, 404);
    assert.equal((await change({ name: 'x' }, 'key_none')).status, 404);
  });

  const many = (n: number) => Array.from({ length: n }, (_, i) => `10.0.${i >> 8}.${i & 255}`);
  const bad: [string, Record<string, unknown>, string][] = [
    ['a host name', { allowed_ips: ['example.com'] }, '/allowed_ips/0'],
    ['a prefix that is too long', { allowed_ips: ['10.0.0.0/8', '10.0.0.0/33'] }, '/allowed_ips/1'],
    ['an IPv6 prefix that is too long', { allowed_ips: ['::1/129'] }, '/allowed_ips/0'],
    ['two prefixes', { allowed_ips: ['10.0.0.0/8/8'] }, '/allowed_ips/0'],
    ['a zone', { allowed_ips: ['fe80::1%eth0'] }, '/allowed_ips/0'],
    ['IPv4 within IPv6', { allowed_ips: ['::ffff:10.0.0.1'] }, '/allowed_ips/0'],
    ['101 addresses', { allowed_ips: many(101) }, '/allowed_ips'],
    ['a scope with a space', { scopes: ['a b'] }, '/scopes/0'],
    ['a route of nobody', { routes: [`rte_none`] }, '/routes/0'],
    ['an expiry in the past', { expires_at: START }, '/expires_at'],
  ];
  for (const [what, wrong, pointer] of bad) {
    test(`is refused for ${what}, at creation too`, async () => {
      const answer = await change(wrong);
      assert.deepEqual([answer.status, pointers(answer)], [422, [pointer]]);
      const order = { subscription_id: subscriptionId, name: 'new', ...wrong };
      assert.deepEqual(pointers(await server.request('cara', 'POST', '/keys', order)), [pointer]);
    });
  }

  test('takes 100 addresses', async () => {
    assert.equal((await change({ allowed_ips: many(100) })).body.allowed_ips.length, 100);
  });
});
