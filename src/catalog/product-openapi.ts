/** The OpenAPI 3.1 document of a product, made of its routes: what consumers generate clients from. */
import { decimalText } from '#kernel';
import { parseTemplate } from './path-template.ts';
import type { PlanVersionOfPlan } from './plan.ts';
import type { Product } from './product.ts';
import type { RouteDefinition } from './route-definition.ts';

type Json = Record<string, unknown>;

/** What ANY stands for. OPTIONS is left out: the gateway answers preflights itself. */
const anyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export function productOpenApi(input: {
  product: Product;
  routes: readonly RouteDefinition[];
  offers: readonly PlanVersionOfPlan[];
  /** Public address of the product at the gateway. */
  address: string;
}): Json {
  const { product, routes, offers, address } = input;
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = paths[route.template] ?? pathItem(route);
    paths[route.template] = path;
    for (const method of methodsOf(route, routes))
      path[method.toLowerCase()] = operation(route, method, offers);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: product.name,
      version: `${product.revision}`,
      ...(product.summary ? { summary: product.summary } : {}),
      ...(product.description ? { description: product.description } : {}),
    },
    servers: [{ url: address }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key of your subscription: tp_live_… or tp_test_…',
        },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

function methodsOf(route: RouteDefinition, routes: readonly RouteDefinition[]): readonly string[] {
  if (route.method !== 'ANY') return [route.method];
  const named = routes.filter((other) => other.template === route.template).map((other) => other.method);
  return anyMethod.filter((method) => !named.includes(method));
}

function pathItem(route: RouteDefinition): Json {
  const parsed = parseTemplate(route.template);
  const names = parsed.ok ? parsed.parameters : [];
  if (names.length === 0) return {};
  return { parameters: names.map((name) => parameter(name, 'path', route.sampleParameters[name])) };
}

function parameter(name: string, place: 'path' | 'query', example: string | undefined): Json {
  const sample = example === undefined ? {} : { example };
  return { name, in: place, required: place === 'path', schema: { type: 'string' }, ...sample };
}

function operation(route: RouteDefinition, method: string, offers: readonly PlanVersionOfPlan[]): Json {
  const inPath = parseTemplate(route.template);
  const pathNames = inPath.ok ? inPath.parameters : [];
  const others = Object.entries(route.sampleParameters).filter(([name]) => !pathNames.includes(name));
  const minimum = offers.find((offer) => offer.planId === route.minimumPlanId);
  return {
    operationId: `${method.toLowerCase()}_${route.id}`,
    summary: route.name || `${method} ${route.template}`,
    ...(route.description ? { description: route.description } : {}),
    ...(others.length > 0
      ? { parameters: others.map(([name, value]) => parameter(name, 'query', value)) }
      : {}),
    responses: {
      default: { description: 'The answer of the API' },
      401: refusal('The key is missing, wrong, expired or revoked'),
      403: refusal('The plan does not include this'),
      429: refusal('A rate limit or the quota is used up'),
    },
    'x-turnpike-weight': decimalText(route.weight),
    ...(route.minimumPlanId === null
      ? {}
      : { 'x-turnpike-minimum-plan': minimum?.planSlug ?? route.minimumPlanId }),
  };
}

function refusal(description: string): Json {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
  },
};
