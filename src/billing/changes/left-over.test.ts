import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { decimal, inTransaction, newId } from '#kernel';
import { type AccountCode, accountBalances } from '#ledger';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { giveBackLeftOver, issueCreditNote } from '../credits/index.ts';
import { listNotes } from '../credits/store-notes.ts';
import { listRefunds } from '../credits/store-refunds.ts';
import { closeBatch } from '../invoices/close-batch.ts';
import { closeDue } from '../invoices/close-due.ts';
import { changePolicy } from '../invoices/policy.ts';
import { saveRate, saveRegistration } from '../invoices/store-tax.ts';
import { collectIssued, recordPayment } from '../payments/index.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { changeNow } from './change-now.ts';
import type { ChangeRequest } from './change-request.ts';
import { workDueChanges } from './due-changes.ts';
import { savePolicy } from './policy.ts';

// A German provider charges 19 %. Plans begin on 31 January, and their first period has 28 days: the middle is 14 February.

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db, { onIssued: collectIssued });
  const validFrom = Temporal.PlainDate.from('2020-01-01');
  const place = { country: 'DE', region: null, validFrom, validTo: null, sellerId: stage.providerId };
  const registration = { ...place, id: newId('txr'), scheme: 'standard', taxId: 'DE136695976' } as const;
  const rate = {
    ...place,
    id: newId('txt'),
    category: 'standard',
    name: 'VAT',
    percent: decimal(19),
  } as const;
  await within((tx) => saveRegistration(tx, registration));
  await within((tx) => saveRate(tx, rate));
  await savePolicy(stage.db, stage.providerId, { credit_on_cancel: true, credit_on_pause: true }, startAt);
});
after(() => database.drop());

const within = <T>(work: (tx: Stage['db']) => Promise<T>) => inTransaction(stage.db, work);
const instant = (text: string) => Temporal.Instant.from(text);
const middle = '2026-02-14T00:00:00Z';
const known = instant('2026-02-14T01:05:00Z');

interface Holder {
  readonly id: string;
  readonly organizationId: string;
  readonly invoiceId: string;
}

/** With the first invoice, paid by a transfer unless asked otherwise. */
async function subscribe(terms: Record<string, unknown>, paid = true): Promise<Holder> {
  const holder = await stage.subscribe(await stage.plan({ price: '28.00', ...terms }));
  const request = { ids: [holder.id], mode: 'start', at: startAt, leaveDraft: false, runId: null } as const;
  const outcome = (await closeBatch(stage.deps, request)).get(holder.id);
  assert.ok(outcome?.outcome === 'invoiced', JSON.stringify(outcome));
  const { invoiceId } = outcome;
  const { rows } = await sql<{ total: bigint }>`
    select total_minor as total from billing_invoices where id = ${invoiceId}`.execute(stage.db);
  const money = { source: 'bank', externalId: `of ${invoiceId}`, feeMinor: 0n, receivedAt: startAt };
  const payment = { ...money, invoiceId, amountMinor: rows[0]!.total, currency: 'USD' };
  if (paid) await within((tx) => recordPayment(tx, payment, startAt));
  return { ...holder, invoiceId };
}

const change = ({ id, organizationId }: Holder, wanted: ChangeRequest, at: string) =>
  within((tx) =>
    changeNow(tx, stage.deps, {
      ...{ subscriptionId: id, organizationId, actor: stage.actor, change: wanted },
      ...{ reason: null, at: instant(at) },
    }),
  );

/** Ends in the middle, and does what the news of it asks for, twice. */
async function end(holder: Holder) {
  await change(holder, { kind: 'cancel', when: 'now' }, middle);
  await closeDue(stage.deps, known);
  await workDueChanges(stage.deps, { at: known, organizationId: null });
  const { rows } = await sql`
    select from kernel_events where name = 'subscription.credit_left'
      and payload ->> 'subscription_id' = ${holder.id}`.execute(stage.db);
  if (rows.length > 0) await within((tx) => giveBackLeftOver(tx, holder.id, known));
  await within((tx) => giveBackLeftOver(tx, holder.id, known));
  return listNotes(
    stage.db,
    { partyId: holder.organizationId, invoiceId: null },
    { limit: 9, afterId: null },
  );
}

async function balance(code: AccountCode, counterparty: string): Promise<bigint> {
  const rows = await accountBalances(stage.db, { code, counterparty }, { limit: 100, afterId: null });
  return rows.reduce((sum, row) => sum + row.balanceMinor, 0n);
}

test('an end in the middle of a period is a credit note of the unused share with its tax, kept as credit', async () => {
  const holder = await subscribe({});
  const notes = await end(holder);
  assert.equal(notes.length, 1, 'once, however often it is asked');
  const [note] = notes;
  assert.deepEqual(
    [note!.invoiceId, note!.reason, note!.remainder],
    [holder.invoiceId, 'left_over', 'credit'],
  );
  assert.deepEqual(
    note!.lines.map((line) => [line.invoicePosition, line.amountMinor]),
    [[1, 1400n]],
  );
  // Half of 28.00; 19 % of it; a tenth of it is the platform's.
  const { netMinor, taxMinor, totalMinor, feeMinor, shareMinor } = note!;
  assert.deepEqual([netMinor, taxMinor, totalMinor, feeMinor, shareMinor], [1400n, 266n, 1666n, 140n, 1260n]);
  assert.equal(await balance('unapplied_credit', holder.organizationId), -1666n);
});

test('what was used until the end is kept of it, and the credit note says so', async () => {
  const calls = { key: 'calls', meter: 'requests', name: 'Calls' };
  const price = { model: 'per_unit', unit_price: '0.10' };
  const holder = await subscribe({ prices: [{ ...calls, price }] });
  stage.usage.add(holder.id, 'requests', '2026-02-10T00:00:00Z', 30);
  const [note] = await end(holder);
  assert.deepEqual([note!.netMinor, note!.taxMinor, note!.totalMinor], [1100n, 209n, 1309n]);
  assert.match(note!.note!, /^3\.00 USD is kept for what was used until the end: Calls/);
});

test('a discount is taken back with what it was on, and what was not paid is no longer owed', async () => {
  const holder = await subscribe({ phases: [{ periods: 3, percent_off: '50' }] }, false);
  const [note] = await end(holder);
  // 14.00 less half of it.
  assert.deepEqual([note!.netMinor, note!.taxMinor, note!.offsetMinor], [700n, 133n, 833n]);
  assert.equal(await balance('receivable', holder.organizationId), 833n);
});

test('where the price includes the tax, it is what was charged to the cent', async () => {
  const holder = await subscribe({ tax_behavior: 'inclusive' });
  const [note] = await end(holder);
  // Of 14.00 are 11.765 without tax: 11.77, and 2.23 tax.
  assert.deepEqual([note!.netMinor, note!.taxMinor, note!.totalMinor], [1177n, 223n, 1400n]);
});

test('a credit note that came before counts: no more is given back than was billed', async () => {
  const holder = await subscribe({});
  const order = { invoiceId: holder.invoiceId, providerId: stage.providerId, reason: 'goodwill' } as const;
  const ask = { kind: 'lines', lines: [{ position: 1, amountMinor: 2000n }] } as const;
  const more = { ask, note: null, remainder: 'credit', by: 'test', at: startAt } as const;
  await within((tx) => issueCreditNote(tx, { ...order, ...more }));
  const [note] = await end(holder);
  // 28.00 less 20.00, and what is left of 5.32.
  assert.deepEqual([note!.netMinor, note!.taxMinor], [800n, 152n]);
});

test('by the provider’s wish it goes back to the payment, and a subscription taken up again is billed anew', async () => {
  await within((tx) => changePolicy(tx, stage.providerId, { leftOverCredit: 'refund' }, startAt));
  const holder = await subscribe({});
  const [note] = await end(holder);
  const filter = { partyId: null, creditNoteId: note!.id, invoiceId: null, id: null };
  const refunds = await listRefunds(stage.db, filter, { limit: 9, afterId: null });
  assert.deepEqual(
    refunds.map((one) => [one.source, one.amountMinor, one.state]),
    [['bank', 1666n, 'pending']],
  );
  const { shown } = await change(holder, { kind: 'reactivate' }, '2026-03-01T00:00:00Z');
  assert.equal(shown.due_now, '33.32');
  await within((tx) => giveBackLeftOver(tx, holder.id, instant('2026-03-01T00:00:00Z')));
  await closeDue(stage.deps, instant('2026-03-20T00:00:00Z'));
  const { rows } = await sql<{ net: bigint; tax: bigint }>`
    select net_minor as net, tax_minor as tax from billing_invoices
    where subscription_id = ${holder.id} order by id`.execute(stage.db);
  assert.deepEqual(rows, [
    { net: 2800n, tax: 532n },
    { net: 2800n, tax: 532n },
  ]);
});

test('after all of this the books agree', async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
