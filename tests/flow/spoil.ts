import type { Json } from './client.ts';

/** A request body that must be refused, and the place that the refusal must point at. */
export interface Spoiled {
  readonly what: string;
  readonly text: string;
  readonly pointer: string;
}

type Place = readonly (string | number)[];

const ofEachType: Readonly<Record<string, unknown>> = {
  string: 'x',
  number: 7,
  boolean: true,
  null: null,
  array: [],
  object: {},
};

/** Numbers that JSON text can say and JavaScript or a column cannot hold. Written as they stand. */
const absurdNumbers = ['1e400', '-1e400', '1.5', '9223372036854775808', '-9223372036854775809'];
const tooLong = 'y'.repeat(20_000);

/** The places of all members and items of a JSON value. */
export function placesOf(value: Json, above: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[...above, key], ...placesOf(value[key], [...above, key])]);
}

export function pointerTo(place: Place): string {
  return place.map((part) => `/${part}`).join('');
}

/** The body as JSON text with something else at one place. `raw` is JSON text. */
export function withRaw(body: Json, place: Place, raw: string): string {
  const copy = JSON.parse(JSON.stringify(body));
  const holder = place.slice(0, -1).reduce((node, part) => node[part], copy);
  holder[place.at(-1)!] = '@raw@';
  return JSON.stringify(copy).replace('"@raw@"', () => raw);
}

export function without(body: Json, name: string): Json {
  const { [name]: _, ...rest } = body;
  return rest;
}

/** The sub-schemas that stand for a place, over all branches of unions. */
export function schemasAt(schema: Json, place: Place): Json[] {
  return place.reduce<Json[]>(
    (nodes, part) => nodes.flatMap((node) => branchesOf(member(node, part))),
    branchesOf(schema),
  );
}

function branchesOf(node: Json): Json[] {
  if (node === undefined || node === false) return [];
  const branches = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  if (branches.length === 0) return [node];
  return branches.flatMap(branchesOf);
}

function member(node: Json, part: string | number): Json {
  if (typeof part === 'number') return node.items;
  return node.properties?.[part] ?? (node.additionalProperties || undefined);
}

function typesOf(node: Json): string[] | null {
  if (node.type !== undefined) return [node.type].flat();
  const values = node.enum ?? ('const' in node ? [node.const] : null);
  return values?.map((value: unknown) => (value === null ? 'null' : typeof value)) ?? null;
}

/** Everything that the schema says cannot stand at the places of a body that is right. */
export function spoiledFields(schema: Json, body: Json): Spoiled[] {
  return placesOf(body).flatMap((place) => {
    const nodes = schemasAt(schema, place);
    const pointer = pointerTo(place);
    const spoil = (raw: string): Spoiled => ({
      what: `${raw.slice(0, 30)} at ${pointer}`,
      text: withRaw(body, place, raw),
      pointer,
    });
    // All types at the top; deeper, where the same schemas come again and again, two of them.
    const types = wrongTypes(nodes).slice(place.length > 1 ? -2 : 0);
    return [...types, ...wrongNumbers(nodes), ...wrongTexts(nodes)].map(spoil);
  });
}

function wrongTypes(nodes: readonly Json[]): string[] {
  const types = nodes.map(typesOf);
  if (types.length === 0 || types.includes(null)) return [];
  const allowed = new Set(types.flatMap((list) => list!));
  if (allowed.has('integer')) allowed.add('number');
  return Object.entries(ofEachType)
    .filter(([type]) => !allowed.has(type))
    .map(([, value]) => JSON.stringify(value));
}

function wrongNumbers(nodes: readonly Json[]): string[] {
  const isInteger = nodes.some((node) => node.type === 'integer');
  if (nodes.some((node) => node.type === 'number')) return absurdNumbers.slice(0, 2);
  if (!isInteger) return [];
  return nodes.some((node) => node.minimum >= 0) ? [...absurdNumbers, '-1'] : absurdNumbers;
}

function wrongTexts(nodes: readonly Json[]): string[] {
  const texts = nodes.filter((node) => typesOf(node)?.includes('string'));
  if (texts.length === 0) return [];
  const longest = Math.max(...texts.map((node) => node.maxLength ?? Number.POSITIVE_INFINITY));
  const tooBig = Number.isFinite(longest) ? 'z'.repeat(longest + 1) : tooLong;
  const isClosed = texts.every((node) => node.enum ?? 'const' in node);
  const wrong = [tooBig, ...(isClosed ? ['nonsense', ''] : [])].map((text) => JSON.stringify(text));
  return [...wrong, ...unstorable];
}

/** Required members left out, and one that nobody knows. */
export function spoiledMembers(schema: Json, body: Json): Spoiled[] {
  const required: string[] = schema.required ?? [];
  const missing = required.map((name) => ({
    what: `without ${name}`,
    text: JSON.stringify(without(body, name)),
    pointer: `/${name}`,
  }));
  const objects = [[], ...placesOf(body)].filter((place) => {
    const nodes = schemasAt(schema, place);
    // A record takes any name; an object only those that it lists, whether its schema says so or not.
    return nodes.length > 0 && nodes.every((node) => node.properties !== undefined);
  });
  const unknown = objects.flatMap((place) =>
    ['nonsense', 'constructor', 'toString'].map((name) => ({
      what: `unknown ${name} in ${pointerTo(place)}`,
      text: withRaw(body, [...place, name], '1'),
      pointer: pointerTo([...place, name]),
    })),
  );
  return [...missing, ...unknown];
}

/** Bodies that are no bodies: of another JSON type. */
export function wrongRoots(schema: Json): string[] {
  const types = branchesOf(schema).flatMap((node) => typesOf(node) ?? []);
  const wrong = Object.entries(ofEachType).filter(([type]) => !types.includes(type));
  return wrong.map(([, value]) => JSON.stringify(value));
}

const nestedDeep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Texts that are no JSON that we take, whatever the schema: each is answered 400. */
export const brokenJson: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  '{',
  '{"__proto__":{"operator":true}}',
  nestedDeep(200_000),
  '{"a":}',
  "{'a':1}",
  '{"a":1}}',
  '{"a":NaN}',
  '\u0000',
  '{"a":{"b":[{"__proto__":1}]}}',
  '{"a":"unfinished',
  '{"a":'.repeat(100),
  new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
];

/** Nested, but not too deep to be read: refused by what the body should be (422). */
export const nestedBody = `{"nonsense":${nestedDeep(500)}}`;

/** JSON text of texts that PostgreSQL cannot hold: NUL, and half of a surrogate pair. */
const unstorable = ['"x\\u0000y"', '"\\ud800z"'];

/** Texts that may be right somewhere, and must break nothing anywhere. */
export const oddTexts: readonly string[] = [
  '',
  '-1',
  '٣',
  '9'.repeat(39),
  '0.0000000000001',
  '2030-01-01T00:00:00.1234567890Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999-23:59',
  '-271821-04-20T00:00:00Z',
  "'%_\\;--",
  '\u0001\u001b[31m\u202e\ufeff',
  '🧾'.repeat(40),
];
