import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decimal, decimalText, isDecimalText, round } from './decimal.ts';
import {
  addMoney,
  amountDecimal,
  currencyDigits,
  formatAmount,
  isCurrency,
  parseAmount,
  roundToMinor,
} from './money.ts';

test('currencies have the digits of ISO 4217', () => {
  const expected = {
    USD: 2,
    EUR: 2,
    JPY: 0,
    KRW: 0,
    KWD: 3,
    BHD: 3,
    IQD: 3,
    HUF: 2,
    IDR: 2,
    COP: 2,
    CLP: 0,
    ISK: 0,
    UGX: 0,
  };
  for (const [currency, digits] of Object.entries(expected))
    assert.equal(currencyDigits(currency), digits, currency);
  assert.throws(() => currencyDigits('XYZ'), /Unknown currency/);
  assert.equal(isCurrency('usd'), false);
});

test('amounts are read and written in major units', () => {
  assert.deepEqual(parseAmount('29.99', 'USD'), { minor: 2999n, currency: 'USD' });
  assert.deepEqual(parseAmount('-0.5', 'USD'), { minor: -50n, currency: 'USD' });
  assert.equal(formatAmount({ minor: 5n, currency: 'USD' }), '0.05');
  assert.equal(formatAmount({ minor: -1500n, currency: 'KWD' }), '-1.500');
  assert.equal(formatAmount({ minor: 30n, currency: 'JPY' }), '30');
  for (const text of ['1.999', '1e3', '', ' 1', '1,00', '0x1', 'NaN', '+1'])
    assert.throws(() => parseAmount(text, 'USD'), RangeError);
});

test('writing and reading an amount gives it back, in every currency', () => {
  const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'EUR');
  const property = fc.property(
    fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
    currency,
    (minor, code) => {
      assert.equal(parseAmount(formatAmount({ minor, currency: code }), code).minor, minor);
      assert.equal(roundToMinor(amountDecimal({ minor, currency: code }), code), minor);
    },
  );
  fc.assert(property);
});

test('amounts round half away from zero', () => {
  assert.equal(roundToMinor(decimal('1.225'), 'USD'), 123n);
  assert.equal(roundToMinor(decimal('-1.225'), 'USD'), -123n);
  assert.equal(roundToMinor(decimal('0.5'), 'JPY'), 1n);
  assert.equal(round(decimal('-1.21'), 1, 'ceil').toString(), '-1.2');
  assert.equal(round(decimal('-1.21'), 1, 'floor').toString(), '-1.3');
});

test('currencies never mix', () => {
  assert.throws(() => addMoney({ minor: 1n, currency: 'USD' }, { minor: 1n, currency: 'EUR' }), /Cannot add/);
});

test('a float is no decimal', () => {
  assert.throws(() => decimal(0.1), TypeError);
  assert.equal(decimalText(decimal('0.000500')), '0.0005');
  assert.equal(decimalText(decimal('1e3')), '1000');
  assert.equal(isDecimalText('0.0000000000001'), false);
  assert.equal(isDecimalText('1e3'), false);
});
