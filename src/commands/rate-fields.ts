import {
  currencyDigits,
  type Decimal,
  decimal,
  decimalText,
  isDecimalText,
  type RoundingMode,
} from '#kernel';
import { type Interval, intervalSchema, type Share, share } from '#rating';

/** A case as it was read: the names of `cases/rating/vectors.json`. */
export type Case = Record<string, unknown>;

/** A case that cannot be read; its message names the field. */
export class CaseError extends Error {}

const roundingModes: Record<string, RoundingMode> = {
  half_up: 'half_away_from_zero',
  half_away_from_zero: 'half_away_from_zero',
  half_even: 'half_even',
  up: 'up',
  down: 'down',
  ceil: 'ceil',
  floor: 'floor',
};

export function roundingOf(input: Case): { places: number; mode: RoundingMode } {
  const source = isRecord(input.rounding) ? input.rounding : input;
  const mode = roundingModes[String(source.mode ?? 'half_up')];
  if (!mode) throw new CaseError(`mode: expected one of ${Object.keys(roundingModes).join(', ')}`);
  const places = source.places === undefined ? digitsOf(input) : integer(source, 'places');
  if (places < 0 || places > 30) throw new CaseError('places: expected 0 to 30');
  return { places, mode };
}

export function digitsOf(input: Case): number {
  return input.currency === undefined ? 2 : currencyDigits(text(input, 'currency'));
}

export function shareOf(input: Case): Share {
  const name = input.remaining_fraction === undefined ? 'fraction' : 'remaining_fraction';
  const [part, whole] = list(input, name);
  if (!Number.isSafeInteger(part) || !Number.isSafeInteger(whole)) {
    throw new CaseError(`${name}: expected two integers, such as [17, 31]`);
  }
  return share(part as number, whole as number);
}

export function intervalOf(input: Case): Interval {
  const parsed = intervalSchema.safeParse({ unit: input.interval, count: input.interval_count ?? 1 });
  if (!parsed.success) throw new CaseError(`interval: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

export function timeZoneOf(input: Case): string {
  if (input.timezone === undefined) return 'UTC';
  const epoch = Temporal.Instant.fromEpochMilliseconds(0);
  return readTime('timezone', () => epoch.toZonedDateTimeISO(text(input, 'timezone')).timeZoneId);
}

export function isRecord(value: unknown): value is Case {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function record(input: Case, name: string): Case {
  const value = input[name] ?? {};
  if (!isRecord(value)) throw new CaseError(`${name}: expected an object`);
  return value;
}

function firstOf(input: Case, names: string[]): string {
  return names.find((name) => input[name] !== undefined) ?? (names[0] as string);
}

export function list(input: Case, ...names: string[]): unknown[] {
  const name = firstOf(input, names);
  const value = input[name];
  if (!Array.isArray(value)) throw new CaseError(`${name}: expected a list`);
  return value;
}

export function text(input: Case, name: string): string {
  const value = input[name];
  if (typeof value !== 'string') throw new CaseError(`${name}: expected a text`);
  return value;
}

export function integer(input: Case, name: string): number {
  const value = input[name];
  if (!Number.isSafeInteger(value)) throw new CaseError(`${name}: expected an integer`);
  return value as number;
}

export function date(input: Case, name: string): Temporal.PlainDate {
  return readTime(name, () => Temporal.PlainDate.from(text(input, name)));
}

export function instant(input: Case, name: string): Temporal.Instant {
  return readTime(name, () => Temporal.Instant.from(text(input, name)));
}

function readTime<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RangeError) throw new CaseError(`${name}: ${cause.message}`, { cause });
    throw cause;
  }
}

export function decimalOf(input: Case, ...names: string[]): Decimal {
  const name = firstOf(input, names);
  return readDecimal(name, input[name]);
}

export function optionalDecimal(input: Case, name: string): Decimal | undefined {
  return input[name] === undefined ? undefined : readDecimal(name, input[name]);
}

export function readDecimal(name: string, value: unknown): Decimal {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return decimal(value);
  if (typeof value === 'string' && isDecimalText(value)) return decimal(value);
  throw new CaseError(`${name}: expected a decimal string`);
}

/** Fixed digits, and no negative zero. */
export function money(value: Decimal, places: number): string {
  return value.eq(0) ? decimal(0).toFixed(places) : value.toFixed(places);
}

export function amountText(value: Decimal): string {
  return value.eq(0) ? '0' : decimalText(value);
}
