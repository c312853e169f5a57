import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { anonymous, decimal, inTransaction, testDatabase } from '#kernel';
import { post } from '#ledger';
import { giveCredit, grantTopUp, leaseCredit, type WalletRef, walletDifferences, walletsOf } from '#wallets';
import { collectIssued } from '../payments/index.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { type CloseMode, closeBatch } from './index.ts';
import { findInvoice, invoiceLines } from './store-invoices.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db, { onIssued: collectIssued });
});
afterEach(async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
  assert.deepEqual(await walletDifferences(stage.db), []);
});
after(() => database.drop());

const inTx = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(stage.db, work);
const monthEnd = Temporal.Instant.from('2026-03-01T00:00:00Z');

async function consumer(terms: Record<string, unknown>): Promise<{ id: string; ref: WalletRef }> {
  const { id, organizationId } = await stage.subscribe(await stage.plan({ price: '0.00', ...terms }));
  return { id, ref: { organizationId, providerId: stage.providerId, currency: 'USD' } };
}

let keys = 0;
async function give(ref: WalletRef, amountMinor: bigint) {
  keys += 1;
  const order = { ref, amountMinor, priority: 1, expiresAt: null, reason: 'welcome', actor: anonymous };
  await inTx((tx) => giveCredit(tx, { ...order, key: `gift:${keys}`, at: startAt }));
}

async function pay(ref: WalletRef, amountMinor: bigint) {
  keys += 1;
  const order = { ref, invoiceId: `inv_paid_${keys}`, amountMinor };
  await inTx(async (tx) => {
    const { entries } = await grantTopUp(tx, order, startAt);
    // As if the money had come in with it: the provider lends what the top-up pays.
    await post(tx, entries, startAt);
  });
}

/** As the gate does it. */
const hold = ({ id, ref }: { id: string; ref: WalletRef }, unitPrice: string, units: number) =>
  inTx((tx) =>
    leaseCredit(
      tx,
      'node_1',
      [{ subscriptionId: id, ref, unitPrice: decimal(unitPrice), units: decimal(units) }],
      startAt,
    ),
  );

async function close(id: string, mode: CloseMode, at: Temporal.Instant) {
  const outcome = (await closeBatch(stage.deps, { ids: [id], mode, at, leaveDraft: false, runId: null })).get(
    id,
  )!;
  if (outcome.outcome !== 'invoiced')
    return { outcome: outcome.outcome, lines: [], receivable: null, invoice: null };
  const found = (await findInvoice(stage.db, outcome.invoiceId))!;
  const lines = await invoiceLines(stage.db, outcome.invoiceId);
  return { outcome: outcome.outcome, ...found, lines: lines.map((line) => [line.kind, line.amountMinor]) };
}

const walletOf = async (ref: WalletRef) => (await walletsOf(stage.db, [ref]))[0]!;
const due = (hours = 2) => monthEnd.add({ hours });

test('promotional credit is a discount before tax; paid credit pays what is left', async () => {
  const { id, ref } = await consumer({ price: '29.00' });
  await give(ref, 900n);
  await pay(ref, 1500n);
  const { lines, invoice, receivable } = await close(id, 'start', startAt);
  assert.deepEqual(lines, [
    ['flat', 2900n],
    ['credit', -900n],
  ]);
  assert.deepEqual(
    [invoice!.netMinor, receivable!.paidMinor, receivable!.state],
    [2000n, 1500n, 'partially_paid'],
  );
  const wallet = await walletOf(ref);
  assert.deepEqual([wallet.promotionalMinor, wallet.paidMinor], [0n, 0n]);
});

test('units that are paid in advance are a line of the invoice, paid from what was held for them', async () => {
  const one = await consumer({ prepaid: { unit_price: '0.003' } });
  await pay(one.ref, 1000n);
  await hold(one, '0.003', 3000);
  stage.usage.add(one.id, 'units', '2026-02-10T00:00:00Z', 500);
  const { lines, receivable } = await close(one.id, 'due', due());
  assert.deepEqual(lines, [['usage', 150n]]);
  assert.equal(receivable!.state, 'paid');
  const wallet = await walletOf(one.ref);
  assert.equal(wallet.paidMinor, 850n);
  assert.ok(wallet.heldMinor <= 850n);
});

test('fractions of a cent are carried from period to period', async () => {
  const one = await consumer({ prepaid: { unit_price: '0.005' } });
  await pay(one.ref, 100n);
  await hold(one, '0.005', 50);
  stage.usage.add(one.id, 'units', '2026-02-10T00:00:00Z', 1);
  stage.usage.add(one.id, 'units', '2026-03-10T00:00:00Z', 1);
  assert.deepEqual((await close(one.id, 'due', due())).lines, [['usage', 1n]]);
  const april = Temporal.Instant.from('2026-04-01T02:00:00Z');
  assert.equal((await close(one.id, 'due', april)).outcome, 'nothing_to_bill');
  assert.equal((await walletOf(one.ref)).paidMinor, 99n);
});

test('late units are charged at their price and paid with what is held for them', async () => {
  const one = await consumer({ prepaid: { unit_price: '0.01' } });
  await pay(one.ref, 100n);
  await hold(one, '0.01', 50);
  stage.usage.add(one.id, 'units', '2026-02-10T00:00:00Z', 3);
  await close(one.id, 'due', due());
  stage.usage.add(one.id, 'units', '2026-02-11T00:00:00Z', 2);
  const late = await close(one.id, 'due', Temporal.Instant.from('2026-04-01T02:00:00Z'));
  assert.deepEqual(late.lines, [['usage', 2n]]);
  assert.equal((await walletOf(one.ref)).paidMinor, 95n);
});

test('credit that was given and is held for calls pays these calls, and nothing else meanwhile', async () => {
  const one = await consumer({ price: '1.00', prepaid: { unit_price: '0.10' } });
  await give(one.ref, 500n);
  await hold(one, '0.10', 100);
  await hold(one, '0.10', 100);
  const first = await close(one.id, 'start', startAt);
  assert.deepEqual(first.lines, [['flat', 100n]]);
  stage.usage.add(one.id, 'units', '2026-02-10T00:00:00Z', 30);
  const { lines } = await close(one.id, 'due', due());
  assert.deepEqual(lines, [
    ['flat', 100n],
    ['usage', 300n],
    ['credit', -300n],
  ]);
  const wallet = await walletOf(one.ref);
  assert.deepEqual([wallet.promotionalMinor, wallet.heldMinor], [200n, 200n]);
});

test('a close that is repeated, or done by several at once, burns credit once', async () => {
  const { id, ref } = await consumer({ price: '10.00' });
  await give(ref, 300n);
  await pay(ref, 300n);
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => close(id, 'start', startAt)));
  assert.equal(outcomes.filter((one) => one.outcome === 'invoiced').length, 1);
  await close(id, 'start', startAt);
  const wallet = await walletOf(ref);
  assert.deepEqual([wallet.promotionalMinor, wallet.paidMinor], [0n, 0n]);
});
