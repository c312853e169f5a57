import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type Decimal, decimal, decimalText, ZERO } from '#kernel';
import { repricesEarlierUnits } from './models.ts';
import { type Price, priceSchema } from './prices.ts';
import { type Rating, rate } from './rate.ts';

// fast-check prints the seed and the smallest counterexample of a failure; FC_SEED is not needed to see them.
const runs = { numRuns: fc.readConfigureGlobal().numRuns ?? 300 };

const cents = fc.bigInt(0n, 10_000_000n).map((units) => decimalText(decimal(`${units}e-4`)));
const quantity = fc.oneof(
  fc.bigInt(0n, 100_000n).map((units) => decimal(units)),
  fc.bigInt(0n, 100_000_000n).map((units) => decimal(`${units}e-3`)),
);
const maybe = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [key]: one }));

function tiers<T extends object>(tier: fc.Arbitrary<T>): fc.Arbitrary<(T & { up_to: string | null })[]> {
  return fc
    .array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), tier), { minLength: 1, maxLength: 5 })
    .map((list) => {
      let bound = 0;
      return list.map(([width, rest], index) => {
        bound += width;
        return { ...rest, up_to: index === list.length - 1 ? null : String(bound) };
      });
    });
}

const unitTier = fc
  .tuple(maybe('unit_price', cents), maybe('flat_fee', cents))
  .map(([a, b]) => ({ ...a, ...b }));
const percentTier = fc
  .tuple(maybe('rate_percent', cents), maybe('flat_fee', cents))
  .map(([a, b]) => ({ ...a, ...b }));
const model = fc.oneof(
  fc.record({ model: fc.constant('flat'), amount: cents }),
  fc.record({ model: fc.constant('per_unit'), unit_price: cents }),
  fc.record({ model: fc.constant('graduated'), tiers: tiers(unitTier) }),
  fc.record({ model: fc.constant('volume'), tiers: tiers(unitTier) }),
  fc.record({ model: fc.constant('stairstep'), tiers: tiers(fc.record({ flat_fee: cents })) }),
  fc.record({ model: fc.constant('graduated_percentage'), tiers: tiers(percentTier) }),
  fc.record({
    model: fc.constant('block_graduated'),
    tiers: tiers(fc.record({ block_size: fc.integer({ min: 1, max: 500 }).map(String), block_price: cents })),
  }),
  fc.record({
    model: fc.constant('package'),
    package_size: fc.integer({ min: 1, max: 5000 }).map(String),
    package_price: cents,
    package_rounding: fc.constantFrom('up', 'down'),
  }),
);
const percentOff = fc.integer({ min: 0, max: 1000 }).map((tenths) => decimalText(decimal(`${tenths}e-1`)));
const spending = fc.tuple(
  maybe('percent_discount', percentOff),
  maybe('max_spend', cents),
  maybe('min_spend', cents),
);
const transform = fc.record({
  divide_by: fc.constantFrom('1', '7', '1000'),
  round: fc.constantFrom('up', 'down'),
});
const units = fc.tuple(maybe('quantity_transform', transform), maybe('free_units', cents));

/** Any valid price of a model that prices units. */
const anyPrice: fc.Arbitrary<Price> = fc
  .tuple(model, spending, units)
  .map(([terms, limits, options]) => {
    const price: Record<string, unknown> = Object.assign({}, terms, ...limits);
    if (price.model !== 'flat') Object.assign(price, ...options);
    return price;
  })
  .map((price) => priceSchema.safeParse(price))
  .filter((parsed) => parsed.success)
  .map((parsed) => parsed.data as Price);

const equal = (actual: Decimal, expected: Decimal, what: string) =>
  assert.ok(actual.eq(expected), `${what}: ${actual} is not ${expected}`);
const sum = (rating: Rating) => rating.lines.reduce((total, line) => total.plus(line.amount), ZERO);

test('the lines of a rating add up to its amount, whatever the price, position and prior', () => {
  const position = fc.constantFrom('single', 'mid', 'last', 'reconcile');
  fc.assert(
    fc.property(anyPrice, quantity, quantity, cents, position, (price, prior, used, billed, place) => {
      const options = { priorQuantity: prior, priorBilled: decimal(billed), position: place } as const;
      const rating = rate(price, used, options);
      equal(sum(rating), rating.amount, 'sum of lines');
    }),
    runs,
  );
});

test('a usage rated in parts costs what it costs in one', () => {
  fc.assert(
    fc.property(anyPrice, fc.array(quantity, { minLength: 2, maxLength: 5 }), (price, parts) => {
      let prior = ZERO;
      let billed = ZERO;
      for (const [index, part] of parts.entries()) {
        const position = index === parts.length - 1 ? 'last' : 'mid';
        const rating = rate(price, part, { priorQuantity: prior, priorBilled: billed, position });
        billed = billed.plus(rating.amount);
        prior = prior.plus(part);
      }
      equal(billed, rate(price, prior).amount, 'sum of the parts');
    }),
    runs,
  );
});

test('rate(a + b) is rate(a) and what b adds', () => {
  const unlimited = anyPrice.filter((price) => !repricesEarlierUnits(price) && price.min_spend === undefined);
  fc.assert(
    fc.property(
      unlimited,
      quantity.filter((a) => a.gt(0)),
      quantity,
      (price, a, b) => {
        const added = rate(price, b, { priorQuantity: a }).amount;
        equal(rate(price, a.plus(b)).amount, rate(price, a).amount.plus(added), 'rate(a + b)');
      },
    ),
    runs,
  );
});

test('reconciling again and again bills the total once', () => {
  fc.assert(
    fc.property(anyPrice, fc.array(quantity, { minLength: 1, maxLength: 5 }), (price, parts) => {
      let used = ZERO;
      let billed = ZERO;
      for (const part of parts) {
        used = used.plus(part);
        billed = billed.plus(rate(price, used, { position: 'reconcile', priorBilled: billed }).amount);
      }
      equal(billed, rate(price, used).amount, 'billed in the end');
      equal(rate(price, used, { position: 'reconcile', priorBilled: billed }).amount, ZERO, 'once more');
    }),
    runs,
  );
});

test('no amount is negative and the limits hold', () => {
  fc.assert(
    fc.property(anyPrice, quantity, (price, used) => {
      const { amount } = rate(price, used);
      assert.ok(amount.gte(0), `${amount} is negative`);
      if (price.max_spend !== undefined) assert.ok(amount.lte(decimal(price.max_spend)));
      if (price.min_spend !== undefined) assert.ok(amount.gte(decimal(price.min_spend)));
    }),
    runs,
  );
});

test('more units never cost less, but for prices that reprice earlier units', () => {
  const monotone = anyPrice.filter((price) => !repricesEarlierUnits(price));
  fc.assert(
    fc.property(monotone, quantity, quantity, (price, used, more) => {
      assert.ok(rate(price, used.plus(more)).amount.gte(rate(price, used).amount));
    }),
    runs,
  );
});

test('rating the same twice gives the same, also from a copy of the price', () => {
  fc.assert(
    fc.property(anyPrice, quantity, (price, used) => {
      const copy = JSON.parse(JSON.stringify(price)) as Price;
      assert.deepEqual(rate(copy, used), rate(price, used));
    }),
    runs,
  );
});
