import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violationsOf } from '../einvoice/check.ts';
import { writeChecked } from '../einvoice/write-checked.ts';
import { renderFacturX } from '../facturx.ts';
import { localeOf } from '../of-invoice.ts';
import { nothingSet } from '../settings.ts';
import { buyer, pricedLine, sampleDocument, sampleLine } from '../testing.ts';
import { qrText } from './qr.ts';
import { filesIn, pagesOf } from './read-pdf.ts';
import { renderInvoice } from './render-invoice.ts';

const words = async (document: Parameters<typeof renderInvoice>[0]) =>
  pagesOf(await renderInvoice(document, { logo: null })).join('\n');

test('the page says who owes whom how much for what, by when and how to pay it', async () => {
  const tiers = [
    {
      kind: 'tier',
      from: '0',
      upTo: '1000',
      quantity: '1000',
      unitPrice: '0.01',
      flatFee: null,
      amount: '10',
    },
    {
      kind: 'tier',
      from: '1000',
      upTo: null,
      quantity: '500',
      unitPrice: '0.004',
      flatFee: '3',
      amount: '5',
    },
  ];
  const text = await words(
    sampleDocument({
      lines: [
        pricedLine('2500000', '0.000015', 'EUR'),
        sampleLine({ description: 'Tokens', quantity: '1500', unit: 'tokens', net: '15.00', steps: tiers }),
      ],
      allowances: [
        { charge: false, amount: '2.50', reason: 'Coupon', tax: { category: 'S', percent: '19' } },
      ],
      footer: 'Managing director: Ada',
    }),
  );
  const expected = [
    ...['Weather Works GmbH', 'Tax number DE123456789', 'Analytics BV', '3rd floor', 'Netherlands'],
    ...['WEATHER-000042', '1 Dec 2026', '15 Dec 2026', '1 Nov 2026 – 30 Nov 2026', 'PO-77'],
    ...['2,500,000 calls', '€0.000015', '€37.50', 'Above 0 up to 1,000', 'Above 1,000', '€0.004 + €3.00'],
    ...['Coupon', '-€2.50', '€50.00', 'VAT 19\u00a0%', '€9.50', '€59.50'],
    ...['Please pay €59.50 by 15 Dec 2026', 'IBAN: DE89 3704 0044 0532 0130 00', 'RF18 TP00 0000 0042'],
    ...['Managing director: Ada', 'page 1 of 1'],
  ];
  for (const part of expected) assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
});

test('the head of the table stands on every page, and no line is lost between two', async () => {
  const lines = Array.from({ length: 60 }, (_, index) => sampleLine({ description: `Meter ${index}.` }));
  const pages = pagesOf(await renderInvoice(sampleDocument({ lines }), { logo: null }));
  assert.ok(pages.length > 3);
  for (const [index, page] of pages.entries()) {
    assert.ok(page.includes(`page ${index + 1} of ${pages.length}`));
    assert.equal(page.includes('DESCRIPTION'), page.includes('Meter'));
  }
  const all = pages.join('\n');
  for (let index = 0; index < 60; index += 1) assert.ok(all.includes(`Meter ${index}.`), `Meter ${index}`);
});

test('letters beyond Latin are written as they are; one that no font has is a box', async () => {
  const names = [
    'Погода и Карты',
    'Καιρός ΑΕ',
    'Zażółć gęślą jaźń',
    'Ağaçlı Güneş İşletmesi',
    'Thời tiết Việt Nữ ộ ấ',
  ];
  const decomposed = 'Việt'.normalize('NFD');
  const text = await words(
    sampleDocument({
      buyer: { ...buyer, name: decomposed },
      lines: [...names, '日本 \u0007'].map((description) => sampleLine({ description })),
    }),
  );
  for (const name of [...names, 'Việt'.normalize('NFC'), '□□ \ufffd'])
    assert.ok(text.includes(name), `${name} is missing in:\n${text}`);
});

test('the same invoice gives the same bytes, and a draft says that it is one across each page', async () => {
  const once = await renderInvoice(sampleDocument(), { logo: null });
  assert.ok(once.equals(await renderInvoice(sampleDocument(), { logo: null })));
  const draft = await words(sampleDocument({ state: 'draft', number: null }));
  assert.match(draft, /^DRAFT\n/);
  assert.match(draft, /Not payable yet: this is a draft/);
});

test('what was paid stands on the page', async () => {
  const totals = { ...sampleDocument().totals, paid: '100.00' };
  const payment = { ...sampleDocument().payment, paidOn: null };
  const open = sampleDocument({ totals, payment });
  const partly = await words({ ...open, totals: { ...totals, due: '19.00' } });
  assert.match(partly, /-€100.00/);
  assert.match(partly, /Please pay €19.00/);
  const paidOn = Temporal.PlainDate.from('2026-12-03');
  const whole = { ...totals, paid: '119.00', due: '0.00' };
  const text = await words({ ...open, totals: whole, payment: { ...payment, paidOn } });
  assert.match(text, /Paid on 3 Dec 2026/);
  assert.match(text, /Paid\. Thank you\./);
});

test('the Factur-X within the page is the CII that was checked', async () => {
  const document = sampleDocument({ lines: [sampleLine(), pricedLine('2500000', '0.000015', 'EUR')] });
  const pdf = await renderFacturX(document, null);
  const within = filesIn(pdf).get('factur-x.xml')!;
  assert.equal(within, writeChecked(document, 'facturx'));
  assert.deepEqual(violationsOf(within), []);
  const raw = pdf.toString('latin1');
  for (const part of [
    '<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>',
    '<pdfaid:part>3</pdfaid:part>',
    '/AFRelationship /Alternative',
  ]) {
    assert.ok(raw.includes(part), part);
  }
  assert.ok(pdf.equals(await renderFacturX(document, null)));
});

test('a euro invoice has a transfer to scan, another one where it is paid', () => {
  const document = sampleDocument();
  assert.equal(
    qrText(document)!.text,
    'BCD\n002\n1\nSCT\nCOBADEFFXXX\nWeather Works GmbH\nDE89370400440532013000\nEUR119.00\n\nRF18TP0000000042',
  );
  const payUrl = 'https://portal.example/o/a/invoices/inv_1';
  const dollars = sampleDocument({ currency: 'USD', payment: { ...document.payment, payUrl } });
  assert.equal(qrText(dollars)!.text, payUrl);
  assert.equal(
    qrText({ ...document, payment: { ...document.payment, account: null } })!.text,
    'RF18TP0000000042',
  );
  assert.equal(qrText({ ...document, totals: { ...document.totals, due: '0.00' } }), null);
});

test('numbers are written as in the country of the buyer, unless that mixes two ways', () => {
  assert.equal(localeOf(nothingSet, 'US'), 'en-US');
  assert.equal(localeOf(nothingSet, null), 'en-GB');
  assert.equal(localeOf({ ...nothingSet, locale: 'de-DE' }, 'US'), 'de-DE');
  for (const country of ['DE', 'FR', 'IN', 'CH', 'BR', 'SE']) {
    const locale = localeOf(nothingSet, country);
    const number = new Intl.NumberFormat(locale).format(1_234_567.5);
    const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(1_234_567.5);
    assert.ok(money.includes(number), `${locale}: ${number} and ${money}`);
  }
});
