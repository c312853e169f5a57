import { currencyDigits } from '#kernel';
import type { BillingDocument, DayPeriod, DocumentAddress } from '../document.ts';

type Numeric = Intl.StringNumericLiteral;

/** Numbers, money and days as the reader of a document writes them. Amounts are exact: texts, never floats. */
export interface Words {
  money(amount: string): string;
  /** A unit price with all of its decimals. */
  price(amount: string): string;
  quantity(amount: string): string;
  percent(amount: string): string;
  day(day: Temporal.PlainDate): string;
  days(period: DayPeriod): string;
  country(code: string): string;
}

export function wordsOf({ locale, currency }: Pick<BillingDocument, 'locale' | 'currency'>): Words {
  const digits = currencyDigits(currency);
  const style = { style: 'currency', currency, minimumFractionDigits: digits } as const;
  const money = new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: digits });
  const price = new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: 12 });
  const quantity = new Intl.NumberFormat(locale, { maximumFractionDigits: 12 });
  const percent = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const country = new Intl.DisplayNames(['en'], { type: 'region' });
  const dayText = (of: Temporal.PlainDate) =>
    day.format(new Date(of.toZonedDateTime('UTC').epochMilliseconds));
  return {
    money: (amount) => money.format(amount as Numeric),
    price: (amount) => price.format(amount as Numeric),
    quantity: (amount) => quantity.format(amount as Numeric),
    percent: (amount) => `${percent.format(amount as Numeric)}\u00a0%`,
    day: dayText,
    days: ({ startOn, endOn }) =>
      startOn.equals(endOn) ? dayText(startOn) : `${dayText(startOn)} – ${dayText(endOn)}`,
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (country.of(code) ?? code) : code),
  };
}

/** An address as it is written on a letter. */
export function addressLines(address: DocumentAddress, words: Words): string[] {
  const { lines, city, region, postalCode, country } = address;
  const town = [postalCode, city].filter(Boolean).join(' ');
  const rest = [...lines, town, region, country && words.country(country)];
  return rest.filter((line): line is string => Boolean(line));
}
