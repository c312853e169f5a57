/**
 * What gateway workers know of the catalog: immutable, versioned, replaced as a whole. Products, plan
 * versions and routes have ordinals that the control side hands out once and never uses again, so that the
 * shared tables can point at them.
 */
/** Quota units are counted in millionths, as integers: 0.1 + 0.2 must be 0.3 for a limit. */
export const MICROS_PER_UNIT = 1_000_000;

export interface SnapshotRoute {
  readonly ordinal: number;
  readonly id: string;
  readonly method: string;
  readonly template: string;
  readonly upstreamPath: string | null;
  readonly protocol: 'http' | 'websocket' | 'grpc';
  readonly minimumTier: number | null;
  readonly minimumPlan: string | null;
  readonly weightMicros: number;
  /** The weight as an exact decimal, for the usage event. */
  readonly weightText: string;
  readonly rateLimit: { readonly limit: number; readonly windowSeconds: number } | null;
}

export interface SnapshotProduct {
  readonly ordinal: number;
  readonly id: string;
  readonly providerId: string;
  /** `/{provider}/{product}` */
  readonly address: string;
  readonly published: boolean;
  /** `https://api.example.com:8443`, without a path. */
  readonly upstreamOrigin: string;
  /** Path of the upstream URL without a slash at its end; may be empty. */
  readonly upstreamBasePath: string;
  readonly quotaDenialStatus: 403 | 429;
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
