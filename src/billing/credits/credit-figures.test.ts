import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decimal, Problem } from '#kernel';
import type { Tax } from '../invoices/index.ts';
import { type Creditable, creditFigures } from './credit-figures.ts';
import type { CreditAsk, CreditFigures } from './credit-note.ts';

const tax = (percent: string, baseMinor: bigint, amountMinor: bigint): Tax => ({
  code: 'S',
  name: 'VAT',
  ratePercent: decimal(percent),
  baseMinor,
  amountMinor,
  reason: null,
  reasonCode: null,
  jurisdiction: 'DE',
});

/** 100.00 and 33.33 at 19 %, 10.00 at 7 %: tax 25.33 and 0.70, total 169.36. A fee of 10 % is 14.33. */
const invoice: Creditable = {
  netMinor: 14_333n,
  feeMinor: 1433n,
  creditedFeeMinor: 0n,
  taxes: [
    { tax: tax('19', 13_333n, 2533n), creditedMinor: 0n },
    { tax: tax('7', 1000n, 70n), creditedMinor: 0n },
  ],
  lines: [
    {
      position: 1,
      description: 'Plan',
      amountMinor: 10_000n,
      chargedMinor: 10_000n,
      creditedMinor: 0n,
      taxes: [0],
    },
    {
      position: 2,
      description: 'Calls',
      amountMinor: 3333n,
      chargedMinor: 3333n,
      creditedMinor: 0n,
      taxes: [0],
    },
    {
      position: 3,
      description: 'Book',
      amountMinor: 1000n,
      chargedMinor: 1000n,
      creditedMinor: 0n,
      taxes: [1],
    },
  ],
};

/** The invoice after a credit note. */
function after(of: Creditable, figures: CreditFigures): Creditable {
  const netOf = (position: number) =>
    figures.lines.find((line) => line.invoicePosition === position)?.amountMinor ?? 0n;
  const taxOf = (one: Tax) =>
    figures.taxes.find((back) => back.ratePercent.eq(one.ratePercent))?.amountMinor ?? 0n;
  return {
    ...of,
    creditedFeeMinor: of.creditedFeeMinor + figures.feeMinor,
    lines: of.lines.map((line) => ({ ...line, creditedMinor: line.creditedMinor + netOf(line.position) })),
    taxes: of.taxes.map((one) => ({ ...one, creditedMinor: one.creditedMinor + taxOf(one.tax) })),
  };
}

const short = ({ netMinor, taxMinor, totalMinor, feeMinor, shareMinor }: CreditFigures) => ({
  ...{ netMinor, taxMinor, totalMinor, feeMinor, shareMinor },
});

test('a whole invoice is taken back with its taxes, fee and share', () => {
  assert.deepEqual(short(creditFigures(invoice, { kind: 'whole' })), {
    ...{ netMinor: 14_333n, taxMinor: 2603n, totalMinor: 16_936n, feeMinor: 1433n, shareMinor: 12_900n },
  });
});

test('part of a line takes its own rate with it, and the last part what rounding left', () => {
  const third = { kind: 'lines', lines: [{ position: 2, amountMinor: 1111n }] } as const;
  // 19 % of 11.11 is 2.1109; of 22.22 it is 4.2218; of 33.33, 6.3327. Fee 1.11, so far 2.22, 3.33.
  const taxes: bigint[] = [];
  let of = invoice;
  for (let times = 0; times < 3; times += 1) {
    const figures = creditFigures(of, third);
    taxes.push(figures.taxMinor);
    assert.equal(figures.feeMinor, 111n);
    of = after(of, figures);
  }
  assert.deepEqual(taxes, [211n, 211n, 211n]);
  assert.throws(() => creditFigures(of, third), Problem);
  const rest = creditFigures(of, { kind: 'whole' });
  // 25.33 less three times 2.11, and 0.70.
  assert.equal(rest.taxMinor, 2533n - 633n + 70n);
  assert.equal(rest.netMinor, 11_000n);
});

test('the taxes of small parts come to the tax of their sum: fractions of a cent are carried from note to note', () => {
  // 19 % of 0.07 is 0.0133; of two 0.0266, of three 0.0399, of four 0.0532, of five 0.0665: 1, 3, 4, 5, 7 cents.
  const taxes: bigint[] = [];
  let of = invoice;
  for (let times = 0; times < 5; times += 1) {
    const figures = creditFigures(of, { kind: 'lines', lines: [{ position: 2, amountMinor: 7n }] });
    taxes.push(figures.taxMinor);
    of = after(of, figures);
  }
  assert.deepEqual(taxes, [1n, 2n, 1n, 1n, 2n]);
});

test('an amount with tax is what was asked for, to the cent', () => {
  const figures = creditFigures(invoice, { kind: 'amount', totalMinor: 5000n });
  assert.equal(figures.totalMinor, 5000n);
  // 50.00 × 143.33 / 169.36 = 42.3153, upwards; the taxes bear the rest.
  assert.deepEqual([figures.netMinor, figures.taxMinor], [4232n, 768n]);
});

test('nothing, more than is left, and lines that are not there are refused', () => {
  const refused: CreditAsk[] = [
    { kind: 'amount', totalMinor: 16_937n },
    { kind: 'lines', lines: [{ position: 3, amountMinor: 1001n }] },
    { kind: 'lines', lines: [{ position: 3, amountMinor: -1n }] },
    { kind: 'lines', lines: [{ position: 4, amountMinor: 1n }] },
    { kind: 'lines', lines: [] },
  ];
  for (const ask of refused) assert.throws(() => creditFigures(invoice, ask), Problem);
  const gone = after(invoice, creditFigures(invoice, { kind: 'whole' }));
  assert.throws(() => creditFigures(gone, { kind: 'whole' }), Problem);
});

const anyAsk = fc.oneof(
  fc.bigInt({ min: 1n, max: 9000n }).map((totalMinor) => ({ kind: 'amount', totalMinor }) as const),
  fc
    .record({ position: fc.integer({ min: 1, max: 4 }), amountMinor: fc.bigInt({ min: 1n, max: 6000n }) })
    .map((line) => ({ kind: 'lines', lines: [line] }) as const),
);

test('whatever parts come before, the last credit note closes every line, tax and fee to zero', () => {
  const amounts = fc.array(fc.bigInt({ min: -800n, max: 5000n }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(
      amounts,
      fc.array(anyAsk, { maxLength: 8 }),
      fc.integer({ min: 0, max: 10_000 }),
      (nets, asks, fee) => {
        const of = made(nets, fee);
        fc.pre(of !== null);
        let now = of!;
        for (const ask of asks) {
          try {
            const figures = creditFigures(now, ask);
            assert.equal(figures.netMinor + figures.taxMinor, figures.totalMinor);
            assert.equal(figures.feeMinor + figures.shareMinor, figures.netMinor);
            assert.ok(figures.totalMinor > 0n && figures.feeMinor >= 0n && figures.shareMinor >= 0n);
            if (ask.kind === 'amount') assert.equal(figures.totalMinor, ask.totalMinor);
            now = after(now, figures);
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
          }
        }
        const left = [
          ...now.lines.map((line) => line.amountMinor - line.creditedMinor),
          ...now.taxes.map((one) => one.tax.amountMinor - one.creditedMinor),
        ].reduce((sum, one) => sum + one, 0n);
        if (left <= 0n) return;
        const last = after(now, creditFigures(now, { kind: 'whole' }));
        for (const line of last.lines) assert.equal(line.creditedMinor, line.amountMinor);
        for (const one of last.taxes) assert.equal(one.creditedMinor, one.tax.amountMinor);
        assert.equal(last.creditedFeeMinor, last.feeMinor);
      },
    ),
    { numRuns: 500 },
  );
});

/** Lines taxed at 19 and 7 % by turns; null where nobody would have got such an invoice. */
function made(nets: readonly bigint[], feeBasisPoints: number): Creditable | null {
  const netMinor = nets.reduce((sum, one) => sum + one, 0n);
  const base = (rate: number) => nets.reduce((sum, one, index) => (index % 2 === rate ? sum + one : sum), 0n);
  const [full, reduced] = [base(0), base(1)];
  if (full < 0n || reduced < 0n || netMinor <= 0n) return null;
  return {
    netMinor,
    feeMinor: (netMinor * BigInt(feeBasisPoints) + 5000n) / 10_000n,
    creditedFeeMinor: 0n,
    taxes: [
      { tax: tax('19', full, (full * 19n + 50n) / 100n), creditedMinor: 0n },
      { tax: tax('7', reduced, (reduced * 7n + 50n) / 100n), creditedMinor: 0n },
    ],
    lines: nets.map((amountMinor, index) => ({
      position: index + 1,
      description: `Line ${index + 1}`,
      amountMinor,
      chargedMinor: amountMinor,
      creditedMinor: 0n,
      taxes: [index % 2],
    })),
  };
}
