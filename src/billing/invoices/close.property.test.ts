import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BillingCycle } from '#rating';
import { billingPeriod } from '#rating';
import type { Redemption } from '../coupons/index.ts';
import { instant, type SegmentStory, subscriptionOf, Till } from './test-till.ts';

// Whole lives of subscriptions: however often they are looked at and however they are cut, the sums are the same.

const cycles: fc.Arbitrary<BillingCycle> = fc.record({
  anchorAt: fc
    .constantFrom(
      '2026-01-31T10:00:00Z',
      '2026-03-28T01:30:00Z',
      '2027-10-30T22:15:00Z',
      '2028-01-29T23:59:59Z',
      '2028-02-29T00:00:00Z',
    )
    .map(instant),
  interval: fc.record({
    unit: fc.constantFrom('week', 'month', 'quarter'),
    count: fc.constantFrom(1, 2),
  }) as fc.Arbitrary<BillingCycle['interval']>,
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Santiago', 'Asia/Beirut', 'Australia/Lord_Howe'),
  alignment: fc.constantFrom('anniversary', 'calendar'),
});

const amount = fc.integer({ min: 0, max: 99_999 }).map((minor) => (minor / 100).toFixed(2));
const proration = fc.constantFrom('second', 'day', 'thirty_day_month', 'none');
const prorated = fc.constantFrom('second', 'day', 'thirty_day_month');
const unitPrice = fc.constantFrom('0.01', '0.25', '1', '3.99');
const ownInterval = fc.constantFrom(
  null,
  { unit: 'week', count: 1 },
  { unit: 'day', count: 10 },
  { unit: 'month', count: 1 },
  { unit: 'year', count: 1 },
);

const termsOf = (rule: fc.Arbitrary<string>) =>
  fc
    .record({
      price: amount,
      rule,
      fee: amount,
      timing: fc.constantFrom('in_advance', 'in_arrears'),
      interval: ownInterval,
      unit_price: unitPrice,
      usageInterval: fc.constantFrom(null, { unit: 'quarter', count: 1 }, { unit: 'week', count: 1 }),
      limits: fc.constantFrom({}, { maximum: { amount: '400' } }, { commitment: { amount: '250' } }),
      percent_off: fc.constantFrom(null, '12.5'),
    })
    .map(({ rule: proration, fee, timing, interval, unit_price, usageInterval, limits, ...own }) => ({
      price: own.price,
      percent_off: own.percent_off,
      billing: { proration },
      fees: [
        { key: 'fee', name: 'Fee', price: { model: 'flat', amount: fee }, timing, interval, per: 'seat' },
      ],
      prices: [
        {
          ...{ key: 'calls', meter: 'requests', name: 'Calls', interval: usageInterval },
          price: { model: 'per_unit', unit_price },
        },
      ],
      ...limits,
    }));

const uses = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 999 }), value: fc.integer({ min: 1, max: 90 }) }),
  {
    maxLength: 12,
  },
);

const PERIODS = 4;

function span(cycle: BillingCycle) {
  const [first, last] = [billingPeriod(cycle, 0), billingPeriod(cycle, PERIODS - 1)];
  const lengthMs = last.endAt.epochMilliseconds - first.startAt.epochMilliseconds;
  return (part: number) => first.startAt.add({ milliseconds: Math.floor((lengthMs * part) / 1000) });
}

/** Bills all periods; in each, the present one is looked at so many times before it is over. */
function live(
  cycle: BillingCycle,
  till: Till,
  segmentsIn: (index: number) => readonly SegmentStory[],
  looks: number,
): Till {
  till.close(subscriptionOf({ cycle, segments: segmentsIn(0).slice(0, 1) }), 'start');
  for (let index = 0; index < PERIODS; index += 1) {
    const segments = segmentsIn(index);
    const next = index === PERIODS - 1 ? null : segmentsIn(index + 1)[0]!;
    const subscription = subscriptionOf({ cycle, index, segments, next });
    const { startAt, endAt } = subscription.period;
    const lengthMs = endAt.epochMilliseconds - startAt.epochMilliseconds;
    if (segments.length > 1) till.close(subscription, 'change', segments.at(-1)!.from!);
    for (let look = 1; look <= looks; look += 1) {
      const at = startAt.add({ milliseconds: Math.floor((lengthMs * look) / (looks + 1)) });
      const plan = till.close(subscription, look % 2 === 0 ? 'early' : 'threshold', at);
      const sum = plan.lines.reduce((all, line) => all + line.amountMinor, 0n);
      assert.ok(plan.lines.length === 0 || sum > 0n, 'only what is more than zero is invoiced');
    }
    till.close(subscription, 'renewal');
  }
  return till;
}

function tillWith(
  cycle: BillingCycle,
  notes: readonly { at: number; value: number }[],
  redemptions: Redemption[] = [],
): Till {
  const till = new Till({ redemptions });
  const at = span(cycle);
  for (const note of notes) till.use('requests', at(note.at), note.value);
  return till;
}

const coupon: Redemption = {
  ...{ id: 'red_1', couponId: 'cpn_1', subscriptionId: 'sub_1', code: 'X', name: 'X' },
  ...{ discount: { kind: 'percent', percent: '33.3' }, firstPeriod: 1, periods: 2, planIds: null },
  redeemedAt: instant('2026-01-01T00:00:00Z'),
};

test('looking early any number of times bills what a single close bills, and never less than nothing', () => {
  fc.assert(
    fc.property(
      cycles,
      termsOf(proration),
      uses,
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      (...story) => {
        const [cycle, terms, notes, looks, withCoupon] = story;
        const redemptions = withCoupon ? [coupon] : [];
        const segments = () => [{ terms, quantity: 2 }];
        const once = live(cycle, tillWith(cycle, notes, redemptions), segments, 0);
        const often = live(cycle, tillWith(cycle, notes, redemptions), segments, looks);
        assert.equal(often.totalMinor, once.totalMinor);
        for (const { amountMinor } of often.billed().values()) {
          // Discounts are what takes off; nothing else comes to less than nothing.
          assert.ok(amountMinor >= 0n || withCoupon || 'maximum' in terms);
        }
        assert.ok(often.totalMinor >= 0n);
      },
    ),
    { numRuns: 25 },
  );
});

test('a period cut into parts with the same terms costs the same, but for a unit of rounding per item', () => {
  fc.assert(
    fc.property(
      cycles,
      termsOf(prorated),
      uses,
      fc.integer({ min: 1, max: 998 }),
      (cycle, terms, notes, part) => {
        const story = { terms, quantity: 1 };
        const whole = live(cycle, tillWith(cycle, notes), () => [story], 0);
        // Another name is another plan: nothing is joined, everything is divided.
        const other = { ...story, name: 'The same by another name' };
        const cutAt = span(cycle)(part);
        const cutIn = (index: number) => {
          const { startAt, endAt } = billingPeriod(cycle, index);
          if (Temporal.Instant.compare(endAt, cutAt) <= 0) return [story];
          if (Temporal.Instant.compare(cutAt, startAt) <= 0) return [other];
          return [story, { ...other, from: cutAt }];
        };
        const cut = live(cycle, tillWith(cycle, notes), cutIn, 0);
        const difference = cut.totalMinor - whole.totalMinor;
        // The flat fee and the fee; usage adds up exactly, but for its own rounding.
        assert.ok(difference >= -4n && difference <= 4n, `${cut.totalMinor} instead of ${whole.totalMinor}`);
      },
    ),
    { numRuns: 25 },
  );
});

test('late usage brings the sum to what it would have been in time', () => {
  fc.assert(
    fc.property(cycles, termsOf(proration), uses, uses, (cycle, terms, notes, lateNotes) => {
      const segments = () => [{ terms, quantity: 1 }];
      // Late, but not later than is looked for.
      const recent = lateNotes.map(({ at, value }) => ({ at: 750 + Math.floor(at / 5), value }));
      const inTime = live(cycle, tillWith(cycle, [...notes, ...recent]), segments, 0);
      const late = live(cycle, tillWith(cycle, notes), segments, 0);
      const at = span(cycle);
      for (const note of recent) late.use('requests', at(note.at), note.value);
      const last = subscriptionOf({ cycle, index: PERIODS - 1, segments: segments(), live: false });
      late.close({ ...last, segments: [] }, 'late');
      assert.equal(late.totalMinor, inTime.totalMinor);
    }),
    { numRuns: 25 },
  );
});
