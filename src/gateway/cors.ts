/**
 * Browsers. By default any origin may ask: credentials travel in headers that pages set themselves, never in
 * cookies, and where an upstream speaks about origins, its word stands. A product that lists origins decides alone.
 */
import type { CorsPolicy } from '#enforcement/admission';

/** A browser's page that asks. */
export interface Page {
  readonly origin: string | null;
  readonly policy: CorsPolicy;
}

const EXPOSED =
  'RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Turnpike-Request-Id, X-Turnpike-Overage';
const ASKED = 'Access-Control-Request-Method, Access-Control-Request-Headers';
/** A header list that is echoed must be one: tokens and commas. */
const HEADER_LIST = /^[!#$%&'*+.^_`|~0-9A-Za-z, -]{0,1024}$/;

/** Null when nothing has to be said: no page asks, and nobody would be told anything else. */
export function pageOf(origin: string | null, policy: CorsPolicy): Page | null {
  if (policy.mode === 'off') return null;
  // An answer to nobody's page must not be shown from a cache to a page that may not see it.
  return origin === null && policy.mode !== 'listed' ? null : { origin, policy };
}

export function preflightHeaders({ origin, policy }: Page, methods: string, asked: string | null): string[] {
  const allowed = allowedOrigin(origin, policy);
  const vary = policy.mode === 'any' ? ASKED : `Origin, ${ASKED}`;
  if (allowed === null) return ['Vary', vary];
  const headers = ['Access-Control-Allow-Origin', allowed, 'Access-Control-Allow-Methods', methods];
  if (policy.credentials) headers.push('Access-Control-Allow-Credentials', 'true');
  const names = policy.allowedHeaders ?? (asked !== null && HEADER_LIST.test(asked) ? asked : '');
  if (names !== '') headers.push('Access-Control-Allow-Headers', names);
  headers.push('Access-Control-Max-Age', policy.maxAgeSeconds, 'Vary', vary);
  return headers;
}

/** Adds what lets a page read the answer. */
export function exposeToPages(headers: string[], { origin, policy }: Page): void {
  if (policy.mode === 'listed') removeUpstreams(headers);
  else if (hasOrigin(headers)) return;
  headers.push('Vary', 'Origin');
  const allowed = allowedOrigin(origin, policy);
  if (allowed === null) return;
  headers.push('Access-Control-Allow-Origin', allowed);
  if (policy.credentials) headers.push('Access-Control-Allow-Credentials', 'true');
  const exposed = policy.exposedHeaders === '' ? EXPOSED : `${EXPOSED}, ${policy.exposedHeaders}`;
  headers.push('Access-Control-Expose-Headers', exposed);
}

function allowedOrigin(origin: string | null, policy: CorsPolicy): string | null {
  if (policy.mode === 'any') return '*';
  return origin !== null && policy.lists(origin) ? origin : null;
}

function hasOrigin(headers: readonly string[]): boolean {
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]!.toLowerCase() === 'access-control-allow-origin') return true;
  }
  return false;
}

function removeUpstreams(headers: string[]): void {
  for (let i = headers.length - 2; i >= 0; i -= 2) {
    if (headers[i]!.toLowerCase().startsWith('access-control-')) headers.splice(i, 2);
  }
}
