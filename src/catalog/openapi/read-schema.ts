/**
 * Schemas of OpenAPI 3.0 and 3.1 become JSON Schema 2020-12 without references: what is named elsewhere is put in its
 * place, recursion and what is too deep is cut and says so. Reading what was read before gives the same again.
 */
import { CUT, type Schema } from './documentation.ts';
import { readValue } from './read-value.ts';
import { at, entriesOf, type Found, find, isObject, type Json, member, textOf } from './references.ts';
import { type Report, shorten } from './report.ts';

/** How much of a route's schemas is kept. A route that has more is read again with less. */
export interface Allowance {
  readonly depth: number;
  readonly descriptionLength: number;
}

/** The schemas of a route hold more than a route may. */
export class TooMuch extends Error {}

const mostHops = 20;
const mostEnumerated = 200;
const mostProperties = 200;
const mostBranches = 40;
const longestPattern = 500;
const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];
const numbers = ['multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'];
const counts = ['maxLength', 'minLength', 'maxItems', 'minItems', 'maxContains', 'minContains'];
const moreCounts = ['maxProperties', 'minProperties'];
const flags = ['deprecated', 'readOnly', 'writeOnly', 'uniqueItems'];
const texts = ['format', 'contentEncoding', 'contentMediaType'];
const single = ['items', 'contains', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else'];
const moreSingle = ['unevaluatedItems', 'unevaluatedProperties'];
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const maps = ['properties', 'patternProperties', 'dependentSchemas'];
const annotations = [
  'description',
  'title',
  'summary',
  'deprecated',
  'default',
  'example',
  'examples',
  'readOnly',
];
const unread = ['$dynamicRef', '$recursiveRef', 'dependentRequired'];
const innerNames = [...single, ...moreSingle, ...lists, ...maps];

export class SchemaReader {
  readonly #document: Json;
  readonly #report: Report;
  readonly #allowance: Allowance;
  #left: number;

  /** `characters`: about how much JSON text the schemas that are read may come to. Beyond it TooMuch is thrown. */
  constructor(document: Json, report: Report, allowance: Allowance, characters: number) {
    this.#document = document;
    this.#report = report;
    this.#allowance = allowance;
    this.#left = characters;
  }

  read(value: unknown, pointer: string): Schema | null {
    if (value === undefined || value === null) return null;
    const schema = this.#schema({ value, pointer }, 0, []);
    return typeof schema === 'boolean' ? (schema ? {} : { not: {} }) : schema;
  }

  #schema(from: Found, depth: number, above: readonly unknown[]): Schema | boolean {
    if (typeof from.value === 'boolean') return from.value;
    const steps: Json[] = [];
    let here = from;
    let inside = above;
    for (let hops = 0; typeof member(here.value, '$ref') === 'string'; hops += 1) {
      const next = find(this.#document, textOf(here.value, '$ref'), here.pointer, this.#report);
      if (isObject(here.value)) steps.push(here.value);
      if (next === null) return this.#beside(steps, {});
      if (hops >= mostHops || inside.includes(next.value)) {
        this.#report.add(
          'info',
          next.pointer,
          'recursive-schema',
          'The schema holds itself; it is cut there.',
        );
        return this.#beside(steps, this.#spend({ title: titleOf(next), [CUT]: 'recursion' }));
      }
      inside = [...inside, next.value];
      here = next;
    }
    if (typeof here.value === 'boolean') return here.value;
    if (!isObject(here.value)) {
      this.#report.add('warning', here.pointer, 'no-schema', 'There is something else than a schema here.');
      return {};
    }
    const read = this.#object(here.value, here.pointer, depth, [...inside, here.value]);
    return this.#beside(steps, read);
  }

  /** What stands beside a reference: notes replace those of its target, rules hold as well as the target's. */
  #beside(steps: readonly Json[], target: Schema): Schema {
    let schema = target;
    for (const step of steps.toReversed()) {
      const names = Object.keys(step).filter((name) => annotations.includes(name));
      if (names.length === 0) continue;
      const notes = this.#notes(step, '', Object.fromEntries(names.map((name) => [name, step[name]])));
      schema = { ...schema, ...notes };
    }
    return schema;
  }

  #object(value: Json, pointer: string, depth: number, inside: readonly unknown[]): Schema {
    const hasInner = innerNames.some((name) => isObject(value[name]) || Array.isArray(value[name]));
    if (hasInner && depth >= this.#allowance.depth) return this.#cut(value, pointer);
    const schema: Record<string, unknown> = {};
    this.#type(value, pointer, schema);
    this.#notes(value, pointer, schema, true);
    this.#rules(value, pointer, schema);
    for (const name of Object.keys(value)) {
      if (single.includes(name) || moreSingle.includes(name))
        this.#single(value, name, pointer, depth, inside, schema);
      else if (lists.includes(name)) this.#list(value, name, pointer, depth, inside, schema);
      else if (maps.includes(name)) this.#map(value, name, pointer, depth, inside, schema);
      else if (unread.includes(name))
        this.#report.add('warning', at(pointer, name), 'unread-keyword', `${name} is not read.`);
      else if (name === 'required') this.#required(value, schema);
    }
    return nullable(value, schema);
  }

  #cut(value: Json, pointer: string): Schema {
    this.#report.add('info', pointer, 'too-deep', 'What is nested deeper than this is left out.');
    const schema: Record<string, unknown> = {};
    this.#type(value, pointer, schema);
    this.#notes(value, pointer, schema, true);
    delete schema.examples;
    delete schema.default;
    return { ...schema, [CUT]: 'depth' };
  }

  #type(value: Json, pointer: string, schema: Record<string, unknown>): void {
    const given = value.type;
    if (given === undefined) return;
    const known = [given].flat().filter((type): type is string => types.includes(type as string));
    const unique = [...new Set(known)];
    if (unique.length < [given].flat().length) {
      const detail = `${shorten(JSON.stringify(given) ?? '', 100)} is no type of a schema.`;
      this.#report.add('warning', at(pointer, 'type'), 'unknown-type', detail);
    }
    if (unique.length > 0) schema.type = unique.length === 1 ? unique[0] : unique;
  }

  #notes(
    value: Json,
    pointer: string,
    schema: Record<string, unknown>,
    isWhole = false,
  ): Record<string, unknown> {
    const { descriptionLength } = this.#allowance;
    const notes: Record<string, unknown> = {};
    if (textOf(value, 'title')) notes.title = shorten(textOf(value, 'title'), 100);
    const description = textOf(value, 'description') || (isWhole ? '' : textOf(value, 'summary'));
    if (description) notes.description = shorten(description, descriptionLength);
    for (const flag of flags) if (value[flag] === true) notes[flag] = true;
    if (typeof value[CUT] === 'string') notes[CUT] = shorten(value[CUT], 20);
    if (Object.hasOwn(value, 'default')) this.#value(value.default, at(pointer, 'default'), 'default', notes);
    const given = value.examples;
    const examples = Array.isArray(given) ? given : Object.hasOwn(value, 'example') ? [value.example] : [];
    const kept = examples
      .slice(0, 3)
      .map((one) => readValue(one, this.#document))
      .filter((example) => example !== undefined);
    if (kept.length > 0) notes.examples = kept;
    this.#spend(notes);
    return Object.assign(schema, notes);
  }

  #value(value: unknown, pointer: string, name: string, into: Record<string, unknown>): void {
    const kept = readValue(value, this.#document);
    if (kept === undefined) this.#report.add('warning', pointer, 'value-too-large', 'The value is left out.');
    else into[name] = kept;
  }

  #rules(value: Json, pointer: string, schema: Record<string, unknown>): void {
    const rules: Record<string, unknown> = {};
    for (const name of texts) if (typeof value[name] === 'string') rules[name] = shorten(value[name], 100);
    for (const name of numbers)
      if (typeof value[name] === 'number' && Number.isFinite(value[name])) rules[name] = value[name];
    for (const name of [...counts, ...moreCounts])
      if (Number.isInteger(value[name]) && (value[name] as number) >= 0) rules[name] = value[name];
    exclusive(value, rules);
    if (rules.multipleOf !== undefined && (rules.multipleOf as number) <= 0) delete rules.multipleOf;
    const pattern = textOf(value, 'pattern');
    if (pattern.length > longestPattern)
      this.#report.add('warning', at(pointer, 'pattern'), 'value-too-large', 'The pattern is left out.');
    else if (pattern) rules.pattern = shorten(pattern, longestPattern);
    if (Array.isArray(value.enum) && value.enum.length > 0) this.#enum(value.enum, pointer, rules);
    if (Object.hasOwn(value, 'const')) this.#value(value.const, at(pointer, 'const'), 'const', rules);
    const discriminator = textOf(value.discriminator, 'propertyName');
    if (discriminator) rules.discriminator = { propertyName: shorten(discriminator, 100) };
    Object.assign(schema, this.#spend(rules));
  }

  #enum(values: readonly unknown[], pointer: string, rules: Record<string, unknown>): void {
    if (values.length > mostEnumerated) {
      const detail = `Of ${values.length} values the first ${mostEnumerated} are kept.`;
      this.#report.add('info', at(pointer, 'enum'), 'enumeration-cut', detail);
    }
    const kept = values.slice(0, mostEnumerated).map((one) => readValue(one, this.#document));
    rules.enum = kept.filter((one) => one !== undefined);
  }

  #required(value: Json, schema: Record<string, unknown>): void {
    if (!Array.isArray(value.required)) return;
    const names = value.required.filter((name): name is string => typeof name === 'string');
    const unique = [...new Set(names.map((name) => shorten(name, 200)))].slice(0, mostProperties);
    if (unique.length > 0) schema.required = this.#spend(unique);
  }

  #single(
    value: Json,
    name: string,
    pointer: string,
    depth: number,
    inside: readonly unknown[],
    schema: Record<string, unknown>,
  ): void {
    const inner = value[name];
    if (Array.isArray(inner)) {
      // A list of items was prefixItems until 2019.
      if (name === 'items') this.#list({ prefixItems: inner }, 'prefixItems', pointer, depth, inside, schema);
      return;
    }
    if (inner === null || inner === undefined) return;
    schema[name] = this.#schema({ value: inner, pointer: at(pointer, name) }, depth + 1, inside);
  }

  #list(
    value: Json,
    name: string,
    pointer: string,
    depth: number,
    inside: readonly unknown[],
    schema: Record<string, unknown>,
  ): void {
    const given = value[name];
    if (!Array.isArray(given) || given.length === 0) return;
    if (given.length > mostBranches) {
      const detail = `Of ${given.length} schemas the first ${mostBranches} are kept.`;
      this.#report.add('info', at(pointer, name), 'branches-cut', detail);
    }
    schema[name] = given
      .slice(0, mostBranches)
      .map((one, index) =>
        this.#schema({ value: one, pointer: at(pointer, name, index) }, depth + 1, inside),
      );
  }

  #map(
    value: Json,
    name: string,
    pointer: string,
    depth: number,
    inside: readonly unknown[],
    schema: Record<string, unknown>,
  ): void {
    const entries = entriesOf(value[name]);
    if (entries.length === 0) return;
    if (entries.length > mostProperties) {
      const detail = `Of ${entries.length} properties the first ${mostProperties} are kept.`;
      this.#report.add('info', at(pointer, name), 'properties-cut', detail);
    }
    const kept = entries.slice(0, mostProperties).map(([key, inner]): [string, unknown] => {
      const place = at(pointer, name, key);
      return [shorten(key, 200), this.#schema({ value: inner, pointer: place }, depth + 1, inside)];
    });
    this.#spend(kept.map(([key]) => key));
    schema[name] = Object.fromEntries(kept);
  }

  #spend<T>(written: T): T {
    this.#left -= JSON.stringify(written).length;
    if (this.#left < 0) throw new TooMuch();
    return written;
  }
}

function titleOf(found: Found): string {
  return shorten(textOf(found.value, 'title') || (found.pointer.split('/').at(-1) ?? ''), 100);
}

/** 3.0 says `minimum: 5, exclusiveMinimum: true`, 3.1 `exclusiveMinimum: 5`. */
function exclusive(value: Json, rules: Record<string, unknown>): void {
  for (const [bound, name] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (value[name] !== true || rules[bound] === undefined) continue;
    rules[name] = rules[bound];
    delete rules[bound];
  }
}

/** 3.0 says `nullable: true`, 3.1 has the type null. */
function nullable(value: Json, schema: Record<string, unknown>): Schema {
  if (value.nullable !== true) return schema;
  const given = schema.type;
  if (typeof given !== 'string' && !Array.isArray(given)) return schema;
  const list = [given].flat() as string[];
  const allowed = schema.enum;
  return {
    ...schema,
    ...(list.includes('null') ? {} : { type: [...list, 'null'] }),
    ...(Array.isArray(allowed) && !allowed.includes(null) ? { enum: [...allowed, null] } : {}),
  };
}
