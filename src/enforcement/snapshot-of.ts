/** From the catalog's words to a gateway snapshot. Pure; ordinals come from the caller. */
import { changeTraffic, type GatewayProduct, type QuotaTerms, type RateLimit, type Traffic } from '#catalog';
import { type Decimal, decimal } from '#kernel';
import { quotaName } from '#rating';
import {
  MICROS_PER_UNIT,
  quotaKindOf,
  type RestrictionSet,
  type SnapshotPlan,
  type SnapshotProduct,
  type SnapshotQuota,
  type SnapshotRate,
  type SnapshotRoute,
  type SnapshotTraffic,
} from './admission/index.ts';
import type { EffectivePlan } from './effective-plans.ts';
import type { GatewayKey } from './source.ts';
import { upstreamOf } from './upstream-of.ts';

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
  return {
    ordinal: ordinals.products.of(product.productId),
    id: product.productId,
    providerId: product.organizationId,
    address: `/${product.providerSlug}/${product.slug}`,
    // Unpublished products leave the marketplace, not their subscribers.
    published: product.state !== 'draft',
    upstream: upstreamOf(product),
    quotaDenialStatus: product.quotaDenialStatus,
    hosts: product.hosts,
    traffic: trafficOf(product.traffic),
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
    headersMs: route.upstream.headers_ms,
    idleMs: route.upstream.idle_ms,
    requestHeaders: route.upstream.request_headers,
    responseHeaders: route.upstream.response_headers,
    protocol: route.protocol,
    // A minimum plan that is gone closes the route: nobody decided that it be open to all.
    minimumTier: route.minimumPlanId === null ? null : (minimum?.tier ?? Number.POSITIVE_INFINITY),
    minimumPlan: minimum?.slug ?? null,
    weightMicros: microsOf(route.weight),
    weightText: route.weight.toFixed(),
    rateLimits: route.rateLimits.map(rateOf),
    concurrency: route.concurrency,
    traffic: route.traffic === null ? null : trafficOf(changeTraffic(product.traffic, route.traffic)),
    requiredScope: route.requiredScope,
    closedTo: (['live', 'test'] as const).find((one) => !route.environments.includes(one)) ?? null,
  };
}

function trafficOf(traffic: Traffic): SnapshotTraffic {
  const { cors, addresses } = traffic;
  return {
    cors: {
      origins: cors.origins,
      credentials: cors.credentials,
      allowedHeaders: cors.allowed_headers,
      exposedHeaders: cors.exposed_headers,
      maxAgeSeconds: cors.max_age_seconds,
    },
    allow: addresses.allow,
    deny: addresses.deny,
    bodyBytes: traffic.body_bytes,
    keyHeaders: traffic.key_headers,
    keyParameter: traffic.key_in_query ? traffic.key_query_parameter : null,
    signing: traffic.signing,
    watched: traffic.abuse !== 'off',
  };
}

/** What a key is limited to, with routes by ordinal; null for most keys. */
export function restrictionsOf(
  { restrictions }: Pick<GatewayKey, 'restrictions'>,
  routes: Ordinals,
): RestrictionSet | null {
  const { allowedIps: ips, scopes } = restrictions;
  if (ips.length + scopes.length + restrictions.routes.length === 0) return null;
  return { ips, scopes, routes: restrictions.routes.map((id) => routes.of(id)) };
}

function rateOf({ limit, window_seconds: windowSeconds }: RateLimit): SnapshotRate {
  return { limit, windowSeconds };
}

export function plansOf(product: GatewayProduct, ordinals: OrdinalSets): SnapshotPlan[] {
  return product.plans.flatMap((plan) =>
    plan.versions.map((version) =>
      planOf(product, { name: version.id, version, terms: version.terms }, ordinals),
    ),
  );
}

/** A plan version with the terms that hold for some of its subscribers. */
export function planOf(
  product: GatewayProduct,
  { name, version, terms }: EffectivePlan,
  ordinals: OrdinalSets,
): SnapshotPlan {
  const { quotas, rate_limits, route_rate_limits, concurrency, prepaid } = terms;
  return {
    ordinal: ordinals.plans.of(name),
    id: version.id,
    slug: version.planSlug,
    tier: version.tier,
    quotas: chargedFirst(quotas).map(quotaOf),
    rateLimits: rate_limits.map(rateOf),
    routeRateLimits: routeRatesOf(product, route_rate_limits, ordinals),
    concurrency,
    prepaid: prepaid !== null,
  };
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
