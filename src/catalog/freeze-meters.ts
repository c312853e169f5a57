import { type Db, invalid, type PointedError } from '#kernel';
import { eventTermsOf, isAdditive, type MeterDefinition, meterNamed, type Price } from '#rating';
import { meterNamesOf, type PlanTerms } from './plan-terms.ts';
import { metersByKeys } from './store-meters.ts';
import { priceNamesOf, type UsagePrice } from './usage-price.ts';

/**
 * The terms with the definition of each meter that they price, so that they mean the same for ever and to
 * whoever reads them, without asking. `meters` is never taken from a caller: it is what the provider's meters
 * are now, held until the transaction ends.
 */
export async function freezeMeters(
  tx: Db,
  terms: PlanTerms,
  product: { readonly id: string; readonly organizationId: string },
): Promise<PlanTerms> {
  const names = meterNamesOf(terms);
  const given = Object.keys(terms.meters ?? {});
  const found = await metersByKeys(tx, product.organizationId, [...new Set([...names, ...given])], 'share');
  const errors: PointedError[] = [];
  const meters: Record<string, MeterDefinition> = {};
  for (const { key, productId, definition } of found) {
    if (!names.includes(key)) continue;
    if (productId === null || productId === product.id) meters[key] = definition;
    else errors.push({ pointer: placeOf(terms, key), detail: 'is a meter of another product' });
  }
  // A document that was exported elsewhere must not turn into a sum of events that nobody sends.
  for (const name of given) {
    if (found.some(({ key }) => key === name) || !names.includes(name)) continue;
    errors.push({ pointer: placeOf(terms, name), detail: 'is not a meter of yours; create it first' });
  }
  terms.prices.forEach((price, index) => {
    const detail = notRateable(pricesOf(price, terms), meterNamed(price.meter, meters));
    if (detail !== null) errors.push({ pointer: `/terms/prices/${index}/price`, detail });
  });
  if (errors.length > 0) throw invalid(errors);
  const { meters: _given, ...rest } = terms;
  return Object.keys(meters).length === 0 ? rest : { ...rest, meters };
}

function placeOf(terms: PlanTerms, name: string): string {
  const index = terms.prices.findIndex((price) => price.meter === name);
  return index < 0 ? '/terms' : `/terms/prices/${index}/meter`;
}

/** All prices that an item may have, in whichever currency and phase. */
function pricesOf(item: UsagePrice, terms: PlanTerms): Price[] {
  const changes = [...Object.values(terms.currencies), ...terms.phases];
  const changed = priceNamesOf(item).flatMap((name) => changes.flatMap(({ prices }) => prices[name] ?? []));
  return [item.price, ...(item.variants ?? []).map((variant) => variant.price), ...changed];
}

/** A maximum or a count of keys is no sum over events, so no event has a price in it. */
function notRateable(prices: readonly Price[], meter: MeterDefinition): string | null {
  if (isAdditive(meter) || prices.every((one) => eventTermsOf(one) === null)) return null;
  return `has terms per event, which a ${meter.aggregation} over events does not have`;
}
