import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { insertBatch } from './insert-batch.ts';
import type { UsageRecord } from './journal/index.ts';
import { sampleRecord } from './journal/sample-record.ts';
import { openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;

before(async () => {
  server = await openTestServer();
  const calls: Partial<UsageRecord>[] = Array.from({ length: 100 }, (_, index) => ({
    latencyMs: index + 1,
    status: index < 90 ? 200 : 404,
    routeId: index % 2 ? 'rte_odd' : 'rte_even',
  }));
  await insert(
    ...calls,
    { status: 502, latencyMs: 5000, routeId: 'rte_slow', keyId: 'key_2', units: '3', overageUnits: '2' },
    { status: null, latencyMs: null, routeId: 'rte_slow', keyId: 'key_2', interrupted: true },
    { routeId: 'rte_slow', eventType: 'tokens', value: '7' },
    { routeId: 'rte_foreign', organizationId: server.idOf('rival'), subscriptionId: 'sub_2' },
  );
});

after(() => server.close());

async function insert(...records: Partial<UsageRecord>[]): Promise<void> {
  const owners = { organizationId: server.idOf('shop'), providerId: server.idOf('acme') };
  const events = records.map((record, index) => sampleRecord({ ...owners, id: `call-${index}`, ...record }));
  const atMs = server.clock.now().epochMilliseconds;
  const identities = { seenBefore: async () => new Set<bigint>(), remember: async () => {} };
  await insertBatch(server.usageDb, identities, { number: 1n, connection: 'node-1', events, atMs });
}

const span = 'from=2026-11-03T00:00:00Z&to=2026-11-04T00:00:00Z';
const own = (more: string) => server.ok('shop', 'GET', `/usage/${server.idOf('shop')}/calls?${span}&${more}`);

test('calls by route, the most called first, with the percentiles of how long they took', async () => {
  const { data } = await own('group_by=route');
  assert.deepEqual(
    data.map(({ route_id, calls }: { route_id: string; calls: number }) => [route_id, calls]),
    [
      ['rte_even', 50],
      ['rte_odd', 50],
      ['rte_slow', 2],
    ],
  );
  const [even, , slow] = data;
  assert.ok(Math.abs(even.p50_latency_ms - 50) <= 2, `${even.p50_latency_ms}`);
  assert.ok(Math.abs(even.p95_latency_ms - 95) <= 3, `${even.p95_latency_ms}`);
  assert.deepEqual(slow, {
    ...{ route_id: 'rte_slow', calls: 2, client_errors: 0, server_errors: 1, units: '4', overage_units: '2' },
    ...{ p50_latency_ms: 5000, p95_latency_ms: 5000 },
  });
});

test('and all of them together', async () => {
  const { data } = await own('environment=live');
  assert.equal(data.length, 1);
  const [{ calls, client_errors, server_errors, p95_latency_ms }] = data;
  assert.deepEqual(
    { calls, client_errors, server_errors },
    { calls: 102, client_errors: 10, server_errors: 1 },
  );
  assert.ok(p95_latency_ms > 90 && p95_latency_ms < 110, `${p95_latency_ms}`);
  const none = await own('key_id=key_none');
  assert.deepEqual([none.data[0].calls, none.data[0].p50_latency_ms], [0, null]);
});

test('and by status: what was interrupted has none, and no duration', async () => {
  const { data } = await own('group_by=status');
  const found = data.map(({ status, calls }: { status: number | null; calls: number }) => [status, calls]);
  assert.deepEqual(found.slice(0, 2), [
    [200, 90],
    [404, 10],
  ]);
  assert.deepEqual(
    found.slice(2).sort((a: number[], b: number[]) => (a[0] ?? 0) - (b[0] ?? 0)),
    [
      [null, 1],
      [502, 1],
    ],
  );
  const interrupted = data.find(({ status }: { status: number | null }) => status === null);
  assert.equal(interrupted.p95_latency_ms, null);
});

test('narrowed by key, and by two things at once', async () => {
  const { data } = await own('group_by=key,hour&key_id=key_2');
  assert.deepEqual(
    data.map(({ key_id, period_start, calls }: Record<string, unknown>) => [key_id, period_start, calls]),
    [['key_2', '2026-11-03T12:00:00.000Z', 2]],
  );
});

test('the provider sees the same calls, a stranger none', async () => {
  const shop = server.idOf('shop');
  const sold = await server.ok(
    'acme',
    'GET',
    `/usage/${server.idOf('acme')}/calls?${span}&as=provider&group_by=product`,
  );
  assert.deepEqual(
    sold.data.map(({ calls }: { calls: number }) => calls),
    [103],
  );
  assert.equal((await server.request('rival', 'GET', `/usage/${shop}/calls`)).status, 404);
  const { data } = await server.ok(
    'rival',
    'GET',
    `/usage/${server.idOf('rival')}/calls?${span}&group_by=route`,
  );
  assert.deepEqual(
    data.map(({ route_id }: { route_id: string }) => route_id),
    ['rte_foreign'],
  );
});

test('the same as a table', async () => {
  const text = await server.text('shop', `/usage/${server.idOf('shop')}/calls.csv?${span}&group_by=route`);
  const lines = text.split('\r\n');
  assert.equal(
    lines[0],
    'route_id,calls,client_errors,server_errors,units,overage_units,p50_latency_ms,p95_latency_ms',
  );
  assert.equal(lines[3], 'rte_slow,2,0,1,4,2,5000,5000');
  assert.equal(lines.length, 5);
});

test('what cannot be grouped by is refused with its pointer', async () => {
  for (const by of ['method', 'route,route', 'hour,day', '']) {
    const { status, body } = await server.request(
      'shop',
      'GET',
      `/usage/${server.idOf('shop')}/calls?group_by=${by}`,
    );
    assert.deepEqual([status, body.errors[0].pointer], [422, '/query/group_by'], by);
  }
});
