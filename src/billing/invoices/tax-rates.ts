import { isValidOn, type Place, type RateCategory, type Sale, type TaxRate } from './tax-facts.ts';

/**
 * The rates that hold at a place: the seller's own where it has any for the country, or else the operator's; of the region
 * where that has any, which then lists all taxes of the place, or else of the country; of each name the one that began last.
 * A place that does not tell electronic services apart has its standard rate for them.
 */
export function ratesAt(sale: Pick<Sale, 'rates' | 'on'>, place: Place, category: RateCategory): TaxRate[] {
  const here = sale.rates.filter((rate) => rate.country === place.country && isValidOn(rate, sale.on));
  const own = here.filter((rate) => rate.sellerId !== null);
  const known = own.length > 0 ? own : here;
  const wanted: RateCategory[] = category === 'digital' ? ['digital', 'standard'] : [category];
  for (const kind of wanted) {
    const ofKind = known.filter((rate) => rate.category === kind);
    const regional = ofKind.filter((rate) => place.region !== null && rate.region === place.region);
    const found = regional.length > 0 ? regional : ofKind.filter((rate) => rate.region === null);
    if (found.length > 0) return latestOfEachName(found);
  }
  return [];
}

function latestOfEachName(rates: readonly TaxRate[]): TaxRate[] {
  const latest = new Map<string, TaxRate>();
  for (const rate of rates) {
    const known = latest.get(rate.name);
    if (!known || Temporal.PlainDate.compare(rate.validFrom, known.validFrom) > 0)
      latest.set(rate.name, rate);
  }
  return [...latest.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
