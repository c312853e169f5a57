/** What becomes of a request header by its name: looked up once per spelling. */
export const HEADER = {
  forward: 0,
  /** Hop-by-hop, forwarded families, the reserved prefix, names with `_`: never reaches the upstream. */
  drop: 1,
  host: 2,
  contentLength: 3,
  transferEncoding: 4,
  connection: 5,
  expect: 6,
  authorization: 7,
  apiKey: 8,
  traceparent: 9,
  tracestate: 10,
  requestId: 11,
  origin: 12,
  requestMethod: 13,
  requestHeaders: 14,
  via: 15,
  te: 16,
  forwardedFor: 17,
  forwardedProto: 18,
  userAgent: 19,
} as const;

const SPECIAL: Record<string, number> = {
  host: HEADER.host,
  'content-length': HEADER.contentLength,
  'transfer-encoding': HEADER.transferEncoding,
  connection: HEADER.connection,
  expect: HEADER.expect,
  authorization: HEADER.authorization,
  'x-api-key': HEADER.apiKey,
  traceparent: HEADER.traceparent,
  tracestate: HEADER.tracestate,
  'x-request-id': HEADER.requestId,
  origin: HEADER.origin,
  'access-control-request-method': HEADER.requestMethod,
  'access-control-request-headers': HEADER.requestHeaders,
  via: HEADER.via,
  te: HEADER.te,
  'x-forwarded-for': HEADER.forwardedFor,
  'x-forwarded-proto': HEADER.forwardedProto,
  'user-agent': HEADER.userAgent,
};

const HOP_BY_HOP = new Set([
  'proxy-connection',
  'keep-alive',
  'upgrade',
  'proxy-authorization',
  'trailer',
  'http2-settings',
]);

/** By family, not by list: Traefik's list of four forgot `X-Forwarded-Prefix` (CVE-2026-35051). */
const FORWARDED_PREFIXES = [
  'x-forwarded-',
  'x-original-',
  'x-rewrite-',
  'x-envoy-',
  'cf-connecting-',
  'x-turnpike-',
];
const FORWARDED = new Set([
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'true-client-ip',
  'fastly-client-ip',
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
]);

const CACHE_ENTRIES = 2048;
const known = new Map<string, number>();

/** The class of a request header. Spellings come from clients, so the memory of them is bounded. */
export function headerClass(name: string): number {
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const found = classify(name.toLowerCase());
  if (known.size >= CACHE_ENTRIES) known.clear();
  known.set(name, found);
  return found;
}

function classify(name: string): number {
  const special = SPECIAL[name];
  if (special !== undefined) return special;
  // CGI and WSGI upstreams fold `_` and `-` into one: X_Turnpike_Plan would arrive as X-Turnpike-Plan.
  if (name.includes('_') || HOP_BY_HOP.has(name) || FORWARDED.has(name)) return HEADER.drop;
  return FORWARDED_PREFIXES.some((prefix) => name.startsWith(prefix)) ? HEADER.drop : HEADER.forward;
}

const RESPONSE_DROPPED = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'alt-svc',
  'ratelimit',
  'ratelimit-policy',
  'x-request-id',
]);
const RESPONSE_PREFIXES = ['x-turnpike-', 'x-ratelimit-', 'ratelimit-'];

/** Whether a response header (lower case) stays at the gateway. */
export function isResponseDropped(name: string): boolean {
  return RESPONSE_DROPPED.has(name) || RESPONSE_PREFIXES.some((prefix) => name.startsWith(prefix));
}
