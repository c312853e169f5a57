import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { decimal } from '#kernel';
import type { BillingDocument, DocumentLine, LineTax, TaxCategory } from '../document.ts';
import { buyer, pricedLine, sampleDocument, sampleLine, standard } from '../testing.ts';
import { violationsOf } from './check.ts';
import { EN16931_PROFILE, PEPPOL_PROFILE } from './facts.ts';
import { pricedParts } from './priced-parts.ts';
import { readInvoice } from './read-file.ts';
import { writeCii } from './write-cii.ts';
import { writeUbl } from './write-ubl.ts';

const files = (document: BillingDocument) => [
  writeUbl(document),
  writeCii(document, PEPPOL_PROFILE),
  writeCii(document, EN16931_PROFILE),
];

function requireValid(document: BillingDocument): void {
  for (const file of files(document)) assert.deepEqual(violationsOf(file), [], file);
}

test('the samples of other writers keep every rule', () => {
  for (const name of ['einvoice_peppol_ubl.xml', 'einvoice_cii.xml']) {
    assert.deepEqual(violationsOf(readFileSync(`tests/cases/erp/${name}`, 'utf8')), [], name);
  }
});

test('both syntaxes say the same', () => {
  const line = pricedLine('1234567', '0.000015', 'EUR');
  const [ubl, cii] = files(sampleDocument({ lines: [sampleLine(), line], period: line.period })).map(
    readInvoice,
  );
  const { syntax: _u, amountCurrencies: _c, days: _d, paymentMeans: m1, ...said } = ubl!;
  const { syntax: _v, amountCurrencies: _e, days: _f, paymentMeans: m2, ...same } = cii!;
  assert.deepEqual(same, said);
  assert.deepEqual(m1, m2);
});

test('a price far below a cent is said for a million units', () => {
  const [part, ...more] = pricedParts(pricedLine('2500000', '0.000015', 'EUR'), 'EUR');
  assert.deepEqual(more, []);
  assert.deepEqual(
    { price: part!.price, base: part!.baseQuantity, quantity: part!.quantity, net: part!.net },
    { price: '15.00', base: '1000000', quantity: '2500000', net: '37.50' },
  );
});

test('each tier is a line of its own, and together they are the net', () => {
  const tier = (
    from: string,
    upTo: string | null,
    quantity: string,
    unitPrice: string,
    flatFee: string | null,
  ) => {
    const amount = decimal(quantity)
      .times(unitPrice)
      .plus(flatFee ?? '0');
    return { kind: 'tier', from, upTo, quantity, unitPrice, flatFee, amount: amount.toFixed() };
  };
  const steps = [
    tier('0', '1000', '1000', '0', null),
    tier('1000', '10000', '9000', '0.001115', null),
    tier('10000', null, '333', '0.0005', '5'),
  ];
  const line = sampleLine({ quantity: '10333', unit: 'calls', net: '15.20', steps });
  const parts = pricedParts(line, 'EUR');
  assert.deepEqual(
    parts.map(({ quantity, price, baseQuantity, net }) => [quantity, price, baseQuantity, net]),
    [
      ['9000', '1115.00', '1000000', '10.03'],
      ['333', '0.50', '1000', '0.17'],
      ['1', '5.00', '1', '5.00'],
    ],
  );
  requireValid(sampleDocument({ lines: [line] }));
});

test('what does not calculate is one of its net, with the real quantity in words', () => {
  const line = pricedLine('1000', '0.01', 'EUR', { net: '4.00', notes: ['10.00 EUR so far'] });
  const [part] = pricedParts(line, 'EUR');
  assert.deepEqual([part!.quantity, part!.price, part!.net], ['1', '4.00', '4.00']);
  assert.equal(part!.note, 'Quantity: 1000 calls');
  // A yen has no hundredths: what it rounds off is more than the rule lets pass.
  const [yen] = pricedParts(pricedLine('33', '0.3', 'JPY'), 'JPY');
  assert.deepEqual([yen!.quantity, yen!.price, yen!.net], ['1', '10.00', '10']);
});

test('a credit is a negative quantity at a positive price', () => {
  const credit = sampleLine({ description: 'Unused time of the Basic plan', net: '-12.34' });
  requireValid(sampleDocument({ lines: [sampleLine(), credit] }));
  assert.equal(
    readInvoice(writeUbl(sampleDocument({ lines: [sampleLine(), credit] })))!.lines[1]!.quantity,
    '-1',
  );
});

test('a credit note names the invoice that it takes back, in both syntaxes', () => {
  const document = sampleDocument({
    kind: 'credit_note',
    number: 'WEATHER-C-000001',
    precedingInvoices: [{ number: 'WEATHER-000042', issuedOn: Temporal.PlainDate.from('2026-12-01') }],
    reason: 'The service was down',
  });
  requireValid(document);
  for (const file of files(document)) {
    const read = readInvoice(file)!;
    assert.equal(read.typeCode, '381');
    assert.deepEqual(read.preceding, [{ number: 'WEATHER-000042', issuedOn: '2026-12-01' }]);
  }
});

test('letters that mean something in XML, and those that mean nothing, do not break a file', () => {
  const name = 'A & B <"C"> \u0007 Ελλάδα \ud800';
  const document = sampleDocument({ buyer: { ...buyer, name }, lines: [sampleLine({ description: name })] });
  requireValid(document);
  assert.equal(readInvoice(writeUbl(document))!.buyer.name, 'A & B <"C">  Ελλάδα \ufffd');
});

test('what is missing is said by the rule that asks for it', () => {
  const broken = (more: Partial<BillingDocument>) => {
    return violationsOf(writeUbl(sampleDocument(more))).map((one) => one.id);
  };
  const noCountry = { ...buyer, taxId: null, address: { ...buyer.address, country: null } };
  assert.ok(broken({ buyer: noCountry }).includes('BR-11'));
  const noVat = { ...sampleDocument().seller, taxId: null };
  assert.ok(broken({ seller: noVat }).includes('BR-S-02'));
  const fils = sampleDocument({ currency: 'KWD', lines: [sampleLine({ net: '1.234' })] });
  assert.ok(broken(fils).includes('BR-DEC-23'));
  assert.deepEqual(broken(sampleDocument({ currency: 'KWD', lines: [sampleLine({ net: '100.000' })] })), []);
});

const taxSets: readonly (readonly LineTax[])[] = [
  [standard],
  [standard, { category: 'S', percent: '7' }, { category: 'S', percent: '5.5' }],
  [standard, { category: 'Z', percent: '0' }, { category: 'E', percent: '0' }],
  ...(['Z', 'E', 'AE', 'K', 'G'] as TaxCategory[]).map((category) => [{ category, percent: '0' }]),
  [{ category: 'O', percent: null }],
];

const amount = fc.integer({ min: 1, max: 50_000_000 });
const unitPrice = fc
  .tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => decimal(digits).times(`1e-${places}`).toFixed());

const documents = fc
  .record({
    currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD'),
    taxes: fc.constantFrom(...taxSets),
    units: fc.array(fc.tuple(amount, unitPrice), { minLength: 1, maxLength: 12 }),
    credits: fc.array(amount, { maxLength: 3 }),
    discount: fc.option(fc.integer({ min: 1, max: 1000 })),
    kind: fc.constantFrom('invoice' as const, 'credit_note' as const),
  })
  .map(({ currency, taxes, units, credits, discount, kind }) => {
    const taxOf = (index: number) => taxes[index % taxes.length]!;
    // Thousandths cannot be said; amounts of the currency that has them end in zero here.
    const clean = (line: DocumentLine) =>
      currency === 'KWD' ? { ...line, net: `${decimal(line.net).round(2).toFixed(2)}0` } : line;
    const money = (minor: number) => (currency === 'JPY' ? `${minor}` : decimal(minor).div(100).toFixed(2));
    const lines = [
      ...units.map(([quantity, price], index) =>
        pricedLine(`${quantity}`, price, currency, { tax: taxOf(index) }),
      ),
      ...credits.map((minor, index) => sampleLine({ net: `-${money(minor)}`, tax: taxOf(index) })),
    ].map(clean);
    const off = { charge: false, reason: 'Coupon', tax: taxOf(0) };
    const allowances = discount === null ? [] : [{ ...off, amount: money(discount) }];
    return sampleDocument({ currency, lines, allowances, kind });
  });

test('hundreds of documents of all kinds keep every rule', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(documents, (document) => {
      // Taxes in thousandths cannot be said either; that is another test's business.
      if (document.taxes.some((tax) => /\.\d\d[1-9]/.test(tax.amount))) return;
      // Nobody is invoiced for nothing: lines that come to zero are left out, and one must be left (BR-16).
      if (document.lines.every((line) => decimal(line.net).eq(0))) return;
      for (const tax of document.taxes) seen.add(tax.category);
      seen.add(document.currency);
      requireValid(document);
    }),
    { numRuns: 80 },
  );
  for (const one of ['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'EUR', 'JPY', 'KWD']) assert.ok(seen.has(one), one);
});
