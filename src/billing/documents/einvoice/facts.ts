import type {
  BillingDocument,
  DocumentLine,
  DocumentParty,
  DocumentTax,
  LineTax,
  TaxCategory,
} from '../document.ts';
import { isSameTax } from '../taxes-of-invoice.ts';
import { endpointOf, ONE_UNIT, unitCode, vatNumber } from './identifiers.ts';
import { type PricedPart, pricedParts } from './priced-parts.ts';

/** What both syntaxes write, decided once. */
export interface InvoiceFacts {
  readonly typeCode: '380' | '381';
  readonly seller: PartyFacts;
  readonly buyer: PartyFacts;
  readonly paymentMeansCode: string;
  readonly note: string | null;
  readonly lines: readonly LineFacts[];
  /** Of what is listed: a line that comes to nothing is left out, and a tax on nothing but such lines with it. */
  readonly breakdown: readonly DocumentTax[];
}

export interface PartyFacts {
  readonly party: DocumentParty;
  readonly endpoint: { readonly scheme: string; readonly id: string } | null;
  /** BT-31, BT-48. */
  readonly vat: string | null;
  /** BT-32: a tax number where nothing is subject to VAT. */
  readonly taxRegistration: string | null;
  /** BT-29: what we call the seller, when it has no other number. */
  readonly identifier: string | null;
  /** BT-30, BT-47. */
  readonly registration: string | null;
}

export interface LineFacts extends PricedPart {
  readonly id: string;
  readonly unitCode: string;
  readonly name: string;
  readonly description: string | null;
  readonly tax: LineTax;
  readonly period: DocumentLine['period'];
  readonly classification: DocumentLine['classification'];
}

export const BUSINESS_PROCESS = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
export const PEPPOL_PROFILE = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
export const EN16931_PROFILE = 'urn:cen.eu:en16931:2017';

/** Codes of the reasons for charging no tax that the directive itself gives (VATEX). */
export const exemptionCodes: Readonly<Partial<Record<TaxCategory, string>>> = {
  AE: 'VATEX-EU-AE',
  K: 'VATEX-EU-IC',
  G: 'VATEX-EU-G',
  O: 'VATEX-EU-O',
};

/** UNCL 5189: a discount. */
export const DISCOUNT_CODE = '95';

const CREDIT_TRANSFER = '30';
const SEPA_CREDIT_TRANSFER = '58';
const NOT_DEFINED = '1';

export function factsOf(document: BillingDocument): InvoiceFacts {
  const lines = document.lines.flatMap((line) => lineFacts(line, document.currency));
  const taxed = [...lines, ...document.allowances].map(({ tax }) => tax);
  const outsideVat = document.breakdown.some((tax) => tax.category === 'O');
  return {
    typeCode: document.kind === 'invoice' ? '380' : '381',
    seller: partyFacts(document.seller, outsideVat),
    buyer: partyFacts(document.buyer, outsideVat),
    paymentMeansCode: meansCode(document),
    note: document.reason,
    lines,
    breakdown: document.breakdown.filter((tax) => taxed.some((one) => isSameTax(one, tax))),
  };
}

/** What is outside VAT must not show VAT numbers (BR-O-02): they are told as other numbers. */
function partyFacts(party: DocumentParty, outsideVat: boolean): PartyFacts {
  const vat = outsideVat ? null : vatNumber(party);
  const registration = party.registrationId;
  return {
    party,
    endpoint: endpointOf(party),
    vat,
    taxRegistration: outsideVat ? party.taxId : null,
    identifier: vat === null && registration === null ? party.id : null,
    registration,
  };
}

function meansCode({ payment, currency }: BillingDocument): string {
  if (payment.account === null) return NOT_DEFINED;
  return currency === 'EUR' ? SEPA_CREDIT_TRANSFER : CREDIT_TRANSFER;
}

function lineFacts(line: DocumentLine, currency: string): LineFacts[] {
  const parts = pricedParts(line, currency);
  return parts.map((part, index) => ({
    ...part,
    id: parts.length === 1 ? `${line.position}` : `${line.position}.${index + 1}`,
    unitCode: part.counted ? unitCode(line.unit) : ONE_UNIT,
    name: line.description,
    description: [line.group.title, part.about].filter(Boolean).join(', ') || null,
    tax: line.tax,
    period: line.period,
    classification: line.classification,
  }));
}

/** Amounts have two decimals here (BR-DEC): of thousandths, those that are none are dropped. */
export function shortAmount(amount: string): string {
  return amount.replace(/(\.\d\d)0+$/, '$1');
}
