/** A value that a schema describes: the same one each time, so that what people see in a sample does not change. */
import { CUT, type Schema } from './documentation.ts';
import { isObject } from './references.ts';

const deepest = 12;
const mostValues = 500;

/** Whose value: an answer has nothing that may only be written, a request nothing that may only be read. */
export type Direction = 'answer' | 'request';

interface Left {
  values: number;
  readonly hidden: 'writeOnly' | 'readOnly';
}

export function sampleValue(schema: Schema, direction: Direction = 'answer'): unknown {
  const hidden = direction === 'answer' ? 'writeOnly' : 'readOnly';
  return sampleOf(schema, 0, { values: mostValues, hidden });
}

function sampleOf(schema: unknown, depth: number, left: Left): unknown {
  left.values -= 1;
  if (!isObject(schema) || depth > deepest || left.values < 0) return null;
  const given = givenValue(schema);
  if (given !== undefined) return given;
  for (const name of ['oneOf', 'anyOf'] as const) {
    const branches = schema[name];
    if (Array.isArray(branches) && branches.length > 0) {
      const [first] = branches.filter((branch) => !isObject(branch) || branch.type !== 'null');
      return merge(sampleOf(without(schema, name), depth, left), sampleOf(first, depth + 1, left));
    }
  }
  if (Array.isArray(schema.allOf)) {
    const own = sampleOf(without(schema, 'allOf'), depth, left);
    return schema.allOf.reduce((made: unknown, one) => merge(made, sampleOf(one, depth + 1, left)), own);
  }
  return ofType(schema, depth, left);
}

function givenValue(schema: Schema): unknown {
  if (Object.hasOwn(schema, 'const')) return schema.const;
  const { examples, default: usual, enum: values } = schema;
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (usual !== undefined) return usual;
  if (Array.isArray(values) && values.length > 0) return values[0];
  return undefined;
}

function ofType(schema: Schema, depth: number, left: Left): unknown {
  const types = [schema.type].flat().filter((type) => type !== 'null');
  const [type = isObject(schema.properties) ? 'object' : isObject(schema.items) ? 'array' : undefined] =
    types;
  switch (type) {
    case 'object':
      return ofObject(schema, depth, left);
    case 'array':
      return ofArray(schema, depth, left);
    case 'string':
      return ofString(schema);
    case 'integer':
    case 'number':
      return ofNumber(schema);
    case 'boolean':
      return true;
    default:
      return schema[CUT] === undefined ? null : {};
  }
}

function ofObject(schema: Schema, depth: number, left: Left): unknown {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const shown = properties.filter(([, one]) => !isObject(one) || one[left.hidden] !== true);
  return Object.fromEntries(shown.map(([name, one]) => [name, sampleOf(one, depth + 1, left)]));
}

function ofArray(schema: Schema, depth: number, left: Left): unknown[] {
  if (Array.isArray(schema.prefixItems))
    return schema.prefixItems.map((item) => sampleOf(item, depth + 1, left));
  return isObject(schema.items) ? [sampleOf(schema.items, depth + 1, left)] : [];
}

const byFormat: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T10:15:00Z',
  date: '2026-01-31',
  time: '10:15:00Z',
  duration: 'PT1H',
  email: 'someone@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com',
  url: 'https://example.com',
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  byte: 'dGV4dA==',
  binary: '',
};

function ofString(schema: Schema): string {
  const text = byFormat[String(schema.format)] ?? 'text';
  const { minLength, maxLength } = schema;
  const longest = typeof maxLength === 'number' ? maxLength : text.length;
  return text
    .padEnd(typeof minLength === 'number' ? Math.min(minLength, 200) : 0, 'x')
    .slice(0, Math.max(longest, 0));
}

function ofNumber(schema: Schema): number {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  if (typeof minimum === 'number') return minimum;
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1;
  const most =
    typeof maximum === 'number' ? maximum : typeof exclusiveMaximum === 'number' ? exclusiveMaximum - 1 : 1;
  return Math.min(1, most);
}

function merge(a: unknown, b: unknown): unknown {
  if (isObject(a) && isObject(b)) return { ...a, ...b };
  return b ?? a;
}

function without(schema: Schema, name: string): Schema {
  const { [name]: _, ...rest } = schema;
  return rest;
}
