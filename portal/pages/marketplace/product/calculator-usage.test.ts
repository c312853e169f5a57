import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Offer } from '../../../api/marketplace.ts';
import { callsAt, countedMeters, MOST_STEPS, positionOf, quantitiesOf, stopsAt } from './calculator-usage.ts';

const terms = (over: object) =>
  ({ prices: [], quotas: [], fees: [], prepaid: null, ...over }) as unknown as Offer['version']['terms'];
const offer = (over: object) => ({ version: { terms: terms(over) } }) as unknown as Offer;
const quota = (units: number, overage: object = { mode: 'block' }) => ({ units, period: 'month', overage });
const charged = (most: number | null) => ({ mode: 'charge', unit_price: '1', max_overage_units: most });

test('the slider goes from none to fifty million in steps that people count in', () => {
  assert.deepEqual([0, 1, 2, 3, 4, MOST_STEPS].map(callsAt), ['0', '1', '2', '5', '10', '50000000']);
  assert.equal(callsAt(positionOf('10000')), '10000');
  assert.equal(callsAt(positionOf('10999')), '10000');
  assert.equal(positionOf(''), 0);
});

test('it asks for what some plan may charge', () => {
  assert.deepEqual(countedMeters([offer({})]), []);
  assert.deepEqual(countedMeters([offer({ quotas: [quota(1, charged(null))] })]), ['units']);
  assert.deepEqual(
    countedMeters([offer({ prices: [{ meter: 'tokens' }, { meter: 'requests' }] }), offer({ prepaid: {} })]),
    ['tokens', 'units'],
  );
});

test('units are calls until something else is said, and what is half typed is a number', () => {
  const usage = { calls: '100', values: { tokens: '12.' }, seats: '1' };
  const priced = terms({ prices: [{ meter: 'tokens' }] });
  assert.deepEqual(quantitiesOf(priced, usage), { requests: '100', units: '100', tokens: '12' });
  assert.equal(quantitiesOf(terms({}), { ...usage, values: { units: '.5' } }).units, '0.5');
});

test('it says where calls would stop', () => {
  assert.equal(stopsAt(terms({ quotas: [quota(1000)] }), { units: '1001' }), 1000);
  assert.equal(stopsAt(terms({ quotas: [quota(1000)] }), { units: '1000' }), null);
  assert.equal(stopsAt(terms({ quotas: [quota(1000, charged(500))] }), { units: '2000' }), 1500);
  assert.equal(stopsAt(terms({ quotas: [quota(1000, charged(null))] }), { units: '9000' }), null);
});
