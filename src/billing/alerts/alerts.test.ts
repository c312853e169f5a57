import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { inTransaction } from '#kernel';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { closeBatch } from '../invoices/close-batch.ts';
import { type Stage, setStage, startAt } from '../testing.ts';
import { percentsReached, USUAL } from './alert.ts';
import { alertMail } from './alert-mail.ts';
import { alertSettings, deleteAlertSettings, listAlerts, saveAlertSettings } from './store.ts';
import { type QuotaUsed, tendAlerts } from './tend-alerts.ts';

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
after(() => database.drop());

const instant = (text: string) => Temporal.Instant.from(text);
const terms = {
  price: '28.00',
  prices: [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.01' } },
  ],
};
type Holder = Awaited<ReturnType<Stage['subscribe']>>;

async function subscribed(): Promise<Holder> {
  const holder = await stage.subscribe(await stage.plan(terms));
  const ids = [holder.id];
  await closeBatch(stage.deps, { ids, mode: 'start', at: startAt, leaveDraft: false, runId: null });
  return holder;
}

const used = (holder: Holder, units: number, more: Partial<QuotaUsed> = {}): QuotaUsed => ({
  ...{ subscriptionId: holder.id, organizationId: holder.organizationId, quota: 'month', limit: 1000 },
  ...{ used: units, periodStartMs: startAt.epochMilliseconds, ...more },
});

/** Looks once, with these quotas as the gateway counts them. */
const look = (quotas: readonly QuotaUsed[], at = '2026-02-10T00:00:00Z') =>
  tendAlerts(stage.deps, { organizationId: null, at: instant(at), quotaUse: () => quotas });

const told = async ({ organizationId }: Holder) => {
  const alerts = await listAlerts(stage.db, organizationId, { limit: 20, beforeId: null });
  return alerts.map(
    ({ kind, subject, threshold, value }) => `${kind} ${subject} ${threshold}: ${Number(value)}`,
  );
};

test('a threshold is reached exactly', () => {
  assert.deepEqual(percentsReached([80, 100], { used: 799.999999, limit: 1000 }), []);
  assert.deepEqual(percentsReached([80, 100], { used: 800, limit: 1000 }), [80]);
  assert.deepEqual(percentsReached([50, 80, 100, 150], { used: 1499, limit: 1000 }), [50, 80, 100]);
});

test('who has said nothing is told at 80 and 100 percent, once each, and again in the next period', async () => {
  const holder = await subscribed();
  assert.equal(await look([used(holder, 799)]), 0);
  assert.equal(await look([used(holder, 800)]), 1);
  assert.equal(await look([used(holder, 950)]), 0, 'told already');
  assert.equal(await look([used(holder, 1000)]), 1);
  assert.equal(await look([used(holder, 1000)]), 0);
  const next = { periodStartMs: instant('2026-02-28T00:00:00Z').epochMilliseconds };
  assert.equal(await look([used(holder, 810, next)]), 1);
  assert.deepEqual(await told(holder), [
    'quota month 80: 810',
    'quota month 100: 1000',
    'quota month 80: 800',
  ]);
});

test('who passes two thresholds at once is told of the higher one', async () => {
  const holder = await subscribed();
  await look([used(holder, 2000)]);
  assert.deepEqual(await told(holder), ['quota month 100: 2000']);
});

test('own thresholds take the place of the usual ones; none is none', async () => {
  const [few, none] = [await subscribed(), await subscribed()];
  const save = (holder: Holder, quotaPercents: number[]) =>
    saveAlertSettings(stage.db, holder.organizationId, { quotaPercents, spend: [] }, startAt);
  await save(few, [25]);
  await save(none, []);
  assert.equal(await look([used(few, 300), used(none, 5000)]), 1);
  assert.deepEqual(await told(few), ['quota month 25: 300']);
  assert.deepEqual(await told(none), []);
  await inTransaction(stage.db, (tx) => deleteAlertSettings(tx, few.organizationId));
  assert.deepEqual(await alertSettings(stage.db, few.organizationId), USUAL);
});

test('what a period costs is told by the amounts that bills are made of, and the mail says so', async () => {
  const holder = await subscribed();
  const spend = [
    { amountMinor: 3000n, currency: 'USD' },
    { amountMinor: 5000n, currency: 'USD' },
    { amountMinor: 1n, currency: 'EUR' },
  ];
  await saveAlertSettings(stage.db, holder.organizationId, { quotaPercents: [], spend }, startAt);
  await look([]);
  assert.deepEqual(await told(holder), [], 'the fee alone is 28.00');
  stage.usage.add(holder.id, 'requests', '2026-02-05T00:00:00Z', 250);
  await look([]);
  await look([]);
  assert.deepEqual(await told(holder), ['spend USD 3000: 3050']);
  stage.usage.add(holder.id, 'requests', '2026-02-06T00:00:00Z', 5000);
  await look([]);
  assert.deepEqual(await told(holder), ['spend USD 5000: 8050', 'spend USD 3000: 3050']);
  const [alert] = await listAlerts(stage.db, holder.organizationId, { limit: 1, beforeId: null });
  const mail = await alertMail(stage.db, alert!.id);
  assert.ok(mail?.kind === 'usage-alert');
  const { about, threshold, value, product, subscription } = mail;
  assert.deepEqual(
    { about, threshold, value, product, subscription },
    {
      about: 'spend',
      threshold: '50.00 USD',
      value: '80.50 USD',
      product: 'Weather API',
      subscription: holder.id,
    },
  );
});

test('each alert is announced once, with the row that tells of it', async () => {
  const { rows } = await sql<{ alerts: bigint; told: bigint }>`
    select (select count(*) from billing_alerts) as alerts,
      (select count(distinct payload->>'alert_id') from kernel_events where name = 'alert.reached') as told`.execute(
    stage.db,
  );
  assert.equal(rows[0]!.told, rows[0]!.alerts);
});
