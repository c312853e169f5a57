import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnPlan, PlanTerms } from '../../../api/products.ts';
import { emptyPlan, planPointers, planValues, sameTerms, termsOf } from './plan-values.ts';

const terms: PlanTerms = {
  currency: 'EUR',
  interval: { unit: 'quarter', count: 2 },
  price: '29.00',
  trial_days: 14,
  quota: { units: 10_000, period: 'day' },
  rate_limits: [
    { limit: 50, window_seconds: 60 },
    { limit: 900, window_seconds: 3600 },
  ],
  concurrency: 4,
  overage: { mode: 'charge', unit_price: '0.0003', max_overage_units: null },
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

const prices = (price: PlanTerms['prices'][number]['price']) => [
  { key: 'calls', meter: 'units', name: 'Calls', price },
];
const tiers = [
  { up_to: '1000', unit_price: '0.01' },
  { up_to: null, unit_price: '0.004' },
];

const shown: [string, Partial<PlanTerms>][] = [
  ['overage, a second rate limit, concurrency and features', {}],
  ['no quota and no limit', { quota: null, rate_limits: [], overage: { mode: 'block' } }],
  ['a price per unit', { prices: prices({ model: 'per_unit', unit_price: '0.000000000001' }) }],
  ['graduated tiers', { prices: prices({ model: 'graduated', tiers }) }],
];
for (const [name, change] of shown) {
  test(`terms come back as they were: ${name}`, () => {
    const original = plan(change);
    const base = original.current_version!.terms;
    assert.deepEqual(termsOf(planValues(original), base), base);
  });
}

const richer: [string, PlanTerms['prices']][] = [
  ['another model', prices({ model: 'package', package_size: '100', package_price: '5' })],
  ['free units', prices({ model: 'per_unit', unit_price: '1', free_units: '5' })],
  ['a fee per tier', prices({ model: 'graduated', tiers: [{ up_to: null, flat_fee: '1' }] })],
  [
    'two prices',
    [...prices({ model: 'per_unit', unit_price: '1' }), ...prices({ model: 'dynamic', multiplier: '2' })],
  ],
];
for (const [name, kept] of richer) {
  test(`prices that the form cannot show are kept: ${name}`, () => {
    const original = plan({ prices: kept });
    const values = planValues(original);
    assert.equal(values.usage, 'kept');
    const changed = termsOf({ ...values, price: '31.00' }, original.current_version!.terms);
    assert.deepEqual(changed.prices, kept);
    assert.equal(changed.price, '31.00');
  });
}

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
  const same = termsOf(planValues(stored), base);
  assert.notEqual(JSON.stringify(same), JSON.stringify(base));
  assert.equal(sameTerms(same, base), true);
  assert.equal(sameTerms({ ...same, trial_days: 15 }, base), false);
});

test('without a quota nothing can go beyond it', () => {
  const original = plan({});
  const values = { ...planValues(original), quotaUnits: '' };
  const changed = termsOf(values, original.current_version!.terms);
  assert.deepEqual([changed.quota, changed.overage], [null, { mode: 'block' }]);
});

test('the last tier never ends, whatever stood in its field', () => {
  const values = {
    ...planValues(plan({ prices: prices({ model: 'graduated', tiers }) })),
    usage: 'graduated' as const,
  };
  const typed = {
    ...values,
    tiers: [
      { upTo: ' 5 ', unitPrice: ' 1 ' },
      { upTo: '9', unitPrice: '2' },
    ],
  };
  assert.deepEqual(termsOf(typed).prices[0]?.price, {
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
  const values = planValues(plan({ prices: prices({ model: 'graduated', tiers }) }));
  const pointers = planPointers(values);
  assert.equal(pointers['/terms/prices/0/price/tiers/1/unit_price'], 'tiers.1.unitPrice');
  assert.equal(pointers['/terms/prices/0/price/tiers/2/unit_price'], undefined);
});
