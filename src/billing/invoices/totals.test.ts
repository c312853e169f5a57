import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decimal } from '#kernel';
import type { Treatment } from './tax-facts.ts';
import { splitNet, type TaxableLine, totalsOf } from './totals.ts';

/** Taxed at these percents, or exempt. */
function treatment(...percents: (number | string)[]): Treatment {
  return {
    code: percents.length === 0 ? 'E' : 'S',
    label: 'Exempt',
    rates: percents.map((percent, index) => ({ name: `Tax ${index + 1}`, percent: decimal(percent) })),
    place: { country: 'DE', region: null },
    reason: percents.length === 0 ? 'By law' : null,
    reasonCode: null,
    explanation: '',
    sellerTaxId: null,
  };
}

const line = (amountMinor: bigint, of: Treatment, inclusive = false): TaxableLine => {
  return { amountMinor, inclusive, treatment: of };
};
const percent = fc
  .integer({ min: 1, max: 50_000 })
  .map((thousandths) => decimal(thousandths).div(1000).toFixed());
const amount = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
const manyLines = fc
  .tuple(fc.array(fc.array(percent, { maxLength: 2 }), { minLength: 1, maxLength: 3 }), fc.boolean())
  .chain(([kinds, inclusive]) => {
    const one = fc.tuple(amount, fc.nat(kinds.length - 1), fc.boolean());
    return fc
      .array(one, { maxLength: 12 })
      .map((list) =>
        list.map(([minor, kind, other]) => line(minor, treatment(...kinds[kind]!), inclusive !== other)),
      );
  });
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n);

test('fee and share are the net, whatever the amounts, and neither is negative', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.integer({ min: 0, max: 10_000 }),
      (net, points) => {
        const { feeMinor, shareMinor } = splitNet(net, points);
        assert.equal(feeMinor + shareMinor, net);
        assert.ok(feeMinor >= 0n && shareMinor >= 0n);
        const offBy = feeMinor * 20_000n - net * BigInt(points) * 2n;
        assert.ok(offBy > -10_000n && offBy <= 10_000n, `the fee is ${offBy} off`);
      },
    ),
  );
});

test('half a minor unit of fee is rounded up', () => {
  assert.deepEqual(splitNet(5n, 1000), { feeMinor: 1n, shareMinor: 4n });
  assert.deepEqual(splitNet(4n, 1000), { feeMinor: 0n, shareMinor: 4n });
});

test('a commission outside 0 to 100 percent is a bug', () => {
  assert.throws(() => splitNet(100n, 10_001), RangeError);
  assert.throws(() => splitNet(100n, -1), RangeError);
  assert.throws(() => splitNet(-1n, 100), RangeError);
});

test('tax is rounded once, on the sum of the lines', () => {
  const vat = treatment(19);
  const totals = totalsOf([33n, 33n, 33n].map((minor) => line(minor, vat)));
  assert.deepEqual([totals.netMinor, totals.taxMinor, totals.totalMinor], [99n, 19n, 118n]);
  assert.equal(totals.taxes[0]!.baseMinor, 99n);
  assert.equal(
    totalsOf([line(-50n, treatment(1))]).taxMinor,
    -1n,
    'half of a unit is rounded away from zero',
  );
});

test('several rates stand beside each other, and lines that bear none', () => {
  const totals = totalsOf([
    line(10_000n, treatment(19)),
    line(5_000n, treatment(7)),
    line(1_000n, treatment()),
    line(-2_000n, treatment(19)),
  ]);
  const shown = totals.taxes.map((tax) => [
    tax.code,
    tax.ratePercent.toFixed(),
    tax.baseMinor,
    tax.amountMinor,
  ]);
  assert.deepEqual(shown, [
    ['E', '0', 1_000n, 0n],
    ['S', '7', 5_000n, 350n],
    ['S', '19', 8_000n, 1_520n],
  ]);
  assert.deepEqual([totals.netMinor, totals.taxMinor, totals.totalMinor], [14_000n, 1_870n, 15_870n]);
});

test('two taxes of one place are charged on the same base', () => {
  const { taxes, taxMinor } = totalsOf([line(99_900n, treatment(9, 9))]);
  assert.deepEqual(
    taxes.map((tax) => [tax.name, tax.baseMinor, tax.amountMinor]),
    [
      ['Tax 1', 99_900n, 8_991n],
      ['Tax 2', 99_900n, 8_991n],
    ],
  );
  assert.equal(taxMinor, 17_982n);
});

test('tax is taken out of prices that include it, and the lines are divided to the cent', () => {
  const vat = treatment(19);
  const totals = totalsOf([1_000n, 1_000n, 1_000n].map((minor) => line(minor, vat, true)));
  assert.deepEqual([totals.netMinor, totals.taxMinor, totals.totalMinor], [2_521n, 479n, 3_000n]);
  assert.deepEqual([...totals.lineNetsMinor].sort(), [840n, 840n, 841n]);
  const two = totalsOf([line(1_181n, treatment(9, 9), true)]);
  assert.deepEqual([two.netMinor, ...two.taxes.map((tax) => tax.amountMinor)], [1_001n, 90n, 90n]);
});

test('without a charge there is nothing to add, and a total may be zero', () => {
  const free = totalsOf([line(10n, treatment()), line(-10n, treatment())]);
  assert.deepEqual([free.netMinor, free.taxMinor, free.totalMinor], [0n, 0n, 0n]);
  assert.equal(free.taxes[0]!.reason, 'By law');
  assert.deepEqual(totalsOf([]).taxes, []);
});

test('sums hold whatever the lines: net, base and tax', () => {
  fc.assert(
    fc.property(manyLines, (lines) => {
      const { netMinor, taxMinor, totalMinor, taxes, lineNetsMinor } = totalsOf(lines);
      assert.equal(netMinor + taxMinor, totalMinor);
      assert.equal(sum(lineNetsMinor), netMinor);
      assert.equal(sum(taxes.map((tax) => tax.amountMinor)), taxMinor);
      const gross = sum(lines.filter((one) => one.inclusive).map((one) => one.amountMinor));
      if (lines.every((one) => one.inclusive)) assert.equal(totalMinor, gross, 'agreed gross amounts stay');
      lines.forEach((one, index) => {
        const off = lineNetsMinor[index]! - one.amountMinor;
        if (!one.inclusive) assert.equal(off, 0n, 'agreed net amounts stay');
      });
    }),
  );
});

test('a line of an inclusive price is off its exact net by at most a minor unit', () => {
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 12 }), percent, (amounts, rate) => {
      const { lineNetsMinor } = totalsOf(amounts.map((minor) => line(minor, treatment(rate), true)));
      const divisor = decimal(rate).plus(100);
      amounts.forEach((minor, index) => {
        const exact = decimal(minor).times(100).div(divisor);
        assert.ok(exact.minus(decimal(lineNetsMinor[index]!)).abs().lte('1'), `${minor} at ${rate}`);
      });
    }),
  );
});

test('prices with and without tax agree: the gross of a net is that net again', () => {
  fc.assert(
    fc.property(amount, percent, (net, rate) => {
      const outside = totalsOf([line(net, treatment(rate))]);
      const within = totalsOf([line(outside.totalMinor, treatment(rate), true)]);
      assert.deepEqual([within.netMinor, within.taxMinor], [outside.netMinor, outside.taxMinor]);
    }),
  );
});

test('the order of the lines decides nothing', () => {
  fc.assert(
    fc.property(manyLines, fc.infiniteStream(fc.nat()), (lines, random) => {
      const keyed = lines.map((one) => ({ one, key: random.next().value }));
      const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
      const [a, b] = [totalsOf(lines), totalsOf(shuffled)];
      assert.deepEqual(
        a.taxes.map((tax) => ({ ...tax, ratePercent: tax.ratePercent.toFixed() })),
        b.taxes.map((tax) => ({ ...tax, ratePercent: tax.ratePercent.toFixed() })),
      );
      const nets = (all: readonly TaxableLine[], { lineNetsMinor }: typeof a) =>
        all
          .map((one, index) =>
            JSON.stringify([
              one.inclusive,
              one.treatment.rates,
              `${one.amountMinor}`,
              `${lineNetsMinor[index]}`,
            ]),
          )
          .sort();
      assert.deepEqual(nets(lines, a), nets(shuffled, b));
    }),
  );
});
