import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planTermsSchema, type QuotaTerms } from '#catalog';
import { type Decimal, decimal, decimalText, roundToMinor, ZERO } from '#kernel';
import { type BillingCycle, type BillingPeriod, billingPeriod, quotaName, quotaPeriodAt } from '#rating';
import { OVERAGE_KEY, ratePeriod, windowsOf } from './rate-period.ts';
import type { PeriodToRate, QuotaReset } from './rated-item.ts';
import { byWindow, segmentsOf } from './usage-source.ts';

interface Event {
  readonly at: Temporal.Instant;
  readonly units: Decimal;
}

interface Story {
  readonly cycle: BillingCycle;
  readonly periods: readonly BillingPeriod[];
  readonly quota: QuotaTerms & { overage: { mode: 'charge' } };
  readonly resets: readonly QuotaReset[];
  readonly events: readonly Event[];
}

const compare = Temporal.Instant.compare;
const BILLING_PERIODS = 4;

/** What each call adds to what is charged, as a counter sees it that is set to zero by each reset. */
function countedOverage({ cycle, quota, resets, events }: Story): Map<Event, Decimal> {
  const { max_overage_units: cap } = quota.overage;
  const used = new Map<string, Decimal>();
  const charged = (units: Decimal) => {
    const beyond = units.gt(quota.units) ? units.minus(quota.units) : ZERO;
    return cap !== null && beyond.gt(cap) ? decimal(cap) : beyond;
  };
  const own = resets.filter((reset) => reset.quota === quotaName(quota));
  return new Map(
    events.map((event) => {
      const { startAt } = quotaPeriodAt(event.at, quota, cycle);
      const epoch = own.filter(({ at }) => compare(startAt, at) < 0 && compare(at, event.at) <= 0).length;
      const key = `${startAt} ${epoch}`;
      const before = used.get(key) ?? ZERO;
      used.set(key, before.plus(event.units));
      return [event, charged(before.plus(event.units)).minus(charged(before))];
    }),
  );
}

/** As closing does it: what it asks for, cut into segments, summed by the store, put together again. */
function ratedOverage(
  { cycle, quota, resets, events }: Story,
  period: BillingPeriod,
  cutAt: Temporal.Instant,
) {
  const of: PeriodToRate = {
    ...{ subscriptionId: 'sub_1', timeZone: cycle.timeZone, anchorAt: cycle.anchorAt, resets },
    ...{ period, cutAt, final: cutAt.equals(period.endAt), waiver: null },
  };
  const month = { unit: 'month', count: 1 };
  const terms = planTermsSchema.parse({ currency: 'EUR', interval: month, price: '0.00', quotas: [quota] });
  const windows = windowsOf(of, terms);
  const sums = segmentsOf(windows).map(({ subscriptionId, startAt, endAt }) => {
    const inside = events.filter(({ at }) => compare(startAt, at) <= 0 && compare(at, endAt) < 0);
    const units = inside.reduce((sum, one) => sum.plus(one.units), ZERO);
    return {
      ...{
        subscriptionId,
        windowStartAt: startAt,
        eventType: 'request',
        calls: BigInt(inside.length),
        units,
      },
      ...{ value: ZERO, quotaPeriodStart: null, overageUnits: ZERO },
    };
  });
  const [item] = ratePeriod(of, terms, byWindow(windows, sums));
  assert.equal(item!.itemKey, OVERAGE_KEY);
  return item!;
}

const instant = (text: string) => Temporal.Instant.from(text);
const cycles = fc.record({
  anchorAt: fc
    .constantFrom(
      '2026-01-31T10:00:00Z',
      '2026-03-28T01:30:00Z',
      '2027-10-30T22:15:00Z',
      '2028-02-29T00:00:00Z',
    )
    .map(instant),
  interval: fc.record({ unit: fc.constantFrom('week', 'month', 'quarter'), count: fc.constantFrom(1, 2) }),
  // Clocks that change at midnight, and by half an hour.
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Santiago', 'Asia/Beirut', 'Australia/Lord_Howe'),
  alignment: fc.constantFrom('anniversary', 'calendar'),
}) as fc.Arbitrary<BillingCycle>;
const quotas = fc.record({
  units: fc.nat(30),
  period: fc.constantFrom('day', 'week', 'month', 'year'),
  alignment: fc.constantFrom('calendar', 'anniversary'),
  overage: fc.record({
    mode: fc.constant('charge'),
    unit_price: fc.constantFrom('0.0003', '0.07', '1.25'),
    max_overage_units: fc.constantFrom(null, 1, 7, 50),
  }),
}) as fc.Arbitrary<Story['quota']>;

const stories: fc.Arbitrary<Story> = fc.tuple(cycles, quotas).chain(([cycle, quota]) => {
  const periods = Array.from({ length: BILLING_PERIODS }, (_, index) => billingPeriod(cycle, index));
  const startMs = cycle.anchorAt.epochMilliseconds;
  const endMs = periods.at(-1)!.endAt.epochMilliseconds;
  // Boundaries of both sorts of period as well as any moment.
  const edges = periods.flatMap(({ startAt }) => [startAt, quotaPeriodAt(startAt, quota, cycle).endAt]);
  const anyMs = fc.oneof(
    fc.integer({ min: startMs, max: endMs - 1 }),
    fc.integer({ min: 0, max: 3_600_000 }).map((ms) => startMs + ms),
    fc
      .tuple(fc.constantFrom(...edges), fc.integer({ min: -1, max: 1 }))
      .map(([at, by]) => Math.min(endMs - 1, Math.max(startMs, at.epochMilliseconds + by))),
  );
  const at = anyMs.map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
  const event = fc.record({ at, units: fc.constantFrom('1', '0.5', '2.25', '0.000001', '40').map(decimal) });
  const reset = fc.record({ quota: fc.constantFrom(quotaName(quota), quotaName(quota), 'other'), at });
  return fc.record({
    ...{ cycle: fc.constant(cycle), periods: fc.constant(periods), quota: fc.constant(quota) },
    resets: fc.array(reset, { maxLength: 6 }),
    events: fc
      .array(event, { maxLength: 60, size: 'max' })
      .map((events) => events.toSorted((a, b) => compare(a.at, b.at))),
  });
});

const within = (events: Map<Event, Decimal>, from: Temporal.Instant, to: Temporal.Instant) =>
  [...events].reduce(
    (sum, [{ at }, units]) => (compare(from, at) <= 0 && compare(at, to) < 0 ? sum.plus(units) : sum),
    ZERO,
  );

test('each billing period is charged the overage that a counter saw in it, whatever was reset', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const counted = countedOverage(story);
      for (const period of story.periods) {
        const item = ratedOverage(story, period, period.endAt);
        const expected = within(counted, period.startAt, period.endAt);
        assert.equal(decimalText(item.quantity), decimalText(expected));
        const amount = expected.times(story.quota.overage.unit_price);
        assert.equal(item.totalMinor, roundToMinor(amount, 'EUR'));
      }
    }),
    { numRuns: 200 },
  );
});

test('segments with different quotas are each charged what their own calls went beyond their own', () => {
  const later = fc.record({ units: fc.nat(30), unit_price: fc.constantFrom('0.0003', '0.07', '1.25') });
  fc.assert(
    fc.property(stories, later, fc.nat(1000), (story, { units, unit_price }, part) => {
      const [, period] = story.periods;
      const lengthMs = period!.endAt.epochMilliseconds - period!.startAt.epochMilliseconds;
      const cutAt = period!.startAt.add({ milliseconds: Math.floor((lengthMs * part) / 1000) });
      const changed = {
        ...story,
        quota: { ...story.quota, units, overage: { ...story.quota.overage, unit_price } },
      };
      const own = { index: 1, whole: period!.whole };
      const before = ratedOverage(story, { ...own, startAt: period!.startAt, endAt: cutAt }, cutAt);
      const after = ratedOverage(changed, { ...own, startAt: cutAt, endAt: period!.endAt }, period!.endAt);
      const charged = (counted: Map<Event, Decimal>, from: Temporal.Instant, to: Temporal.Instant) =>
        decimalText(within(counted, from, to));
      assert.equal(decimalText(before.quantity), charged(countedOverage(story), period!.startAt, cutAt));
      assert.equal(decimalText(after.quantity), charged(countedOverage(changed), cutAt, period!.endAt));
    }),
    { numRuns: 100 },
  );
});

test('an early close is charged what came before it, so that the real one asks for the rest', () => {
  fc.assert(
    fc.property(stories, fc.nat(1000), (story, part) => {
      const counted = countedOverage(story);
      const [, period] = story.periods;
      const lengthMs = period!.endAt.epochMilliseconds - period!.startAt.epochMilliseconds;
      const cutAt = period!.startAt.add({ milliseconds: Math.floor((lengthMs * part) / 1000) });
      const item = ratedOverage(story, period!, cutAt);
      assert.equal(decimalText(item.quantity), decimalText(within(counted, period!.startAt, cutAt)));
    }),
    { numRuns: 200 },
  );
});
