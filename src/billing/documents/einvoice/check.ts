import { EN16931_PROFILE } from './facts.ts';
import { readInvoice } from './read-file.ts';
import type { Rule } from './rule.ts';
import { amountRules } from './rules-amounts.ts';
import { documentRules } from './rules-document.ts';
import { peppolRules } from './rules-peppol.ts';
import { taxRules } from './rules-tax.ts';

/** Those of EN 16931 that can be broken by what we write; then those that Peppol adds. */
export const standardRules: readonly Rule[] = [...documentRules, ...amountRules, ...taxRules];
export { peppolRules };

export interface Violation {
  readonly id: string;
  readonly says: string;
  /** Where, or an empty text for the document as a whole. */
  readonly place: string;
}

/** What a file breaks of its rules. Only one that keeps to EN 16931 alone is spared Peppol's. */
export function violationsOf(file: string): Violation[] {
  const invoice = readInvoice(file);
  if (invoice === null) return [{ id: 'syntax', says: 'The file is UBL 2.1 or CII D16B', place: '' }];
  const rules =
    invoice.specification === EN16931_PROFILE ? standardRules : [...standardRules, ...peppolRules];
  return rules.flatMap((rule) => {
    const { id, says } = rule;
    return rule.fails(invoice).map((place) => ({ id, says, place }));
  });
}
