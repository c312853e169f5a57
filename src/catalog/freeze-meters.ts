import { type Db, invalid, type PointedError } from '#kernel';
import { eventTermsOf, isAdditive, meterNamed, type Price } from '#rating';
import type { PlanTerms } from './plan-terms.ts';
import { metersByKeys } from './store-meters.ts';
import { priceNamesOf, type UsagePrice } from './usage-price.ts';

/**
 * The terms with the definition of each meter that they price, so that they mean the same for ever and to
 * whoever reads them, without asking. Definitions are never taken from a caller: they are what the provider's
 * meters are now, which are held until the transaction ends.
 */
export async function freezeMeters(
  tx: Db,
  terms: PlanTerms,
  product: { readonly id: string; readonly organizationId: string },
): Promise<PlanTerms> {
  const names = [...new Set(terms.prices.map((price) => price.meter))];
  const meters = await metersByKeys(tx, product.organizationId, names, 'share');
  const byKey = new Map(meters.map((meter) => [meter.key, meter]));
  const errors: PointedError[] = [];
  const prices = terms.prices.map((item, index) => {
    const { definition: given, ...rest } = item;
    const meter = byKey.get(item.meter);
    const refuse = (field: string, detail: string) =>
      errors.push({ pointer: `/terms/prices/${index}/${field}`, detail });
    if (meter && meter.productId !== null && meter.productId !== product.id)
      refuse('meter', 'is a meter of another product');
    // A document that was exported elsewhere must not turn into a sum of events that nobody sends.
    if (given && !meter) refuse('meter', 'is not a meter of yours; create it first');
    const definition = meter?.definition;
    const counted = definition ?? meterNamed(item.meter);
    if (!isAdditive(counted) && pricesOf(item, terms).some((price) => eventTermsOf(price) !== null))
      refuse('price', `has terms per event, which a ${counted.aggregation} over events does not have`);
    return definition ? { ...rest, definition } : rest;
  });
  if (errors.length > 0) throw invalid(errors);
  return { ...terms, prices };
}

/** All prices that an item may have, in whichever currency and phase. */
function pricesOf(item: UsagePrice, terms: PlanTerms): Price[] {
  const changes = [...Object.values(terms.currencies), ...terms.phases];
  const changed = priceNamesOf(item).flatMap((name) => changes.flatMap(({ prices }) => prices[name] ?? []));
  return [item.price, ...(item.variants ?? []).map((variant) => variant.price), ...changed];
}
