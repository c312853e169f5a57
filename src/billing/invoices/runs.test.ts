import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { inTransaction } from '#kernel';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { brokenInvariants, type Stage, setStage } from '../testing.ts';
import { closeDue } from './close-due.ts';
import { type RunOrder, requestRun } from './request-run.ts';
import { changeSettings } from './settings.ts';
import { listSetAside, readmit } from './store-close.ts';
import { countOutcomes, findRun, listRunItems, openRuns } from './store-runs.ts';
import { workRun } from './work-run.ts';

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
after(() => database.drop());

const daily = { interval: { unit: 'day' }, price: '1.00' };

async function subscribeMany(count: number, terms: Record<string, unknown>): Promise<string[]> {
  const plan = await stage.plan(terms);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push((await stage.subscribe(plan)).id);
  return ids;
}

async function invoiceCounts(ids: string[]): Promise<number[]> {
  const { rows } = await sql<{ count: number }>`
    select count(i.id)::int as count from unnest(${ids}::text[]) as s left join billing_invoices i on i.subscription_id = s
    group by s order by s`.execute(stage.db);
  return rows.map((row) => row.count);
}

function order(more: Partial<RunOrder>): RunOrder {
  return {
    providerId: null,
    organizationIds: null,
    subscriptionIds: null,
    closeCurrentPeriod: false,
    leaveDraft: false,
    requestedBy: 'test',
    at: stage.clock.now(),
    ...more,
  };
}

const request = (more: Partial<RunOrder>) => inTransaction(stage.db, (tx) => requestRun(tx, order(more)));

test('several workers together close everything that is due, every missed period of it, once', async () => {
  const ids = await subscribeMany(9, daily);
  const at = Temporal.Instant.from('2026-02-03T02:00:00Z');
  await Promise.all([1, 2, 3].map(() => closeDue(stage.deps, at, { batchSize: 2, parallel: 2 })));
  // 31 January, 1 and 2 February are over, each with the flat fee of the next; the first also asked for its
  // own.
  assert.deepEqual(
    await invoiceCounts(ids),
    ids.map(() => 3),
  );
  const { rows } = await sql<{ total: bigint }>`
    select sum(total_minor)::bigint as total from billing_invoices where subscription_id = any(${ids}) group by subscription_id`.execute(
    stage.db,
  );
  assert.deepEqual([...new Set(rows.map((row) => row.total))], [400n]);
  assert.deepEqual((await closeDue(stage.deps, at, { batchSize: 2 })).counts, {});
});

test('a provider with a longer grace does not hold up the others, nor is it closed early', async () => {
  const at = Temporal.Instant.from('2026-02-04T02:00:00Z');
  const ids = await subscribeMany(3, { ...daily, price: '2.00' });
  await inTransaction(stage.db, (tx) => changeSettings(tx, stage.providerId, { graceMinutes: 24 * 60 }, at));
  await closeDue(stage.deps, at, { batchSize: 1 });
  // With a day of grace only the periods up to 2 February may be closed.
  assert.deepEqual(await invoiceCounts(ids), [3, 3, 3]);
  await inTransaction(stage.db, (tx) => changeSettings(tx, stage.providerId, { graceMinutes: null }, at));
  await closeDue(stage.deps, at, { batchSize: 1 });
  assert.deepEqual(await invoiceCounts(ids), [4, 4, 4]);
});

test('a subscription that is set aside can be retried once what was wrong is mended', async () => {
  const [id] = await subscribeMany(1, { ...daily, price: '3.00' });
  const at = Temporal.Instant.from('2026-02-05T02:00:00Z');
  const { sources } = stage.deps;
  let mended = false;
  const productNames: typeof sources.productNames = async (db, ids) => {
    if (!mended) await sql`select 1 / 0`.execute(db);
    return sources.productNames(db, ids);
  };
  const deps = { ...stage.deps, sources: { ...sources, productNames } };
  await closeDue(deps, at, { batchSize: 50 });
  const aside = await listSetAside(stage.db, { limit: 200, afterId: null });
  const mine = aside.find((one) => one.subscriptionId === id);
  assert.match(mine!.reason, /division by zero/);
  mended = true;
  assert.deepEqual(await invoiceCounts([id!]), [0]);
  for (const { subscriptionId } of aside) await readmit(stage.db, subscriptionId);
  assert.equal(await readmit(stage.db, id!), false);
  await closeDue(deps, at, { batchSize: 50 });
  assert.deepEqual(await invoiceCounts([id!]), [5]);
});

test('a run notes what became of each subscription and is done once', async () => {
  const ids = await subscribeMany(3, { price: '5.00' });
  const run = await request({ subscriptionIds: [...ids, 'sub_nobody'], closeCurrentPeriod: true });
  assert.deepEqual(await countOutcomes(stage.db, run.id), { open: 3 });
  await Promise.all([
    workRun(stage.deps, run.id, stage.clock.now()),
    workRun(stage.deps, run.id, stage.clock.now()),
  ]);
  assert.equal((await findRun(stage.db, run.id))!.state, 'done');
  assert.deepEqual(await countOutcomes(stage.db, run.id), { invoiced: 3 });
  const again = await request({ subscriptionIds: ids, closeCurrentPeriod: true });
  await workRun(stage.deps, again.id, stage.clock.now());
  assert.deepEqual(await countOutcomes(stage.db, again.id), { nothing_to_bill: 3 });
  const invoices = async (id: string) =>
    (await listRunItems(stage.db, id, { limit: 10, afterId: null })).map((item) => item.invoiceId);
  assert.deepEqual(await invoices(again.id), await invoices(run.id));
});

test('an early close waits until the usage so far is in the store', async () => {
  const prices = [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '1' } },
  ];
  const [id] = await subscribeMany(1, { price: '0', prices });
  stage.clock.set('2026-02-05T12:00:00Z');
  stage.usage.completeUntil = Temporal.Instant.from('2026-02-05T11:59:59Z');
  const run = await request({ subscriptionIds: [id!], closeCurrentPeriod: true });
  const working = workRun(stage.deps, run.id, stage.clock.now(), { pauseMs: 5 });
  stage.usage.add(id!, 'requests', '2026-02-05T11:59:59.500Z', 4);
  stage.usage.completeUntil = Temporal.Instant.from('2026-02-05T12:00:00Z');
  await working;
  assert.deepEqual(await countOutcomes(stage.db, run.id), { invoiced: 1 });
});

test('an early close that waits too long says what it waits for', async () => {
  const [id] = await subscribeMany(1, { price: '0' });
  stage.usage.completeUntil = Temporal.Instant.from('2026-02-01T00:00:00Z');
  const run = await request({ subscriptionIds: [id!], closeCurrentPeriod: true });
  await workRun(stage.deps, run.id, stage.clock.now(), { pauseMs: 5, longestWaitMs: 20 });
  const [item] = await listRunItems(stage.db, run.id, { limit: 1, afterId: null });
  assert.equal(item!.outcome, 'waiting');
  assert.match(item!.reason!, /complete until 2026-02-01/);
  assert.deepEqual(await openRuns(stage.db), []);
  stage.usage.completeUntil = null;
});

test('after all of this the ledger and its subledgers agree', async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
