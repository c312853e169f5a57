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

export const moment = z
  .string()
  .max(40)
  .transform((value, context) => {
    try {
      const at = Temporal.Instant.from(value);
      const year = at.toZonedDateTimeISO('UTC').year;
      if (year > 1970 && year < 10_000) return at;
    } catch {
      // Not a time: falls through to the refusal below.
    }
    context.addIssue({ code: 'custom', message: 'must be a time such as 2027-01-31T12:00:00Z' });
    return z.NEVER;
  })
  .describe('ISO 8601 with an offset or Z');

/** The id after which a page begins, from its cursor. */
export function idOfCursor(cursor: string | undefined): string | null {
  const id = decodeCursor(cursor)?.[0];
  if (id === undefined) return null;
  if (reference.safeParse(id).success) return String(id);
  throw invalid([{ pointer: '/query/cursor', detail: 'is not a cursor of this list' }]);
}
