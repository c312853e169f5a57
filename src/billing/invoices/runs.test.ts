import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { inTransaction, kernelProblems, Problem } from '#kernel';
import { cancelSubscription, subscriptionsByIds } from '#subscriptions';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { brokenInvariants, type Stage, setStage } from '../testing.ts';
import { closeBatch } from './close-batch.ts';
import { closeDue } from './close-due.ts';
import { dryRun, totalsOf } from './dry-run.ts';
import { type RunOrder, requestRun } from './request-run.ts';
import { changeSettings } from './settings.ts';
import { countSetAside, listSetAside, readmit, setAside } from './store-fences.ts';
import { invoiceLines } from './store-invoices.ts';
import * as store from './store-runs.ts';
import { findRun, listRunItems, openRuns } from './store-runs.ts';
import { type WorkRunOptions, workRun } from './work-run.ts';

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
after(() => database.drop());

const everybody = { providerId: null };
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

const work = (id: string, options: WorkRunOptions = {}) =>
  workRun(stage.deps, id, () => stage.clock.now(), options);

async function counts(id: string): Promise<Record<string, number>> {
  return (await store.countOutcomes(stage.db, [(await findRun(stage.db, id))!])).get(id)!;
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
  const aside = await listSetAside(stage.db, everybody, { limit: 200, afterId: null });
  const mine = aside.find((one) => one.subscriptionId === id);
  assert.match(mine!.reason, /division by zero/);
  mended = true;
  assert.deepEqual(await invoiceCounts([id!]), [0]);
  assert.equal(mine!.code, 'database-22012');
  assert.deepEqual([mine!.providerId, mine!.retryAt], [stage.providerId, null]);
  assert.deepEqual(await countSetAside(stage.db), { retried: 0, stuck: aside.length });
  assert.equal(await readmit(stage.db, { providerId: 'org_another', code: mine!.code }), 0);
  assert.equal(await readmit(stage.db, { ...everybody, code: mine!.code }), aside.length);
  assert.equal(await readmit(stage.db, { ...everybody, subscriptionId: id }), 0);
  await closeDue(deps, at, { batchSize: 50 });
  assert.deepEqual(await invoiceCounts([id!]), [5]);
});

test('what passes by itself is tried again after growing pauses, and begins anew once it is billed', async () => {
  const [id] = await subscribeMany(1, { ...daily, price: '4.00' });
  const { sources } = stage.deps;
  let isUp = false;
  const organizations: typeof sources.organizations = async (db, ids) => {
    if (!isUp) throw new Problem(kernelProblems.unavailable, { detail: 'The register does not answer.' });
    return sources.organizations(db, ids);
  };
  const deps = { ...stage.deps, sources: { ...sources, organizations } };
  const closeAt = (at: string) =>
    closeBatch(deps, {
      ids: [id!],
      mode: 'due',
      at: Temporal.Instant.from(at),
      leaveDraft: false,
      runId: null,
    });
  const aside = async () => {
    const filter = { ...everybody, subscriptionId: id };
    const [found] = await listSetAside(stage.db, filter, { limit: 1, afterId: null });
    return found && [found.code, found.count, String(found.sinceAt), String(found.retryAt)];
  };
  const since = '2026-02-02T02:00:00Z';
  await closeAt(since);
  assert.deepEqual(await aside(), ['unavailable', 1, since, '2026-02-02T02:05:00Z']);
  await closeAt('2026-02-02T02:04:59Z');
  await closeAt('2026-02-02T02:05:00Z');
  assert.deepEqual(await aside(), ['unavailable', 2, since, '2026-02-02T02:15:00Z']);
  isUp = true;
  assert.equal((await closeAt('2026-02-02T02:14:00Z')).get(id!)!.outcome, 'set_aside');
  assert.equal((await closeAt('2026-02-02T02:15:00Z')).get(id!)!.outcome, 'invoiced');
  assert.equal(await aside(), undefined);
  isUp = false;
  await closeAt('2026-02-02T02:16:00Z');
  assert.deepEqual((await aside())!.slice(0, 2), ['unavailable', 1]);
  await readmit(stage.db, everybody);
});

test('four workers that start the same run bill one period of each subscription, once', async () => {
  stage.clock.set('2026-02-05T02:00:00Z');
  const ids = await subscribeMany(12, { ...daily, price: '6.00' });
  const run = await request({ subscriptionIds: ids });
  await Promise.all([1, 2, 3, 4].map(() => work(run.id, { batchSize: 3, pauseMs: 5 })));
  assert.deepEqual(
    await invoiceCounts(ids),
    ids.map(() => 1),
  );
  assert.deepEqual(await counts(run.id), { invoiced: 12 });
});

test('what changes while a run bills is billed as it is then', async () => {
  const [id] = await subscribeMany(1, { ...daily, price: '7.00' });
  const { sources } = stage.deps;
  let isCanceled = false;
  const advance: typeof sources.advance = async (tx, over, at) => {
    // Somebody else's, committed after the run has read the subscription and worked out its invoice.
    if (!isCanceled) {
      isCanceled = true;
      const { organizationId } = (await subscriptionsByIds(stage.db, [id!])).get(id!)!;
      const cancellation = { subscriptionId: id!, organizationId, actor: stage.actor, at };
      await inTransaction(stage.db, (other) => cancelSubscription(other, cancellation));
    }
    await sources.advance(tx, over, at);
  };
  const run = await request({ subscriptionIds: [id!] });
  const deps = { ...stage.deps, sources: { ...sources, advance } };
  await workRun(deps, run.id, () => stage.clock.now(), { pauseMs: 5 });
  assert.deepEqual(await counts(run.id), { invoiced: 1 });
  const [item] = await listRunItems(stage.db, run.id, { limit: 1, afterId: null });
  // The day that was never asked for, and no other: there is none.
  assert.deepEqual(
    (await invoiceLines(stage.db, item!.invoiceId!)).map((line) => line.amountMinor),
    [700n],
  );
});

test('a run that is called off begins nothing more, and says what it left', async () => {
  const ids = await subscribeMany(3, { price: '8.00' });
  const run = await request({ subscriptionIds: ids, closeCurrentPeriod: true });
  const onIssued: typeof stage.deps.onIssued = async () => {
    await store.endRun(stage.db, run.id, 'canceled', stage.clock.now());
    return [];
  };
  await workRun({ ...stage.deps, onIssued }, run.id, () => stage.clock.now(), { batchSize: 2, parallel: 1 });
  await work(run.id);
  assert.deepEqual(await counts(run.id), { invoiced: 2, open: 1 });
  assert.equal((await findRun(stage.db, run.id))!.state, 'canceled');
  assert.deepEqual(await openRuns(stage.db), []);
  const listed = await store.listRuns(
    stage.db,
    { providerId: null, state: 'canceled' },
    { limit: 5, beforeId: null },
  );
  assert.deepEqual(
    listed.map((one) => one.id),
    [run.id],
  );
});

test('a dry run comes page by page, and says what it would set aside', async () => {
  const ids = await subscribeMany(3, { price: '9.00' });
  const obstacle = { code: 'other', passes: false };
  const failure = { subscriptionId: ids[2]!, providerId: stage.providerId, reason: 'x', obstacle };
  await setAside(stage.db, [failure], stage.clock.now());
  const dry = (afterId: string) =>
    dryRun(stage.db, stage.deps, order({ subscriptionIds: ids, closeCurrentPeriod: true }), {
      afterId,
      limit: 2,
    });
  const first = await dry('');
  assert.equal(first.nextId, ids[1]);
  assert.deepEqual(totalsOf(first.plan), [{ currency: 'USD', subscriptions: 2, total: '18.00' }]);
  const second = await dry(first.nextId!);
  assert.deepEqual([second.nextId, second.plan.map((one) => one.outcome)], [null, ['set_aside']]);
  assert.deepEqual(await invoiceCounts(ids), [0, 0, 0]);
});

test('a run notes what became of each subscription and is done once', async () => {
  const ids = await subscribeMany(3, { price: '5.00' });
  const run = await request({ subscriptionIds: [...ids, 'sub_nobody'], closeCurrentPeriod: true });
  assert.deepEqual(await counts(run.id), { open: 3 });
  await Promise.all([work(run.id), work(run.id)]);
  assert.equal((await findRun(stage.db, run.id))!.state, 'done');
  assert.deepEqual(await counts(run.id), { invoiced: 3 });
  const again = await request({ subscriptionIds: ids, closeCurrentPeriod: true });
  await work(again.id);
  assert.deepEqual(await counts(again.id), { nothing_to_bill: 3 });
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
  const working = work(run.id, { pauseMs: 5 });
  stage.usage.add(id!, 'requests', '2026-02-05T11:59:59.500Z', 4);
  stage.usage.completeUntil = Temporal.Instant.from('2026-02-05T12:00:00Z');
  await working;
  assert.deepEqual(await counts(run.id), { invoiced: 1 });
});

test('an early close that waits too long says what it waits for', async () => {
  const [id] = await subscribeMany(1, { price: '0' });
  stage.usage.completeUntil = Temporal.Instant.from('2026-02-01T00:00:00Z');
  const run = await request({ subscriptionIds: [id!], closeCurrentPeriod: true });
  await work(run.id, { pauseMs: 5, longestWaitMs: 20 });
  const [item] = await listRunItems(stage.db, run.id, { limit: 1, afterId: null });
  assert.equal(item!.outcome, 'waiting');
  assert.match(item!.reason!, /complete until 2026-02-01/);
  assert.deepEqual(await openRuns(stage.db), []);
  stage.usage.completeUntil = null;
});

test('after all of this the ledger and its subledgers agree', async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
