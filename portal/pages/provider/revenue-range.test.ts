import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanOf } from './revenue-range.ts';

test('twelve months end with the present one, over the turn of a year', () => {
  const { from, to, periods } = spanOf('12-months', '2028-02-29');
  assert.deepEqual([from, to, periods.length], ['2027-03-01', '2028-02-29', 12]);
  assert.deepEqual(periods.slice(9), ['2027-12', '2028-01', '2028-02']);
});

test('a month has all of its days, and the one before January is December', () => {
  assert.equal(spanOf('this-month', '2026-04-09').periods.at(-1), '2026-04-30');
  assert.deepEqual(spanOf('last-month', '2027-01-31').from, '2026-12-01');
  assert.equal(spanOf('last-month', '2027-01-31').periods.length, 31);
});
