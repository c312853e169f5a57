import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
  type BillingCycle,
  billingPeriod,
  billingPeriodAt,
  calendarPeriodAt,
  intervalUnits,
  type Period,
  periodAt,
} from './calendar.ts';

// Among them: clocks that change at midnight, by half an hour, during Ramadan, and a day (Apia's 2011-12-30)
// and half an hour that never were.
const zones = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Europe/Lisbon',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Asia/Pyongyang',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Pacific/Chatham',
  'America/St_Johns',
  'Asia/Beirut',
];
const zone = fc.constantFrom(...zones);
const unit = fc.constantFrom(...intervalUnits);
const alignment = fc.constantFrom('anniversary', 'calendar');
const second = 1_000_000_000n;
const from = Temporal.Instant.from('2005-01-01T00:00:00Z').epochNanoseconds / second;
const until = Temporal.Instant.from('2035-01-01T00:00:00Z').epochNanoseconds / second;
const instant = fc
  .bigInt(from, until)
  .map((seconds) => Temporal.Instant.fromEpochNanoseconds(seconds * second));
/** Instants that people choose: local midnights and half past two, the 29th to the 31st. */
const awkward = fc
  .tuple(instant, zone, fc.constantFrom(1, 28, 29, 30, 31), fc.constantFrom('00:00', '02:30', '23:59:59.999'))
  .map(([at, timeZone, day, time]) =>
    at.toZonedDateTimeISO(timeZone).with({ day }).withPlainTime(time).toInstant(),
  );
const anyInstant = fc.oneof(instant, awkward);
const cycle: fc.Arbitrary<BillingCycle> = fc.record({
  anchorAt: anyInstant,
  interval: fc.record({ unit, count: fc.integer({ min: 1, max: 6 }) }),
  timeZone: zone,
  alignment,
});
const compare = Temporal.Instant.compare;

function assertTiles(before: Period, after: Period): void {
  assert.equal(after.startAt.toString(), before.endAt.toString());
  assert.ok(compare(before.startAt, before.endAt) <= 0, `${before.startAt} is after ${before.endAt}`);
}

test('billing periods tile time for 30 years without gap or overlap, in every zone', () => {
  const years = Temporal.Duration.from({ years: 30 });
  fc.assert(
    fc.property(cycle, (subject) => {
      const end = subject.anchorAt.toZonedDateTimeISO('UTC').add(years).toInstant();
      // A day's cycle of 30 years is 11,000 periods: of these every one in the first year, then every 97th
      // and its next.
      const stride = subject.interval.unit === 'day' ? 97 : 1;
      let period = billingPeriod(subject, 0);
      assert.equal(period.startAt.toString(), subject.anchorAt.toString());
      while (compare(period.startAt, end) < 0) {
        const next = billingPeriod(subject, period.index + 1);
        assertTiles(period, next);
        period = period.index < 366 ? next : billingPeriod(subject, period.index + stride);
      }
    }),
    { numRuns: 25 },
  );
});

test('every instant lies in exactly the period that is found for it', () => {
  fc.assert(
    fc.property(cycle, anyInstant, (subject, at) => {
      fc.pre(compare(at, subject.anchorAt) >= 0);
      const period = billingPeriodAt(subject, at);
      assert.ok(
        compare(period.startAt, at) <= 0 && compare(at, period.endAt) < 0,
        `${period.startAt}/${period.endAt}`,
      );
      assert.equal(billingPeriodAt(subject, period.startAt).index, period.index);
      assert.ok(billingPeriodAt(subject, period.endAt).index > period.index);
      assert.ok(compare(period.whole.startAt, period.startAt) <= 0);
    }),
    { numRuns: 300 },
  );
});

test('a cycle reaches back before its anchor as well', () => {
  fc.assert(
    fc.property(
      anyInstant,
      unit,
      fc.integer({ min: 1, max: 6 }),
      anyInstant,
      zone,
      (anchor, one, count, at, tz) => {
        const period = periodAt(anchor, { unit: one, count }, at, tz);
        assert.ok(compare(period.startAt, at) <= 0 && compare(at, period.endAt) < 0);
      },
    ),
    { numRuns: 300 },
  );
});

test('calendar and quota periods hold their instant and meet the next one', () => {
  fc.assert(
    fc.property(anyInstant, unit, zone, (at, one, tz) => {
      const period = calendarPeriodAt(at, one, tz);
      assert.ok(
        compare(period.startAt, at) <= 0 && compare(at, period.endAt) < 0,
        `${period.startAt}/${period.endAt}`,
      );
      assertTiles(period, calendarPeriodAt(period.endAt, one, tz));
    }),
    { numRuns: 300 },
  );
});

test('every interval up to six, anniversary or calendar, tiles 30 years from a last day of January', () => {
  const years = Temporal.Duration.from({ years: 30 });
  for (const timeZone of ['UTC', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe']) {
    const anchorAt = Temporal.ZonedDateTime.from(`2008-01-31T02:30[${timeZone}]`).toInstant();
    const end = anchorAt.toZonedDateTimeISO('UTC').add(years).toInstant();
    for (const one of ['month', 'quarter', 'year'] as const) {
      for (const count of [1, 2, 3, 4, 5, 6]) {
        for (const aligned of ['anniversary', 'calendar'] as const) {
          const subject = { anchorAt, interval: { unit: one, count }, timeZone, alignment: aligned };
          let period = billingPeriod(subject, 0);
          while (compare(period.startAt, end) < 0) {
            const next = billingPeriod(subject, period.index + 1);
            assertTiles(period, next);
            assert.ok(compare(period.startAt, period.endAt) < 0);
            period = next;
          }
        }
      }
    }
  }
});
