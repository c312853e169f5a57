import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '#kernel';
import { subscriptionsProblems } from '#subscriptions';
import { rateTermsRoute } from './routes-rate-terms.ts';

const route = rateTermsRoute();
const price = { model: 'per_unit', unit_price: '0.0003' };
const prices = [{ key: 'calls', meter: 'requests', name: 'Calls', price }];
const terms = { currency: 'USD', interval: { unit: 'month' }, price: '9.99', prices };

// biome-ignore lint/suspicious/noExplicitAny: what the wire says is looked into as it is
async function rate(body: unknown): Promise<any> {
  const call = { body: route.body!.parse(body), at: Temporal.Instant.from('2026-01-01T00:00:00Z') };
  return route.handler(call as unknown as Parameters<typeof route.handler>[0]);
}

test('terms that nobody has saved are rated by the code that bills, in as many amounts as are asked', async () => {
  const quantities = [{ requests: '0' }, { requests: '10000' }, { requests: '50' }];
  const { currency, data, first_invoice: first } = await rate({ terms, quantities });
  assert.equal(currency, 'USD');
  assert.deepEqual(
    data.map((bill: { total: string }) => bill.total),
    // Half a cent away from zero: 0.015 is 0.02.
    ['9.99', '12.99', '10.01'],
  );
  assert.equal(first.total, '9.99');
  assert.equal((await rate({ terms: { ...terms, trial_days: 7 }, quantities })).first_invoice.total, '0.00');
});

test('seats are multiplied and a quota charges what is beyond it', async () => {
  const fee = { key: 'seat', name: 'Seat', per: 'seat', price: { model: 'per_unit', unit_price: '5' } };
  const overage = { mode: 'charge', unit_price: '0.01' };
  const quotas = [{ units: 100, period: 'month', overage }];
  const asked = {
    terms: { ...terms, prices: [], fees: [fee], quotas },
    quantity: 3,
    quantities: [{ units: '150' }],
  };
  const [bill] = (await rate(asked)).data;
  assert.deepEqual(
    bill.lines.map((line: { kind: string; amount: string }) => [line.kind, line.amount]),
    [
      ['flat', '9.99'],
      ['fee', '15.00'],
      ['overage', '0.50'],
    ],
  );
});

test('a currency without prices and terms that contradict themselves are refused', async () => {
  const quantities = [{}];
  await assert.rejects(
    rate({ terms, quantities, currency: 'CHF' }),
    (error) => error instanceof Problem && error.kind === subscriptionsProblems.currencyNotOffered,
  );
  assert.throws(
    () => route.body!.parse({ terms: { ...terms, price: '9.999' }, quantities }),
    /at most 2 decimal/,
  );
  assert.throws(() => route.body!.parse({ terms, quantities: [] }));
});
