import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { paymentProcessors, testProcessor } from '#connectors/payments';
import { type Actor, createHttpServer, inTransaction, PERMISSIONS } from '#kernel';
import { ledgerRoutes } from '#ledger';
import {
  silentLog,
  type TestDatabase,
  type TestUsageDb,
  testDatabase,
  testUsageDb,
} from '../kernel/testing.ts';
import { type Billing, createBilling } from './billing.ts';
import { setAside as setAsideInStore } from './invoices/store-fences.ts';
import { brokenInvariants, defaults, type Stage, setStage, startAt } from './testing.ts';

let database: TestDatabase;
let usage: TestUsageDb;
let stage: Stage;
let billing: Billing;
let server: FastifyInstance;
before(async () => {
  [database, usage] = await Promise.all([testDatabase(), testUsageDb()]);
  stage = await setStage(database.db);
  const processor = testProcessor(database.db, (id) => `https://portal.example/${id}`);
  billing = createBilling({
    db: database.db,
    usageDb: usage.usageDb,
    clock: stage.clock,
    log: silentLog,
    processors: paymentProcessors([processor]),
    testProcessor: processor,
    defaults,
  });
  server = await createHttpServer({
    db: database.db,
    clock: stage.clock,
    log: silentLog,
    routes: [...billing.routes, ...ledgerRoutes()],
    trustedProxies: [],
    checkResponses: true,
    async authenticate({ headers }): Promise<Actor> {
      const organizationId = headers['turnpike-organization'];
      return {
        ...stage.actor,
        operator: headers['x-operator'] === 'yes',
        organizationId: typeof organizationId === 'string' ? organizationId : null,
        permissions: new Set(PERMISSIONS),
      };
    },
  });
});
after(async () => {
  await server.close();
  await Promise.all([database.drop(), usage.drop()]);
});

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are checked field by field
  body: any;
  type: string;
  bytes: Buffer;
}

async function ask(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  as: string,
  body?: unknown,
): Promise<Answer> {
  const [role, organization] = as.startsWith('operator') ? as.split(' for ') : [null, as];
  const who = {
    ...(role && { 'x-operator': 'yes' }),
    ...(organization && { 'turnpike-organization': organization }),
  };
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  const headers = { ...who, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const response = await server.inject({ method, url: `/api/v1${path}`, headers, ...payload });
  const type = String(response.headers['content-type'] ?? '');
  const isJson = type.includes('json') && response.payload !== '';
  return {
    status: response.statusCode,
    body: isJson ? response.json() : null,
    type,
    bytes: response.rawPayload,
  };
}

async function subscribed(terms: Record<string, unknown> = {}) {
  const subscription = await stage.subscribe(await stage.plan(terms));
  await inTransaction(database.db, (tx) => billing.issueFirstInvoice(tx, subscription.id, startAt));
  const { body } = await ask('GET', '/invoices', subscription.organizationId);
  return { ...subscription, invoice: body.data[0] as Record<string, string> };
}

test('an invoice is read by its buyer and its seller, as JSON and as PDF, and by nobody else', async () => {
  const { organizationId, invoice } = await subscribed();
  const stranger = await subscribed();
  for (const path of [
    `/invoices/${invoice.id}`,
    `/checkout/invoices/detail/${invoice.id}`,
    `/invoices/${invoice.id}.pdf`,
  ]) {
    assert.equal((await ask('GET', path, organizationId)).status, 200, path);
    assert.equal((await ask('GET', path, stage.providerId)).status, 200, path);
    assert.equal((await ask('GET', path, stranger.organizationId)).status, 404, path);
  }
  const asBuyer = (await ask('GET', `/invoices/${invoice.id}`, organizationId)).body;
  assert.equal(asBuyer.total, '29.00');
  assert.equal(asBuyer.time_zone, 'UTC');
  assert.equal(asBuyer.provider_share, null);
  assert.equal((await ask('GET', `/invoices/${invoice.id}`, stage.providerId)).body.provider_share, '26.10');
  const pdf = await ask('GET', `/invoices/${invoice.id}.pdf`, organizationId);
  assert.equal(pdf.type, 'application/pdf');
  assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
});

test('the list of a workspace is its own', async () => {
  const { organizationId, invoice } = await subscribed();
  const { body } = await ask('GET', `/checkout/invoices/${organizationId}?state=open`, organizationId);
  assert.deepEqual(
    body.data.map((one: { id: string }) => one.id),
    [invoice.id],
  );
  assert.equal((await ask('GET', `/checkout/invoices/${organizationId}`, stage.providerId)).status, 404);
});

test('from invoice to payout over HTTP: pay, balances, payout run, file, arrival', async () => {
  const { organizationId, invoice } = await subscribed();
  const method = { processor: 'test', token: 'pm_test_ok' };
  assert.equal((await ask('POST', '/payment-methods', organizationId, method)).body.default, true);
  const attempt = await ask('POST', `/invoices/${invoice.id}/pay`, organizationId, {});
  assert.equal(attempt.status, 202);
  await billing.sendDueAttempts();
  const after = (await ask('GET', `/payment-attempts/${attempt.body.id}`, organizationId)).body;
  assert.equal(after.state, 'succeeded');
  assert.equal((await ask('GET', `/invoices/${invoice.id}`, organizationId)).body.state, 'paid');
  assert.equal((await ask('POST', `/invoices/${invoice.id}/pay`, organizationId, {})).status, 409);

  assert.equal((await ask('GET', '/balances', stage.providerId)).body.data[0].payable, '26.10');
  const held = (await ask('POST', '/payouts/runs', 'operator', { key: 'run-a' })).body;
  assert.deepEqual(
    held.held.map((one: { reason: string }) => one.reason),
    ['no_payout_account'],
  );
  assert.deepEqual((await ask('GET', '/payouts/account', stage.providerId)).body, { account: null });
  const account = { holder_name: '=cmd|calc', iban: 'GB82 WEST 1234 5698 7654 32' };
  assert.equal((await ask('PUT', '/payouts/account', stage.providerId, account)).status, 200);
  const small = (await ask('POST', '/payouts/runs', 'operator', { key: 'run-b', minimum: '26.11' })).body;
  assert.deepEqual(
    small.held.map((one: { reason: string }) => one.reason),
    ['below_minimum'],
  );
  const run = (await ask('POST', '/payouts/runs', 'operator', { key: 'run-c' })).body;
  assert.deepEqual(
    run.payouts.map((one: { amount: string }) => one.amount),
    ['26.10'],
  );
  const again = (await ask('POST', '/payouts/runs', 'operator', { key: 'run-c' })).body;
  assert.equal(again.repeated, true);
  assert.deepEqual(again.payouts, run.payouts);

  const saved = (await ask('GET', '/payouts/account', stage.providerId)).body.account;
  assert.deepEqual(saved, { ...account, iban: account.iban.replaceAll(' ', '') });
  for (const [as, count] of [
    ['operator', 1],
    [`operator for ${stage.providerId}`, 1],
    [`operator for ${organizationId}`, 0],
  ] as const) {
    assert.equal((await ask('GET', '/payouts?run_key=run-c', as)).body.data.length, count, as);
  }

  const file = (await ask('GET', '/payouts/runs/run-c/file.csv', 'operator')).bytes.toString();
  assert.ok(file.includes(`"'=cmd|calc"`) && file.includes(',26.10,USD,'), file);
  const { id } = run.payouts[0];
  assert.equal((await ask('POST', `/payouts/${id}/paid`, 'operator', {})).body.state, 'paid');
  assert.equal((await ask('POST', `/payouts/${id}/paid`, 'operator', {})).body.state, 'paid');
  assert.equal((await ask('POST', `/payouts/${id}/failed`, 'operator', {})).status, 409);
  assert.equal(
    (await ask('POST', `/payouts/${id}/returned`, 'operator', { reason: 'closed' })).body.state,
    'returned',
  );
  const [balance] = (await ask('GET', '/balances', stage.providerId)).body.data;
  assert.deepEqual([balance.payable, balance.in_transit], ['26.10', '0.00']);
  assert.equal((await ask('GET', '/ledger/trial-balance', 'operator')).body.balanced, true);
});

test('a run over HTTP: a dry run writes nothing, the run bills, its progress can be asked for', async () => {
  const { id, organizationId } = await subscribed();
  const at = Temporal.Instant.from('2026-02-28T01:30:00Z');
  stage.clock.set(at);
  const body = { organizations: [organizationId] };
  const dry = (await ask('POST', '/billing/runs', stage.providerId, { ...body, dry_run: true })).body;
  assert.deepEqual(
    dry.plan.map((one: { total: string }) => one.total),
    ['29.00'],
  );
  assert.equal((await ask('GET', '/invoices', organizationId)).body.data.length, 1);
  const run = await ask('POST', '/billing/runs', stage.providerId, body);
  assert.deepEqual([run.status, run.body.counts], [202, { open: 1 }]);
  assert.deepEqual(await billing.openRuns(), [run.body.id]);
  await billing.workRun(run.body.id);
  const done = (await ask('GET', `/billing/runs/${run.body.id}`, stage.providerId)).body;
  assert.deepEqual([done.state, done.counts], ['done', { invoiced: 1 }]);
  const [item] = (await ask('GET', `/billing/runs/${run.body.id}/subscriptions`, stage.providerId)).body.data;
  assert.equal(item.subscription_id, id);
  assert.equal((await ask('GET', `/billing/runs/${run.body.id}`, organizationId)).status, 404);
  stage.clock.set(startAt);
});

test('runs are listed with how far they are, and can be called off once', async () => {
  const { id, organizationId } = await subscribed();
  const body = { subscriptions: [id], close_current_period: true };
  const { id: runId } = (await ask('POST', '/billing/runs', stage.providerId, body)).body;
  const of = async (as: string, state: string) =>
    (await ask('GET', `/billing/runs?state=${state}`, as)).body.data.find(
      (one: { id: string }) => one.id === runId,
    );
  const { total, done, counts, per_second } = await of(stage.providerId, 'queued');
  assert.deepEqual([total, done, counts, per_second], [1, 0, { open: 1 }, null]);
  assert.ok(await of('operator', 'queued'));
  assert.deepEqual((await ask('GET', '/billing/runs', organizationId)).body.data, []);
  assert.equal((await ask('POST', `/billing/runs/${runId}/cancel`, organizationId)).status, 404);
  for (let times = 0; times < 2; times += 1) {
    const canceled = (await ask('POST', `/billing/runs/${runId}/cancel`, stage.providerId)).body;
    assert.deepEqual([canceled.state, canceled.counts], ['canceled', { open: 1 }]);
  }
  await billing.workRun(runId);
  assert.deepEqual((await of('operator', 'canceled')).counts, { open: 1 });
  const idle = (
    await ask('POST', '/billing/runs', stage.providerId, { ...body, subscriptions: ['sub_none'] })
  ).body;
  await billing.workRun(idle.id);
  assert.equal((await ask('POST', `/billing/runs/${idle.id}/cancel`, stage.providerId)).status, 409);
});

test('a provider sees which of its subscriptions are set aside, and retries them', async () => {
  const { id, organizationId } = await stage.subscribe(await stage.plan({}));
  const obstacle = { code: 'not-rateable', passes: false };
  const failure = { subscriptionId: id, providerId: stage.providerId, reason: 'orders', obstacle };
  const setAside = async () => {
    await setAsideInStore(database.db, [failure], startAt);
    return (await ask('GET', '/billing/set-aside?reason_code=not-rateable', stage.providerId)).body.data;
  };
  const [found] = await setAside();
  assert.deepEqual([found.subscription_id, found.count, found.retry_at], [id, 1, null]);
  assert.match(found.reason, /orders/);
  assert.deepEqual((await ask('GET', '/billing/set-aside', organizationId)).body.data, []);
  assert.equal((await ask('POST', `/billing/set-aside/${id}/retry`, organizationId)).status, 404);
  assert.equal((await ask('POST', `/billing/set-aside/${id}/retry`, stage.providerId)).status, 204);
  assert.equal((await setAside())[0].count, 2);
  const retryAll = async (reason_code: string) =>
    (await ask('POST', '/billing/set-aside/retry', stage.providerId, { reason_code })).body.retried;
  assert.deepEqual([await retryAll('other'), await retryAll('not-rateable')], [0, 1]);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from kernel_events where name = 'billing.subscriptions_readmitted'`.execute(
    database.db,
  );
  assert.equal(rows[0]!.count, 2, 'what is due of them is asked for at once');
});

test('a provider cannot bill the consumers of another provider', async () => {
  const { id, organizationId } = await subscribed();
  const run = await ask('POST', '/billing/runs', organizationId, {
    subscriptions: [id],
    close_current_period: true,
  });
  assert.deepEqual(run.body.counts, {});
});

test('a draft is finalized once and is hidden from its buyer until then', async () => {
  const { organizationId, id } = await stage.subscribe(await stage.plan({}));
  const run = await ask('POST', '/billing/runs', stage.providerId, {
    subscriptions: [id],
    close_current_period: true,
    leave_draft: true,
  });
  await billing.workRun(run.body.id);
  const [item] = (await ask('GET', `/billing/runs/${run.body.id}/subscriptions`, stage.providerId)).body.data;
  assert.equal((await ask('GET', `/invoices/${item.invoice_id}`, organizationId)).status, 404);
  assert.deepEqual((await ask('GET', '/invoices', organizationId)).body.data, []);
  const issued = await ask('POST', `/invoices/${item.invoice_id}/finalize`, stage.providerId);
  assert.equal(issued.body.state, 'open');
  assert.match(issued.body.number, /^WEATHER-/);
  assert.equal((await ask('POST', `/invoices/${item.invoice_id}/finalize`, stage.providerId)).status, 409);
  assert.equal((await ask('GET', `/invoices/${item.invoice_id}`, organizationId)).status, 200);
});

test('a provider sets its grace and terms, the operator its commission, and what is unknown is refused', async () => {
  const set = await ask('PUT', '/billing/settings', stage.providerId, { grace_minutes: 0 });
  assert.deepEqual(set.body, {
    grace_minutes: 0,
    payment_terms_days: 14,
    consolidate_invoices: false,
    commission_basis_points: 1000,
    draft_grace_hours: 0,
    write_off_after_days: null,
    past_due_after_days: null,
    apply_credit: true,
    left_over_credit: 'credit',
    retry_after_days: [1, 3, 5, 7],
  });
  const assigned = await ask('PUT', '/billing/settings', stage.providerId, { commission_basis_points: 0 });
  assert.equal(assigned.status, 422);
  assert.equal(assigned.body.errors[0].pointer, '/commission_basis_points');
  const path = `/billing/settings/${stage.providerId}/commission`;
  assert.equal((await ask('PUT', path, stage.providerId, { commission_basis_points: 0 })).status, 403);
  assert.equal(
    (await ask('PUT', path, 'operator', { commission_basis_points: 250 })).body.commission_basis_points,
    250,
  );
  const { invoice } = await subscribed();
  assert.equal((await ask('GET', `/invoices/${invoice.id}`, stage.providerId)).body.platform_fee, '0.73');
  await ask('PUT', path, 'operator', { commission_basis_points: null });
  await ask('PUT', '/billing/settings', stage.providerId, { grace_minutes: null });
});

test('an estimate is priced like a bill', async () => {
  const tiers = [
    { up_to: '100', unit_price: '0.02' },
    { up_to: null, unit_price: '0.01' },
  ];
  const price = { model: 'graduated', tiers };
  const planId = await stage.plan({
    prices: [{ key: 'calls', meter: 'requests', name: 'Calls', price }],
    quotas: [{ units: 1000, period: 'day', overage: { mode: 'charge', unit_price: '0.005' } }],
  });
  const { currentPlanVersion } = await import('#catalog');
  const plan_version_id = (await currentPlanVersion(database.db, planId))!.id;
  const quantities = { requests: '250', units: '1010' };
  const { body } = await ask('POST', '/billing/estimate', stage.providerId, { plan_version_id, quantities });
  assert.equal(body.total, '32.55');
  assert.deepEqual(
    body.lines.map((line: { amount: string }) => line.amount),
    ['29.00', '3.50', '0.05'],
  );
  assert.equal(
    (await ask('POST', '/billing/estimate', stage.providerId, { plan_version_id: 'plv_x' })).status,
    404,
  );
  const negative = { plan_version_id, quantities: { requests: '-1' } };
  assert.equal((await ask('POST', '/billing/estimate', stage.providerId, negative)).status, 422);
});

test('a bank statement over HTTP is read once, and a bad line of it refuses the whole with a pointer', async () => {
  const { organizationId, invoice } = await subscribed();
  const good = {
    external_id: 'http-1',
    reference: invoice.payment_reference,
    amount: '29.00',
    currency: 'USD',
    booked_at: '2026-02-01T10:00:00Z',
  };
  const bad = { ...good, external_id: 'http-2', amount: '1.005' };
  const refused = await ask('POST', '/checkout/reconcile', 'operator', { transactions: [good, bad] });
  assert.deepEqual([refused.status, refused.body.errors[0].pointer], [422, '/transactions/1/amount']);
  assert.equal((await ask('GET', `/invoices/${invoice.id}`, organizationId)).body.state, 'open');
  const read = await ask('POST', '/checkout/reconcile', 'operator', { transactions: [good] });
  assert.equal(read.body.data[0].outcome, 'matched');
  const again = await ask('POST', '/checkout/reconcile', 'operator', { transactions: [good] });
  assert.deepEqual([again.body.data[0].repeated, again.body.data[0].outcome], [true, 'matched']);
  assert.equal((await ask('GET', `/invoices/${invoice.id}`, organizationId)).body.state, 'paid');
  assert.equal(
    (await ask('POST', '/checkout/reconcile', organizationId, { transactions: [good] })).status,
    403,
  );
});

test('whose accounts: a provider sees its own in the ledger', async () => {
  const { data } = (await ask('GET', '/ledger/accounts', stage.providerId)).body;
  assert.ok(data.length >= 3);
  assert.deepEqual([...new Set(data.map((one: { owner: string }) => one.owner))], [stage.providerId]);
  const postings = (await ask('GET', '/ledger/postings?limit=3', stage.providerId)).body;
  assert.equal(postings.data.length, 3);
  const next = (await ask('GET', `/ledger/postings?limit=3&cursor=${postings.next_cursor}`, stage.providerId))
    .body;
  const seen = [...postings.data, ...next.data].map((one) => `${one.entry_id} ${one.position}`);
  assert.equal(new Set(seen).size, 6);
});

test('after all of this the ledger and its subledgers agree', async () => {
  assert.deepEqual(await brokenInvariants(database.db), []);
});
