import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type Decimal, decimal, decimalText } from '#kernel';
import { allocate, roundQuotient } from './rounding.ts';

const quotient = (
  dividend: string,
  divisor: string,
  places: number,
  mode?: Parameters<typeof roundQuotient>[3],
) => decimalText(roundQuotient(decimal(dividend), decimal(divisor), places, mode));

test('a quotient is rounded once, from its exact value', () => {
  assert.equal(quotient('2', '3', 2), '0.67');
  assert.equal(quotient('-2', '3', 2), '-0.67');
  assert.equal(quotient('0.1', '0.3', 0, 'up'), '1');
  // 20 digits of the quotient are zeros: cut there, it would be a whole number.
  assert.equal(quotient('1000000000000.000000000001', '1000000000000', 0, 'up'), '2');
  assert.equal(quotient('1000000000000', '1000000000000', 0, 'up'), '1');
});

test('every mode decides a half, a little and nothing as its name says', () => {
  const modes = ['half_away_from_zero', 'half_even', 'up', 'down', 'ceil', 'floor'] as const;
  const rounded = (value: string) => modes.map((mode) => quotient(value, '1', 0, mode));
  assert.deepEqual(rounded('2.5'), ['3', '2', '3', '2', '3', '2']);
  assert.deepEqual(rounded('3.5'), ['4', '4', '4', '3', '4', '3']);
  assert.deepEqual(rounded('-2.5'), ['-3', '-2', '-3', '-2', '-2', '-3']);
  assert.deepEqual(rounded('0.1'), ['0', '0', '1', '0', '1', '0']);
  assert.deepEqual(rounded('-0.1'), ['0', '0', '-1', '0', '0', '-1']);
  assert.deepEqual(rounded('7'), ['7', '7', '7', '7', '7', '7']);
});

test('nothing is divided by zero', () => {
  assert.throws(() => quotient('1', '0', 2), RangeError);
});

const weight = fc.bigInt(0n, 1_000_000n).map((units) => decimal(`${units}e-3`));

test('parts add up to the whole and differ from their exact share by less than one unit', () => {
  const weights = fc
    .array(weight, { minLength: 1, maxLength: 8 })
    .filter((list) => list.some((one) => one.gt(0)));
  fc.assert(
    fc.property(fc.bigInt(-1_000_000n, 1_000_000n), weights, (total, list) => {
      const parts = allocate(total, list);
      assert.equal(
        parts.reduce((sum, part) => sum + part, 0n),
        total,
      );
      const all = list.reduce((sum: Decimal, one) => sum.plus(one));
      for (const [index, part] of parts.entries()) {
        const exact = decimal(total).times(list[index] as Decimal);
        assert.ok(decimal(part).times(all).minus(exact).abs().lt(all), `${part} of ${total}`);
      }
    }),
    { numRuns: 300 },
  );
});

test('what is left over goes to the largest remainder, ties to the earlier', () => {
  assert.deepEqual(allocate(5n, [1, 1, 1].map(decimal)), [2n, 2n, 1n]);
  assert.deepEqual(allocate(-5n, [1, 1, 1].map(decimal)), [-2n, -2n, -1n]);
  assert.deepEqual(allocate(10n, ['0.1', '0', '0.2'].map(decimal)), [3n, 0n, 7n]);
  assert.throws(() => allocate(1n, [decimal(0)]), RangeError);
  assert.throws(() => allocate(1n, [decimal(2), decimal(-1)]), RangeError);
});
