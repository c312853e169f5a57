import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { inTransaction, Problem } from '#kernel';
import { accountBalances, post } from '#ledger';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { announceOverdue } from './announce-overdue.ts';
import { addLine, refreshDraft } from './change-draft.ts';
import { closeBatch } from './close-batch.ts';
import { discardDraft } from './discard-draft.ts';
import { finalizeDue, finalizeInvoice } from './finalize.ts';
import { changePolicy } from './policy.ts';
import { invoiceProblems } from './problems.ts';
import { invoiceLines } from './store-invoice-lines.ts';
import { findInvoice, listInvoices } from './store-invoices.ts';
import { lockReceivable } from './store-receivables.ts';
import { writeOff, writeOffDue } from './write-off.ts';

let database: TestDatabase;
let stage: Stage;
let planId: string;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
  const prices = [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.01' } },
  ];
  planId = await stage.plan({ interval: { unit: 'day' }, prices });
});
after(() => database.drop());

const noon = Temporal.Instant.from('2026-01-31T12:00:00Z');
const nextDay = Temporal.Instant.from('2026-02-01T02:00:00Z');

async function close(id: string, mode: 'start' | 'due' | 'early', at: Temporal.Instant, leaveDraft = false) {
  const outcome = (await closeBatch(stage.deps, { ids: [id], mode, at, leaveDraft, runId: null })).get(id);
  assert.ok(outcome?.outcome === 'invoiced', JSON.stringify(outcome));
  return outcome.invoiceId;
}

const everybody = (at: Temporal.Instant) => ({ at, organizationId: null });
const within = <T>(work: (tx: Stage['db']) => Promise<T>) => inTransaction(stage.db, work);
const request = (id: string, at = noon) => ({ id, providerId: stage.providerId, at });
const total = async (id: string) => (await findInvoice(stage.db, id))!.invoice.totalMinor;
const stateOf = async (id: string) => {
  const found = await findInvoice(stage.db, id);
  return found!.receivable?.state ?? found!.invoice.state;
};
const refusedAs = (kind: Problem['kind']) => (error: unknown) =>
  error instanceof Problem && error.kind === kind;
const setPolicy = (change: Parameters<typeof changePolicy>[2]) =>
  within((tx) => changePolicy(tx, stage.providerId, change, noon));

test('a draft bills what a person adds, and usage that came after it was made', async () => {
  const { id } = await stage.subscribe(planId);
  stage.usage.add(id, 'requests', '2026-01-31T08:00:00Z', 500);
  const draftId = await close(id, 'early', noon, true);
  assert.equal(await total(draftId), 2900n + 500n);
  const line = { description: 'Set-up', amountMinor: 10_000n, currency: 'USD' };
  await within((tx) => addLine(tx, stage.deps, { ...request(draftId), line }));
  assert.equal(await total(draftId), 13_400n);
  stage.usage.add(id, 'requests', '2026-01-31T11:00:00Z', 250);
  await within((tx) => refreshDraft(tx, stage.deps, request(draftId)));
  assert.equal(await total(draftId), 13_650n);
  await within((tx) => refreshDraft(tx, stage.deps, request(draftId)));
  const lines = (await invoiceLines(stage.db, draftId)).map((one) => [one.kind, one.amountMinor]);
  assert.deepEqual(lines, [
    ['flat', 2900n],
    ['usage', 500n],
    ['one_off', 10_000n],
    ['usage', 250n],
  ]);
  const takeAll = { description: 'Never mind', amountMinor: -20_000n, currency: 'USD' };
  const tooMuch = within((tx) => addLine(tx, stage.deps, { ...request(draftId), line: takeAll }));
  await assert.rejects(tooMuch, refusedAs(invoiceProblems.draftNotPositive));
  await within((tx) => finalizeInvoice(tx, stage.deps, request(draftId)));
  const again = within((tx) => addLine(tx, stage.deps, { ...request(draftId), line }));
  await assert.rejects(again, refusedAs(invoiceProblems.invoiceNotDraft));
  const lineGone = sql`delete from billing_invoice_lines where invoice_id = ${draftId}`.execute(stage.db);
  await assert.rejects(lineGone, /not changed/);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});

test('what a discarded draft billed is on the next invoice, once', async () => {
  const { id } = await stage.subscribe(planId);
  stage.usage.add(id, 'requests', '2026-01-31T08:00:00Z', 500);
  const draftId = await close(id, 'early', noon, true);
  await within((tx) => discardDraft(tx, request(draftId)));
  await assert.rejects(
    within((tx) => discardDraft(tx, request(draftId))),
    refusedAs(invoiceProblems.invoiceDiscarded),
  );
  assert.equal(await stateOf(draftId), 'discarded');
  stage.usage.add(id, 'requests', '2026-01-31T13:00:00Z', 100);
  const next = await close(id, 'due', nextDay);
  // Fee of the first day, its 600 calls, and the fee of the second day.
  assert.equal(await total(next), 2900n + 600n + 2900n);
  const filter = { partyId: null, organizationId: null, providerId: null, hideDraftsFrom: null, at: nextDay };
  const list = (state: 'discarded' | null) =>
    listInvoices(stage.db, { ...filter, subscriptionId: id, state }, { limit: 10, afterId: null });
  assert.deepEqual(
    (await list(null)).map(({ invoice }) => invoice.id),
    [next],
  );
  assert.equal((await list('discarded')).length, 1);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});

test('drafts of a provider with a grace are issued when it is over, once by four workers', async () => {
  await setPolicy({ draftGraceHours: 48 });
  const ids: string[] = [];
  for (let index = 0; index < 9; index += 1) {
    const { id } = await stage.subscribe(planId);
    ids.push(await close(id, 'start', startAt));
  }
  await setPolicy({ draftGraceHours: null });
  assert.equal(await finalizeDue(stage.deps, everybody(startAt.add({ hours: 47 }))), 0);
  const at = startAt.add({ hours: 48 });
  const [discarded, ...others] = ids;
  const racing = within((tx) => discardDraft(tx, request(discarded!, at))).then(
    () => 1,
    () => 0,
  );
  const counts = await Promise.all(
    [1, 2, 3, 4].map(() => finalizeDue(stage.deps, everybody(at), { batchSize: 2 })),
  );
  const gone = await racing;
  counts.push(await finalizeDue(stage.deps, everybody(at)));
  assert.equal(counts.reduce((sum, count) => sum + count) + gone, 9);
  assert.equal(await stateOf(discarded!), gone === 1 ? 'discarded' : 'open');
  for (const id of others) assert.equal(await stateOf(id), 'open');
  assert.deepEqual(await brokenInvariants(stage.db), []);
});

test('an invoice is announced as overdue once, and given up when its provider no longer waits', async () => {
  const { id } = await stage.subscribe(planId);
  const invoiceId = await close(id, 'start', startAt);
  const due = startAt.add({ hours: 14 * 24 });
  await announceOverdue(stage.db, everybody(due.subtract({ seconds: 1 })));
  const told = async () => {
    const { rows } = await sql<{ told: number }>`
      select count(*)::int as told from kernel_events
      where name = 'invoice.overdue' and payload->>'invoice_id' = ${invoiceId}`.execute(stage.db);
    return rows[0]!.told;
  };
  assert.equal(await told(), 0);
  await Promise.all([announceOverdue(stage.db, everybody(due)), announceOverdue(stage.db, everybody(due))]);
  assert.equal(await told(), 1);
  await setPolicy({ writeOffAfterDays: 30 });
  await writeOffDue(stage.db, everybody(due.add({ hours: 24 * 29 })));
  assert.equal(await stateOf(invoiceId), 'open');
  await writeOffDue(stage.db, everybody(due.add({ hours: 24 * 30 })));
  assert.equal(await stateOf(invoiceId), 'uncollectible');
  const invoice = (await within((tx) => lockReceivable(tx, invoiceId)))!;
  const again = within(async (tx) =>
    post(tx, await writeOff(tx, invoice, { reason: 'x', by: 'x' }, due), due),
  );
  await assert.rejects(again, refusedAs(invoiceProblems.nothingOpen));
  const lost = { code: 'bad_debt', counterparty: invoice.organizationId } as const;
  const [account] = await accountBalances(stage.db, lost, { limit: 1, afterId: null });
  assert.equal(account!.balanceMinor, 2900n);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
