import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { currentChangeCursor, listAudit, readChanges } from '#kernel';
import { loadSubscriptionsForAdmission } from './suspended-organizations.ts';
import { openTestServer, pointers, type TestServer } from './test-server.ts';

let server: TestServer;
before(async () => {
  server = await openTestServer();
});
after(() => server.close());

test('a banned consumer is admitted nothing, subscribes to nothing, and keeps what it has', async () => {
  const [one, other] = [await server.offerProduct('one'), await server.offerProduct('other')];
  const order = { product: one.id, plan: 'free' };
  const { id } = await server.ok('cara', 'POST', '/subscriptions', order);
  const { id: carls } = await server.ok('carl', 'POST', '/subscriptions', order);
  const admitted = async () => {
    const loaded = await loadSubscriptionsForAdmission(server.db, { ids: [id, carls] });
    return [id, carls].map((wanted) => loaded.find((found) => found.id === wanted)?.state);
  };
  const cara = server.organizationId('cara');
  const ban = `/provider/consumers/${cara}/ban`;
  assert.equal((await server.request('rival', 'POST', ban, { reason: 'envy' })).status, 404);
  assert.deepEqual(pointers(await server.request('acme', 'POST', ban, { reason: ' ' })), ['/reason']);
  const cursor = await currentChangeCursor(server.db);
  await server.ok('acme', 'POST', ban, { reason: 'Resells our data' });
  await server.ok('acme', 'POST', ban, { reason: 'Again' });
  const { changes } = await readChanges(server.db, cursor);
  assert.ok(changes.some((change) => change.topic === 'subscription' && change.id === id));
  assert.deepEqual(await admitted(), ['paused', 'active']);
  const refused = await server.request('cara', 'POST', '/subscriptions', { ...order, product: other.id });
  assert.deepEqual(
    [refused.status, refused.body.type],
    [403, 'https://turnpike.dev/problems/consumer-banned'],
  );
  const { data } = await server.ok('acme', 'GET', `/provider/consumers?organization=${cara}`);
  assert.equal(data.length, 1);
  assert.equal(data[0].ban.reason, 'Resells our data');
  assert.equal(data[0].subscription.state, 'active');
  for (const chain of ['acme', 'cara'] as const) {
    const entries = await listAudit(server.db, server.organizationId(chain), { before: null, limit: 10 });
    assert.equal(entries.filter((entry) => entry.action === 'consumer.banned').length, 1, chain);
  }
  await server.ok('acme', 'POST', `/provider/consumers/${cara}/lift-ban`, { reason: 'They stopped' });
  assert.deepEqual(await admitted(), ['active', 'active']);
  await server.ok('cara', 'POST', '/subscriptions', { ...order, product: other.id });
});

test('a provider sees and revokes the keys of its subscribers, with a reason; those of others do not exist', async () => {
  const product = await server.offerProduct('keyed');
  const { id } = await server.ok('cara', 'POST', '/subscriptions', { product: product.id, plan: 'free' });
  const key = await server.ok('cara', 'POST', '/keys', { subscription_id: id, name: 'leaked' });
  const list = `/provider/subscriptions/${id}/keys`;
  const { data } = await server.ok('acme', 'GET', list);
  assert.equal(data[0].id, key.id);
  assert.ok(!JSON.stringify(data).includes(key.key));
  const revoke = `/provider/keys/${key.id}/revoke`;
  for (const stranger of ['rival', 'cara'] as const) {
    assert.equal((await server.request(stranger, 'GET', list)).status, 404);
    assert.equal((await server.request(stranger, 'POST', revoke, { reason: 'x' })).status, 404);
  }
  const revoked = await server.ok('acme', 'POST', revoke, { reason: 'Found in a public repository' });
  assert.equal(revoked.state, 'revoked');
  await server.ok('acme', 'POST', revoke, { reason: 'Again' });
  for (const chain of ['acme', 'cara'] as const) {
    const entries = await listAudit(server.db, server.organizationId(chain), { before: null, limit: 50 });
    const told = entries.filter((entry) => entry.action === 'key.revoked');
    assert.deepEqual(
      told.map((entry) => entry.detail.reason),
      ['Found in a public repository'],
      chain,
    );
  }
});

test('subscribers are counted by the version that they are on', async () => {
  const product = await server.offerProduct('counted');
  for (const who of ['cara', 'carl'] as const) {
    await server.ok(who, 'POST', '/subscriptions', { product: product.id, plan: 'free' });
  }
  const { data } = await server.ok('acme', 'GET', `/provider/consumers?product=${product.id}`);
  const { plan, version } = data[0].subscription;
  const counts = `/provider/plan-versions?plan=${plan.id}`;
  const subscriptions = [{ plan_version_id: version.id, subscriptions: 2 }];
  assert.deepEqual((await server.ok('acme', 'GET', counts)).data, subscriptions);
  assert.deepEqual((await server.ok('rival', 'GET', counts)).data, []);
});
