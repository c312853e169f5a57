import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BillingCycle } from '#rating';
import type { CouponDiscount, Redemption } from '../coupons/index.ts';
import { instant, linesOf, type SegmentStory, subscriptionOf, Till } from './test-till.ts';

const cycle: BillingCycle = {
  anchorAt: instant('2026-03-01T00:00:00Z'),
  interval: { unit: 'month', count: 1 },
  timeZone: 'UTC',
  alignment: 'anniversary',
};
const at = (day: number) => instant(`2026-03-${String(day).padStart(2, '0')}T00:00:00Z`);
const calls = (unit_price: string, more: Record<string, unknown> = {}) => ({
  prices: [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price, ...more } },
  ],
});

let count = 0;
function redeemed(discount: CouponDiscount, more: Partial<Redemption> = {}): Redemption {
  count += 1;
  const own = { id: `red_${String(count).padStart(4, '0')}`, couponId: 'cpn', subscriptionId: 'sub_1' };
  const shown = { code: 'SPRING', name: 'Spring', firstPeriod: 0, periods: null, planIds: null };
  return { ...own, ...shown, discount, redeemedAt: at(1), ...more };
}

const percent = (text: string, more: Partial<Redemption> = {}) =>
  redeemed({ kind: 'percent', percent: text }, more);
const amount = (text: string, more: Partial<Redemption> = {}) =>
  redeemed({ kind: 'amount', amount: text, currency: 'EUR' }, more);

/** The first invoice and the closes of so many months. */
function bill(till: Till, story: SegmentStory, months: number): string[][] {
  const start = linesOf(till.close(subscriptionOf({ cycle, segments: [story] }), 'start'));
  const closes = Array.from({ length: months }, (_, index) =>
    linesOf(till.close(subscriptionOf({ cycle, index, segments: [story] }), 'renewal')),
  );
  return [start, ...closes];
}

test('a percentage off the plan is taken off every price and shown on its line', () => {
  const till = new Till();
  till.use('requests', at(2), 3);
  const story = { terms: { price: '29.99', percent_off: '50', ...calls('0.33') } };
  const plan = till.close(subscriptionOf({ cycle, segments: [story] }), 'renewal');
  // 14.995 and 0.495, each rounded once.
  assert.deepEqual(linesOf(plan), ['Basic plan: 1500', 'Basic plan: 1500', 'Calls: 50']);
  assert.equal(plan.charges[0]!.explanation.percent_off, '50');
});

test('a coupon for three periods takes off three, usage and fee together', () => {
  const till = new Till({ redemptions: [percent('10', { periods: 2 })] });
  till.use('requests', at(2), 100);
  assert.deepEqual(bill(till, { terms: { price: '20', ...calls('0.10') } }, 2), [
    ['Basic plan: 2000', 'Spring (SPRING: 10 % off): -200'],
    ['Basic plan: 2000', 'Calls: 1000', 'Spring (SPRING: 10 % off): -100', 'Spring (SPRING: 10 % off): -200'],
    ['Basic plan: 2000'],
  ]);
});

test('two coupons are taken one after the other, and together no more than there is', () => {
  const story = { terms: { price: '20' } };
  const first = bill(new Till({ redemptions: [percent('50'), amount('8')] }), story, 0);
  assert.deepEqual(first, [
    ['Basic plan: 2000', 'Spring (SPRING: 50 % off): -1000', 'Spring (SPRING: 8 EUR off): -800'],
  ]);
  const second = bill(new Till({ redemptions: [amount('8'), percent('50')] }), story, 0);
  assert.deepEqual(second[0]!.slice(1), [
    'Spring (SPRING: 8 EUR off): -800',
    'Spring (SPRING: 50 % off): -600',
  ]);
  const third = bill(new Till({ redemptions: [amount('15'), amount('15')] }), story, 0);
  assert.deepEqual(third[0]!.slice(1), [
    'Spring (SPRING: 15 EUR off): -1500',
    'Spring (SPRING: 15 EUR off): -500',
  ]);
});

test('a coupon follows what a change of plan and late usage make of its period', () => {
  const till = new Till({ redemptions: [percent('10', { periods: 1 })] });
  const basic = { name: 'Basic', terms: { price: '31', ...calls('1') } };
  till.close(subscriptionOf({ cycle, segments: [basic] }), 'start');
  const segments = [basic, { name: 'Pro', terms: { price: '62', ...calls('1') }, from: at(17) }];
  const changed = subscriptionOf({ cycle, segments });
  // 15.00 more; a tenth of it is taken off.
  assert.equal(linesOf(till.close(changed, 'change', at(17))).at(-1), 'Spring (SPRING: 10 % off): -150');
  till.close(changed, 'renewal');
  till.use('requests', at(18), 10);
  const late = till.close(
    subscriptionOf({ cycle, index: 1, segments: [segments[1]!] }),
    'early',
    at(31).add({ hours: 72 }),
  );
  assert.deepEqual(linesOf(late), ['Calls (late usage): 1000', 'Spring (SPRING: 10 % off): -100']);
});

test('a coupon for one plan takes off what that plan charges', () => {
  const pro = { name: 'Pro', terms: { price: '62' } };
  const basic = { name: 'Basic', terms: { price: '31' } };
  const till = new Till({ redemptions: [percent('100', { planIds: ['plan_Pro'] })] });
  till.close(subscriptionOf({ cycle, segments: [basic] }), 'start');
  const changed = subscriptionOf({ cycle, segments: [basic, { ...pro, from: at(17) }] });
  assert.equal(linesOf(till.close(changed, 'change', at(17))).at(-1), 'Spring (SPRING: 100 % off): -3000');
});

test('free units are used by the first calls of the period, whatever they cost later', () => {
  const till = new Till({ redemptions: [redeemed({ kind: 'units', meter: 'requests', units: '10' })] });
  till.use('requests', at(2), 6);
  till.use('requests', at(20), 6);
  const segments = [
    { name: 'Basic', terms: calls('1', { free_units: '1' }) },
    { name: 'Pro', terms: calls('2'), from: at(17) },
  ];
  // Of the second six, four are free; the plan's own free unit is lost on the first six.
  assert.deepEqual(linesOf(till.close(subscriptionOf({ cycle, segments }), 'renewal')), ['Calls: 400']);
});

test('no more than the maximum is charged, and what is missing to the commitment is', () => {
  const limits = { maximum: { amount: '50' }, commitment: { amount: '40' } };
  const story = { terms: { price: '20', ...calls('1'), ...limits } };
  const till = new Till();
  till.use('requests', at(2), 35);
  const [start, march] = bill(till, story, 1);
  assert.deepEqual(start, ['Basic plan: 2000']);
  assert.deepEqual(march, [
    'Basic plan: 2000',
    'Calls: 3500',
    'Beyond the most that is charged (50.00 EUR): -500',
  ]);
  till.use('requests', instant('2026-04-02T00:00:00Z'), 5);
  const april = linesOf(till.close(subscriptionOf({ cycle, index: 1, segments: [story] }), 'renewal'));
  assert.deepEqual(april, ['Basic plan: 2000', 'Calls: 500', 'Up to the commitment of 40.00 EUR: 1500']);
  till.use('requests', instant('2026-04-03T00:00:00Z'), 5);
  const late = till.close(subscriptionOf({ cycle, index: 2, segments: [story] }), 'renewal');
  assert.deepEqual(linesOf(late).slice(1), [
    'Calls (late usage): 500',
    'Up to the commitment of 40.00 EUR: -500',
    'Up to the commitment of 40.00 EUR: 2000',
  ]);
});

test('a commitment is for the part of the interval that the plan was held', () => {
  const story = { terms: { price: '0', commitment: { amount: '31' } } };
  const stub = { ...cycle, anchorAt: at(17), alignment: 'calendar' as const };
  const plan = new Till().close(subscriptionOf({ cycle: stub, segments: [story] }), 'renewal');
  assert.deepEqual(linesOf(plan), ['Up to the commitment of 15.00 EUR: 1500']);
  const ended = subscriptionOf({ cycle, segments: [story], live: false, endsAt: at(11) });
  assert.deepEqual(linesOf(new Till().close(ended, 'final', at(11))), [
    'Up to the commitment of 10.00 EUR: 1000',
  ]);
});

test('a discount comes before the maximum, and both before the commitment', () => {
  const story = { terms: { price: '100', maximum: { amount: '80' }, commitment: { amount: '90' } } };
  const till = new Till({ redemptions: [percent('10', { periods: 1 })] });
  const [start, march] = bill(till, story, 1);
  assert.deepEqual(start, [
    'Basic plan: 10000',
    'Spring (SPRING: 10 % off): -1000',
    'Beyond the most that is charged (80.00 EUR): -1000',
  ]);
  assert.equal(march!.includes('Up to the commitment of 90.00 EUR: 1000'), true);
});

test('promotional credit pays for what is charged from now on, until it is used up', () => {
  const credits = [{ id: 'grt_1', name: 'Welcome', currency: 'EUR', availableMinor: 2500n }];
  const story = { terms: { price: '20', ...calls('1') } };
  const till = new Till({ credits });
  assert.deepEqual(bill(till, story, 0), [['Basic plan: 2000', 'Welcome: -2000']]);
  till.use('requests', at(2), 3);
  const left = till.after({ credits: [{ ...credits[0]!, availableMinor: 500n }] });
  const march = linesOf(left.close(subscriptionOf({ cycle, segments: [story] }), 'renewal'));
  assert.deepEqual(march, ['Basic plan: 2000', 'Calls: 300', 'Welcome: -300', 'Welcome: -200']);
  const none = left.after({ credits: [{ ...credits[0]!, id: 'grt_2', availableMinor: 9000n }] });
  const april = linesOf(
    none.close(subscriptionOf({ cycle, index: 1, segments: [story] }), 'early', at(31).add({ hours: 30 })),
  );
  assert.deepEqual(april, [], 'what was invoiced before is not given back');
});
