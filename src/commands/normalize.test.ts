import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { JournalWriter, listSegments, type UsageRecord } from '#metering/journal';
import { normalize } from './normalize.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'turnpike-normalize-'));
after(() => rmSync(directory, { recursive: true }));

const record: UsageRecord = {
  kind: 'complete',
  connection: null,
  source: 'gateway',
  id: 'req_1',
  eventType: 'request',
  organizationId: 'org_consumer',
  providerId: 'org_provider',
  productId: 'prd_weather',
  routeId: null,
  subscriptionId: 'sub_1',
  planVersionId: null,
  keyId: null,
  environment: 'live',
  timestampMs: Date.UTC(2026, 10, 3, 12, 0, 0, 7),
  units: '1',
  value: '0',
  overageUnits: '0',
  quotas: [],
  method: 'GET',
  status: 200,
  latencyMs: 12.5,
  upstreamLatencyMs: null,
  requestBytes: 0,
  responseBytes: 512,
  interrupted: false,
  path: '/forecast',
  ip: '192.0.2.7',
  userAgent: null,
  error: null,
  properties: null,
};

function segment(worker: string, ...records: Partial<UsageRecord>[]): Buffer {
  const writer = new JournalWriter({ directory, worker, atMs: 1, fsync: 'off' });
  for (const one of records) writer.append({ ...record, ...one });
  writer.close();
  const found = listSegments(directory).find((one) => one.worker === worker);
  return readFileSync(path.join(directory, found?.name as string));
}

test('a segment of our own journal comes out as one event per ended call', () => {
  const bytes = segment(
    'a',
    {},
    { id: 's', kind: 'start' },
    { id: 's', kind: 'end', status: null, method: null },
  );
  const { events, rejects, notes } = normalize('turnpike', bytes) ?? assert.fail();
  assert.deepEqual([rejects, notes], [[], []]);
  assert.deepEqual(events[0], {
    kind: 'event',
    source: 'gateway',
    id: 'req_1',
    native_id: 'req_1',
    timestamp: '2026-11-03T12:00:00.007Z',
    consumer: 'org_consumer',
    api: 'prd_weather',
    method: 'GET',
    path: '/forecast',
    status: 200,
    latency_ms: 12.5,
    upstream_latency_ms: null,
    request_bytes: 0,
    response_bytes: 512,
    client_ip: '192.0.2.7',
    user_agent: null,
  });
  assert.deepEqual(
    [events.length, events[1]?.id, events[1]?.status, events[1]?.method],
    [2, 's', null, null],
  );
});

test('what is no event is a reject with its reason, a torn tail only a note', () => {
  const bytes = segment('b', {}, { id: 'open', kind: 'start' }, { id: 'last' });
  const torn = normalize('turnpike', bytes.subarray(0, bytes.length - 20)) ?? assert.fail();
  assert.deepEqual([torn.events.length, torn.rejects.length, torn.notes.length], [1, 1, 1]);
  assert.match(torn.rejects[0] as string, /call open/);
  const corrupt = Buffer.from(bytes);
  corrupt[60] = (corrupt[60] as number) ^ 1;
  const damaged = normalize('turnpike', corrupt) ?? assert.fail();
  assert.deepEqual([damaged.events.length, damaged.rejects.length], [0, 1]);
  assert.match(damaged.rejects[0] as string, /byte 0: damaged/);
  assert.equal(normalize('toString', bytes), null);
});
