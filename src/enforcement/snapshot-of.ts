/** From the catalog's words to a gateway snapshot. Pure; ordinals come from the caller. */
import type { GatewayProduct } from '#catalog';
import { type Decimal, decimal } from '#kernel';
import {
  MICROS_PER_UNIT,
  type SnapshotPlan,
  type SnapshotProduct,
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
    protocol: route.protocol,
    // A minimum plan that is gone closes the route: nobody decided that it be open to all.
    minimumTier: route.minimumPlanId === null ? null : (minimum?.tier ?? Number.POSITIVE_INFINITY),
    minimumPlan: minimum?.slug ?? null,
    weightMicros: microsOf(route.weight),
    weightText: route.weight.toFixed(),
    rateLimit:
      route.rateLimit === null
        ? null
        : { limit: route.rateLimit.limit, windowSeconds: route.rateLimit.window_seconds },
  };
}

export function plansOf(product: GatewayProduct, ordinals: OrdinalSets): SnapshotPlan[] {
  return product.plans.flatMap((plan) =>
    plan.versions.map((version): SnapshotPlan => {
      const { quota, rate_limits, concurrency, overage } = version.terms;
      return {
        ordinal: ordinals.plans.of(version.id),
        id: version.id,
        slug: plan.slug,
        tier: plan.tier,
        quota: quota === null ? null : { micros: quota.units * MICROS_PER_UNIT, period: quota.period },
        rateLimits: rate_limits.map((rate) => ({ limit: rate.limit, windowSeconds: rate.window_seconds })),
        concurrency,
        overage: overage.mode === 'block' ? overage : chargedOverage(overage.max_overage_units),
      };
    }),
  );
}

function chargedOverage(maxUnits: number | null): SnapshotPlan['overage'] {
  return { mode: 'charge', maxMicros: maxUnits === null ? null : maxUnits * MICROS_PER_UNIT };
}

/** Rounded up to the next millionth, so that a weight is never counted as nothing. */
export function microsOf(units: Decimal): number {
  return Number(decimal(units).times(MICROS_PER_UNIT).round(0, 3).toFixed());
}
