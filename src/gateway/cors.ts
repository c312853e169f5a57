/**
 * Browsers: credentials travel in headers that pages set themselves, never in cookies, so any origin may
 * ask. What an upstream says about origins stands; where it says nothing, we do.
 */
const EXPOSED =
  'RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Turnpike-Request-Id, X-Turnpike-Overage';
const PREFLIGHT_SECONDS = '600';
/** A header list that is echoed must be one: tokens and commas. */
const HEADER_LIST = /^[!#$%&'*+.^_`|~0-9A-Za-z, -]{0,1024}$/;

export function preflightHeaders(methods: string, asked: string | null): string[] {
  const headers = [
    'Access-Control-Allow-Origin',
    '*',
    'Access-Control-Allow-Methods',
    methods,
    'Access-Control-Max-Age',
    PREFLIGHT_SECONDS,
    'Vary',
    'Access-Control-Request-Method, Access-Control-Request-Headers',
  ];
  if (asked !== null && HEADER_LIST.test(asked)) headers.push('Access-Control-Allow-Headers', asked);
  return headers;
}

/** Adds what lets a page read the answer, unless the upstream has decided it. */
export function exposeToPages(headers: string[]): void {
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]!.toLowerCase() === 'access-control-allow-origin') return;
  }
  headers.push('Access-Control-Allow-Origin', '*', 'Access-Control-Expose-Headers', EXPOSED);
}
