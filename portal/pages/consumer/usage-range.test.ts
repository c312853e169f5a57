import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barStarts, isRangeName, usageBars } from './usage-range.ts';

const now = Date.parse('2026-11-20T16:42:10Z');
const iso = (ms: number) => new Date(ms).toISOString();

test('the last bar contains the present moment', () => {
  const hours = barStarts('24h', now);
  assert.equal(hours.length, 24);
  assert.equal(iso(hours[0]!), '2026-11-19T17:00:00.000Z');
  assert.equal(iso(hours[23]!), '2026-11-20T16:00:00.000Z');
  assert.equal(iso(barStarts('7d', now)[0]!), '2026-11-14T00:00:00.000Z');
});

test('steps without calls have a bar of nothing, and errors of both kinds are marked', () => {
  const starts = barStarts('7d', now);
  const rows = [{ period_start: '2026-11-19T00:00:00Z', calls: 10, client_errors: 2, server_errors: 1 }];
  const bars = usageBars(rows, starts, (start) => iso(start).slice(0, 10));
  assert.equal(bars.length, 7);
  assert.deepEqual(bars[5], { label: '2026-11-19', value: 10, marked: 3 });
  assert.deepEqual(bars[6], { label: '2026-11-20', value: 0, marked: 0 });
});

test('a range from the address is one of ours', () => {
  assert.ok(isRangeName('7d'));
  assert.ok(!isRangeName('toString') && !isRangeName(7) && !isRangeName(undefined));
});
