import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { meterDefinitionSchema } from '#rating';
import { insertBatch } from './insert-batch.ts';
import type { UsageRecord } from './journal/index.ts';
import { sampleRecord } from './journal/sample-record.ts';
import { meterUsage } from './store-meter-usage.ts';
import { listEvents } from './store-questions.ts';
import { openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
const at = (text: string) => Temporal.Instant.from(`2026-10-${text}Z`);

before(async () => {
  server = await openTestServer();
  const owners = { organizationId: server.idOf('shop'), providerId: server.idOf('acme') };
  const event = (time: string, record: Partial<UsageRecord>, index: number) =>
    sampleRecord({ ...owners, id: `m-${index}`, timestampMs: at(time).epochMilliseconds, ...record });
  const tokens = (value: string, model: string | null) => ({
    ...{ eventType: 'tokens', value, units: '0', quotas: [], path: null },
    properties: model === null ? null : JSON.stringify({ model }),
  });
  const events = [
    event('01T00:00:00', tokens('10', 'big'), 0),
    event('01T23:59:59.999', tokens('5', 'small'), 1),
    event('02T00:00:00', tokens('7', 'big'), 2),
    event('03T12:00:00', tokens('1', null), 3),
    event('03T12:00:00', { ...tokens('99', 'big'), environment: 'test' }, 4),
    event('03T12:00:00', {}, 5),
  ];
  await insertBatch(
    server.usageDb,
    { seenBefore: async () => new Set(), remember: async () => {} },
    { number: 5000n, connection: 'node-1', events, atMs: at('04T00:00:00').epochMilliseconds },
  );
});

after(() => server.close());

const path = (meter: string, query: string) =>
  `/usage/${server.idOf('shop')}/meters/${meter}?from=2026-10-01T00:00:00Z&to=2026-10-04T00:00:00Z&${query}`;

test('a meter is asked for by day, by the one who used and the one who sold', async () => {
  const answer = await server.request('shop', 'GET', path('requests', 'interval=day'));
  assert.equal(answer.status, 200);
  const { data } = answer.body;
  assert.deepEqual(
    data.map((row: { period_start: string; quantity: string }) => [
      row.period_start.slice(0, 10),
      row.quantity,
    ]),
    [['2026-10-03', '1']],
  );
  const sold = `/usage/${server.idOf('acme')}/meters/tokens?as=provider&from=2026-10-01T00:00:00Z&to=2026-10-03T12:00:00Z&interval=day`;
  const { body } = await server.request('acme', 'GET', sold);
  assert.deepEqual(
    body.data.map((row: { quantity: string; events: number }) => [row.quantity, row.events]),
    [
      ['15', 2],
      ['7', 1],
    ],
  );
});

test('a consumer names the product of a meter that is not built in, and reads its own usage only', async () => {
  const unnamed = await server.request('shop', 'GET', path('tokens', ''));
  assert.equal(unnamed.status, 422);
  assert.equal(unnamed.body.errors[0].pointer, '/query/product_id');
  assert.equal((await server.request('shop', 'GET', path('tokens', 'product_id=prd_none'))).status, 404);
  assert.equal((await server.request('rival', 'GET', path('requests', ''))).status, 404);
  const hours = path('requests', 'interval=hour').replace('to=2026-10-04', 'to=2026-11-04');
  assert.equal((await server.request('shop', 'GET', hours)).body.errors[0].pointer, '/query/interval');
});

test('groups, charts and windows of every aggregation come from the same definition', async () => {
  const owner = { side: 'provider', organizationId: server.idOf('acme') } as const;
  const spans = [
    { startAt: at('01T00:00:00'), endAt: at('02T00:00:00') },
    { startAt: at('02T00:00:00'), endAt: at('04T00:00:00') },
  ];
  const ask = (fields: object, grouped = true) =>
    meterUsage(
      server.usageDb,
      meterDefinitionSchema.parse({ event_type: 'tokens', group_by: ['properties.model'], ...fields }),
      owner,
      spans,
      { grouped, limit: 100 },
    );
  const rows = async (fields: object, grouped = true) =>
    (await ask(fields, grouped)).map((row) => [
      row.startAt.toString().slice(8, 10),
      ...row.groups,
      row.quantity.toFixed(),
    ]);
  assert.deepEqual(await rows({ aggregation: 'sum', value: 'value' }), [
    ['01', 'big', '10'],
    ['01', 'small', '5'],
    ['02', '', '1'],
    ['02', 'big', '7'],
  ]);
  assert.deepEqual(await rows({ aggregation: 'avg', value: 'value' }, false), [
    ['01', '7.5'],
    ['02', '4'],
  ]);
  assert.deepEqual(await rows({ aggregation: 'percentile', value: 'value', percentile: 50 }, false), [
    ['01', '5'],
    ['02', '1'],
  ]);
  assert.deepEqual(await rows({ aggregation: 'unique_count', value: 'properties.model' }, false), [
    ['01', '2'],
    ['02', '1'],
  ]);
  // Big is there for two of two days of the second span, small as well: nobody removed them.
  assert.deepEqual(await rows({ aggregation: 'prorated_unique_count', value: 'properties.model' }), [
    ['01', 'big', '1'],
    ['01', 'small', '1'],
    ['02', 'big', '1'],
    ['02', 'small', '1'],
  ]);
});

test('the events behind a meter are those that it counts, page by page', async () => {
  const { subscriptionId } = sampleRecord({});
  const window = { subscriptionId, startAt: at('01T00:00:00'), endAt: at('04T00:00:00') };
  const meter = meterDefinitionSchema.parse({
    ...{ event_type: 'tokens', aggregation: 'max', value: 'value' },
    filter: { field: 'properties.model', operator: 'eq', value: 'big' },
  });
  const first = await listEvents(server.usageDb, { ...window, meter }, { limit: 1 });
  assert.deepEqual(
    first.map((one) => one.id),
    ['m-0'],
  );
  const last = first[0]!;
  const after = {
    ...{ timestampMs: last.timestamp.epochMilliseconds, id: last.id, source: last.source },
    connection: last.connection,
  };
  const rest = await listEvents(server.usageDb, { ...window, meter }, { limit: 10, after });
  assert.deepEqual(
    rest.map((one) => one.id),
    ['m-2'],
  );
});
