/** Plans, or products, side by side: one row per fact, so that a screen only has to draw. Pure. */
import { z } from 'zod';
import { decimal } from '#kernel';
import type { PlanVersionOfPlan } from './plan.ts';
import { isFreeOfFlatFee, type PlanTerms } from './plan-terms.ts';
import type { Product } from './product.ts';
import type { RouteDefinition } from './route-definition.ts';
import type { Support } from './support.ts';

const rowSchema = z.object({
  key: z.string().describe('What the row is about: price, quota, feature:seats, usage_price:calls …'),
  group: z.enum(['price', 'limits', 'features', 'routes', 'support', 'about']),
  values: z.array(z.unknown()).describe('One per column; null where there is none'),
  equal: z.boolean().describe('All columns say the same'),
});
type Row = z.output<typeof rowSchema>;

const columnSchema = z.object({
  product_id: z.string(),
  plan_id: z.string().nullable(),
  slug: z.string(),
  name: z.string(),
});

export const comparisonSchema = z.object({ columns: z.array(columnSchema), rows: z.array(rowSchema) });
export type Comparison = z.output<typeof comparisonSchema>;

const priced = ['currency', 'interval', 'price', 'prices', 'features'];
const limits = ['quota', 'quotas', 'overage', 'rate_limits', 'concurrency'];

export interface PlanFacts {
  readonly offers: readonly PlanVersionOfPlan[];
  readonly routes: readonly RouteDefinition[];
  /** By plan; '' is the product's own. */
  readonly support: ReadonlyMap<string, Support>;
}

export function comparePlans({ offers, routes, support }: PlanFacts): Comparison {
  const each = (of: (offer: PlanVersionOfPlan) => unknown) => offers.map(of);
  const names = (of: (terms: PlanTerms) => readonly string[]) => [
    ...new Set(offers.flatMap(({ terms }) => of(terms))),
  ];
  const rows: Row[] = [
    row(
      'price',
      'price',
      each(({ terms }) => flatFee(terms)),
    ),
    ...names(({ prices }) => prices.map(({ key }) => key)).map((key) =>
      row(
        `usage_price:${key}`,
        'price',
        each(({ terms }) => terms.prices.find((one) => one.key === key) ?? null),
      ),
    ),
    // Whatever else terms say, named as they name it.
    ...names((terms) => Object.keys(terms).filter((name) => !priced.includes(name))).map((name) =>
      row(
        name,
        limits.includes(name) ? 'limits' : 'price',
        each(({ terms }) => member(terms, name)),
      ),
    ),
    ...names(({ features }) => Object.keys(features)).map((name) =>
      row(
        `feature:${name}`,
        'features',
        each(({ terms }) => member(terms.features, name)),
      ),
    ),
    row(
      'routes',
      'routes',
      each((offer) => ({ included: included(offer, offers, routes), total: routes.length })),
    ),
    row(
      'support',
      'support',
      each((offer) => contactsOf(support, offer.planId)),
    ),
  ];
  const columns = offers.map(({ productId, planId, planSlug, planName }) => ({
    product_id: productId,
    plan_id: planId,
    slug: planSlug,
    name: planName,
  }));
  return { columns, rows };
}

export interface ProductFacts {
  readonly product: Product;
  readonly provider: string;
  readonly offers: readonly PlanVersionOfPlan[];
  readonly routeCount: number;
  readonly support: ReadonlyMap<string, Support>;
}

/** What a product says under each key of its rows. */
const aboutProducts: readonly [string, Row['group'], (one: ProductFacts) => unknown][] = [
  ['provider', 'about', ({ provider }) => provider],
  ['category', 'about', ({ product }) => product.category],
  ['tags', 'about', ({ product }) => product.tags.toSorted()],
  ['from_price', 'price', ({ offers }) => cheapest(offers)],
  ['free_plan', 'price', ({ offers }) => offers.some(({ terms }) => isFreeOfFlatFee(terms))],
  ['trial_days', 'price', ({ offers }) => Math.max(0, ...offers.map(({ terms }) => terms.trial_days))],
  ['plans', 'price', ({ offers }) => offers.map(({ planName }) => planName)],
  ['routes', 'routes', ({ routeCount }) => routeCount],
  ['support', 'support', ({ support }) => contactsOf(support, '')],
];

export function compareProducts(facts: readonly ProductFacts[]): Comparison {
  const lowest = ({ offers }: ProductFacts) => offers[0]?.terms;
  const about = aboutProducts.map(([key, group, of]) => row(key, group, facts.map(of)));
  const ofLimits = limits
    .map((name) =>
      row(
        name,
        'limits',
        facts.map((one) => member(lowest(one), name)),
      ),
    )
    .filter(({ values }) => values.some((value) => value !== null));
  const features = new Set(
    facts.flatMap(({ offers }) => offers.flatMap(({ terms }) => Object.keys(terms.features))),
  );
  const ofFeatures = [...features].map((name) => {
    const values = facts.map(({ offers }) => offers.map(({ terms }) => member(terms.features, name)));
    return row(`feature:${name}`, 'features', values);
  });
  const columns = facts.map(({ product: { id, slug, name } }) => {
    return { product_id: id, plan_id: null, slug, name };
  });
  return { columns, rows: [...about, ...ofLimits, ...ofFeatures] };
}

function row(key: string, group: Row['group'], values: unknown[]): Row {
  const texts = new Set(values.map((value) => JSON.stringify(value)));
  return { key, group, values, equal: texts.size <= 1 };
}

function member(of: object | undefined, name: string): unknown {
  return of !== undefined && Object.hasOwn(of, name) ? (of as Record<string, unknown>)[name] : null;
}

function flatFee({ price, currency, interval }: PlanTerms) {
  return { amount: price, currency, interval };
}

/** The lowest flat fee among plans of one currency; of several currencies that of the lowest tier. */
function cheapest(offers: readonly PlanVersionOfPlan[]) {
  const [first] = offers;
  if (first === undefined) return null;
  const same = offers.filter(({ terms }) => terms.currency === first.terms.currency);
  const [lowest] = same.toSorted((a, b) => decimal(a.terms.price).cmp(decimal(b.terms.price)));
  return flatFee(lowest!.terms);
}

function included(
  offer: PlanVersionOfPlan,
  offers: readonly PlanVersionOfPlan[],
  routes: readonly RouteDefinition[],
): number {
  const tiers = new Map(offers.map(({ planId, tier }) => [planId, tier]));
  return routes.filter(({ minimumPlanId }) => {
    if (minimumPlanId === null) return true;
    return (tiers.get(minimumPlanId) ?? Number.POSITIVE_INFINITY) <= offer.tier;
  }).length;
}

function contactsOf(support: ReadonlyMap<string, Support>, planId: string) {
  const own = support.get(planId)?.contacts ?? [];
  const contacts = own.length > 0 ? own : (support.get('')?.contacts ?? []);
  return contacts.map(({ label, hours, response_time }) => ({ label, hours, response_time }));
}
