import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decimal } from '#kernel';
import { splitNet, totalsOf } from './totals.ts';

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
  const rate = { name: 'VAT', ratePercent: decimal(19) };
  const totals = totalsOf([33n, 33n, 33n], rate, 'EUR');
  assert.deepEqual([totals.netMinor, totals.taxMinor, totals.totalMinor], [99n, 19n, 118n]);
  assert.equal(totals.taxes[0]!.baseMinor, 99n);
  assert.equal(totalsOf([100n, 5n], rate, 'JPY').taxMinor, 20n);
});

test('without a rate the total is the net', () => {
  assert.deepEqual(totalsOf([10n, -3n], null, 'USD'), {
    netMinor: 7n,
    taxes: [],
    taxMinor: 0n,
    totalMinor: 7n,
  });
});
