/** The nouns of taxes: who is registered where, what a place charges, who is exempt, and what that makes of a sale. */
import type { TaxCategory } from '#catalog';
import type { Decimal } from '#kernel';

/** What taxes go by of a seller or a buyer. */
export interface TaxParty {
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** ISO 3166-2 part behind the country where regions tax, e.g. `CA` for California. */
  readonly region: string | null;
  readonly taxId: string | null;
}

export interface Place {
  readonly country: string;
  readonly region: string | null;
}

/** In force from the first day to the last, both included; null: without end. */
export interface Validity {
  readonly validFrom: Temporal.PlainDate;
  readonly validTo: Temporal.PlainDate | null;
}

/**
 * `standard`: the seller charges the tax of the place. `small_business`: it is registered there and exempt by its size.
 * `oss`: it declares the VAT of private buyers in all of the Union at one tax office.
 */
export const TAX_SCHEMES = ['standard', 'small_business', 'oss'] as const;
export type TaxScheme = (typeof TAX_SCHEMES)[number];

/** Without any a seller charges no tax at all. */
export interface Registration extends Place, Validity {
  readonly id: string;
  readonly sellerId: string;
  readonly scheme: TaxScheme;
  /** Where it is another than the seller's own. */
  readonly taxId: string | null;
}

export const RATE_CATEGORIES = ['digital', 'standard', 'reduced'] as const;
export type RateCategory = (typeof RATE_CATEGORIES)[number];

/** What a place charges. Several of different names add up; none is charged on another. */
export interface TaxRate extends Place, Validity {
  readonly id: string;
  /** Null: the operator's, for every seller that has none of its own for the country. */
  readonly sellerId: string | null;
  readonly category: RateCategory;
  /** `VAT`, `GST`, `Sales tax`; with the same name the rate that began last counts. */
  readonly name: string;
  /** At most 3 decimals. */
  readonly percent: Decimal;
}

/** A buyer that a seller need not charge, as its certificate proves. */
export interface Exemption extends Validity {
  readonly id: string;
  readonly sellerId: string;
  readonly buyerId: string;
  /** Null: wherever the sale is taxed. */
  readonly country: string | null;
  readonly region: string | null;
  readonly certificate: string;
  readonly reason: string;
}

/**
 * EN 16931 (UNCL 5305). S: taxed. Z: taxed at 0 percent. E: exempt. AE: the buyer accounts for it. O: not subject to the
 * seller's tax. G: export without tax. K, goods within the Union, is never a service.
 */
export type TaxCode = 'S' | 'Z' | 'E' | 'AE' | 'O' | 'G' | 'K';

/** How a sale is taxed, and why. */
export interface Treatment {
  readonly code: TaxCode;
  /** What the tax is called on the invoice where nothing is charged. */
  readonly label: string;
  /** At least one for S, in the order of their names; none for the others. */
  readonly rates: readonly { readonly name: string; readonly percent: Decimal }[];
  /** Whose tax it is; null where it is nobody's that the seller has to do with. */
  readonly place: Place | null;
  /** Why no tax is charged, as the law wants it on the invoice; null where it is. */
  readonly reason: string | null;
  /** VATEX code of that reason, where the list has one. */
  readonly reasonCode: string | null;
  /** For people who ask why, in one sentence. */
  readonly explanation: string;
  /** The number that the seller sells under there. */
  readonly sellerTaxId: string | null;
}

/** One kind of sale on one day between two parties. */
export interface Sale {
  readonly seller: TaxParty;
  readonly buyer: TaxParty;
  readonly category: TaxCategory;
  readonly on: Temporal.PlainDate;
  /** The seller's, of any time. */
  readonly registrations: readonly Registration[];
  /** The seller's for this buyer, of any time. */
  readonly exemptions: readonly Exemption[];
  /** The seller's and the operator's, of any time and place. */
  readonly rates: readonly TaxRate[];
}

export function isValidOn(of: Validity, on: Temporal.PlainDate): boolean {
  const { compare } = Temporal.PlainDate;
  return compare(of.validFrom, on) <= 0 && (of.validTo === null || compare(on, of.validTo) <= 0);
}

export function placeText({ country, region }: Place): string {
  return region === null ? country : `${country}-${region}`;
}
