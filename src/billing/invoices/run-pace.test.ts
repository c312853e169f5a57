import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paceOf } from './run-pace.ts';

const resumedAt = Temporal.Instant.from('2026-02-01T00:00:00Z');
const run = { state: 'running', total: 100, resumedAt, resumedDone: 20, finishedAt: null } as const;
const after = (seconds: number) => resumedAt.add({ seconds });

test('the pace is that since work last began, and foretells the end', () => {
  const pace = paceOf(run, 40, after(8));
  assert.deepEqual([pace.done, pace.perSecond], [60, 5]);
  assert.deepEqual(String(pace.endAt), String(after(16)));
});

test('a run that has done nothing yet has no pace, and one that is over no end to come', () => {
  assert.deepEqual(paceOf(run, 80, after(8)), { done: 20, perSecond: null, endAt: null });
  assert.deepEqual(paceOf({ ...run, resumedAt: null, resumedDone: 0 }, 100, after(8)).perSecond, null);
  const over = { ...run, state: 'canceled', finishedAt: after(4) } as const;
  assert.deepEqual(paceOf(over, 40, after(800)), { done: 60, perSecond: 10, endAt: null });
});
