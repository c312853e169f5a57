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
  readonly protocol: 'http' | 'websocket' | 'grpc';
  readonly minimumTier: number | null;
  readonly minimumPlan: string | null;
  readonly weightMicros: number;
  /** The weight as an exact decimal, for the usage event. */
  readonly weightText: string;
  /** In force instead of the product's; null where the product's is. */
  readonly traffic: SnapshotTraffic | null;
  readonly requiredScope: string | null;
  /** Keys of this environment may not call it; null: all may. */
  readonly closedTo: 'live' | 'test' | null;
  /** Unless the plan has windows of its own for the route. */
  readonly rateLimits: readonly SnapshotRate[];
  /** Calls of a subscription that may be on the route at once. */
  readonly concurrency: number | null;
}

export interface SnapshotRate {
  readonly limit: number;
  readonly windowSeconds: number;
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

export interface SnapshotQuota {
  /** An index of `QUOTA_KINDS`. */
  readonly kind: number;
  readonly micros: number;
  /** Beyond the quota up to so many more are admitted, and charged; null: no end. 0: the quota is hard. */
  readonly overageMicros: number | null;
}

export interface SnapshotPlan {
  readonly ordinal: number;
  /** Of the plan version. */
  readonly id: string;
  readonly slug: string;
  readonly tier: number;
  /** The one with charged overage, if there is one, stands first. */
  readonly quotas: readonly SnapshotQuota[];
  readonly rateLimits: readonly SnapshotRate[];
  /** In place of the route's own, by the ordinal of the route. */
  readonly routeRateLimits: ReadonlyMap<number, readonly SnapshotRate[]>;
  readonly concurrency: number | null;
  /** Units are paid in advance: a call passes only against credit that its subscription holds. */
  readonly prepaid: boolean;
}

export interface GatewaySnapshot {
  readonly version: number;
  readonly products: readonly SnapshotProduct[];
  readonly plans: readonly SnapshotPlan[];
}

export const EMPTY_SNAPSHOT: GatewaySnapshot = { version: 0, products: [], plans: [] };
