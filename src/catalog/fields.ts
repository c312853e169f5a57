/** The forms of the fields that this room's requests are made of. */
import { z } from 'zod';
import { type Decimal, decimal, decodeCursor, invalid, isDecimalText } from '#kernel';

/** Text that every store can hold: no NUL character and no half of a surrogate pair. */
export function text(longest: number, shortest = 0) {
  return z
    .string()
    .min(shortest)
    .max(longest)
    .refine(
      (value) => !value.includes('\u0000') && value.isWellFormed(),
      'contains characters that cannot be stored',
    );
}

/** A name that people read: something visible. */
export const title = text(100).refine((value) => value.trim() !== '', 'must not be empty');

export const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be 1 to 63 of a-z, 0-9 and -, without - at an end');

/** What tells the items of one list of a plan's terms apart. */
export const key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be 1 to 63 of a-z, 0-9, _ and -');

/** An id of ours as part of an address, or a slug where one may stand for it. */
export const reference = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an id');

/** The name of a scope, as keys list them and routes require them. */
export const scope = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}$/, 'must be 1 to 64 of A-Z, a-z, 0-9 and _ . : / -');

export const revision = z
  .int()
  .min(1)
  .describe('The revision that you changed; refused when it is no longer current');

/** A quantity or unit price ≥ 0 as the wire carries it: plain digits, at most 12 after the point. */
export const positiveDecimalText = z
  .string()
  .refine(
    (value) => isDecimalText(value),
    'must be a decimal number in quotes with at most 12 decimal places',
  )
  .refine((value) => !value.startsWith('-'), 'must not be negative');

/**
 * A quantity of quota units, which people may also write as an integer without quotes. Counters hold
 * millionths of a unit as integers, so finer weights could not be counted exactly.
 */
export const quantity = z.union([
  z.int().min(0).max(1_000_000),
  positiveDecimalText.refine(
    (value) => /^-?\d{1,7}(\.\d{1,6})?$/.test(value),
    'must be below 10 million with at most 6 decimals',
  ),
]);

export function exactQuantity(value: z.output<typeof quantity>): Decimal {
  return decimal(value);
}

export const instant = z.string().describe('ISO 8601, UTC');

/** The id after which a page begins, from its cursor. */
export function idOfCursor(cursor: string | undefined): string | null {
  const id = decodeCursor(cursor)?.[0];
  if (id === undefined) return null;
  if (reference.safeParse(id).success) return String(id);
  throw invalid([{ pointer: '/query/cursor', detail: 'is not a cursor of this list' }]);
}

/** The same of a list that is ordered by a number. */
export function numberOfCursor(cursor: string | undefined): number | null {
  const number = decodeCursor(cursor)?.[0];
  if (number === undefined) return null;
  if (z.int().min(0).max(2_147_483_647).safeParse(number).success) return Number(number);
  throw invalid([{ pointer: '/query/cursor', detail: 'is not a cursor of this list' }]);
}
