import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { decimal, formatAmount, inTransaction, testDatabase } from '#kernel';
import { leaseCredit, walletDifferences, walletsOf } from '#wallets';
import { closeBatch } from '../invoices/close-batch.ts';
import { invoiceLines } from '../invoices/store-invoice-lines.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { changeNow } from './change-now.ts';
import type { ChangeRequest } from './change-request.ts';

// The first period lasts from 31 January to 28 February, 28 days; the second to 31 March, 31 days. A call is 0.01.

let database: Awaited<ReturnType<typeof testDatabase>>;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
afterEach(async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
  assert.deepEqual(await walletDifferences(stage.db), []);
});
after(() => database.drop());

const prices = [
  { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.01' } },
];
const including = (amount: string, more: Record<string, unknown> = {}) =>
  stage.plan({ price: '28.00', prices, included_credit: { amount }, ...more });

interface Holder {
  readonly id: string;
  readonly organizationId: string;
}

async function subscribe(plan: string): Promise<Holder> {
  const holder = await stage.subscribe(plan);
  assert.deepEqual(await close(holder, startAt.toString(), 'start'), ['flat 28.00']);
  return holder;
}

/** The lines of the invoice that comes. */
async function close({ id }: Holder, at: string, mode: 'start' | 'due' | 'early' = 'due') {
  const request = { ids: [id], mode, at: Temporal.Instant.from(at), leaveDraft: false, runId: null };
  const outcome = (await closeBatch(stage.deps, request)).get(id)!;
  if (outcome.outcome !== 'invoiced') return [outcome.outcome];
  const lines = await invoiceLines(stage.db, outcome.invoiceId);
  return lines.map(({ kind, amountMinor }) => `${kind} ${dollars(amountMinor)}`);
}

const dollars = (minor: bigint) => formatAmount({ minor, currency: 'USD' });
const use = ({ id }: Holder, at: string, calls: number) => stage.usage.add(id, 'requests', at, calls);

async function left({ organizationId }: Holder): Promise<string> {
  const ref = { organizationId, providerId: stage.providerId, currency: 'USD' };
  const [wallet] = await walletsOf(stage.db, [ref]);
  return dollars(wallet?.promotionalMinor ?? 0n);
}

const change = ({ id, organizationId }: Holder, wanted: ChangeRequest, at: string) =>
  inTransaction(stage.db, (tx) =>
    changeNow(tx, stage.deps, {
      ...{ subscriptionId: id, organizationId, actor: stage.actor, change: wanted, reason: null },
      at: Temporal.Instant.from(at),
    }),
  );

test('credit of a plan pays for the usage of its period, not for the fee, and lapses with it', async () => {
  const holder = await subscribe(await including('10.00'));
  assert.equal(await left(holder), '10.00');
  use(holder, '2026-02-10T00:00:00Z', 300);
  assert.deepEqual(await close(holder, '2026-02-28T02:00:00Z'), ['flat 28.00', 'usage 3.00', 'credit -3.00']);
  assert.equal(await left(holder), '10.00', 'that of March; what February left is gone');
  use(holder, '2026-03-10T00:00:00Z', 1500);
  assert.deepEqual(await close(holder, '2026-03-31T02:00:00Z'), [
    'flat 28.00',
    'usage 15.00',
    'credit -10.00',
  ]);
});

test('what is left goes on for one more period, as much as the plan says', async () => {
  const holder = await subscribe(
    await including('10.00', { included_credit: { amount: '10.00', rollover_maximum: '4.00' } }),
  );
  use(holder, '2026-02-10T00:00:00Z', 300);
  await close(holder, '2026-02-28T02:00:00Z');
  assert.equal(await left(holder), '14.00');
  use(holder, '2026-03-10T00:00:00Z', 600);
  assert.deepEqual(await close(holder, '2026-03-31T02:00:00Z'), [
    'flat 28.00',
    'usage 6.00',
    'credit -4.00',
    'credit -2.00',
  ]);
  assert.equal(await left(holder), '14.00', 'four of the eight that March left, and those of April');
});

test('usage that comes late is paid with what was carried over', async () => {
  const holder = await subscribe(
    await including('10.00', { included_credit: { amount: '10.00', rollover_maximum: '4.00' } }),
  );
  await close(holder, '2026-02-28T02:00:00Z');
  use(holder, '2026-02-10T00:00:00Z', 100);
  use(holder, '2026-03-10T00:00:00Z', 100);
  assert.deepEqual(await close(holder, '2026-03-31T02:00:00Z'), [
    'flat 28.00',
    'usage 1.00',
    'usage 1.00',
    'credit -1.00',
    'credit -1.00',
  ]);
});

test('an early invoice takes of the credit what is used so far, the close the rest', async () => {
  const holder = await subscribe(await including('10.00'));
  use(holder, '2026-02-10T00:00:00Z', 1200);
  assert.deepEqual(await close(holder, '2026-02-12T00:00:00Z', 'early'), ['usage 12.00', 'credit -10.00']);
  use(holder, '2026-02-20T00:00:00Z', 100);
  assert.deepEqual(await close(holder, '2026-02-28T02:00:00Z'), ['flat 28.00', 'usage 1.00']);
});

test('a larger plan from the middle of the period includes its share more; the end takes back what is unused', async () => {
  const holder = await subscribe(await including('10.00'));
  const large = await including('30.00', { price: '56.00' });
  use(holder, '2026-02-10T00:00:00Z', 100);
  const { invoiceId } = await change(holder, { kind: 'terms', plan: large }, '2026-02-14T00:00:00Z');
  const lines = await invoiceLines(stage.db, invoiceId!);
  assert.deepEqual(
    lines.map(({ kind, amountMinor }) => `${kind} ${dollars(amountMinor)}`),
    ['flat -14.00', 'flat 28.00'],
    'a fee is no usage',
  );
  assert.equal(await left(holder), '20.00', 'half of ten and half of thirty');
  use(holder, '2026-02-20T00:00:00Z', 300);
  await change(holder, { kind: 'cancel', when: 'now' }, '2026-02-21T00:00:00Z');
  assert.equal(await left(holder), '12.50', 'two weeks of ten, one of thirty');
  assert.deepEqual(await close(holder, '2026-03-05T02:00:00Z'), ['nothing_to_bill']);
  assert.equal(await left(holder), '0.00');
});

test('credit of one subscription pays for no other', async () => {
  const holder = await subscribe(await including('10.00'));
  const plain = await stage.plan({ price: '28.00', prices });
  const other = await stage.subscribe(plain);
  await close(other, startAt.toString(), 'start');
  use(other, '2026-02-10T00:00:00Z', 500);
  assert.deepEqual(await close(other, '2026-02-28T02:00:00Z'), ['flat 28.00', 'usage 5.00']);
  assert.equal(await left(holder), '10.00');
});

test('calls that are paid in advance draw on it as they come', async () => {
  const terms = { price: '28.00', prepaid: { unit_price: '0.10' }, included_credit: { amount: '10.00' } };
  const holder = await subscribe(await stage.plan(terms));
  const ref = { organizationId: holder.organizationId, providerId: stage.providerId, currency: 'USD' };
  const want = { subscriptionId: holder.id, ref, unitPrice: decimal('0.10'), units: decimal(500) };
  let held = 0n;
  for (let pass = 0; pass < 5; pass += 1) {
    const [lease] = await inTransaction(stage.db, (tx) => leaseCredit(tx, 'node_1', [want], startAt));
    held = lease!.grantedMinor;
  }
  assert.equal(held, 1000n);
  stage.usage.add(holder.id, 'units', '2026-02-10T00:00:00Z', 70);
  assert.deepEqual(await close(holder, '2026-02-28T02:00:00Z'), ['flat 28.00', 'usage 7.00', 'credit -7.00']);
});
