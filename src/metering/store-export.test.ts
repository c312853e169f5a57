import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimal } from '#kernel';
import { testUsageDb } from '../kernel/testing.ts';
import { type ExportedEvent, exportPage } from './store-export.ts';

const at = Temporal.Instant.from('2026-02-01T00:00:00Z');

const event = (subscription: string, id: string, hours: number, source = 'test') => ({
  connection: 'node',
  source,
  id,
  event_type: 'request',
  organization_id: 'org_c',
  provider_id: 'org_p',
  product_id: 'prd_1',
  route_id: '',
  subscription_id: subscription,
  plan_version_id: '',
  key_id: '',
  environment: 'live',
  timestamp: at.add({ hours }),
  units: decimal('2.5'),
  value: decimal(0),
  overage_units: decimal(0),
  quota_period_start: null,
  method: 'GET',
  status: 200,
  latency_ms: 1,
  interrupted: false,
  properties: '{}',
  batch: 1n,
});

test('pages of an export together have every event of the time once', async () => {
  const { usageDb, drop } = await testUsageDb();
  try {
    await usageDb.insert('usage_events', [
      ...[event('sub_b', '1', 1), event('sub_a', '3', 2), event('sub_a', '2', 2), event('', 'none', 3)],
      ...[event('sub_a', '2', 2, 'other'), event('sub_a', 'early', -1), event('sub_a', 'late', 24)],
    ]);
    const span = { fromAt: at, toAt: at.add({ hours: 24 }) };
    const seen: string[] = [];
    let after: ExportedEvent | null = null;
    for (let page = 0; page < 10; page += 1) {
      const [one]: ExportedEvent[] = await exportPage(usageDb, span, { limit: 1, after });
      if (!one) break;
      seen.push(`${one.subscription_id} ${one.id} ${one.source}`);
      after = one;
    }
    assert.deepEqual(seen, [' none test', 'sub_a 2 other', 'sub_a 2 test', 'sub_a 3 test', 'sub_b 1 test']);
  } finally {
    await drop();
  }
});
