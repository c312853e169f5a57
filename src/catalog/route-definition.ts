import { z } from 'zod';
import { type Decimal, decimalText } from '#kernel';
import { quantity, reference, text } from './fields.ts';
import { parseTemplate } from './path-template.ts';

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
  /** `websocket`: may also be upgraded; `grpc`: HTTP/2 with trailers on both sides. */
  readonly protocol: RouteProtocol;
  readonly minimumPlanId: string | null;
  /** Quota units per call. */
  readonly weight: Decimal;
  readonly rateLimit: RateLimit | null;
  readonly name: string;
  readonly description: string;
  /** For samples and try-it: parameter name → value. */
  readonly sampleParameters: Readonly<Record<string, string>>;
}

export interface RateLimit {
  readonly limit: number;
  /** 1 second to 1 hour. */
  readonly window_seconds: number;
}

export const rateLimitSchema = z.strictObject({
  limit: z.int().min(1).max(1_000_000_000),
  window_seconds: z.int().min(1).max(3600),
});

const template = z.string().superRefine((value, context) => {
  const parsed = parseTemplate(value);
  if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.reason });
});
const parameterName = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'is not a parameter name');
const sampleParameters = z
  .record(parameterName, text(200))
  .refine((record) => Object.keys(record).length <= 50, 'has more than 50 parameters');

const routeFields = {
  method: z.enum(ROUTE_METHODS),
  template: template.describe('Path below the product with {parameters}'),
  upstream_path: template.nullable().describe('Path at the upstream when it differs'),
  protocol: z
    .enum(ROUTE_PROTOCOLS)
    .describe('websocket: GET calls may be upgraded; grpc: called with HTTP/2, also at the upstream'),
  minimum_plan: reference.nullable().describe('Id or slug of the lowest plan that may call it'),
  weight: quantity.describe('Quota units per call'),
  rate_limit: rateLimitSchema.nullable(),
  name: text(100),
  description: text(20_000).describe('Markdown'),
  position: z.int().min(0).max(100_000),
  sample_parameters: sampleParameters,
};

export const newRouteSchema = z.strictObject({
  ...routeFields,
  upstream_path: routeFields.upstream_path.default(null),
  protocol: routeFields.protocol.default('http'),
  minimum_plan: routeFields.minimum_plan.default(null),
  weight: routeFields.weight.default('1'),
  rate_limit: routeFields.rate_limit.default(null),
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
  method: z.enum(ROUTE_METHODS),
  template: z.string(),
  protocol: z.enum(ROUTE_PROTOCOLS),
  minimum_plan_id: z.string().nullable(),
  weight: z.string(),
  rate_limit: rateLimitSchema.nullable(),
  name: z.string(),
  description: z.string(),
  sample_parameters: z.record(z.string(), z.string()),
});

export const routeSchema = publicRouteSchema.extend({
  product_id: z.string(),
  position: z.int(),
  upstream_path: z.string().nullable(),
});

export function presentPublicRoute(route: RouteDefinition): z.input<typeof publicRouteSchema> {
  return {
    id: route.id,
    method: route.method,
    template: route.template,
    protocol: route.protocol,
    minimum_plan_id: route.minimumPlanId,
    weight: decimalText(route.weight),
    rate_limit: route.rateLimit,
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
  };
}
