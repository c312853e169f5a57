import assert from 'node:assert/strict';
import test from 'node:test';
import {
  type BillingCycle,
  billingPeriod,
  billingPeriodAt,
  calendarPeriodAt,
  elapsedCalendarPeriod,
  type Period,
  quotaPeriodAt,
} from './calendar.ts';
import { arrearsPeriod, billingDayCycle, countBillingCycles, subscriptionPeriods } from './cycles.ts';

const instant = (text: string) => Temporal.Instant.from(text);
const date = (text: string) => Temporal.PlainDate.from(text);
const span = (period: Period) => `${period.startAt} ${period.endAt}`;
const monthly: BillingCycle = {
  anchorAt: instant('2025-01-31T15:00:00Z'),
  interval: { unit: 'month', count: 1 },
  timeZone: 'UTC',
  alignment: 'anniversary',
};

test('the day of the anchor comes back after a short month', () => {
  assert.equal(span(billingPeriod(monthly, 1)), '2025-02-28T15:00:00Z 2025-03-31T15:00:00Z');
  const leapYear = {
    ...monthly,
    anchorAt: instant('2024-02-29T00:00:00Z'),
    interval: { unit: 'year', count: 1 } as const,
  };
  assert.equal(span(billingPeriod(leapYear, 3)), '2027-02-28T00:00:00Z 2028-02-29T00:00:00Z');
});

test('an instant on a boundary belongs to the period that begins there', () => {
  assert.equal(billingPeriodAt(monthly, instant('2025-02-28T15:00:00Z')).index, 1);
  assert.equal(billingPeriodAt(monthly, instant('2025-02-28T14:59:59.999999999Z')).index, 0);
});

test('before the first period there is none', () => {
  assert.throws(
    () => billingPeriodAt(monthly, instant('2025-01-31T14:59:59Z')),
    /before the subscription's first/,
  );
  assert.throws(() => billingPeriod(monthly, -1), RangeError);
});

test('an anniversary keeps its local time across a change of clocks', () => {
  const cycle: BillingCycle = {
    ...monthly,
    anchorAt: instant('2025-02-10T14:00:00Z'),
    timeZone: 'America/New_York',
  };
  assert.equal(span(billingPeriod(cycle, 1)), '2025-03-10T13:00:00Z 2025-04-10T13:00:00Z');
});

test('a calendar cycle begins with a stub that knows the whole it is part of', () => {
  const cycle: BillingCycle = {
    ...monthly,
    anchorAt: instant('2025-01-20T10:00:00Z'),
    timeZone: 'Europe/Berlin',
    alignment: 'calendar',
  };
  const stub = billingPeriod(cycle, 0);
  assert.equal(span(stub), '2025-01-20T10:00:00Z 2025-01-31T23:00:00Z');
  assert.equal(span(stub.whole), '2024-12-31T23:00:00Z 2025-01-31T23:00:00Z');
  assert.equal(
    span(billingPeriodAt(cycle, instant('2025-04-01T00:00:00Z'))),
    '2025-03-31T22:00:00Z 2025-04-30T22:00:00Z',
  );
});

test('quota periods are local days, Monday weeks, months and years', () => {
  const at = instant('2025-03-30T22:30:00Z'); // Monday 00:30 in Berlin, a day after its clocks changed
  const quota = (period: 'day' | 'week' | 'month' | 'year') =>
    span(quotaPeriodAt(at, { period, alignment: 'calendar' }, { anchorAt: at, timeZone: 'Europe/Berlin' }));
  assert.equal(quota('day'), '2025-03-30T22:00:00Z 2025-03-31T22:00:00Z');
  assert.equal(quota('week'), '2025-03-30T22:00:00Z 2025-04-06T22:00:00Z');
  assert.equal(quota('month'), '2025-02-28T23:00:00Z 2025-03-31T22:00:00Z');
  assert.equal(quota('year'), '2024-12-31T23:00:00Z 2025-12-31T23:00:00Z');
});

test('a day begins when the clocks allow it', () => {
  // São Paulo's clocks went from 24:00 to 01:00 on 2018-11-04.
  const day = calendarPeriodAt(instant('2018-11-04T12:00:00Z'), 'day', 'America/Sao_Paulo');
  assert.equal(span(day), '2018-11-04T03:00:00Z 2018-11-05T02:00:00Z');
});

test('a quarter has elapsed only where its last day is over', () => {
  const at = instant('2022-04-01T00:00:00Z');
  assert.equal(
    span(elapsedCalendarPeriod(at, 'quarter', 'UTC')),
    '2022-01-01T00:00:00Z 2022-04-01T00:00:00Z',
  );
  assert.equal(
    span(elapsedCalendarPeriod(at, 'quarter', 'America/New_York')),
    '2021-10-01T04:00:00Z 2022-01-01T05:00:00Z',
  );
});

test('a billing day that a month does not have comes back in the next', () => {
  const start = date('2011-02-14');
  const cycle = billingDayCycle(start, { unit: 'month', count: 1 }, 31);
  const periods = subscriptionPeriods(cycle, start, date('2011-04-01'), date('2011-04-15'));
  assert.deepEqual(
    periods.map((period) => `${period.start} ${period.end}`),
    ['2011-02-14 2011-02-28', '2011-02-28 2011-03-31', '2011-03-31 2011-04-15'],
  );
});

test('a subscription that ends before its first billing day is billed for its days', () => {
  const start = date('2011-02-01');
  const cycle = billingDayCycle(start, { unit: 'month', count: 1 }, 15);
  assert.equal(
    countBillingCycles(cycle, start, date('2011-03-01'), date('2011-02-08'), 9).toFixed(),
    '0.225806452',
  );
  assert.equal(countBillingCycles(cycle, start, date('2011-01-31'), null, 9).toFixed(), '0');
});

test('billed between two boundaries, the period in arrears is the one that ended last', () => {
  const cycle = { anchor: date('2022-01-31'), interval: { unit: 'month', count: 1 } as const };
  const period = arrearsPeriod(cycle, date('2022-03-15'));
  assert.deepEqual([period.start.toString(), period.end.toString()], ['2022-01-31', '2022-02-28']);
});

test('a list of periods has a limit', () => {
  const cycle = { anchor: date('1990-01-01'), interval: { unit: 'day', count: 1 } as const };
  assert.throws(
    () => subscriptionPeriods(cycle, cycle.anchor, date('2025-01-01')),
    /More than 10000 periods/,
  );
});
