import { t } from '../../text/index.ts';

/** JSON Schema 2020-12 without references, as providers' documents were read. Nothing in it is taken for granted. */
export type Schema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** 'string, date-time', 'list of integer', 'object or null'. */
export function kindWords(schema: Schema): string {
  const types = [schema.type].flat().filter((type): type is string => typeof type === 'string');
  const kinds = types.filter((type) => type !== 'null').map((type) => oneKind(schema, type));
  if (kinds.length === 0) kinds.push(impliedKind(schema));
  const words = kinds.join(t.docs.schema.or);
  return types.includes('null') ? `${words} ${t.docs.schema.nullable}` : words;
}

function oneKind(schema: Schema, type: string): string {
  if (type === 'array')
    return isSchema(schema.items) ? t.docs.schema.listOf(kindWords(schema.items)) : t.docs.schema.listOf('…');
  return typeof schema.format === 'string' && type !== 'object' ? `${type}, ${schema.format}` : type;
}

function impliedKind(schema: Schema): string {
  if (isSchema(schema.properties)) return 'object';
  if (isSchema(schema.items)) return oneKind(schema, 'array');
  const branches = branchesOf(schema)?.schemas ?? [];
  const kinds = [...new Set(branches.map(kindWords))];
  return kinds.length > 0 && kinds.length <= 3 ? kinds.join(t.docs.schema.or) : t.docs.schema.any;
}

/** What else a value must be, one rule each. */
export function ruleWords(schema: Schema): string[] {
  const words = t.docs.schema;
  const rules: (string | null)[] = [
    range(schema.minimum ?? schema.exclusiveMinimum, schema.maximum ?? schema.exclusiveMaximum),
    wrapped(words.length, range(schema.minLength, schema.maxLength)),
    wrapped(words.count, range(schema.minItems, schema.maxItems)),
    typeof schema.pattern === 'string' ? words.pattern(schema.pattern) : null,
    schema.readOnly === true ? words.readOnly : null,
    schema.writeOnly === true ? words.writeOnly : null,
    schema['x-turnpike-cut'] === undefined ? null : words.cut,
  ];
  return rules.filter((rule) => rule !== null);
}

function range(least: unknown, most: unknown): string | null {
  const words = t.docs.schema;
  if (least !== undefined && most !== undefined) return words.between(String(least), String(most));
  if (least !== undefined) return words.atLeast(String(least));
  return most === undefined ? null : words.atMost(String(most));
}

function wrapped(by: (words: string) => string, words: string | null): string | null {
  return words === null ? null : by(words);
}

/** The values that are allowed, as JSON; null where any is. */
export function allowedValues(schema: Schema): string[] | null {
  if (Object.hasOwn(schema, 'const')) return [valueText(schema.const)];
  return Array.isArray(schema.enum) && schema.enum.length > 0 ? schema.enum.map(valueText) : null;
}

export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

export interface Field {
  name: string;
  schema: Schema;
  isRequired: boolean;
}

/** The fields of an object, those of all its parts together. */
export function fieldsOf(schema: Schema): Field[] {
  const parts = Array.isArray(schema.allOf) ? schema.allOf.filter(isSchema) : [];
  const fields = new Map<string, Field>();
  for (const part of [...parts, schema]) {
    const required = new Set(Array.isArray(part.required) ? part.required : []);
    const own = isSchema(part.properties) ? Object.entries(part.properties) : [];
    const inner = part === schema ? own : [...fieldsOf(part).map((one) => [one.name, one.schema] as const)];
    for (const [name, value] of inner) {
      const isRequired = required.has(name) || (fields.get(name)?.isRequired ?? false);
      fields.set(name, { name, schema: isSchema(value) ? value : {}, isRequired });
    }
    for (const name of required) {
      const field = fields.get(String(name));
      if (field) field.isRequired = true;
    }
  }
  return [...fields.values()];
}

export interface Branches {
  words: string;
  schemas: Schema[];
}

export function branchesOf(schema: Schema): Branches | null {
  for (const name of ['oneOf', 'anyOf'] as const) {
    const branches = schema[name];
    if (!Array.isArray(branches)) continue;
    const schemas = branches.filter(isSchema).filter((branch) => branch.type !== 'null');
    if (schemas.length > 0) return { words: t.docs.schema.oneOf, schemas };
  }
  return null;
}

/** What a list holds, or what names that are not listed hold. */
export function innerOf(schema: Schema): { words: string; schema: Schema } | null {
  if (isSchema(schema.items)) return { words: t.docs.schema.items, schema: schema.items };
  const others = schema.additionalProperties;
  if (isSchema(others) && Object.keys(others).length > 0)
    return { words: t.docs.schema.others, schema: others };
  return null;
}

/** Whether there is more to say of it than its kind. */
export function hasParts(schema: Schema): boolean {
  if (fieldsOf(schema).length > 0 || branchesOf(schema) !== null) return true;
  const inner = innerOf(schema);
  return inner !== null && hasParts(inner.schema);
}
