import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import {
  type PaymentProcessor,
  paymentProcessors,
  type TestProcessor,
  testProcessor,
} from '#connectors/payments';
import { inTransaction, Problem } from '#kernel';
import { accountBalances, PLATFORM } from '#ledger';
import { silentLog, type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import type { ProcessorDeps } from '../credits/index.ts';
import { closeBatch } from '../invoices/close-batch.ts';
import { findInvoice } from '../invoices/store-invoices.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { addMethod } from './methods.ts';
import type { PaymentAttempt } from './payment.ts';
import { paymentProblems } from './problems.ts';
import { reconcile } from './reconcile.ts';
import { sendDueAttempts } from './send-attempts.ts';
import { collectIssued, startAttempt } from './start-attempt.ts';
import { attemptsOf } from './store.ts';
import { queuedTransactions } from './store-bank.ts';

let database: TestDatabase;
let stage: Stage;
let processor: TestProcessor;
let deps: ProcessorDeps;
let planId: string;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db, { onIssued: collectIssued });
  processor = testProcessor(database.db, (id) => `https://portal.example/${id}`);
  deps = depsWith(processor);
  planId = await stage.plan({});
});
after(() => database.drop());

function depsWith(one: PaymentProcessor): ProcessorDeps {
  const processors = paymentProcessors([one]);
  return { db: database.db, clock: stage.clock, log: silentLog, processors, failpoint: () => {} };
}

/** A consumer with an issued invoice of 29.00, and with a payment method if a token is given. */
async function invoice(token?: string): Promise<{ id: string; organizationId: string; reference: string }> {
  const { id, organizationId } = await stage.subscribe(planId);
  if (token) {
    const order = { organizationId, processor: 'test', token, makeDefault: true, at: startAt };
    await inTransaction(stage.db, (tx) => addMethod(tx, deps.processors, order));
  }
  const at = stage.clock.now();
  const outcomes = await closeBatch(stage.deps, {
    ids: [id],
    mode: 'start',
    at,
    leaveDraft: false,
    runId: null,
  });
  const outcome = outcomes.get(id);
  assert.ok(outcome?.outcome === 'invoiced');
  const { paymentReference } = (await findInvoice(stage.db, outcome.invoiceId))!.invoice;
  return { id: outcome.invoiceId, organizationId, reference: paymentReference };
}

async function state(id: string): Promise<string | undefined> {
  return (await findInvoice(stage.db, id))?.receivable?.state;
}

async function lastAttempt(id: string): Promise<PaymentAttempt> {
  return (await attemptsOf(stage.db, id)).at(-1)!;
}

async function credit(organizationId: string): Promise<bigint> {
  const filter = { code: 'unapplied_credit', owner: PLATFORM, counterparty: organizationId } as const;
  const [account] = await accountBalances(stage.db, filter, { limit: 1, afterId: null });
  return -(account?.balanceMinor ?? 0n);
}

const pay = (id: string, organizationId: string) =>
  inTransaction(stage.db, (tx) => {
    return startAttempt(tx, { invoiceId: id, organizationId, paymentMethodId: null, at: stage.clock.now() });
  });

const transfer = (externalId: string, reference: string, amountMinor: bigint, currency = 'USD') => ({
  externalId,
  reference,
  amountMinor,
  currency,
  bookedAt: startAt,
});

const read = (...transactions: ReturnType<typeof transfer>[]) =>
  inTransaction(stage.db, (tx) => reconcile(tx, transactions, stage.clock.now()));

test('an invoice of a consumer with a default card is collected by itself, and the share becomes payable', async () => {
  const { id } = await invoice('pm_test_ok');
  assert.equal((await lastAttempt(id)).automatic, true);
  assert.equal(await sendDueAttempts(deps), 1);
  assert.equal(await state(id), 'paid');
  const [payable] = await accountBalances(
    stage.db,
    { code: 'provider_payable' },
    { limit: 1, afterId: null },
  );
  assert.equal(payable!.balanceMinor, -2610n);
  assert.equal(await sendDueAttempts(deps), 0);
});

test('a consumer without a payment method is not charged', async () => {
  const { id, organizationId } = await invoice();
  assert.equal(await sendDueAttempts(deps), 0);
  const refused = (error: unknown) =>
    error instanceof Problem && error.kind === paymentProblems.noPaymentMethod;
  await assert.rejects(pay(id, organizationId), refused);
  assert.equal(await state(id), 'open');
});

test('a declined card leaves the invoice open and makes room for another attempt', async () => {
  const { id, organizationId } = await invoice('pm_test_declined');
  await sendDueAttempts(deps);
  assert.equal((await lastAttempt(id)).state, 'failed');
  assert.equal((await lastAttempt(id)).failureCode, 'card_declined');
  assert.equal(await state(id), 'open');
  assert.equal((await pay(id, organizationId)).automatic, false);
  await sendDueAttempts(deps);
  assert.equal((await attemptsOf(stage.db, id)).length, 2);
});

test('no second attempt is made while the outcome of the first is not known, and the money settles once', async () => {
  const { id, organizationId } = await invoice('pm_test_timeout_unknown');
  await sendDueAttempts(deps);
  assert.equal((await lastAttempt(id)).state, 'unknown');
  const refused = (error: unknown) => error instanceof Problem && error.kind === paymentProblems.attemptOpen;
  await assert.rejects(pay(id, organizationId), refused);
  assert.equal(await sendDueAttempts(deps), 0, 'it is not asked about before its time');
  stage.clock.advance({ minutes: 2 });
  await sendDueAttempts(deps);
  assert.equal(await state(id), 'paid');
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from billing_allocations where invoice_id = ${id}`.execute(stage.db);
  assert.equal(rows[0]!.count, 1n);
});

test('a card that asks its owner waits for the answer', async () => {
  const { id } = await invoice('pm_test_requires_action');
  await sendDueAttempts(deps);
  const attempt = await lastAttempt(id);
  assert.equal(attempt.state, 'requires_action');
  assert.equal(attempt.actionUrl, `https://portal.example/${attempt.id}`);
  await processor.answerAction(attempt.id, true);
  stage.clock.advance({ minutes: 6 });
  await sendDueAttempts(deps);
  assert.equal(await state(id), 'paid');
});

test('an attempt that never reached the processor is sent again under its id, and charged once', async () => {
  const { id } = await invoice('pm_test_ok');
  const lost: PaymentProcessor = {
    ...processor,
    createCharge: () => Promise.reject(new Error('connect ECONNREFUSED')),
  };
  await sendDueAttempts(depsWith(lost));
  const attempt = await lastAttempt(id);
  assert.equal(attempt.state, 'unknown');
  stage.clock.advance({ minutes: 2 });
  await Promise.all([sendDueAttempts(deps), sendDueAttempts(deps)]);
  assert.equal(await state(id), 'paid');
  const { rows } = await sql<{ asked: number }>`
    select asked from connectors_test_charges where attempt_id = ${attempt.id}`.execute(stage.db);
  assert.deepEqual(rows, [{ asked: 1 }]);
});

test('many payments started at once make one attempt', async () => {
  const { id, organizationId } = await invoice('pm_test_declined');
  await sendDueAttempts(deps);
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => pay(id, organizationId)));
  assert.equal(results.filter((one) => one.status === 'fulfilled').length, 1);
  await sendDueAttempts(deps);
});

test('a processor that reports another amount than was asked for is not believed', async () => {
  const { id } = await invoice('pm_test_ok');
  const amount = { minor: 1n, currency: 'USD' };
  const fee = { minor: 0n, currency: 'USD' };
  const wrong: PaymentProcessor = {
    ...processor,
    createCharge: async () => ({ state: 'succeeded', reference: 'wrong-1', amount, fee }),
  };
  await assert.rejects(sendDueAttempts(depsWith(wrong)), /charged 0.01/);
  assert.equal(await state(id), 'open');
  stage.clock.advance({ minutes: 2 });
  await sendDueAttempts(deps);
  assert.equal(await state(id), 'paid');
});

test('a transfer with the exact reference and amount pays, and the statement read again changes nothing', async () => {
  const { id, reference } = await invoice();
  const spaced = reference.replace(/(.{4})/g, '$1 ').toLowerCase();
  const [first] = await read(transfer('st-1', spaced, 2900n));
  assert.ok(first && 'transaction' in first && first.transaction.outcome === 'matched' && !first.repeated);
  assert.equal(await state(id), 'paid');
  const [again] = await read(transfer('st-1', spaced, 2900n));
  assert.deepEqual(again, { ...first, repeated: true });
  const [other] = await read(transfer('st-1', spaced, 2901n));
  assert.deepEqual(other, { conflict: true, externalId: 'st-1' });
});

test('the same statement read by several at once is booked once', async () => {
  const { id, reference, organizationId } = await invoice();
  await Promise.all([1, 2, 3, 4].map(() => read(transfer('st-parallel', reference, 2900n))));
  assert.equal(await state(id), 'paid');
  assert.equal(await credit(organizationId), 0n);
});

test('too little is a part, the rest completes it, too much is credit', async () => {
  const { id, reference, organizationId } = await invoice();
  await read(transfer('st-part-1', reference, 1000n));
  assert.equal(await state(id), 'partially_paid');
  const [rest] = await read(transfer('st-part-2', reference, 2500n));
  assert.ok(rest && 'transaction' in rest && rest.transaction.outcome === 'overpaid');
  assert.equal(await state(id), 'paid');
  assert.equal(await credit(organizationId), 600n);
});

test('an invoice paid by card and by transfer is paid once; the second payment is credit', async () => {
  const { id, reference, organizationId } = await invoice('pm_test_ok');
  // The transfer comes while the card is being charged: the charge that was sent is taken.
  const slow = {
    ...processor,
    createCharge: async (request: Parameters<typeof processor.createCharge>[0]) => {
      await read(transfer('st-double', reference, 2900n));
      return processor.createCharge(request);
    },
  };
  await sendDueAttempts(depsWith(slow));
  assert.equal(await state(id), 'paid');
  assert.equal(await credit(organizationId), 2900n);
});

test('a card is not charged for what a transfer has paid before', async () => {
  const { id, organizationId, reference } = await invoice('pm_test_ok');
  await read(transfer('st-before', reference, 2900n));
  await sendDueAttempts(deps);
  assert.equal((await lastAttempt(id)).failureCode, 'nothing_due');
  assert.equal(await credit(organizationId), 0n);
});

test('an unknown reference, a foreign currency and mere text wait for a person with their reasons', async () => {
  const { id, reference } = await invoice();
  await read(
    transfer('st-q-1', 'RF18539007547034', 2900n),
    transfer('st-q-2', reference, 2900n, 'EUR'),
    transfer('st-q-3', 'thank you', 2900n),
  );
  const queued = await queuedTransactions(stage.db, { limit: 10, after: null });
  assert.deepEqual(
    queued.map((one) => [one.externalId, one.reason]),
    [
      ['st-q-1', 'No invoice has this reference'],
      ['st-q-2', 'The invoice is in USD, the transfer in EUR'],
      ['st-q-3', 'The text is not a reference of ours'],
    ],
  );
  assert.equal(await state(id), 'open');
});

test('after all of this the ledger and its subledgers agree', async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
