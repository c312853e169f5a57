/** What a consumer may do now, from the memory that admission counts in. */
import type { QuotaTerms } from '#catalog';
import { quotaName } from '#rating';
import { MICROS_PER_UNIT, quotaKindOf, type SubscriptionTable } from './admission/index.ts';
import type { KnownSubscription } from './known-subscription.ts';
import type { Registry } from './registry.ts';

export interface QuotaState {
  /** As headers and resets name it. */
  readonly name: string;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly overageUnits: number;
  readonly period: QuotaTerms['period'];
  readonly alignment: QuotaTerms['alignment'];
  readonly overage: QuotaTerms['overage']['mode'];
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
  /** As the plan lists them. */
  readonly quotas: readonly QuotaState[];
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
  realMs: number,
): Entitlement | null {
  const nowMs = registry.table.ownMs(subscription.slot, realMs);
  const product = registry.product(subscription.productId);
  if (subscription.plan === null || product === undefined) return null;
  const { version, terms } = subscription.plan;
  const state = subscription.state;
  return {
    subscription,
    productSlug: product.slug,
    planSlug: version.planSlug,
    planName: version.planName,
    tier: version.tier,
    active: (state === 'trialing' || state === 'active') && nowMs < subscription.endsAtMs,
    features: terms.features,
    quotas: terms.quotas.map((quota) => quotaState(registry.table, subscription.slot, quota, nowMs)),
    rateLimits: terms.rate_limits,
    concurrency: terms.concurrency,
  };
}

function quotaState(table: SubscriptionTable, slot: number, quota: QuotaTerms, nowMs: number): QuotaState {
  const name = quotaName(quota);
  const { cells } = table;
  table.lock(slot);
  const cell = table.cellOf(slot, quotaKindOf(name));
  const presentMs = cells.periodStartMs(cell, false, nowMs);
  // Who has lost the quotas has no present period; what was last known is shown all the same.
  const startMs = Number.isNaN(presentMs) ? cells.calendar(cell).startMs : presentMs;
  const endMs = cells.periodEndMs(cell, startMs);
  const used = cells.usedMicros(cell, false, startMs) / MICROS_PER_UNIT;
  table.unlock(slot);
  const { units: limit, overage } = quota;
  const most = overage.mode === 'block' ? 0 : (overage.max_overage_units ?? Number.POSITIVE_INFINITY);
  return {
    name,
    limit,
    used,
    remaining: Math.max(0, limit - used),
    overageUnits: Math.max(0, used - limit),
    period: quota.period,
    alignment: quota.alignment,
    overage: overage.mode,
    periodStartMs: startMs,
    periodEndMs: endMs,
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
  return active.length > 0 && active.every((one) => one.quotas.some((quota) => quota.exhausted));
}
