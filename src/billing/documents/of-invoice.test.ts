import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimal } from '#kernel';
import type { Invoice, InvoiceLine, Tax } from '../invoices/index.ts';
import { violationsOf } from './einvoice/check.ts';
import { writeUbl } from './einvoice/write-ubl.ts';
import { documentOfInvoice } from './of-invoice.ts';
import { nothingSet } from './settings.ts';

const startAt = Temporal.Instant.from('2026-10-31T23:00:00Z');
const endAt = Temporal.Instant.from('2026-11-30T23:00:00Z');

const party = {
  id: 'org_seller',
  name: 'Weather Works GmbH',
  addressLines: ['Wolkenstraße 1', '20095 Hamburg'],
  street: 'Wolkenstraße 1',
  additionalStreet: null,
  city: 'Hamburg',
  postalCode: '20095',
  region: null,
  country: 'DE',
  taxId: 'DE136695976',
  email: 'billing@weather.example',
};

const vat = (more: Partial<Tax> = {}): Tax => ({
  code: 'S',
  name: 'VAT',
  ratePercent: decimal(19),
  baseMinor: 10_000n,
  amountMinor: 1900n,
  reason: null,
  reasonCode: null,
  jurisdiction: 'DE',
  ...more,
});

function line(more: Partial<InvoiceLine> = {}): InvoiceLine {
  const amountMinor = more.amountMinor ?? 10_000n;
  return {
    position: 1,
    subscriptionId: 'sub_1',
    productName: 'Weather',
    kind: 'flat',
    itemKey: 'plan',
    sequence: 1,
    description: 'Pro plan',
    quantity: decimal(1),
    unit: 'month',
    amountMinor,
    chargedMinor: amountMinor,
    taxCode: 'S',
    taxPercent: decimal(19),
    periodStartAt: startAt,
    periodEndAt: endAt,
    planVersionId: 'plv_1',
    highestBatch: null,
    explanation: { model: 'flat', unit_price: '100.00' },
    ...more,
  };
}

/** An issued invoice whose sums are those of its lines and taxes. */
function documentOf(lines: readonly InvoiceLine[], taxes: readonly Tax[], more: Partial<Invoice> = {}) {
  const netMinor = lines.reduce((sum, one) => sum + one.amountMinor, 0n);
  const taxMinor = taxes.reduce((sum, one) => sum + one.amountMinor, 0n);
  const invoice = {
    id: 'inv_1',
    state: 'issued',
    number: 'WEATHER-000042',
    subscriptionId: 'sub_1',
    providerId: 'org_seller',
    organizationId: 'org_buyer',
    productName: 'Weather API',
    currency: 'EUR',
    netMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
    taxes,
    seller: party,
    buyer: { ...party, id: 'org_buyer', name: 'Analytics BV', country: 'NL', taxId: null },
    timeZone: 'Europe/Berlin',
    paymentReference: 'RF18TP0000000042',
    createdAt: endAt,
    issuedAt: endAt,
    dueAt: endAt.add({ hours: 24 * 14 }),
    ...more,
  } as Invoice;
  return documentOfInvoice({ invoice, receivable: null }, lines, {
    settingsOf: () => nothingSet,
    payUrl: null,
    asIssued: true,
  });
}

test('days are those of the time zone, and the last day of a period belongs to it', () => {
  const { issuedOn, period, lines, totals } = documentOf([line()], [vat()]);
  assert.equal(issuedOn.toString(), '2026-12-01');
  assert.deepEqual([`${period!.startOn}`, `${period!.endOn}`], ['2026-11-01', '2026-11-30']);
  assert.equal(lines[0]!.steps[0]!.unitPrice, '100.00');
  assert.deepEqual(
    [totals.lines, totals.net, totals.tax, totals.gross, totals.due],
    ['100.00', '100.00', '19.00', '119.00', '119.00'],
  );
});

test('discounts and credit are allowances of the whole; taking one back is a charge', () => {
  const lines = [
    line(),
    line({ position: 2, kind: 'discount', description: 'Coupon', amountMinor: -1000n, explanation: {} }),
    line({
      position: 3,
      kind: 'credit',
      description: 'Credit taken back',
      amountMinor: 500n,
      explanation: {},
    }),
  ];
  const document = documentOf(lines, [vat({ baseMinor: 9500n, amountMinor: 1805n })]);
  assert.deepEqual(
    document.allowances.map(({ charge, amount, reason }) => [charge, amount, reason]),
    [
      [false, '10.00', 'Coupon'],
      [true, '5.00', 'Credit taken back'],
    ],
  );
  assert.deepEqual([document.totals.allowances, document.totals.charges], ['10.00', '5.00']);
  assert.deepEqual(violationsOf(writeUbl(document)), []);
});

test('several taxes on one sale are printed apart and are one for machines', () => {
  const lines = [line({ taxPercent: decimal(18) })];
  const half = { ratePercent: decimal(9), amountMinor: 900n };
  const taxes = [vat({ ...half, name: 'CGST' }), vat({ ...half, name: 'SGST' })];
  const { taxes: printed, breakdown, ...rest } = documentOf(lines, taxes);
  assert.deepEqual(
    printed.map((tax) => [tax.name, tax.percent, tax.amount]),
    [
      ['CGST', '9', '9.00'],
      ['SGST', '9', '9.00'],
    ],
  );
  assert.deepEqual(
    breakdown.map((tax) => [tax.name, tax.percent, tax.base, tax.amount]),
    [['CGST + SGST', '18', '100.00', '18.00']],
  );
  assert.deepEqual(violationsOf(writeUbl({ ...rest, taxes: printed, breakdown })), []);
});

test('an invoice from before taxes were told apart is outside of VAT', () => {
  const document = documentOf([line({ taxCode: 'O', taxPercent: decimal(0) })], []);
  assert.deepEqual(
    document.breakdown.map((tax) => [tax.category, tax.percent, tax.reason]),
    [['O', null, 'Not subject to VAT']],
  );
  assert.deepEqual(violationsOf(writeUbl(document)), []);
});

test('where a price includes the tax, the line says what was charged', () => {
  const inclusive = line({ amountMinor: 8403n, chargedMinor: 10_000n });
  const document = documentOf([inclusive], [vat({ baseMinor: 8403n, amountMinor: 1597n })]);
  assert.deepEqual(document.lines[0]!.notes, ['100.00 EUR with the tax in it']);
  assert.deepEqual(document.lines[0]!.steps, []);
  assert.deepEqual(violationsOf(writeUbl(document)), []);
});

test('what does not add up is a defect, never a document', () => {
  assert.throws(() => documentOf([line()], [vat()], { netMinor: 9999n }), /its net is 99.99/);
  assert.throws(() => documentOf([line()], [vat()], { taxMinor: 1n }), /its tax is 0.01/);
});
