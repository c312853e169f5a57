import { isCurrency } from '#kernel';
import { taxCategories } from '../document.ts';
import { endpointSchemes } from './identifiers.ts';
import type { ReadAllowance, ReadInvoice, ReadLine, ReadPeriod, ReadTax } from './read-invoice.ts';
import { hasText, isAllowance, isCharge, number, type Rule, rule, ruleOfEach } from './rule.ts';

const lines = (invoice: ReadInvoice) => invoice.lines;
const lineName = (line: ReadLine, index: number) => `line ${line.id ?? index + 1}`;
const allowances = (invoice: ReadInvoice) => invoice.allowances.filter(isAllowance);
const charges = (invoice: ReadInvoice) => invoice.allowances.filter(isCharge);
const breakdown = (invoice: ReadInvoice) => invoice.breakdown;

function ofLines(id: string, says: string, holds: (line: ReadLine) => boolean): Rule {
  return ruleOfEach(id, says, lines, holds, lineName);
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && regions.of(code) !== undefined;
}

function inOrder(period: ReadPeriod | null): boolean {
  return !period?.start || !period.end || period.start <= period.end;
}

const presence: readonly Rule[] = [
  rule('BR-01', 'The invoice says which specification it keeps (BT-24)', (i) => hasText(i.specification)),
  rule('BR-02', 'The invoice has a number (BT-1)', (i) => hasText(i.number)),
  rule('BR-03', 'The invoice has an issue date (BT-2)', (i) => hasText(i.issuedOn)),
  rule('BR-04', 'The invoice has a type (BT-3)', (i) => hasText(i.typeCode)),
  rule('BR-05', 'The invoice has a currency (BT-5)', (i) => hasText(i.currency)),
  rule('BR-06', 'The seller has a name (BT-27)', (i) => hasText(i.seller.name)),
  rule('BR-07', 'The buyer has a name (BT-44)', (i) => hasText(i.buyer.name)),
  rule('BR-08', 'The seller has a postal address (BG-5)', (i) => i.seller.hasAddress),
  rule('BR-09', "The seller's address has a country (BT-40)", (i) => hasText(i.seller.country)),
  rule('BR-10', 'The buyer has a postal address (BG-8)', (i) => i.buyer.hasAddress),
  rule('BR-11', "The buyer's address has a country (BT-55)", (i) => hasText(i.buyer.country)),
  rule('BR-12', 'The sum of the lines is there (BT-106)', (i) => hasText(i.totals.lines)),
  rule('BR-13', 'The total without tax is there (BT-109)', (i) => hasText(i.totals.net)),
  rule('BR-14', 'The total with tax is there (BT-112)', (i) => hasText(i.totals.gross)),
  rule('BR-15', 'The amount due is there (BT-115)', (i) => hasText(i.totals.due)),
  rule('BR-16', 'There is a line (BG-25)', (i) => i.lines.length > 0),
  rule('BR-17', 'A payee other than the seller has a name (BT-59)', (i) => !i.payee || hasText(i.payee.name)),
  ofLines('BR-21', 'A line has an identifier (BT-126)', (line) => hasText(line.id)),
  ofLines('BR-22', 'A line has a quantity (BT-129)', (line) => hasText(line.quantity)),
  ofLines('BR-23', 'The quantity of a line has a unit (BT-130)', (line) => hasText(line.unit)),
  ofLines('BR-24', 'A line has a net amount (BT-131)', (line) => hasText(line.net)),
  ofLines('BR-25', 'What a line is for has a name (BT-153)', (line) => hasText(line.name)),
  ofLines('BR-26', 'A line has a net price (BT-146)', (line) => hasText(line.price)),
  ofLines('BR-27', 'A net price is not negative (BT-146)', (line) => !number(line.price)?.lt(0)),
  rule('BR-29', 'The invoicing period does not end before it starts (BT-73, BT-74)', (i) =>
    inOrder(i.period),
  ),
  ofLines('BR-30', 'The period of a line does not end before it starts (BT-134, BT-135)', (line) =>
    inOrder(line.period),
  ),
];

function ofAllowances(kind: 'allowance' | 'charge', ids: readonly [string, string, string, string]): Rule[] {
  const things = kind === 'charge' ? charges : allowances;
  const rules: [string, string, (one: ReadAllowance) => boolean][] = [
    [ids[0], 'has an amount', (one) => hasText(one.amount)],
    [ids[1], 'has a tax category', (one) => hasText(one.category)],
    [ids[2], 'has a reason or the code of one', (one) => hasText(one.reason) || hasText(one.reasonCode)],
    [ids[3], 'is explained by a reason or its code', (one) => hasText(one.reason) || hasText(one.reasonCode)],
  ];
  return rules.map(([id, says, holds]) =>
    ruleOfEach(
      id,
      `Each ${kind} of the document ${says}`,
      things,
      holds,
      (_one, index) => `${kind} ${index + 1}`,
    ),
  );
}

const credited = ['30', '58'];

const parts: readonly Rule[] = [
  ...ofAllowances('allowance', ['BR-31', 'BR-32', 'BR-33', 'BR-CO-21']),
  ...ofAllowances('charge', ['BR-36', 'BR-37', 'BR-38', 'BR-CO-22']),
  ruleOfEach('BR-45', 'Each tax has its base (BT-116)', breakdown, (tax) => hasText(tax.base)),
  ruleOfEach('BR-46', 'Each tax has its amount (BT-117)', breakdown, (tax) => hasText(tax.amount)),
  ruleOfEach('BR-47', 'Each tax has its category (BT-118)', breakdown, (tax) => hasText(tax.category)),
  ruleOfEach(
    'BR-48',
    'Each tax has its rate (BT-119), but for what is outside of VAT',
    breakdown,
    (tax) => hasText(tax.percent) || tax.category === 'O',
  ),
  ruleOfEach(
    'BR-49',
    'Each means of payment has its code (BT-81)',
    (i) => i.paymentMeans,
    (means) => hasText(means.code),
  ),
  ruleOfEach(
    'BR-50',
    'The account of a transfer has its number (BT-84)',
    (i) => i.paymentMeans.filter((means) => means.hasAccount),
    (means) => hasText(means.account),
  ),
  ruleOfEach(
    'BR-55',
    'Each preceding invoice is named by its number (BT-25)',
    (i) => i.preceding,
    (one) => hasText(one.number),
  ),
  rule(
    'BR-57',
    'A place of delivery has a country (BT-80)',
    (i) => i.deliverTo === null || hasText(i.deliverTo.country),
  ),
  ruleOfEach(
    'BR-61',
    'A credit transfer says the account that it goes to (BT-84)',
    (i) => i.paymentMeans.filter((means) => credited.includes(means.code ?? '')),
    (means) => hasText(means.account),
  ),
  rule('BR-62', "The seller's electronic address has a scheme (BT-34)", ({ seller }) =>
    seller.endpoint === null ? true : hasText(seller.endpoint.scheme),
  ),
  rule('BR-63', "The buyer's electronic address has a scheme (BT-49)", ({ buyer }) =>
    buyer.endpoint === null ? true : hasText(buyer.endpoint.scheme),
  ),
  ofLines('BR-65', 'The classification of what is sold says its list (BT-158)', (line) =>
    line.classifications.every((one) => hasText(one.list)),
  ),
];

const typeCodes = new Set('326 380 381 383 384 386 387 388 389 393 394 395 396 751 875 876 877'.split(' '));
const meansCodes = new Set(
  '1 2 3 10 20 21 23 25 26 30 31 32 33 34 35 42 44 48 49 50 54 55 57 58 59 60 68 97 ZZZ'.split(' '),
);
const unitCodes = /^[A-Z0-9]{1,3}$/;
const classificationLists = /^[A-Z]{2,3}$/;

function isOneOf(list: ReadonlySet<string> | readonly string[], code: string | null): boolean {
  return (
    code === null || (Array.isArray(list) ? list.includes(code) : (list as ReadonlySet<string>).has(code))
  );
}

const codes: readonly Rule[] = [
  rule('BR-CL-01', 'The type of document is one of the list UNTDID 1001', (i) =>
    isOneOf(typeCodes, i.typeCode),
  ),
  rule('BR-CL-03', 'Amounts are in currencies of ISO 4217', (i) => i.amountCurrencies.every(isCurrency)),
  rule('BR-CL-04', 'The currency is one of ISO 4217', (i) => i.currency === null || isCurrency(i.currency)),
  rule('BR-CL-14', 'Countries are those of ISO 3166-1', (i) =>
    [i.seller.country, i.buyer.country, i.deliverTo?.country ?? null].every(
      (country) => country === null || isCountry(country),
    ),
  ),
  ruleOfEach(
    'BR-CL-16',
    'The means of payment is one of the list UNTDID 4461',
    (i) => i.paymentMeans,
    (means) => isOneOf(meansCodes, means.code),
  ),
  ruleOfEach('BR-CL-17', 'The category of a tax is one of the list UNTDID 5305', breakdown, (tax: ReadTax) =>
    isOneOf(taxCategories, tax.category),
  ),
  ofLines('BR-CL-18', 'The tax category of a line is one of the list UNTDID 5305', (line) =>
    isOneOf(taxCategories, line.category),
  ),
  ofLines('BR-CL-13', 'The list of a classification is one of UNTDID 7143', (line) =>
    line.classifications.every((one) => one.list === null || classificationLists.test(one.list)),
  ),
  ofLines('BR-CL-23', 'Units are codes of UN/ECE Recommendation 20', (line) =>
    [line.unit, line.baseUnit].every((unit) => unit === null || unitCodes.test(unit)),
  ),
  rule('BR-CL-25', 'Electronic addresses are of a scheme of the list EAS', (i) =>
    [i.seller.endpoint, i.buyer.endpoint].every((one) => !one?.scheme || endpointSchemes.has(one.scheme)),
  ),
];

const countryPrefix = (vat: string) => ['EL', 'XI'].includes(vat.slice(0, 2)) || isCountry(vat.slice(0, 2));

const conditions: readonly Rule[] = [
  ofLines('BR-CO-04', 'Each line has a tax category (BT-151)', (line) => hasText(line.category)),
  rule('BR-CO-09', 'VAT numbers begin with the code of their country', (i) =>
    [i.seller.vat, i.buyer.vat].every((vat) => vat === null || countryPrefix(vat)),
  ),
  rule('BR-CO-18', 'There is a breakdown of tax (BG-23)', (i) => i.breakdown.length > 0),
  rule(
    'BR-CO-19',
    'An invoicing period has a first or a last day',
    ({ period }) => period === null || hasText(period.start) || hasText(period.end),
  ),
  ofLines(
    'BR-CO-20',
    'The period of a line has a first or a last day',
    ({ period }) => period === null || hasText(period.start) || hasText(period.end),
  ),
  rule(
    'BR-CO-25',
    'What is due has a due date (BT-9) or payment terms (BT-20)',
    (i) => !number(i.totals.due)?.gt(0) || hasText(i.dueOn) || hasText(i.paymentTerms),
  ),
  rule(
    'BR-CO-26',
    'The seller can be told by a VAT number (BT-31), a registration (BT-30) or an identifier (BT-29)',
    ({ seller }) => [seller.vat, seller.registration, seller.identifier].some(hasText),
  ),
];

/** What must be there, and be one of its list. */
export const documentRules: readonly Rule[] = [...presence, ...parts, ...codes, ...conditions];
