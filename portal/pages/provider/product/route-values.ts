import type { NewRoute, OwnRoute } from '../../../api/products.ts';
import { type WindowValues, windowsOf, windowValues } from '../limit-values.ts';

/** A route as its form holds it, and there and back. */

export const METHODS: NewRoute['method'][] = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'ANY',
];

const ENVIRONMENTS = { both: ['live', 'test'], live: ['live'], test: ['test'] } satisfies Record<
  string,
  NewRoute['environments']
>;
export const PROTOCOLS: NonNullable<NewRoute['protocol']>[] = ['http', 'websocket', 'grpc'];

export interface RouteValues {
  method: NewRoute['method'];
  template: string;
  name: string;
  minimumPlan: string;
  weight: string;
  windows: WindowValues[];
  concurrency: string;
  requiredScope: string;
  environments: keyof typeof ENVIRONMENTS;
  upstreamPath: string;
  protocol: NonNullable<NewRoute['protocol']>;
}

export const ROUTE_POINTERS = {
  '/method': 'method',
  '/template': 'template',
  '/name': 'name',
  '/minimum_plan': 'minimumPlan',
  '/weight': 'weight',
  '/concurrency': 'concurrency',
  '/required_scope': 'requiredScope',
  '/environments': 'environments',
  '/upstream_path': 'upstreamPath',
  '/protocol': 'protocol',
} as const;

export function routeValues(route: OwnRoute | undefined): RouteValues {
  return {
    method: route?.method ?? 'GET',
    template: route?.template ?? '',
    name: route?.name ?? '',
    minimumPlan: route?.minimum_plan_id ?? '',
    weight: route?.weight ?? '1',
    windows: windowValues(route?.rate_limits ?? []),
    concurrency: route?.concurrency ? String(route.concurrency) : '',
    requiredScope: route?.required_scope ?? '',
    environments: route?.environments.length === 1 ? route.environments[0]! : 'both',
    upstreamPath: route?.upstream_path ?? '',
    protocol: route?.protocol ?? 'http',
  };
}

export function routeOf(values: RouteValues): NewRoute {
  const concurrency = values.concurrency.trim();
  return {
    method: values.method,
    template: values.template.trim(),
    name: values.name.trim(),
    minimum_plan: values.minimumPlan || null,
    weight: values.weight.trim(),
    rate_limits: windowsOf(values.windows),
    concurrency: concurrency === '' ? null : Number(concurrency),
    required_scope: values.requiredScope.trim() || null,
    environments: ENVIRONMENTS[values.environments],
    upstream_path: values.upstreamPath.trim() || null,
    protocol: values.protocol,
  };
}
