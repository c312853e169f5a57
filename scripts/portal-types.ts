/**
 * Turns openapi.json into portal/api/schema.d.ts, in the `paths`/`components` form that openapi-fetch reads.
 * (openapi-typescript does the same but needs the JavaScript API of TypeScript 5, which the native compiler lacks.)
 *
 *   node scripts/portal-types.ts            writes the file
 *   node scripts/portal-types.ts --check    exits 1 when the committed file is not what openapi.json says
 */
import { readFileSync, writeFileSync } from 'node:fs';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema | boolean;
  prefixItems?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  description?: string;
}
type Content = Record<string, { schema?: Schema }>;
interface Parameter {
  $ref?: string;
  name: string;
  in: 'query' | 'header' | 'path' | 'cookie';
  required?: boolean;
  schema?: Schema;
}
interface Body {
  $ref?: string;
  required?: boolean;
  content?: Content;
}
interface Operation {
  summary?: string;
  parameters?: Parameter[];
  requestBody?: Body;
  responses?: Record<string, Body>;
}
export interface OpenApi {
  paths?: Record<string, Record<string, unknown>>;
  components?: Record<string, Record<string, unknown>> & { schemas?: Record<string, Schema> };
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const PLACES = ['query', 'header', 'path', 'cookie'] as const;

export function portalTypes(document: OpenApi): string {
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => {
    const shared = (item.parameters ?? []) as Parameter[];
    const operations = METHODS.filter((method) => item[method]).map((method) =>
      member(
        method,
        operationType(document, item[method] as Operation, shared),
        (item[method] as Operation).summary,
      ),
    );
    return member(path, block(operations));
  });
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) =>
    member(name, schemaType(schema), schema.description),
  );
  return [
    '// Generated from openapi.json by scripts/portal-types.ts (npm run openapi). Do not edit.',
    '',
    `export interface paths ${block(paths)}`,
    '',
    `export interface components ${block([member('schemas', block(schemas))])}`,
    '',
  ].join('\n');
}

function operationType(document: OpenApi, operation: Operation, shared: Parameter[]): string {
  const parameters = [...shared, ...(operation.parameters ?? [])].map((entry) =>
    resolve<Parameter>(document, entry),
  );
  const places = PLACES.flatMap((place) => {
    const own = parameters.filter((parameter) => parameter.in === place);
    if (own.length === 0) return [`${place}?: never;`];
    const optional = own.every((parameter) => !isRequired(parameter));
    // `undefined` too, because openapi-fetch leaves such a parameter out.
    const fields = own.map((parameter) => {
      const type = schemaType(parameter.schema ?? {});
      const required = isRequired(parameter);
      return member(parameter.name, required ? type : union([type, 'undefined']), undefined, !required);
    });
    return [member(place, block(fields), undefined, optional)];
  });
  const members = [member('parameters', block(places))];
  if (operation.requestBody) {
    const body = resolve<Body>(document, operation.requestBody);
    members.push(member('requestBody', contentType(body.content), undefined, !body.required));
  } else {
    members.push('requestBody?: never;');
  }
  const responses = Object.entries(operation.responses ?? {}).map(([status, response]) =>
    member(status, contentType(resolve<Body>(document, response).content)),
  );
  members.push(member('responses', block(responses)));
  return block(members);
}

/** A path parameter is always required, whatever the document says. */
function isRequired(parameter: Parameter): boolean {
  return parameter.required === true || parameter.in === 'path';
}

function contentType(content: Content | undefined): string {
  const entries = Object.entries(content ?? {});
  if (entries.length === 0) return block(['content?: never;']);
  const types = entries.map(([media, entry]) => member(media, schemaType(entry.schema ?? {})));
  return block([member('content', block(types))]);
}

export function schemaType(schema: Schema): string {
  if (schema.$ref) return referenceType(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) return withOwnFields(schema, union(alternatives.map(schemaType)));
  if (schema.allOf)
    return withOwnFields(schema, schema.allOf.map((part) => group(schemaType(part))).join(' & '));
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => plainType({ ...schema, type })));
  return plainType(schema);
}

function plainType(schema: Schema): string {
  if (schema.type === 'string') return schema.format === 'binary' ? 'Blob' : 'string';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  if (schema.type === 'boolean' || schema.type === 'null') return schema.type;
  if (schema.prefixItems) return `[${schema.prefixItems.map(schemaType).join(', ')}]`;
  if (schema.type === 'array') {
    return typeof schema.items === 'object' ? `${group(schemaType(schema.items))}[]` : 'unknown[]';
  }
  if (schema.type === 'object' || schema.properties) return objectType(schema);
  return 'unknown';
}

function objectType(schema: Schema): string {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) =>
    member(name, schemaType(field), field.description, !schema.required?.includes(name)),
  );
  const rest = schema.additionalProperties;
  const restType = typeof rest === 'object' && Object.keys(rest).length > 0 ? schemaType(rest) : 'unknown';
  if (fields.length === 0) return rest === false ? 'Record<string, never>' : `Record<string, ${restType}>`;
  return typeof rest === 'object' ? `${block(fields)} & Record<string, ${restType}>` : block(fields);
}

function withOwnFields(schema: Schema, type: string): string {
  return schema.properties ? `${group(type)} & ${objectType(schema)}` : type;
}

function resolve<T>(document: OpenApi, entry: { $ref?: string }): T {
  if (!entry.$ref) return entry as T;
  const [, , kind, name] = entry.$ref.split('/');
  const target = document.components?.[kind!]?.[name!];
  if (!target) throw new Error(`openapi.json refers to ${entry.$ref}, which it does not contain`);
  return target as T;
}

function referenceType(reference: string): string {
  const name = reference.replace('#/components/schemas/', '');
  if (name === reference)
    throw new Error(`cannot follow ${reference}: only #/components/schemas/… is understood`);
  return `components['schemas'][${JSON.stringify(name)}]`;
}

function union(types: string[]): string {
  return (
    [...new Set(types)].map((type) => (type.includes(' & ') ? group(type) : type)).join(' | ') || 'never'
  );
}

function group(type: string): string {
  return / [|&] /.test(type) ? `(${type})` : type;
}

function member(name: string, type: string, comment?: string, optional = false): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) || /^\d+$/.test(name) ? name : JSON.stringify(name);
  const note = comment ? `/** ${comment.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim()} */\n` : '';
  return `${note}${key}${optional ? '?' : ''}: ${type};`;
}

function block(members: string[]): string {
  if (members.length === 0) return '{}';
  return `{\n${members.join('\n').replace(/^(?=.)/gm, '  ')}\n}`;
}

if (import.meta.main) {
  const target = new URL('../portal/api/schema.d.ts', import.meta.url);
  const types = portalTypes(JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')));
  if (!process.argv.includes('--check')) writeFileSync(target, types);
  else if (readFileSync(target, 'utf8') !== types) {
    console.error('portal/api/schema.d.ts is not what openapi.json says; run: node scripts/portal-types.ts');
    process.exitCode = 1;
  }
}
