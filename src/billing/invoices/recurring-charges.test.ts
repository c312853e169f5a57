import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BillingCycle } from '#rating';
import { instant, linesOf, type SegmentStory, subscriptionOf, Till } from './test-till.ts';

const monthly: BillingCycle = {
  anchorAt: instant('2026-01-01T00:00:00Z'),
  interval: { unit: 'month', count: 1 },
  timeZone: 'UTC',
  alignment: 'anniversary',
};
const fee = (more: Record<string, unknown>) => ({ key: 'support', name: 'Support', ...more });
const flat = (amount: string) => ({ model: 'flat', amount });
const withFee = (more: Record<string, unknown>, name = 'Basic'): SegmentStory => ({
  name,
  terms: { fees: [fee(more)] },
});

/** Closes month after month, the first invoice included, and answers what each asked for. */
function months(till: Till, count: number, story: SegmentStory, from = 0): string[][] {
  const closes =
    from === 0 ? [linesOf(till.close(subscriptionOf({ cycle: monthly, segments: [story] }), 'start'))] : [];
  for (let index = from; index < from + count; index += 1) {
    closes.push(linesOf(till.close(subscriptionOf({ cycle: monthly, index, segments: [story] }), 'renewal')));
  }
  return closes;
}

test('a fee in advance is asked for with the plan’s, one in arrears when the period is over', () => {
  const price = flat('10');
  assert.deepEqual(months(new Till(), 1, withFee({ price })), [['Support: 1000'], ['Support: 1000']]);
  const late = withFee({ price, timing: 'in_arrears' });
  assert.deepEqual(months(new Till(), 2, late), [[], ['Support: 1000'], ['Support: 1000']]);
});

test('a yearly fee of a monthly plan is asked for where its year begins', () => {
  const story = withFee({ price: flat('120'), interval: { unit: 'year', count: 1 } });
  const closes = months(new Till(), 13, story);
  assert.deepEqual(closes[0], ['Support: 12000']);
  assert.deepEqual(closes[12], ['Support: 12000']);
  assert.equal(closes.flat().length, 2);
});

test('a fee in arrears for six weeks is asked for in the month in which they end', () => {
  const story = withFee({ price: flat('6'), timing: 'in_arrears', interval: { unit: 'week', count: 6 } });
  // 12 February, 26 March.
  assert.deepEqual(months(new Till(), 3, story), [[], [], ['Support: 600'], ['Support: 600']]);
});

test('weeks that begin in the month are asked for before it', () => {
  const story = withFee({ price: flat('1'), interval: { unit: 'week', count: 1 } });
  // 1, 8, 15, 22 and 29 January; 5, 12, 19 and 26 February.
  const [january, february] = months(new Till(), 1, story);
  assert.equal(january!.length, 5);
  assert.equal(february!.length, 4);
});

test('the end of a subscription gives back what is left of a year, and of weeks that never come', () => {
  const till = new Till();
  const yearly = fee({ price: flat('365'), interval: { unit: 'year', count: 1 } });
  const weekly = { key: 'desk', name: 'Desk', price: flat('7'), interval: { unit: 'week', count: 1 } };
  const story = { terms: { fees: [yearly, weekly] } };
  months(till, 2, story);
  const endsAt = instant('2026-03-15T00:00:00Z');
  const ended = subscriptionOf({ cycle: monthly, index: 2, segments: [story], live: false, endsAt });
  assert.deepEqual(linesOf(till.close(ended, 'final', endsAt)), [
    'Unused part of Support (15 Mar – 31 Dec): -29200',
    'Unused part of Desk (15 Mar – 18 Mar): -400',
    'Unused: Desk (19 Mar – 25 Mar): -700',
    'Unused: Desk (26 Mar – 1 Apr): -700',
  ]);
});

test('seats are priced together, tier by tier, and a change of them is a difference', () => {
  const price = {
    model: 'graduated',
    tiers: [
      { up_to: '5', unit_price: '10' },
      { up_to: null, unit_price: '6.20' },
    ],
  };
  const story = withFee({ price, per: 'seat' });
  const till = new Till();
  const cycle = { ...monthly, anchorAt: instant('2026-03-01T00:00:00Z') };
  const three = { ...story, quantity: 3 };
  till.close(subscriptionOf({ cycle, segments: [three] }), 'start');
  const from = instant('2026-03-17T00:00:00Z');
  const segments = [three, { ...story, quantity: 10, from }];
  // Of 30.00 and of 81.00 the 15 of 31 days that are left.
  assert.deepEqual(linesOf(till.close(subscriptionOf({ cycle, segments }), 'change', from)), [
    'Unused part of Support (17 Mar – 31 Mar): -1452',
    'Support (17 Mar – 31 Mar): 3919',
  ]);
});

test('a fee that the new plan has too goes on with its interval', () => {
  const price = flat('120');
  const interval = { unit: 'year', count: 1 };
  const till = new Till();
  months(till, 1, withFee({ price, interval }));
  const from = instant('2026-02-10T00:00:00Z');
  const segments = [withFee({ price, interval }), { ...withFee({ price, interval }, 'Pro'), from }];
  const subscription = subscriptionOf({ cycle: monthly, index: 1, segments });
  assert.deepEqual(linesOf(till.close(subscription, 'change', from)), []);
  assert.deepEqual(linesOf(till.close(subscription, 'renewal')), []);
});

test('usage with a quarter of its own is rated over the quarter, and its late usage too', () => {
  const tiers = [
    { up_to: '10', unit_price: '1' },
    { up_to: null, unit_price: '0.1' },
  ];
  const interval = { unit: 'quarter', count: 1 };
  const prices = [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'graduated', tiers }, interval },
  ];
  const story = { terms: { prices } };
  const till = new Till();
  till.use('requests', '2026-01-10T00:00:00Z', 8);
  till.use('requests', '2026-03-10T00:00:00Z', 12);
  assert.deepEqual(months(till, 3, story), [[], [], [], ['Calls: 1100']]);
  till.use('requests', '2026-02-10T00:00:00Z', 10);
  assert.deepEqual(months(till, 1, story, 3), [['Calls (late usage): 100']]);
  till.use('requests', '2026-04-10T00:00:00Z', 3);
  const april = subscriptionOf({ cycle: monthly, index: 4, segments: [story] });
  assert.deepEqual(linesOf(till.close(april, 'early', instant('2026-05-10T00:00:00Z'))), ['Calls: 300']);
  till.use('requests', '2026-06-10T00:00:00Z', 8);
  assert.deepEqual(months(till, 2, story, 4), [[], ['Calls: 710']]);
});
