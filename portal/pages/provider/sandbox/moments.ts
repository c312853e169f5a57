/** Moments for the field that a clock is set with: in UTC, to the second. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** As `datetime-local` takes it; rounded up, so that what comes due at that moment is not missed. */
export function fieldValue(at: string): string {
  const ms = Math.ceil(Date.parse(at) / SECOND_MS) * SECOND_MS;
  return new Date(ms).toISOString().slice(0, 19);
}

/** Browsers leave out seconds that are zero; null for what is no moment. */
export function momentOf(value: string): string | null {
  const ms = Date.parse(`${value}Z`);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

export function minutesAfter(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * MINUTE_MS).toISOString();
}

export function dayAfter(at: string): string {
  return new Date(Date.parse(at) + DAY_MS).toISOString();
}

/** The same day of the next month, or its last one. */
export function monthAfter(at: string): string {
  const from = new Date(at);
  const next = new Date(from);
  next.setUTCMonth(from.getUTCMonth() + 1);
  if (next.getUTCDate() !== from.getUTCDate()) next.setUTCDate(0);
  return next.toISOString();
}
