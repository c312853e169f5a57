/**
 * `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11): lists of strings with
 * parameters. A policy's text depends on the plan and the route only, so it is written once per pair and
 * kept.
 */
import { MICROS_PER_UNIT, type QuotaPeriod, type SnapshotPlan, type SnapshotRoute } from './snapshot.ts';

/** Nominal lengths: the text of a policy is constant, `t` tells the truth about this month. */
const PERIOD_SECONDS: Record<QuotaPeriod, number> = {
  day: 86_400,
  week: 7 * 86_400,
  month: 30 * 86_400,
  year: 365 * 86_400,
};

export interface RatePolicy {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  /** 0 to 15 for the plan's windows, 16 and up for the route's: part of the entry's key in the rate table. */
  readonly limitId: number;
}

export interface CallPolicies {
  readonly rates: readonly RatePolicy[];
  readonly concurrency: number | null;
  readonly quotaName: string | null;
  /** The value of `RateLimit-Policy`; empty when nothing limits. */
  readonly text: string;
}

const PLAN_LIMITS = 16;

export function callPolicies(plan: SnapshotPlan, route: SnapshotRoute): CallPolicies {
  const rates = plan.rateLimits.slice(0, PLAN_LIMITS).map(
    (rate, index): RatePolicy => ({
      name: `${rate.windowSeconds}s`,
      limit: rate.limit,
      windowMs: rate.windowSeconds * 1000,
      limitId: index,
    }),
  );
  if (route.rateLimit !== null) {
    const { limit, windowSeconds } = route.rateLimit;
    const limitId = PLAN_LIMITS + route.ordinal;
    rates.push({ name: `route-${windowSeconds}s`, limit, windowMs: windowSeconds * 1000, limitId });
  }
  const items = rates.map((rate) => `"${rate.name}";q=${rate.limit};w=${rate.windowMs / 1000}`);
  if (plan.concurrency !== null) items.push(`"concurrent";q=${plan.concurrency};qu="concurrent-requests"`);
  if (plan.quota !== null) {
    const quota = Math.floor(plan.quota.micros / MICROS_PER_UNIT);
    items.push(`"${plan.quota.period}";q=${quota};w=${PERIOD_SECONDS[plan.quota.period]}`);
  }
  const quotaName = plan.quota?.period ?? null;
  return { rates, concurrency: plan.concurrency, quotaName, text: items.join(', ') };
}

/** What is left of one policy. */
export interface Remaining {
  readonly name: string;
  readonly remaining: number;
  /** Seconds until there is more than `remaining`; null where that is not a matter of time. */
  readonly seconds: number | null;
}

export function remainingText(items: readonly Remaining[]): string {
  let text = '';
  for (const { name, remaining, seconds } of items) {
    if (text !== '') text += ', ';
    text += `"${name}";r=${remaining}`;
    if (seconds !== null) text += `;t=${seconds}`;
  }
  return text;
}
