import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type BankTransaction,
  creditorReference,
  matchTransfer,
  printedReference,
  readCreditorReference,
  readIban,
} from './bank-transfer.ts';

const transaction = (more: Partial<BankTransaction>): BankTransaction => ({
  externalId: 'stmt-1',
  reference: creditorReference(7n),
  amountMinor: 4999n,
  currency: 'EUR',
  bookedAt: Temporal.Instant.from('2026-11-20T10:00:00Z'),
  ...more,
});
const item = { invoiceId: 'inv_1', currency: 'EUR', openMinor: 4999n };

test('known creditor references of the standard are accepted', () => {
  assert.equal(readCreditorReference('RF18 5390 0754 7034'), 'RF18539007547034');
  assert.equal(readCreditorReference('rf712348231'), 'RF712348231');
});

test('our references pass the check and survive printing', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (sequence) => {
      const reference = creditorReference(sequence);
      assert.equal(readCreditorReference(printedReference(reference)), reference);
    }),
  );
});

test('a reference with one wrong or two swapped digits is refused', () => {
  const reference = creditorReference(1234567890n);
  const digits = [...reference];
  for (let index = 6; index < digits.length; index += 1) {
    const wrong = [...digits];
    wrong[index] = String((Number(digits[index]) + 1) % 10);
    assert.equal(readCreditorReference(wrong.join('')), null, wrong.join(''));
    const swapped = [...digits];
    [swapped[index], swapped[index - 1]] = [digits[index - 1]!, digits[index]!];
    if (swapped.join('') !== reference) assert.equal(readCreditorReference(swapped.join('')), null);
  }
});

test('account numbers are checked', () => {
  assert.equal(readIban('GB82 WEST 1234 5698 7654 32'), 'GB82WEST12345698765432');
  assert.equal(readIban('GB82 WEST 1234 5698 7654 33'), null);
  assert.equal(readIban('=HYPERLINK("x")'), null);
});

test('an exact transfer is matched, a smaller one is partial, a larger one overpays', () => {
  assert.deepEqual(matchTransfer(transaction({}), item), {
    outcome: 'matched',
    invoiceId: 'inv_1',
    appliedMinor: 4999n,
  });
  const small = matchTransfer(transaction({ amountMinor: 1000n }), item);
  assert.deepEqual(small, { outcome: 'partial', invoiceId: 'inv_1', appliedMinor: 1000n });
  const large = matchTransfer(transaction({ amountMinor: 5000n }), item);
  assert.deepEqual(large, { outcome: 'overpaid', invoiceId: 'inv_1', appliedMinor: 4999n });
});

test('a transfer for an invoice that is paid already overpays by all of it', () => {
  const match = matchTransfer(transaction({}), { ...item, openMinor: 0n });
  assert.deepEqual(match, { outcome: 'overpaid', invoiceId: 'inv_1', appliedMinor: 0n });
});

test('another currency or an unknown reference goes to a person, never by amount', () => {
  assert.equal(matchTransfer(transaction({ currency: 'USD' }), item).outcome, 'queued');
  assert.equal(matchTransfer(transaction({}), null).outcome, 'queued');
  assert.equal(matchTransfer(transaction({ reference: 'thanks!' }), null).outcome, 'queued');
});
