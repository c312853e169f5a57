import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { paymentProcessors, testProcessor } from '#connectors/payments';
import { inTransaction } from '#kernel';
import { silentLog, type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { issueCreditNote, sendDueRefunds } from './credits/index.ts';
import { closeDue, finalizeDue } from './invoices/index.ts';
import { changePolicy } from './invoices/policy.ts';
import { collectIssued, sendDueAttempts } from './payments/index.ts';
import { addMethod } from './payments/methods.ts';
import { brokenInvariants, type Stage, setStage } from './testing.ts';

let database: TestDatabase;
let stage: Stage;
let planId: string;
const processors = () => paymentProcessors([testProcessor(database.db, (id) => id)]);
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db, { onIssued: collectIssued });
  planId = await stage.plan({
    interval: { unit: 'day' },
    prices: [
      { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.01' } },
    ],
  });
});
after(() => database.drop());

/** Runs the work in a process of its own; answers the signal that ended it. */
async function inChild(
  work: 'close' | 'finalize' | 'pay' | 'refund',
  at: Temporal.Instant,
  failAt: string,
): Promise<string | null> {
  const notes = stage.usage.notes.map((note) => ({ ...note, batch: note.batch.toString() }));
  const task = { connectionString: database.connectionString, work, at: at.toString(), failAt, notes };
  const script = join(import.meta.dirname, 'crash-child.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(task)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (signal === null) assert.equal(code, 0);
  return signal;
}

/** Closes what is due in this process, waiting for the server to notice that the child is dead. */
async function closeUntilNothingIsBusy(at: Temporal.Instant): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { counts } = await closeDue(stage.deps, at, { batchSize: 3, parallel: 2 });
    if (!counts.busy) return;
    await sleep(50);
  }
  assert.fail('the fences of the killed process are still held');
}

async function invoicesByPeriod(ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ found: string }>`
    select count(*) || ' of ' || max(net_minor) as found from billing_invoices
    where subscription_id = any(${ids}) group by subscription_id, period_start_at, cause`.execute(stage.db);
  return rows.map((row) => row.found);
}

const steps = [
  'invoice.before_charges',
  'invoice.after_rows',
  'invoice.before_ledger',
  'invoice.before_commit',
  'invoice.after_commit',
];

test('a run that is killed at any step and started again bills each period exactly once', async (t) => {
  const ids: string[] = [];
  for (let index = 0; index < 7; index += 1) ids.push((await stage.subscribe(planId)).id);
  let at = Temporal.Instant.from('2026-02-01T02:00:00Z');
  let periods = 0;
  for (const step of steps) {
    await t.test(step, async () => {
      for (const id of ids)
        stage.usage.add(id, 'requests', at.subtract({ hours: 4 }).toString(), 100 + periods);
      assert.equal(await inChild('close', at, step), 'SIGKILL');
      await closeUntilNothingIsBusy(at);
      periods += 1;
      const found = await invoicesByPeriod(ids);
      assert.equal(found.length, 7 * periods);
      // One invoice per period; the newest has this period's usage and the flat fee of the next.
      assert.ok(found.every((one) => one.startsWith('1 of ')));
      assert.deepEqual(await brokenInvariants(stage.db), []);
    });
    at = at.add({ hours: 24 });
  }
});

/** Sends what is due until nothing is open: the row that the killed process held is passed over until the server notices. */
async function settleAll(deps: Parameters<typeof sendDueAttempts>[0]): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    await sendDueAttempts(deps);
    const { rows } = await sql<{ open: number }>`
      select count(*)::int as open from billing_payment_attempts
      where state not in ('succeeded', 'failed')`.execute(stage.db);
    if (rows[0]!.open === 0) return;
    await sleep(50);
  }
  assert.fail('an attempt is still open');
}

const paySteps = ['payment.before_call', 'payment.after_call', 'payment.before_commit'];

test('a payment that is killed at any step is charged once and settles once', async (t) => {
  let at = Temporal.Instant.from('2026-02-10T02:00:00Z');
  for (const step of paySteps) {
    await t.test(step, async () => {
      const { id, organizationId } = await stage.subscribe(planId);
      const method = { organizationId, processor: 'test', token: 'pm_test_ok', makeDefault: true, at };
      await inTransaction(stage.db, (tx) => addMethod(tx, processors(), method));
      const first = Temporal.Instant.from('2026-02-01T02:00:00Z');
      await closeDue(stage.deps, first, { batchSize: 3 });
      assert.equal(await inChild('pay', at, step), 'SIGKILL');
      at = at.add({ minutes: 2 });
      stage.clock.set(at);
      const deps = {
        db: stage.db,
        clock: stage.clock,
        log: silentLog,
        processors: processors(),
        failpoint: () => {},
      };
      await settleAll(deps);
      const { rows } = await sql<{ state: string; charges: number; payments: number }>`
        select r.state, count(distinct c.attempt_id)::int as charges, count(distinct p.id)::int as payments
        from billing_invoices i join billing_receivables r on r.invoice_id = i.id
        join billing_payment_attempts a on a.invoice_id = i.id
        join connectors_test_charges c on c.attempt_id = a.id and c.state = 'succeeded'
        join billing_allocations l on l.invoice_id = i.id join billing_payments p on p.id = l.payment_id
        where i.subscription_id = ${id} group by r.state`.execute(stage.db);
      assert.deepEqual(rows, [{ state: 'paid', charges: 1, payments: 1 }]);
      assert.deepEqual(await brokenInvariants(stage.db), []);
    });
  }
});

test('a refund that is killed at any step goes back once', async (t) => {
  const at = Temporal.Instant.from('2026-02-20T02:00:00Z');
  stage.clock.set(at);
  const deps = () => {
    return {
      db: stage.db,
      clock: stage.clock,
      log: silentLog,
      processors: processors(),
      failpoint: () => {},
    };
  };
  const { rows } = await sql<{ id: string }>`
    select invoice_id as id from billing_receivables where state = 'paid' order by 1 limit 3`.execute(
    stage.db,
  );
  for (const [index, step] of ['refund.before_call', 'refund.after_call', 'refund.before_commit'].entries()) {
    await t.test(step, async () => {
      const invoiceId = rows[index]!.id;
      const why = { reason: 'goodwill', note: null, remainder: 'refund', by: 'test' } as const;
      const order = {
        ...why,
        invoiceId,
        providerId: null,
        ask: { kind: 'whole' },
        at: stage.clock.now(),
      } as const;
      await inTransaction(stage.db, (tx) => issueCreditNote(tx, order));
      assert.equal(await inChild('refund', stage.clock.now(), step), 'SIGKILL');
      stage.clock.advance({ minutes: 2 });
      const open = async () => {
        const found = await sql<{ open: number }>`
          select count(*)::int as open from billing_refunds where state <> 'succeeded'`.execute(stage.db);
        return found.rows[0]!.open;
      };
      for (let tries = 0; tries < 100 && (await open()) > 0; tries += 1) {
        await sendDueRefunds(deps());
        await sleep(50);
      }
      assert.equal(await open(), 0);
      const sent = await sql<{ refunds: number; ours: number }>`
        select (select count(*)::int from connectors_test_refunds) as refunds,
          (select count(*)::int from billing_refunds) as ours`.execute(stage.db);
      assert.deepEqual(sent.rows, [{ refunds: index + 1, ours: index + 1 }]);
      assert.deepEqual(await brokenInvariants(stage.db), []);
    });
  }
});

test('drafts whose issue is killed are issued by the next, without a gap in the numbers', async () => {
  const at = Temporal.Instant.from('2026-03-01T02:00:00Z');
  const policy = { draftGraceHours: 1 };
  await inTransaction(stage.db, (tx) => changePolicy(tx, stage.providerId, policy, at));
  await stage.subscribe(planId);
  await closeUntilNothingIsBusy(at);
  const later = at.add({ hours: 2 });
  assert.equal(await inChild('finalize', later, 'finalize.before_commit'), 'SIGKILL');
  let issued = 0;
  for (let tries = 0; tries < 100 && issued === 0; tries += 1) {
    issued = await finalizeDue(stage.deps, { at: later, organizationId: null });
    if (issued === 0) await sleep(50);
  }
  assert.ok(issued > 0);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
