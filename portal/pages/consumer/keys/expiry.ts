export const EXPIRY_DAYS = [30, 90, 365] as const;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The moment that many days from `nowMs`, or null for a key that does not expire. */
export function expiryAt(days: string, nowMs: number): string | null {
  return days === '' ? null : new Date(nowMs + Number(days) * DAY_MS).toISOString();
}
