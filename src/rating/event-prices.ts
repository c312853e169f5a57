import { type Decimal, decimal, ZERO } from '#kernel';
import type { Price } from './prices.ts';

/** What a percentage takes of each event. */
export interface EventTerms {
  /** 0.029 for 2.9 percent. */
  readonly rate: Decimal;
  readonly fixed: Decimal;
  readonly freeEvents: number | null;
  readonly freeAmount: Decimal | null;
  readonly min: Decimal | null;
  readonly max: Decimal | null;
}

/** All that a percentage has to know of a number of events, however many they are. */
export interface EventSums {
  /** Events beyond the free ones. */
  readonly paidEvents: bigint;
  /** Their values; of the event that ends a free amount, the part beyond it. */
  readonly paidValue: Decimal;
  /** What they cost together, each within minimum and maximum. */
  readonly amount: Decimal;
}

type Percentage = Extract<Price, { model: 'percentage' }>;

/**
 * The terms as they are applied: with a minimum or maximum per event, a free amount stands alone (the free
 * events beside it do not count).
 */
export function eventTerms(price: Percentage): EventTerms {
  const read = (text: string | undefined) => (text === undefined ? null : decimal(text));
  const [min, max, freeAmount] = [
    read(price.per_event_min),
    read(price.per_event_max),
    read(price.free_amount),
  ];
  const standsAlone = (min !== null || max !== null) && freeAmount !== null;
  return {
    rate: decimal(price.rate_percent).times('0.01'),
    fixed: read(price.fixed_per_event) ?? ZERO,
    freeEvents: standsAlone ? null : (price.free_events ?? null),
    freeAmount,
    min,
    max,
  };
}

/** The terms of a price that cannot be rated from the sum of its events; null when the sum is enough. */
export function eventTermsOf(price: Price): EventTerms | null {
  if (price.model !== 'percentage') return null;
  const terms = eventTerms(price);
  const bySum =
    terms.fixed.eq(ZERO) &&
    terms.freeEvents === null &&
    terms.freeAmount === null &&
    terms.min === null &&
    terms.max === null;
  return bySum ? null : terms;
}

/**
 * Free allowances are used up in the order of the events, and the first that is exhausted ends both. The event
 * that reaches the free amount pays the fee, and the rate on what lies beyond. Free events are not lifted to
 * the minimum. The usage store computes the same where events are many: one test holds both to each other.
 */
export function sumEvents(values: readonly Decimal[], terms: EventTerms): EventSums {
  let { freeEvents, freeAmount } = terms;
  let ended = freeEvents === null && freeAmount === null;
  let paidEvents = 0;
  let paidValue = ZERO;
  let amount = ZERO;
  for (const value of values) {
    let charged = value;
    if (freeEvents === 0 || freeAmount?.lte(ZERO)) ended = true;
    if (!ended) {
      if (freeEvents !== null) freeEvents -= 1;
      if (freeAmount === null || freeAmount.gt(value)) {
        freeAmount = freeAmount?.minus(value) ?? null;
        continue;
      }
      charged = value.minus(freeAmount);
      ended = true;
    }
    paidEvents += 1;
    paidValue = paidValue.plus(charged);
    amount = amount.plus(withinBounds(charged.times(terms.rate).plus(terms.fixed), terms));
  }
  return { paidEvents: BigInt(paidEvents), paidValue, amount };
}

function withinBounds(amount: Decimal, terms: EventTerms): Decimal {
  if (terms.min !== null && amount.lt(terms.min)) return terms.min;
  if (terms.max !== null && amount.gt(terms.max)) return terms.max;
  return amount;
}
