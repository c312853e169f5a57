import assert from 'node:assert/strict';
import test from 'node:test';
import { priceSchema } from './prices.ts';

/** Paths and messages of what is wrong, as 'tiers/0/up_to: …'. */
function issues(price: unknown): string[] {
  const parsed = priceSchema.safeParse(price);
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('/')}: ${issue.message}`);
}

const graduated = (...bounds: (string | null)[]) => ({
  model: 'graduated',
  tiers: bounds.map((bound) => ({ up_to: bound, unit_price: '1' })),
});

test('accepts every model with its options', () => {
  const spending = { percent_discount: '12.5', max_spend: '100', min_spend: '10' };
  const units = {
    quantity_transform: { divide_by: '1000', round: 'up' },
    free_units: '5',
    allow_negative: false,
  };
  const tiers = [
    { up_to: '10', flat_fee: '1' },
    { up_to: null, flat_fee: '2' },
  ];
  const prices = [
    { model: 'flat', amount: '29.00', ...spending },
    { model: 'per_unit', unit_price: '0.000000000001', ...spending, ...units },
    { model: 'graduated', tiers, ...spending, ...units },
    { model: 'volume', tiers },
    { model: 'stairstep', tiers },
    { model: 'package', package_size: '100', package_price: '5', package_rounding: 'down' },
    { model: 'block_graduated', tiers: [{ up_to: null, block_size: '10', block_price: '1' }] },
    { model: 'percentage', rate_percent: '2.9', fixed_per_event: '0.30', free_events: 3, per_event_min: '1' },
    { model: 'graduated_percentage', tiers: [{ up_to: null, rate_percent: '1' }] },
    { model: 'dynamic', multiplier: '1.2' },
  ];
  for (const price of prices) assert.deepEqual(issues(price), [], price.model);
});

test('refuses negative amounts by name', () => {
  assert.deepEqual(issues({ model: 'per_unit', unit_price: '-0.01' }), [
    'unit_price: unit_price must not be negative',
  ]);
  assert.deepEqual(issues({ ...graduated(null), min_spend: '-1' }), [
    'min_spend: min_spend must not be negative',
  ]);
  const tier = { up_to: null, flat_fee: '-5' };
  assert.deepEqual(issues({ model: 'volume', tiers: [tier] }), [
    'tiers/0/flat_fee: flat_fee must not be negative',
  ]);
});

test('refuses numbers, floats in disguise, too many decimals and too large amounts', () => {
  for (const bad of [
    0.1,
    1,
    '1e5',
    '0x10',
    'NaN',
    'Infinity',
    '',
    ' 1',
    '1,5',
    '.5',
    '0.0000000000001',
    '+1',
  ]) {
    assert.match(issues({ model: 'per_unit', unit_price: bad })[0] ?? '', /^unit_price: /, String(bad));
  }
  assert.deepEqual(issues({ model: 'per_unit', unit_price: '1000000000000' }), [
    'unit_price: unit_price must have at most 12 digits before the point',
  ]);
});

test('refuses unknown fields, unknown models and options that a model does not take', () => {
  assert.match(issues({ model: 'per_unit', unit_price: '1', unitPrice: '1' })[0] ?? '', /unitPrice/);
  assert.match(issues({ model: 'per_unit', unit_price: '1', tiers: [] })[0] ?? '', /tiers/);
  assert.match(issues({ model: 'flat', amount: '1', free_units: '5' })[0] ?? '', /free_units/);
  assert.match(issues({ model: 'bulk', unit_price: '1' })[0] ?? '', /^model: /);
  assert.match(
    issues({ ...graduated(null), tiers: [{ up_to: null, price: '1' }] })[0] ?? '',
    /^tiers\/0: .*price/,
  );
});

test('refuses tiers that overlap, do not ascend, end, or begin at nothing', () => {
  const overlap = (path: string, bound: string) =>
    `${path}: Tiers overlap: up_to ${bound} must be greater than that of the tier before`;
  assert.deepEqual(issues(graduated('10', '10', null)), [overlap('tiers/1/up_to', '10')]);
  assert.deepEqual(issues(graduated('10', '9.5', null)), [overlap('tiers/1/up_to', '9.5')]);
  assert.deepEqual(issues(graduated('10', null, null)), [
    'tiers/1/up_to: Only the last tier may be open-ended (up_to: null)',
  ]);
  assert.deepEqual(issues(graduated('10', '20')), [
    'tiers/1/up_to: The last tier must be open-ended (up_to: null)',
  ]);
  assert.deepEqual(issues(graduated('0', null)), ['tiers/0/up_to: up_to must be greater than zero']);
  assert.deepEqual(issues(graduated()), ['tiers: At least one tier is needed']);
  assert.equal(issues(graduated(...Array.from({ length: 100 }, (_, i) => String(i + 1)), null)).length, 1);
});

test('refuses limits and percentages that contradict themselves', () => {
  const perUnit = { model: 'per_unit', unit_price: '1' };
  assert.deepEqual(issues({ ...perUnit, min_spend: '11', max_spend: '10' }), [
    'min_spend: min_spend must not be greater than max_spend',
  ]);
  assert.deepEqual(issues({ ...perUnit, percent_discount: '100.1' }), [
    'percent_discount: percent_discount must be at most 100',
  ]);
  assert.deepEqual(issues({ ...perUnit, quantity_transform: { divide_by: '0' } }), [
    'quantity_transform/divide_by: divide_by must be greater than zero',
  ]);
  const percentage = { model: 'percentage', rate_percent: '1', per_event_min: '2', per_event_max: '1' };
  assert.deepEqual(issues(percentage), [
    'per_event_min: per_event_min must not be greater than per_event_max',
  ]);
});
