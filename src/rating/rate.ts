import { type Decimal, decimal, decimalText, ZERO } from '#kernel';
import type { EventSums } from './event-prices.ts';
import { line, percentOf, priceUsage, type RatedLine, repricesEarlierUnits, type Usage } from './models.ts';
import type { Price } from './prices.ts';
import { roundQuotient } from './rounding.ts';

/**
 * Where this rating stands among the lines of its period:
 * - `single`: the whole period in one (the minimum applies);
 * - `mid`: a part with more to come (no minimum yet; volume prices wait for the last);
 * - `last`: the final part of a period that was billed in parts (the minimum applies);
 * - `reconcile`: the whole period again, less what was billed: what a close, an early close or late usage
 *   bills.
 */
export type RatingPosition = 'single' | 'mid' | 'last' | 'reconcile';

export interface RateOptions {
  /** Units of the same period that earlier lines have priced. */
  readonly priorQuantity?: Decimal;
  /**
   * What those lines billed. Left out, it is what they should have billed. Matters to maximum and minimum.
   */
  readonly priorBilled?: Decimal;
  readonly position?: RatingPosition;
  /**
   * For percentages: the value of each event of this quantity, in order. Left out: one event with all of it.
   */
  readonly eventValues?: readonly Decimal[];
  readonly priorEventValues?: readonly Decimal[];
  /** In place of the events' values, what they come to by this price's own terms; with nothing before them. */
  readonly eventSums?: EventSums | undefined;
  /** Digits of the currency, for the dynamic model. Default 2. */
  readonly currencyDigits?: number;
}

export interface Rating {
  /** Major units, not rounded: the invoice line is rounded, once. */
  readonly amount: Decimal;
  /** Units that were priced: after transform and free units, less what was priced before. */
  readonly billableQuantity: Decimal;
  readonly lines: readonly RatedLine[];
}

interface Limits {
  readonly discount: Decimal | null;
  readonly maxSpend: Decimal | null;
  readonly minSpend: Decimal | null;
  readonly freeUnits: Decimal | null;
}

const limitsByPrice = new WeakMap<Price, Limits>();
const readOptional = (text: string | undefined): Decimal | null =>
  text === undefined ? null : decimal(text);

function limitsOf(price: Price): Limits {
  let limits = limitsByPrice.get(price);
  if (!limits) {
    limits = {
      discount: readOptional(price.percent_discount),
      maxSpend: readOptional(price.max_spend),
      minSpend: readOptional(price.min_spend),
      freeUnits: 'free_units' in price ? readOptional(price.free_units) : null,
    };
    limitsByPrice.set(price, limits);
  }
  return limits;
}

/**
 * Prices a quantity: transform → free units → price → discount → maximum → minimum, nothing rounded.
 * A price object must not be changed once it was rated with: its texts are read once.
 */
export function rate(price: Price, quantity: Decimal, options: RateOptions = {}): Rating {
  const position = options.position ?? 'single';
  const limits = limitsOf(price);
  const digits = options.currencyDigits ?? 2;
  const prior = options.priorQuantity ?? ZERO;
  const wholePeriod = position === 'reconcile' || (position === 'last' && repricesEarlierUnits(price));
  if (position === 'mid' && repricesEarlierUnits(price))
    return { amount: ZERO, billableQuantity: ZERO, lines: [] };

  const lines: RatedLine[] = [];
  const total = netQuantity(price, limits, prior.plus(quantity));
  const gross = grossOf(price, usageOf(total, options, quantity, false), digits, lines);
  if (wholePeriod) {
    const billed = options.priorBilled ?? ZERO;
    const amount = withLimits(gross, limits, ZERO, true, lines);
    if (!billed.eq(ZERO)) lines.push(line('already_billed', null, null, ZERO, null, null, billed.neg()));
    return { amount: amount.minus(billed), billableQuantity: total, lines };
  }

  const priced = pricedBefore(price, limits, options, position, digits);
  if (priced === null) {
    const amount = withLimits(gross, limits, options.priorBilled ?? ZERO, position !== 'mid', lines);
    return { amount, billableQuantity: total, lines };
  }
  if (!priced.gross.eq(ZERO)) {
    lines.push(line('already_rated', null, null, priced.quantity, null, null, priced.gross.neg()));
  }
  const billed = options.priorBilled ?? withLimits(priced.gross, limits, ZERO, false, null);
  return {
    amount: withLimits(gross.minus(priced.gross), limits, billed, position !== 'mid', lines),
    billableQuantity: total.minus(priced.quantity),
    lines,
  };
}

/**
 * What earlier lines of the period priced, or null when there were none. With nothing used so far there may
 * still be a first tier's flat fee behind us: a last line always has one before it, any other when something
 * was billed.
 */
function pricedBefore(
  price: Price,
  limits: Limits,
  options: RateOptions,
  position: RatingPosition,
  digits: number,
): { gross: Decimal; quantity: Decimal } | null {
  const prior = options.priorQuantity ?? ZERO;
  if (prior.eq(ZERO) && position !== 'last' && (options.priorBilled ?? ZERO).eq(ZERO)) return null;
  const quantity = netQuantity(price, limits, prior);
  return { gross: grossOf(price, usageOf(quantity, options, prior, true), digits, null), quantity };
}

function usageOf(net: Decimal, options: RateOptions, quantity: Decimal, before: boolean): Usage {
  const eventSums = options.eventSums ?? null;
  if (!options.eventValues && !options.priorEventValues) {
    return { quantity: net, eventValues: net.eq(ZERO) ? [] : [net], eventSums };
  }
  const earlier = options.priorEventValues ?? [];
  return {
    quantity: net,
    eventSums,
    eventValues: before ? earlier : [...earlier, ...(options.eventValues ?? [quantity])],
  };
}

/** A negative total is priced like the positive one and turned into a credit. */
function grossOf(price: Price, usage: Usage, digits: number, lines: RatedLine[] | null): Decimal {
  if (usage.quantity.gte(ZERO)) return priceUsage(price, usage, digits, lines);
  const positive: RatedLine[] = [];
  const amount = priceUsage(price, { ...usage, quantity: usage.quantity.abs() }, digits, positive);
  for (const one of positive) {
    lines?.push(
      line(one.kind, one.from, one.upTo, one.quantity.neg(), one.unitPrice, one.flatFee, one.amount.neg()),
    );
  }
  return ZERO.minus(amount);
}

/** Units after transform and free units. Negative ones count as none, unless the price allows credits. */
function netQuantity(price: Price, limits: Limits, quantity: Decimal): Decimal {
  if (quantity.lt(ZERO)) {
    const credits = 'allow_negative' in price && price.allow_negative === true;
    return credits ? ZERO.minus(netQuantity(price, limits, ZERO.minus(quantity))) : ZERO;
  }
  const transformed = transformQuantity(price, quantity);
  return limits.freeUnits === null ? transformed : lessFree(transformed, limits.freeUnits);
}

function lessFree(quantity: Decimal, free: Decimal): Decimal {
  return quantity.gt(free) ? quantity.minus(free) : ZERO;
}

function transformQuantity(price: Price, quantity: Decimal): Decimal {
  const transform = 'quantity_transform' in price ? price.quantity_transform : undefined;
  if (!transform) return quantity;
  const divisor = decimal(transform.divide_by ?? '1');
  const places = transform.round === undefined ? 12 : 0;
  const divided = roundQuotient(quantity, divisor, places, transform.round ?? 'half_away_from_zero');
  if (transform.round_up_to === undefined) return divided;
  const multiple = decimal(transform.round_up_to);
  return roundQuotient(divided, multiple, 0, 'up').times(multiple);
}

/** Discount, maximum and minimum, in this order. `billed` is what the period's lines billed so far. */
function withLimits(
  gross: Decimal,
  limits: Limits,
  billed: Decimal,
  final: boolean,
  lines: RatedLine[] | null,
): Decimal {
  let amount = gross;
  const change = (kind: 'discount' | 'maximum' | 'minimum', to: Decimal) => {
    if (!to.eq(amount)) lines?.push(line(kind, null, null, ZERO, null, null, to.minus(amount)));
    amount = to;
  };
  if (limits.discount !== null) change('discount', amount.minus(percentOf(amount, limits.discount)));
  if (limits.maxSpend !== null) {
    const room = lessFree(limits.maxSpend, billed);
    if (amount.gt(room)) change('maximum', room);
  }
  if (limits.minSpend !== null && final) {
    const due = limits.minSpend.minus(billed);
    if (amount.lt(due)) change('minimum', due);
  }
  return amount;
}

/** Free units are used up by earlier usage first: what stays billable of both. */
export function discountUsage(
  priorQuantity: Decimal,
  quantity: Decimal,
  freeUnits: Decimal,
): { priorQuantity: Decimal; quantity: Decimal } {
  const before = lessFree(priorQuantity, freeUnits);
  return { priorQuantity: before, quantity: lessFree(priorQuantity.plus(quantity), freeUnits).minus(before) };
}

/** Usage that is billed bucket by bucket (each day, each resource): every bucket starts at the first tier. */
export function rateBuckets(price: Price, quantities: readonly Decimal[], options: RateOptions = {}): Rating {
  const ratings = quantities.map((quantity) => rate(price, quantity, options));
  return {
    amount: ratings.reduce((sum, rating) => sum.plus(rating.amount), ZERO),
    billableQuantity: ratings.reduce((sum, rating) => sum.plus(rating.billableQuantity), ZERO),
    lines: ratings.flatMap((rating) => rating.lines),
  };
}

/** A line of the explanation as JSON, for invoices and the estimate endpoint. */
export function ratedLineJson(rated: RatedLine) {
  const text = (value: Decimal | null) => (value === null ? null : decimalText(value));
  return {
    kind: rated.kind,
    from: text(rated.from),
    up_to: text(rated.upTo),
    quantity: decimalText(rated.quantity),
    unit_price: text(rated.unitPrice),
    flat_fee: text(rated.flatFee),
    amount: decimalText(rated.amount),
  };
}
