import assert from 'node:assert/strict';
import test from 'node:test';
import { decimal, decimalText } from '#kernel';
import { overageCharge } from './overage.ts';
import type { Price } from './prices.ts';
import { type RateOptions, rate, rateBuckets, ratedLineJson } from './rate.ts';

const amount = (price: Price, quantity: string, options?: RateOptions) =>
  decimalText(rate(price, decimal(quantity), options).amount);
const prior = (quantity: string, billed?: string): RateOptions => ({
  priorQuantity: decimal(quantity),
  ...(billed !== undefined && { priorBilled: decimal(billed) }),
});
const graduated: Price = {
  model: 'graduated',
  tiers: [
    { up_to: '5', unit_price: '2', flat_fee: '10' },
    { up_to: null, unit_price: '1' },
  ],
};
const volume: Price = {
  model: 'volume',
  tiers: [
    { up_to: '10', unit_price: '3' },
    { up_to: null, unit_price: '1' },
  ],
};

test('an explanation shows each tier that was reached, with its bounds', () => {
  assert.deepEqual(rate(graduated, decimal('7.5')).lines.map(ratedLineJson), [
    { kind: 'tier', from: '0', up_to: '5', quantity: '5', unit_price: '2', flat_fee: '10', amount: '20' },
    { kind: 'tier', from: '5', up_to: null, quantity: '2.5', unit_price: '1', flat_fee: '0', amount: '2.5' },
  ]);
});

test('a unit beyond an inclusive bound belongs to the next tier, however small', () => {
  assert.equal(amount(graduated, '5'), '20');
  assert.equal(amount(graduated, '5.000000000001'), '20.000000000001');
});

test('steps follow the order transform, free units, price, discount, maximum, minimum', () => {
  const price: Price = {
    model: 'per_unit',
    unit_price: '10',
    quantity_transform: { divide_by: '1000', round: 'up' },
    free_units: '1',
    percent_discount: '50',
    max_spend: '12',
  };
  const rating = rate(price, decimal('3001'));
  assert.equal(decimalText(rating.billableQuantity), '3');
  assert.deepEqual(
    rating.lines.map((line) => [line.kind, decimalText(line.amount)]),
    [
      ['units', '30'],
      ['discount', '-15'],
      ['maximum', '-3'],
    ],
  );
  assert.equal(amount({ ...price, max_spend: '100', min_spend: '20' }, '3001'), '20');
});

test('a transform rounds the sum of the period, not every part of it', () => {
  const price: Price = {
    model: 'per_unit',
    unit_price: '10',
    quantity_transform: { divide_by: '1000', round: 'up' },
  };
  assert.equal(amount(price, '1400'), '20');
  assert.equal(amount(price, '1300', prior('1400')), '10');
});

test('a quantity rounds up to whole multiples after dividing', () => {
  const transform = { divide_by: '3', round: 'down', round_up_to: '5' } as const;
  assert.equal(amount({ model: 'per_unit', unit_price: '1', quantity_transform: transform }, '20'), '10');
  assert.equal(amount({ model: 'per_unit', unit_price: '1', quantity_transform: transform }, '17'), '5');
});

test('the first tier’s flat fee is billed once, by whichever line comes first', () => {
  assert.equal(amount(graduated, '0', { position: 'mid' }), '10');
  assert.equal(amount(graduated, '2', { position: 'mid', ...prior('0', '10') }), '4');
  assert.equal(amount(graduated, '2', { position: 'last', ...prior('0', '10') }), '4');
  assert.equal(amount(graduated, '2', { position: 'last' }), '4');
});

test('a maximum leaves what earlier lines did not use, also when they do not say what they billed', () => {
  const price: Price = { model: 'per_unit', unit_price: '10', max_spend: '100' };
  assert.equal(amount(price, '5', { position: 'mid', ...prior('7', '70') }), '30');
  assert.equal(amount(price, '5', { position: 'mid', ...prior('7') }), '30');
  assert.equal(amount(price, '5', { position: 'mid', ...prior('20') }), '0');
});

test('a minimum is topped up by the last line only', () => {
  const price: Price = { model: 'per_unit', unit_price: '10', min_spend: '100' };
  assert.equal(amount(price, '2', { position: 'mid' }), '20');
  assert.equal(amount(price, '3', { position: 'last', ...prior('2', '20') }), '80');
});

test('volume prices wait for the last line, because more units reprice the earlier ones', () => {
  assert.equal(amount(volume, '8', { position: 'mid' }), '0');
  assert.equal(amount(volume, '4', { position: 'last', ...prior('8', '0') }), '12');
});

test('reconciling gives money back when a later unit made the period cheaper', () => {
  assert.equal(amount(volume, '12', { position: 'reconcile', priorBilled: decimal('30') }), '-18');
});

test('negative usage counts as none, or as a credit where the price allows it', () => {
  assert.equal(amount(volume, '-4'), '0');
  assert.equal(amount({ ...volume, allow_negative: true } as Price, '-4'), '-12');
  assert.equal(amount({ model: 'per_unit', unit_price: '2' }, '-3', prior('10')), '-6');
});

test('blocks and packages are sold whole', () => {
  const block: Price = {
    model: 'block_graduated',
    tiers: [
      { up_to: '100', block_size: '10', block_price: '1' },
      { up_to: null, block_size: '50', block_price: '4' },
    ],
  };
  assert.equal(amount(block, '91'), '10');
  assert.equal(amount(block, '151'), '18');
  const pack: Price = { model: 'package', package_size: '100', package_price: '5', free_units: '100' };
  assert.equal(amount(pack, '100'), '0');
  assert.equal(amount(pack, '100.000000000001'), '5');
  assert.equal(amount({ ...pack, package_rounding: 'down' } as Price, '299'), '5');
});

test('a stairstep costs the fee of its step', () => {
  const price: Price = {
    model: 'stairstep',
    tiers: [
      { up_to: '10', flat_fee: '7' },
      { up_to: null, flat_fee: '9' },
    ],
  };
  assert.deepEqual(
    ['0', '10', '10.5'].map((units) => amount(price, units)),
    ['7', '7', '9'],
  );
});

test('a flat amount is billed once a period', () => {
  const price: Price = { model: 'flat', amount: '29' };
  assert.equal(amount(price, '0'), '29');
  assert.equal(amount(price, '5', prior('3')), '0');
});

test('free allowances of a percentage end with whichever is exhausted first', () => {
  const values = ['50', '100', '250', '400'].map(decimal);
  const price: Price = { model: 'percentage', rate_percent: '1', fixed_per_event: '2', free_amount: '250' };
  const charge = (extra: object) => amount({ ...price, ...extra } as Price, '800', { eventValues: values });
  assert.equal(charge({}), '9.5');
  assert.equal(charge({ free_events: 1 }), '13.5');
  assert.equal(charge({ free_events: 4, free_amount: undefined }), '0');
  assert.equal(charge({ free_amount: '150' }), '12.5');
});

test('a minimum or maximum per event bounds paid events only', () => {
  const values = ['10', '80', '10000'].map(decimal);
  const price: Price = {
    model: 'percentage',
    rate_percent: '2.99',
    per_event_min: '1.75',
    per_event_max: '12',
  };
  const charge = (extra: object) => amount({ ...price, ...extra } as Price, '10090', { eventValues: values });
  assert.equal(charge({}), '16.142');
  assert.equal(charge({ fixed_per_event: '2' }), '18.691');
  assert.equal(charge({ free_events: 2 }), '12');
  assert.equal(charge({ free_amount: '30' }), '13.794');
  assert.equal(charge({ free_events: 3, free_amount: '10000' }), '2.691');
});

test('parts of a percentage continue the free allowance', () => {
  const price: Price = { model: 'percentage', rate_percent: '10', free_events: 2 };
  const events = ['100', '100', '100'].map(decimal);
  const options = {
    priorQuantity: decimal(100),
    priorEventValues: events.slice(0, 1),
    eventValues: events.slice(1),
  };
  assert.equal(amount(price, '200', options), '10');
});

test('a dynamic price rounds to the currency, all of the period at once', () => {
  const price: Price = { model: 'dynamic', multiplier: '1.33333' };
  assert.equal(amount(price, '10'), '13.33');
  assert.equal(amount(price, '50', prior('70', '93.33')), '66.67');
  assert.equal(amount(price, '10', { currencyDigits: 0 }), '13');
});

test('buckets each begin at the first tier', () => {
  const rating = rateBuckets(graduated, [decimal(5), decimal(6)]);
  assert.equal(decimalText(rating.amount), '41');
});

test('overage is charged past the quota and up to the cap', () => {
  const charge = (used: string, cap: number | null) => {
    const result = overageCharge(decimal(used), decimal(1000), {
      unit_price: '0.01',
      max_overage_units: cap,
    });
    return [result.overageUnits, result.chargedUnits, result.amount].map(decimalText);
  };
  assert.deepEqual(charge('1000', null), ['0', '0', '0']);
  assert.deepEqual(charge('1000.5', null), ['0.5', '0.5', '0.005']);
  assert.deepEqual(charge('1600', 500), ['600', '500', '5']);
  assert.deepEqual(charge('0', 500), ['0', '0', '0']);
});
