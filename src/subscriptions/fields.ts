/** The forms of the fields that this room's requests are made of. */
import { z } from 'zod';
import { decodeCursor, invalid } from '#kernel';

/** Text that every store can hold: no NUL character and no half of a surrogate pair. */
function text(longest: number) {
  return z
    .string()
    .max(longest)
    .refine(
      (value) => !value.includes('\u0000') && value.isWellFormed(),
      'contains characters that cannot be stored',
    );
}

export const keyName = text(100).refine((value) => value.trim() !== '', 'must not be empty');
export const reasonText = text(1000);

/** An id of ours, or a slug where one may stand for it. */
export const reference = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an id');

/** Our id of an organization or the operator's own. */
export const workspace = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'is not the id of an organization');

/** The id after which a page begins, from its cursor. */
export function idOfCursor(cursor: string | undefined): string | null {
  const id = decodeCursor(cursor)?.[0];
  if (id === undefined) return null;
  if (reference.safeParse(id).success) return String(id);
  throw invalid([{ pointer: '/query/cursor', detail: 'is not a cursor of this list' }]);
}
