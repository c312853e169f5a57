import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { paymentProcessors, testProcessor } from '#connectors/payments';
import { decimal, inTransaction } from '#kernel';
import { silentLog, type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { closeBatch } from './invoices/index.ts';
import { collectIssued, reconcile, sendDueAttempts } from './payments/index.ts';
import { addMethod } from './payments/methods.ts';
import { runPayouts, settlePayout } from './payouts/index.ts';
import { savePayoutAccount } from './payouts/store.ts';
import { brokenInvariants, type Stage, setStage } from './testing.ts';

let database: TestDatabase;
let stage: Stage;
const subscriptions: { id: string; organizationId: string }[] = [];
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db, { onIssued: collectIssued });
  const prices = [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.013' } },
  ];
  const plans = [
    await stage.plan({ price: '9.99', interval: { unit: 'day' }, prices }),
    await stage.plan({ price: '0', currency: 'JPY', interval: { unit: 'day' }, prices }),
    await stage.plan({ price: '0.005', currency: 'KWD', interval: { unit: 'day' }, prices }),
  ];
  const processors = paymentProcessors([testProcessor(database.db, (id) => id)]);
  const tokens = ['pm_test_ok', 'pm_test_declined', 'pm_test_timeout_unknown', null];
  for (const [index, token] of tokens.entries()) {
    for (const plan of plans) {
      const subscription = await stage.subscribe(plan);
      subscriptions.push(subscription);
      if (token === null) continue;
      const { organizationId } = subscription;
      const method = {
        organizationId,
        processor: 'test',
        token,
        makeDefault: index % 2 === 0,
        at: stage.clock.now(),
      };
      await inTransaction(stage.db, (tx) => addMethod(tx, processors, method));
    }
  }
  const account = {
    providerId: stage.providerId,
    holderName: 'Weather Works',
    iban: 'GB82WEST12345698765432',
  };
  await inTransaction(stage.db, (tx) => savePayoutAccount(tx, account, stage.clock.now()));
});
after(() => database.drop());

const done: Record<string, number> = {};
const count = (what: string, times = 1) => {
  done[what] = (done[what] ?? 0) + times;
};
let serial = 0;

async function close(index: number, mode: 'due' | 'early'): Promise<void> {
  const ids = [subscriptions[index % subscriptions.length]!.id];
  const at = stage.clock.now();
  const outcomes = await closeBatch(stage.deps, { ids, mode, at, leaveDraft: false, runId: null });
  for (const { outcome } of outcomes.values()) count(`${mode} ${outcome}`);
}

/** A transfer for some invoice: part of what is open, all of it or more, sometimes told twice. */
async function transfer(index: number, percent: number, twice: boolean): Promise<void> {
  const { rows } = await sql<{ payment_reference: string; currency: string; open_minor: bigint }>`
    select i.payment_reference, i.currency, r.total_minor - r.paid_minor as open_minor
    from billing_invoices i join billing_receivables r on r.invoice_id = i.id where i.state = 'issued'
    order by r.total_minor = r.paid_minor, i.id offset ${index % 8} limit 1`.execute(stage.db);
  const [invoice] = rows;
  if (!invoice) return;
  serial += 1;
  const part = (invoice.open_minor * BigInt(percent)) / 100n;
  const amountMinor = part > 0n ? part : 1n;
  const { payment_reference: reference, currency } = invoice;
  const one = {
    externalId: `property-${serial}`,
    reference,
    amountMinor,
    currency,
    bookedAt: stage.clock.now(),
  };
  const read = () => inTransaction(stage.db, (tx) => reconcile(tx, [one], stage.clock.now()));
  for (const result of await (twice ? Promise.all([read(), read()]) : read().then((results) => [results]))) {
    if ('transaction' in result[0]!) count(`transfer ${result[0].transaction.outcome}`);
  }
}

async function collect(): Promise<void> {
  const processors = paymentProcessors([testProcessor(stage.db, (id) => id)]);
  const deps = { db: stage.db, clock: stage.clock, log: silentLog, processors, failpoint: () => {} };
  const [one, other] = await Promise.all([sendDueAttempts(deps), sendDueAttempts(deps)]);
  count('collected', one + other);
}

async function payOut(): Promise<void> {
  serial += 1;
  const order = {
    key: `run-${serial}`,
    minimum: decimal(0),
    currency: null,
    requestedBy: 'test',
    at: stage.clock.now(),
  };
  const runs = await Promise.all([1, 2].map(() => inTransaction(stage.db, (tx) => runPayouts(tx, order))));
  assert.equal(runs.filter((run) => run.repeated).length, 1);
  count('payout', runs.flatMap((run) => (run.repeated ? [] : run.payouts)).length);
}

async function settle(index: number, state: 'paid' | 'failed' | 'returned'): Promise<void> {
  const from = state === 'returned' ? 'paid' : 'in_transit';
  const { rows } = await sql<{ id: string }>`
    select id from billing_payouts where state = ${from} order by id offset ${index % 3} limit 1`.execute(
    stage.db,
  );
  if (!rows[0]) return;
  const request = { id: rows[0].id, state, reason: null, at: stage.clock.now() };
  await inTransaction(stage.db, (tx) => settlePayout(tx, request));
  count(`payout ${state}`);
}

const index = fc.nat(20);
const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(index, fc.nat(5000)).map(([i, calls]) => async () => {
      const at = stage.clock.now().subtract({ minutes: 5 }).toString();
      stage.usage.add(subscriptions[i % subscriptions.length]!.id, 'requests', at, calls);
      count('usage');
    }),
  },
  { weight: 3, arbitrary: index.map((i) => () => close(i, 'early')) },
  { weight: 3, arbitrary: index.map((i) => () => close(i, 'due')) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 30 }).map((hours) => async () => stage.clock.advance({ hours })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(index, fc.constantFrom(1, 40, 100, 130), fc.boolean())
      .map((all) => () => transfer(...all)),
  },
  { weight: 2, arbitrary: fc.constant(collect) },
  { weight: 1, arbitrary: fc.constant(payOut) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(index, fc.constantFrom('paid', 'failed', 'returned'))
      .map((all) => () => settle(...all)),
  },
);

test('whatever happens in whatever order, money is neither made nor lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 20, maxLength: 40, size: 'max' }), async (commands) => {
      for (const run of commands) await run();
      assert.deepEqual(await brokenInvariants(stage.db), []);
    }),
    { numRuns: 12, endOnFailure: true },
  );
  const expected = [
    'usage',
    'early invoiced',
    'due invoiced',
    'collected',
    'transfer matched',
    'transfer partial',
    'transfer overpaid',
    'payout',
    'payout paid',
    'payout failed',
    'payout returned',
  ];
  const missing = expected.filter((what) => !done[what]);
  assert.deepEqual(missing, [], JSON.stringify(done));
});
