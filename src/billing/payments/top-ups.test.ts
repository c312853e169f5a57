import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { sql } from 'kysely';
import { paymentProcessors, type TestProcessor, testProcessor } from '#connectors/payments';
import { decimal, inTransaction, Problem, silentLog, testDatabase, ZERO } from '#kernel';
import { post } from '#ledger';
import {
  grantTopUp,
  type LiveUse,
  takeBackTopUp,
  type WalletRef,
  walletDifferences,
  walletProblems,
  walletsOf,
} from '#wallets';
import { issueCreditNote, type ProcessorDeps } from '../credits/index.ts';
import { closeBatch } from '../invoices/close-batch.ts';
import { findInvoice } from '../invoices/store-invoices.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { startDueTopUps } from './auto-top-up.ts';
import { creditTopUp, endTopUp } from './credit-top-up.ts';
import { addMethod } from './methods.ts';
import { recordPayment } from './record-payment.ts';
import { sendDueAttempts } from './send-attempts.ts';
import { collectIssued, startAttempt } from './start-attempt.ts';
import { startTopUp } from './start-top-up.ts';
import { attemptsOf } from './store.ts';
import { autoTopUpsOf, listTopUps, saveAutoTopUp } from './store-top-ups.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let stage: Stage;
let processor: TestProcessor;
let deps: ProcessorDeps;
let planId: string;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db, { onIssued: collectIssued });
  processor = testProcessor(database.db, (id) => `https://portal.example/${id}`);
  const processors = paymentProcessors([processor]);
  deps = { db: database.db, clock: stage.clock, log: silentLog, processors, failpoint: () => {} };
  planId = await stage.plan({});
});
afterEach(async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
  assert.deepEqual(await walletDifferences(stage.db), []);
});
after(() => database.drop());

const inTx = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(stage.db, work);

async function consumer(token?: string): Promise<{ subscriptionId: string; ref: WalletRef }> {
  const { id, organizationId } = await stage.subscribe(planId);
  if (token) {
    const order = { organizationId, processor: 'test', token, makeDefault: true, at: startAt };
    await inTx((tx) => addMethod(tx, deps.processors, order));
  }
  return { subscriptionId: id, ref: { organizationId, providerId: stage.providerId, currency: 'USD' } };
}

const order = (ref: WalletRef, amountMinor: bigint) =>
  inTx((tx) => startTopUp(tx, stage.deps, { ref, amountMinor, automatic: false, at: stage.clock.now() }));

function pay(invoiceId: string, amountMinor: bigint, externalId = `tr-${invoiceId}`) {
  const at = stage.clock.now();
  const money = {
    invoiceId,
    source: 'bank',
    externalId,
    amountMinor,
    feeMinor: 0n,
    currency: 'USD',
    receivedAt: at,
  };
  return inTx((tx) => recordPayment(tx, money, at));
}

async function paidCredit(ref: WalletRef): Promise<bigint> {
  return (await walletsOf(stage.db, [ref]))[0]?.paidMinor ?? 0n;
}

async function billNow(subscriptionId: string) {
  const request = {
    ids: [subscriptionId],
    mode: 'start',
    at: stage.clock.now(),
    leaveDraft: false,
    runId: null,
  } as const;
  const outcome = (await closeBatch(stage.deps, request)).get(subscriptionId);
  assert.ok(outcome?.outcome === 'invoiced');
  return (await findInvoice(stage.db, outcome.invoiceId))!;
}

test('credit that is ordered is there with its payment, once, and not before', async () => {
  const { ref } = await consumer();
  const { invoiceId } = await order(ref, 5000n);
  assert.equal(await paidCredit(ref), 0n);
  await pay(invoiceId, 2000n, 'half');
  assert.equal(await paidCredit(ref), 0n);
  await pay(invoiceId, 3000n, 'rest');
  await pay(invoiceId, 3000n, 'rest');
  assert.equal(await paidCredit(ref), 5000n);
});

test('a top-up has no tax and no commission, and a number of its own', async () => {
  const { ref } = await consumer();
  const { invoice } = (await findInvoice(stage.db, (await order(ref, 5000n)).invoiceId))!;
  assert.deepEqual([invoice.cause, invoice.taxMinor, invoice.feeMinor], ['topup', 0n, 0n]);
  assert.match(invoice.number!, /^WEATHER-\d{6}$/);
});

test('credit pays an invoice when it is issued; what it does not reach is collected', async () => {
  const { ref, subscriptionId } = await consumer('pm_test_ok');
  await pay((await order(ref, 1000n)).invoiceId, 1000n);
  const { invoice, receivable } = await billNow(subscriptionId);
  assert.deepEqual([receivable!.paidMinor, receivable!.state], [1000n, 'partially_paid']);
  const [attempt] = await attemptsOf(stage.db, invoice.id);
  assert.equal(attempt!.amountMinor, 1900n);
  assert.equal(await paidCredit(ref), 0n);
  await sendDueAttempts(deps);
  assert.equal((await findInvoice(stage.db, invoice.id))!.receivable!.state, 'paid');
});

test('an invoice that credit covers is paid at once, and no card is asked', async () => {
  const { ref, subscriptionId } = await consumer('pm_test_ok');
  await pay((await order(ref, 4000n)).invoiceId, 4000n);
  const { invoice, receivable } = await billNow(subscriptionId);
  assert.equal(receivable!.state, 'paid');
  assert.deepEqual(await attemptsOf(stage.db, invoice.id), []);
  assert.equal(await paidCredit(ref), 1100n);
});

test('there is nobody to sell credit to without a subscription in that currency', async () => {
  const { ref } = await consumer();
  await assert.rejects(order({ ...ref, currency: 'EUR' }, 100n), (error) => error instanceof Problem);
});

test('a refund takes the credit back and gives the provider what it had lent', async () => {
  const { ref } = await consumer();
  const { invoiceId } = await order(ref, 1000n);
  await pay(invoiceId, 1000n);
  const at = stage.clock.now();
  await inTx(async (tx) => {
    const back = { invoiceId, amountMinor: 400n, key: 'cn_1', at, mayFallShort: false };
    const { entries } = await takeBackTopUp(tx, back);
    await post(tx, entries, at);
  });
  assert.equal(await paidCredit(ref), 600n);
});

const noUse: LiveUse = async () => new Map();
const autoDeps = (liveUse = noUse) => ({ db: stage.db, clock: stage.clock, close: stage.deps, liveUse });

async function wants(ref: WalletRef, more: Partial<Parameters<typeof saveAutoTopUp>[1]> = {}) {
  const auto = {
    ...{ ...ref, thresholdMinor: 500n, amountMinor: 1000n, monthlyMaximumMinor: null, coolOffMinutes: 10 },
    ...{ paymentMethodId: null, suspendedReason: null, lastStartedAt: null, ...more },
  };
  await inTx((tx) => saveAutoTopUp(tx, auto, stage.clock.now()));
}

const topUpsOf = (ref: WalletRef) => listTopUps(stage.db, ref.organizationId, { limit: 50, beforeId: null });

test('credit that runs low is bought by itself: one at a time, however many look', async () => {
  const { ref } = await consumer('pm_test_ok');
  await wants(ref);
  await Promise.all(Array.from({ length: 6 }, () => startDueTopUps(autoDeps())));
  assert.equal((await topUpsOf(ref)).length, 1);
  await sendDueAttempts(deps);
  assert.equal(await paidCredit(ref), 1000n);
  await startDueTopUps(autoDeps());
  assert.equal((await topUpsOf(ref)).length, 1);
});

test('what calls have used counts against the threshold, and the cool-off and the monthly maximum hold', async () => {
  const { ref } = await consumer('pm_test_ok');
  await wants(ref, { monthlyMaximumMinor: 2000n });
  let used = ZERO;
  const live: LiveUse = async (_db, ids) => new Map(ids.map((id) => [id, used]));
  const look = async () => {
    await startDueTopUps(autoDeps(live));
    await sendDueAttempts(deps);
    return (await topUpsOf(ref)).length;
  };
  assert.equal(await look(), 1);
  used = decimal('5');
  stage.clock.advance({ minutes: 11 });
  assert.equal(await look(), 1);
  used = decimal('5.000001');
  assert.equal(await look(), 2);
  used = decimal('15.000001');
  assert.equal(await look(), 2, 'cool-off');
  stage.clock.advance({ minutes: 11 });
  assert.equal(await look(), 2, 'the maximum of the month');
  stage.clock.advance({ hours: 24 * 31 });
  assert.equal(await look(), 3);
});

test('a payment that fails credits nothing, suspends buying and is told', async () => {
  const { ref } = await consumer('pm_test_declined');
  await wants(ref);
  await startDueTopUps(autoDeps());
  await sendDueAttempts(deps);
  assert.equal(await paidCredit(ref), 0n);
  const [auto] = await autoTopUpsOf(stage.db, ref.organizationId, 10);
  assert.ok(auto!.suspendedReason);
  const { rows } = await sql<{ payload: { organization_id: string } }>`
    select payload from kernel_events where name = 'wallet.auto_top_up_suspended'`.execute(stage.db);
  assert.ok(rows.some((row) => row.payload.organization_id === ref.organizationId));
  stage.clock.advance({ hours: 1 });
  await startDueTopUps(autoDeps());
  const [failed, ...others] = await topUpsOf(ref);
  assert.deepEqual([failed!.state, others.length], ['failed', 0]);
  const { receivable } = (await findInvoice(stage.db, failed!.invoiceId))!;
  assert.equal(receivable!.state, 'void', 'nobody owes what nobody ordered by hand');
  await pay(failed!.invoiceId, 1000n);
  assert.equal(await paidCredit(ref), 0n, 'money that comes after all is kept for other invoices');
});

const note = (invoiceId: string, totalMinor: bigint | null) =>
  inTx((tx) =>
    issueCreditNote(tx, {
      ...{ invoiceId, providerId: stage.providerId, reason: 'other', note: null, remainder: 'refund' },
      ask: totalMinor === null ? { kind: 'whole' } : { kind: 'amount', totalMinor },
      ...{ by: 'test', at: stage.clock.now() },
    }),
  );

test('a credit note on a top-up takes its credit from the wallet, and is refused when that has been used', async () => {
  const { ref, subscriptionId } = await consumer();
  const { invoiceId } = await order(ref, 5000n);
  await pay(invoiceId, 5000n);
  await note(invoiceId, 1500n);
  assert.equal(await paidCredit(ref), 3500n);
  await billNow(subscriptionId);
  assert.equal(await paidCredit(ref), 600n);
  const isSpent = (error: unknown) => error instanceof Problem && error.kind === walletProblems.creditSpent;
  await assert.rejects(note(invoiceId, null), isSpent);
  await note(invoiceId, 600n);
  assert.equal(await paidCredit(ref), 0n);
});

test('of a top-up that is credited before it is paid the rest is bought; one that is voided never is', async () => {
  const { ref } = await consumer();
  const part = await order(ref, 5000n);
  await note(part.invoiceId, 2000n);
  await pay(part.invoiceId, 3000n);
  assert.equal(await paidCredit(ref), 3000n);
  const half = await order(ref, 1000n);
  await pay(half.invoiceId, 400n);
  await note(half.invoiceId, null);
  await inTx(async (tx) => post(tx, await creditTopUp(tx, half.invoiceId, stage.clock.now()), startAt));
  const none = await order(ref, 700n);
  await note(none.invoiceId, null);
  await inTx((tx) => endTopUp(tx, none.invoiceId, stage.clock.now()));
  assert.equal(await paidCredit(ref), 3000n);
  const states = new Map((await topUpsOf(ref)).map((one) => [one.invoiceId, one.state]));
  assert.deepEqual(
    [part, half, none].map((one) => states.get(one.invoiceId)),
    ['paid', 'failed', 'failed'],
  );
});

test('without a card nothing is bought by itself and nothing is left half done', async () => {
  const { ref } = await consumer();
  await wants(ref);
  assert.equal(await startDueTopUps(autoDeps()), 0);
  assert.deepEqual(await topUpsOf(ref), []);
  assert.match((await autoTopUpsOf(stage.db, ref.organizationId, 1))[0]!.suspendedReason!, /payment method/);
});

test('a top-up, its payment and invoices at once move every cent once', async () => {
  const buyers = await Promise.all([consumer(), consumer(), consumer()]);
  const jobs = buyers.flatMap(({ ref, subscriptionId }) => [
    async () => {
      const { invoiceId } = await order(ref, 2000n);
      await Promise.all([pay(invoiceId, 2000n), pay(invoiceId, 2000n)]);
    },
    async () => {
      await billNow(subscriptionId);
    },
  ]);
  await Promise.all(jobs.map((job) => job()));
  for (const { ref } of buyers) assert.ok([0n, 2000n].includes(await paidCredit(ref)));
});

test('a card is asked for a top-up like for any invoice', async () => {
  const { ref } = await consumer('pm_test_ok');
  const { invoiceId } = await order(ref, 700n);
  const { organizationId } = ref;
  await inTx((tx) =>
    startAttempt(tx, { invoiceId, organizationId, paymentMethodId: null, at: stage.clock.now() }),
  );
  await sendDueAttempts(deps);
  assert.equal(await paidCredit(ref), 700n);
});

test('the same payment told twice at once grants once', async () => {
  const { ref } = await consumer();
  const { invoiceId } = await order(ref, 900n);
  await Promise.all(Array.from({ length: 5 }, () => pay(invoiceId, 900n)));
  assert.equal(await paidCredit(ref), 900n);
  const again = await inTx((tx) => grantTopUp(tx, { ref, invoiceId, amountMinor: 900n }, stage.clock.now()));
  assert.deepEqual(again.entries, []);
});
