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
} from './limit-values.ts';

/** The fields of the plan form and the terms that they stand for. Amounts stay the text that was typed. */

type UsagePrice = PlanTerms['prices'][number];
type TermsPrice = UsagePrice['price'];

export interface TierValues {
  /** Empty in the last tier, which has no end. */
  upTo: string;
  unitPrice: string;
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
  quotas: QuotaValues[];
  windows: WindowValues[];
  concurrency: string;
  /** `kept`: prices that this form cannot show stay as they are. */
  usage: 'none' | 'per_unit' | 'graduated' | 'kept';
  usageName: string;
  usageMeter: string;
  unitPrice: string;
  tiers: TierValues[];
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

const FIRST_TIERS: TierValues[] = [
  { upTo: '10000', unitPrice: '' },
  { upTo: '', unitPrice: '' },
];

export function emptyPlan(others: readonly OwnPlan[]): PlanValues {
  const tier = Math.max(-1, ...others.map((plan) => plan.tier)) + 1;
  const terms = { ...NEW_TERMS, currency: others[0]?.current_version?.terms.currency ?? 'USD' };
  return { ...termsValues(terms), name: '', slug: '', tier: String(tier) };
}

export function planValues(plan: OwnPlan): PlanValues {
  const terms = plan.current_version?.terms ?? NEW_TERMS;
  return { ...termsValues(terms), name: plan.name, slug: plan.slug, tier: String(plan.tier) };
}

function termsValues(terms: PlanTerms): Omit<PlanValues, keyof PlanHead> {
  const [usage] = terms.prices;
  const model = usageModel(terms.prices);
  const price = usage?.price;
  return {
    currency: terms.currency,
    price: terms.price,
    intervalUnit: terms.interval.unit,
    intervalCount: String(terms.interval.count),
    trialDays: String(terms.trial_days),
    quotas: quotaValues(terms.quotas),
    windows: windowValues(terms.rate_limits),
    concurrency: terms.concurrency === null ? '' : String(terms.concurrency),
    usage: model,
    usageName: usage?.name ?? '',
    usageMeter: usage?.meter ?? 'requests',
    unitPrice: model === 'per_unit' && price?.model === 'per_unit' ? price.unit_price : '',
    tiers: model === 'graduated' && price?.model === 'graduated' ? price.tiers.map(tierValues) : FIRST_TIERS,
  };
}

function tierValues(tier: { up_to: string | null; unit_price?: string | undefined }): TierValues {
  return { upTo: tier.up_to ?? '', unitPrice: tier.unit_price ?? '0' };
}

const SIMPLE_FIELDS = new Set(['model', 'unit_price', 'tiers', 'up_to']);

/** Only one price of a plain model can be shown; anything richer would be lost by saving. */
function usageModel(prices: readonly UsagePrice[]): PlanValues['usage'] {
  const [first, ...others] = prices;
  if (!first) return 'none';
  const { price } = first;
  const isPlain = (fields: object) => Object.keys(fields).every((field) => SIMPLE_FIELDS.has(field));
  if (others.length > 0 || !isPlain(price)) return 'kept';
  if (price.model === 'per_unit') return 'per_unit';
  return price.model === 'graduated' && price.tiers.every(isPlain) ? 'graduated' : 'kept';
}

/** The terms of the form; what it does not show is taken from `base`, the version that was edited. */
export function termsOf(values: PlanValues, base: PlanTerms = NEW_TERMS): PlanTerms {
  return {
    ...base,
    currency: values.currency,
    interval: { unit: values.intervalUnit, count: whole(values.intervalCount) ?? 1 },
    price: values.price.trim(),
    trial_days: whole(values.trialDays) ?? 0,
    quotas: quotasOf(values.quotas),
    rate_limits: windowsOf(values.windows),
    concurrency: whole(values.concurrency),
    prices: pricesOf(values, base),
  };
}

function pricesOf(values: PlanValues, base: PlanTerms): UsagePrice[] {
  if (values.usage === 'kept') return base.prices;
  if (values.usage === 'none') return [];
  const { key, interval } = base.prices[0] ?? { key: 'usage', interval: null };
  const name = values.usageName.trim();
  return [{ key, meter: values.usageMeter, name, price: priceOf(values), interval }];
}

function priceOf(values: PlanValues): TermsPrice {
  if (values.usage === 'per_unit') return { model: 'per_unit', unit_price: values.unitPrice.trim() };
  const last = values.tiers.length - 1;
  const tiers = values.tiers.map(({ upTo, unitPrice }, index) => ({
    up_to: index === last ? null : upTo.trim(),
    unit_price: unitPrice.trim(),
  }));
  return { model: 'graduated', tiers };
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
export function planPointers(values: PlanValues): Record<string, PlanField> {
  const price = '/terms/prices/0/price';
  const tiers = values.tiers.flatMap((_, index): [string, PlanField][] => [
    [`${price}/tiers/${index}/up_to`, `tiers.${index}.upTo`],
    [`${price}/tiers/${index}/unit_price`, `tiers.${index}.unitPrice`],
  ]);
  return {
    '/name': 'name',
    '/slug': 'slug',
    '/tier': 'tier',
    '/terms/currency': 'currency',
    '/terms/price': 'price',
    '/terms/interval/count': 'intervalCount',
    '/terms/trial_days': 'trialDays',
    '/terms/concurrency': 'concurrency',
    ...quotaPointers(values.quotas, '/terms/quotas'),
    ...windowPointers(values.windows, '/terms/rate_limits'),
    '/terms/prices/0/name': 'usageName',
    '/terms/prices/0/meter': 'usageMeter',
    [`${price}/unit_price`]: 'unitPrice',
    ...Object.fromEntries(tiers),
  };
}

type PlanField =
  | Exclude<keyof PlanValues, 'tiers' | 'quotas' | 'windows'>
  | `tiers.${number}.${keyof TierValues}`
  | `quotas.${number}.${keyof QuotaValues}`
  | `windows.${number}.${keyof WindowValues}`;
