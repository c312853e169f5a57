import { Problem } from '#kernel';
import type { BillingDocument } from '../document.ts';
import { documentProblems } from '../problems.ts';
import { type Violation, violationsOf } from './check.ts';
import { EN16931_PROFILE, PEPPOL_PROFILE } from './facts.ts';
import { writeCii } from './write-cii.ts';
import { writeUbl } from './write-ubl.ts';

/** UBL and CII keep Peppol's rules; the CII within a PDF those of EN 16931. */
export const invoiceFormats = ['ubl', 'cii', 'facturx'] as const;
export type InvoiceFormat = (typeof invoiceFormats)[number];

const writers: Readonly<Record<InvoiceFormat, (document: BillingDocument) => string>> = {
  ubl: writeUbl,
  cii: (document) => writeCii(document, PEPPOL_PROFILE),
  facturx: (document) => writeCii(document, EN16931_PROFILE),
};

/** How many broken rules one refusal names. */
const mostNamed = 20;

/** A file that keeps its rules, or a refusal that names those that it would break: never a bad file. */
export function writeChecked(document: BillingDocument, format: InvoiceFormat): string {
  if (document.state !== 'issued' || document.number === null)
    throw new Problem(documentProblems.documentNotIssued);
  const file = writers[format](document);
  const violations = violationsOf(file);
  if (violations.length > 0) throw refusal(document, violations);
  return file;
}

function refusal({ number }: BillingDocument, violations: readonly Violation[]): Problem {
  const named = violations.slice(0, mostNamed).map(({ id, says, place }) => ({
    rule: id,
    detail: place === '' ? says : `${says} (${place})`,
  }));
  const detail = `${number}: ${named.map((one) => `${one.detail} [${one.rule}]`).join('; ')}.`;
  return new Problem(documentProblems.documentBreaksRules, { detail, extensions: { rules: named } });
}
