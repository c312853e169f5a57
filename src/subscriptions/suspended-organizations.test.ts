import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { currentChangeCursor, inTransaction, readChanges } from '#kernel';
import { subscriptionsByIds } from './find.ts';
import { loadSubscriptionsForAdmission, tellGatewaysOf } from './suspended-organizations.ts';
import { openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
before(async () => {
  server = await openTestServer();
});
after(() => server.close());

const suspend = (organization: string, isSuspended: boolean) =>
  sql`update identity_organizations set suspended_at = ${isSuspended ? server.clock.now() : null}::timestamptz
    where id = ${organization}`.execute(server.db);

test('nothing is admitted for a suspended consumer, or of a suspended provider; what they owe stays', async () => {
  const product = await server.offerProduct('silent');
  const order = { product: product.id, plan: 'free' };
  const of = async (who: 'cara' | 'carl') =>
    (await server.request(who, 'POST', '/subscriptions', order)).body.id;
  const ids = [await of('cara'), await of('carl')];
  const states = async () => {
    const loaded = await loadSubscriptionsForAdmission(server.db, { ids });
    return ids.map((id) => loaded.find((one) => one.id === id)?.state);
  };
  assert.deepEqual(await states(), ['active', 'active']);
  await suspend(server.organizationId('cara'), true);
  assert.deepEqual(await states(), ['paused', 'active']);
  await suspend(server.organizationId('acme'), true);
  assert.deepEqual(await states(), ['paused', 'paused']);
  assert.equal((await subscriptionsByIds(server.db, ids)).get(ids[0]!)?.state, 'active');
  await suspend(server.organizationId('cara'), false);
  await suspend(server.organizationId('acme'), false);
  assert.deepEqual(await states(), ['active', 'active']);
});

test('gateways look again at all that a suspended organization has bought and sold', async () => {
  const product = await server.offerProduct('told');
  const order = { product: product.id, plan: 'free' };
  const { body } = await server.request('cara', 'POST', '/subscriptions', order);
  for (const organization of ['cara', 'acme'] as const) {
    const cursor = await currentChangeCursor(server.db);
    await inTransaction(server.db, (tx) => tellGatewaysOf(tx, server.organizationId(organization)));
    const { changes } = await readChanges(server.db, cursor);
    assert.ok(changes.some((one) => one.topic === 'subscription' && one.id === body.id));
  }
});
