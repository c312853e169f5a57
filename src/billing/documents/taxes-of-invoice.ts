import { currencyDigits, type Decimal, decimal, decimalText, formatAmount, round, ZERO } from '#kernel';
import type { Invoice, InvoiceLine } from '../invoices/index.ts';
import type { BillingDocument, DocumentTax, LineTax } from './document.ts';
import { amountText } from './sums.ts';

/** The taxes of an invoice as they stand on it. */
export function printedTaxes({ taxes, currency }: Invoice): DocumentTax[] {
  const major = (minor: bigint) => formatAmount({ minor, currency });
  return taxes.map((tax) => ({
    category: tax.code,
    percent: tax.code === 'O' ? null : decimalText(tax.ratePercent),
    name: tax.name,
    base: major(tax.baseMinor),
    amount: major(tax.amountMinor),
    reason: tax.reason,
    reasonCode: tax.reasonCode,
  }));
}

export function lineTaxOf({ taxCode, taxPercent }: InvoiceLine): LineTax {
  return { category: taxCode, percent: taxCode === 'O' ? null : decimalText(taxPercent) };
}

/**
 * The taxes by category and rate, as electronic invoices want them. Where several taxes are on one sale (those of a state
 * and of the federation), their rates and amounts are one here.
 */
export function breakdownOf(
  parts: Pick<BillingDocument, 'lines' | 'allowances'>,
  invoice: Invoice,
): DocumentTax[] {
  const { currency } = invoice;
  const printed = printedTaxes(invoice);
  const groups = [...basesOf(parts).values()].map(({ tax, base }) => {
    const alone = printed.find((one) => isSameTax(one, tax) && decimal(one.base).eq(base));
    return { tax, base, alone };
  });
  const known = groups.reduce((sum, { alone }) => sum.plus(alone?.amount ?? '0'), ZERO);
  let rest = printed.reduce((sum, one) => sum.plus(one.amount), ZERO).minus(known);
  const several = groups.filter(({ alone }) => !alone);
  return groups.map(({ tax, base, alone }) => {
    if (alone) return alone;
    const isLast = several.at(-1)?.tax === tax;
    const amount = isLast ? rest : taxOn(base, tax, currency);
    rest = rest.minus(amount);
    return {
      ...tax,
      ...wordsOf(printed, tax),
      base: amountText(base, currency),
      amount: amountText(amount, currency),
    };
  });
}

export function isSameTax(a: LineTax, b: LineTax): boolean {
  if (a.category !== b.category) return false;
  return (
    a.percent === b.percent || (a.percent !== null && b.percent !== null && decimal(a.percent).eq(b.percent))
  );
}

function basesOf({ lines, allowances }: Pick<BillingDocument, 'lines' | 'allowances'>) {
  const bases = new Map<string, { tax: LineTax; base: Decimal }>();
  const add = (tax: LineTax, amount: Decimal) => {
    const key = `${tax.category} ${tax.percent}`;
    bases.set(key, { tax, base: (bases.get(key)?.base ?? ZERO).plus(amount) });
  };
  for (const line of lines) add(line.tax, decimal(line.net));
  for (const one of allowances) add(one.tax, decimal(one.amount).times(one.charge ? 1 : -1));
  return bases;
}

function taxOn(base: Decimal, { percent }: LineTax, currency: string): Decimal {
  return round(base.times(percent ?? '0').times('0.01'), currencyDigits(currency));
}

/** Invoices from before taxes were told apart have none. */
const untaxed = { name: 'No tax', reason: 'Not subject to VAT', reasonCode: 'VATEX-EU-O' };

/** What the taxes of a category are called together, and why none is charged. */
function wordsOf(printed: readonly DocumentTax[], { category }: LineTax) {
  if (printed.length === 0) return untaxed;
  const own = printed.filter((one) => one.category === category);
  const distinct = (texts: readonly (string | null)[]) => [...new Set(texts.filter((text) => text !== null))];
  return {
    name: distinct(own.map((one) => one.name)).join(' + '),
    reason: distinct(own.map((one) => one.reason)).join('; ') || null,
    reasonCode: distinct(own.map((one) => one.reasonCode))[0] ?? null,
  };
}
