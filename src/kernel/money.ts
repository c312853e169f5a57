import { type Decimal, decimal, round } from './decimal.ts';

/** An amount in the smallest unit of its currency (ISO 4217). */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

const digitsByCurrency = new Map<string, number>();
for (const code of Intl.supportedValuesOf('currency')) {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: code });
  digitsByCurrency.set(code, format.resolvedOptions().maximumFractionDigits ?? 2);
}
// CLDR shows these without decimals because people do not use them; ISO 4217, which invoices follow, has them.
const isoDigits: Record<string, number> = {
  AFN: 2,
  ALL: 2,
  IRR: 2,
  KPW: 2,
  LAK: 2,
  LBP: 2,
  MGA: 2,
  MMK: 2,
  SLL: 2,
  SOS: 2,
  SYP: 2,
  YER: 2,
  COP: 2,
  CRC: 2,
  CZK: 2,
  HUF: 2,
  IDR: 2,
  MUR: 2,
  NOK: 2,
  PKR: 2,
  RSD: 2,
  SEK: 2,
  TWD: 2,
  TZS: 2,
  UZS: 2,
  AMD: 2,
  GYD: 2,
  IQD: 3,
  MNT: 2,
  STN: 2,
};

/** Decimal digits of the currency's minor unit by ISO 4217: USD 2, JPY 0, KWD 3. Throws on an unknown currency. */
export function currencyDigits(currency: string): number {
  const digits = isoDigits[currency] ?? digitsByCurrency.get(currency);
  if (digits === undefined) throw new RangeError(`Unknown currency ${currency}`);
  return digits;
}

export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && digitsByCurrency.has(code);
}

/** Rounds an exact amount in major units to minor units, half away from zero. */
export function roundToMinor(amount: Decimal, currency: string): bigint {
  const digits = currencyDigits(currency);
  return BigInt(
    round(amount, digits)
      .times(decimal(`1e${digits}`))
      .toFixed(0),
  );
}

/** Reads an amount in major units. Throws when it has more decimals than the currency. */
export function parseAmount(text: string, currency: string): Money {
  const digits = currencyDigits(currency);
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length > digits) {
    throw new RangeError(`Not an amount of ${currency} with at most ${digits} decimals: ${text}`);
  }
  const minor = BigInt(match[2] + fraction.padEnd(digits, '0'));
  return { minor: match[1] ? -minor : minor, currency };
}

/** Major units with exactly the currency's digits: '29.99', '30' (JPY), '1.500' (KWD). */
export function formatAmount(money: Money): string {
  const digits = currencyDigits(money.currency);
  const text = (money.minor < 0n ? -money.minor : money.minor).toString().padStart(digits + 1, '0');
  const sign = money.minor < 0n ? '-' : '';
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The amount in major units as an exact decimal. */
export function amountDecimal(money: Money): Decimal {
  return decimal(money.minor).div(decimal(`1e${currencyDigits(money.currency)}`));
}

export function zeroMoney(currency: string): Money {
  return { minor: 0n, currency };
}

export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`Cannot add ${b.currency} to ${a.currency}`);
  return { minor: a.minor + b.minor, currency: a.currency };
}

export function negateMoney(a: Money): Money {
  return { minor: -a.minor, currency: a.currency };
}

export function subtractMoney(a: Money, b: Money): Money {
  return addMoney(a, negateMoney(b));
}
