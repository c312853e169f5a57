import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RowHeights } from './virtual-rows.ts';

test('rows that were not measured are as high as the others on the average', () => {
  const heights = new RowHeights();
  heights.resize(100_000);
  assert.equal(heights.offsetOf(10), 490, 'a guess before any was measured');
  assert.equal(heights.measure(0, 40), true);
  assert.equal(heights.measure(1, 60), true);
  assert.equal(heights.measure(1, 60.2), false, 'less than half a pixel is nothing new');
  assert.deepEqual([heights.offsetOf(1), heights.offsetOf(2), heights.offsetOf(3)], [40, 100, 150]);
  assert.equal(heights.offsetOf(100_000), 5_000_000);
});

test('the row at a distance is found, the first and the last one outside', () => {
  const heights = new RowHeights();
  heights.resize(1000);
  heights.measure(0, 100);
  heights.measure(1, 20);
  const rows = [-50, 0, 99, 100, 119, 120, 1e9].map((px) => heights.rowAt(px));
  assert.deepEqual(rows, [0, 0, 0, 1, 1, 2, 999]);
});

test('more rows keep what is known, fewer are other rows', () => {
  const heights = new RowHeights();
  heights.resize(200);
  heights.measure(0, 80);
  heights.resize(400);
  assert.equal(heights.offsetOf(1), 80);
  heights.resize(150);
  assert.equal(heights.offsetOf(1), 49);
  heights.measure(0, 30);
  heights.forget();
  assert.equal(heights.offsetOf(150), 150 * 49);
});
