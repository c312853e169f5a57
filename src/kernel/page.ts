import { z } from 'zod';
import { invalid } from './problem.ts';

const limit = z.coerce.number().int().min(1).max(200).default(50).describe('How many, at most 200');
const cursor = z.string().max(500).optional().describe('next_cursor of the page before');

/** Query parameters of every list. Spread into a strict object with the list's own filters. */
export const pageQuery = { limit, cursor };

/** The answer of every list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable() });
}

/** Packs the sort keys of the last row; opaque to clients. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** Unpacks a cursor of `count` keys, or refuses it with a pointer. */
export function decodeCursor(text: string | undefined, count = 1): (string | number)[] | null {
  if (text === undefined) return null;
  try {
    const keys: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const fits = Array.isArray(keys) && keys.length === count;
    if (fits && keys.every(isSortKey)) return keys;
  } catch {
    // Not ours: falls through to the refusal below.
  }
  throw notThisCursor();
}

/** The same of a list that is sorted by several keys: the cursor must have each in the form that the list has. */
export function decodeKeys<T extends z.ZodTuple>(text: string | undefined, keys: T): z.output<T> | null {
  const decoded = decodeCursor(text, keys.def.items.length);
  if (decoded === null) return null;
  const parsed = keys.safeParse(decoded);
  if (parsed.success) return parsed.data;
  throw notThisCursor();
}

function notThisCursor() {
  return invalid([{ pointer: '/query/cursor', detail: 'is not a cursor of this list' }]);
}

function isSortKey(key: unknown): boolean {
  return typeof key === 'number' || (typeof key === 'string' && key.isWellFormed() && !key.includes('\0'));
}

/** Cuts the extra row that tells whether there is a next page: ask the store for `limit + 1` rows. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  size: number,
  keysOf: (row: Row) => (string | number)[],
  present: (row: Row) => Item,
): { data: Item[]; next_cursor: string | null } {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    data: shown.map(present),
    next_cursor: rows.length > size && last ? encodeCursor(keysOf(last)) : null,
  };
}
