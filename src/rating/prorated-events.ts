import { type Decimal, ZERO } from '#kernel';
import { tiersOf } from './models.ts';
import type { Price } from './prices.ts';
import { roundQuotient } from './rounding.ts';

/** A change of what is held (seats added or given back), and what it comes to over the rest of the period. */
export interface ProratedEvent {
  readonly full: Decimal;
  readonly prorated: Decimal;
}

/**
 * Prices changes that are held for a part of the period each: their full units, added up in order, say in which
 * tier they lie; their prorated units are what is paid there. An event that lies in several tiers is divided in
 * proportion. A tier's flat fee is due once, whole, when the tier was reached; the first always is.
 */
export function rateProratedEvents(price: Price, events: readonly ProratedEvent[]): Decimal {
  const tiers = tiersOf(price);
  if (tiers === null) throw new RangeError(`A ${price.model} price has no units to prorate`);
  let held = ZERO;
  let highest = ZERO;
  let amount = ZERO;
  for (const { full, prorated } of events) {
    const after = held.plus(full);
    const [low, high] = full.lt(ZERO) ? [after, held] : [held, after];
    let from: Decimal | null = null;
    for (const tier of tiers) {
      const inTier = overlap(low, high, from, tier.upTo);
      if (!inTier.eq(ZERO)) {
        // One division at the end of the product, so that an event within one tier is not rounded at all.
        const share = prorated.times(inTier).times(tier.unitPrice);
        amount = amount.plus(roundQuotient(share, full.abs(), 24));
      }
      from = tier.upTo;
    }
    held = after;
    if (held.gt(highest)) highest = held;
  }
  let from: Decimal | null = null;
  for (const tier of tiers) {
    if (from === null || highest.gt(from)) amount = amount.plus(tier.flatFee);
    from = tier.upTo;
  }
  return amount;
}

/** Of the units from `low` to `high`, those in a tier; units below zero lie in the first. */
function overlap(low: Decimal, high: Decimal, from: Decimal | null, upTo: Decimal | null): Decimal {
  const start = from?.gt(low) ? from : low;
  const end = upTo?.lt(high) ? upTo : high;
  return end.gt(start) ? end.minus(start) : ZERO;
}
