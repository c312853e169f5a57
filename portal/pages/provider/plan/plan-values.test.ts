import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnPlan, PlanTerms } from '../../../api/products.ts';
import {
  emptyPlan,
  NEW_TERMS,
  planPointers,
  planValues,
  reachOf,
  sameTerms,
  termsOf,
} from './plan-values.ts';
import { NEW_PRICE, NO_TIER } from './price-values.ts';

const terms: PlanTerms = {
  ...NEW_TERMS,
  currency: 'EUR',
  interval: { unit: 'quarter', count: 2 },
  price: '29.00',
  trial_days: 14,
  quotas: [
    {
      ...{ units: 10_000, period: 'day', alignment: 'calendar' },
      overage: { mode: 'charge', unit_price: '0.0003', max_overage_units: null },
    },
    { units: 90_000, period: 'month', alignment: 'anniversary', overage: { mode: 'block' } },
  ],
  rate_limits: [
    { limit: 50, window_seconds: 60 },
    { limit: 900, window_seconds: 3600 },
  ],
  concurrency: 4,
  route_rate_limits: [{ method: 'GET', template: '/a', rate_limits: [{ limit: 1, window_seconds: 1 }] }],
  prices: [],
  features: { sso: true },
};

function plan(change: Partial<PlanTerms>): OwnPlan {
  const at = '2026-11-20T00:00:00.000Z';
  const version = {
    id: 'plv_1',
    plan_id: 'pln_1',
    number: 1,
    state: 'published' as const,
    terms: { ...terms, ...change },
    created_at: at,
    updated_at: at,
    published_at: at,
  };
  const head = { id: 'pln_1', product_id: 'prd_1', slug: 'pro', name: 'Pro', tier: 3, revision: 1 };
  return { ...head, current_version: version, created_at: at, updated_at: at };
}

const prices = (...all: PlanTerms['prices'][number]['price'][]) =>
  all.map((price, index) => ({
    ...{ key: `calls-${index}`, meter: 'units', name: 'Calls', price, interval: null },
  }));
const tiers = [
  { up_to: '1000', unit_price: '0.01' },
  { up_to: null, unit_price: '0.004' },
];
const valuesOf = (original: OwnPlan) => planValues(original, original.current_version!.terms);

const fee = { key: 'seat', name: 'Seats', timing: 'in_arrears', per: 'seat', interval: null } as const;
const shown: [string, Partial<PlanTerms>][] = [
  ['two quotas, two rate limits, concurrency and features', {}],
  ['no quota and no limit', { quotas: [], rate_limits: [], concurrency: null }],
  ['features of every kind', { features: { a: true, b: false, c: 3, d: 'gold' } }],
  [
    'amounts that bound the whole',
    {
      ...{ commitment: { amount: '10' }, maximum: { amount: '90' }, threshold: '50', percent_off: '5' },
      ...{ prepaid: { unit_price: '0.001' }, trial_requires_payment_method: true },
      included_credit: { amount: '60', rollover_maximum: '20' },
      billing: { alignment: 'calendar', proration: 'day' },
    },
  ],
  ['fees', { fees: [{ ...fee, price: { model: 'per_unit', unit_price: '5' } }] }],
  [
    'prices of all models',
    {
      prices: prices(
        { model: 'flat', amount: '1', min_spend: '1' },
        { model: 'per_unit', unit_price: '0.000000000001', free_units: '5' },
        { model: 'graduated', tiers },
        { model: 'volume', tiers: [{ up_to: null, flat_fee: '1' }] },
        {
          model: 'stairstep',
          tiers: [
            { up_to: '5', flat_fee: '1' },
            { up_to: null, flat_fee: '2' },
          ],
        },
        { model: 'package', package_size: '100', package_price: '5' },
        { model: 'block_graduated', tiers: [{ up_to: null, block_size: '10', block_price: '1' }] },
        { model: 'percentage', rate_percent: '2.9', fixed_per_event: '0.3', free_events: 3 },
        { model: 'graduated_percentage', tiers: [{ up_to: null, rate_percent: '1' }] },
        { model: 'dynamic', multiplier: '2' },
      ),
    },
  ],
  [
    'what the form does not show of a price',
    {
      prices: prices({
        ...{ model: 'package', package_size: '100', package_price: '5', package_rounding: 'down' },
        quantity_transform: { divide_by: '2', round: 'up' },
      }),
    },
  ],
];
for (const [name, change] of shown) {
  test(`terms come back as they were: ${name}`, () => {
    const original = plan(change);
    const base = original.current_version!.terms;
    assert.deepEqual(termsOf(valuesOf(original), base), base);
  });
}

test('another model takes nothing of the one before, and a new price has a key of its name', () => {
  const original = plan({
    prices: prices({ model: 'package', package_size: '9', package_price: '5', package_rounding: 'down' }),
  });
  const values = valuesOf(original);
  const [first] = values.prices;
  const typed = {
    ...values,
    prices: [
      { ...first!, model: 'per_unit' as const, fields: { ...first!.fields, unit_price: ' 2 ' } },
      { ...NEW_PRICE, name: 'Größe' },
      { ...NEW_PRICE, name: 'Größe' },
    ],
  };
  const [changed, ...made] = termsOf(typed).prices;
  assert.deepEqual(changed?.price, { model: 'per_unit', unit_price: '2' });
  assert.equal(changed?.key, 'calls-0');
  assert.deepEqual(
    made.map((price) => price.key),
    ['grosse', 'grosse-2'],
  );
});

test('the order of fields is no difference, a value is', () => {
  const original = plan({ prices: prices({ model: 'graduated', tiers }) });
  const stored = JSON.parse(
    JSON.stringify(original, (_, value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ),
  );
  const base = stored.current_version.terms;
  const same = termsOf(valuesOf(stored), base);
  assert.notEqual(JSON.stringify(same), JSON.stringify(base));
  assert.equal(sameTerms(same, base), true);
  assert.equal(sameTerms({ ...same, trial_days: 15 }, base), false);
});

test('a row without a number is left out, and the pointers of the others still find their rows', () => {
  const original = plan({});
  const values = valuesOf(original);
  const [first, second] = values.quotas;
  const typed = { ...values, quotas: [{ ...first!, units: ' ' }, second!] };
  assert.deepEqual(termsOf(typed, original.current_version!.terms).quotas, [terms.quotas[1]]);
  assert.equal(planPointers(typed)['/terms/quotas/0/units'], 'quotas.1.units');
});

test('the last tier never ends, whatever stood in its field', () => {
  const values = valuesOf(plan({ prices: prices({ model: 'graduated', tiers }) }));
  const typed = [
    { ...NO_TIER, up_to: ' 5 ', unit_price: ' 1 ' },
    { ...NO_TIER, up_to: '9', unit_price: '2' },
  ];
  const [price] = termsOf({ ...values, prices: [{ ...values.prices[0]!, tiers: typed }] }).prices;
  assert.deepEqual(price?.price, {
    model: 'graduated',
    tiers: [
      { up_to: '5', unit_price: '1' },
      { up_to: null, unit_price: '2' },
    ],
  });
});

test('a new plan stands above the others and has their currency', () => {
  const values = emptyPlan([plan({}), { ...plan({}), tier: 0 }]);
  assert.deepEqual([values.tier, values.currency], ['4', 'EUR']);
  assert.equal(emptyPlan([]).tier, '0');
});

test('each tier has its own pointers', () => {
  const values = valuesOf(plan({ prices: prices({ model: 'graduated', tiers }) }));
  const pointers = planPointers(values);
  assert.equal(pointers['/terms/prices/0/price/tiers/1/unit_price'], 'prices.0.tiers.1.unit_price');
  assert.equal(pointers['/terms/prices/0/price/tiers/2/unit_price'], undefined);
});

test('a chart reaches past the last edge at which the price changes', () => {
  assert.equal(reachOf(plan({ quotas: [] }).current_version!.terms), 1000);
  assert.equal(reachOf(plan({}).current_version!.terms), 1_000_000);
});
