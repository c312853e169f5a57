import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { planTermsSchema } from '#catalog';
import { type TestDatabase, testDatabase } from '#kernel';
import { closeDue } from '../invoices/index.ts';
import { type Stage, setStage } from '../testing.ts';
import type { Backtest } from './backtest.ts';
import { findBacktest, findingsOf, insertBacktest, listComparisons } from './store-backtests.ts';
import { workBacktest } from './work-backtest.ts';

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
after(() => database.drop());

const each = (unit_price: string) => [
  { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit' as const, unit_price } },
];
const terms = (price: string, unitPrice: string, more: object = {}) =>
  planTermsSchema.parse({
    currency: 'USD',
    interval: { unit: 'month' },
    price,
    prices: each(unitPrice),
    ...more,
  });

let serial = 0;
async function backtest(planId: string, candidate: Backtest['terms']): Promise<Backtest> {
  serial += 1;
  const of: Backtest = {
    ...{ id: `bkt_${serial}`, providerId: stage.providerId, planId, planVersionId: null, terms: candidate },
    fromAt: Temporal.Instant.from('2026-01-01T00:00:00Z'),
    toAt: Temporal.Instant.from('2026-04-01T00:00:00Z'),
    ...{ state: 'queued', afterId: '', problem: null, requestedBy: 'test' },
    ...{ createdAt: stage.clock.now(), finishedAt: null },
  };
  await insertBacktest(stage.db, of);
  await workBacktest(stage.deps, of.id, () => stage.clock.now());
  return (await findBacktest(stage.db, of.id))!;
}

test('two months of two consumers by other prices, by hand', async () => {
  const planId = await stage.plan({ price: '10.00', prices: each('0.01') });
  const heavy = await stage.subscribe(planId);
  const light = await stage.subscribe(planId);
  // From 31 January: to 28 February, to 31 March, and a third month that is not over.
  stage.usage.add(heavy.id, 'requests', '2026-02-10T00:00:00Z', 3000);
  stage.usage.add(heavy.id, 'requests', '2026-03-10T00:00:00Z', 1000);
  stage.usage.add(light.id, 'requests', '2026-02-10T00:00:00Z', 100);
  stage.clock.set('2026-04-15T00:00:00Z');
  await closeDue(stage.deps, stage.clock.now());

  const { id, state } = await backtest(planId, terms('5.00', '0.02'));
  assert.equal(state, 'done');
  const rows = await listComparisons(stage.db, id, { limit: 10, afterId: null });
  assert.deepEqual(
    rows.map((row) => [row.subscriptionId, row.periods, row.oldMinor, row.newMinor]).sort(),
    // Old: 2 × 10.00 + 4000 × 0.01, new: 2 × 5.00 + 4000 × 0.02; old: 20.00 + 1.00, new: 10.00 + 2.00.
    [
      [heavy.id, 2, 6000n, 9000n],
      [light.id, 2, 2100n, 1200n],
    ].sort(),
  );
  const { totals, movers, notComparable } = await findingsOf(stage.db, id);
  assert.deepEqual(totals, [
    { currency: 'USD', subscriptions: 2, oldMinor: 8100n, newMinor: 10_200n, dearer: 1, cheaper: 1 },
  ]);
  assert.deepEqual(
    movers.map((one) => one.subscriptionId),
    [heavy.id, light.id],
  );
  assert.equal(notComparable, 0);

  // 5.00 of each month's usage is included: 10.00 of the first consumer's and 2.00 of the other's.
  const including = await backtest(planId, terms('10.00', '0.02', { included_credit: { amount: '5.00' } }));
  assert.equal((await findingsOf(stage.db, including.id)).totals[0]!.newMinor, 2000n + 7000n + 2000n + 0n);

  const same = await backtest(planId, terms('10.00', '0.01'));
  assert.deepEqual((await findingsOf(stage.db, same.id)).movers, [], 'its own terms change nothing');

  const yen = await backtest(planId, terms('500', '1', { currency: 'JPY' }));
  const refused = await findingsOf(stage.db, yen.id);
  assert.deepEqual([refused.notComparable, refused.totals], [2, []]);
});
