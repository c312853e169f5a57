import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnPlan, PlanTerms } from '../../../api/products.ts';
import { emptyPlan, NEW_TERMS, planPointers, planValues, sameTerms, termsOf } from './plan-values.ts';

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

const prices = (price: PlanTerms['prices'][number]['price']) => [
  { key: 'calls', meter: 'units', name: 'Calls', price, interval: null },
];
const tiers = [
  { up_to: '1000', unit_price: '0.01' },
  { up_to: null, unit_price: '0.004' },
];

const shown: [string, Partial<PlanTerms>][] = [
  ['two quotas, two rate limits, concurrency and features', {}],
  ['no quota and no limit', { quotas: [], rate_limits: [], concurrency: null }],
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

test('a row without a number is left out, and the pointers of the others still find their rows', () => {
  const original = plan({});
  const values = planValues(original);
  const [first, second] = values.quotas;
  const typed = { ...values, quotas: [{ ...first!, units: ' ' }, second!] };
  assert.deepEqual(termsOf(typed, original.current_version!.terms).quotas, [terms.quotas[1]]);
  assert.equal(planPointers(typed)['/terms/quotas/0/units'], 'quotas.1.units');
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
