import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { insertBatch } from './insert-batch.ts';
import type { UsageRecord } from './journal/index.ts';
import { sampleRecord } from './journal/sample-record.ts';
import { type EventPosition, listEvents, positionOf, sumUsage } from './store-questions.ts';
import { openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let batchNumber = 1000n;
const at = (text: string) => Temporal.Instant.from(`2026-${text}Z`);

before(async () => {
  server = await openTestServer();
});

after(() => server.close());

async function insert(...records: Partial<UsageRecord>[]): Promise<bigint> {
  batchNumber += 1n;
  const owners = { organizationId: server.idOf('shop'), providerId: server.idOf('acme') };
  await insertBatch(
    server.usageDb,
    { seenBefore: async () => new Set(), remember: async () => {} },
    {
      number: batchNumber,
      connection: 'node-1',
      events: records.map((record, index) =>
        sampleRecord({ ...owners, id: `${batchNumber}-${index}`, ...record }),
      ),
      atMs: server.clock.now().epochMilliseconds,
    },
  );
  return batchNumber;
}

test('windows are half-open, of live usage, per event type and quota period, exact, in one query', async () => {
  const in1 = { subscriptionId: 'sub_w1' };
  const ms = (text: string) => at(text).epochMilliseconds;
  const first = await insert(
    { ...in1, timestampMs: ms('09-30T23:59:59.999') },
    {
      ...in1,
      timestampMs: ms('10-01T00:00:00'),
      units: '0.1',
      quotas: [{ kind: 2, epoch: 0, periodStartMs: ms('10-01T00:00:00') }],
    },
    {
      ...in1,
      timestampMs: ms('10-15T00:00:00'),
      units: '0.2',
      quotas: [{ kind: 2, epoch: 0, periodStartMs: ms('10-01T00:00:00') }],
    },
    {
      ...in1,
      timestampMs: ms('10-16T00:00:00'),
      units: '3',
      quotas: [{ kind: 2, epoch: 0, periodStartMs: ms('10-16T00:00:00') }],
    },
    { ...in1, timestampMs: ms('10-17T00:00:00'), environment: 'test' },
    {
      ...in1,
      timestampMs: ms('10-17T00:00:00'),
      eventType: 'tokens',
      units: '0',
      value: '7.25',
      quotas: [],
    },
    { ...in1, timestampMs: ms('11-01T00:00:00') },
    { subscriptionId: 'sub_w2', timestampMs: ms('10-10T00:00:00') },
    { subscriptionId: 'sub_other', timestampMs: ms('10-10T00:00:00') },
  );
  await insert({
    ...in1,
    timestampMs: ms('10-20T00:00:00'),
    units: '100',
    quotas: [{ kind: 2, epoch: 0, periodStartMs: ms('10-16T00:00:00') }],
  });
  const windows = [
    { subscriptionId: 'sub_w1', startAt: at('10-01T00:00:00'), endAt: at('11-01T00:00:00') },
    { subscriptionId: 'sub_w1', startAt: at('11-01T00:00:00'), endAt: at('12-01T00:00:00') },
    { subscriptionId: 'sub_w2', startAt: at('10-05T00:00:00'), endAt: at('11-05T00:00:00') },
    { subscriptionId: 'sub_none', startAt: at('10-05T00:00:00'), endAt: at('11-05T00:00:00') },
  ];
  let queries = 0;
  const counting = {
    ...server.usageDb,
    query<T>(...rest: Parameters<typeof server.usageDb.query>) {
      queries += 1;
      return server.usageDb.query<T>(...rest);
    },
  };
  const sums = await sumUsage(counting, { windows, upToBatch: first });
  assert.equal(queries, 1);
  const day = (instant: Temporal.Instant | null) => instant?.toString().slice(5, 10) ?? null;
  assert.deepEqual(
    sums.map((sum) => [
      sum.subscriptionId,
      day(sum.windowStartAt),
      sum.eventType,
      day(sum.quotaPeriodStart),
      sum.calls,
      String(sum.units),
      String(sum.value),
    ]),
    [
      ['sub_w1', '10-01', 'request', '10-01', 2n, '0.3', '0'],
      ['sub_w1', '10-01', 'request', '10-16', 1n, '3', '0'],
      ['sub_w1', '10-01', 'tokens', null, 1n, '0', '7.25'],
      ['sub_w1', '11-01', 'request', '11-01', 1n, '1', '0'],
      ['sub_w2', '10-05', 'request', '11-01', 1n, '1', '0'],
    ],
  );
  const late = await sumUsage(server.usageDb, { windows });
  assert.equal(String(late.find((sum) => day(sum.quotaPeriodStart) === '10-16')?.units), '103');
});

test('thousands of windows fit into a question', async () => {
  const windows = Array.from({ length: 3500 }, (_, index) => ({
    subscriptionId: `sub_${String(index).padStart(26, '0')}`,
    startAt: at('10-01T00:00:00'),
    endAt: at('11-01T00:00:00'),
  }));
  await insert({
    subscriptionId: windows[3499]?.subscriptionId as string,
    timestampMs: at('10-02T00:00:00').epochMilliseconds,
  });
  assert.equal((await sumUsage(server.usageDb, { windows })).length, 1);
  assert.deepEqual(await sumUsage(server.usageDb, { windows: [] }), []);
});

test('the events behind a window come page by page, none twice and none left out', async () => {
  const timestampMs = at('10-03T00:00:00').epochMilliseconds;
  const upToBatch = await insert(
    ...Array.from({ length: 25 }, (_, index) => ({
      subscriptionId: 'sub_pages',
      id: `p${String(index).padStart(2, '0')}`,
      timestampMs: timestampMs + Math.floor(index / 10),
    })),
  );
  await insert({ subscriptionId: 'sub_pages', id: 'late', timestampMs });
  const window = {
    subscriptionId: 'sub_pages',
    startAt: at('10-01T00:00:00'),
    endAt: at('11-01T00:00:00'),
    upToBatch,
  };
  const ids: string[] = [];
  let after: EventPosition | null = null;
  do {
    const rows = await listEvents(server.usageDb, window, { after, limit: 7 });
    ids.push(...rows.map(({ id }) => id));
    const last = rows.at(-1);
    after = last && rows.length === 7 ? positionOf(last) : null;
  } while (after !== null);
  assert.deepEqual(
    ids,
    Array.from({ length: 25 }, (_, index) => `p${String(index).padStart(2, '0')}`),
  );
});

test('usage over HTTP: by route and day, from roll-ups and from events alike, each organization its own', async () => {
  const shared = { subscriptionId: 'sub_http', productId: 'prd_http' };
  const ms = (text: string) => at(text).epochMilliseconds;
  await insert(
    { ...shared, routeId: 'rte_a', timestampMs: ms('10-20T10:10:00'), latencyMs: 10, status: 200 },
    { ...shared, routeId: 'rte_a', timestampMs: ms('10-20T11:10:00'), latencyMs: 30, status: 404 },
    {
      ...shared,
      routeId: 'rte_b',
      timestampMs: ms('10-21T11:10:00'),
      latencyMs: null,
      status: 502,
      units: '2.5',
    },
    {
      ...shared,
      routeId: null,
      keyId: null,
      timestampMs: ms('10-21T11:20:00'),
      eventType: 'tokens',
      units: '0',
      value: '9',
    },
  );
  const question = 'product_id=prd_http&group_by=route,event_type,day';
  const hours = 'from=2026-10-20T00:00:00Z&to=2026-10-22T00:00:00Z';
  const minutes = 'from=2026-10-20T00:00:01Z&to=2026-10-22T00:00:01Z';
  const allHours = 'from=1970-01-01T00:00:00Z&to=9999-01-01T00:00:00Z';
  const allMinutes = 'from=1970-01-01T00:00:01Z&to=9999-01-01T00:00:01Z';
  const expected = [
    {
      route_id: null,
      event_type: 'tokens',
      period_start: '2026-10-21T00:00:00.000Z',
      calls: 1,
      units: '0',
      value: '9',
    },
    {
      route_id: 'rte_a',
      event_type: 'request',
      period_start: '2026-10-20T00:00:00.000Z',
      calls: 2,
      units: '2',
      value: '0',
    },
    {
      route_id: 'rte_b',
      event_type: 'request',
      period_start: '2026-10-21T00:00:00.000Z',
      calls: 1,
      units: '2.5',
      value: '0',
    },
  ];
  for (const range of [hours, minutes, allHours, allMinutes]) {
    const { data } = await server.ok('shop', 'GET', `/usage/${server.idOf('shop')}?${question}&${range}`);
    assert.deepEqual(
      data.map(({ route_id, event_type, period_start, calls, units, value }: Record<string, unknown>) => ({
        route_id,
        event_type,
        period_start,
        calls,
        units,
        value,
      })),
      expected,
      range,
    );
    assert.deepEqual([data[1].client_errors, data[1].average_latency_ms, data[2].server_errors], [1, 20, 1]);
  }
  const own = `/usage/${server.idOf('acme')}?as=provider&${question}&${hours}`;
  assert.equal((await server.ok('acme', 'GET', own)).data.length, 3);
  const asConsumer = `/usage/${server.idOf('acme')}?${question}&${hours}`;
  assert.deepEqual((await server.ok('acme', 'GET', asConsumer)).data, []);
  assert.equal((await server.request('rival', 'GET', `/usage/${server.idOf('shop')}`)).status, 404);
  assert.equal((await server.request('rival', 'GET', '/usage/org_nobody')).status, 404);
  assert.equal((await server.request('operator', 'GET', `/usage/${server.idOf('shop')}`)).status, 200);
});

test('a question that makes no sense is refused with its place', async () => {
  const path = `/usage/${server.idOf('shop')}`;
  for (const [query, pointer] of [
    ['group_by=color', '/query/group_by'],
    ['group_by=hour,day', '/query/group_by'],
    ['from=monday', '/query/from'],
    ['to=-271821-04-20T00:00:00Z', '/query/to'],
    ['from=2026-11-01T00:00:00Z&to=2026-11-01T00:00:00Z', '/query/from'],
    ['colour=red', '/query/colour'],
    ["subscription_id=x'--", '/query/subscription_id'],
  ] as const) {
    const { status, body } = await server.request('shop', 'GET', `${path}?${query}`);
    assert.equal(status, 422, query);
    assert.equal(body.errors[0].pointer, pointer);
  }
});

test('the request log: newest first, paged, filtered, each side its own', async () => {
  const subscriptionId = 'sub_log';
  const base = at('11-02T00:00:00').epochMilliseconds;
  const error = 'upstream closed the connection';
  await insert(
    ...Array.from({ length: 5 }, (_, index) => ({
      subscriptionId,
      id: `l${index}`,
      timestampMs: base + index,
    })),
    {
      subscriptionId,
      id: 'bad',
      timestampMs: base + 10,
      status: 502,
      path: '/forecast',
      error,
      routeId: 'rte_f',
    },
  );
  const query = `subscription_id=${subscriptionId}&limit=4`;
  const first = await server.ok('shop', 'GET', `/usage/requests?${query}`);
  const second = await server.ok('shop', 'GET', `/usage/requests?${query}&cursor=${first.next_cursor}`);
  const ids = [...first.data, ...second.data].map(({ id }: { id: string }) => id);
  assert.deepEqual(ids, ['bad', 'l4', 'l3', 'l2', 'l1', 'l0']);
  assert.equal(second.next_cursor, null);
  assert.deepEqual(
    [first.data[0].error, first.data[0].path, first.data[0].ip, first.data[0].timestamp],
    [error, '/forecast', '192.0.2.7', '2026-11-02T00:00:00.010Z'],
  );
  for (const filter of ['status=5', 'status=502', 'path=fore', 'route_id=rte_f']) {
    const { data } = await server.ok('shop', 'GET', `/usage/requests?${query}&${filter}`);
    assert.deepEqual(
      data.map(({ id }: { id: string }) => id),
      ['bad'],
      filter,
    );
  }
  assert.equal((await server.ok('acme', 'GET', `/usage/requests?as=provider&${query}`)).data.length, 4);
  assert.deepEqual((await server.ok('acme', 'GET', `/usage/requests?${query}`)).data, []);
  assert.deepEqual((await server.ok('rival', 'GET', `/usage/requests?as=provider&${query}`)).data, []);
});

test('only the operator sees the nodes and gives one up', async () => {
  await server.ship();
  const { data } = await server.ok('operator', 'GET', '/metering/nodes');
  assert.deepEqual(
    data.map(({ connection, state }: Record<string, string>) => [connection, state]),
    [['api', 'alive']],
  );
  assert.equal((await server.request('shop', 'GET', '/metering/nodes')).status, 403);
  assert.equal(
    (await server.request('operator', 'POST', '/metering/nodes/nowhere/declare-lost')).status,
    404,
  );
  assert.equal((await server.request('operator', 'POST', '/metering/nodes/api/declare-lost')).status, 204);
  const again = await server.ok('operator', 'GET', '/metering/nodes');
  assert.equal(again.data[0].state, 'lost');
});

test('one call is shown with what it counted, to both sides and to nobody else', async () => {
  const id = 'call-shown';
  await insert({ id, timestampMs: at('11-03T10:00:00').epochMilliseconds, units: '2.5', overageUnits: '1' });
  const { units, overage_units, plan_version_id, path, status } = await server.ok(
    'shop',
    'GET',
    `/usage/requests/${id}`,
  );
  assert.deepEqual(
    { units, overage_units, plan_version_id, path, status },
    { units: '2.5', overage_units: '1', plan_version_id: 'plv_1', path: '/current-weather', status: 200 },
  );
  assert.equal((await server.ok('acme', 'GET', `/usage/requests/${id}`)).id, id);
  assert.equal((await server.request('rival', 'GET', `/usage/requests/${id}`)).status, 404);
  assert.equal((await server.request('shop', 'GET', '/usage/requests/call-none')).status, 404);
});
