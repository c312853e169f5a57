import type { FieldPath } from 'react-hook-form';
import type { OwnPlan, PlanHead, PlanTerms } from '../../../api/products.ts';
import {
  type QuotaValues,
  quotaPointers,
  quotasOf,
  quotaValues,
  type WindowValues,
  windowPointers,
  windowsOf,
  windowValues,
} from '../limit-values.ts';
import { feesOf, type PriceValues, pricePointers, priceValues, usagePricesOf } from './price-values.ts';

/** The fields of the plan form and the terms that they stand for. Amounts stay the text that was typed. */

export interface FeatureValues {
  key: string;
  kind: 'yes' | 'no' | 'number' | 'text';
  value: string;
}

export interface PlanValues {
  name: string;
  slug: string;
  tier: string;
  currency: string;
  price: string;
  intervalUnit: PlanTerms['interval']['unit'];
  intervalCount: string;
  trialDays: string;
  trialNeedsMethod: boolean;
  alignment: PlanTerms['billing']['alignment'];
  proration: PlanTerms['billing']['proration'];
  taxBehavior: PlanTerms['tax_behavior'];
  percentOff: string;
  commitment: string;
  maximum: string;
  threshold: string;
  prepaid: string;
  includedCredit: string;
  creditRollover: string;
  quotas: QuotaValues[];
  windows: WindowValues[];
  concurrency: string;
  prices: PriceValues[];
  fees: PriceValues[];
  features: FeatureValues[];
}

/** What a plan says before anybody has said anything. */
export const NEW_TERMS: PlanTerms = {
  currency: 'USD',
  currencies: {},
  billing: { alignment: 'anniversary', proration: 'second' },
  trial_requires_payment_method: false,
  phases: [],
  fees: [],
  percent_off: null,
  commitment: null,
  maximum: null,
  threshold: null,
  prepaid: null,
  included_credit: null,
  tax_behavior: 'exclusive',
  interval: { unit: 'month', count: 1 },
  price: '',
  trial_days: 0,
  quotas: [],
  rate_limits: [],
  route_rate_limits: [],
  concurrency: null,
  prices: [],
  features: {},
};

export function emptyPlan(others: readonly OwnPlan[]): PlanValues {
  const tier = Math.max(-1, ...others.map((plan) => plan.tier)) + 1;
  const terms = { ...NEW_TERMS, currency: others[0]?.current_version?.terms.currency ?? 'USD' };
  return { ...termsValues(terms), name: '', slug: '', tier: String(tier) };
}

/** `terms` are those of the draft where there is one, else of the version on offer. */
export function planValues(plan: PlanHead, terms: PlanTerms): PlanValues {
  return { ...termsValues(terms), name: plan.name, slug: plan.slug, tier: String(plan.tier) };
}

function termsValues(terms: PlanTerms): Omit<PlanValues, keyof PlanHead> {
  return {
    currency: terms.currency,
    price: terms.price,
    intervalUnit: terms.interval.unit,
    intervalCount: String(terms.interval.count),
    trialDays: String(terms.trial_days),
    trialNeedsMethod: terms.trial_requires_payment_method,
    ...terms.billing,
    taxBehavior: terms.tax_behavior,
    percentOff: terms.percent_off ?? '',
    commitment: terms.commitment?.amount ?? '',
    maximum: terms.maximum?.amount ?? '',
    threshold: terms.threshold ?? '',
    prepaid: terms.prepaid?.unit_price ?? '',
    includedCredit: terms.included_credit?.amount ?? '',
    creditRollover: terms.included_credit?.rollover_maximum ?? '',
    quotas: quotaValues(terms.quotas),
    windows: windowValues(terms.rate_limits),
    concurrency: terms.concurrency === null ? '' : String(terms.concurrency),
    prices: terms.prices.map(priceValues),
    fees: terms.fees.map(priceValues),
    features: Object.entries(terms.features).map(featureValues),
  };
}

function featureValues([key, value]: [string, string | number | boolean]): FeatureValues {
  if (typeof value === 'boolean') return { key, kind: value ? 'yes' : 'no', value: '' };
  return { key, kind: typeof value === 'number' ? 'number' : 'text', value: String(value) };
}

function featuresOf(rows: readonly FeatureValues[]): PlanTerms['features'] {
  const named = rows.filter(({ key }) => key.trim() !== '');
  return Object.fromEntries(
    named.map(({ key, kind, value }) => {
      const read = { yes: true, no: false, number: Number(value), text: value };
      return [key.trim(), read[kind]];
    }),
  );
}

/** The terms of the form; what it does not show is taken from `base`, the version that was edited. */
export function termsOf(values: PlanValues, base: PlanTerms = NEW_TERMS): PlanTerms {
  const amount = (text: string) => (text.trim() === '' ? null : text.trim());
  const included = amount(values.includedCredit);
  const within = (text: string) => (text.trim() === '' ? null : { amount: text.trim() });
  return {
    ...base,
    currency: values.currency,
    interval: { unit: values.intervalUnit, count: whole(values.intervalCount) ?? 1 },
    price: values.price.trim(),
    trial_days: whole(values.trialDays) ?? 0,
    trial_requires_payment_method: values.trialNeedsMethod,
    billing: { alignment: values.alignment, proration: values.proration },
    tax_behavior: values.taxBehavior,
    percent_off: amount(values.percentOff),
    commitment: within(values.commitment),
    maximum: within(values.maximum),
    threshold: amount(values.threshold),
    prepaid: values.prepaid.trim() === '' ? null : { unit_price: values.prepaid.trim() },
    included_credit:
      included === null ? null : { amount: included, rollover_maximum: amount(values.creditRollover) },
    quotas: quotasOf(values.quotas),
    rate_limits: windowsOf(values.windows),
    concurrency: whole(values.concurrency),
    prices: usagePricesOf(values.prices),
    fees: feesOf(values.fees),
    features: featuresOf(values.features),
  };
}

/** Whatever the order of their fields: the server's store has one of its own. */
export function sameTerms(a: PlanTerms, b: PlanTerms): boolean {
  return inOrder(a) === inOrder(b);
}

function inOrder(terms: PlanTerms): string {
  return JSON.stringify(terms, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Empty is null; the form has refused whatever is no whole number. */
function whole(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

/** Which field of the form each part of the request's body came from. */
export function planPointers(values: PlanValues): Record<string, FieldPath<PlanValues>> {
  return {
    '/name': 'name',
    '/slug': 'slug',
    '/tier': 'tier',
    '/terms/currency': 'currency',
    '/terms/price': 'price',
    '/terms/interval/count': 'intervalCount',
    '/terms/trial_days': 'trialDays',
    '/terms/concurrency': 'concurrency',
    '/terms/percent_off': 'percentOff',
    '/terms/commitment/amount': 'commitment',
    '/terms/maximum/amount': 'maximum',
    '/terms/threshold': 'threshold',
    '/terms/prepaid/unit_price': 'prepaid',
    '/terms/included_credit/amount': 'includedCredit',
    '/terms/included_credit/rollover_maximum': 'creditRollover',
    ...quotaPointers(values.quotas, '/terms/quotas'),
    ...windowPointers(values.windows, '/terms/rate_limits'),
    ...pricePointers(values.prices, 'prices'),
    ...pricePointers(values.fees, 'fees'),
  };
}

/** The meters that the terms price, and those that quotas count: what a chart of the charge needs amounts of. */
export function metersOf(terms: PlanTerms): string[] {
  return [...new Set(['requests', 'units', ...terms.prices.map((price) => price.meter)])];
}

/** Up to where a chart should go: past the last edge at which the price changes. */
export function reachOf(terms: PlanTerms): number {
  const bounds = terms.prices.flatMap(({ price }) => ('tiers' in price ? price.tiers : []));
  const edges = [
    ...terms.quotas.map((quota) => quota.units),
    ...bounds.map((tier) => Number(tier.up_to ?? 0)),
  ];
  const last = Math.max(0, ...edges.filter(Number.isFinite));
  return REACHES.find((reach) => reach >= last * 2) ?? REACHES.at(-1)!;
}

export const REACHES = [1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000] as const;
