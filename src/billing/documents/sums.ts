import { currencyDigits, type Decimal, decimal, ZERO } from '#kernel';
import type { BillingDocument, DocumentAllowance, DocumentTax, DocumentTotals } from './document.ts';

/** Amounts in the currency's digits. */
export function amountText(value: Decimal, currency: string): string {
  const text = value.toFixed(currencyDigits(currency));
  return /^-[0.]*$/.test(text) ? text.slice(1) : text;
}

function sum(amounts: readonly string[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(decimal(amount)), ZERO);
}

/** The sums of EN 16931 (BT-106 to BT-115) of what is given. */
export function totalsOfDocument(
  parts: {
    readonly lines: readonly { readonly net: string }[];
    readonly allowances: readonly DocumentAllowance[];
    readonly breakdown: readonly DocumentTax[];
    readonly paid: string;
    readonly rounding?: string;
  },
  currency: string,
): DocumentTotals {
  const lines = sum(parts.lines.map((line) => line.net));
  const allowances = sum(parts.allowances.filter((one) => !one.charge).map((one) => one.amount));
  const charges = sum(parts.allowances.filter((one) => one.charge).map((one) => one.amount));
  const net = lines.minus(allowances).plus(charges);
  const tax = sum(parts.breakdown.map((one) => one.amount));
  const gross = net.plus(tax);
  const rounding = decimal(parts.rounding ?? '0');
  const text = (value: Decimal) => amountText(value, currency);
  return {
    lines: text(lines),
    allowances: text(allowances),
    charges: text(charges),
    net: text(net),
    tax: text(tax),
    gross: text(gross),
    paid: text(decimal(parts.paid)),
    rounding: text(rounding),
    due: text(gross.minus(decimal(parts.paid)).plus(rounding)),
  };
}

/**
 * What is stored must come to the same as the parts of the document. A difference is a defect of ours, not of anybody's
 * data, and no file may go out with it.
 */
export function requireSums(
  document: Pick<BillingDocument, 'id' | 'totals' | 'breakdown' | 'lines' | 'allowances'>,
  stored: { readonly net: string; readonly tax: string; readonly gross: string },
): void {
  const { totals } = document;
  for (const key of ['net', 'tax', 'gross'] as const) {
    if (decimal(totals[key]).eq(decimal(stored[key]))) continue;
    throw new Error(`${document.id}: its ${key} is ${stored[key]} and its parts come to ${totals[key]}`);
  }
  const bases = new Map<string, Decimal>();
  const add = (tax: { category: string; percent: string | null }, amount: Decimal) => {
    const key = `${tax.category} ${tax.percent === null ? '' : decimal(tax.percent).toFixed()}`;
    bases.set(key, (bases.get(key) ?? ZERO).plus(amount));
  };
  for (const line of document.lines) add(line.tax, decimal(line.net));
  for (const one of document.allowances) add(one.tax, decimal(one.amount).times(one.charge ? 1 : -1));
  for (const tax of document.breakdown) add(tax, decimal(tax.base).times(-1));
  for (const [key, rest] of bases) {
    if (!rest.eq(ZERO)) throw new Error(`${document.id}: the base of ${key} is off by ${rest.toFixed()}`);
  }
}
