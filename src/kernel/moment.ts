import { z } from 'zod';

/**
 * A point in time as clients write it, between 1970 and 9999: both stores can hold it, and everything that is
 * counted from it.
 */
export const momentField = z
  .string()
  .max(40)
  .transform((text, context) => {
    const at = readInstant(text);
    if (at !== null) return at;
    context.addIssue({ code: 'custom', message: 'must be a time such as 2027-01-31T12:00:00Z' });
    return z.NEVER;
  })
  .describe('ISO 8601 with an offset or Z');

function readInstant(text: string): Temporal.Instant | null {
  try {
    const at = Temporal.Instant.from(text);
    const { year } = at.toZonedDateTimeISO('UTC');
    return year >= 1970 && year <= 9999 ? at : null;
  } catch {
    return null;
  }
}
