import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decimal } from '#kernel';
import { testUsageDb } from '../../kernel/testing.ts';
import { usageEvent } from '../testing.ts';
import { segmentsOf, usageSources } from './usage-source.ts';
import type { UsageWindow } from './usage-windows.ts';

const base = Temporal.Instant.from('2026-02-01T00:00:00Z');
const hour = (hours: number) => base.add({ hours });

const anyWindow = fc
  .tuple(
    fc.constantFrom('sub_a', 'sub_b'),
    fc.constantFrom('requests', 'units', 'emails'),
    fc.nat(60),
    fc.nat(20),
  )
  .map(([subscriptionId, meter, from, length]): UsageWindow => {
    return { subscriptionId, meter, fromAt: hour(from), toAt: hour(from + length + 1) };
  });
const windows = fc.array(anyWindow, { minLength: 1, maxLength: 12, size: 'max' });

test('segments do not overlap and cover exactly what the windows cover', () => {
  fc.assert(
    fc.property(windows, (asked) => {
      for (const subscriptionId of ['sub_a', 'sub_b']) {
        const own = segmentsOf(asked).filter((one) => one.subscriptionId === subscriptionId);
        for (let at = 0; at < 90; at += 1) {
          const inside = (from: Temporal.Instant, to: Temporal.Instant) =>
            Temporal.Instant.compare(from, hour(at)) <= 0 && Temporal.Instant.compare(hour(at), to) < 0;
          const wanted = asked.some(
            (one) => one.subscriptionId === subscriptionId && inside(one.fromAt, one.toAt),
          );
          const covering = own.filter((one) => inside(one.startAt, one.endAt)).length;
          assert.equal(covering, wanted ? 1 : 0);
        }
      }
    }),
  );
});

const event = (id: string, at: Temporal.Instant, more: Record<string, unknown>) =>
  usageEvent(id, at, { units: decimal('2.5'), ...more });

test('overlapping windows of several meters get exactly their own usage from the usage store', async () => {
  const { usageDb, drop } = await testUsageDb();
  await usageDb.insert('usage_events', [
    ...Array.from({ length: 10 }, (_, index) => event(`call-${index}`, hour(index), {})),
    event('mail-1', hour(3), { event_type: 'emails', value: decimal('7'), units: decimal(0) }),
    event('test-key', hour(4), { environment: 'test' }),
    event('later-batch', hour(5), { batch: 2n }),
    event('other', hour(5), { subscription_id: 'sub_b' }),
  ]);
  const sources = usageSources(usageDb);
  const window = (meter: string, from: number, to: number): UsageWindow => {
    return { subscriptionId: 'sub_a', meter, fromAt: hour(from), toAt: hour(to) };
  };
  const [all, first, units, tail, mails] = [
    window('requests', 0, 10),
    window('requests', 0, 4),
    window('units', 2, 6),
    window('units', 4, 10),
    window('emails', 0, 10),
  ];
  const asked = [all!, first!, units!, tail!, mails!, { ...all!, subscriptionId: 'sub_b' }];
  const usage = await sources.usage(asked, 1n);
  assert.deepEqual(
    asked.map((one) => usage.of(one).toFixed()),
    ['10', '4', '10', '15', '7', '1'],
  );
  assert.equal((await sources.usage([all!], 2n)).of(all!).toFixed(), '11');
  await drop();
});
