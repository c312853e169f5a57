/**
 * A letter about money: an invoice, or the credit note that takes one back in part or whole. Neutral: files, pages and
 * exports are made of this, whatever it was made of. Amounts and quantities are decimal texts in major units; days are
 * local to the document's time zone. The names BT-… are those of EN 16931.
 */
export interface BillingDocument {
  readonly kind: 'invoice' | 'credit_note';
  readonly id: string;
  /** Null while it is a draft. */
  readonly number: string | null;
  readonly state: 'draft' | 'issued' | 'discarded' | 'void';
  readonly issuedAt: Temporal.Instant;
  readonly issuedOn: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate | null;
  /** IANA. */
  readonly timeZone: string;
  /** BCP 47: how numbers and dates are written for the buyer. */
  readonly locale: string;
  readonly currency: string;
  /** Covers the periods of all lines. Both days belong to it. */
  readonly period: DayPeriod | null;
  readonly seller: DocumentParty;
  readonly buyer: DocumentParty;
  /** BT-10, what the buyer wants to find its order by. */
  readonly buyerReference: string;
  /** What a credit note takes back. */
  readonly precedingInvoices: readonly { readonly number: string; readonly issuedOn: Temporal.PlainDate }[];
  /** Why there is a credit note. */
  readonly reason: string | null;
  readonly payment: PaymentFacts;
  readonly lines: readonly DocumentLine[];
  readonly allowances: readonly DocumentAllowance[];
  /** As they are printed: where several taxes are on one sale, each with its base. */
  readonly taxes: readonly DocumentTax[];
  /** By category and rate (BG-23): the bases add up to the net. */
  readonly breakdown: readonly DocumentTax[];
  readonly totals: DocumentTotals;
  /** What the seller wants at the foot of each page. */
  readonly footer: string | null;
}

export interface DayPeriod {
  readonly startOn: Temporal.PlainDate;
  readonly endOn: Temporal.PlainDate;
}

export interface DocumentParty {
  readonly id: string;
  readonly name: string;
  readonly address: DocumentAddress;
  /** As the organization wrote it. */
  readonly taxId: string | null;
  /** Entry in a register of companies (BT-30, BT-47). */
  readonly registrationId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly contactName: string | null;
  /** Where its electronic invoices go (BT-34, BT-49), with the code of the scheme (EAS). */
  readonly endpoint: { readonly scheme: string; readonly id: string } | null;
}

export interface DocumentAddress {
  readonly lines: readonly string[];
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

export interface PaymentFacts {
  /** ISO 11649. */
  readonly reference: string;
  readonly account: PaymentAccount | null;
  /** Where it can be paid, for the picture on the page. */
  readonly payUrl: string | null;
  readonly paidOn: Temporal.PlainDate | null;
}

export interface PaymentAccount {
  readonly holderName: string;
  readonly iban: string;
  readonly bic: string | null;
}

/** UNCL 5305: standard, zero, exempt, reverse charge, outside the scope, within the community, export. */
export const taxCategories = ['S', 'Z', 'E', 'AE', 'O', 'K', 'G'] as const;
export type TaxCategory = (typeof taxCategories)[number];

export interface LineTax {
  readonly category: TaxCategory;
  /** Null for what no tax law knows (O). */
  readonly percent: string | null;
}

export interface DocumentTax extends LineTax {
  readonly name: string;
  readonly base: string;
  readonly amount: string;
  /** Why none is charged. */
  readonly reason: string | null;
  /** VATEX. */
  readonly reasonCode: string | null;
}

export interface DocumentLine {
  readonly position: number;
  /** What belongs together on the page: the lines of one subscription. */
  readonly group: { readonly key: string; readonly title: string };
  readonly description: string;
  readonly quantity: string;
  /** What the quantity counts, as the charge says it: `calls`, `month`. */
  readonly unit: string;
  readonly net: string;
  readonly period: DayPeriod | null;
  readonly tax: LineTax;
  /** The price in steps, when they come to the net; else empty. */
  readonly steps: readonly PriceStep[];
  /** What else explains the net, in words. */
  readonly notes: readonly string[];
  /** A code of what is sold (BT-158) with the list that it is of (UNCL 7143). */
  readonly classification: { readonly list: string; readonly code: string } | null;
}

export interface PriceStep {
  readonly kind: string;
  readonly from: string | null;
  readonly upTo: string | null;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly flatFee: string | null;
  /** Not rounded. */
  readonly amount: string;
}

/** Taken off, or added, for the document as a whole. */
export interface DocumentAllowance {
  readonly charge: boolean;
  /** Never negative. */
  readonly amount: string;
  readonly reason: string;
  readonly tax: LineTax;
}

export interface DocumentTotals {
  /** BT-106 */
  readonly lines: string;
  /** BT-107 */
  readonly allowances: string;
  /** BT-108 */
  readonly charges: string;
  /** BT-109 */
  readonly net: string;
  /** BT-110 */
  readonly tax: string;
  /** BT-112 */
  readonly gross: string;
  /** BT-113 */
  readonly paid: string;
  /** BT-114 */
  readonly rounding: string;
  /** BT-115 */
  readonly due: string;
}
