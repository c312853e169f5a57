/** Amounts arrive as decimal strings in major units and are never turned into a float: Intl formats the string exactly. */

type DecimalText = Intl.StringNumericLiteral;

const DECIMAL = /^-?\d+(\.\d+)?$/;
const MOST_FRACTION_DIGITS = 20;

export interface MoneyFormat {
  locale?: string | undefined;
  /** Always shows `+` or `-`, for differences and ledger lines. */
  signed?: boolean;
}

/**
 * '29' 'USD' → $29.00, '0.0003' 'USD' → $0.0003, '30' 'JPY' → ¥30. At least the currency's own digits, and every
 * further digit that carries value, so that a price is never shown as less precise (or as nothing) than it is.
 */
export function formatMoney(amount: string, currency: string, format: MoneyFormat = {}): string {
  if (!DECIMAL.test(amount)) return `${amount} ${currency}`;
  const options: Intl.NumberFormatOptions = { style: 'currency', currency };
  if (format.signed) options.signDisplay = 'exceptZero';
  const digits = currencyDigits(currency);
  options.minimumFractionDigits = digits;
  options.maximumFractionDigits = Math.max(digits, significantFractionDigits(amount));
  return numberFormat(format.locale, options).format(amount as DecimalText);
}

/** '1234567.50' → 1,234,567.5. */
export function formatQuantity(
  quantity: string | number,
  format: { locale?: string | undefined } = {},
): string {
  const text = String(quantity);
  if (!DECIMAL.test(text)) return text;
  return numberFormat(format.locale, { maximumFractionDigits: significantFractionDigits(text) }).format(
    text as DecimalText,
  );
}

/** 12345 → 12K; for axis marks and cards, where the exact number stands beside it or in its title. */
export function formatCompact(quantity: number, format: { locale?: string | undefined } = {}): string {
  return numberFormat(format.locale, { notation: 'compact', maximumFractionDigits: 1 }).format(quantity);
}

/** 0.9996 → 99.9 %: a share is rounded towards zero, so that "almost" is never shown as "all". */
export function formatShare(share: number, format: { locale?: string | undefined } = {}): string {
  return numberFormat(format.locale, {
    style: 'percent',
    maximumFractionDigits: 1,
    roundingMode: 'trunc',
  }).format(share);
}

export function isZero(amount: string): boolean {
  return /^-?0+(\.0+)?$/.test(amount);
}

function currencyDigits(currency: string): number {
  return numberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

function significantFractionDigits(amount: string): number {
  const fraction = (amount.split('.')[1] ?? '').replace(/0+$/, '');
  return Math.min(fraction.length, MOST_FRACTION_DIGITS);
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([locale, options]);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}
