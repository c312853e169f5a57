import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeProduct, decideAccess } from '#catalog';
import { inTransaction, systemActor } from '#kernel';
import { liveProductsOf } from './find.ts';
import { openTestServer } from './test-server.ts';

test('subscribing to a private product needs to be let in; who subscribed stays', async (context) => {
  const server = await openTestServer();
  context.after(() => server.close());
  const { id } = await server.offerProduct('secret');
  const subscribe = (caller: 'cara' | 'carl') =>
    server.request(caller, 'POST', '/subscriptions', { product: id, plan: 'free' });
  const [cara, carl] = [server.organizationId('cara'), server.organizationId('carl')];
  const at = server.clock.now();
  const editor = { organizationId: server.organizationId('acme'), actor: systemActor('test'), at };
  await inTransaction(server.db, (tx) => changeProduct(tx, id, { visibility: 'private' }, editor));
  assert.equal((await subscribe('cara')).status, 404);
  const decide = (state: 'granted' | 'revoked') =>
    inTransaction(server.db, (tx) => decideAccess(tx, id, cara, { state, reason: '' }, editor));
  await decide('granted');
  assert.equal((await subscribe('carl')).status, 404);
  assert.equal((await subscribe('cara')).status, 201);
  await decide('revoked');
  assert.deepEqual(await liveProductsOf(server.db, cara, [id]), new Set([id]));
  assert.deepEqual(await liveProductsOf(server.db, carl, [id]), new Set());
});
