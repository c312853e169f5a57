import { isCurrency } from '#kernel';
import { chargedQuotaOf, type QuotaTerms } from './quota-terms.ts';
import type { InCurrency } from './terms-change.ts';
import { priceNamesOf, type UsagePrice } from './usage-price.ts';

export type Report = (path: (string | number)[], message: string) => void;

/** What of a plan's terms is an amount in its currency. */
interface PricedTerms {
  readonly currency: string;
  readonly currencies: Readonly<Record<string, InCurrency>>;
  readonly fees: readonly { readonly key: string }[];
  readonly prices: readonly Pick<UsagePrice, 'key' | 'variants'>[];
  readonly quotas: readonly QuotaTerms[];
  readonly commitment: object | null;
  readonly maximum: object | null;
  readonly threshold: string | null;
  readonly prepaid: object | null;
  readonly included_credit: object | null;
}

/** A further currency prices everything that the plan's own prices: nothing is converted by a rate of the day. */
export function checkCurrencies(
  terms: PricedTerms,
  report: Report,
  checkAmount: (amount: string, currency: string, report: (message: string) => void) => void,
): void {
  for (const [code, other] of Object.entries(terms.currencies)) {
    const at = (...path: (string | number)[]) => ['currencies', code, ...path];
    if (!isCurrency(code)) continue;
    if (code === terms.currency) report(at(), 'is the currency of the plan itself');
    checkAmount(other.price, code, (message) => report(at('price'), message));
    for (const list of ['fees', 'prices'] as const) {
      const names = terms[list].flatMap(priceNamesOf);
      for (const name of names) {
        if (!Object.hasOwn(other[list], name)) report(at(list), `needs a price for ${name}`);
      }
      for (const name of Object.keys(other[list])) {
        if (!names.includes(name)) report(at(list, name), `no entry of ${list} has this key`);
      }
    }
    const needed = {
      overage_unit_price: chargedQuotaOf(terms) !== null,
      commitment: terms.commitment !== null,
      maximum: terms.maximum !== null,
      threshold: terms.threshold !== null,
      prepaid_unit_price: terms.prepaid !== null,
      included_credit: terms.included_credit !== null,
    };
    for (const [field, isNeeded] of Object.entries(needed)) {
      const given = other[field as keyof typeof needed] !== undefined;
      if (isNeeded && !given) report(at(field), 'is needed: the plan has one in its own currency');
      if (!isNeeded && given) report(at(field), 'the plan has none in its own currency');
    }
  }
}
