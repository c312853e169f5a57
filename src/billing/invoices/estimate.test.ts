import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlanVersionOfPlan, planTermsSchema } from '#catalog';
import { decimal } from '#kernel';
import { type EstimatedBill, estimate } from './estimate.ts';

const month = { unit: 'month' };
const planOf = (terms: Record<string, unknown>) =>
  ({
    ...{ id: 'plv_1', planId: 'plan_1', productId: 'prd_1', planName: 'Basic', number: 1 },
    terms: planTermsSchema.parse({ currency: 'USD', interval: month, price: '20', ...terms }),
  }) as unknown as PlanVersionOfPlan;
const linesOf = (bill: EstimatedBill) => bill.lines.map((line) => `${line.description}: ${line.amountMinor}`);
const flat = (amount: string) => ({ model: 'flat', amount });

test('an estimate knows seats, fees of other intervals, what is past a quota and the commitment', () => {
  const seat = { key: 'seat', name: 'Seat', price: { model: 'per_unit', unit_price: '5' }, per: 'seat' };
  const yearly = { key: 'year', name: 'Support', price: flat('366'), interval: { unit: 'year' } };
  const overage = { mode: 'charge', unit_price: '0.5' };
  const plan = planOf({
    fees: [seat, yearly],
    quotas: [{ units: 10, period: 'day', overage }],
    prices: [
      { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '1' } },
    ],
    commitment: { amount: '100' },
  });
  const quantities = new Map([
    ['units', decimal(14)],
    ['requests', decimal(3)],
  ]);
  const found = estimate({ plan, currency: 'USD', quantity: 4, quantities });
  assert.deepEqual(linesOf(found.first), ['Basic plan: 2000', 'Seat: 2000', 'Support: 36600']);
  assert.deepEqual(linesOf(found), [
    'Basic plan: 2000',
    'Seat: 2000',
    'Support (1 Jan – 31 Jan): 3100',
    'Calls: 300',
    'Beyond the quota of 10 per day: 200',
    'Up to the commitment of 100.00 USD: 2400',
  ]);
  assert.equal(found.totalMinor, 10_000n);
});

test('an estimate takes off the credit that the plan includes, of usage alone', () => {
  const prices = [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.1' } },
  ];
  const plan = planOf({ prices, included_credit: { amount: '15' } });
  const of = (calls: number) =>
    linesOf(
      estimate({ plan, currency: 'USD', quantity: 1, quantities: new Map([['requests', decimal(calls)]]) }),
    );
  const credit = 'Credit: 15.00 USD included in Basic';
  assert.deepEqual(of(100), ['Basic plan: 2000', 'Calls: 1000', `${credit}: -1000`]);
  assert.deepEqual(of(400), ['Basic plan: 2000', 'Calls: 4000', `${credit}: -1500`]);
});

test('the first invoice is that of the phase, nothing in a trial, and in the currency that was asked for', () => {
  const phases = [{ periods: 2, price: '5' }];
  const question = { quantity: 1, quantities: new Map() };
  const phased = estimate({ plan: planOf({ phases }), currency: 'USD', ...question });
  assert.deepEqual(linesOf(phased.first), ['Basic plan, phase 1 of 1: 500']);
  assert.deepEqual(linesOf(phased), ['Basic plan: 2000']);
  const trial = estimate({ plan: planOf({ trial_days: 7 }), currency: 'USD', ...question });
  assert.deepEqual(linesOf(trial.first), []);
  const euros = planOf({ currencies: { EUR: { price: '18' } } });
  assert.deepEqual(linesOf(estimate({ plan: euros, currency: 'EUR', ...question })), ['Basic plan: 1800']);
});
