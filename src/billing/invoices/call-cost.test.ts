import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decimalText } from '#kernel';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { type Stage, setStage, startAt } from '../testing.ts';
import { callCost } from './call-cost.ts';
import { closeBatch } from './close-batch.ts';

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
after(() => database.drop());

async function subscribed(terms: Record<string, unknown>): Promise<string> {
  const { id } = await stage.subscribe(await stage.plan(terms));
  await closeBatch(stage.deps, {
    ...{ ids: [id], mode: 'start', at: startAt, leaveDraft: false, runId: null },
  });
  return id;
}

/** One call, of so many units. */
function called(id: string, at: string, units = 1): void {
  stage.usage.add(id, 'requests', at, 1);
  stage.usage.add(id, 'units', at, units);
}

async function costOf(id: string, at: string): Promise<string | null> {
  const cost = await callCost(stage.db, stage.deps, {
    subscriptionId: id,
    at: Temporal.Instant.from(at),
  });
  return cost && `${decimalText(cost.amount)} ${cost.currency}`;
}

const calls = (price: object) => ({ prices: [{ key: 'calls', meter: 'requests', name: 'Calls', price }] });

test('a call costs what its place in the tiers costs, however little', async () => {
  const tiers = [
    { up_to: '2', unit_price: '0.0003' },
    { up_to: null, unit_price: '0.00001' },
  ];
  const id = await subscribed({ price: '9.00', ...calls({ model: 'graduated', tiers }) });
  for (const second of [1, 2, 3]) called(id, `2026-02-01T00:00:0${second}.500Z`);
  assert.equal(await costOf(id, '2026-02-01T00:00:01.500Z'), '0.0003 USD');
  assert.equal(await costOf(id, '2026-02-01T00:00:02.500Z'), '0.0003 USD');
  assert.equal(await costOf(id, '2026-02-01T00:00:03.500Z'), '0.00001 USD');
  assert.equal(await costOf(id, '2026-02-01T00:00:02.501Z'), '0 USD', 'nothing was called then');
});

test('a call past the quota costs overage, one within it nothing', async () => {
  const overage = { mode: 'charge', unit_price: '0.02' };
  const quotas = [{ units: 10, period: 'day', alignment: 'calendar', overage }];
  const id = await subscribed({ price: '9.00', quotas });
  called(id, '2026-02-01T08:00:00Z', 8);
  called(id, '2026-02-01T09:00:00Z', 5);
  called(id, '2026-02-02T09:00:00Z', 5);
  assert.equal(await costOf(id, '2026-02-01T08:00:00Z'), '0 USD');
  assert.equal(await costOf(id, '2026-02-01T09:00:00Z'), '0.06 USD', 'three of its five units');
  assert.equal(await costOf(id, '2026-02-02T09:00:00Z'), '0 USD', 'the next day begins anew');
});

test('packages cost where they begin, and a trial costs nothing', async () => {
  const packages = calls({ model: 'package', package_size: '2', package_price: '1.00' });
  const id = await subscribed({ price: '9.00', ...packages });
  for (const second of [1, 2, 3]) called(id, `2026-02-01T00:00:0${second}Z`);
  const costs = await Promise.all([1, 2, 3].map((second) => costOf(id, `2026-02-01T00:00:0${second}Z`)));
  assert.deepEqual(costs, ['1 USD', '0 USD', '1 USD']);
  const tried = await subscribed({ price: '9.00', trial_days: 14, ...packages });
  called(tried, '2026-02-01T00:00:01Z');
  assert.equal(await costOf(tried, '2026-02-01T00:00:01Z'), '0 USD');
});

test('what comes in while it is computed is no part of it', async () => {
  const id = await subscribed({ price: '9.00', ...calls({ model: 'per_unit', unit_price: '0.10' }) });
  called(id, '2026-02-01T00:00:05Z');
  const { highestBatch } = stage.deps.sources;
  let looks = 0;
  const sources = {
    ...stage.deps.sources,
    highestBatch: async (...of: Parameters<typeof highestBatch>) => {
      looks += 1;
      const batch = await highestBatch(...of);
      called(id, '2026-02-01T00:00:01Z');
      return batch;
    },
  };
  const at = Temporal.Instant.from('2026-02-01T00:00:05Z');
  const cost = await callCost(stage.db, { ...stage.deps, sources }, { subscriptionId: id, at });
  assert.deepEqual([cost && decimalText(cost.amount), looks], ['0.1', 1]);
});
