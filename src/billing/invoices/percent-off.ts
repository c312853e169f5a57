/** The plan's own discount: part of each price, so that every line shows what it took off. */
import { type Decimal, decimal, decimalText } from '#kernel';
import type { Price } from '#rating';
import type { RatedTerms } from './rate-period.ts';

/** The price with the discount taken off before its own maximum and minimum. */
export function discountedPrice(price: Price, percentOff: string | null): Price {
  if (percentOff === null) return price;
  const own = price.percent_discount;
  const both =
    own === undefined ? percentOff : decimalText(decimal(100).minus(lessPercent(leftOf(own), percentOff)));
  return { ...price, percent_discount: both };
}

function leftOf(percent: string): Decimal {
  return decimal(100).minus(percent);
}

export function lessPercent(amount: Decimal, percentOff: string | null): Decimal {
  return percentOff === null ? amount : amount.times(leftOf(percentOff)).times('0.01');
}

export function discountedTerms(terms: RatedTerms, percentOff: string | null): RatedTerms {
  if (percentOff === null) return terms;
  const discounted = <T extends { readonly price: Price }>(of: T): T => ({
    ...of,
    price: discountedPrice(of.price, percentOff),
  });
  const prices = terms.prices.map((item) => ({
    ...item,
    price: discountedPrice(item.price, percentOff),
    ...(item.variants ? { variants: item.variants.map(discounted) } : {}),
  }));
  const quotas = terms.quotas.map((quota) => {
    if (quota.overage.mode === 'block') return quota;
    const unit_price = decimalText(lessPercent(decimal(quota.overage.unit_price), percentOff));
    return { ...quota, overage: { ...quota.overage, unit_price } };
  });
  return { ...terms, prices, quotas };
}
