import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasDetails, readExplanation } from './explanation.ts';

const step = {
  kind: 'tier',
  from: '0',
  up_to: '1000',
  quantity: '1000',
  unit_price: '0.0003',
  flat_fee: null,
  amount: '0.3',
};

test('the steps of a rated line are shown in order with exact prices', () => {
  const read = readExplanation({
    model: 'graduated',
    steps: [step, { ...step, from: '1000', up_to: null }],
    plan_version: 2,
  });
  assert.deepEqual(
    read.steps.map(({ from, upTo, unitPrice }) => [from, upTo, unitPrice]),
    [
      ['0', '1000', '0.0003'],
      ['1000', null, '0.0003'],
    ],
  );
  assert.equal(read.planVersion, 2);
  assert.ok(hasDetails(read));
});

test('what was billed before is only mentioned when there was something', () => {
  assert.equal(readExplanation({ billed_before: '0.00' }).billedBefore, null);
  assert.equal(readExplanation({ billed_before: '12.50', total: '20.00' }).billedBefore, '12.50');
});

test('a flat fee needs no further words', () => {
  assert.equal(hasDetails(readExplanation({ model: 'flat', unit_price: '29.00', in_advance: true })), false);
});

test('a waived charge says so', () => {
  assert.ok(hasDetails(readExplanation({ model: 'overage', waived: 'trial' })));
});

test('unknown and broken parts are left out', () => {
  assert.deepEqual(readExplanation({ steps: [null, 7, { quantity: 3, amount: '1' }, {}] }).steps, []);
  assert.deepEqual(readExplanation({ steps: 'none' }).steps, []);
});
