/**
 * How a product or a route treats its callers, beyond keys and limits: as plain data in the snapshot, and compiled
 * once per version, so that what is off costs a call no more than looking at a field.
 */
import { compileAddressList } from '#kernel/addresses';

export interface SnapshotTraffic {
  readonly cors: {
    /** `*` for all; none for no word of ours about origins. */
    readonly origins: readonly string[];
    readonly credentials: boolean;
    /** Null for any. */
    readonly allowedHeaders: readonly string[] | null;
    readonly exposedHeaders: readonly string[];
    readonly maxAgeSeconds: number;
  };
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** Null for the installation's limit. */
  readonly bodyBytes: number | null;
  /** Beside `X-Api-Key`, in small letters. */
  readonly keyHeaders: readonly string[];
  /** Null where no key may stand in the query. */
  readonly keyParameter: string | null;
  readonly signing: Signing;
  /** Whether refused calls and the spread of keys are counted. */
  readonly watched: boolean;
}

export type Signing = 'off' | 'optional' | 'required';

export interface CorsPolicy {
  readonly mode: 'off' | 'any' | 'listed';
  /** Whether pages of this origin may call; asked only where origins are listed. */
  lists(origin: string): boolean;
  readonly credentials: boolean;
  /** For `Access-Control-Allow-Headers`; null to repeat what was asked for. */
  readonly allowedHeaders: string | null;
  /** Beside what the gateway itself exposes; '' for none. */
  readonly exposedHeaders: string;
  readonly maxAgeSeconds: string;
}

export interface TrafficPolicy {
  readonly cors: CorsPolicy;
  /** Null when calls may come from anywhere. */
  readonly permits: ((address: string) => boolean) | null;
  readonly bodyBytes: number | null;
  /** Whether keys stand anywhere but in `Authorization` and `X-Api-Key`; where not, nobody looks. */
  readonly hasKeyPlaces: boolean;
  readonly keyHeaders: ReadonlySet<string> | null;
  readonly keyParameter: string | null;
  readonly signing: Signing;
  readonly watched: boolean;
}

const DEFAULT: SnapshotTraffic = {
  cors: { origins: ['*'], credentials: false, allowedHeaders: null, exposedHeaders: [], maxAgeSeconds: 600 },
  allow: [],
  deny: [],
  bodyBytes: null,
  keyHeaders: [],
  keyParameter: null,
  signing: 'off',
  watched: true,
};

export const DEFAULT_POLICY: TrafficPolicy = compileTraffic(DEFAULT);

export function compileTraffic(traffic: SnapshotTraffic | null): TrafficPolicy {
  if (traffic === null) return DEFAULT_POLICY;
  return {
    cors: compileCors(traffic.cors),
    permits: compilePermission(traffic.allow, traffic.deny),
    bodyBytes: traffic.bodyBytes,
    hasKeyPlaces: traffic.keyHeaders.length > 0 || traffic.keyParameter !== null,
    keyHeaders: traffic.keyHeaders.length > 0 ? new Set(traffic.keyHeaders) : null,
    keyParameter: traffic.keyParameter,
    signing: traffic.signing,
    watched: traffic.watched,
  };
}

function compileCors(cors: SnapshotTraffic['cors']): CorsPolicy {
  return {
    mode: cors.origins.length === 0 ? 'off' : cors.origins.includes('*') ? 'any' : 'listed',
    lists: compileOrigins(cors.origins),
    credentials: cors.credentials,
    allowedHeaders: cors.allowedHeaders?.join(', ') ?? null,
    exposedHeaders: cors.exposedHeaders.join(', '),
    maxAgeSeconds: String(cors.maxAgeSeconds),
  };
}

const SUBDOMAIN = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/** `https://*.example.com` stands for every name below example.com, and not for that itself. */
function compileOrigins(origins: readonly string[]): (origin: string) => boolean {
  const exact = new Set(origins);
  const patterns = origins
    .filter((origin) => origin.includes('://*.'))
    .map((origin) => {
      const star = origin.indexOf('*');
      return { start: origin.slice(0, star), end: origin.slice(star + 1) };
    });
  return (origin) => {
    if (exact.has(origin)) return true;
    return patterns.some(
      ({ start, end }) =>
        origin.length > start.length + end.length &&
        origin.startsWith(start) &&
        origin.endsWith(end) &&
        SUBDOMAIN.test(origin.slice(start.length, origin.length - end.length)),
    );
  };
}

function compilePermission(
  allow: readonly string[],
  deny: readonly string[],
): ((address: string) => boolean) | null {
  if (allow.length === 0 && deny.length === 0) return null;
  const isAllowed = allow.length === 0 ? () => true : compileAddressList(allow);
  const isDenied = compileAddressList(deny);
  return (address) => isAllowed(address) && !isDenied(address);
}
