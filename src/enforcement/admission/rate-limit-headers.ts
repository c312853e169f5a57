/**
 * `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11): lists of strings with
 * parameters. A policy's text depends on the plan and the route only, so it is written once per pair and
 * kept.
 */
import { nominalSeconds, PREPAID_KIND, QUOTA_KINDS, UNLIMITED_KIND } from './quotas.ts';
import { MICROS_PER_UNIT, type SnapshotPlan, type SnapshotRate, type SnapshotRoute } from './snapshot.ts';

export interface RatePolicy {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  /** Part of the entry's key in the rate table: the scope and the window, whose length names it. */
  readonly limitId: number;
}

export interface QuotaPolicy {
  readonly name: string;
  readonly kind: number;
  /** Infinity: units are counted, and limit nothing. */
  readonly micros: number;
  /** The highest count that a period may reach; more than `micros` where overage is charged. */
  readonly mostMicros: number;
}

export interface CallPolicies {
  readonly rates: readonly RatePolicy[];
  readonly concurrency: number | null;
  readonly routeConcurrency: number | null;
  /**
   * Never empty: what no quota limits is counted all the same. The one with charged overage comes first, credit that is
   * paid in advance last.
   */
  readonly quotas: readonly QuotaPolicy[];
  /** The last of them is credit, whose limit stands in its cell. */
  readonly prepaid: boolean;
  /** False where the quotas only count. */
  readonly showsQuotas: boolean;
  /** The value of `RateLimit-Policy`; empty when nothing limits. */
  readonly text: string;
}

export const CONCURRENT = 'concurrent';
export const ROUTE_CONCURRENT = 'route-concurrent';
const UNLIMITED: QuotaPolicy = {
  name: QUOTA_KINDS[UNLIMITED_KIND]!,
  kind: UNLIMITED_KIND,
  micros: Number.POSITIVE_INFINITY,
  mostMicros: Number.POSITIVE_INFINITY,
};
/** How far it reaches is its cell's to say; no header shows it. */
const PREPAID: QuotaPolicy = { ...UNLIMITED, name: QUOTA_KINDS[PREPAID_KIND]!, kind: PREPAID_KIND };
/** Windows have at most an hour of 3600 seconds; the plan's own have the scope 0. */
const SCOPE = 4096;

export function callPolicies(plan: SnapshotPlan, route: SnapshotRoute): CallPolicies {
  const ofRoute = plan.routeRateLimits.get(route.ordinal) ?? route.rateLimits;
  const rates = [
    ...plan.rateLimits.map((rate) => ratePolicy(rate, '', 0)),
    ...ofRoute.map((rate) => ratePolicy(rate, 'route-', route.ordinal + 1)),
  ];
  const quotas = plan.quotas.map(
    ({ kind, micros, overageMicros }): QuotaPolicy => ({
      name: QUOTA_KINDS[kind]!,
      kind,
      micros,
      mostMicros: overageMicros === null ? Number.POSITIVE_INFINITY : micros + overageMicros,
    }),
  );
  const { concurrency } = plan;
  const routeConcurrency = route.concurrency;
  const items = rates.map((rate) => `"${rate.name}";q=${rate.limit};w=${rate.windowMs / 1000}`);
  if (concurrency !== null) items.push(concurrencyText(CONCURRENT, concurrency));
  if (routeConcurrency !== null) items.push(concurrencyText(ROUTE_CONCURRENT, routeConcurrency));
  for (const { name, kind, micros } of quotas) {
    items.push(`"${name}";q=${Math.floor(micros / MICROS_PER_UNIT)};w=${nominalSeconds(kind)}`);
  }
  const showsQuotas = quotas.length > 0;
  const { prepaid } = plan;
  const counted = [...(showsQuotas ? quotas : [UNLIMITED]), ...(prepaid ? [PREPAID] : [])];
  const text = items.join(', ');
  return { rates, concurrency, routeConcurrency, quotas: counted, prepaid, showsQuotas, text };
}

function ratePolicy({ limit, windowSeconds }: SnapshotRate, prefix: string, scope: number): RatePolicy {
  return {
    name: `${prefix}${windowSeconds}s`,
    limit,
    windowMs: windowSeconds * 1000,
    limitId: scope * SCOPE + windowSeconds,
  };
}

function concurrencyText(name: string, limit: number): string {
  return `"${name}";q=${limit};qu="concurrent-requests"`;
}

/** What is left of one policy, appended to those before it. */
export function remainingItem(
  before: string,
  name: string,
  remaining: number,
  seconds: number | null,
): string {
  const item = `"${name}";r=${remaining}`;
  const timed = seconds === null ? item : `${item};t=${seconds}`;
  return before === '' ? timed : `${before}, ${timed}`;
}
