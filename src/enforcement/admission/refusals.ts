/** What a refused call is told. */
import type { CompiledProduct } from './compiled-snapshot.ts';
import type { RestrictionVerdict } from './key-restrictions.ts';
import type { Denied } from './limits.ts';
import { type AdmissionProblem, admissionKinds, type RefusalKind } from './problem-kinds.ts';
import type { CallPolicies } from './rate-limit-headers.ts';
import type { SnapshotPlan, SnapshotRoute } from './snapshot.ts';

export interface Refusal {
  readonly kind: 'refuse';
  readonly problem: RefusalKind;
  readonly status: number;
  readonly detail: string | null;
  readonly headers: string[];
  readonly extensions: Readonly<Record<string, unknown>> | null;
}

export const CHALLENGE = ['WWW-Authenticate', 'Bearer realm="API key"'];

export function refusal(
  problem: AdmissionProblem,
  headers: string[] = [],
  more: { status?: number; detail?: string; extensions?: Record<string, unknown> } = {},
): Refusal {
  const kind = admissionKinds[problem];
  return {
    kind: 'refuse',
    problem: kind,
    status: more.status ?? kind.status,
    detail: more.detail ?? null,
    headers,
    extensions: more.extensions ?? null,
  };
}

export function planRefusal(plan: SnapshotPlan, route: SnapshotRoute): Refusal {
  const needed =
    route.minimumPlan === null ? 'a higher plan' : `the plan ${route.minimumPlan} or a higher one`;
  const extensions = { plan: plan.slug, minimum_plan: route.minimumPlan };
  return refusal('planForbidden', [], { detail: `This route needs ${needed}.`, extensions });
}

export function restrictionRefusal(
  verdict: NonNullable<RestrictionVerdict>,
  address: string,
  route: SnapshotRoute,
): Refusal {
  switch (verdict) {
    case 'unknown':
      return refusal('reducedCapacity', ['Retry-After', '1']);
    case 'ipForbidden':
      return refusal('ipForbidden', [], { detail: `The key may not be used from ${address}.` });
    case 'routeNotAllowed':
      return refusal('routeNotAllowed');
    case 'scopeMissing': {
      const scope = route.requiredScope ?? '';
      const challenge = `Bearer realm="API key", error="insufficient_scope", scope="${scope}"`;
      const detail = `This route needs the scope ${scope}.`;
      return refusal('scopeMissing', ['WWW-Authenticate', challenge], {
        detail,
        extensions: { required_scope: scope },
      });
    }
  }
}

const TOP_UP =
  'Buy credit in the portal or with POST /api/v1/wallets/top-ups; PUT /api/v1/wallets/auto-top-ups buys it in time by itself.';

export function limitRefusal(product: CompiledProduct, policies: CallPolicies, denied: Denied): Refusal {
  const headers = rateHeaders(policies, denied.rateLimit);
  headers.push('Retry-After', String(denied.retrySeconds));
  const extensions = { 'violated-policies': denied.violated, retry_after: denied.retrySeconds };
  if (denied.by === 'credit') return refusal('insufficientCredit', headers, { detail: TOP_UP, extensions });
  if (denied.by !== 'quota') return refusal('rateLimited', headers, { extensions });
  return refusal('quotaExceeded', headers, { extensions, status: product.quotaDenialStatus });
}

export function rateHeaders(policies: CallPolicies, rateLimit: string): string[] {
  return policies.text === '' ? [] : ['RateLimit-Policy', policies.text, 'RateLimit', rateLimit];
}
