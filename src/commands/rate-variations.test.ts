import assert from 'node:assert/strict';
import test from 'node:test';
import { decimal, isDecimalText, testUsageDb } from '#kernel';
import { rateDocument } from './rate.ts';

// Cases beside those of the document, worked out by hand: what its schema names and no case of it uses.

type Expected = string | string[];
const tiers = (...list: [up_to: string | null, unit_price: string, flat_fee?: string][]) => ({
  tiers: list.map(([up_to, unit_price, flat_fee]) => ({
    up_to,
    unit_price,
    ...(flat_fee ? { flat_fee } : {}),
  })),
});
const rate = (model: string, config: object, quantity: string, more: object = {}) => ({
  ...{ kind: 'rate', model, config, quantity, ...more },
});
const two = tiers(['10', '2', '1'], [null, '1', '5']);
const steps = {
  tiers: [
    { up_to: '5', flat_fee: '10' },
    { up_to: null, flat_fee: '30' },
  ],
};
const blocks = {
  tiers: [
    { up_to: '10', block_size: '4', block_price: '3' },
    { up_to: null, block_size: '10', block_price: '5' },
  ],
};
const percentTiers = {
  tiers: [
    { up_to: '1000', rate_percent: '2', flat_fee: '1' },
    { up_to: null, rate_percent: '0.5' },
  ],
};
const events = (...values: string[]) => ({ event_values: values });

const rates: [object, Expected][] = [
  [rate('per_unit', { unit_price: '0.000000000001' }, '3'), '0.000000000003'],
  [rate('per_unit', { unit_price: '2' }, '-3'), '0'],
  [rate('per_unit', { unit_price: '2', allow_negative: true }, '-3'), '-6'],
  [rate('per_unit', { unit_price: '2', free_units: '5' }, '5'), '0'],
  [rate('per_unit', { unit_price: '2', free_units: '5' }, '5.5'), '1'],
  [
    rate('per_unit', { unit_price: '1', quantity_transform: { divide_by: '1000', round: 'up' } }, '1001'),
    '2',
  ],
  [
    rate('per_unit', { unit_price: '1', quantity_transform: { divide_by: '1000', round: 'down' } }, '1999'),
    '1',
  ],
  [rate('per_unit', { unit_price: '1', quantity_transform: { divide_by: '3' } }, '1'), '0.333333333333'],
  [rate('per_unit', { unit_price: '1', quantity_transform: { round_up_to: '60' } }, '61'), '120'],
  // 2500 / 1000 rounds up to 3; one is free.
  [
    rate(
      'per_unit',
      { unit_price: '4', free_units: '1', quantity_transform: { divide_by: '1000', round: 'up' } },
      '2500',
    ),
    '8',
  ],
  // 10 × 1 less 10 % is 9, at most 8, and 8 is more than 7.
  [rate('per_unit', { unit_price: '1', percent_discount: '10', max_spend: '8', min_spend: '7' }, '10'), '8'],
  [rate('per_unit', { unit_price: '1', percent_discount: '50', min_spend: '7' }, '10'), '7'],
  [rate('per_unit', { unit_price: '1', min_spend: '7' }, '0'), '7'],
  [rate('per_unit', { unit_price: '1', percent_discount: '100' }, '10'), '0'],
  [rate('graduated', two, '0'), '1'],
  [rate('graduated', two, '10'), '21'],
  [rate('graduated', two, '10.5'), '26.5'],
  [rate('graduated', two, '12', { prior_quantity: '8', position: 'mid' }), '19'],
  // All of 20: 1 + 20 + 5 + 10 = 36, less the 17 that 8 cost.
  [rate('graduated', two, '12', { prior_quantity: '8', position: 'last' }), '19'],
  [
    rate('graduated', two, '12', { prior_quantity: '8', prior_billed_amount: '17', position: 'reconcile' }),
    '19',
  ],
  [
    rate('graduated', two, '0', { prior_quantity: '20', prior_billed_amount: '40', position: 'reconcile' }),
    '-4',
  ],
  [rate('volume', two, '10'), '21'],
  [rate('volume', two, '10.000001'), '15.000001'],
  [rate('volume', two, '5', { prior_quantity: '8', position: 'mid' }), '0'],
  [rate('volume', two, '5', { prior_quantity: '8', prior_billed_amount: '17', position: 'reconcile' }), '1'],
  [rate('stairstep', steps, '0'), '10'],
  [rate('stairstep', steps, '5'), '10'],
  [rate('stairstep', steps, '5.1'), '30'],
  [rate('package', { package_size: '10', package_price: '3' }, '0'), '0'],
  [rate('package', { package_size: '10', package_price: '3' }, '10'), '3'],
  [rate('package', { package_size: '10', package_price: '3' }, '10.01'), '6'],
  [rate('package', { package_size: '10', package_price: '3', package_rounding: 'down' }, '19.99'), '3'],
  [rate('package', { package_size: '10', package_price: '3', free_units: '100' }, '101'), '3'],
  [rate('package', { package_size: '0.5', package_price: '1' }, '1.2'), '3'],
  // 10 in blocks of 4: three blocks; one more in a block of 10.
  [rate('block_graduated', blocks, '11'), '14'],
  [rate('block_graduated', blocks, '4'), '3'],
  [rate('block_graduated', blocks, '0'), '0'],
  [rate('graduated_percentage', percentTiers, '1000'), '21'],
  [rate('graduated_percentage', percentTiers, '3000'), '31'],
  [rate('graduated_percentage', percentTiers, '0'), '1'],
  [rate('flat', { amount: '12.5' }, '0'), '12.5'],
  [rate('flat', { amount: '12.5', percent_discount: '20' }, '99'), '10'],
  [rate('dynamic', { multiplier: '1.1' }, '0.05'), '0.06'],
  [rate('dynamic', { multiplier: '1.1' }, '5', { currency: 'JPY' }), '6'],
  [rate('dynamic', { multiplier: '1.1' }, '0.005', { currency: 'BHD' }), '0.006'],
  [rate('percentage', { rate_percent: '2.9' }, '100'), '2.9'],
  [rate('percentage', { rate_percent: '2', fixed_per_event: '0.3' }, '0', events()), '0'],
  [rate('percentage', { rate_percent: '2', fixed_per_event: '0.3' }, '30', events('10', '20')), '1.2'],
  [rate('percentage', { rate_percent: '10', free_events: 2 }, '60', events('10', '20', '30')), '3'],
  [rate('percentage', { rate_percent: '10', free_amount: '15' }, '60', events('10', '20', '30')), '4.5'],
  // The second event ends both: 15 of its 20 stay, and the third pays whole.
  [
    rate(
      'percentage',
      { rate_percent: '10', free_amount: '15', free_events: 2 },
      '60',
      events('10', '20', '30'),
    ),
    '4.5',
  ],
  [
    rate(
      'percentage',
      { rate_percent: '10', per_event_min: '2', per_event_max: '2.5' },
      '60',
      events('10', '20', '30'),
    ),
    '6.5',
  ],
  [
    rate(
      'percentage',
      { rate_percent: '10', fixed_per_event: '1', per_event_max: '3' },
      '60',
      events('10', '20', '30'),
    ),
    '8',
  ],
  [
    rate(
      'percentage',
      { rate_percent: '10', free_events: 1, per_event_min: '2' },
      '60',
      events('10', '20', '30'),
    ),
    '5',
  ],
  [rate('per_unit', { unit_price: '0.125', round: { places: 2, mode: 'half_even' } }, '1'), '0.12'],
  [rate('per_unit', { unit_price: '0.125', round: 2 }, '1'), '0.13'],
  [{ kind: 'rate_buckets', model: 'graduated', config: two, buckets: ['11', '1'] }, '30'],
  [{ kind: 'rate_buckets', model: 'per_unit', config: { unit_price: '3' }, buckets: [] }, '0'],
];

const period = { start: '2026-02-01T00:00:00Z', end: '2026-03-01T00:00:00Z' };
const at = (day: string, fields: object) => ({ at: `2026-02-${day}T00:00:00Z`, ...fields });
const values = (...list: unknown[]) => list.map((value, index) => at(`0${index + 1}`, { value }));
const aggregate = (aggregation: string, list: object[], more: object = {}) => ({
  ...{ kind: 'aggregate', aggregation, events: list, period, ...more },
});
const odd = values('5', null, 'NaN', '-Infinity', '', 'x', true, '2');

const aggregates: [object, Expected][] = [
  [aggregate('count', odd), '8'],
  [aggregate('sum', odd), '7'],
  [aggregate('max', odd), '5'],
  [aggregate('min', odd), '2'],
  [aggregate('average', odd), '3.5'],
  [aggregate('latest', odd), '2'],
  [aggregate('sum', values('0.1', '0.2', 0.3)), '0.6'],
  [
    aggregate('sum', values('99999999999999999999999999', '0.000000000001')),
    '99999999999999999999999999.000000000001',
  ],
  [aggregate('max', values('-3', '-1', '-2')), '-1'],
  [aggregate('min', []), '0'],
  [aggregate('avg', values('1', '1', '0'), { round_places: 4 }), '0.6667'],
  [aggregate('avg', values('1', '1', '0'), { round_places: 2, round_mode: 'down' }), '0.66'],
  // Of one moment the last that is named counts.
  [aggregate('latest', [at('02', { value: '1' }), at('02', { value: '9' }), at('01', { value: '4' })]), '9'],
  [aggregate('unique_count', [at('01', { key: 'a' }), at('02', { key: 'b' }), at('03', { key: 'a' })]), '2'],
  [aggregate('unique_count', values('a', 'a', 'b', null)), '2'],
  [
    aggregate(
      'p95',
      Array.from({ length: 20 }, (_, index) => at('03', { value: String(index + 1) })),
    ),
    '19',
  ],
  [aggregate('percentile', values('1', '2', '3', '4'), { percentile: 50 }), '2'],
  [aggregate('percentile', values('7')), '7'],
  // What begins with the period is in it, what begins with the next is not.
  [
    aggregate('sum', [
      ...values('1'),
      { at: '2026-03-01T00:00:00Z', value: '50' },
      { at: '2026-01-31T23:59:59.999Z', value: '50' },
    ]),
    '1',
  ],
  // 28 days: 10 for 14 of them.
  [aggregate('weighted_sum', [at('15', { value: '10' })]), '5'],
  [aggregate('weighted_sum', [at('01', { value: '10' }), at('08', { value: '-10' })]), '2.5'],
  [aggregate('weighted_sum', [], { initial_value: '3' }), '3'],
  [aggregate('weighted_sum', [at('15', { value: '1' })], { initial_value: '1' }), '1.5'],
  [aggregate('prorated_values', [at('01', { value: '28' }), at('28', { value: '28' })]), ['28', '1']],
  [
    aggregate('prorated_unique_count', [
      at('01', { key: 'a', op: 'add' }),
      at('14', { key: 'a', op: 'remove' }),
    ]),
    '0.5',
  ],
  // Gone and back on the 14th: that day counts once.
  [
    aggregate('prorated_unique_count', [
      at('01', { key: 'a', op: 'add' }),
      at('14', { key: 'a', op: 'remove' }),
      { at: '2026-02-14T12:00:00Z', key: 'a', op: 'add' },
    ]),
    '1',
  ],
  [aggregate('prorated_unique_count', [at('01', { key: 'a', op: 'remove' })]), '0'],
];

function same(actual: unknown, expected: Expected, what: string): void {
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), what);
    for (const [index, one] of expected.entries()) same(actual[index], one, `${what} ${index}`);
    return;
  }
  assert.ok(typeof actual === 'string' && isDecimalText(actual), `${what}: ${actual}`);
  assert.ok(decimal(actual).eq(expected), `${what}: ${actual}, expected ${expected}`);
}

test(`${rates.length} variations of rates are answered as worked out`, async () => {
  const { lines } = await rateDocument(JSON.stringify(rates.map(([input]) => input)));
  for (const [index, [input, expected]] of rates.entries()) {
    const answer = JSON.parse(lines[index]!);
    same(answer.amount, expected, `${JSON.stringify(input)} ${answer.error ?? ''}`);
  }
});

test(`${aggregates.length} variations of aggregates are answered as worked out`, async () => {
  const open = async () => {
    const { usageDb, drop } = await testUsageDb();
    return { usageDb, close: drop };
  };
  const { lines } = await rateDocument(JSON.stringify(aggregates.map(([input]) => input)), open);
  for (const [index, [input, expected]] of aggregates.entries()) {
    const answer = JSON.parse(lines[index]!);
    same(answer.result, expected, `${JSON.stringify(input)} ${answer.error ?? ''}`);
  }
});
