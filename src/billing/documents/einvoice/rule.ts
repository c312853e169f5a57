import { type Decimal, decimal } from '#kernel';
import type { ReadInvoice } from './read-invoice.ts';

/** A rule of EN 16931 or of Peppol BIS Billing 3, in our words. */
export interface Rule {
  readonly id: string;
  /** What must be so. Read by the person whose invoice cannot be written. */
  readonly says: string;
  /** Where it is not so: `line 3`, or an empty text for the document. */
  fails(invoice: ReadInvoice): readonly string[];
}

/** A rule about the document as a whole. */
export function rule(id: string, says: string, holds: (invoice: ReadInvoice) => boolean): Rule {
  return { id, says, fails: (invoice) => (holds(invoice) ? [] : ['']) };
}

/** A rule about each of several things. */
export function ruleOfEach<T>(
  id: string,
  says: string,
  things: (invoice: ReadInvoice) => readonly T[],
  holds: (thing: T, invoice: ReadInvoice) => boolean,
  place: (thing: T, index: number) => string = (_thing, index) => `number ${index + 1}`,
): Rule {
  return {
    id,
    says,
    fails: (invoice) =>
      things(invoice).flatMap((thing, index) => (holds(thing, invoice) ? [] : [place(thing, index)])),
  };
}

/** The number that a text is; null when it is none. */
export function number(text: string | null): Decimal | null {
  return text !== null && /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)
    ? decimal(text.replace(/^\+/, '').replace(/\.$/, ''))
    : null;
}

/** Zero where there is none. */
export function numberOrZero(text: string | null): Decimal {
  return number(text) ?? decimal(0);
}

export function sumOf(texts: readonly (string | null)[]): Decimal {
  return texts.reduce((sum, text) => sum.plus(numberOrZero(text)), decimal(0));
}

export function hasText(text: string | null): boolean {
  return text !== null && text !== '';
}

export const isCharge = (one: { readonly indicator: string | null }): boolean => one.indicator === 'true';
export const isAllowance = (one: { readonly indicator: string | null }): boolean => one.indicator === 'false';
