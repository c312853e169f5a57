import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type Decimal, decimal, decimalText } from '#kernel';
import { burnCredits } from './credits.ts';
import {
  commitmentTrueUp,
  discountOf,
  minimumTrueUp,
  prorate,
  prorateCreditNote,
  proratePlanChange,
  share,
  shareByDay,
  shareBySecond,
  shareByTime,
  shareOfThirtyDays,
} from './proration.ts';
import { invoiceTotals } from './taxes.ts';

const date = (text: string) => Temporal.PlainDate.from(text);
const instant = (text: string) => Temporal.Instant.from(text);
const text = (value: Decimal) => decimalText(value);
const july = { startAt: instant('2025-07-01T00:00:00Z'), endAt: instant('2025-08-01T00:00:00Z') };

test('days are counted with the first and the last', () => {
  const january = { start: date('2023-01-01'), end: date('2023-02-01') };
  assert.deepEqual(shareByDay(january, date('2023-01-08'), date('2023-01-31')), share(24, 31));
  assert.deepEqual(shareByDay(january, date('2023-01-08'), date('2023-01-06')), share(0, 31));
});

test('a share by time is cut to its period, and keeps every nanosecond', () => {
  const half = shareByTime(july, instant('2025-07-16T12:00:00Z'), instant('2026-01-01T00:00:00Z'));
  assert.equal(half.part * 2n, half.whole);
  assert.equal(shareByTime(july, july.endAt, july.startAt).part, 0n);
  const second = shareBySecond(july, instant('2025-07-31T23:59:58.700Z'), july.endAt);
  assert.equal(text(prorate(decimal(2_678_400), second, 6)), '2');
});

test('a month of thirty days', () => {
  const days = (from: string, to: string) => shareOfThirtyDays(date(from), date(to)).part;
  assert.equal(days('2023-01-20', '2023-02-01'), 11n);
  assert.equal(days('2023-02-20', '2023-03-01'), 11n);
  assert.equal(days('2023-01-10', '2023-01-20'), 10n);
});

test('the share is applied exactly and rounded once', () => {
  assert.equal(text(prorate(decimal('50.00'), share(24, 31), 2)), '38.71');
  assert.equal(text(prorate(decimal('0.15'), share(1, 3), 2, 'up')), '0.05');
  assert.equal(text(prorate(decimal('100'), share(1, 3), 0, 'ceil')), '34');
  assert.throws(() => share(1, 0), RangeError);
});

test('what is used and what is unused of a price differ from it by at most one unit', () => {
  const amount = fc.bigInt(0n, 10_000_000n).map((units) => decimal(`${units}e-2`));
  fc.assert(
    fc.property(amount, fc.integer({ min: 1, max: 366 }), fc.nat(366), (full, whole, part) => {
      fc.pre(part <= whole);
      const rounded = prorate(full, share(part, whole), 2).plus(prorate(full, share(whole - part, whole), 2));
      assert.ok(rounded.minus(full).abs().lte('0.01'));
      const change = proratePlanChange(full, full, share(part, whole), 2);
      assert.ok(change.net.eq(0), 'a change to the same price costs nothing');
    }),
    { numRuns: 300 },
  );
});

test('true-ups never go below zero', () => {
  assert.equal(text(minimumTrueUp(decimal('10'), share(25, 28), decimal('8'), 2)), '0.93');
  assert.equal(text(minimumTrueUp(decimal('10'), share(25, 28), decimal('9'), 2)), '0');
  assert.equal(text(commitmentTrueUp(decimal('10000'), decimal('1000'), share(334, 365), 2)), '8235.61');
  assert.equal(text(commitmentTrueUp(decimal('10'), decimal('20'), share(1, 2), 2)), '0');
});

test('a discount is rounded to the currency and never more than the price', () => {
  assert.equal(text(discountOf(decimal('9.99'), { percent: decimal('15') }, 2)), '1.5');
  assert.equal(text(discountOf(decimal('999'), { percent: decimal('15') }, 0)), '150');
  assert.equal(text(discountOf(decimal('5'), { amount: decimal('7') }, 2)), '5');
  assert.equal(text(discountOf(decimal('5'), { amount: decimal('-1') }, 2)), '0');
});

test('a credit note takes the tax of the exact amount', () => {
  const note = prorateCreditNote(decimal('9.99'), decimal('20'), share(1, 3), 2);
  assert.deepEqual([note.subtotal, note.tax, note.total].map(text), ['3.33', '0.67', '4']);
});

test('tax is rounded once for all lines of a rate', () => {
  const lines = [1, 2, 3].map(() => ({
    amount: decimal('0.02'),
    discount: decimal(0),
    taxPercent: decimal('20'),
  }));
  const other = { amount: decimal('10.00'), discount: decimal('1.00'), taxPercent: decimal('7') };
  const totals = invoiceTotals([...lines, other], 2);
  assert.deepEqual([totals.subtotal, totals.tax, totals.total].map(text), ['9.06', '0.64', '9.7']);
  assert.deepEqual(
    totals.taxes.map((entry) => text(entry.tax)),
    ['0.01', '0.63'],
  );
});

test('credits burn by priority, then expiry, then order; the rest is overage', () => {
  const grant = (id: string, priority: number, expires: string | null) => ({
    id,
    amount: decimal(10),
    priority,
    expiresAt: expires === null ? null : instant(expires),
  });
  const grants = [
    grant('never', 1, null),
    grant('late', 1, '2026-02-01T00:00:00Z'),
    grant('soon', 1, '2026-01-01T00:00:00Z'),
    grant('first', 0, null),
    grant('twin', 1, '2026-02-01T00:00:00Z'),
  ];
  const burn = burnCredits(grants, decimal(35));
  assert.deepEqual(
    [...burn.burnt].map(([id, part]) => `${id} ${part}`),
    ['first 10', 'soon 10', 'late 10', 'twin 5'],
  );
  assert.equal(text(burn.overage), '0');
  assert.equal(text(burn.balances.get('never') as Decimal), '10');
  assert.equal(text(burnCredits(grants, decimal(60)).overage), '10');
  assert.throws(() => burnCredits([grant('a', 1, null), grant('a', 2, null)], decimal(1)), RangeError);
});
