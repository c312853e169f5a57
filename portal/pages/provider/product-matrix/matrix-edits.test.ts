import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnPlan, OwnRoute } from '../../../api/products.ts';
import { changesOf, firstPlan, minimumAt } from './matrix-edits.ts';

const plans = ['free', 'pro', 'max'].map((id, tier) => ({ id, name: id, tier })) as unknown as OwnPlan[];
const route = (id: string, minimum_plan_id: string | null, weight = '1') =>
  ({ id, minimum_plan_id, weight }) as unknown as OwnRoute;

test('everybody may call what has no minimum, and what has the lowest plan as its minimum', () => {
  assert.deepEqual(
    [null, 'free', 'pro'].map((minimum) => firstPlan(plans, minimum)),
    [0, 0, 1],
  );
  assert.deepEqual(
    [0, 2].map((column) => minimumAt(plans, column)),
    [null, 'max'],
  );
});

test('only what differs is a change', () => {
  const routes = [route('a', null), route('b', 'free'), route('c', 'pro'), route('d', 'pro', '2')];
  const edits = {
    a: { minimumPlan: 'max' },
    b: { minimumPlan: null, weight: '1.0' },
    c: { minimumPlan: 'pro', weight: ' 2.5 ' },
    d: { weight: ' ' },
  };
  assert.deepEqual(
    changesOf(routes, plans, edits).map(({ route: of, ...change }) => [of.id, change]),
    [
      ['a', { minimumPlan: { before: 'free', after: 'max', id: 'max' } }],
      ['c', { weight: { before: '1', after: '2.5' } }],
    ],
  );
});
