import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { findCandidates } from './attribution.ts';
import { processQueue } from './process-queue.ts';
import { openTestServer, type TestServer } from './test-server.ts';
import { usageCompleteUntil } from './usage-complete-until.ts';

let server: TestServer;
let count = 0;

before(async () => {
  server = await openTestServer();
});

after(() => server.close());

afterEach(() => {
  server.candidates.length = 0;
});

function event(more: Record<string, unknown> = {}): Record<string, unknown> {
  count += 1;
  return {
    event_type: 'tokens',
    workspace_id: server.idOf('shop'),
    value: '1.5',
    idempotency_key: `key-${count}`,
    ...more,
  };
}

async function totalOf(eventType: string): Promise<string> {
  await server.ship();
  const rows = await server.usageDb.query<{ total: unknown }>(
    'select sum(value) as total from usage_events where event_type = {eventType:String}',
    { eventType },
  );
  return String(rows[0]?.total);
}

test('an event is durable when it is answered, and shipped once however often it is sent', async () => {
  const { subscriptionId } = server.subscribe('weather');
  const sent = event({ event_type: 'sync', value: '2.000000000001', properties: { model: 'a', tokens: 3 } });
  assert.deepEqual(await server.ok('acme', 'POST', '/usage/events', sent), { accepted: 1, set_aside: [] });
  await server.ok('acme', 'POST', '/usage/events', sent);
  await server.ok('acme', 'POST', '/usage/events', [sent, { ...sent, value: '9' }]);
  assert.equal(await totalOf('sync'), '2.000000000001');
  const [row] = await server.usageDb.query<Record<string, unknown>>(
    "select * from usage_events where event_type = 'sync'",
  );
  assert.equal(row?.connection, `api:${server.idOf('acme')}`);
  assert.equal(row?.subscription_id, subscriptionId);
  assert.equal(row?.properties, '{"model":"a","tokens":3}');
  assert.equal(String(row?.timestamp), '2026-11-03T12:00:00Z');
  assert.equal(String(row?.units), '0');
});

test('two organizations may use the same key: neither shadows the other', async () => {
  server.subscribe('weather');
  const sent = event({ event_type: 'shadow', value: '1', idempotency_key: 'same' });
  await server.ok('acme', 'POST', '/usage/events', sent);
  await server.ok('shop', 'POST', '/usage/events', { ...sent, value: '10' });
  assert.equal(await totalOf('shadow'), '11');
});

test('a reported call weighs its value and counts as one call', async () => {
  server.subscribe('weather');
  await server.ok('acme', 'POST', '/usage/events', event({ event_type: 'request', value: '3' }));
  await server.ship();
  const [row] = await server.usageDb.query<Record<string, unknown>>(
    "select units, value from usage_events where event_type = 'request'",
  );
  assert.deepEqual([String(row?.units), String(row?.value)], ['3', '0']);
});

test('each wrong field is named with its place, and nothing of the body is taken', async () => {
  server.subscribe('weather');
  const wrong = [
    event({ event_type: 'wrong' }),
    event({ event_type: 'wrong', value: '1e3', extra: 1 }),
    event({ event_type: '', timestamp: 'yesterday', idempotency_key: 'a\u0001b' }),
  ];
  const { status, body } = await server.request('acme', 'POST', '/usage/events', wrong);
  assert.equal(status, 422);
  assert.deepEqual(body.errors.map((error: { pointer: string }) => error.pointer).sort(), [
    '/1/extra',
    '/1/value',
    '/2/event_type',
    '/2/idempotency_key',
    '/2/timestamp',
  ]);
  assert.equal((await server.request('acme', 'POST', '/usage/events', [])).status, 422);
  const many = Array.from({ length: 1001 }, () => event());
  assert.equal((await server.request('acme', 'POST', '/usage/events', many)).status, 422);
  const single = await server.request('acme', 'POST', '/usage/events', event({ value: 'x' }));
  assert.deepEqual(single.body.errors[0].pointer, '/value');
  assert.equal((await server.request('nobody', 'POST', '/usage/events', event())).status, 401);
  assert.equal(await totalOf('wrong'), '0');
});

test('an event that fits several subscriptions waits, and counts once when it is replayed', async () => {
  server.subscribe('weather');
  server.subscribe('maps');
  const sent = event({ event_type: 'several', value: '4' });
  const first = await server.ok('acme', 'POST', '/usage/events', sent);
  assert.equal(first.accepted, 0);
  assert.equal(first.set_aside[0].reason, 'several-subscriptions');
  await server.ok('acme', 'POST', '/usage/events', sent);
  const named = { ...event({ event_type: 'several', value: '1' }), product: 'maps' };
  assert.equal((await server.ok('acme', 'POST', '/usage/events', named)).accepted, 1);
  const { data } = await server.ok('acme', 'GET', '/usage/unattributed');
  assert.equal(data.length, 1, 'sent twice, listed once');
  assert.equal(data[0].event_id, sent.idempotency_key);
  assert.deepEqual((await server.ok('rival', 'GET', '/usage/unattributed')).data, []);
  const place = `/usage/unattributed/${data[0].id}/replay`;
  assert.equal((await server.request('rival', 'POST', place)).status, 404);
  assert.deepEqual(await server.ok('acme', 'POST', place), { replayed: 0, waiting: 1 });
  server.candidates.length = 0;
  server.subscribe('weather');
  assert.deepEqual(await server.ok('acme', 'POST', place), { replayed: 1, waiting: 0 });
  assert.equal((await server.request('acme', 'POST', place)).status, 404);
  await server.ok('acme', 'POST', '/usage/events', sent);
  assert.equal(await totalOf('several'), '5');
  assert.deepEqual((await server.ok('acme', 'GET', '/usage/unattributed')).data, []);
});

test('a consumer of somebody else looks like one that does not exist', async () => {
  server.subscribe('weather');
  const known = await server.ok('rival', 'POST', '/usage/events', event());
  const unknown = await server.ok('rival', 'POST', '/usage/events', event({ workspace_id: 'org_nobody' }));
  for (const { accepted, set_aside } of [known, unknown]) {
    assert.equal(accepted, 0);
    assert.equal(set_aside[0].reason, 'no-subscription');
  }
  assert.equal(known.set_aside[0].detail, unknown.set_aside[0].detail);
  assert.deepEqual(await server.ok('rival', 'POST', '/usage/unattributed/replay'), {
    replayed: 0,
    waiting: 2,
  });
});

test('usage of before a subscription and of after its end is not its', async () => {
  const startMs = Date.UTC(2026, 10, 1);
  server.subscribe('weather', { createdAtMs: startMs, canceledAtMs: startMs + 86_400_000 });
  const at = (timestamp: string) => event({ event_type: 'ended', value: '1', timestamp });
  const times = [
    '2026-10-31T23:59:59.999Z',
    '2026-11-01T00:00:00Z',
    '2026-11-01T23:59:59Z',
    '2026-11-02T00:00:00Z',
  ];
  const answer = await server.ok('acme', 'POST', '/usage/events', times.map(at));
  assert.deepEqual(
    answer.set_aside.map(({ index }: { index: number }) => index),
    [0, 3],
  );
  assert.equal(await totalOf('ended'), '2');
});

test('a time that cannot be right is rejected, and replayed when it has become right', async () => {
  server.subscribe('weather');
  const ahead = event({ event_type: 'ahead', value: '1', timestamp: '2026-11-03T14:00:00Z' });
  const old = event({ event_type: 'ahead', value: '1', timestamp: '2026-07-01T00:00:00Z' });
  const { set_aside } = await server.ok('acme', 'POST', '/usage/events', [ahead, old]);
  assert.deepEqual(
    set_aside.map(({ list, reason }: { list: string; reason: string }) => `${list} ${reason}`),
    ['rejected timestamp-out-of-range', 'rejected timestamp-out-of-range'],
  );
  server.clock.set('2026-11-03T13:30:00Z');
  assert.deepEqual(await server.ok('acme', 'POST', '/usage/rejected/replay'), { replayed: 1, waiting: 1 });
  assert.equal(await totalOf('ahead'), '1');
});

test('asynchronous reports are queued durably and end the same way', async () => {
  server.subscribe('weather');
  const sent = event({ event_type: 'async', value: '2' });
  assert.deepEqual(
    await server.ok('acme', 'POST', '/usage/events/async', [sent, event({ workspace_id: 'x' })]),
    {
      queued: 2,
    },
  );
  assert.equal(
    (await server.request('acme', 'POST', '/usage/events/async', event({ value: [] }))).status,
    422,
  );
  await server.ok('acme', 'POST', '/usage/events/async', sent);
  assert.equal(await totalOf('async'), '0');
  await processQueue(server.db, server.deps);
  assert.equal(await processQueue(server.db, server.deps), 0);
  assert.equal(await totalOf('async'), '2');
  const { data } = await server.ok('acme', 'GET', '/usage/unattributed?limit=200');
  assert.ok(data.some((held: { report: { workspace: string } }) => held.report.workspace === 'x'));
});

test('CloudEvents come in all three forms', async () => {
  server.subscribe('weather');
  const cloud = (id: string, more: object = {}) => ({
    specversion: '1.0',
    id,
    source: '/gateway/eu',
    type: 'cloud',
    subject: server.idOf('shop'),
    time: '2026-11-03T11:00:00+00:00',
    ...more,
  });
  const structured = { 'content-type': 'application/cloudevents+json' };
  await server.ok(
    'acme',
    'POST',
    '/usage/events',
    cloud('1', { data: { value: 5, product: 'weather' } }),
    structured,
  );
  const batch = { 'content-type': 'application/cloudevents-batch+json' };
  await server.ok(
    'acme',
    'POST',
    '/usage/events',
    [cloud('1'), cloud('2'), cloud('1', { source: 'other' })],
    batch,
  );
  const { data: _none, ...attributes } = { data: null, ...cloud('3') };
  const binary = Object.fromEntries(Object.entries(attributes).map(([name, text]) => [`ce-${name}`, text]));
  await server.ok('acme', 'POST', '/usage/events', { value: '0.5', region: 'eu' }, binary);
  assert.equal(await totalOf('cloud'), '7.5');
  const wrong = await server.request(
    'acme',
    'POST',
    '/usage/events',
    [{ ...cloud('4'), subject: undefined }],
    batch,
  );
  assert.equal(wrong.body.errors[0].pointer, '/0/subject');
});

test('the API holds back completeness while a report is under way or queued', async () => {
  server.subscribe('weather');
  const { intake } = server.deps;
  const receivedAt = server.clock.now();
  const completeBefore = async (at: Temporal.Instant) => {
    const until = await usageCompleteUntil(server.db);
    return until === null || Temporal.Instant.compare(until, at) <= 0;
  };
  await intake.during(receivedAt, async () => {
    server.clock.advance({ minutes: 10 });
    await intake.markNow();
    await server.ship();
    assert.ok(await completeBefore(receivedAt), 'under way');
  });
  await server.ok('acme', 'POST', '/usage/events/async', event());
  const queuedAt = server.clock.now();
  server.clock.advance({ minutes: 10 });
  await intake.markNow();
  await server.ship();
  assert.ok(await completeBefore(queuedAt), 'queued');
  await processQueue(server.db, server.deps);
  await intake.markNow();
  await server.ship();
  assert.equal(await completeBefore(queuedAt), false, 'in the store');
});

test('candidates come from the subscriptions of the organizations that the references name', async () => {
  const references = [server.idOf('shop'), 'org_unknown'];
  const found = await findCandidates(server.db, references);
  assert.deepEqual([...found], [[server.idOf('shop'), []]]);
});
