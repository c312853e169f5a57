/**
 * An electronic invoice as its rules speak of it: the business terms of EN 16931, as they stand in the file. Nothing is
 * interpreted, and what is not there is null, so that a rule can say so.
 */
export interface ReadInvoice {
  readonly syntax: 'ubl' | 'cii';
  readonly specification: string | null;
  readonly process: string | null;
  readonly number: string | null;
  readonly issuedOn: string | null;
  readonly typeCode: string | null;
  readonly dueOn: string | null;
  readonly paymentTerms: string | null;
  readonly currency: string | null;
  readonly buyerReference: string | null;
  readonly orderReference: string | null;
  readonly noteCount: number;
  readonly preceding: readonly { readonly number: string | null; readonly issuedOn: string | null }[];
  readonly seller: ReadParty;
  readonly buyer: ReadParty;
  /** Null when nobody but the seller is paid. */
  readonly payee: { readonly name: string | null } | null;
  readonly deliverTo: { readonly country: string | null } | null;
  readonly deliveredOn: string | null;
  readonly period: ReadPeriod | null;
  readonly paymentMeans: readonly ReadPaymentMeans[];
  readonly allowances: readonly ReadAllowance[];
  /** Totals of tax that have a breakdown below them. */
  readonly taxTotalCount: number;
  readonly breakdown: readonly ReadTax[];
  readonly totals: ReadTotals;
  readonly lines: readonly ReadLine[];
  /** The currency of each amount that says one. */
  readonly amountCurrencies: readonly string[];
  /** Every day that the file says. */
  readonly days: readonly string[];
  readonly emptyElements: readonly string[];
}

export interface ReadParty {
  readonly name: string | null;
  readonly hasAddress: boolean;
  readonly country: string | null;
  readonly vat: string | null;
  readonly taxRegistration: string | null;
  readonly identifier: string | null;
  readonly registration: string | null;
  readonly endpoint: { readonly scheme: string | null; readonly id: string } | null;
}

export interface ReadPeriod {
  readonly start: string | null;
  readonly end: string | null;
}

export interface ReadPaymentMeans {
  readonly code: string | null;
  readonly hasAccount: boolean;
  readonly account: string | null;
}

export interface ReadCategory {
  readonly category: string | null;
  readonly percent: string | null;
}

export interface ReadAllowance extends ReadCategory {
  /** As it is written: anything but true and false is refused. */
  readonly indicator: string | null;
  readonly amount: string | null;
  readonly reason: string | null;
  readonly reasonCode: string | null;
}

export interface ReadTax extends ReadCategory {
  readonly base: string | null;
  readonly amount: string | null;
  readonly reason: string | null;
  readonly reasonCode: string | null;
}

export interface ReadTotals {
  readonly lines: string | null;
  readonly allowances: string | null;
  readonly charges: string | null;
  readonly net: string | null;
  readonly tax: string | null;
  readonly gross: string | null;
  readonly paid: string | null;
  readonly rounding: string | null;
  readonly due: string | null;
}

export interface ReadLine extends ReadCategory {
  readonly id: string | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly net: string | null;
  readonly name: string | null;
  readonly price: string | null;
  readonly baseQuantity: string | null;
  readonly baseUnit: string | null;
  readonly period: ReadPeriod | null;
  readonly classifications: readonly { readonly list: string | null; readonly code: string }[];
}
