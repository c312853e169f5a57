import { t } from '../../text/index.ts';
import { formatMoney, formatQuantity, isZero } from '../format/money.ts';

/** The words for what a plan promises. Only words: what a call costs is decided by the server's rating alone. */

interface Tier {
  up_to: string | null;
  unit_price?: string | undefined;
  flat_fee?: string | undefined;
}

export interface Price {
  model: string;
  amount?: string | undefined;
  unit_price?: string | undefined;
  package_size?: string | undefined;
  package_price?: string | undefined;
  rate_percent?: string | undefined;
  tiers?: Tier[] | undefined;
}

export interface Quota {
  units: number;
  period: string;
  alignment: 'calendar' | 'anniversary';
  overage: { mode: 'block' } | { mode: 'charge'; unit_price: string; max_overage_units: number | null };
}

export interface Terms {
  currency: string;
  interval: { unit: string; count: number };
  price: string;
  trial_days: number;
  included_credit?: { amount: string; rollover_maximum: string | null } | null;
  quotas: Quota[];
  rate_limits: { limit: number; window_seconds: number }[];
  route_rate_limits: {
    method: string;
    template: string;
    rate_limits: { limit: number; window_seconds: number }[];
  }[];
  concurrency: number | null;
  prices: { key: string; meter: string; name: string; price: Price }[];
  features: Record<string, boolean | string | number>;
}

interface WordFormat {
  locale?: string | undefined;
}

export function isFree(terms: Pick<Terms, 'price'>): boolean {
  return isZero(terms.price);
}

/** '$29.00', or 'Free' for a plan that never costs anything. */
export function flatPrice(terms: Terms, format: WordFormat = {}): string {
  if (isFree(terms)) return mayCost(terms) ? formatMoney('0', terms.currency, format) : t.plan.free;
  return formatMoney(terms.price, terms.currency, format);
}

export function mayCost(terms: Terms): boolean {
  return !isFree(terms) || terms.prices.length > 0 || chargesOverage(terms);
}

/** 'month', '3 months'. */
export function intervalWords(terms: Pick<Terms, 'interval'>): string {
  return t.plan.interval(terms.interval.count, terms.interval.unit);
}

export function chargesOverage(terms: Pick<Terms, 'quotas'>): boolean {
  return terms.quotas.some((quota) => quota.overage.mode === 'charge');
}

/** Each quota in words; without any, what calls are then. */
export function quotaWords(terms: Pick<Terms, 'quotas' | 'prices'>, format: WordFormat = {}): string[] {
  if (terms.quotas.length === 0) return [terms.prices.length > 0 ? t.plan.metered : t.plan.unlimited];
  return terms.quotas.map(({ units, period, alignment }) => {
    const amount = formatQuantity(units, format);
    return alignment === 'calendar' ? t.plan.quota(amount, period) : t.plan.quotaFromStart(amount, period);
  });
}

/** What happens past the quotas; null without one. */
export function overageWords(
  terms: Pick<Terms, 'quotas' | 'currency'>,
  format: WordFormat = {},
): string | null {
  if (terms.quotas.length === 0) return null;
  const charged = terms.quotas.map(({ overage }) => overage).find((overage) => overage.mode === 'charge');
  if (charged === undefined) return t.plan.blockAtQuota;
  const price = formatMoney(charged.unit_price, terms.currency, format);
  const most = charged.max_overage_units;
  return most === null ? t.plan.chargeBeyond(price) : t.plan.chargeUpTo(price, formatQuantity(most, format));
}

/** Credit that each interval includes; null without any. */
export function includedCreditWords(
  { included_credit: credit, currency, interval }: Terms,
  format: WordFormat = {},
): string | null {
  if (!credit) return null;
  const amount = formatMoney(credit.amount, currency, format);
  const most = credit.rollover_maximum;
  const words = t.plan.includedCredit(amount, intervalWords({ interval }));
  return most ? `${words}; ${t.plan.creditGoesOn(formatMoney(most, currency, format))}` : words;
}

export function rateLimitWords(
  limit: { limit: number; window_seconds: number },
  format: WordFormat = {},
): string {
  return t.plan.rateLimit(formatQuantity(limit.limit, format), windowWords(limit.window_seconds));
}

/** What a plan has for single routes in place of their own limits, a line for each. */
export function routeLimitWords(terms: Pick<Terms, 'route_rate_limits'>, format: WordFormat = {}): string[] {
  return terms.route_rate_limits.map(({ method, template, rate_limits: limits }) => {
    const words = limits.map((limit) => rateLimitWords(limit, format)).join(t.plan.quotaSeparator);
    return t.plan.onRoute(`${method} ${template}`, words || t.productPage.noRateLimit);
  });
}

/** 'minute', '10 seconds'. */
export function windowWords(seconds: number): string {
  return t.plan.window(...windowOf(seconds));
}

function windowOf(seconds: number): [count: number, unit: string] {
  if (seconds % 3600 === 0) return [seconds / 3600, 'hour'];
  if (seconds % 60 === 0) return [seconds / 60, 'minute'];
  return [seconds, 'second'];
}

/** A usage price in few words; the tiers themselves stand in the plan's details. */
export function usagePriceWords(price: Price, currency: string, format: WordFormat = {}): string {
  const money = (amount: string | undefined) => formatMoney(amount ?? '0', currency, format);
  const words = t.plan.usagePrice;
  switch (price.model) {
    case 'flat':
      return words.flat(money(price.amount));
    case 'per_unit':
      return words.perUnit(money(price.unit_price));
    case 'graduated':
    case 'volume':
      return words.tiered(money(lowestUnitPrice(price.tiers ?? [])));
    case 'package':
      return words.package(money(price.package_price), formatQuantity(price.package_size ?? '1', format));
    case 'percentage':
      return words.percentage(formatQuantity(price.rate_percent ?? '0', format));
    case 'dynamic':
      return words.dynamic;
    default:
      return words.steps;
  }
}

/** Only for "from …": comparing as numbers is enough to choose, the chosen text stays exact. */
function lowestUnitPrice(tiers: Tier[]): string {
  const prices = tiers.map((tier) => tier.unit_price ?? '0');
  return prices.reduce(
    (lowest, price) => (Number(price) < Number(lowest) ? price : lowest),
    prices[0] ?? '0',
  );
}

/** How usage may honestly be drawn: a gauge only where a limit or an included amount really exists. */
export type UsageView = 'capped' | 'included' | 'pay-as-you-go' | 'generic';

export function usageView(terms: Pick<Terms, 'quotas' | 'prices'>): UsageView {
  if (terms.quotas.length > 0) return chargesOverage(terms) ? 'included' : 'capped';
  const models = terms.prices.map((entry) => entry.price.model);
  return models.length > 0 && models.every((model) => model === 'per_unit') ? 'pay-as-you-go' : 'generic';
}
