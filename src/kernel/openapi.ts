import { z } from 'zod';
import { kernelProblems, type ProblemKind } from './problem.ts';
import { type Route, routePath } from './route.ts';

type Json = Record<string, unknown>;

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

/** The OpenAPI 3.1 document of these routes, in a stable order. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {};
  const schemas = new Schemas();
  const ordered = [...routes].sort(
    (a, b) => routePath(a).localeCompare(routePath(b)) || a.method.localeCompare(b.method),
  );
  for (const declared of ordered) {
    const path = routePath(declared);
    paths[path] ??= {};
    paths[path][declared.method.toLowerCase()] = operation(declared, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Turnpike',
      version,
      description: 'Admit, count, price, invoice, collect and share calls to APIs.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'Access token of a person, or a service token',
        },
        cookie: { type: 'apiKey', in: 'cookie', name: 'turnpike_session' },
      },
      schemas: schemas.named,
    },
  };
}

function operation(declared: Route, schemas: Schemas): Json {
  const permission = ['public', 'signed-in', 'operator'].includes(declared.access)
    ? {}
    : { 'x-permission': declared.access };
  return {
    operationId: operationId(declared),
    tags: [declared.tag],
    summary: declared.summary,
    ...(declared.description ? { description: declared.description } : {}),
    'x-access': declared.access,
    ...permission,
    ...(declared.access === 'public' ? { security: [] } : {}),
    parameters: parameters(declared, schemas),
    ...requestBody(declared, schemas),
    responses: responses(declared, schemas),
  };
}

function operationId(declared: Route): string {
  const words = routePath(declared)
    .replace('/api/v1', '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  return [declared.method.toLowerCase(), ...words].join('_');
}

/**
 * A schema with a name (`.meta({ id })`) stands once among the components, and once more with the defaults left open as
 * what a request may send.
 */
class Schemas {
  readonly named: Record<string, Json> = { Problem: problemSchema };

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _,
      $defs = {},
      ...rest
    } = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      target: 'draft-2020-12',
    }) as Json;
    const nameOf = (id: string) => (io === 'input' ? `${id}Input` : id);
    for (const [id, { id: __, ...definition }] of Object.entries($defs as Record<string, Json>))
      this.named[nameOf(id)] ??= withComponents(definition, nameOf) as Json;
    return withComponents(rest, nameOf) as Json;
  }
}

const DEFINITION = '#/$defs/';

function withComponents(node: unknown, nameOf: (id: string) => string): unknown {
  if (Array.isArray(node)) return node.map((item) => withComponents(item, nameOf));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => {
      if (name === '$ref' && typeof value === 'string' && value.startsWith(DEFINITION))
        return [name, `#/components/schemas/${nameOf(value.slice(DEFINITION.length))}`];
      return [name, withComponents(value, nameOf)];
    }),
  );
}

function parameters(declared: Route, schemas: Schemas): Json[] {
  const result: Json[] = [];
  for (const [place, schema] of [
    ['path', declared.params],
    ['query', declared.query],
  ] as const) {
    if (!schema) continue;
    const { properties = {}, required = [] } = schemas.of(schema, 'input') as {
      properties?: Record<string, Json>;
      required?: string[];
    };
    for (const [name, one] of Object.entries(properties)) {
      result.push({ name, in: place, required: place === 'path' || required.includes(name), schema: one });
    }
  }
  if (declared.idempotent) {
    result.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', maxLength: 255 },
    });
  }
  return result;
}

function requestBody(declared: Route, schemas: Schemas): Json {
  if (declared.rawBody) return { requestBody: { content: { '*/*': { schema: {} } } } };
  if (!declared.body) return {};
  const required = !declared.body.safeParse(undefined).success;
  return {
    requestBody: {
      required,
      content: { 'application/json': { schema: schemas.of(declared.body, 'input') } },
    },
  };
}

function responses(declared: Route, schemas: Schemas): Json {
  const { status, schema, content } = declared.response;
  const body = content
    ? { [content]: { schema: {} } }
    : schema && { 'application/json': { schema: schemas.of(schema, 'output') } };
  const result: Record<string, Json> = {
    [status]: { description: declared.summary, ...(body ? { content: body } : {}) },
  };
  const kinds = new Map<number, ProblemKind[]>();
  for (const kind of [...standardProblems(declared), ...(declared.problems ?? [])]) {
    kinds.set(kind.status, [...(kinds.get(kind.status) ?? []), kind]);
  }
  for (const [code, list] of [...kinds].sort(([a], [b]) => a - b)) {
    result[code] = {
      description: list.map((kind) => `${kind.title} (${kind.type})`).join('; '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return result;
}

function standardProblems(declared: Route): ProblemKind[] {
  const list: ProblemKind[] = [];
  if (declared.access !== 'public') list.push(kernelProblems.unauthenticated, kernelProblems.forbidden);
  if (declared.params) list.push(kernelProblems.notFound);
  if (declared.body || declared.query || declared.params) list.push(kernelProblems.invalidRequest);
  if (declared.body) list.push(kernelProblems.badJson);
  if (declared.idempotent) list.push(kernelProblems.idempotencyMismatch);
  return list;
}
