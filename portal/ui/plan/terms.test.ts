import assert from 'node:assert/strict';
import { test } from 'node:test';
import { t } from '../../text/index.ts';
import {
  flatPrice,
  includedCreditWords,
  intervalWords,
  mayCost,
  overageWords,
  type Quota,
  quotaWords,
  rateLimitWords,
  routeLimitWords,
  type Terms,
  usagePriceWords,
  usageView,
} from './terms.ts';

const format = { locale: 'en-US' };

function quota(change: Partial<Quota> = {}): Quota {
  return { units: 10_000, period: 'month', alignment: 'calendar', overage: { mode: 'block' }, ...change };
}

function terms(change: Partial<Terms> = {}): Terms {
  return {
    currency: 'USD',
    interval: { unit: 'month', count: 1 },
    price: '29.00',
    trial_days: 0,
    quotas: [quota()],
    rate_limits: [],
    route_rate_limits: [],
    concurrency: null,
    prices: [],
    features: {},
    ...change,
  };
}
const perUnit = {
  key: 'requests',
  meter: 'requests',
  name: 'Calls',
  price: { model: 'per_unit', unit_price: '0.0003' },
};
const volume = { key: 'v', meter: 'requests', name: 'Calls', price: { model: 'volume', tiers: [] } };
const charged = { mode: 'charge', unit_price: '0.0003', max_overage_units: null } as const;

test('a plan is called free only when it can never cost anything', () => {
  assert.equal(flatPrice(terms({ price: '0.00' }), format), 'Free');
  assert.equal(flatPrice(terms({ price: '0.00', prices: [perUnit] }), format), '$0.00');
  assert.equal(flatPrice(terms({ price: '0.00', quotas: [quota({ overage: charged })] }), format), '$0.00');
  assert.equal(flatPrice(terms(), format), '$29.00');
  assert.equal(mayCost(terms({ price: '0' })), false);
});

test('credit that is included, in words', () => {
  const including = (rollover_maximum: string | null) =>
    includedCreditWords(terms({ included_credit: { amount: '60.00', rollover_maximum } }), format);
  assert.equal(includedCreditWords(terms(), format), null);
  assert.equal(including(null), '$60.00 of usage included per month');
  assert.match(including('20.00')!, /; up to \$20.00 of what is left goes on for one more$/);
});

test('intervals, quotas and limits in words', () => {
  assert.equal(intervalWords(terms()), 'month');
  assert.equal(intervalWords(terms({ interval: { unit: 'month', count: 3 } })), '3 months');
  assert.deepEqual(quotaWords(terms(), format), ['10,000 units per month']);
  assert.deepEqual(quotaWords(terms({ quotas: [] }), format), ['Unlimited calls']);
  assert.deepEqual(quotaWords(terms({ quotas: [], prices: [perUnit] }), format), ['Pay per use']);
  assert.equal(rateLimitWords({ limit: 10, window_seconds: 1 }, format), '10 calls per second');
  assert.equal(rateLimitWords({ limit: 1, window_seconds: 120 }, format), '1 call per 2 minutes');
  assert.equal(rateLimitWords({ limit: 5000, window_seconds: 3600 }, format), '5,000 calls per hour');
});

test('several quotas, and limits of single routes, a line for each', () => {
  const quotas = [quota(), quota({ units: 500, period: 'day', alignment: 'anniversary' })];
  assert.deepEqual(quotaWords(terms({ quotas }), format), [
    '10,000 units per month',
    '500 units per day, counted from the day of subscribing',
  ]);
  const limit = { limit: 5, window_seconds: 60 };
  const route_rate_limits = [
    { method: 'GET', template: '/a', rate_limits: [limit, { limit: 90, window_seconds: 3600 }] },
    { method: 'POST', template: '/b', rate_limits: [] },
  ];
  assert.deepEqual(routeLimitWords(terms({ route_rate_limits }), format), [
    'GET /a: 5 calls per minute · 90 calls per hour',
    `POST /b: ${t.productPage.noRateLimit}`,
  ]);
});

test('what happens past the quota', () => {
  assert.equal(overageWords(terms(), format), 'Calls stop at the quota');
  assert.equal(
    overageWords(terms({ quotas: [quota(), quota({ overage: charged })] }), format),
    'then $0.0003 per unit',
  );
  assert.equal(
    overageWords(terms({ quotas: [quota({ overage: { ...charged, max_overage_units: 5000 } })] }), format),
    'then $0.0003 per unit, for up to 5,000 more',
  );
  assert.equal(overageWords(terms({ quotas: [] }), format), null);
});

test('usage prices keep every digit', () => {
  const words = (price: Terms['prices'][number]['price']) => usagePriceWords(price, 'USD', format);
  assert.equal(words(perUnit.price), '$0.0003 each');
  assert.equal(words({ model: 'package', package_size: '1000', package_price: '3' }), '$3.00 per 1,000');
  const tiers = [
    { up_to: '100', unit_price: '0.02' },
    { up_to: null, unit_price: '0.0150' },
  ];
  assert.equal(words({ model: 'graduated', tiers }), 'from $0.015 each');
});

test('usage is drawn against a limit only where there is one', () => {
  assert.equal(usageView(terms()), 'capped');
  assert.equal(usageView(terms({ quotas: [quota({ overage: charged })] })), 'included');
  assert.equal(usageView(terms({ quotas: [], prices: [perUnit] })), 'pay-as-you-go');
  assert.equal(usageView(terms({ quotas: [], prices: [volume] })), 'generic');
  assert.equal(usageView(terms({ quotas: [], prices: [perUnit, volume] })), 'generic');
  assert.equal(usageView(terms({ quotas: [] })), 'generic');
});
