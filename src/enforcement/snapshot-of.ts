/** From the catalog's words to a gateway snapshot. Pure; ordinals come from the caller. */
import type { GatewayProduct, QuotaTerms, RateLimit } from '#catalog';
import { type Decimal, decimal } from '#kernel';
import { quotaName } from '#rating';
import {
  MICROS_PER_UNIT,
  quotaKindOf,
  type SnapshotPlan,
  type SnapshotProduct,
  type SnapshotQuota,
  type SnapshotRate,
  type SnapshotRoute,
} from './admission/index.ts';

/** Hands out a number per id, always the same one, never one twice. */
export class Ordinals {
  readonly #known = new Map<string, number>();

  of(id: string): number {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const ordinal = this.#known.size;
    this.#known.set(id, ordinal);
    return ordinal;
  }

  get size(): number {
    return this.#known.size;
  }
}

export interface OrdinalSets {
  readonly products: Ordinals;
  readonly plans: Ordinals;
  readonly routes: Ordinals;
}

export function productOf(product: GatewayProduct, ordinals: OrdinalSets): SnapshotProduct {
  const upstream = new URL(product.upstreamUrl);
  return {
    ordinal: ordinals.products.of(product.productId),
    id: product.productId,
    providerId: product.organizationId,
    address: `/${product.providerSlug}/${product.slug}`,
    // Unpublished products leave the marketplace, not their subscribers.
    published: product.state !== 'draft',
    upstreamOrigin: upstream.origin,
    upstreamBasePath: upstream.pathname.replace(/\/+$/, ''),
    quotaDenialStatus: product.quotaDenialStatus,
    routes: product.routes.map((route) => routeOf(product, route, ordinals)),
  };
}

function routeOf(
  product: GatewayProduct,
  route: GatewayProduct['routes'][number],
  ordinals: OrdinalSets,
): SnapshotRoute {
  const minimum = product.plans.find((plan) => plan.planId === route.minimumPlanId);
  return {
    ordinal: ordinals.routes.of(route.id),
    id: route.id,
    method: route.method,
    template: route.template,
    upstreamPath: route.upstreamPath,
    // A minimum plan that is gone closes the route: nobody decided that it be open to all.
    minimumTier: route.minimumPlanId === null ? null : (minimum?.tier ?? Number.POSITIVE_INFINITY),
    minimumPlan: minimum?.slug ?? null,
    weightMicros: microsOf(route.weight),
    weightText: route.weight.toFixed(),
    rateLimits: route.rateLimits.map(rateOf),
    concurrency: route.concurrency,
  };
}

function rateOf({ limit, window_seconds: windowSeconds }: RateLimit): SnapshotRate {
  return { limit, windowSeconds };
}

export function plansOf(product: GatewayProduct, ordinals: OrdinalSets): SnapshotPlan[] {
  return product.plans.flatMap((plan) =>
    plan.versions.map((version): SnapshotPlan => {
      const { quotas, rate_limits, route_rate_limits, concurrency } = version.terms;
      return {
        ordinal: ordinals.plans.of(version.id),
        id: version.id,
        slug: plan.slug,
        tier: plan.tier,
        quotas: chargedFirst(quotas).map(quotaOf),
        rateLimits: rate_limits.map(rateOf),
        routeRateLimits: routeRatesOf(product, route_rate_limits, ordinals),
        concurrency,
      };
    }),
  );
}

function chargedFirst(quotas: readonly QuotaTerms[]): QuotaTerms[] {
  const isCharged = (quota: QuotaTerms) => quota.overage.mode === 'charge';
  return quotas.toSorted((a, b) => Number(isCharged(b)) - Number(isCharged(a)));
}

function quotaOf(quota: QuotaTerms): SnapshotQuota {
  const { units, overage } = quota;
  const beyond = overage.mode === 'block' ? 0 : overage.max_overage_units;
  return {
    kind: quotaKindOf(quotaName(quota)),
    micros: units * MICROS_PER_UNIT,
    overageMicros: beyond === null ? null : beyond * MICROS_PER_UNIT,
  };
}

/** Entries that name no route of the product limit nothing. */
function routeRatesOf(
  product: GatewayProduct,
  entries: GatewayProduct['plans'][number]['versions'][number]['terms']['route_rate_limits'],
  ordinals: OrdinalSets,
): SnapshotPlan['routeRateLimits'] {
  const rates = new Map<number, SnapshotRate[]>();
  for (const { method, template, rate_limits } of entries) {
    const route = product.routes.find((one) => one.method === method && one.template === template);
    if (route !== undefined) rates.set(ordinals.routes.of(route.id), rate_limits.map(rateOf));
  }
  return rates;
}

/** Rounded up to the next millionth, so that a weight is never counted as nothing. */
export function microsOf(units: Decimal): number {
  return Number(decimal(units).times(MICROS_PER_UNIT).round(0, 3).toFixed());
}
