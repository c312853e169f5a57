/** What a consumer may do now, from the memory that admission counts in. */
import { MICROS_PER_UNIT, type SubscriptionTable } from './admission/index.ts';
import type { KnownSubscription, Registry } from './registry.ts';

export interface QuotaState {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly overageUnits: number;
  readonly period: string;
  readonly periodStartMs: number;
  readonly periodEndMs: number;
  /** True when the next call would be refused. */
  readonly exhausted: boolean;
}

export interface Entitlement {
  readonly subscription: KnownSubscription;
  readonly productSlug: string;
  readonly planSlug: string;
  readonly planName: string;
  readonly tier: number;
  /** True while calls are admitted at all. */
  readonly active: boolean;
  readonly features: Readonly<Record<string, boolean | string | number>>;
  readonly quota: QuotaState | null;
  readonly rateLimits: readonly { limit: number; window_seconds: number }[];
  readonly concurrency: number | null;
}

/** Of all live subscriptions of an organization; `product` (id or slug) narrows. */
export function entitlementsOf(
  registry: Registry,
  organizationId: string,
  product: string | null,
  nowMs: number,
): Entitlement[] {
  const found: Entitlement[] = [];
  for (const subscription of registry.subscriptionsOf(organizationId)) {
    if (subscription.state === 'canceled') continue;
    const entitlement = entitlementOf(registry, subscription, nowMs);
    if (entitlement === null) continue;
    if (product === null || product === subscription.productId || product === entitlement.productSlug) {
      found.push(entitlement);
    }
  }
  return found;
}

function entitlementOf(
  registry: Registry,
  subscription: KnownSubscription,
  nowMs: number,
): Entitlement | null {
  const version = registry.planVersion(subscription.planVersionId);
  const product = registry.product(subscription.productId);
  if (version === undefined || product === undefined) return null;
  const { terms } = version;
  const state = subscription.state;
  return {
    subscription,
    productSlug: product.slug,
    planSlug: version.planSlug,
    planName: version.planName,
    tier: version.tier,
    active: (state === 'trialing' || state === 'active') && nowMs < subscription.endsAtMs,
    features: terms.features,
    quota: terms.quota === null ? null : quotaState(registry.table, subscription.slot, terms, nowMs),
    rateLimits: terms.rate_limits,
    concurrency: terms.concurrency,
  };
}

interface QuotaTerms {
  readonly quota: { readonly units: number; readonly period: string } | null;
  readonly overage:
    | { readonly mode: 'block' }
    | { readonly mode: 'charge'; readonly max_overage_units: number | null };
}

function quotaState(table: SubscriptionTable, slot: number, terms: QuotaTerms, nowMs: number): QuotaState {
  const { startMs, endMs, nextEndMs } = table.calendar(slot);
  const current = nowMs < endMs ? { startMs, endMs } : { startMs: endMs, endMs: nextEndMs };
  table.lock(slot);
  const used = table.usedMicros(slot, false, current.startMs) / MICROS_PER_UNIT;
  table.unlock(slot);
  const limit = terms.quota!.units;
  const overage = Math.max(0, used - limit);
  const most =
    terms.overage.mode === 'block' ? 0 : (terms.overage.max_overage_units ?? Number.POSITIVE_INFINITY);
  return {
    limit,
    used,
    remaining: Math.max(0, limit - used),
    overageUnits: overage,
    period: terms.quota!.period,
    periodStartMs: current.startMs,
    periodEndMs: current.endMs,
    exhausted: used >= limit + most,
  };
}

/**
 * Features of several subscriptions as one: true wins over false, the larger of two numbers, otherwise the
 * word of the higher tier.
 */
export function mergeFeatures(
  entitlements: readonly Entitlement[],
): Record<string, boolean | string | number> {
  const merged: Record<string, boolean | string | number> = {};
  const byTier = entitlements.filter((one) => one.active).sort((a, b) => a.tier - b.tier);
  for (const { features } of byTier) {
    for (const [name, value] of Object.entries(features)) {
      const before = merged[name];
      if (typeof before === 'number' && typeof value === 'number') merged[name] = Math.max(before, value);
      else if (typeof before === 'boolean' && typeof value === 'boolean') merged[name] = before || value;
      else merged[name] = value;
    }
  }
  return merged;
}

/** Whether a feature's value grants anything: `false`, 0 and '' do not. */
export function grants(value: boolean | string | number | undefined): boolean {
  return value !== undefined && value !== false && value !== 0 && value !== '';
}

/** True when no active subscription would admit another unit; false while one has no quota at all. */
export function isExceeded(entitlements: readonly Entitlement[]): boolean {
  const active = entitlements.filter((one) => one.active);
  return active.length > 0 && active.every((one) => one.quota?.exhausted === true);
}
