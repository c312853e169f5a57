import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type Decimal, decimal, decimalText, ZERO } from '#kernel';
import { eventTermsOf, sumEvents } from './event-prices.ts';
import { type Price, priceSchema } from './prices.ts';
import { type Rating, rate } from './rate.ts';

const runs = { numRuns: fc.readConfigureGlobal().numRuns ?? 300 };

const cents = fc.integer({ min: 0, max: 20_000 }).map((units) => decimalText(decimal(`${units}e-2`)));
const maybe = (key: string, value: fc.Arbitrary<unknown>) =>
  fc.option(
    value.map((one) => ({ [key]: one })),
    { nil: {} },
  );
const priceOf = (...parts: object[]): Price | null => {
  const parsed = priceSchema.safeParse(Object.assign({}, ...parts));
  return parsed.success ? parsed.data : null;
};
const percentage = fc
  .tuple(
    fc.record({ model: fc.constant('percentage'), rate_percent: cents }),
    maybe('fixed_per_event', cents),
    maybe('free_events', fc.integer({ min: 0, max: 8 })),
    maybe('free_amount', cents),
    maybe('per_event_min', cents),
    maybe('per_event_max', cents),
    maybe('max_spend', cents),
    maybe('percent_discount', fc.integer({ min: 0, max: 100 }).map(String)),
  )
  .map((parts) => priceOf(...parts))
  .filter((price) => price !== null);
const values = fc.array(cents.map(decimal), { maxLength: 12 });
const total = (list: readonly Decimal[]) => list.reduce((sum, one) => sum.plus(one), ZERO);
const equal = (actual: Decimal, expected: Decimal, what: string) =>
  assert.ok(actual.eq(expected), `${what}: ${actual} is not ${expected}`);
const whole = (price: Price, list: readonly Decimal[]): Rating =>
  rate(price, total(list), { eventValues: list });

test('a percentage comes to the same from the events and from what was summed up of them', () => {
  fc.assert(
    fc.property(percentage, values, (price, list) => {
      const terms = eventTermsOf(price);
      fc.pre(terms !== null);
      const summed = rate(price, total(list), { eventSums: sumEvents(list, terms!) });
      assert.deepEqual(summed, whole(price, list));
    }),
    runs,
  );
});

test('a percentage of some events and then of more is that of all, and never negative', () => {
  const unlimited = percentage.filter((price) => price.max_spend === undefined);
  fc.assert(
    fc.property(unlimited, values, values, (price, first, more) => {
      fc.pre(first.some((value) => value.gt(0)));
      const options = { eventValues: more, priorEventValues: first, priorQuantity: total(first) };
      const added = rate(price, total(more), options);
      equal(whole(price, [...first, ...more]).amount, whole(price, first).amount.plus(added.amount), 'all');
      assert.ok(added.amount.gte(0) && whole(price, first).amount.gte(0));
    }),
    runs,
  );
});

test('the lines of a percentage add up to it, within its maximum', () => {
  fc.assert(
    fc.property(percentage, values, (price, list) => {
      const rating = whole(price, list);
      equal(total(rating.lines.map((line) => line.amount)), rating.amount, 'lines');
      if (price.max_spend !== undefined) assert.ok(rating.amount.lte(price.max_spend));
    }),
    runs,
  );
});

test('one more event never makes a percentage cheaper', () => {
  fc.assert(
    fc.property(percentage, values, cents.map(decimal), (price, list, value) => {
      assert.ok(whole(price, [...list, value]).amount.gte(whole(price, list).amount));
    }),
    runs,
  );
});

test('a dynamic price is monotone, never negative, and reconciling bills the total once', () => {
  const dynamic = fc.record({ model: fc.constant('dynamic'), multiplier: cents }).map((one) => priceOf(one)!);
  const digits = fc.constantFrom(0, 2, 3);
  fc.assert(
    fc.property(
      dynamic,
      cents.map(decimal),
      cents.map(decimal),
      digits,
      (price, used, more, currencyDigits) => {
        const first = rate(price, used, { currencyDigits }).amount;
        const all = rate(price, used.plus(more), { currencyDigits }).amount;
        assert.ok(first.gte(0) && all.gte(first));
        const second = rate(price, used.plus(more), {
          ...{ currencyDigits, position: 'reconcile', priorBilled: first },
        } as const);
        equal(first.plus(second.amount), all, 'billed in two');
      },
    ),
    runs,
  );
});
