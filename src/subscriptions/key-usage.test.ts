import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestServer, pointers, type TestServer } from './test-server.ts';

let server: TestServer;
let keys: string[];

before(async () => {
  server = await openTestServer();
  const product = await server.offerProduct('used');
  const order = { product: product.id, plan: 'free' };
  const { id } = await server.ok('cara', 'POST', '/subscriptions', order);
  const create = (name: string) => server.ok('cara', 'POST', '/keys', { subscription_id: id, name });
  keys = [(await create('a')).id, (await create('b')).id, (await create('c')).id];
});
after(() => server.close());

test('a page of keys tells when each was used last, from one question for those on it', async () => {
  const [, second, third] = keys;
  server.keyUsage.used.set(second!, Temporal.Instant.from('2027-01-30T08:09:10.111Z'));
  server.keyUsage.asked.length = 0;
  const { data } = await server.ok('cara', 'GET', '/keys?limit=2');
  assert.deepEqual(
    data.map((key: { id: string; last_used_at: string | null }) => [key.id, key.last_used_at]),
    [
      [third, null],
      [second, '2027-01-30T08:09:10.111Z'],
    ],
  );
  assert.deepEqual(server.keyUsage.asked, [[third, second]]);
  const shown = await server.ok('cara', 'GET', `/keys/${second}`);
  assert.equal(shown.last_used_at, '2027-01-30T08:09:10.111Z');
});

test('keys are shown while the usage store is away, without their last use', async () => {
  server.keyUsage.isAway = true;
  const { data } = await server.ok('cara', 'GET', '/keys');
  server.keyUsage.isAway = false;
  assert.equal(data.length, 3);
  assert.ok(data.every((key: object) => !('last_used_at' in key)));
});

test('the usage of a key comes in whole days, of 30 unless asked otherwise', async () => {
  server.keyUsage.days.push({
    startAt: Temporal.Instant.from('2027-01-30T00:00:00Z'),
    calls: 5,
    clientErrors: 1,
    serverErrors: 2,
    units: '7.5',
  });
  server.keyUsage.asked.length = 0;
  const usage = await server.ok('cara', 'GET', `/keys/${keys[0]}/usage`);
  assert.deepEqual(usage, {
    from: '2027-01-01T00:00:00.000Z',
    to: '2027-02-01T00:00:00.000Z',
    complete_until: null,
    days: [{ date: '2027-01-30', calls: 5, client_errors: 1, server_errors: 2, units: '7.5' }],
  });
  await server.ok('cara', 'GET', `/keys/${keys[0]}/usage?from=2026-12-24T23:59:59Z&to=2026-12-25T00:00:00Z`);
  assert.deepEqual(server.keyUsage.asked, [
    [keys[0], '2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z'],
    [keys[0], '2026-12-24T00:00:00Z', '2026-12-25T00:00:00Z'],
  ]);
});

test("another organization's key has no usage, and a year is the most", async () => {
  assert.equal((await server.request('carl', 'GET', `/keys/${keys[0]}/usage`)).status, 404);
  for (const range of ['from=2026-01-01T00:00:00Z&to=2027-01-03T00:00:00Z', 'from=2027-01-31T10:15:00Z']) {
    const answer = await server.request('cara', 'GET', `/keys/${keys[0]}/usage?${range}`);
    assert.deepEqual([answer.status, pointers(answer)], [422, ['/query/from']]);
  }
});
