/** The OpenAPI 3.1 document of a product, made of its routes: what consumers generate clients from. */
import { decimalText } from '#kernel';
import {
  ANY_METHOD,
  type BodyDocumentation,
  type Example,
  GATEWAYS_OWN,
  type MediaDocumentation,
  OWN_MINIMUM_PLAN,
  OWN_WEIGHT,
  type ParameterDocumentation,
  type ResponseDocumentation,
} from './openapi/documentation.ts';
import { parseTemplate } from './path-template.ts';
import type { PlanVersionOfPlan } from './plan.ts';
import type { Product } from './product.ts';
import type { RouteDefinition } from './route-definition.ts';
import type { RouteDocs } from './store-route-docs.ts';

type Json = Record<string, unknown>;

/** What ANY stands for. OPTIONS is left out: the gateway answers preflights itself. */
const anyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export function productOpenApi(input: {
  product: Product;
  routes: readonly RouteDefinition[];
  /** By route. */
  docs: ReadonlyMap<string, RouteDocs>;
  offers: readonly PlanVersionOfPlan[];
  /** Public address of the product at the gateway. */
  address: string;
}): Json {
  const { product, routes, docs, offers, address } = input;
  const paths: Record<string, Json> = {};
  const named = Map.groupBy(routes, (route) => route.template);
  for (const route of routes) {
    const path = paths[route.template] ?? {};
    paths[route.template] = path;
    for (const method of methodsOf(route, named.get(route.template) ?? []))
      path[method.toLowerCase()] = operation(route, method, docs.get(route.id) ?? null, offers);
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

function methodsOf(route: RouteDefinition, sameTemplate: readonly RouteDefinition[]): readonly string[] {
  if (route.method !== 'ANY') return [route.method];
  const named = sameTemplate.map((other) => other.method);
  return anyMethod.filter((method) => !named.includes(method));
}

function operation(
  route: RouteDefinition,
  method: string,
  docs: RouteDocs | null,
  offers: readonly PlanVersionOfPlan[],
): Json {
  const said = docs?.documentation ?? null;
  const minimum = offers.find((offer) => offer.planId === route.minimumPlanId);
  const isAny = route.method === 'ANY';
  const parameters = said ? said.parameters.map(parameter) : sampleParameters(route);
  return {
    operationId: (isAny ? null : docs?.operationId) ?? `${method.toLowerCase()}_${route.id}`,
    summary: route.name || `${method} ${route.template}`,
    ...(route.description ? { description: route.description } : {}),
    ...(said && said.tags.length > 0 ? { tags: said.tags } : {}),
    ...(said?.deprecated ? { deprecated: true } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(said?.request_body ? { requestBody: requestBody(said.request_body) } : {}),
    responses: responses(said?.responses ?? []),
    ...(isAny ? { [ANY_METHOD]: true } : {}),
    [OWN_WEIGHT]: decimalText(route.weight),
    ...(route.minimumPlanId === null ? {} : { [OWN_MINIMUM_PLAN]: minimum?.planSlug ?? route.minimumPlanId }),
  };
}

/** Of a route that nobody described: its path, and whatever it has samples of. */
function sampleParameters(route: RouteDefinition): Json[] {
  const inPath = parseTemplate(route.template);
  const pathNames = inPath.ok ? inPath.parameters : [];
  const others = Object.keys(route.sampleParameters).filter((name) => !pathNames.includes(name));
  return [...pathNames, ...others].map((name) => {
    const place = pathNames.includes(name) ? 'path' : 'query';
    const sample = route.sampleParameters[name];
    const example = sample === undefined ? {} : { example: sample };
    return { name, in: place, required: place === 'path', schema: { type: 'string' }, ...example };
  });
}

function parameter(said: ParameterDocumentation): Json {
  return {
    name: said.name,
    in: said.in,
    required: said.required,
    ...(said.description ? { description: said.description } : {}),
    ...(said.deprecated ? { deprecated: true } : {}),
    ...(said.style ? { style: said.style } : {}),
    ...(said.explode === null ? {} : { explode: said.explode }),
    schema: said.schema,
    ...examples(said.examples),
  };
}

function requestBody(said: BodyDocumentation): Json {
  return {
    ...(said.description ? { description: said.description } : {}),
    required: said.required,
    content: content(said.content),
  };
}

function responses(said: readonly ResponseDocumentation[]): Json {
  const described = said.map(({ status, description, headers, content: media }): [string, Json] => [
    status,
    {
      description,
      ...(headers.length > 0
        ? { headers: Object.fromEntries(headers.map(({ name, ...header }) => [name, header])) }
        : {}),
      ...(media.length > 0 ? { content: content(media) } : {}),
    },
  ]);
  return { ...gatewayResponses, ...Object.fromEntries(described) };
}

function content(said: readonly MediaDocumentation[]): Json {
  return Object.fromEntries(
    said.map((media) => [
      media.media_type,
      { ...(media.schema ? { schema: media.schema } : {}), ...examples(media.examples) },
    ]),
  );
}

function examples(said: readonly Example[]): Json {
  const [first] = said;
  if (first === undefined) return {};
  if (said.length === 1 && first.name === 'default' && first.summary === '') return { example: first.value };
  return {
    examples: Object.fromEntries(
      said.map(({ name, summary, value }) => [name, { ...(summary ? { summary } : {}), value }]),
    ),
  };
}

function refusal(description: string): Json {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    [GATEWAYS_OWN]: true,
  };
}

/** What every route may answer, unless its own documentation says it better. */
const gatewayResponses: Json = {
  default: { description: 'The answer of the API', [GATEWAYS_OWN]: true },
  401: refusal('The key is missing, wrong, expired or revoked'),
  403: refusal('The plan does not include this'),
  429: refusal('A rate limit or the quota is used up'),
};

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
