import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { decimal } from '#kernel';
import type { Invoice } from './invoice.ts';
import { printable, renderPdf } from './render-pdf.ts';
import type { InvoiceLine } from './store-invoices.ts';
import type { Tax } from './totals.ts';

const at = Temporal.Instant.from('2026-12-01T00:00:00Z');
const party = {
  id: 'org_1',
  name: 'Weather Works GmbH',
  addressLines: ['Cloud Street 1'],
  street: null,
  additionalStreet: null,
  city: null,
  postalCode: null,
  region: null,
  country: 'DE',
  taxId: null,
  email: null,
};

const vat: Tax = {
  ...{ code: 'S', name: 'VAT', ratePercent: decimal(19), baseMinor: 5850n, amountMinor: 1112n },
  ...{ reason: null, reasonCode: null, jurisdiction: 'DE' },
};

const invoice: Invoice = {
  id: 'inv_1',
  state: 'issued',
  number: 'WEATHER-000042',
  cause: 'renewal',
  subscriptionId: 'sub_1',
  period: { startAt: Temporal.Instant.from('2026-11-01T00:00:00Z'), endAt: at },
  sequence: 1,
  providerId: 'org_1',
  organizationId: 'org_2',
  productId: 'prd_1',
  productName: 'Weather API',
  currency: 'EUR',
  netMinor: 5850n,
  taxMinor: 1112n,
  totalMinor: 6962n,
  taxes: [vat],
  lineCount: 1,
  feeBasisPoints: 0,
  feeMinor: 0n,
  shareMinor: 5850n,
  seller: party,
  buyer: { ...party, id: 'org_2', name: 'Analytics Ltd' },
  timeZone: 'UTC',
  paymentReference: 'RF18TP0000000042',
  createdAt: at,
  issuedAt: at,
  dueAt: at.add({ hours: 24 * 14 }),
  runId: null,
};

const line: InvoiceLine = {
  position: 1,
  kind: 'usage',
  itemKey: 'calls',
  sequence: 1,
  description: 'Calls',
  quantity: decimal(12_500),
  unit: 'calls',
  amountMinor: 5850n,
  chargedMinor: 5850n,
  taxCode: 'S',
  taxPercent: decimal(19),
  periodStartAt: invoice.period.startAt,
  periodEndAt: invoice.period.endAt,
  planVersionId: 'plv_1',
  highestBatch: 3n,
  explanation: {
    plan_version: 3,
    steps: [
      {
        kind: 'tier',
        from: '0',
        up_to: '10000',
        quantity: '10000',
        unit_price: '0.005',
        flat_fee: '0',
        amount: '50',
      },
    ],
  },
};

/** The words on the pages: pdfkit writes them as hexadecimal strings in compressed streams. */
function words(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  const streams = [...raw.matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(([, body]) => {
    try {
      return [inflateSync(Buffer.from(body!, 'latin1')).toString('latin1')];
    } catch {
      return [];
    }
  });
  const shown = streams.join('\n').matchAll(/\[(.*?)\] TJ/g);
  return [...shown]
    .map(([, parts]) =>
      [...parts!.matchAll(/<([0-9a-f]+)>/g)]
        .map(([, hex]) => Buffer.from(hex!, 'hex').toString('latin1'))
        .join(''),
    )
    .join('\n');
}

test('the PDF says who owes whom how much for what, by when and under which reference', async () => {
  const text = words(await renderPdf({ invoice, receivable: null }, [line]));
  const expected = [
    'WEATHER-000042',
    'Weather Works GmbH',
    'Analytics Ltd',
    '2026-12-01',
    '2026-12-15',
    'Calls',
    '12500 calls',
    'above 0 up to 10000',
    'VAT 19 %',
    '11.12 EUR',
    '69.62 EUR',
    'RF18 TP00 0000 0042',
    'page 1 of 1',
  ];
  for (const part of expected) assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
  assert.ok(text.includes('2026-11-30'), 'the last day of the period is shown, not the first of the next');
});

test('many lines go over several pages', async () => {
  const lines = Array.from({ length: 60 }, (_, index) => ({
    ...line,
    position: index + 1,
    description: `Meter ${index}`,
  }));
  const text = words(await renderPdf({ invoice, receivable: null }, lines));
  assert.match(text, /page 3 of [3-9]/);
  for (const index of [0, 30, 59]) assert.ok(text.includes(`Meter ${index}`));
});

test('the same invoice gives the same text, and a draft says that it is one', async () => {
  const once = words(await renderPdf({ invoice, receivable: null }, [line]));
  assert.equal(words(await renderPdf({ invoice, receivable: null }, [line])), once);
  const draft: Invoice = { ...invoice, state: 'draft', number: null, issuedAt: null, dueAt: null };
  assert.match(words(await renderPdf({ invoice: draft, receivable: null }, [line])), /Draft invoice/);
});

test('letters that the fonts lack do not break the page', () => {
  assert.equal(printable('Müller & Søn – 日本\n€'), 'Müller & Søn – ?? €');
});
