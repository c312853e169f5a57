import type { TaxCategory } from '#catalog';
import { isTaxNumber, readRegion, regionOfGstin } from '#identity';
import { decimalText, Problem } from '#kernel';
import { invoiceProblems } from './problems.ts';
import {
  isValidOn,
  type Place,
  placeText,
  type Registration,
  type Sale,
  type TaxParty,
  type Treatment,
} from './tax-facts.ts';
import { ratesAt } from './tax-rates.ts';

const union: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

export function isInUnion(country: string): boolean {
  return union.has(country);
}

/** Where services that are not electronic are taxed at the seller's place when a private person buys them. */
const taxedAtHome: ReadonlySet<string> = new Set([...union, 'GB', 'CH', 'NO']);

/**
 * How a sale is taxed. Services only: where goods would be taxed is another matter.
 *
 * In this order: who is registered nowhere charges nothing; the place of supply is found (below); who is not registered
 * there charges nothing; small businesses, exempt products and certificates are exempt; what is left bears the rates of the
 * place. Refuses when the seller is registered at a place whose rates nobody has entered: better no invoice than a wrong one.
 */
export function treatmentOf(sale: Sale): Treatment {
  const registrations = sale.registrations.filter((one) => isValidOn(one, sale.on));
  if (registrations.length === 0) {
    return untaxed('O', {
      label: 'No tax',
      reason: 'No tax is charged: the seller is not registered for tax.',
      reasonCode: 'VATEX-EU-O',
      explanation: `The seller has no tax registration on ${sale.on}.`,
    });
  }
  const supply = supplyOf(sale, registrations);
  return 'code' in supply ? supply : taxedAt(sale, supply, registrations);
}

interface Supply {
  readonly place: Place;
  readonly why: string;
  /** Where it is declared at the one-stop shop, which needs no registration at the place. */
  readonly shop: Registration | null;
}

/** Where the sale is taxed, or how it is treated because that is not the seller's business. */
function supplyOf(sale: Sale, registrations: readonly Registration[]): Supply | Treatment {
  const { seller, buyer, category } = sale;
  const home = homeOf(seller, registrations);
  const at = (place: Place, why: string): Supply => ({ place, why, shop: null });
  if (buyer.country === null)
    return at(home, 'The country of the buyer is unknown: taxed as a sale at home.');
  const there: Place = { country: buyer.country, region: regionOf(buyer) };
  if (there.country === home.country) {
    if (there.region !== null || home.region === null) return at(there, `A sale within ${there.country}.`);
    return at(home, `A sale within ${there.country}; the region of the buyer is unknown: taxed as at home.`);
  }
  if (category === 'exempt' && union.has(home.country) && union.has(there.country)) {
    return at(home, 'Within the Union, of a kind that no member state taxes.');
  }
  if (isTaxNumber(buyer.country, buyer.taxId)) return businessAbroad(home, there, registrations, seller);
  if (category !== 'digital' && taxedAtHome.has(home.country)) {
    return at(home, 'A service that is not electronic, sold to a private person: taxed where the seller is.');
  }
  const person = `An electronic service for a private person in ${placeText(there)}`;
  if (covering(registrations, there, home)) return at(there, `${person}, where the seller is registered.`);
  if (union.has(there.country)) {
    const shop = registrations.find((one) => one.scheme === 'oss');
    if (shop) return { place: there, why: `${person}: taxed there through the one-stop shop.`, shop };
    if (union.has(home.country)) {
      return at(home, `${person}, and the seller does not use the one-stop shop: taxed where the seller is.`);
    }
  }
  return outside(home, there, `${person}, outside the territory of the seller's tax.`);
}

/** Services for a business are taxed where it is, and it accounts for the tax itself. */
function businessAbroad(
  home: Place,
  there: Place,
  registrations: readonly Registration[],
  seller: TaxParty,
): Treatment {
  const business = `A business in ${there.country} by its tax number`;
  if (!union.has(there.country) || home.country === 'IN') {
    return outside(home, there, `${business}: taxed there, not by the seller.`);
  }
  const explanation = `${business}, a seller in ${home.country}: the buyer accounts for the tax.`;
  const reason =
    'Reverse charge: VAT is to be accounted for by the recipient (Article 196 of Directive 2006/112/EC).';
  if (!union.has(home.country)) {
    return untaxed('O', { label: 'Reverse charge', reason, reasonCode: 'VATEX-EU-O', explanation });
  }
  const own = covering(registrations, home, home)?.taxId ?? seller.taxId;
  const said = { label: 'Reverse charge', reason, reasonCode: 'VATEX-EU-AE', explanation };
  return { ...untaxed('AE', said), place: there, sellerTaxId: own };
}

/** Not the seller's tax: in the Union and most other places outside its scope; in India an export, taxed at nothing. */
function outside(home: Place, there: Place, explanation: string): Treatment {
  const words = { label: 'Export', explanation };
  if (home.country === 'IN') {
    const reason =
      'Export of services under bond or letter of undertaking without payment of integrated tax.';
    return untaxed('G', { ...words, reason, reasonCode: 'VATEX-EU-G' });
  }
  const reason = `Not subject to tax in ${home.country}: the place of supply is ${there.country}.`;
  return untaxed('O', { ...words, label: 'Not subject to tax', reason, reasonCode: 'VATEX-EU-O' });
}

function taxedAt(sale: Sale, supply: Supply, registrations: readonly Registration[]): Treatment {
  const { seller, category } = sale;
  const { place, why, shop } = supply;
  const home = homeOf(seller, registrations);
  const registration = shop ?? covering(registrations, place, home);
  const sellerTaxId = registration?.taxId ?? seller.taxId;
  const treated = (code: 'E' | 'Z' | 'O', words: Words): Treatment => ({
    ...untaxed(code, words),
    place: code === 'O' ? null : place,
    sellerTaxId,
  });
  if (!registration) {
    return treated('O', {
      label: 'No tax',
      reason: `No tax is charged: the seller is not registered for tax in ${placeText(place)}.`,
      reasonCode: 'VATEX-EU-O',
      explanation: `${why} The seller is not registered there on ${sale.on}.`,
    });
  }
  if (registration.scheme === 'small_business') {
    const reason = 'Exempt from tax under the scheme for small businesses.';
    return treated('E', { label: 'Exempt', reason, reasonCode: null, explanation: `${why} ${reason}` });
  }
  if (category === 'exempt') {
    const reason = 'Exempt from tax by the nature of the service.';
    return treated('E', { label: 'Exempt', reason, reasonCode: null, explanation: `${why} ${reason}` });
  }
  const exemption = exemptionAt(sale, place);
  if (exemption) {
    const reason = `${exemption.reason} (exemption certificate ${exemption.certificate})`;
    return treated('E', {
      label: 'Exempt',
      reason,
      reasonCode: null,
      explanation: `${why} Exempt: ${reason}.`,
    });
  }
  return ratedAt(sale, place, why, sellerTaxId);
}

function ratedAt(sale: Sale, place: Place, why: string, sellerTaxId: string | null): Treatment {
  const zero = { ...untaxed('Z', { label: 'Zero rate', reason: null, reasonCode: null, explanation: why }) };
  if (sale.category === 'zero') return { ...zero, place, sellerTaxId };
  const rates = ratesAt(
    sale,
    ratePlace(sale, place),
    sale.category as Exclude<TaxCategory, 'zero' | 'exempt'>,
  );
  if (rates.length === 0) {
    throw new Problem(invoiceProblems.taxRateMissing, {
      detail: `The seller is registered in ${placeText(place)}, and no ${sale.category} rate is set there for ${sale.on}.`,
    });
  }
  if (rates.every((rate) => rate.percent.eq(0))) return { ...zero, place, sellerTaxId };
  const list = rates.map(({ name, percent }) => `${name} ${decimalText(percent)} %`).join(' + ');
  return {
    code: 'S',
    label: rates[0]!.name,
    rates: rates.map(({ name, percent }) => ({ name, percent })),
    place,
    reason: null,
    reasonCode: null,
    explanation: `${why} ${list} on ${sale.on}.`,
    sellerTaxId,
  };
}

/** Within an Indian state its own two taxes are charged, across states the integrated one, which is the country's. */
function ratePlace({ seller }: Sale, place: Place): Place {
  if (place.country !== 'IN' || place.region === regionOf(seller)) return place;
  return { ...place, region: null };
}

function exemptionAt(sale: Sale, place: Place) {
  return sale.exemptions.find(
    (one) =>
      isValidOn(one, sale.on) &&
      (one.country === null || one.country === place.country) &&
      (one.region === null || one.region === place.region),
  );
}

/** The registration under which a seller charges the tax of a place. */
function covering(
  registrations: readonly Registration[],
  place: Place,
  home: Place,
): Registration | undefined {
  const fits = registrations.filter((one) => {
    if (one.scheme === 'oss' || one.country !== place.country) return false;
    // Whoever is registered in one Indian state charges the integrated tax in all others.
    if (place.country === 'IN' && home.country === 'IN') return true;
    return one.region === null || one.region === place.region;
  });
  // Who outgrew the scheme for small businesses need not have ended it.
  return fits.sort((a, b) => Temporal.PlainDate.compare(b.validFrom, a.validFrom))[0];
}

/** Where the seller is: a provider has a country, because its invoices name it. */
function homeOf(seller: TaxParty, registrations: readonly Registration[]): Place {
  const country = seller.country ?? registrations[0]!.country;
  return { country, region: regionOf({ ...seller, country }) };
}

function regionOf({ country, region, taxId }: TaxParty): string | null {
  if (country === 'IN' && taxId !== null && isTaxNumber(country, taxId))
    return regionOfGstin(taxId) ?? region;
  // Addresses from before regions were facts may have any words: what is no region of the country is unknown.
  return country === null || region === null ? region : readRegion(country, region);
}

type Words = Pick<Treatment, 'label' | 'reason' | 'reasonCode' | 'explanation'>;

function untaxed(code: Treatment['code'], words: Words): Treatment {
  return { code, rates: [], place: null, sellerTaxId: null, ...words };
}
