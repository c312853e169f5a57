import { type Decimal, decimal, type RoundingMode, round, ZERO } from '#kernel';
import { cycleDate, type DatePeriod, type Interval, type Period } from './calendar.ts';
import { daysBetween } from './cycles.ts';
import { percentOf } from './models.ts';
import { roundQuotient } from './rounding.ts';

/** An exact share of a period, kept as a ratio: 17/31 has no decimal. */
export interface Share {
  readonly part: bigint;
  readonly whole: bigint;
}

export const WHOLE: Share = { part: 1n, whole: 1n };

export function share(part: bigint | number, whole: bigint | number): Share {
  const ratio = { part: BigInt(part), whole: BigInt(whole) };
  if (ratio.whole <= 0n) throw new RangeError('A share needs a whole greater than zero');
  return ratio;
}

/** By the exact time: the share of `whole` that lies in [from, to), both cut to it. */
export function shareByTime(whole: Period, from: Temporal.Instant, to: Temporal.Instant): Share {
  const start = later(whole.startAt, from);
  const end = earlier(whole.endAt, to);
  const part = end.epochNanoseconds - start.epochNanoseconds;
  return share(part > 0n ? part : 0n, whole.endAt.epochNanoseconds - whole.startAt.epochNanoseconds);
}

/** By the second: like `shareByTime`, with the three instants cut to whole seconds first. */
export function shareBySecond(whole: Period, from: Temporal.Instant, to: Temporal.Instant): Share {
  const cut = (instant: Temporal.Instant) => instant.round({ smallestUnit: 'second', roundingMode: 'floor' });
  return shareByTime({ startAt: cut(whole.startAt), endAt: cut(whole.endAt) }, cut(from), cut(to));
}

/** By local days, the first and the last of them both counted: 8 to 31 January is 24/31. */
export function shareByDay(whole: DatePeriod, first: Temporal.PlainDate, last: Temporal.PlainDate): Share {
  const days = daysBetween(first, last) + 1;
  return share(Math.max(days, 0), daysBetween(whole.start, whole.end));
}

/** Days of [start, to) over the days of the interval that begins on `start`. */
export function shareOfInterval(
  start: Temporal.PlainDate,
  to: Temporal.PlainDate,
  interval: Interval,
): Share {
  return share(daysBetween(start, to), daysBetween(start, cycleDate(start, interval, 1)));
}

/**
 * Every month has 30 days: from the 15th to the next month's 10th are 25 of them, whatever the month has. Over the 30
 * of a month, or those of an interval of several.
 */
export function shareOfThirtyDays(start: Temporal.PlainDate, to: Temporal.PlainDate, months = 1): Share {
  const between = (to.year - start.year) * 12 + to.month - start.month;
  return share(Math.max(30 * between + to.day - start.day, 0), 30 * months);
}

/** round(full × share), rounded once. */
export function prorate(full: Decimal, of: Share, places: number, mode?: RoundingMode): Decimal {
  return roundQuotient(full.times(decimal(of.part)), decimal(of.whole), places, mode);
}

export interface PlanChange {
  /** Negative: the unused rest of what was paid. */
  readonly credit: Decimal;
  readonly charge: Decimal;
  /** Of the rounded two, so that the lines add up. */
  readonly net: Decimal;
}

/**
 * A change within the interval: the rest of the old price back, the rest of the new one due; each rounded.
 */
export function proratePlanChange(
  oldPrice: Decimal,
  newPrice: Decimal,
  remaining: Share,
  places: number,
  mode?: RoundingMode,
): PlanChange {
  const credit = ZERO.minus(prorate(oldPrice, remaining, places, mode));
  const charge = prorate(newPrice, remaining, places, mode);
  return { credit, charge, net: credit.plus(charge) };
}

/** A change of interval begins a new cycle: the rest of the old price back, the new one in full. */
export function prorateIntervalSwitch(
  oldPrice: Decimal,
  newPrice: Decimal,
  remaining: Share,
  places: number,
): PlanChange {
  const credit = ZERO.minus(prorate(oldPrice, remaining, places));
  const charge = round(newPrice, places);
  return { credit, charge, net: credit.plus(charge) };
}

/** More or fewer of the same: round((new − old) × unit price × remaining). */
export function prorateQuantityChange(
  oldQuantity: Decimal,
  newQuantity: Decimal,
  unitPrice: Decimal,
  remaining: Share,
  places: number,
): Decimal {
  return prorate(newQuantity.minus(oldQuantity).times(unitPrice), remaining, places);
}

/** What is missing to a prorated minimum: round(minimum × share − usage), never less than zero. */
export function minimumTrueUp(minimum: Decimal, of: Share, usage: Decimal, places: number): Decimal {
  const whole = decimal(of.whole);
  const missing = roundQuotient(minimum.times(decimal(of.part)).minus(usage.times(whole)), whole, places);
  return missing.gt(ZERO) ? missing : ZERO;
}

/**
 * A commitment less the base fee, each of them an amount of its own and so rounded before. Never below zero.
 */
export function commitmentTrueUp(commitment: Decimal, baseFee: Decimal, of: Share, places: number): Decimal {
  const missing = prorate(commitment, of, places).minus(prorate(baseFee, of, places));
  return missing.gt(ZERO) ? missing : ZERO;
}

/** A reduction of a price. */
export type Discount = { readonly percent: Decimal } | { readonly amount: Decimal };

/** What a discount takes off: rounded to the currency's digits, never more than the price. */
export function discountOf(price: Decimal, discount: Discount, places: number): Decimal {
  const off = 'percent' in discount ? percentOf(price, discount.percent) : discount.amount;
  const rounded = round(off, places);
  if (rounded.gt(price)) return price;
  return rounded.lt(ZERO) ? ZERO : rounded;
}

export interface CreditNoteAmounts {
  readonly subtotal: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
}

/**
 * The unused share of what was paid, given back with its tax. The tax is taken of the amount before rounding.
 */
export function prorateCreditNote(
  paid: Decimal,
  taxPercent: Decimal,
  unused: Share,
  places: number,
): CreditNoteAmounts {
  const subtotal = prorate(paid, unused, places);
  const tax = prorate(percentOf(paid, taxPercent), unused, places);
  return { subtotal, tax, total: subtotal.plus(tax) };
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}
