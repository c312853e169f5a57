import type { ComparedRow, Comparison } from '../../api/comparison.ts';
import { t } from '../../text/index.ts';
import { formatMoney, formatQuantity, isZero } from '../format/money.ts';
import {
  intervalWords,
  overageWords,
  type Price,
  type Quota,
  quotaWords,
  rateLimitWords,
  usagePriceWords,
} from './terms.ts';

/** A cell: words, or a yes or no; null where there is nothing. */
export type Cell = string | boolean | null;

interface Fee {
  amount: string;
  currency: string;
  interval: { unit: string; count: number };
}

export interface ComparedLine {
  key: string;
  label: string;
  cells: Cell[];
  isEqual: boolean;
}

/** The rows that say something, those that differ first. */
export function comparedLines({ rows }: Comparison): ComparedLine[] {
  const currencies = currenciesOf(rows);
  const lines = rows.map((row) => ({
    key: row.key,
    label: labelOf(row),
    cells: row.values.map((value, column) => cellOf(row.key, value, currencies[column] ?? 'USD')),
    isEqual: row.equal,
  }));
  const telling = lines.filter(({ cells }) => cells.some((cell) => cell !== null && cell !== false));
  return telling.toSorted((a, b) => Number(a.isEqual) - Number(b.isEqual));
}

function currenciesOf(rows: ComparedRow[]): (string | undefined)[] {
  const fees = rows.find(({ key }) => key === 'price' || key === 'from_price')?.values ?? [];
  return fees.map((fee) => (fee as Fee | null)?.currency);
}

function labelOf({ key, values }: ComparedRow): string {
  const [kind = '', name = ''] = key.split(/:(.*)/s);
  if (kind === 'feature') return capitalized(name.replaceAll(/[_-]+/g, ' '));
  if (kind === 'usage_price') {
    const named = values.find((value) => value !== null) as { name?: string } | undefined;
    return named?.name ?? name;
  }
  return t.comparison.rows[key] ?? capitalized(key.replaceAll('_', ' '));
}

type Words = (value: never, currency: string) => Cell;

/** By the key of a row; what is not named here is shown by its form. */
const WORDS: Record<string, Words> = {
  price: (fee: Fee) => feeWords(fee),
  from_price: (fee: Fee) => feeWords(fee),
  quotas: (quotas: Quota[], currency) =>
    quotas.length === 0
      ? null
      : [...quotaWords({ quotas, prices: [] }), overageWords({ quotas, currency })].join(
          t.plan.quotaSeparator,
        ),
  rate_limits: (limits: { limit: number; window_seconds: number }[]) =>
    joined(limits.map((limit) => rateLimitWords(limit))),
  concurrency: (calls: number) => t.plan.concurrency(String(calls)),
  trial_days: (days: number) => (days === 0 ? null : t.comparison.days(days)),
  prepaid: (prepaid: { unit_price: string }, currency) =>
    t.comparison.perUnit(formatMoney(prepaid.unit_price, currency)),
  threshold: (amount: string, currency) => formatMoney(amount, currency),
  percent_off: (percent: string) => t.comparison.percent(percent),
  billing: ({ alignment }: { alignment: string }) => t.comparison.alignments[alignment] ?? alignment,
  tax_behavior: (behavior: string) => t.comparison.taxes[behavior] ?? behavior,
  currencies: (others: object) => joined(Object.keys(others)),
  phases: (phases: unknown[]) => (phases.length === 0 ? null : t.comparison.phases(phases.length)),
  route_rate_limits: (routes: unknown[]) =>
    routes.length === 0 ? null : t.comparison.routeLimits(routes.length),
  routes: (routes: number | { included: number; total: number }) =>
    typeof routes === 'number'
      ? t.comparison.routes(routes)
      : t.plan.routesIncluded(routes.included, routes.total),
  support: (contacts: { label: string; hours: string | null; response_time: string | null }[]) =>
    joined(contacts.map((one) => [one.label, one.hours, one.response_time].filter(Boolean).join(', '))),
};

function cellOf(key: string, value: unknown, currency: string): Cell {
  if (value === null || value === undefined) return null;
  const words = WORDS[key];
  if (words) return words(value as never, currency);
  if (key.startsWith('usage_price:')) return usagePriceWords((value as { price: Price }).price, currency);
  return plainCell(value, currency);
}

function plainCell(value: unknown, currency: string): Cell {
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string') return value || null;
  if (typeof value === 'number') return formatQuantity(value);
  if (Array.isArray(value)) return listCell(value, currency);
  const { name, amount } = value as { name?: unknown; amount?: unknown };
  if (typeof name === 'string') return name;
  return typeof amount === 'string' ? formatMoney(amount, currency) : null;
}

/** Of products a feature has a value for each plan. */
function listCell(values: unknown[], currency: string): Cell {
  const given = values.filter((value) => value !== null && value !== false);
  if (given.length === 0) return null;
  if (given.every((value) => value === true))
    return given.length === values.length ? true : t.comparison.inPlans(given.length, values.length);
  return joined(given.map((one) => cellText(plainCell(one, currency))));
}

export function cellText(cell: Cell): string {
  if (cell === null) return t.comparison.nothing;
  return typeof cell === 'boolean' ? (cell ? t.comparison.yes : t.comparison.no) : cell;
}

function feeWords({ amount, currency, interval }: Fee): string {
  if (isZero(amount)) return formatMoney('0', currency);
  return t.plan.perInterval(formatMoney(amount, currency), intervalWords({ interval }));
}

function joined(words: string[]): string | null {
  return words.length === 0 ? null : [...new Set(words)].join(t.plan.quotaSeparator);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
