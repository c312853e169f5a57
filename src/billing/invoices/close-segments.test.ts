import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { planVersions } from '#catalog';
import { insertSegments, presentSegment, type Subscription, subscriptionsByIds } from '#subscriptions';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { closeBatch } from './close-batch.ts';
import { closeDue } from './close-due.ts';
import { closeThresholds } from './close-thresholds.ts';
import type { CloseMode } from './plan-batch.ts';
import { setConsolidation } from './store-consolidation.ts';
import { invoiceLines } from './store-invoice-lines.ts';

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
after(() => database.drop());

const instant = (text: string) => Temporal.Instant.from(text);
const priced = (unit_price: string, price = '28.00') => ({
  price,
  prices: [{ key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price } }],
});

async function read(id: string): Promise<Subscription> {
  return (await subscriptionsByIds(stage.db, [id])).get(id)!;
}

/** Ends the present segment; what begins then is up to the caller. */
async function cut(id: string, at: Temporal.Instant, dueAt?: Temporal.Instant): Promise<void> {
  const subscription = await read(id);
  const version = (await planVersions(stage.db, [subscription.planVersionId])).get(
    subscription.planVersionId,
  )!;
  const segment = presentSegment(subscription, version.terms, at);
  await insertSegments(stage.db, [dueAt ? { ...segment, dueAt } : segment]);
}

async function moveTo(id: string, planId: string, at: Temporal.Instant): Promise<void> {
  await cut(id, at);
  await sql`
    update subscriptions_subscriptions s set segment_start_at = ${at}, plan_id = ${planId}, revision = revision + 1,
      plan_version_id = (select v.id from catalog_plan_versions v where v.plan_id = ${planId})
    where id = ${id}`.execute(stage.db);
}

async function end(id: string, at: Temporal.Instant): Promise<void> {
  await cut(id, at, at);
  await sql`
    update subscriptions_subscriptions set state = 'canceled', canceled_at = ${at}, current_period_end_at = ${at},
      revision = revision + 1 where id = ${id}`.execute(stage.db);
}

async function close(id: string, mode: CloseMode, at: Temporal.Instant) {
  const request = { ids: [id], mode, at, leaveDraft: false, runId: null };
  return (await closeBatch(stage.deps, request)).get(id)!;
}

/** Every line that the subscription was ever sent. */
async function linesOf(id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string; cause: string }>`
    select id, cause from billing_invoices where subscription_id = ${id} order by id`.execute(stage.db);
  const all: string[] = [];
  for (const invoice of rows) {
    const lines = await invoiceLines(stage.db, invoice.id);
    all.push(...lines.map((line) => `${invoice.cause}: ${line.description} ${line.amountMinor}`));
  }
  return all;
}

test('each segment is billed by its own plan, and its late usage too', async () => {
  const [cheap, dear] = [await stage.plan(priced('0.01')), await stage.plan(priced('0.05', '56.00'))];
  const { id } = await stage.subscribe(cheap);
  await close(id, 'start', startAt);
  stage.usage.add(id, 'requests', '2026-02-03T00:00:00Z', 100);
  await moveTo(id, dear, instant('2026-02-14T00:00:00Z'));
  await close(id, 'change', instant('2026-02-14T00:00:00Z'));
  stage.usage.add(id, 'requests', '2026-02-20T00:00:00Z', 100);
  assert.equal((await close(id, 'due', instant('2026-02-28T02:00:00Z'))).outcome, 'invoiced');
  stage.usage.add(id, 'requests', '2026-02-04T00:00:00Z', 10);
  stage.usage.add(id, 'requests', '2026-02-21T00:00:00Z', 10);
  assert.equal((await close(id, 'early', instant('2026-03-02T00:00:00Z'))).outcome, 'invoiced');
  assert.deepEqual(await linesOf(id), [
    'start: Plan 1 plan 2800',
    'change: Unused part of Plan 1 (14 Feb – 27 Feb) -1400',
    'change: Plan 2 plan (14 Feb – 27 Feb) 2800',
    'renewal: Plan 2 plan 5600',
    'renewal: Calls 100',
    'renewal: Calls 500',
    'early: Calls (late usage) 10',
    'early: Calls (late usage) 50',
  ]);
});

test('what a subscription that ended still owes is billed by itself, and its late usage for a while', async () => {
  const { id } = await stage.subscribe(await stage.plan(priced('1', '0')));
  stage.usage.add(id, 'requests', '2026-02-03T00:00:00Z', 10);
  await end(id, instant('2026-02-05T00:00:00Z'));
  const sweep = (at: string) => closeDue(stage.deps, instant(at), { batchSize: 1 });
  await sweep('2026-02-05T00:30:00Z');
  assert.deepEqual(await linesOf(id), [], 'its usage is waited for');
  await sweep('2026-02-05T01:00:00Z');
  stage.usage.add(id, 'requests', '2026-02-04T00:00:00Z', 1);
  await sweep('2026-02-20T00:00:00Z');
  assert.deepEqual(await linesOf(id), ['final: Calls 1000']);
  await sweep('2026-03-06T00:00:00Z');
  stage.usage.add(id, 'requests', '2026-02-04T00:00:00Z', 2);
  await sweep('2026-04-20T00:00:00Z');
  stage.usage.add(id, 'requests', '2026-02-04T00:00:00Z', 4);
  await sweep('2026-06-30T00:00:00Z');
  assert.deepEqual(await linesOf(id), [
    'final: Calls 1000',
    'late: Calls (late usage) 100',
    'late: Calls (late usage) 200',
  ]);
  const { rows } = await sql`select from subscriptions_segments where settled_at is null`.execute(stage.db);
  assert.equal(rows.length, 0);
});

test('what is unbilled is invoiced once it comes to the threshold, by one of several workers', async () => {
  const plan = await stage.plan({ ...priced('1', '0'), threshold: '50' });
  const { id } = await stage.subscribe(plan);
  const look = (at: string) => closeThresholds(stage.deps, instant(at), { batchSize: 1 });
  stage.usage.add(id, 'requests', '2026-02-03T00:00:00Z', 49);
  assert.equal(await look('2026-02-04T00:00:00Z'), 0);
  stage.usage.add(id, 'requests', '2026-02-04T00:00:00Z', 1);
  const all = await Promise.all([1, 2, 3].map(() => look('2026-02-05T00:00:00Z')));
  assert.equal(
    all.reduce((sum, invoiced) => sum + invoiced, 0),
    1,
  );
  stage.usage.add(id, 'requests', '2026-02-06T00:00:00Z', 70);
  assert.equal(await look('2026-02-07T00:00:00Z'), 1);
  stage.usage.add(id, 'requests', '2026-02-08T00:00:00Z', 3);
  await close(id, 'due', instant('2026-02-28T02:00:00Z'));
  assert.deepEqual(await linesOf(id), [
    'threshold: Calls 5000',
    'threshold: Calls 7000',
    'renewal: Calls 300',
  ]);
});

test('what a consumer owes a provider at one time is on one invoice, if the provider wants that', async () => {
  const plan = await stage.plan(priced('1'));
  const held = [await stage.subscribe(plan), await stage.subscribe(plan), await stage.subscribe(plan)];
  const [first, second, other] = held.map((one) => one.id) as [string, string, string];
  // A consumer has a product once: the second is made theirs, and another product's.
  await sql`
    update subscriptions_subscriptions set organization_id = ${held[0]!.organizationId}, product_id = 'prd_second'
    where id = ${second}`.execute(stage.db);
  const at = instant('2026-02-28T02:00:00Z');
  await setConsolidation(stage.db, stage.providerId, true, at);
  stage.usage.add(second, 'requests', '2026-02-03T00:00:00Z', 5);
  await closeDue(stage.deps, at, { batchSize: 1 });
  await setConsolidation(stage.db, stage.providerId, false, at);
  const { rows } = await sql<{ id: string; subscription_id: string; net_minor: bigint }>`
    select id, subscription_id, net_minor from billing_invoices
    where subscription_id = any(${[first, second, other]}) order by subscription_id`.execute(stage.db);
  assert.deepEqual(
    rows.map((row) => [row.subscription_id, row.net_minor]),
    [
      [first, 11_700n],
      [other, 5600n],
    ],
  );
  const lines = await invoiceLines(stage.db, rows[0]!.id);
  assert.deepEqual(
    lines.map((line) => [line.subscriptionId, line.productName, line.amountMinor]),
    [
      [first, 'Weather API', 2800n],
      [first, 'Weather API', 2800n],
      [second, 'prd_second', 2800n],
      [second, 'prd_second', 2800n],
      [second, 'prd_second', 500n],
    ],
  );
});

test('a subscription that changes while it is billed is left for the next run', async () => {
  const { id } = await stage.subscribe(await stage.plan(priced('1')));
  const { sources } = stage.deps;
  const advance: typeof sources.advance = async (tx, over, at) => {
    await sql`update subscriptions_subscriptions set revision = revision + 1 where id = ${id}`.execute(tx);
    await sources.advance(tx, over, at);
  };
  const at = instant('2026-02-28T02:00:00Z');
  const request = { ids: [id], mode: 'due', at, leaveDraft: false, runId: null } as const;
  const outcomes = await closeBatch({ ...stage.deps, sources: { ...sources, advance } }, request);
  assert.deepEqual(outcomes.get(id), { outcome: 'busy' });
  assert.equal((await close(id, 'due', at)).outcome, 'invoiced');
});

test('after all of this the ledger and its subledgers agree', async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
