/** Moments arrive as ISO 8601 in UTC. Billing dates are shown in the billing time zone with its name, others in the viewer's. */

export interface TimeFormat {
  locale?: string | undefined;
  /** IANA name; the viewer's own zone when it is left out. */
  timeZone?: string | undefined;
  /** Adds the zone's short name, for every date that decides about money. */
  withZone?: boolean;
}

/** Nov 20, 2026. */
export function formatDate(at: string, format: TimeFormat = {}): string {
  return dateFormat(format, { dateStyle: 'medium' }).format(new Date(at)) + zoneSuffix(at, format);
}

/** Nov 20, 2026, 4:05 PM. */
export function formatDateTime(at: string, format: TimeFormat = {}): string {
  const text = dateFormat(format, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
  return text + zoneSuffix(at, format);
}

/** With seconds and milliseconds, for the log of single calls. */
export function formatMoment(at: string, format: TimeFormat = {}): string {
  return dateFormat(format, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(new Date(at));
}

/** A half-open period [start, end): Nov 1 – 30, 2026, the last day being the one that the period still contains. */
export function formatPeriod(startAt: string, endAt: string, format: TimeFormat = {}): string {
  const start = new Date(startAt);
  const lastMoment = new Date(Math.max(start.getTime(), new Date(endAt).getTime() - 1));
  const days = dateFormat(format, { year: 'numeric', month: 'short', day: 'numeric' });
  return days.formatRange(start, lastMoment) + zoneSuffix(startAt, format);
}

const RELATIVE_STEPS = [
  { unit: 'second', seconds: 1, below: 60 },
  { unit: 'minute', seconds: 60, below: 3600 },
  { unit: 'hour', seconds: 3600, below: 86_400 },
  { unit: 'day', seconds: 86_400, below: 30 * 86_400 },
  { unit: 'month', seconds: 30 * 86_400, below: 365 * 86_400 },
  { unit: 'year', seconds: 365 * 86_400, below: Number.POSITIVE_INFINITY },
] as const;

/** 12 seconds ago, in 3 days. `nowMs` is epoch milliseconds. */
export function formatRelative(
  at: string,
  nowMs: number,
  format: { locale?: string | undefined } = {},
): string {
  const seconds = Math.round((new Date(at).getTime() - nowMs) / 1000);
  const step = RELATIVE_STEPS.find((candidate) => Math.abs(seconds) < candidate.below) ?? RELATIVE_STEPS[5];
  const relative = new Intl.RelativeTimeFormat(format.locale, { numeric: 'auto', style: 'long' });
  return relative.format(Math.trunc(seconds / step.seconds), step.unit);
}

export function viewerTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function zoneSuffix(at: string, format: TimeFormat): string {
  if (!format.withZone) return '';
  const parts = dateFormat(format, { timeZoneName: 'short' }).formatToParts(new Date(at));
  const name = parts.find((part) => part.type === 'timeZoneName')?.value;
  return name ? ` ${name}` : '';
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(format: TimeFormat, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const zoned = format.timeZone ? { ...options, timeZone: format.timeZone } : options;
  const key = JSON.stringify([format.locale, zoned]);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(format.locale, zoned);
  formats.set(key, made);
  return made;
}
