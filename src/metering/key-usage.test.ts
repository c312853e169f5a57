import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { StoreUnavailable, type UsageDb } from '#kernel';
import { insertBatch } from './insert-batch.ts';
import type { UsageRecord } from './journal/index.ts';
import { sampleRecord } from './journal/sample-record.ts';
import { keyUsageReader } from './key-usage.ts';
import { openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let batch = 5000n;
const at = (text: string) => Temporal.Instant.from(`2026-${text}Z`);

before(async () => {
  server = await openTestServer();
});
after(() => server.close());

async function insert(...records: Partial<UsageRecord>[]): Promise<void> {
  batch += 1n;
  const owners = { organizationId: server.idOf('shop'), providerId: server.idOf('acme') };
  const events = records.map((record, i) => sampleRecord({ ...owners, id: `${batch}-${i}`, ...record }));
  await insertBatch(
    server.usageDb,
    { seenBefore: async () => new Set(), remember: async () => {} },
    { number: batch, connection: 'node-1', events, atMs: server.clock.now().epochMilliseconds },
  );
}

const call = (keyId: string, time: string, more: Partial<UsageRecord> = {}) => ({
  subscriptionId: 'sub_keys',
  keyId,
  timestampMs: at(time).epochMilliseconds,
  ...more,
});
const keyOf = (id: string, subscriptionId = 'sub_keys') => ({
  id,
  subscriptionId,
  organizationId: server.idOf('shop'),
});

test('the last use of many keys is known to the millisecond, of test keys too', async () => {
  await insert(
    call('key_a', '09-01T10:00:00.123'),
    call('key_a', '09-01T10:59:59.999'),
    call('key_b', '10-02T00:00:00.001', { environment: 'test' }),
    call('key_b', '10-01T23:59:59.999'),
    call('key_far', '10-03T00:00:00', { subscriptionId: 'sub_far' }),
  );
  await insert(call('key_a', '08-31T12:00:00'));
  const reader = keyUsageReader(server.usageDb);
  const keys = [keyOf('key_a'), keyOf('key_b'), keyOf('key_never'), keyOf('key_far', 'sub_far')];
  const found = (await reader.lastUsed(keys))!;
  assert.deepEqual(Object.fromEntries([...found].map(([id, time]) => [id, time.toString()])), {
    key_a: '2026-09-01T10:59:59.999Z',
    key_b: '2026-10-02T00:00:00.001Z',
    key_far: '2026-10-03T00:00:00Z',
  });
  assert.deepEqual(await reader.lastUsed([]), new Map());
});

test('a page of keys is one question', async () => {
  let questions = 0;
  const counting = {
    query: (...parameters: Parameters<typeof server.usageDb.query>) => {
      questions += 1;
      return server.usageDb.query(...parameters);
    },
  };
  const keys = Array.from({ length: 200 }, (_, i) => keyOf(`key_${i}`, `sub_${i}`));
  await keyUsageReader(counting as typeof server.usageDb).lastUsed(keys);
  assert.equal(questions, 1);
});

test('while the usage store is away nothing is known, and a fault is no absence', async () => {
  const failing = (error: Error) => ({ query: () => Promise.reject(error) }) as unknown as UsageDb;
  const ask = (error: Error) => keyUsageReader(failing(error)).lastUsed([keyOf('key_a')]);
  assert.equal(await ask(new StoreUnavailable('away')), null);
  await assert.rejects(ask(new TypeError('a bug')), TypeError);
});

test('the days of a key are its own: calls, errors and units', async () => {
  const other = { organizationId: server.idOf('rival') };
  await insert(
    call('key_d', '07-01T00:00:00', { units: '2.5', status: 200 }),
    call('key_d', '07-01T23:59:59.999', { units: '1', status: 404 }),
    call('key_d', '07-03T12:00:00', { units: '1', status: 503, environment: 'test' }),
    call('key_e', '07-01T12:00:00', { units: '100' }),
    call('key_d', '07-04T00:00:00', { units: '7' }),
    call('key_d', '07-02T00:00:00', { ...other, subscriptionId: 'sub_rival' }),
  );
  const days = await keyUsageReader(server.usageDb).daily(
    keyOf('key_d'),
    at('07-01T00:00:00'),
    at('07-04T00:00:00'),
  );
  assert.deepEqual(
    days.map((day) => [day.startAt.toString(), day.calls, day.clientErrors, day.serverErrors, day.units]),
    [
      ['2026-07-01T00:00:00Z', 2, 1, 0, '3.5'],
      ['2026-07-03T00:00:00Z', 1, 0, 1, '1'],
    ],
  );
});
