/**
 * What gateway workers know of the catalog: immutable, versioned, replaced as a whole. Products, plan
 * versions and routes have ordinals that the control side hands out once and never uses again, so that the
 * shared tables can point at them.
 */
import type { SnapshotHeaderRule, SnapshotUpstream } from './snapshot-upstream.ts';
import type { SnapshotTraffic } from './traffic.ts';

/** Quota units are counted in millionths, as integers: 0.1 + 0.2 must be 0.3 for a limit. */
export const MICROS_PER_UNIT = 1_000_000;

export interface SnapshotRoute {
  readonly ordinal: number;
  readonly id: string;
  readonly method: string;
  readonly template: string;
  readonly upstreamPath: string | null;
  /** Null where the product's limit holds. */
  readonly headersMs: number | null;
  readonly idleMs: number | null;
  /** Applied after the product's. */
  readonly requestHeaders: readonly SnapshotHeaderRule[];
  readonly responseHeaders: readonly SnapshotHeaderRule[];
  readonly minimumTier: number | null;
  readonly minimumPlan: string | null;
  readonly weightMicros: number;
  /** The weight as an exact decimal, for the usage event. */
  readonly weightText: string;
  readonly rateLimit: { readonly limit: number; readonly windowSeconds: number } | null;
  /** In force instead of the product's; null where the product's is. */
  readonly traffic: SnapshotTraffic | null;
  readonly requiredScope: string | null;
  /** Keys of this environment may not call it; null: all may. */
  readonly closedTo: 'live' | 'test' | null;
}

export interface SnapshotProduct {
  readonly ordinal: number;
  readonly id: string;
  readonly providerId: string;
  /** `/{provider}/{product}` */
  readonly address: string;
  readonly published: boolean;
  readonly upstream: SnapshotUpstream;
  readonly quotaDenialStatus: 403 | 429;
  /** Host names of its own, in lower case. */
  readonly hosts: readonly string[];
  /** Null for the defaults. */
  readonly traffic: SnapshotTraffic | null;
  readonly routes: readonly SnapshotRoute[];
}

export type QuotaPeriod = 'day' | 'week' | 'month' | 'year';

export interface SnapshotPlan {
  readonly ordinal: number;
  /** Of the plan version. */
  readonly id: string;
  readonly slug: string;
  readonly tier: number;
  readonly quota: { readonly micros: number; readonly period: QuotaPeriod } | null;
  readonly rateLimits: readonly { readonly limit: number; readonly windowSeconds: number }[];
  readonly concurrency: number | null;
  readonly overage:
    | { readonly mode: 'block' }
    | { readonly mode: 'charge'; readonly maxMicros: number | null };
}

export interface GatewaySnapshot {
  readonly version: number;
  readonly products: readonly SnapshotProduct[];
  readonly plans: readonly SnapshotPlan[];
}

export const EMPTY_SNAPSHOT: GatewaySnapshot = { version: 0, products: [], plans: [] };
