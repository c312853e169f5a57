import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Decimal, decimal, instantText, ZERO } from '#kernel';
import { type TestUsageDb, testUsageDb } from '../../kernel/testing.ts';
import { usageEvent } from '../testing.ts';
import { countedWindows } from './counted-windows.ts';
import { type LineEvent, type LinePlace, lineEvents } from './line-events.ts';

let usage: TestUsageDb;
before(async () => {
  usage = await testUsageDb();
});
after(() => usage.drop());

const monthAt = Temporal.Instant.from('2026-02-01T00:00:00Z');
const hour = (hours: number) => monthAt.add({ hours });
const day = (days: number) => hour(days * 24);

/** All pages of a line. */
async function all(line: Parameters<typeof countedWindows>[0], upToBatch: bigint, limit: number) {
  const found: LineEvent[] = [];
  let place: LinePlace | null = null;
  for (;;) {
    const page = await lineEvents(usage.usageDb, countedWindows(line), upToBatch, { limit, after: place });
    found.push(...page);
    if (page.length < limit) break;
    place = page.at(-1)!.place;
  }
  const keys = found.map(({ event }) => `${event.connection} ${event.source} ${event.id}`);
  assert.equal(new Set(keys).size, keys.length, 'an event is listed twice');
  return { ids: found.map(({ event }) => event.id), sum: sumOf(found) };
}

function sumOf(found: readonly LineEvent[]): string {
  return found.reduce((sum: Decimal, one) => sum.plus(one.quantity), ZERO).toFixed();
}

const query = (subscription_id: string, meter: string, from: Temporal.Instant, to: Temporal.Instant) => {
  return { subscription_id, meter, from: instantText(from), to: instantText(to) };
};

test('a line of several windows lists the events of each, and twins from two connections both', async () => {
  const own = { subscription_id: 'sub_windows', event_type: 'emails', units: decimal(0) };
  await usage.usageDb.insert('usage_events', [
    usageEvent('a', hour(1), { ...own, value: decimal('2.5') }),
    usageEvent('a', hour(1), { ...own, value: decimal('1.5'), connection: 'other node' }),
    usageEvent('gap', day(6), { ...own, value: decimal(100) }),
    usageEvent('b', day(11), { ...own, value: decimal(4) }),
    usageEvent('late', day(11), { ...own, value: decimal(100), batch: 2n }),
    usageEvent('test', day(11), { ...own, value: decimal(100), environment: 'test' }),
    usageEvent('call', day(11), { subscription_id: 'sub_windows' }),
  ]);
  const queries = [
    query('sub_windows', 'emails', monthAt, day(5)),
    query('sub_windows', 'emails', day(10), day(20)),
  ];
  for (const limit of [1, 2, 50]) {
    const { ids, sum } = await all({ kind: 'usage', explanation: { queries } }, 1n, limit);
    assert.deepEqual(ids, ['a', 'a', 'b']);
    assert.equal(sum, '8');
  }
});

test('of overage exactly the calls beyond the quota are listed, the one that crossed it in part', async () => {
  const own = { subscription_id: 'sub_overage', units: decimal('2.5') };
  await usage.usageDb.insert('usage_events', [
    // A calendar month's quota whose first half lies in the billing period before: it fills the quota only.
    ...Array.from({ length: 4 }, (_, index) => usageEvent(`before-${index}`, hour(index), own)),
    ...Array.from({ length: 30 }, (_, index) =>
      usageEvent(`in-${index}`, day(15).add({ minutes: index * 7 }), own),
    ),
    usageEvent('late', day(15), { ...own, batch: 2n }),
    // The month after has a quota of its own, and its cap.
    ...Array.from({ length: 40 }, (_, index) =>
      usageEvent(`next-${index}`, day(28).add({ hours: index }), own),
    ),
  ]);
  const span = (from: Temporal.Instant, to: Temporal.Instant) => {
    return { quota_period_start: instantText(from), through: instantText(to), quota_units: '16' };
  };
  const explanation = {
    query: query('sub_overage', 'units', day(14), day(42)),
    max_overage_units: '70',
    quota_periods: [span(monthAt, day(28)), span(day(28), day(42))],
  };
  for (const limit of [17, 200]) {
    const { ids, sum } = await all({ kind: 'overage', explanation }, 1n, limit);
    // 4 + 30 calls are 85 units: 69 beyond 16. 40 calls are 100: 84 beyond, of which the cap lets 70 count.
    assert.equal(sum, '139');
    assert.deepEqual([ids[0], ids[27], ids[28]], ['in-2', 'in-29', 'next-6']);
    assert.equal(ids.at(-1), 'next-34');
  }
});
