import { z } from 'zod';
import { type Decimal, decimalText } from '#kernel';
import { quantity, reference, scope, text } from './fields.ts';
import { parseTemplate } from './path-template.ts';
import { type RouteTraffic, routeTrafficSchema } from './traffic.ts';
import { type RouteUpstream, routeUpstreamSchema } from './upstream-settings.ts';

export const ROUTE_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ANY'] as const;
export type RouteMethod = (typeof ROUTE_METHODS)[number];

export const ROUTE_PROTOCOLS = ['http', 'websocket', 'grpc'] as const;
export type RouteProtocol = (typeof ROUTE_PROTOCOLS)[number];

/** One address of a product, as the gateway matches, limits and weighs it. */
export interface RouteDefinition {
  readonly id: string;
  readonly productId: string;
  /** Listed and, where two templates match a path equally well, tried in this order. */
  readonly position: number;
  /** ANY stands for every method that no other route of the same template names. */
  readonly method: RouteMethod;
  readonly template: string;
  /** Template of the path at the upstream, or null for the same path. */
  readonly upstreamPath: string | null;
  readonly upstream: RouteUpstream;
  /** `websocket`: may also be upgraded; `grpc`: HTTP/2 with trailers on both sides. */
  readonly protocol: RouteProtocol;
  readonly minimumPlanId: string | null;
  /** Quota units per call. */
  readonly weight: Decimal;
  /** What it treats otherwise than its product; null for nothing. */
  readonly traffic: RouteTraffic | null;
  /** What a key that has scopes must have among them; null: nothing. */
  readonly requiredScope: string | null;
  /** Whose calls it takes: of live keys, of test keys, or of both. */
  readonly environments: readonly RouteEnvironment[];
  /** Windows of each subscription on this route, unless its plan has windows of its own for it. */
  readonly rateLimits: readonly RateLimit[];
  /** How many calls of a subscription may be on this route at once. */
  readonly concurrency: number | null;
  readonly name: string;
  readonly description: string;
  /** For samples and try-it: parameter name → value. */
  readonly sampleParameters: Readonly<Record<string, string>>;
}

export const ROUTE_ENVIRONMENTS = ['live', 'test'] as const;
export type RouteEnvironment = (typeof ROUTE_ENVIRONMENTS)[number];

export interface RateLimit {
  readonly limit: number;
  /** 1 second to 1 hour. */
  readonly window_seconds: number;
}

export const ROUTE_METHOD = z.enum(ROUTE_METHODS);

export const rateLimitSchema = z.strictObject({
  limit: z.int().min(1).max(1_000_000_000),
  window_seconds: z.int().min(1).max(3600),
});

/** Windows that hold all at once. Their length names them, so no two may have the same. */
export const rateLimitsSchema = z
  .array(rateLimitSchema)
  .max(10)
  .superRefine((limits, context) => {
    for (const [index, { window_seconds: seconds }] of limits.entries()) {
      if (limits.findIndex((other) => other.window_seconds === seconds) === index) continue;
      const message = `two limits have a window of ${seconds} seconds`;
      context.addIssue({ code: 'custom', path: [index, 'window_seconds'], message });
    }
  });

export const concurrencySchema = z.int().min(1).max(100_000).nullable();

export const routeTemplate = z.string().superRefine((value, context) => {
  const parsed = parseTemplate(value);
  if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.reason });
});
const parameterName = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'is not a parameter name');
const sampleParameters = z
  .record(parameterName, text(200))
  .refine((record) => Object.keys(record).length <= 50, 'has more than 50 parameters');

const environments = z
  .array(z.enum(ROUTE_ENVIRONMENTS))
  .min(1)
  .max(2)
  .refine((list) => new Set(list).size === list.length, 'names an environment twice');

const routeFields = {
  method: ROUTE_METHOD,
  template: routeTemplate.describe('Path below the product with {parameters}'),
  upstream_path: routeTemplate.nullable().describe('Path at the upstream when it differs'),
  upstream: routeUpstreamSchema.describe('How its calls differ from others of the product; replaced whole'),
  protocol: z
    .enum(ROUTE_PROTOCOLS)
    .describe('websocket: GET calls may be upgraded; grpc: called with HTTP/2, also at the upstream'),
  minimum_plan: reference.nullable().describe('Id or slug of the lowest plan that may call it'),
  weight: quantity.describe('Quota units per call'),
  rate_limits: rateLimitsSchema.describe('Per subscription; a plan may have others for this route'),
  concurrency: concurrencySchema.describe('Calls of a subscription at once'),
  traffic: routeTrafficSchema.nullable().describe('What is treated otherwise than by the product'),
  required_scope: scope.nullable().describe('Keys that are limited to some scopes must have this one'),
  environments: environments.describe('Keys of which environments may call it'),
  name: text(100),
  description: text(20_000).describe('Markdown'),
  position: z.int().min(0).max(100_000),
  sample_parameters: sampleParameters,
};

export const newRouteSchema = z.strictObject({
  ...routeFields,
  upstream_path: routeFields.upstream_path.default(null),
  upstream: routeFields.upstream.prefault({}),
  protocol: routeFields.protocol.default('http'),
  minimum_plan: routeFields.minimum_plan.default(null),
  weight: routeFields.weight.default('1'),
  traffic: routeFields.traffic.default(null),
  required_scope: routeFields.required_scope.default(null),
  environments: routeFields.environments.default([...ROUTE_ENVIRONMENTS]),
  rate_limits: routeFields.rate_limits.default([]),
  concurrency: routeFields.concurrency.default(null),
  name: routeFields.name.default(''),
  description: routeFields.description.default(''),
  position: routeFields.position.optional(),
  sample_parameters: routeFields.sample_parameters.default({}),
});
export type NewRoute = z.output<typeof newRouteSchema>;

export const routeChangeSchema = z.strictObject(routeFields).partial();
export type RouteChange = z.output<typeof routeChangeSchema>;

/** What everybody may know of a route. */
export const publicRouteSchema = z.object({
  id: z.string(),
  method: ROUTE_METHOD,
  template: z.string(),
  protocol: z.enum(ROUTE_PROTOCOLS),
  minimum_plan_id: z.string().nullable(),
  weight: z.string(),
  required_scope: z.string().nullable(),
  environments: z.array(z.enum(ROUTE_ENVIRONMENTS)),
  rate_limits: z.array(rateLimitSchema),
  concurrency: z.int().nullable(),
  name: z.string(),
  description: z.string(),
  sample_parameters: z.record(z.string(), z.string()),
});

export const routeSchema = publicRouteSchema.extend({
  product_id: z.string(),
  position: z.int(),
  upstream_path: z.string().nullable(),
  upstream: routeUpstreamSchema,
  traffic: routeTrafficSchema.nullable(),
});

export function presentPublicRoute(route: RouteDefinition): z.input<typeof publicRouteSchema> {
  return {
    id: route.id,
    method: route.method,
    template: route.template,
    protocol: route.protocol,
    minimum_plan_id: route.minimumPlanId,
    weight: decimalText(route.weight),
    required_scope: route.requiredScope,
    environments: [...route.environments],
    rate_limits: [...route.rateLimits],
    concurrency: route.concurrency,
    name: route.name,
    description: route.description,
    sample_parameters: { ...route.sampleParameters },
  };
}

export function presentRoute(route: RouteDefinition): z.input<typeof routeSchema> {
  return {
    ...presentPublicRoute(route),
    product_id: route.productId,
    position: route.position,
    upstream_path: route.upstreamPath,
    upstream: route.upstream,
    traffic: route.traffic,
  };
}
