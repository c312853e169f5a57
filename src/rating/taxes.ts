import { type Decimal, decimalText, round, ZERO } from '#kernel';
import { percentOf } from './models.ts';

export interface TaxableLine {
  /** Rounded to the currency's digits already. */
  readonly amount: Decimal;
  readonly discount: Decimal;
  readonly taxPercent: Decimal;
}

export interface InvoiceTotals {
  /** After discounts. */
  readonly subtotal: Decimal;
  readonly taxes: readonly {
    readonly taxPercent: Decimal;
    readonly taxable: Decimal;
    readonly tax: Decimal;
  }[];
  readonly tax: Decimal;
  readonly total: Decimal;
}

/**
 * Tax once per rate on the sum of its lines: rounding it line by line would be off by the number of lines.
 */
export function invoiceTotals(lines: readonly TaxableLine[], places: number): InvoiceTotals {
  const byRate = new Map<string, { taxPercent: Decimal; taxable: Decimal }>();
  for (const { amount, discount, taxPercent } of lines) {
    const key = decimalText(taxPercent);
    const taxable = (byRate.get(key)?.taxable ?? ZERO).plus(amount).minus(discount);
    byRate.set(key, { taxPercent, taxable });
  }
  const taxes = [...byRate.values()].map(({ taxPercent, taxable }) => ({
    taxPercent,
    taxable,
    tax: round(percentOf(taxable, taxPercent), places),
  }));
  const subtotal = taxes.reduce((sum, entry) => sum.plus(entry.taxable), ZERO);
  const tax = taxes.reduce((sum, entry) => sum.plus(entry.tax), ZERO);
  return { subtotal, taxes, tax, total: subtotal.plus(tax) };
}
