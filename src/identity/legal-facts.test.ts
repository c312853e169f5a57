import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '#kernel';
import { acceptLegalFacts } from './legal-facts.ts';
import { readRegion, regionOfGstin } from './regions.ts';
import { isTaxNumber, readTaxNumber } from './tax-number.ts';

/** One number of each country that is right, as published in examples of its tax office or of libraries. */
const right: Record<string, string> = {
  ...{ AT: 'ATU13585627', BE: 'BE0428759497', BG: 'BG175074752', CY: 'CY10259033P', CZ: 'CZ25123891' },
  ...{ DE: 'DE136695976', DK: 'DK13585628', EE: 'EE100931558', ES: 'ESB58378431', FI: 'FI20774740' },
  ...{ FR: 'FR40303265045', GR: 'EL094259216', HR: 'HR33392005961', HU: 'HU12892312', IE: 'IE6433435F' },
  ...{ IT: 'IT00743110157', LT: 'LT119511515', LU: 'LU15027442', LV: 'LV40003521600', MT: 'MT11679112' },
  ...{ NL: 'NL004495445B01', PL: 'PL8567346215', PT: 'PT501964843', RO: 'RO18547290', SE: 'SE123456789701' },
  ...{ SI: 'SI50223054', SK: 'SK2022749619', GB: 'GB980780684', CH: 'CHE107787577', NO: 'NO995525828MVA' },
  IN: '27AAPFU0939F1ZV',
};
const unchecked = new Set(['BG', 'CY', 'CZ', 'ES', 'LT', 'LV']);

test('a right number of every country is taken, with and without its prefix', () => {
  for (const [country, number] of Object.entries(right)) {
    assert.deepEqual(readTaxNumber(country, number), { ok: true, number }, country);
    const bare = number.replace(country === 'GR' ? 'EL' : country === 'CH' ? 'CHE' : country, '');
    assert.deepEqual(readTaxNumber(country, bare.toLowerCase()), { ok: true, number }, `${country} bare`);
  }
});

test('a slip in one digit is seen wherever check digits are public', () => {
  for (const [country, number] of Object.entries(right)) {
    if (unchecked.has(country)) continue;
    const at = number.search(/\d/) + 3;
    const slipped = number.slice(0, at) + ((Number(number[at]) + 1) % 10) + number.slice(at + 1);
    assert.equal(readTaxNumber(country, slipped).ok, false, `${country} ${slipped}`);
  }
});

test('blanks, dots and words that people write around a number are dropped', () => {
  assert.deepEqual(readTaxNumber('CH', 'CHE-107.787.577 MWST'), { ok: true, number: right.CH });
  assert.deepEqual(readTaxNumber('BE', 'BE 0428.759.497'), { ok: true, number: right.BE });
  assert.deepEqual(readTaxNumber('NO', '995 525 828 mva'), { ok: true, number: right.NO });
});

test('a number of another country or of no form is refused; unknown countries keep theirs', () => {
  assert.equal(readTaxNumber('DE', right.AT!).ok, false);
  assert.equal(readTaxNumber('FR', '').ok, false);
  assert.deepEqual(readTaxNumber('BR', ' 12.345/0001 '), { ok: true, number: '12.345/0001' });
  assert.equal(
    isTaxNumber('BR', '12.345/0001'),
    false,
    'nobody is taken for a business by a form we do not know',
  );
  assert.equal(isTaxNumber('DE', right.DE!), true);
  assert.equal(isTaxNumber(null, right.DE!), false);
});

test('regions are known by code and name', () => {
  assert.equal(readRegion('US', 'california'), 'CA');
  assert.equal(readRegion('US', 'US-ny'), 'NY');
  assert.equal(readRegion('CA', 'Québec'), 'QC');
  assert.equal(readRegion('US', 'Bavaria'), null);
  assert.equal(readRegion('DE', 'Bayern'), 'Bayern');
  assert.equal(regionOfGstin(right.IN!), 'MH');
});

const nothing = { name: null, address: null, country: null, taxId: null };
const address = { line1: 'Road 1', line2: null, city: 'Town', region: 'Texas', postal_code: null };

function pointers(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return (error.errors ?? []).map((one) => one.pointer);
    throw error;
  }
  return [];
}

test('facts are brought to their normal form, and refused where they stand', () => {
  const taken = acceptLegalFacts(nothing, { legal_country: 'US', legal_address: address, tax_id: '12-34' });
  assert.deepEqual([taken.legal_address?.region, taken.tax_id], ['TX', '12-34']);
  const wrong = { legal_country: 'US', legal_address: { ...address, region: 'Nowhere' } };
  assert.deepEqual(
    pointers(() => acceptLegalFacts(nothing, wrong)),
    ['/legal/address/region'],
  );
  assert.deepEqual(
    pointers(() => acceptLegalFacts({ ...nothing, country: 'DE' }, { tax_id: 'DE123' })),
    ['/legal/tax_id'],
  );
});

test('a number is asked about again when the country changes, and not when something else does', () => {
  const german = { ...nothing, country: 'DE', taxId: 'DE1' };
  assert.deepEqual(acceptLegalFacts(german, { name: 'New' }), { name: 'New' });
  assert.deepEqual(
    pointers(() => acceptLegalFacts(german, { legal_country: 'AT' })),
    ['/legal/tax_id'],
  );
});
