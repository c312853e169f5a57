import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { DocumentAllowance, LineTax, TaxCategory } from '../document.ts';
import { sampleDocument, sampleLine, standard } from '../testing.ts';
import { peppolRules, standardRules, violationsOf } from './check.ts';
import { writeUbl } from './write-ubl.ts';

const off = (charge: boolean, tax: LineTax): DocumentAllowance => ({
  charge,
  amount: charge ? '2.00' : '3.00',
  reason: charge ? 'Set-up' : 'Coupon',
  tax,
});

/** A valid file with everything that a rule could miss in it. */
function fileOf(tax: LineTax, more: Parameters<typeof sampleDocument>[0] = {}): string {
  return writeUbl(
    sampleDocument({
      lines: [
        sampleLine({ tax, classification: { list: 'TST', code: '81112100' } }),
        sampleLine({ tax, net: '50.00', steps: [thousand] }),
      ],
      allowances: [off(false, tax), off(true, tax)],
      precedingInvoices: [{ number: 'WEATHER-000041', issuedOn: Temporal.PlainDate.from('2026-11-01') }],
      payment: {
        reference: 'RF18TP0000000042',
        account: { holderName: 'Clearing Ltd', iban: 'DE89370400440532013000', bic: null },
        payUrl: null,
        paidOn: null,
      },
      ...more,
    }),
  );
}

const thousand = {
  kind: 'units',
  from: null,
  upTo: null,
  quantity: '100000',
  unitPrice: '0.0005',
  flatFee: null,
  amount: '50',
};

const taxOf: Record<TaxCategory, LineTax> = {
  S: standard,
  Z: { category: 'Z', percent: '0' },
  E: { category: 'E', percent: '0' },
  AE: { category: 'AE', percent: '0' },
  K: { category: 'K', percent: '0' },
  G: { category: 'G', percent: '0' },
  O: { category: 'O', percent: null },
};

type Mutation = (file: string) => string;

const any = '[\\s\\S]*?';

/** Replaces the first place; a mutation that finds nothing to change is a mistake in the test. */
function swap(pattern: string | RegExp, by: string): Mutation {
  return (file) => {
    const changed = file.replace(pattern, by);
    assert.ok(changed !== file, `nothing to change: ${pattern}`);
    return changed;
  };
}

/** Takes the n-th element of a name away, or gives it another text. */
function nth(name: string, by: string | null, index = 0): Mutation {
  return (file) => {
    const matches = [...file.matchAll(new RegExp(`<${name}(?: [^>]*)?>${any}</${name}>`, 'g'))];
    const match = matches.at(index);
    assert.ok(match, `there is no ${name}`);
    const text = by === null ? '' : match[0].replace(/>[\s\S]*<\//, `>${by}</`);
    return file.slice(0, match.index) + text + file.slice(match.index + match[0].length);
  };
}

const inParty = (role: 'Supplier' | 'Customer', mutate: Mutation): Mutation =>
  within(`cac:Accounting${role}Party`, mutate);

/** Changes what stands in the first element of a name only. */
function within(name: string, mutate: Mutation, index = 0): Mutation {
  return (file) => {
    const match = [...file.matchAll(new RegExp(`<${name}>${any}</${name}>`, 'g'))].at(index);
    assert.ok(match, `there is no ${name}`);
    return file.slice(0, match.index) + mutate(match[0]) + file.slice(match.index + match[0].length);
  };
}

const total = (name: string, by: string | null) => within('cac:LegalMonetaryTotal', nth(name, by));
const inAllowance = (mutate: Mutation) => within('cac:AllowanceCharge', mutate, 0);
const inCharge = (mutate: Mutation) => within('cac:AllowanceCharge', mutate, 1);
const noReason = (file: string) =>
  file.replace(/<cbc:AllowanceChargeReason(Code)?>.*?<\/cbc:AllowanceChargeReason(Code)?>/g, '');
const inSubtotal = (mutate: Mutation) => within('cac:TaxSubtotal', mutate);
const inLine = (mutate: Mutation) => within('cac:InvoiceLine', mutate);
const afterRounding = swap(
  '<cbc:PayableAmount',
  '<cbc:PayableRoundingAmount currencyID="EUR">0.001</cbc:PayableRoundingAmount><cbc:PayableAmount',
);
const paid = swap(
  '<cbc:PayableAmount',
  '<cbc:PrepaidAmount currencyID="EUR">0.001</cbc:PrepaidAmount><cbc:PayableAmount',
);
const backwards = within('cac:InvoicePeriod', nth('cbc:EndDate', '2020-01-01'));
const openPeriod = within(
  'cac:InvoicePeriod',
  swap(/<cbc:StartDate>[\s\S]*<\/cbc:EndDate>/, '<cbc:DescriptionCode>35</cbc:DescriptionCode>'),
);

const mutations: Record<string, Mutation> = {
  'BR-01': nth('cbc:CustomizationID', null),
  'BR-02': nth('cbc:ID', null),
  'BR-03': nth('cbc:IssueDate', null),
  'BR-04': nth('cbc:InvoiceTypeCode', null),
  'BR-05': nth('cbc:DocumentCurrencyCode', null),
  'BR-06': inParty('Supplier', nth('cbc:RegistrationName', null)),
  'BR-07': inParty('Customer', nth('cbc:RegistrationName', null)),
  'BR-08': inParty('Supplier', nth('cac:PostalAddress', null)),
  'BR-09': inParty('Supplier', nth('cac:Country', null)),
  'BR-10': inParty('Customer', nth('cac:PostalAddress', null)),
  'BR-11': inParty('Customer', nth('cac:Country', null)),
  'BR-12': total('cbc:LineExtensionAmount', null),
  'BR-13': total('cbc:TaxExclusiveAmount', null),
  'BR-14': total('cbc:TaxInclusiveAmount', null),
  'BR-15': total('cbc:PayableAmount', null),
  'BR-16': swap(/<cac:InvoiceLine>[\s\S]*<\/cac:InvoiceLine>/, ''),
  'BR-17': within('cac:PayeeParty', nth('cbc:Name', null)),
  'BR-21': inLine(nth('cbc:ID', null)),
  'BR-22': inLine(nth('cbc:InvoicedQuantity', null)),
  'BR-23': inLine(swap(/ unitCode="\w+"/, '')),
  'BR-24': inLine(nth('cbc:LineExtensionAmount', null)),
  'BR-25': inLine(nth('cbc:Name', null)),
  'BR-26': inLine(nth('cbc:PriceAmount', null)),
  'BR-27': inLine(nth('cbc:PriceAmount', '-1')),
  'BR-29': backwards,
  'BR-30': inLine(backwards),
  'BR-31': inAllowance(nth('cbc:Amount', null)),
  'BR-32': inAllowance(nth('cac:TaxCategory', null)),
  'BR-33': inAllowance(noReason),
  'BR-36': inCharge(nth('cbc:Amount', null)),
  'BR-37': inCharge(nth('cac:TaxCategory', null)),
  'BR-38': inCharge(noReason),
  'BR-45': inSubtotal(nth('cbc:TaxableAmount', null)),
  'BR-46': inSubtotal(nth('cbc:TaxAmount', null)),
  'BR-47': inSubtotal(nth('cbc:ID', null)),
  'BR-48': inSubtotal(nth('cbc:Percent', null)),
  'BR-49': nth('cbc:PaymentMeansCode', null),
  'BR-50': within('cac:PayeeFinancialAccount', nth('cbc:ID', null)),
  'BR-55': within('cac:InvoiceDocumentReference', nth('cbc:ID', null)),
  'BR-57': within('cac:DeliveryLocation', nth('cbc:IdentificationCode', null)),
  'BR-61': nth('cac:PayeeFinancialAccount', null),
  'BR-62': inParty('Supplier', swap(/ schemeID="\w+"/, '')),
  'BR-63': inParty('Customer', swap(/ schemeID="\w+"/, '')),
  'BR-65': swap(' listID="TST"', ''),
  'BR-CL-01': nth('cbc:InvoiceTypeCode', '999'),
  'BR-CL-03': swap('currencyID="EUR"', 'currencyID="EURO"'),
  'BR-CL-04': nth('cbc:DocumentCurrencyCode', 'XQX'),
  'BR-CL-13': swap(' listID="TST"', ' listID="none"'),
  'BR-CL-14': inParty('Customer', nth('cbc:IdentificationCode', 'QX')),
  'BR-CL-16': nth('cbc:PaymentMeansCode', '99'),
  'BR-CL-17': inSubtotal(nth('cbc:ID', 'B7')),
  'BR-CL-18': inLine(within('cac:ClassifiedTaxCategory', nth('cbc:ID', 'B7'))),
  'BR-CL-23': inLine(swap(/unitCode="\w+"/, 'unitCode="month"')),
  'BR-CL-25': inParty('Supplier', swap(/schemeID="\w+"/, 'schemeID="1234"')),
  'BR-CO-04': inLine(within('cac:ClassifiedTaxCategory', nth('cbc:ID', null))),
  'BR-CO-09': inParty('Supplier', within('cac:PartyTaxScheme', nth('cbc:CompanyID', '12DE3456'))),
  'BR-CO-10': total('cbc:LineExtensionAmount', '150.01'),
  'BR-CO-11': total('cbc:AllowanceTotalAmount', '3.01'),
  'BR-CO-12': total('cbc:ChargeTotalAmount', '2.01'),
  'BR-CO-13': total('cbc:TaxExclusiveAmount', '149.01'),
  'BR-CO-14': within('cac:TaxTotal', nth('cbc:TaxAmount', '1.00')),
  'BR-CO-15': total('cbc:TaxInclusiveAmount', '149.01'),
  'BR-CO-16': total('cbc:PayableAmount', '149.01'),
  'BR-CO-17': inSubtotal(nth('cbc:TaxAmount', '20.00')),
  'BR-CO-18': swap(/<cac:TaxSubtotal>[\s\S]*<\/cac:TaxSubtotal>/, ''),
  'BR-CO-19': openPeriod,
  'BR-CO-20': inLine(openPeriod),
  'BR-CO-21': inAllowance(noReason),
  'BR-CO-22': inCharge(noReason),
  'BR-CO-25': nth('cbc:DueDate', null),
  'BR-CO-26': inParty('Supplier', (file) => file.replaceAll(/<cbc:CompanyID>.*?<\/cbc:CompanyID>/g, '')),
  'BR-DEC-01': inAllowance(nth('cbc:Amount', '3.001')),
  'BR-DEC-05': inCharge(nth('cbc:Amount', '2.001')),
  'BR-DEC-09': total('cbc:LineExtensionAmount', '150.000'),
  'BR-DEC-10': total('cbc:AllowanceTotalAmount', '3.000'),
  'BR-DEC-11': total('cbc:ChargeTotalAmount', '2.000'),
  'BR-DEC-12': total('cbc:TaxExclusiveAmount', '149.000'),
  'BR-DEC-13': within('cac:TaxTotal', nth('cbc:TaxAmount', '28.310')),
  'BR-DEC-14': total('cbc:TaxInclusiveAmount', '177.310'),
  'BR-DEC-16': paid,
  'BR-DEC-17': afterRounding,
  'BR-DEC-18': total('cbc:PayableAmount', '177.310'),
  'BR-DEC-19': inSubtotal(nth('cbc:TaxableAmount', '149.000')),
  'BR-DEC-20': inSubtotal(nth('cbc:TaxAmount', '28.310')),
  'BR-DEC-23': inLine(nth('cbc:LineExtensionAmount', '100.000')),
  'PEPPOL-EN16931-R001': nth('cbc:ProfileID', null),
  'PEPPOL-EN16931-R002': swap(
    '<cbc:DocumentCurrencyCode',
    '<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note><cbc:DocumentCurrencyCode',
  ),
  'PEPPOL-EN16931-R003': nth('cbc:BuyerReference', null),
  'PEPPOL-EN16931-R004': nth('cbc:CustomizationID', 'urn:cen.eu:en16931:2017#other'),
  'PEPPOL-EN16931-R007': nth('cbc:ProfileID', 'billing'),
  'PEPPOL-EN16931-R008': nth('cbc:BuyerReference', ''),
  'PEPPOL-EN16931-R010': inParty('Customer', nth('cbc:EndpointID', null)),
  'PEPPOL-EN16931-R020': inParty('Supplier', nth('cbc:EndpointID', null)),
  'PEPPOL-EN16931-R043': nth('cbc:ChargeIndicator', '1'),
  'PEPPOL-EN16931-R051': inLine(swap('currencyID="EUR"', 'currencyID="USD"')),
  'PEPPOL-EN16931-R053': (file) => {
    const one = /<cac:TaxTotal>[\s\S]*?<\/cac:TaxTotal>/.exec(file)![0];
    return file.replace(one, one + one);
  },
  'PEPPOL-EN16931-R110': inLine(nth('cbc:StartDate', '2026-10-31')),
  'PEPPOL-EN16931-R111': inLine(nth('cbc:EndDate', '2026-12-01')),
  'PEPPOL-EN16931-R120': inLine(nth('cbc:PriceAmount', '99.97')),
  'PEPPOL-EN16931-R121': nth('cbc:BaseQuantity', '0'),
  'PEPPOL-EN16931-R130': swap(/<cbc:BaseQuantity unitCode="MON"/, '<cbc:BaseQuantity unitCode="C62"'),
  'PEPPOL-EN16931-P0100': nth('cbc:InvoiceTypeCode', '999'),
  'PEPPOL-EN16931-CL007': nth('cbc:DocumentCurrencyCode', 'XQX'),
  'PEPPOL-EN16931-CL008': inParty('Customer', swap(/schemeID="\w+"/, 'schemeID="1234"')),
  'PEPPOL-EN16931-F001': nth('cbc:IssueDate', '1 Dec 2026'),
};

for (const [id, code] of [
  ['P0104', 'G'],
  ['P0105', 'O'],
  ['P0106', 'IC'],
  ['P0107', 'AE'],
]) {
  const exempted = `</cbc:Percent><cbc:TaxExemptionReasonCode>VATEX-EU-${code}</cbc:TaxExemptionReasonCode>`;
  mutations[`PEPPOL-EN16931-${id}`] = inSubtotal(swap('</cbc:Percent>', exempted));
}

const withoutVat = (role: 'Supplier' | 'Customer'): Mutation =>
  inParty(role, (file) => file.replaceAll(/<cac:PartyTaxScheme>[\s\S]*?<\/cac:PartyTaxScheme>/g, ''));
const addVat = inParty(
  'Customer',
  swap(
    '<cac:PartyLegalEntity>',
    '<cac:PartyTaxScheme><cbc:CompanyID>NL1</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>',
  ),
);
const withReason = inSubtotal(
  swap('</cbc:Percent>', '</cbc:Percent><cbc:TaxExemptionReason>why</cbc:TaxExemptionReason>'),
);
const withoutReason = inSubtotal((file) =>
  file.replaceAll(/<cbc:TaxExemptionReason(Code)?>.*?<\/cbc:TaxExemptionReason(Code)?>/g, ''),
);
const otherRate: Mutation = nth('cbc:Percent', '3');
const someRate: Mutation = swap('<cac:TaxScheme>', '<cbc:Percent>3</cbc:Percent><cac:TaxScheme>');

/** What breaks the rules of a category, in a file that is all of that category. */
function categoryMutations(category: TaxCategory): Record<string, Mutation> {
  const key = category === 'K' ? 'IC' : category;
  const outside = category === 'O';
  const parties = outside ? addVat : withoutVat('Supplier');
  const rate = category === 'S' ? nth('cbc:Percent', '0') : outside ? someRate : otherRate;
  const plain = inLine(within('cac:ClassifiedTaxCategory', nth('cbc:ID', 'S')));
  const own: Record<string, Mutation> = {
    '01': swap(/<cac:TaxSubtotal>[\s\S]*<\/cac:TaxSubtotal>/, ''),
    '02': parties,
    '03': parties,
    '04': parties,
    '05': inLine(within('cac:ClassifiedTaxCategory', rate)),
    '06': inAllowance(rate),
    '07': inCharge(rate),
    '08': inSubtotal(nth('cbc:TaxableAmount', '1.00')),
    '09': inSubtotal(nth('cbc:TaxAmount', '5.00')),
    '10': category === 'S' || category === 'Z' ? withReason : withoutReason,
  };
  if (category === 'K') {
    own['11'] = (file) => file.replaceAll(/<cac:InvoicePeriod>[\s\S]*?<\/cac:InvoicePeriod>/g, '');
    own['12'] = nth('cac:DeliveryLocation', null);
  }
  if (outside) {
    own['11'] = swap(
      '</cac:TaxSubtotal>',
      '</cac:TaxSubtotal><cac:TaxSubtotal><cac:TaxCategory><cbc:ID>S</cbc:ID></cac:TaxCategory></cac:TaxSubtotal>',
    );
    own['12'] = plain;
    own['13'] = inAllowance(within('cac:TaxCategory', nth('cbc:ID', 'S')));
    own['14'] = inCharge(within('cac:TaxCategory', nth('cbc:ID', 'S')));
  }
  return Object.fromEntries(
    Object.entries(own).map(([figures, mutation]) => [`BR-${key}-${figures}`, mutation]),
  );
}

const broken = (file: string) => new Set(violationsOf(file).map((one) => one.id));

test('each rule bites when what it asks for is taken away', () => {
  const file = fileOf(standard);
  assert.deepEqual([...broken(file)], []);
  for (const [id, mutate] of Object.entries(mutations)) assert.ok(broken(mutate(file)).has(id), id);
});

test('each rule of a tax category bites', () => {
  for (const category of Object.keys(taxOf) as TaxCategory[]) {
    const file = fileOf(taxOf[category]);
    assert.deepEqual([...broken(file)], [], category);
    for (const [id, mutate] of Object.entries(categoryMutations(category))) {
      assert.ok(broken(mutate(file)).has(id), id);
    }
  }
});

test('reverse charge and intra-community supply ask for the number of the buyer too', () => {
  assert.ok(broken(withoutVat('Customer')(fileOf(taxOf.AE))).has('BR-AE-02'));
  assert.ok(broken(withoutVat('Customer')(fileOf(taxOf.K))).has('BR-IC-02'));
});

test('every rule has a mutation, and the documentation lists every rule', () => {
  const rules = [...standardRules, ...peppolRules];
  const mutated = new Set(Object.keys(mutations));
  for (const category of Object.keys(taxOf) as TaxCategory[]) {
    for (const id of Object.keys(categoryMutations(category))) mutated.add(id);
  }
  assert.deepEqual(
    rules.map((rule) => rule.id).filter((id) => !mutated.has(id)),
    [],
  );
  assert.equal(new Set(rules.map((rule) => rule.id)).size, rules.length);
  const documented = [
    ...readFileSync('docs/invoices.md', 'utf8').matchAll(/^\| `((?:BR|PEPPOL)-[\w-]+)` \| (.+) \|$/gm),
  ];
  assert.deepEqual(
    documented.map(([, id, says]) => [id, says]),
    rules.map((rule) => [rule.id, rule.says]),
  );
});

test('a rule bites in the sample of another writer, in the other syntax', () => {
  const cii = readFileSync('tests/cases/erp/einvoice_cii.xml', 'utf8');
  const mutate = (pattern: RegExp | string, by: string) => broken(swap(pattern, by)(cii));
  assert.ok(mutate('<ram:BuyerReference>PO-77</ram:BuyerReference>', '').has('PEPPOL-EN16931-R003'));
  assert.ok(mutate('<ram:GrandTotalAmount>148.75', '<ram:GrandTotalAmount>148.76').has('BR-CO-15'));
  assert.ok(mutate('<ram:ChargeAmount>0.50', '<ram:ChargeAmount>0.51').has('PEPPOL-EN16931-R120'));
  assert.ok(mutate(/schemeID="VA">DE123456789/, 'schemeID="VA">123456789').has('BR-CO-09'));
  assert.ok(mutate(/<ram:DueDateDateTime>[\s\S]*?<\/ram:DueDateDateTime>/, '').has('BR-CO-25'));
});
