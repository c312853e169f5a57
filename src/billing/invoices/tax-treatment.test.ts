import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimal, Problem } from '#kernel';
import type {
  Exemption,
  RateCategory,
  Registration,
  Sale,
  TaxParty,
  TaxRate,
  TaxScheme,
} from './tax-facts.ts';
import { treatmentOf } from './tax-treatment.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const forever = { validFrom: day('2020-01-01'), validTo: null };

/** `DE` or `US-CA`. */
function place(text: string) {
  const [country, region] = text.split('-');
  return { country: country!, region: region ?? null };
}

function registration(at: string, scheme: TaxScheme = 'standard', taxId: string | null = null): Registration {
  return { id: `reg_${at}`, sellerId: 'seller', scheme, taxId, ...place(at), ...forever };
}

function rate(at: string, name: string, percent: string, more: Partial<TaxRate> = {}): TaxRate {
  const category: RateCategory = 'standard';
  return {
    ...{ id: `${at} ${name}`, sellerId: null, category, name, percent: decimal(percent) },
    ...{ ...place(at), ...forever, ...more },
  };
}

const rates: readonly TaxRate[] = [
  rate('DE', 'VAT', '19'),
  rate('DE', 'VAT', '7', { category: 'reduced' }),
  rate('FR', 'VAT', '20'),
  rate('GB', 'VAT', '20'),
  rate('US-CA', 'State tax', '7.25'),
  rate('US-CA', 'County tax', '1.375'),
  rate('US-NY', 'Sales tax', '0', { category: 'digital' }),
  rate('US-NY', 'Sales tax', '4'),
  rate('IN', 'IGST', '18'),
  rate('IN-MH', 'CGST', '9'),
  rate('IN-MH', 'SGST', '9'),
  rate('CA', 'GST', '5'),
  rate('CA-ON', 'HST', '13'),
];

const party = (at: string | null, taxId: string | null = null): TaxParty => {
  return at === null ? { country: null, region: null, taxId } : { ...place(at), taxId };
};
const german = party('DE', 'DE136695976');
const french = party('FR', 'FR40303265045');
const british = party('GB', 'GB980780684');
const indian = party('IN-MH', '27AAPFU0939F1ZV');

function sale(seller: TaxParty, buyer: TaxParty, more: Partial<Sale> = {}): Sale {
  const registrations = [registration(seller.country!)];
  return {
    seller,
    buyer,
    category: 'digital',
    on: day('2026-03-31'),
    registrations,
    exemptions: [],
    rates,
    ...more,
  };
}

/** Code, rates, whose tax, and under which number. */
function treated(of: Sale): string {
  const { code, rates: charged, place: at, sellerTaxId } = treatmentOf(of);
  const list = charged.map(({ name, percent }) => `${name} ${percent.toFixed()}`).join(' + ');
  const where = at ? `in ${at.region ? `${at.country}-${at.region}` : at.country}` : '';
  return [code, list, where, sellerTaxId && `as ${sellerTaxId}`].filter(Boolean).join(' ');
}

const oss = [registration('DE'), registration('DE', 'oss')];
const small = [registration('DE', 'small_business')];

// Each row: what is sold by whom to whom, and how that is taxed.
const table: readonly [string, Sale, string][] = [
  ['a seller without any registration', sale(german, german, { registrations: [] }), 'O'],
  [
    'a registration that has ended',
    sale(german, german, { registrations: [{ ...registration('DE'), validTo: day('2026-03-30') }] }),
    'O',
  ],
  ['domestic, a business', sale(german, party('DE', 'DE136695976')), 'S VAT 19 in DE as DE136695976'],
  ['domestic, a private person', sale(german, party('DE')), 'S VAT 19 in DE as DE136695976'],
  ['domestic, reduced', sale(german, party('DE'), { category: 'reduced' }), 'S VAT 7 in DE as DE136695976'],
  ['domestic, zero rate', sale(german, party('DE'), { category: 'zero' }), 'Z in DE as DE136695976'],
  ['domestic, exempt', sale(german, party('DE'), { category: 'exempt' }), 'E in DE as DE136695976'],
  ['a small business at home', sale(german, party('DE'), { registrations: small }), 'E in DE as DE136695976'],
  ['a buyer of unknown country', sale(german, party(null)), 'S VAT 19 in DE as DE136695976'],
  ['within the Union, a business', sale(german, french), 'AE in FR as DE136695976'],
  [
    'within the Union, a business, by a small one',
    sale(german, french, { registrations: small }),
    'AE in FR as DE136695976',
  ],
  [
    'within the Union, a number that is none',
    sale(german, party('FR', 'FR99303265045')),
    'S VAT 19 in DE as DE136695976',
  ],
  [
    'within the Union, a person, without the shop',
    sale(german, party('FR')),
    'S VAT 19 in DE as DE136695976',
  ],
  [
    'within the Union, a person, through the shop',
    sale(german, party('FR'), { registrations: oss }),
    'S VAT 20 in FR as DE136695976',
  ],
  [
    'within the Union, a person, registered there',
    sale(german, party('FR'), { registrations: [registration('DE'), registration('FR', 'standard', 'FR1')] }),
    'S VAT 20 in FR as FR1',
  ],
  [
    'a service that is not electronic, a person',
    sale(german, party('FR'), { category: 'standard', registrations: oss }),
    'S VAT 19 in DE as DE136695976',
  ],
  [
    'within the Union, a business, exempt',
    sale(german, french, { category: 'exempt' }),
    'E in DE as DE136695976',
  ],
  [
    'a business that outgrew the scheme for small ones',
    sale(german, party('DE'), {
      registrations: [...small, { ...registration('DE'), validFrom: day('2026-01-01') }],
    }),
    'S VAT 19 in DE as DE136695976',
  ],
  ['out of the Union, a business', sale(german, british), 'O'],
  ['out of the Union, a person', sale(german, party('US-CA')), 'O'],
  ['into the Union, a business', sale(british, french), 'O'],
  ['into the Union, a person', sale(british, party('FR')), 'O'],
  [
    'into the Union, a person, through the shop',
    sale(british, party('FR'), {
      registrations: [registration('GB'), registration('IE', 'oss', 'EU372000041')],
    }),
    'S VAT 20 in FR as EU372000041',
  ],
  ['within the United Kingdom', sale(british, party('GB')), 'S VAT 20 in GB as GB980780684'],
  [
    'state and county at once',
    sale(party('US-CA'), party('US-CA'), { registrations: [registration('US-CA')] }),
    'S County tax 1.375 + State tax 7.25 in US-CA',
  ],
  [
    'a state where the seller is not registered',
    sale(party('US-CA'), party('US-TX'), { registrations: [registration('US-CA')] }),
    'O',
  ],
  [
    'a state that does not tax what is electronic',
    sale(party('US-CA'), party('US-NY'), { registrations: [registration('US-NY')] }),
    'Z in US-NY',
  ],
  [
    'a state that is unknown',
    sale(party('US-CA'), party('US'), { registrations: [registration('US-CA')] }),
    'S County tax 1.375 + State tax 7.25 in US-CA',
  ],
  [
    'a state by its name',
    sale(party('US-CA'), { ...party('US'), region: 'New York' }, { registrations: [registration('US-NY')] }),
    'Z in US-NY',
  ],
  ['out of the United States', sale(party('US-CA'), party('DE'), { category: 'standard' }), 'O'],
  ['within an Indian state', sale(indian, party('IN-MH')), 'S CGST 9 + SGST 9 in IN-MH as 27AAPFU0939F1ZV'],
  ['across Indian states', sale(indian, party('IN-KA')), 'S IGST 18 in IN-KA as 27AAPFU0939F1ZV'],
  [
    'across Indian states, registered in the seller’s',
    sale(indian, party('IN-KA'), { registrations: [registration('IN-MH')] }),
    'S IGST 18 in IN-KA as 27AAPFU0939F1ZV',
  ],
  [
    'a state by the GSTIN, whatever the address says',
    sale(indian, { ...indian, region: 'KA' }),
    'S CGST 9 + SGST 9 in IN-MH as 27AAPFU0939F1ZV',
  ],
  ['out of India', sale(indian, party('US-CA'), { category: 'standard' }), 'G'],
  ['a region that lists its own', sale(party('CA-BC'), party('CA-ON')), 'S HST 13 in CA-ON'],
  ['a region that lists none', sale(party('CA-BC'), party('CA-AB')), 'S GST 5 in CA-AB'],
];

for (const [what, of, expected] of table) {
  test(`tax on a sale: ${what}`, () => assert.equal(treated(of), expected));
}

test('each treatment that charges nothing says why, as the law wants it', () => {
  assert.match(treatmentOf(sale(german, french)).reason!, /^Reverse charge.*Article 196/);
  assert.match(treatmentOf(sale(german, british)).reason!, /Not subject to tax in DE.*GB/);
  assert.match(treatmentOf(sale(british, french)).reason!, /^Reverse charge/);
  assert.match(treatmentOf(sale(indian, french)).reason!, /without payment of integrated tax/);
  assert.match(treatmentOf(sale(german, german, { registrations: [] })).reason!, /not registered/);
  assert.match(treatmentOf(sale(german, german, { registrations: small })).reason!, /small businesses/);
  assert.equal(treatmentOf(sale(german, german)).reason, null);
  for (const [, of] of table) assert.notEqual(treatmentOf(of).explanation, '');
});

const certificate: Exemption = {
  ...{ id: 'exm', sellerId: 'seller', buyerId: 'buyer', country: null, region: null },
  ...{ certificate: 'C-7', reason: 'Resale', ...forever },
};
const inCalifornia = (exemption: Partial<Exemption>, on = '2026-03-31') =>
  sale(party('US-CA'), party('US-CA'), {
    registrations: [registration('US-CA')],
    exemptions: [{ ...certificate, ...exemption }],
    on: day(on),
  });

test('a certificate exempts while and where it is valid', () => {
  const exempt = treatmentOf(inCalifornia({}));
  assert.deepEqual([exempt.code, exempt.reason], ['E', 'Resale (exemption certificate C-7)']);
  assert.equal(treatmentOf(inCalifornia({ country: 'US', region: 'CA' })).code, 'E');
  assert.equal(treatmentOf(inCalifornia({ country: 'US', region: 'NY' })).code, 'S');
  const ended = { validTo: day('2026-01-31') };
  assert.equal(treatmentOf(inCalifornia(ended)).code, 'S');
  assert.equal(treatmentOf(inCalifornia(ended, '2026-01-31')).code, 'E');
});

test('the rate that holds is that of the day: the last one that began, until it ends', () => {
  const changed = [
    rate('DE', 'VAT', '19'),
    rate('DE', 'VAT', '16', { validFrom: day('2026-07-01'), validTo: day('2026-12-31') }),
  ];
  const on = (text: string) => treated(sale(german, party('DE'), { rates: changed, on: day(text) }));
  assert.match(on('2026-06-30'), /VAT 19/);
  assert.match(on('2026-07-01'), /VAT 16/);
  assert.match(on('2026-12-31'), /VAT 16/);
  assert.match(on('2027-01-01'), /VAT 19/);
});

test("a seller's own rates of a country replace the operator's", () => {
  const own = rate('DE', 'USt', '18', { sellerId: 'seller' });
  assert.match(treated(sale(german, party('DE'), { rates: [...rates, own] })), /^S USt 18 in DE/);
});

test('a place where the seller is registered and no rate is known stops the sale', () => {
  const nowhere = sale(party('NO', 'NO995525828MVA'), party('NO'));
  assert.throws(
    () => treatmentOf(nowhere),
    (error) => error instanceof Problem && /NO, and no digital rate/.test(error.message),
  );
});
