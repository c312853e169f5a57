import Big from 'big.js';

/** An exact decimal number. Quantities and unit prices; never a float. */
export type Decimal = Big;

/** Unit prices, holds and quantities carry at most this many decimal places on the wire and in the stores. */
export const DECIMAL_PLACES = 12;

const DecimalText = /^-?\d{1,26}(\.\d{1,12})?$/;

/**
 * Makes an exact decimal of a decimal text, an integer or a bigint.
 * Throws on anything else: a number with a fraction has already lost its exactness.
 */
export function decimal(value: string | number | bigint | Decimal): Decimal {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError(`Not an exact integer: ${value}`);
  }
  return new Big(typeof value === 'bigint' ? value.toString() : value);
}

/** True for what the wire may carry as a decimal: plain digits, at most 26 before and 12 after the point. */
export function isDecimalText(text: string): boolean {
  return DecimalText.test(text);
}

/** Plain digits without exponent and without trailing zeros: '0.0005', '12', '-3.5'. */
export function decimalText(value: Decimal): string {
  // Rounding a small negative number leaves a negative zero.
  if (value.eq(0)) return '0';
  const text = value.toFixed();
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

export const ZERO: Decimal = new Big(0);
export const ONE: Decimal = new Big(1);

export type RoundingMode = 'half_away_from_zero' | 'up' | 'down' | 'ceil' | 'floor' | 'half_even';

/** Rounds to `places` decimals. `up` is away from zero, `down` toward zero. */
export function round(value: Decimal, places: number, mode: RoundingMode = 'half_away_from_zero'): Decimal {
  switch (mode) {
    case 'half_away_from_zero':
      return value.round(places, Big.roundHalfUp);
    case 'half_even':
      return value.round(places, Big.roundHalfEven);
    case 'up':
      return value.round(places, Big.roundUp);
    case 'down':
      return value.round(places, Big.roundDown);
    case 'ceil':
      return value.round(places, value.s > 0 ? Big.roundUp : Big.roundDown);
    case 'floor':
      return value.round(places, value.s > 0 ? Big.roundDown : Big.roundUp);
  }
}
