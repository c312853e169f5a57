import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { paymentProcessors, testProcessor } from '#connectors/payments';
import { inTransaction, newId, Problem } from '#kernel';
import { subscriptionsByIds } from '#subscriptions';
import { silentLog, type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { announceOverdue, closeBatch } from '../invoices/index.ts';
import { changePolicy } from '../invoices/policy.ts';
import { findInvoice } from '../invoices/store-invoices.ts';
import { brokenInvariants, type Stage, setStage } from '../testing.ts';
import { decideTransfer, type TransferDecision } from './decide-transfer.ts';
import { addMethod } from './methods.ts';
import { holdBackOverdue, letThrough } from './past-due.ts';
import { paymentProblems } from './problems.ts';
import { reconcile } from './reconcile.ts';
import { recordPayment } from './record-payment.ts';
import { startRetries } from './retry.ts';
import { sendDueAttempts } from './send-attempts.ts';
import { collectIssued } from './start-attempt.ts';
import { attemptsOf } from './store.ts';

let database: TestDatabase;
let stage: Stage;
let planId: string;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db, { onIssued: collectIssued });
  planId = await stage.plan({});
});
after(() => database.drop());

const within = <T>(work: (tx: Stage['db']) => Promise<T>) => inTransaction(stage.db, work);
const deps = () => {
  const processors = paymentProcessors([testProcessor(database.db, (id) => id)]);
  return { db: database.db, clock: stage.clock, log: silentLog, processors, failpoint: () => {} };
};

/** An invoice of 29.00, charged at once if there is a card. */
async function invoice(token?: string) {
  const { id, organizationId } = await stage.subscribe(planId);
  const at = stage.clock.now();
  if (token) {
    const order = { organizationId, processor: 'test', token, makeDefault: true, at };
    await within((tx) => addMethod(tx, deps().processors, order));
  }
  const request = { ids: [id], mode: 'start', at, leaveDraft: false, runId: null } as const;
  const outcome = (await closeBatch(stage.deps, request)).get(id);
  assert.ok(outcome?.outcome === 'invoiced');
  await sendDueAttempts(deps());
  return { id: outcome.invoiceId, organizationId, subscriptionId: id };
}

async function receive(invoiceId: string): Promise<void> {
  const at = stage.clock.now();
  const money = { invoiceId, source: 'bank', externalId: newId('x'), amountMinor: 2900n, feeMinor: 0n };
  await within((tx) => recordPayment(tx, { ...money, currency: 'USD', receivedAt: at }, at));
}

test('a card that is declined for now is tried again on days 1, 3, 5 and 7; a refused card never', async () => {
  const { id } = await invoice('pm_test_no_funds');
  const refused = await invoice('pm_test_declined');
  const tries: number[] = [];
  for (let hours = 12; hours <= 24 * 10; hours += 12) {
    stage.clock.advance({ hours: 12 });
    const before = (await attemptsOf(stage.db, id)).length;
    await Promise.all([startRetries(deps()), startRetries(deps())]);
    await sendDueAttempts(deps());
    if ((await attemptsOf(stage.db, id)).length > before) tries.push(hours / 24);
  }
  assert.deepEqual(tries, [1, 3, 5, 7]);
  assert.equal((await attemptsOf(stage.db, refused.id)).length, 1);
});

test('an invoice that is paid meanwhile is not charged again', async () => {
  const { id } = await invoice('pm_test_no_funds');
  await receive(id);
  stage.clock.advance({ hours: 25 });
  await startRetries(deps());
  assert.equal((await attemptsOf(stage.db, id)).length, 1);
});

test('a subscription whose bill is overdue is held back until all that held it back is paid', async () => {
  const { id, subscriptionId } = await invoice();
  const stateNow = async () =>
    (await subscriptionsByIds(stage.db, [subscriptionId])).get(subscriptionId)!.state;
  const due = (await findInvoice(stage.db, id))!.invoice.dueAt!;
  const pass = async (days: number) => {
    const scope = { at: due.add({ hours: 24 * days }), organizationId: null };
    await announceOverdue(stage.db, scope);
    await holdBackOverdue(stage.db, scope);
  };
  await pass(40);
  assert.equal(await stateNow(), 'active');
  await within((tx) => changePolicy(tx, stage.providerId, { pastDueAfterDays: 3 }, due));
  await pass(2);
  assert.equal(await stateNow(), 'active');
  await Promise.all([pass(3), pass(3)]);
  assert.equal(await stateNow(), 'past_due');
  const { rows } = await sql<{ told: number }>`
    select count(*)::int as told from kernel_events
    where name = 'subscription.past_due' and payload->>'subscription_id' = ${subscriptionId}`.execute(
    stage.db,
  );
  assert.equal(rows[0]!.told, 1);
  await receive(id);
  await within((tx) => letThrough(tx, id, stage.clock.now()));
  assert.equal(await stateNow(), 'active');
  await within((tx) => changePolicy(tx, stage.providerId, { pastDueAfterDays: null }, due));
});

test('a transfer that no invoice fits is decided on by a person, once', async () => {
  const { id, organizationId } = await invoice();
  const at = stage.clock.now();
  const queued = async (externalId: string, currency = 'USD') => {
    const one = { externalId, reference: 'thanks', amountMinor: 2900n, currency, bookedAt: at };
    await within((tx) => reconcile(tx, [one], at));
  };
  const decide = (externalId: string, decision: TransferDecision) =>
    within((tx) => decideTransfer(tx, externalId, decision, { by: 'test', at }));
  await queued('t1');
  await queued('t2');
  await queued('t3', 'EUR');
  const both = await Promise.allSettled([decide('t1', { invoiceId: id }), decide('t1', { organizationId })]);
  assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected']);
  await decide('t2', both[0]!.status === 'fulfilled' ? { organizationId } : { invoiceId: id });
  assert.equal((await findInvoice(stage.db, id))!.receivable!.state, 'paid');
  const wrong = (error: unknown) => error instanceof Problem && error.kind === paymentProblems.otherCurrency;
  await assert.rejects(decide('t3', { invoiceId: id }), wrong);
  assert.equal((await decide('t3', { ignoreBecause: 'A private matter' })).outcome, 'ignored');
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
