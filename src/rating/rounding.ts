import { type Decimal, decimal, type RoundingMode } from '#kernel';

/** A decimal as integer × 10^-scale. */
function scaled(value: Decimal): { integer: bigint; scale: number } {
  const text = value.toFixed();
  const point = text.indexOf('.');
  if (point < 0) return { integer: BigInt(text), scale: 0 };
  return { integer: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

/**
 * dividend ÷ divisor, rounded once to `places` decimals. big.js cuts a division at a fixed number of digits,
 * and rounding what was cut rounds twice (a third of 0.15 kept to 20 digits and then rounded up is not 0.05),
 * so the quotient is never formed: integers are divided and the remainder decides.
 */
export function roundQuotient(
  dividend: Decimal,
  divisor: Decimal,
  places: number,
  mode: RoundingMode = 'half_away_from_zero',
): Decimal {
  const above = scaled(dividend);
  const below = scaled(divisor);
  if (below.integer === 0n) throw new RangeError('Division by zero');
  const negative = above.integer < 0n !== below.integer < 0n;
  const numerator = absolute(above.integer) * 10n ** BigInt(places + below.scale);
  const denominator = absolute(below.integer) * 10n ** BigInt(above.scale);
  let quotient = numerator / denominator;
  if (awayFromZero(quotient, numerator % denominator, denominator, negative, mode)) quotient += 1n;
  return decimal(`${negative && quotient !== 0n ? '-' : ''}${quotient}e-${places}`);
}

function awayFromZero(
  quotient: bigint,
  remainder: bigint,
  denominator: bigint,
  negative: boolean,
  mode: RoundingMode,
): boolean {
  if (remainder === 0n) return false;
  const twice = remainder * 2n;
  switch (mode) {
    case 'half_away_from_zero':
      return twice >= denominator;
    case 'half_even':
      return twice > denominator || (twice === denominator && quotient % 2n === 1n);
    case 'up':
      return true;
    case 'down':
      return false;
    case 'ceil':
      return !negative;
    case 'floor':
      return negative;
  }
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/**
 * Splits an amount of minor units in the proportion of the weights, so that the parts add up to it exactly.
 * Largest remainder: each part is cut, what is left goes by one unit to the largest cut-off; ties to the
 * earlier.
 * A negative total (a credit) is split like the positive one. Weights must not be negative, nor all zero.
 */
export function allocate(totalMinor: bigint, weights: readonly Decimal[]): bigint[] {
  const parts = weights.map(scaled);
  const scale = parts.reduce((most, part) => Math.max(most, part.scale), 0);
  const shares = parts.map((part) => part.integer * 10n ** BigInt(scale - part.scale));
  if (shares.some((share) => share < 0n)) throw new RangeError('Weights must not be negative');
  const sum = shares.reduce((total, share) => total + share, 0n);
  if (sum === 0n) throw new RangeError('At least one weight must be positive');

  const total = absolute(totalMinor);
  const allocated = shares.map((share) => (total * share) / sum);
  const left = Number(total - allocated.reduce((done, part) => done + part, 0n));
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: (total * share) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1));
  for (const { index } of byRemainder.slice(0, left)) allocated[index] = (allocated[index] ?? 0n) + 1n;
  return totalMinor < 0n ? allocated.map((part) => -part) : allocated;
}
