import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCompact, formatMoney, formatQuantity, formatShare, isZero } from './money.ts';

const locale = 'en-US';

test('an amount has at least the digits of its currency', () => {
  assert.equal(formatMoney('29', 'USD', { locale }), '$29.00');
  assert.equal(formatMoney('29.9', 'USD', { locale }), '$29.90');
  assert.equal(formatMoney('30', 'JPY', { locale }), '¥30');
  assert.equal(formatMoney('1.5', 'KWD', { locale }).replace(/\s/u, ' '), 'KWD 1.500');
});

test('a small unit price keeps every digit and is never shown as nothing', () => {
  assert.equal(formatMoney('0.0003', 'USD', { locale }), '$0.0003');
  assert.equal(formatMoney('0.000000000001', 'USD', { locale }), '$0.000000000001');
  assert.equal(formatMoney('0.5', 'JPY', { locale }), '¥0.5');
  assert.equal(formatMoney('-0.0003', 'USD', { locale }), '-$0.0003');
});

test('trailing zeros beyond the currency are dropped', () => {
  assert.equal(formatMoney('0.020000000000', 'USD', { locale }), '$0.02');
  assert.equal(formatMoney('5.000000', 'USD', { locale }), '$5.00');
});

test('an amount beyond the reach of a double stays exact', () => {
  assert.equal(formatMoney('9007199254740993.07', 'USD', { locale }), '$9,007,199,254,740,993.07');
});

test('what is not a decimal is shown as it came', () => {
  assert.equal(formatMoney('n/a', 'USD', { locale }), 'n/a USD');
});

test('a difference can carry its sign', () => {
  assert.equal(formatMoney('3', 'EUR', { locale, signed: true }), '+€3.00');
  assert.equal(formatMoney('0', 'EUR', { locale, signed: true }), '€0.00');
});

test('other languages put the currency where they are used to', () => {
  assert.equal(formatMoney('1234.5', 'EUR', { locale: 'de-DE' }).replace(/\s/u, ' '), '1.234,50 €');
});

test('quantities are grouped and exact', () => {
  assert.equal(formatQuantity('1234567.500', { locale }), '1,234,567.5');
  assert.equal(formatQuantity(1000, { locale }), '1,000');
  assert.equal(formatCompact(12_345, { locale }), '12.3K');
});

test('a share just below the whole is not shown as the whole', () => {
  assert.equal(formatShare(0.99999, { locale }), '99.9%');
  assert.equal(formatShare(1, { locale }), '100%');
});

test('zero is recognized in each spelling', () => {
  assert.ok(isZero('0') && isZero('0.00') && isZero('-0.0'));
  assert.ok(!isZero('0.01') && !isZero('10'));
});
