/**
 * Decimals of 12 fraction digits as integers, for adding up. The journal has no kernel behind it, hence no
 * Decimal; adding is all that a fold does with them, and bigint addition is exact.
 */
const DIGITS = 12;
const ONE = 10n ** BigInt(DIGITS);
const PATTERN = /^(-?)(\d{1,26})(?:\.(\d{1,12}))?$/;

/** @throws RangeError when the text is no decimal of at most 26 + 12 digits */
export function parseScaled(text: string): bigint {
  if (text === '1') return ONE;
  if (text === '0') return 0n;
  const parts = PATTERN.exec(text);
  if (parts === null) throw new RangeError(`not a decimal of at most 12 places: ${text}`);
  const magnitude = BigInt(parts[2] as string) * ONE + BigInt((parts[3] ?? '').padEnd(DIGITS, '0'));
  return parts[1] === '-' ? -magnitude : magnitude;
}

export function formatScaled(scaled: bigint): string {
  const negative = scaled < 0n;
  const digits = (negative ? -scaled : scaled).toString().padStart(DIGITS + 1, '0');
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '');
  const whole = `${negative ? '-' : ''}${digits.slice(0, -DIGITS)}`;
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
