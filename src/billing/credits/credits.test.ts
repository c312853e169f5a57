import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { paymentProcessors, type TestProcessor, testProcessor } from '#connectors/payments';
import { decimal, inTransaction, newId, Problem } from '#kernel';
import { type AccountCode, accountBalances, post } from '#ledger';
import { silentLog, type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { accountHistory, closeBatch, lockReceivable, writeOff } from '../invoices/index.ts';
import { changePolicy } from '../invoices/policy.ts';
import { findInvoice } from '../invoices/store-invoices.ts';
import { saveRate, saveRegistration } from '../invoices/store-tax.ts';
import { openMoney } from '../open-money.ts';
import { addMethod, collectIssued, recordPayment, sendDueAttempts } from '../payments/index.ts';
import { brokenInvariants, type Stage, setStage } from '../testing.ts';
import { applyToOpen } from './apply-credit.ts';
import type { CreditAsk, Remainder } from './credit-note.ts';
import { type CreditOrder, issueCreditNote, planCreditNote, voidInvoice } from './issue-credit-note.ts';
import { creditProblems } from './problems.ts';
import { refundCredit } from './refund-credit.ts';
import { sendDueRefunds } from './send-refunds.ts';
import { listCredits, lockCredit } from './store-credits.ts';
import { listRefunds } from './store-refunds.ts';

// A provider in Germany sells for 100.00 and 19 % VAT: 119.00, of which 10.00 are the platform's and 90.00 the provider's.

let database: TestDatabase;
let stage: Stage;
let processor: TestProcessor;
let planId: string;
const deps = () => ({
  ...{ db: database.db, clock: stage.clock, log: silentLog, failpoint: () => {} },
  processors: paymentProcessors([processor]),
});
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db, { onIssued: collectIssued });
  processor = testProcessor(database.db, (id) => id);
  const validFrom = Temporal.PlainDate.from('2020-01-01');
  const place = { country: 'DE', region: null, validFrom, validTo: null, sellerId: stage.providerId };
  await within((tx) =>
    saveRegistration(tx, { ...place, id: newId('txr'), scheme: 'standard', taxId: 'DE136695976' }),
  );
  const rate = {
    ...place,
    id: newId('txt'),
    category: 'standard',
    name: 'VAT',
    percent: decimal(19),
  } as const;
  await within((tx) => saveRate(tx, rate));
  planId = await stage.plan({ price: '100.00' });
});
after(() => database.drop());

const within = <T>(work: (tx: Stage['db']) => Promise<T>) => inTransaction(stage.db, work);
const refusedAs = (kind: Problem['kind']) => (error: unknown) =>
  error instanceof Problem && error.kind === kind;

/** A consumer with an invoice of 119.00, paid by card if a token is given. */
async function invoice(token?: string): Promise<{ id: string; organizationId: string }> {
  const { id, organizationId } = await stage.subscribe(planId);
  const at = stage.clock.now();
  if (token) {
    const order = { organizationId, processor: 'test', token, makeDefault: true, at };
    await within((tx) => addMethod(tx, deps().processors, order));
  }
  const request = { ids: [id], mode: 'start', at, leaveDraft: false, runId: null } as const;
  const outcome = (await closeBatch(stage.deps, request)).get(id);
  assert.ok(outcome?.outcome === 'invoiced', JSON.stringify(outcome));
  if (token) await settle(() => sendDueAttempts(deps()));
  return { id: outcome.invoiceId, organizationId };
}

/** Does what is due, and once more after the pauses that follow a lost answer. */
async function settle(work: () => Promise<number>): Promise<void> {
  await work();
  stage.clock.advance({ minutes: 2 });
  await work();
}

let transfers = 0;
const transfer = (invoiceId: string, amountMinor: bigint) => {
  transfers += 1;
  const at = stage.clock.now();
  const money = {
    invoiceId,
    source: 'bank',
    externalId: `transfer ${transfers}`,
    feeMinor: 0n,
    receivedAt: at,
  };
  return within((tx) => recordPayment(tx, { ...money, amountMinor, currency: 'USD' }, at));
};

const credit = (invoiceId: string, ask: CreditAsk, remainder: Remainder = 'credit') =>
  within((tx) => issueCreditNote(tx, { ...order(invoiceId), ask, remainder }));
const order = (invoiceId: string): Omit<CreditOrder, 'ask' | 'remainder'> => ({
  invoiceId,
  providerId: stage.providerId,
  reason: 'goodwill',
  note: null,
  by: 'test',
  at: stage.clock.now(),
});
const amount = (totalMinor: bigint): CreditAsk => ({ kind: 'amount', totalMinor });
const whole: CreditAsk = { kind: 'whole' };

async function receivable(id: string) {
  const found = (await findInvoice(stage.db, id))!.receivable!;
  return {
    state: found.state,
    paid: found.paidMinor,
    offset: found.offsetMinor,
    credited: found.creditedMinor,
  };
}

/** Balance of a kind of account with a consumer, debit positive. */
async function balance(code: AccountCode, counterparty: string): Promise<bigint> {
  const rows = await accountBalances(stage.db, { code, counterparty }, { limit: 100, afterId: null });
  return rows.reduce((sum, row) => sum + row.balanceMinor, 0n);
}

async function balances(): Promise<Record<string, bigint>> {
  const rows = await accountBalances(stage.db, {}, { limit: 10_000, afterId: null });
  const sums: Record<string, bigint> = {};
  for (const { account, balanceMinor } of rows)
    sums[account.code] = (sums[account.code] ?? 0n) + balanceMinor;
  return sums;
}

const refundsOf = (invoiceId: string) =>
  listRefunds(
    stage.db,
    { partyId: null, creditNoteId: null, invoiceId, id: null },
    { limit: 10, afterId: null },
  );

test('an unpaid invoice is credited in part, then voided: every account is as before it was issued', async () => {
  const blank = await balances();
  const { id, organizationId } = await invoice();
  const first = await credit(id, { kind: 'lines', lines: [{ position: 1, amountMinor: 3333n }] });
  // 33.33 and 19 % of it, 6.33; the fee of 10 % is 3.33.
  assert.deepEqual(
    [first.totalMinor, first.taxMinor, first.feeMinor, first.shareMinor],
    [3966n, 633n, 333n, 3000n],
  );
  assert.equal(first.number, 'WEATHER-CN-000001');
  assert.deepEqual(await receivable(id), { state: 'open', paid: 0n, offset: 3966n, credited: 3966n });
  assert.equal(await balance('receivable', organizationId), 11_900n - 3966n);
  const last = await within((tx) => voidInvoice(tx, order(id)));
  assert.equal(last.totalMinor, 11_900n - 3966n);
  assert.deepEqual(await receivable(id), { state: 'void', paid: 0n, offset: 11_900n, credited: 11_900n });
  const now = await balances();
  for (const [code, minor] of Object.entries(now)) assert.equal(minor, blank[code] ?? 0n, code);
  await assert.rejects(credit(id, whole), refusedAs(creditProblems.nothingToCredit));
  const changed = sql`update billing_credit_notes set total_minor = 1`.execute(stage.db);
  await assert.rejects(changed, /not changed/);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});

test('a paid invoice that is refunded takes back the share that was payable, and the card gets its money', async () => {
  const blank = await balances();
  const { id, organizationId } = await invoice('pm_test_ok');
  assert.equal((await receivable(id)).state, 'paid');
  await assert.rejects(
    within((tx) => voidInvoice(tx, order(id))),
    refusedAs(creditProblems.invoicePaidFor),
  );
  await credit(id, amount(5000n), 'refund');
  await credit(id, whole, 'refund');
  assert.equal(await balance('refund_in_transit', organizationId), -11_900n);
  await sendDueRefunds(deps());
  assert.deepEqual(
    (await refundsOf(id)).map((one) => [one.state, one.amountMinor]),
    [
      ['succeeded', 6900n],
      ['succeeded', 5000n],
    ],
  );
  const now = await balances();
  // What is left is what the processor kept: 2.9 % of 119.00.
  const kept: Record<string, bigint> = { processor_fee: 345n, processor_clearing: -345n };
  for (const [code, minor] of Object.entries(now)) {
    assert.equal(minor - (blank[code] ?? 0n), kept[code] ?? 0n, code);
  }
  assert.deepEqual(await brokenInvariants(stage.db), []);
});

test('a credit note takes off what is open first; what was paid is credit, used for the next invoice', async () => {
  const { id, organizationId } = await invoice();
  await transfer(id, 10_000n);
  const note = await credit(id, amount(5000n));
  assert.equal(note.offsetMinor, 1900n);
  assert.deepEqual(await receivable(id), { state: 'paid', paid: 10_000n, offset: 1900n, credited: 5000n });
  assert.equal(await balance('unapplied_credit', organizationId), -3100n);
  const period = stage.clock.now().add({ hours: 32 * 24 });
  const { rows } = await sql<{ id: string }>`
    select subscription_id as id from billing_invoices where id = ${id}`.execute(stage.db);
  const ids = rows.map((row) => row.id);
  const renewal = { ids, mode: 'due', at: period, leaveDraft: false, runId: null } as const;
  const outcome = (await closeBatch(stage.deps, renewal)).get(ids[0]!);
  assert.ok(outcome?.outcome === 'invoiced');
  assert.deepEqual(await receivable(outcome.invoiceId), {
    ...{ state: 'partially_paid', paid: 3100n, offset: 0n, credited: 0n },
  });
  assert.equal(await balance('unapplied_credit', organizationId), 0n);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});

test('a refund that fails is credit again, one whose answer is lost goes back once, one that takes days is waited for', async () => {
  const failing = await invoice('pm_test_refund_fails');
  const lost = await invoice('pm_test_timeout_unknown');
  const slow = await invoice('pm_test_refund_pending');
  for (const { id } of [failing, lost, slow]) await credit(id, whole, 'refund');
  await settle(() => sendDueRefunds(deps()));
  const stateOf = async (id: string) => (await refundsOf(id))[0]!.state;
  assert.deepEqual(await Promise.all([failing, lost, slow].map(({ id }) => stateOf(id))), [
    'failed',
    'succeeded',
    'pending',
  ]);
  assert.equal(await balance('unapplied_credit', failing.organizationId), -11_900n);
  assert.equal(await balance('unapplied_credit', lost.organizationId), 0n);
  assert.equal(await balance('refund_in_transit', slow.organizationId), -11_900n);
  await processor.settleRefund((await refundsOf(slow.id))[0]!.id, true);
  stage.clock.advance({ hours: 2 });
  await sendDueRefunds(deps());
  assert.equal(await stateOf(slow.id), 'succeeded');
  assert.equal(await balance('refund_in_transit', slow.organizationId), 0n);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});

test('credit notes at once, and a payment beside them, never take back more than the invoice', async () => {
  const { id, organizationId } = await invoice();
  const results = await Promise.allSettled([
    credit(id, amount(7000n)),
    credit(id, amount(7000n)),
    transfer(id, 11_900n),
    credit(id, whole),
    credit(id, whole, 'refund'),
  ]);
  const failed = results.filter((one) => one.status === 'rejected');
  for (const one of failed) assert.ok(one.reason instanceof Problem, String(one.reason));
  await credit(id, whole).catch(() => {});
  assert.equal((await receivable(id)).credited, 11_900n);
  // All that came in is the consumer's again: as credit, or on its way to the bank.
  const back =
    (await balance('unapplied_credit', organizationId)) +
    (await balance('refund_in_transit', organizationId));
  assert.equal(back, -11_900n);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});

test('what was paid too much is used for what is owed already, or goes back by hand, once', async () => {
  const { id, organizationId } = await invoice();
  await transfer(id, 11_900n + 4000n);
  const [open] = await listCredits(stage.db, { organizationId, open: true }, { limit: 1, afterId: null });
  const back = (amountMinor: bigint) =>
    within(async (tx) => {
      const held = (await lockCredit(tx, open!.id))!;
      return refundCredit(tx, held, { amountMinor }, stage.clock.now());
    });
  const both = await Promise.allSettled([back(3000n), back(3000n)]);
  assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected']);
  assert.equal(await balance('unapplied_credit', organizationId), -1000n);
  const { rows } = await sql<{ subscription_id: string }>`
    select subscription_id from billing_invoices where id = ${id}`.execute(stage.db);
  const subscriptionId = rows[0]!.subscription_id;
  // Without automatic use the next invoice leaves the credit alone, until that is asked for again.
  await within((tx) => changePolicy(tx, stage.providerId, { applyCredit: false }, stage.clock.now()));
  const at = stage.clock.now().add({ hours: 32 * 24 });
  const request = { ids: [subscriptionId], mode: 'due', at, leaveDraft: false, runId: null } as const;
  const outcome = (await closeBatch(stage.deps, request)).get(subscriptionId);
  assert.ok(outcome?.outcome === 'invoiced');
  assert.equal((await receivable(outcome.invoiceId)).state, 'open');
  await within((tx) => changePolicy(tx, stage.providerId, { applyCredit: null }, at));
  const apply = () => within(async (tx) => post(tx, (await applyToOpen(tx, organizationId, at)).entries, at));
  await Promise.all([apply(), apply()]);
  assert.equal((await receivable(outcome.invoiceId)).paid, 1000n);
  assert.equal(await balance('unapplied_credit', organizationId), 0n);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});

test('money that is open is named to who wants to close an organization', async () => {
  const owing = await invoice();
  const rich = await invoice();
  await transfer(rich.id, 12_000n);
  const waiting = await invoice();
  await transfer(waiting.id, 11_900n);
  await credit(waiting.id, whole, 'refund');
  const open = await openMoney(
    stage.db,
    [owing, rich, waiting].map((one) => one.organizationId),
  );
  assert.deepEqual(open.get(owing.organizationId), ['pay 1 invoice(s)']);
  assert.deepEqual(open.get(rich.organizationId), ['use or refund 1 credit(s)']);
  assert.deepEqual(open.get(waiting.organizationId), ['wait for 1 refund(s) on their way']);
  const seller = (await openMoney(stage.db, [stage.providerId])).get(stage.providerId)!.join(', ');
  assert.match(seller, /collect, credit or write off \d+ invoice.*balance.*wait for \d+ refund/);
});

test('an invoice that was given up takes the write-off back when it is credited, and refunds nothing', async () => {
  const { id, organizationId } = await invoice();
  await transfer(id, 1900n);
  await within(async (tx) => {
    const held = (await lockReceivable(tx, id))!;
    await post(
      tx,
      await writeOff(tx, held, { reason: 'Gone', by: 'test' }, stage.clock.now()),
      stage.clock.now(),
    );
  });
  assert.equal(await balance('bad_debt', organizationId), 10_000n);
  const plan = await within((tx) => planCreditNote(tx, { ...order(id), ask: amount(10_000n) }));
  assert.deepEqual([plan.offsetMinor, plan.surplusMinor], [10_000n, 0n]);
  await credit(id, amount(10_000n), 'refund');
  assert.equal(await balance('bad_debt', organizationId), 0n);
  assert.deepEqual(await receivable(id), { state: 'paid', paid: 1900n, offset: 10_000n, credited: 10_000n });
  const late = await invoice();
  await within(async (tx) => {
    const held = (await lockReceivable(tx, late.id))!;
    await post(
      tx,
      await writeOff(tx, held, { reason: 'Gone', by: 'test' }, stage.clock.now()),
      stage.clock.now(),
    );
  });
  await transfer(late.id, 11_900n);
  assert.equal((await receivable(late.id)).state, 'paid');
  assert.equal(await balance('bad_debt', late.organizationId), 0n);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});

test('the history of a consumer adds up to what the ledger says, with each seller and with all', async () => {
  const { rows } = await sql<{ id: string }>`
    select distinct organization_id as id from billing_receivables`.execute(stage.db);
  const [from, to] = [Temporal.Instant.from('2020-01-01T00:00Z'), Temporal.Instant.from('2030-01-01T00:00Z')];
  const kinds = new Set<string>();
  for (const { id: organizationId } of rows) {
    const owed =
      (await balance('receivable', organizationId)) + (await balance('unapplied_credit', organizationId));
    for (const providerId of [stage.providerId, null]) {
      const question = { providerId, organizationId, currency: 'USD' };
      const all = await accountHistory(stage.db, { ...question, from, to });
      assert.equal(all.closingMinor, owed, organizationId);
      for (const item of all.items) kinds.add(item.kind);
      // Cut in two at any item, the one part begins where the other ends.
      const middle = all.items[Math.floor(all.items.length / 2)]!.at;
      const first = await accountHistory(stage.db, { ...question, from, to: middle });
      const second = await accountHistory(stage.db, { ...question, from: middle, to });
      assert.equal(first.closingMinor, second.openingMinor);
      assert.equal(second.closingMinor, owed);
    }
  }
  assert.deepEqual([...kinds].sort(), [
    'credit_note',
    'invoice',
    'payment',
    'refund',
    'refund_failed',
    'write_off',
  ]);
});
