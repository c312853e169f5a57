/** A usage price for a period: the meter's quantity, rated. */
import type { UsagePrice } from '#catalog';
import { currencyDigits, decimalText, Problem, roundToMinor } from '#kernel';
import { type Price, rate, ratedLineJson } from '#rating';
import { invoiceProblems } from './problems.ts';
import { type PeriodToRate, periodWindow, queryOf, type RatedItem } from './rated-item.ts';
import type { UsageByWindow } from './usage-windows.ts';

export function rateUsage(
  of: PeriodToRate,
  item: UsagePrice,
  currency: string,
  usage: UsageByWindow,
): RatedItem {
  const window = periodWindow(of, item.meter);
  const quantity = usage.of(window);
  const price = of.final ? rateable(item) : withoutMinimum(rateable(item));
  const rating = rate(price, quantity, { currencyDigits: currencyDigits(currency) });
  return {
    kind: 'usage',
    itemKey: item.key,
    name: item.name,
    unit: item.meter === 'requests' ? 'calls' : item.meter,
    quantity,
    totalMinor: roundToMinor(rating.amount, currency),
    explanation: {
      model: item.price.model,
      billable_quantity: decimalText(rating.billableQuantity),
      steps: rating.lines.map(ratedLineJson),
      query: queryOf(window),
    },
  };
}

/** Prices that need each event's own value cannot be rated from a sum: refused rather than billed wrongly. */
function rateable(item: UsagePrice): Price {
  const { price } = item;
  if (price.model !== 'percentage') return price;
  const byEvent = [
    price.free_events,
    price.free_amount,
    price.fixed_per_event,
    price.per_event_min,
    price.per_event_max,
  ];
  if (byEvent.every((term) => term === undefined)) return price;
  throw new Problem(invoiceProblems.notRateable, {
    detail: `The price ${item.key} has terms per event, which a period close cannot rate.`,
  });
}

const pricesWithoutMinimum = new WeakMap<Price, Price>();

/** The same price without its minimum; one object per price, because rating reads each price once. */
function withoutMinimum(price: Price): Price {
  const known = pricesWithoutMinimum.get(price);
  if (known) return known;
  const { min_spend: _dropped, ...rest } = price;
  pricesWithoutMinimum.set(price, rest as Price);
  return rest as Price;
}
