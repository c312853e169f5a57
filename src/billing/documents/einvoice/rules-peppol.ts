import { isCurrency } from '#kernel';
import { exemptionCodes, PEPPOL_PROFILE } from './facts.ts';
import { endpointSchemes } from './identifiers.ts';
import type { ReadInvoice, ReadLine } from './read-invoice.ts';
import { hasText, number, type Rule, rule, ruleOfEach } from './rule.ts';
import { lineAddsUp } from './rules-amounts.ts';

const process = /^urn:fdc:peppol\.eu:2017:poacc:billing:\d{2}:1\.0$/;

function ofLines(id: string, says: string, holds: (line: ReadLine, invoice: ReadInvoice) => boolean): Rule {
  return ruleOfEach(
    `PEPPOL-EN16931-${id}`,
    says,
    (i) => i.lines,
    holds,
    (line, index) => `line ${line.id ?? index + 1}`,
  );
}

function peppol(id: string, says: string, holds: (invoice: ReadInvoice) => boolean): Rule {
  return rule(`PEPPOL-EN16931-${id}`, says, holds);
}

const documentTypes = new Set(
  '71 80 81 82 83 84 102 218 219 326 331 380 381 382 383 384 386 388 393 395 396 532 553 575 623 780 817 870 875 876 877'.split(
    ' ',
  ),
);

/** A reason's code belongs to one category. */
function codeFits(id: string, category: 'AE' | 'K' | 'G' | 'O'): Rule {
  const code = exemptionCodes[category]!;
  return peppol(id, `The reason ${code} is given for the category ${category} alone`, (i) =>
    i.breakdown.every((tax) => tax.reasonCode?.toUpperCase() !== code || tax.category === category),
  );
}

export const peppolRules: readonly Rule[] = [
  peppol('R001', 'The business process is said (BT-23)', (i) => hasText(i.process)),
  peppol('R002', 'The document has at most one note (BT-22)', (i) => i.noteCount <= 1),
  peppol(
    'R003',
    'There is a buyer reference (BT-10) or an order reference (BT-13)',
    (i) => hasText(i.buyerReference) || hasText(i.orderReference),
  ),
  peppol('R004', 'The specification is that of Peppol BIS Billing 3 (BT-24)', (i) =>
    (i.specification ?? '').startsWith(PEPPOL_PROFILE),
  ),
  peppol('R007', 'The business process has the form that Peppol gives it', (i) =>
    process.test(i.process ?? ''),
  ),
  {
    id: 'PEPPOL-EN16931-R008',
    says: 'There are no empty elements',
    fails: (i) => i.emptyElements,
  },
  peppol('R010', 'The buyer has an electronic address (BT-49)', (i) => hasText(i.buyer.endpoint?.id ?? null)),
  peppol('R020', 'The seller has an electronic address (BT-34)', (i) =>
    hasText(i.seller.endpoint?.id ?? null),
  ),
  ruleOfEach(
    'PEPPOL-EN16931-R043',
    'An allowance or charge says which of the two it is',
    (i) => i.allowances,
    (one) => one.indicator === 'true' || one.indicator === 'false',
  ),
  peppol('R051', 'All amounts are in the currency of the document', (i) =>
    i.amountCurrencies.every((currency) => currency === i.currency),
  ),
  peppol('R053', 'There is one total of tax with its breakdown', (i) => i.taxTotalCount === 1),
  ofLines(
    'R110',
    'The period of a line begins within the invoicing period',
    (line, { period }) => !line.period?.start || !period?.start || line.period.start >= period.start,
  ),
  ofLines(
    'R111',
    'The period of a line ends within the invoicing period',
    (line, { period }) => !line.period?.end || !period?.end || line.period.end <= period.end,
  ),
  ofLines('R120', 'The net of a line is quantity × price ÷ base quantity, to 0.02', lineAddsUp),
  ofLines(
    'R121',
    'A base quantity is more than 0 (BT-149)',
    (line) => line.baseQuantity === null || (number(line.baseQuantity)?.gt(0) ?? false),
  ),
  ofLines(
    'R130',
    'The unit of a base quantity is that of the quantity (BT-150)',
    (line) => line.baseUnit === null || line.baseUnit === line.unit,
  ),
  peppol(
    'P0100',
    'The type of document is one that Peppol sends',
    (i) => i.typeCode === null || documentTypes.has(i.typeCode),
  ),
  codeFits('P0104', 'G'),
  codeFits('P0105', 'O'),
  codeFits('P0106', 'K'),
  codeFits('P0107', 'AE'),
  peppol('CL007', 'The currency is one of ISO 4217', (i) => i.currency === null || isCurrency(i.currency)),
  peppol('CL008', 'Electronic addresses are of a scheme that Peppol routes', (i) =>
    [i.seller.endpoint, i.buyer.endpoint].every(
      (one) => one === null || endpointSchemes.has(one.scheme ?? ''),
    ),
  ),
  peppol('F001', 'Days are written as YYYY-MM-DD', (i) =>
    i.days.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day)),
  ),
];
