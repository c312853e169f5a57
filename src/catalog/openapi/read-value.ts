/** Values that a document carries as they are: examples, defaults, enumerated values. */
import { entriesOf, find, type Json, member, textOf } from './references.ts';
import { Report, shorten } from './report.ts';

const deepest = 24;
const mostNodes = 2000;
const mostCharacters = 8000;

/**
 * A copy that every store can hold; undefined when it is too large or nested too deeply to be kept. Some authors refer
 * to parts of examples; whoever reads our document would follow that too, so none is kept that leads nowhere.
 */
export function readValue(value: unknown, document: Json): unknown {
  const left = { nodes: mostNodes, characters: mostCharacters, document };
  try {
    return copy(value, 0, left);
  } catch (error) {
    if (error instanceof NotKept) return undefined;
    throw error;
  }
}

class NotKept extends Error {}

interface Left {
  nodes: number;
  characters: number;
  readonly document: Json;
}

function copy(value: unknown, depth: number, left: Left): unknown {
  left.nodes -= 1;
  if (depth > deepest || left.nodes < 0 || left.characters < 0) throw new NotKept();
  switch (typeof value) {
    case 'string': {
      left.characters -= value.length;
      if (left.characters < 0) throw new NotKept();
      return shorten(value, mostCharacters);
    }
    case 'number':
      // YAML has .inf and .nan, JSON has not.
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value;
    case 'object':
      break;
    default:
      return null;
  }
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1, left));
  if (typeof member(value, '$ref') === 'string') return copy(targetOf(value, left), depth + 1, left);
  const made: Record<string, unknown> = {};
  for (const [name, item] of entriesOf(value)) {
    left.characters -= name.length;
    made[shorten(name, 200)] = copy(item, depth + 1, left);
  }
  return made;
}

function targetOf(value: unknown, { document }: Left): unknown {
  const found = find(document, textOf(value, '$ref'), '', new Report());
  if (found === null) throw new NotKept();
  const isExample = /^\/components\/examples\/[^/]+$/.test(found.pointer);
  return isExample ? member(found.value, 'value') : found.value;
}

/** JSON text with the names of objects in one order: equal for values that say the same. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
