import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BillingCycle } from '#rating';
import { instant, linesOf, type SegmentStory, subscriptionOf, Till } from './test-till.ts';

const january: BillingCycle = {
  anchorAt: instant('2026-03-01T00:00:00Z'),
  interval: { unit: 'month', count: 1 },
  timeZone: 'UTC',
  alignment: 'anniversary',
};
const basic: SegmentStory = { name: 'Basic', terms: { price: '31.00' } };
const pro: SegmentStory = { name: 'Pro', terms: { price: '62.00' } };
const at = (day: number) => instant(`2026-03-${String(day).padStart(2, '0')}T00:00:00Z`);

test('an upgrade gives back the rest of the old plan and asks for the rest of the new one', () => {
  const till = new Till();
  till.close(subscriptionOf({ cycle: january, segments: [basic] }), 'start');
  const changed = subscriptionOf({ cycle: january, segments: [basic, { ...pro, from: at(17) }] });
  const plan = till.close(changed, 'change', at(17));
  assert.deepEqual(linesOf(plan), [
    'Unused part of Basic (17 Mar – 31 Mar): -1500',
    'Pro plan (17 Mar – 31 Mar): 3000',
  ]);
  assert.deepEqual(plan.charges[1]!.explanation.share, {
    basis: 'seconds',
    part: '1296000000000000',
    whole: '2678400000000000',
    from: '2026-03-17',
    to: '2026-03-31',
  });
  assert.deepEqual(linesOf(till.close(changed, 'change', at(17))), []);
  const renewal = till.close(changed, 'renewal');
  assert.deepEqual(linesOf(renewal), ['Pro plan: 6200']);
  assert.equal(renewal.closes.length, 2);
});

test('two changes on one day and one back again leave what a single plan costs', () => {
  const till = new Till();
  till.close(subscriptionOf({ cycle: january, segments: [basic] }), 'start');
  const first = [basic, { ...pro, from: at(11) }];
  till.close(subscriptionOf({ cycle: january, segments: first }), 'change', at(11));
  const second = [...first, { ...basic, from: at(11).add({ hours: 6 }) }];
  till.close(subscriptionOf({ cycle: january, segments: second }), 'change', at(11).add({ hours: 6 }));
  // A quarter of a day of Pro instead of Basic.
  assert.equal(till.totalMinor, 3125n);
});

test('usage of a cut period is rated by the terms of each part, when the period is over', () => {
  const priced = (unit_price: string, name: string): SegmentStory => ({
    name,
    terms: {
      prices: [{ key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price } }],
    },
  });
  const till = new Till();
  till.use('requests', at(2), 10);
  till.use('requests', at(20), 10);
  const segments = [priced('1', 'Basic'), { ...priced('0.5', 'Pro'), from: at(17) }];
  const subscription = subscriptionOf({ cycle: january, segments });
  assert.deepEqual(linesOf(till.close(subscription, 'change', at(17))), []);
  assert.deepEqual(linesOf(till.close(subscription, 'renewal')), ['Calls: 1000', 'Calls: 500']);
  till.use('requests', at(3), 1);
  const late = till.close(
    subscriptionOf({ cycle: january, index: 1, segments: [priced('0.5', 'Pro')] }),
    'renewal',
  );
  assert.deepEqual(linesOf(late), ['Calls (late usage): 100']);
});

test('more seats do not begin the tiers anew', () => {
  const tiers = [
    { up_to: '10', unit_price: '1' },
    { up_to: null, unit_price: '0.1' },
  ];
  const prices = [{ key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'graduated', tiers } }];
  const story = { terms: { price: '31.00', prices } };
  const till = new Till();
  till.use('requests', at(2), 10);
  till.use('requests', at(20), 10);
  const segments = [story, { ...story, quantity: 5, from: at(17) }];
  const plan = till.close(subscriptionOf({ cycle: january, segments, next: null }), 'renewal');
  assert.deepEqual(linesOf(plan), ['Basic plan: 3100', 'Calls: 1100']);
});

test('what is paused costs nothing, and the part before it is closed at once', () => {
  const till = new Till();
  till.close(subscriptionOf({ cycle: january, segments: [basic] }), 'start');
  const paused = subscriptionOf({
    cycle: january,
    segments: [basic, { ...basic, waiver: 'paused', from: at(11) }],
  });
  const [before, present] = paused.segments;
  const due = { ...paused, segments: [{ ...before!, dueAt: at(11) }, present!] };
  const plan = till.close(due, 'final', at(11));
  assert.deepEqual(linesOf(plan), ['Unused part of Basic (11 Mar – 31 Mar): -2100']);
  assert.deepEqual(plan.closes, [due.segments[0]]);
  assert.deepEqual(plan.period, { startAt: at(1), endAt: at(11) });
});

test('a subscription that ended owes its usage and gets the unused rest back', () => {
  const prices = [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '1' } },
  ];
  const story = { terms: { price: '31.00', prices } };
  const till = new Till();
  till.close(subscriptionOf({ cycle: january, segments: [story] }), 'start');
  till.use('requests', at(2), 30);
  const ended = subscriptionOf({ cycle: january, segments: [story], live: false, endsAt: at(11) });
  const plan = till.close(ended, 'final', at(11));
  assert.deepEqual(linesOf(plan), ['Unused part of Basic (11 Mar – 31 Mar): -2100', 'Calls: 3000']);
  assert.equal(plan.closes.length, 1);
});

test('a calendar month begins with its part, by seconds, by days and by months of thirty days', () => {
  const cycle: BillingCycle = {
    ...january,
    anchorAt: instant('2026-03-17T12:00:00Z'),
    alignment: 'calendar',
  };
  const first = (proration: string) => {
    const story = { terms: { price: '31.00', billing: { alignment: 'calendar', proration } } };
    return linesOf(new Till().close(subscriptionOf({ cycle, segments: [story] }), 'start'));
  };
  assert.deepEqual(first('second'), ['Basic plan (17 Mar – 31 Mar): 1450']);
  assert.deepEqual(first('day'), ['Basic plan (17 Mar – 31 Mar): 1500']);
  // 17 to 30 of thirty days: 14/30 of 31.00 is 14.47.
  assert.deepEqual(first('thirty_day_month'), ['Basic plan (17 Mar – 31 Mar): 1447']);
  assert.deepEqual(first('none'), ['Basic plan (17 Mar – 31 Mar): 3100']);
});

test('by days the day of a change is the new plan’s, and the last day of a subscription is its own', () => {
  const byDay = (story: SegmentStory) => ({
    ...story,
    terms: { ...story.terms, billing: { alignment: 'anniversary', proration: 'day' } },
  });
  const noon = at(11).add({ hours: 12 });
  const till = new Till();
  till.close(subscriptionOf({ cycle: january, segments: [byDay(basic)] }), 'start');
  const changed = [byDay(basic), { ...byDay(pro), from: noon }];
  till.close(subscriptionOf({ cycle: january, segments: changed }), 'change', noon);
  assert.equal(till.totalMinor, 1000n + 4200n);
  const ended = subscriptionOf({
    cycle: january,
    segments: changed,
    live: false,
    endsAt: at(21).add({ hours: 1 }),
  });
  till.close(ended, 'final', ended.period.endAt);
  assert.equal(till.totalMinor, 1000n + 2200n);
});

test('without proration a change within the period waits for the next fee', () => {
  const whole = (story: SegmentStory) => ({
    ...story,
    terms: { ...story.terms, billing: { alignment: 'anniversary', proration: 'none' } },
  });
  const till = new Till();
  till.close(subscriptionOf({ cycle: january, segments: [whole(basic)] }), 'start');
  const changed = subscriptionOf({
    cycle: january,
    segments: [whole(basic), { ...whole(pro), from: at(11) }],
  });
  assert.deepEqual(linesOf(till.close(changed, 'change', at(11))), []);
  assert.deepEqual(linesOf(till.close(changed, 'renewal')), ['Pro plan: 6200']);
});
