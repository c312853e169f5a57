import { type Decimal, decimal, ONE, round, ZERO } from '#kernel';
import { type EventSums, type EventTerms, eventTerms, sumEvents } from './event-prices.ts';
import type { Price } from './prices.ts';
import { roundQuotient } from './rounding.ts';

export type RatedLineKind =
  | 'flat' // the model's flat amount
  | 'units' // per unit, or whole packages
  | 'tier' // what fell into one tier
  | 'percentage' // a share of the value
  | 'event_fee' // fixed fee per paid event
  | 'event_bounds' // what minimum and maximum per event changed
  | 'already_rated' // the part that earlier lines of this period priced
  | 'discount'
  | 'maximum'
  | 'minimum'
  | 'already_billed';

/** One step of the explanation. The amounts of all lines of a rating add up to its amount, exactly. */
export interface RatedLine {
  readonly kind: RatedLineKind;
  /** Exclusive lower and inclusive upper bound of the tier; null where there is none. */
  readonly from: Decimal | null;
  readonly upTo: Decimal | null;
  /** Units, or whole packages and blocks, that `unitPrice` multiplies. */
  readonly quantity: Decimal;
  readonly unitPrice: Decimal | null;
  readonly flatFee: Decimal | null;
  readonly amount: Decimal;
}

interface Tier {
  readonly upTo: Decimal | null;
  readonly unitPrice: Decimal;
  readonly flatFee: Decimal;
  /** Units sold at once; null sells every fraction. */
  readonly blockSize: Decimal | null;
}

/** A price with its decimal texts read once. */
type Terms =
  | { readonly model: 'flat'; readonly amount: Decimal }
  | { readonly model: 'per_unit'; readonly unitPrice: Decimal }
  | { readonly model: 'tiered'; readonly tiers: readonly Tier[] }
  | { readonly model: 'volume'; readonly tiers: readonly Tier[] }
  | {
      readonly model: 'package';
      readonly size: Decimal;
      readonly price: Decimal;
      readonly rounding: 'up' | 'down';
    }
  | { readonly model: 'percentage'; readonly terms: EventTerms }
  | { readonly model: 'dynamic'; readonly multiplier: Decimal };

/** What was used: units, and for percentages the value of each event, or what was summed up of them. */
export interface Usage {
  readonly quantity: Decimal;
  readonly eventValues: readonly Decimal[];
  readonly eventSums: EventSums | null;
}

const read = (text: string | undefined): Decimal => (text === undefined ? ZERO : decimal(text));
const share = (percentText: string | undefined): Decimal => read(percentText).times('0.01');

function readTiers<T extends { up_to: string | null }>(
  tiers: readonly T[],
  rest: (tier: T) => Omit<Tier, 'upTo'>,
): Tier[] {
  // The last tier has no end, whatever it says: no unit is ever left without a price.
  return tiers.map((tier, index) => {
    const open = tier.up_to === null || index === tiers.length - 1;
    return { upTo: open ? null : decimal(tier.up_to as string), ...rest(tier) };
  });
}

function readTerms(price: Price): Terms {
  switch (price.model) {
    case 'flat':
      return { model: 'flat', amount: decimal(price.amount) };
    case 'per_unit':
      return { model: 'per_unit', unitPrice: decimal(price.unit_price) };
    case 'graduated':
    case 'volume':
      return {
        model: price.model === 'volume' ? 'volume' : 'tiered',
        tiers: readTiers(price.tiers, (tier) => ({
          unitPrice: read(tier.unit_price),
          flatFee: read(tier.flat_fee),
          blockSize: null,
        })),
      };
    case 'stairstep':
      return {
        model: 'volume',
        tiers: readTiers(price.tiers, (tier) => ({
          unitPrice: ZERO,
          flatFee: decimal(tier.flat_fee),
          blockSize: null,
        })),
      };
    case 'graduated_percentage':
      return {
        model: 'tiered',
        tiers: readTiers(price.tiers, (tier) => ({
          unitPrice: share(tier.rate_percent),
          flatFee: read(tier.flat_fee),
          blockSize: null,
        })),
      };
    case 'block_graduated':
      return {
        model: 'tiered',
        tiers: readTiers(price.tiers, (tier) => ({
          unitPrice: decimal(tier.block_price),
          flatFee: read(tier.flat_fee),
          blockSize: decimal(tier.block_size),
        })),
      };
    case 'package':
      return {
        model: 'package',
        size: decimal(price.package_size),
        price: decimal(price.package_price),
        rounding: price.package_rounding ?? 'up',
      };
    case 'percentage':
      return {
        model: 'percentage',
        terms: eventTerms(price),
      };
    case 'dynamic':
      return { model: 'dynamic', multiplier: decimal(price.multiplier) };
  }
}

const termsByPrice = new WeakMap<Price, Terms>();

function termsOf(price: Price): Terms {
  let terms = termsByPrice.get(price);
  if (!terms) {
    terms = readTerms(price);
    termsByPrice.set(price, terms);
  }
  return terms;
}

/** The tiers of a price that charges every unit where it lies; null for the other models. */
export function tiersOf(price: Price): readonly Pick<Tier, 'upTo' | 'unitPrice' | 'flatFee'>[] | null {
  const terms = termsOf(price);
  if (terms.model === 'per_unit') return [{ upTo: null, unitPrice: terms.unitPrice, flatFee: ZERO }];
  return terms.model === 'tiered' && terms.tiers.every((tier) => tier.blockSize === null)
    ? terms.tiers
    : null;
}

/**
 * True when more units change the price of those before them. Such a price cannot be billed part by part: the
 * lines before the last are empty and the last one settles.
 */
export function repricesEarlierUnits(price: Price): boolean {
  return price.model === 'volume' || price.model === 'stairstep';
}

/**
 * The price of a whole usage, before discount and limits. Appends the explanation to `lines` when given.
 * `digits` are those of the currency; only the dynamic model, whose quantity is money already, rounds to
 * them.
 */
export function priceUsage(price: Price, usage: Usage, digits: number, lines: RatedLine[] | null): Decimal {
  const terms = termsOf(price);
  switch (terms.model) {
    case 'flat':
      lines?.push(line('flat', null, null, ONE, null, terms.amount, terms.amount));
      return terms.amount;
    case 'per_unit':
      return perUnit(usage.quantity, terms.unitPrice, lines);
    case 'tiered':
      return tiered(usage.quantity, terms.tiers, lines);
    case 'volume':
      return volume(usage.quantity, terms.tiers, lines);
    case 'package':
      return perUnit(roundQuotient(usage.quantity, terms.size, 0, terms.rounding), terms.price, lines);
    case 'percentage':
      return percentage(usage, terms.terms, lines);
    case 'dynamic': {
      const amount = round(usage.quantity.times(terms.multiplier), digits);
      lines?.push(line('units', null, null, usage.quantity, terms.multiplier, null, amount));
      return amount;
    }
  }
}

function perUnit(quantity: Decimal, unitPrice: Decimal, lines: RatedLine[] | null): Decimal {
  const amount = quantity.times(unitPrice);
  lines?.push(line('units', null, null, quantity, unitPrice, null, amount));
  return amount;
}

/**
 * The first tier is reached even with nothing used, so that its flat fee is due; later ones by a unit in
 * them.
 */
function tiered(quantity: Decimal, tiers: readonly Tier[], lines: RatedLine[] | null): Decimal {
  let total = ZERO;
  let from = ZERO;
  for (const tier of tiers) {
    if (from !== ZERO && quantity.lte(from)) break;
    const end = tier.upTo === null || quantity.lt(tier.upTo) ? quantity : tier.upTo;
    const unitsInTier = from === ZERO ? end : end.minus(from);
    const sold = tier.blockSize ? roundQuotient(unitsInTier, tier.blockSize, 0, 'up') : unitsInTier;
    const amount = sold.times(tier.unitPrice).plus(tier.flatFee);
    lines?.push(line('tier', from, tier.upTo, sold, tier.unitPrice, tier.flatFee, amount));
    total = total.plus(amount);
    if (tier.upTo === null) break;
    from = tier.upTo;
  }
  return total;
}

function volume(quantity: Decimal, tiers: readonly Tier[], lines: RatedLine[] | null): Decimal {
  let from = ZERO;
  for (const tier of tiers) {
    if (tier.upTo === null || quantity.lte(tier.upTo)) {
      const amount = quantity.times(tier.unitPrice).plus(tier.flatFee);
      lines?.push(line('tier', from, tier.upTo, quantity, tier.unitPrice, tier.flatFee, amount));
      return amount;
    }
    from = tier.upTo;
  }
  throw new Error('A price without an open-ended tier');
}

function percentage(usage: Usage, terms: EventTerms, lines: RatedLine[] | null): Decimal {
  const { paidEvents, paidValue, amount } = usage.eventSums ?? sumEvents(usage.eventValues, terms);
  if (lines) {
    const byValue = paidValue.times(terms.rate);
    const fees = terms.fixed.times(decimal(paidEvents));
    lines.push(line('percentage', null, null, paidValue, terms.rate, null, byValue));
    if (!fees.eq(ZERO))
      lines.push(line('event_fee', null, null, decimal(paidEvents), terms.fixed, null, fees));
    const changed = amount.minus(byValue).minus(fees);
    if (!changed.eq(ZERO))
      lines.push(line('event_bounds', null, null, decimal(paidEvents), null, null, changed));
  }
  return amount;
}

/** The one shape of every line, so that a batch of ratings stays monomorphic. */
export function line(
  kind: RatedLineKind,
  from: Decimal | null,
  upTo: Decimal | null,
  quantity: Decimal,
  unitPrice: Decimal | null,
  flatFee: Decimal | null,
  amount: Decimal,
): RatedLine {
  return { kind, from, upTo, quantity, unitPrice, flatFee, amount };
}

/** A percentage of an amount, exactly. */
export function percentOf(amount: Decimal, percent: Decimal): Decimal {
  return amount.times(percent).times('0.01');
}
