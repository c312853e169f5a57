import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { currentChangeCursor, readChanges } from '#kernel';
import { createKeyText } from './key-text/index.ts';
import { openTestServer, START, type TestServer } from './test-server.ts';

let server: TestServer;
let productId: string;
let subscriptionId: string;
let minute = 0;

before(async () => {
  server = await openTestServer();
  productId = (await server.offerProduct('leaky')).id;
  const order = { product: productId, plan: 'free' };
  subscriptionId = (await server.ok('cara', 'POST', '/subscriptions', order)).id;
});
after(() => server.close());
beforeEach(() => {
  minute += 1;
  server.clock.set(Temporal.Instant.from(START).add({ minutes: minute }).toString());
});

const create = (name: string) =>
  server.ok('cara', 'POST', '/keys', { subscription_id: subscriptionId, name });
const report = (key: string) => server.request('nobody', 'POST', '/keys/report-leak', { key });
const stateOf = async (id: string) => (await server.ok('cara', 'GET', `/keys/${id}`)).state;

describe('a report of a leaked key', () => {
  test('by anybody revokes it, tells the gateways and is audited', async () => {
    const { id, key } = await create('leaked');
    const { cursor } = await readChanges(server.db, await currentChangeCursor(server.db));
    assert.equal((await report(key)).status, 202);
    assert.equal(await stateOf(id), 'revoked');
    assert.deepEqual((await readChanges(server.db, cursor)).changes, [{ topic: 'key', id }]);
    const { rows } = await sql<{ actor: string; reason: string }>`
      select actor_kind as actor, detail->>'reason' as reason from kernel_audit_entries
      where object_id = ${id} and action = 'key.revoked'`.execute(server.db);
    assert.deepEqual(rows, [{ actor: 'anonymous', reason: 'its text was reported as leaked' }]);
  });

  test('answers the same whatever it is given', async () => {
    const { key } = await create('answers');
    const first = await report(key);
    const answers = [await report(key), await report(createKeyText('live')), await report('no key at all')];
    for (const answer of answers) assert.deepEqual(answer, first);
  });

  test('finds imported keys too', async () => {
    const key = 'imported-0123-4567-89ab';
    const rows = [{ subscription_id: subscriptionId, name: 'imported', key }];
    const { results } = await server.ok('acme', 'POST', `/products/${productId}/keys/import`, { keys: rows });
    await report(key);
    assert.equal(await stateOf(results[0].key_id), 'revoked');
  });

  test('is taken ten times a minute', async () => {
    const { id, key } = await create('late');
    for (let i = 0; i < 10; i += 1) assert.equal((await report(createKeyText('test'))).status, 202);
    assert.equal((await report(key)).status, 429);
    assert.equal(await stateOf(id), 'active');
    server.clock.advance({ minutes: 1 });
    assert.equal((await report(key)).status, 202);
    assert.equal(await stateOf(id), 'revoked');
  });
});
