import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedLines } from './comparison-words.ts';

const columns = ['Free', 'Pro'].map((name) => ({
  product_id: 'prd_1',
  plan_id: name,
  slug: name,
  name,
}));
const month = { unit: 'month', count: 1 };
const row = (key: string, values: unknown[], group = 'price' as const) => ({
  key,
  group,
  values,
  equal: new Set(values.map((value) => JSON.stringify(value))).size <= 1,
});

const linesOf = (rows: ReturnType<typeof row>[]) =>
  comparedLines({ columns, rows }).map(({ label, cells }) => [label, ...cells]);

test('what differs stands first, in words; what nobody has is left out', () => {
  const quota = (units: number, overage: object) => [
    { units, period: 'month', alignment: 'calendar', overage },
  ];
  assert.deepEqual(
    linesOf([
      row('tax_behavior', ['exclusive', 'exclusive']),
      row('percent_off', [null, null]),
      row('price', [
        { amount: '0', currency: 'USD', interval: month },
        { amount: '0.0003', currency: 'USD', interval: month },
      ]),
      row('usage_price:calls', [null, { name: 'Calls', price: { model: 'per_unit', unit_price: '0.0003' } }]),
      row('quotas', [
        quota(1000, { mode: 'block' }),
        quota(5000, { mode: 'charge', unit_price: '0.002', max_overage_units: null }),
      ]),
      row('feature:historical-data', [null, true]),
      row('feature:seats', [
        [null, true],
        [false, null],
      ]),
      row('routes', [
        { included: 1, total: 2 },
        { included: 2, total: 2 },
      ]),
    ]),
    [
      ['Flat fee', '$0.00', '$0.0003 / month'],
      ['Calls', null, '$0.0003 each'],
      [
        'Quota',
        '1,000 units per month · Calls stop at the quota',
        '5,000 units per month · then $0.002 per unit',
      ],
      ['Historical data', null, true],
      ['Seats', 'In 1 of 2 plans', null],
      ['Routes', '1 of 2 routes', 'All 2 routes'],
      ['Prices', 'Tax comes on top', 'Tax comes on top'],
    ],
  );
});
