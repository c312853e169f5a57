import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { inTransaction, Problem } from '#kernel';
import { subscriptionsByIds } from '#subscriptions';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { closeBatch } from '../invoices/close-batch.ts';
import { closeDue } from '../invoices/close-due.ts';
import { invoiceLines } from '../invoices/store-invoices.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { acceptQuote } from './accept-quote.ts';
import { changeNow } from './change-now.ts';
import type { ChangeRequest } from './change-request.ts';
import { makeQuote } from './make-quote.ts';
import { savePolicy } from './policy.ts';

// The first period lasts from 31 January to 28 February, 28 days: a plan of 28.00 is 1.00 a day.

let database: TestDatabase;
let stage: Stage;
let small: string;
let large: string;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
  small = await stage.plan({ price: '28.00' });
  large = await stage.plan({ price: '56.00' });
});
after(() => database.drop());

const instant = (text: string) => Temporal.Instant.from(text);
const middle = '2026-02-14T00:00:00Z';

interface Holder {
  readonly id: string;
  readonly organizationId: string;
}

async function subscribe(plan: string): Promise<Holder> {
  const holder = await stage.subscribe(plan);
  await close(holder.id, 'start', startAt.toString());
  return holder;
}

async function close(id: string, mode: 'start' | 'due', at: string) {
  const request = { ids: [id], mode, at: instant(at), leaveDraft: false, runId: null };
  return (await closeBatch(stage.deps, request)).get(id)!;
}

const by = ({ id, organizationId }: Holder) => ({ subscriptionId: id, organizationId, actor: stage.actor });
const quote = (holder: Holder, change: ChangeRequest, at: string) =>
  inTransaction(stage.db, (tx) =>
    makeQuote(tx, stage.deps, { ...by(holder), change, reason: null, at: instant(at) }),
  );
const accept = (holder: Holder, quoteId: string, at: string) =>
  inTransaction(stage.db, (tx) => acceptQuote(tx, stage.deps, { ...by(holder), quoteId, at: instant(at) }));
const change = (holder: Holder, wanted: ChangeRequest, at: string) =>
  inTransaction(stage.db, (tx) =>
    changeNow(tx, stage.deps, { ...by(holder), change: wanted, reason: null, at: instant(at) }),
  );
const read = async (id: string) => (await subscriptionsByIds(stage.db, [id])).get(id)!;
const to = (plan: string, more: Partial<Extract<ChangeRequest, { kind: 'terms' }>> = {}): ChangeRequest => {
  return { kind: 'terms', plan, ...more };
};

/** Every line that the subscription was ever sent, by the cause of its invoice. */
async function linesOf(id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string; cause: string }>`
    select id, cause from billing_invoices where subscription_id = ${id} order by id`.execute(stage.db);
  const all: string[] = [];
  for (const invoice of rows) {
    const lines = await invoiceLines(stage.db, invoice.id);
    all.push(...lines.map((line) => `${invoice.cause}: ${line.description} ${line.amountMinor}`));
  }
  return all;
}

const refusal = (title: RegExp) => (error: unknown) =>
  error instanceof Problem && title.test(error.kind.title);

describe('a quote', () => {
  test('says what an upgrade comes to and executes to the same cent, as of its moment', async () => {
    const holder = await subscribe(small);
    const { id, shown } = await quote(holder, to(large), middle);
    assert.equal(shown.due_now, '14.00');
    assert.deepEqual(
      shown.lines.map((line) => `${line.description}: ${line.amount}`),
      ['Unused part of Plan 1 (14 Feb – 27 Feb): -14.00', 'Plan 2 plan (14 Feb – 27 Feb): 28.00'],
    );
    assert.equal(shown.next_invoice?.net, '56.00');
    assert.equal(shown.next_billing_at, '2026-02-28T00:00:00.000Z');
    assert.equal(shown.before.price, '28.00');
    assert.equal(shown.after.price, '56.00');
    assert.ok(shown.explanation.includes('14.00 USD is due now.'), shown.explanation.join('\n'));
    assert.equal((await read(holder.id)).revision, 1, 'nothing has changed');

    const accepted = await accept(holder, id, '2026-02-14T00:14:00Z');
    const now = await read(holder.id);
    assert.equal(now.planId, large);
    assert.equal(now.segmentStartAt.toString(), middle);
    assert.deepEqual(
      await accept(holder, id, '2026-02-14T09:00:00Z'),
      accepted,
      'accepting again is the same',
    );
    await close(holder.id, 'due', '2026-02-28T02:00:00Z');
    assert.deepEqual(await linesOf(holder.id), [
      'start: Plan 1 plan 2800',
      'change: Unused part of Plan 1 (14 Feb – 27 Feb) -1400',
      'change: Plan 2 plan (14 Feb – 27 Feb) 2800',
      'renewal: Plan 2 plan 5600',
    ]);
  });

  test('expires after 15 minutes', async () => {
    const holder = await subscribe(small);
    const { id } = await quote(holder, to(large), middle);
    await assert.rejects(accept(holder, id, '2026-02-14T00:15:00.001Z'), refusal(/expired/));
    await accept(holder, id, '2026-02-14T00:15:00Z');
  });

  test('does not stand once the subscription is another, and says what is different', async () => {
    const holder = await subscribe(small);
    const { id } = await quote(holder, { kind: 'pause' }, middle);
    await change(holder, to(large), '2026-02-14T00:01:00Z');
    await assert.rejects(accept(holder, id, '2026-02-14T00:02:00Z'), (error: unknown) => {
      assert.ok(error instanceof Problem);
      const { differences } = error.extensions as { differences: { fact: string }[] };
      assert.deepEqual(
        differences.map(({ fact }) => fact),
        ['plan_version_id'],
      );
      return true;
    });
  });

  test('is nobody’s but of who asked', async () => {
    const [holder, other] = [await subscribe(small), await subscribe(small)];
    const { id } = await quote(holder, to(large), middle);
    await assert.rejects(accept(other, id, middle), /quote/);
    const foreign = { ...holder, organizationId: other.organizationId };
    await assert.rejects(quote(foreign, to(large), middle), /subscription/);
  });

  test('of two that are accepted at once one is carried out', async () => {
    const holder = await subscribe(small);
    const quotes = [await quote(holder, to(large), middle), await quote(holder, { kind: 'pause' }, middle)];
    const results = await Promise.allSettled(quotes.map(({ id }) => accept(holder, id, middle)));
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const failed = results.find((one) => one.status === 'rejected')!;
    assert.ok(refusal(/not what it would be/)(failed.reason), String(failed.reason));
  });

  test('accepted by two at once is carried out once', async () => {
    const holder = await subscribe(small);
    const { id } = await quote(holder, to(large), middle);
    const [a, b] = await Promise.all([accept(holder, id, middle), accept(holder, id, middle)]);
    assert.equal(a.invoiceId, b.invoiceId);
    assert.equal((await linesOf(holder.id)).length, 3);
  });

  test('accepted while its period is closed either comes first or is refused', async () => {
    const holder = await subscribe(small);
    const { id } = await quote(holder, to(large), '2026-02-27T23:55:00Z');
    const [accepted] = await Promise.allSettled([
      accept(holder, id, '2026-02-28T00:05:00Z'),
      closeDue(
        { ...stage.deps, defaults: { ...stage.deps.defaults, graceMinutes: 1 } },
        instant('2026-02-28T00:05:00Z'),
      ),
    ]);
    await close(holder.id, 'due', '2026-02-28T02:00:00Z');
    const now = await read(holder.id);
    assert.equal(now.currentPeriodStartAt.toString(), '2026-02-28T00:00:00Z');
    assert.equal(now.planId, accepted.status === 'fulfilled' ? large : small);
    if (accepted.status === 'rejected') assert.ok(refusal(/not what it would be/)(accepted.reason));
    const lines = await linesOf(holder.id);
    assert.equal(lines.filter((line) => line.startsWith('renewal')).length, 1, lines.join('\n'));
  });
});

describe('money of a change', () => {
  test('to another interval: the rest of the old back, the new one in full', async () => {
    const yearly = await stage.plan({ price: '365.00', interval: { unit: 'year' } });
    const holder = await subscribe(small);
    const { shown } = await change(holder, to(yearly), middle);
    assert.equal(shown.due_now, '351.00');
    assert.equal(shown.next_billing_at, '2027-02-14T00:00:00.000Z');
    assert.ok(shown.restarts_cycle);
    await closeDue(stage.deps, instant('2026-03-01T00:00:00Z'));
    assert.deepEqual((await linesOf(holder.id)).slice(1), [
      'change: Unused part of Plan 1 (14 Feb – 27 Feb) -1400',
      'change: Plan 3 plan 36500',
    ]);
  });

  test('that waits for the end of the period: nothing now, the other plan then', async () => {
    const holder = await subscribe(large);
    const { shown } = await change(holder, to(small), middle);
    assert.deepEqual([shown.due_now, shown.credit, shown.next_invoice?.net], ['0.00', '0.00', '28.00']);
    assert.equal(shown.effective_at, '2026-02-28T00:00:00.000Z');
    await close(holder.id, 'due', '2026-02-28T02:00:00Z');
    assert.deepEqual(await linesOf(holder.id), ['start: Plan 2 plan 5600', 'renewal: Plan 1 plan 2800']);
  });

  test('up and back: the way back waits, so that a large quota is not had for a day’s price', async () => {
    const holder = await subscribe(small);
    await change(holder, to(large), middle);
    await assert.rejects(change(holder, to(small, { when: 'now' }), '2026-02-15T00:00:00Z'));
    await change(holder, to(small), '2026-02-15T00:00:00Z');
    await close(holder.id, 'due', '2026-02-28T02:00:00Z');
    assert.equal((await linesOf(holder.id)).at(-1), 'renewal: Plan 1 plan 2800');
  });

  test('with a pause: the rest is taken off the invoice that resuming makes', async () => {
    const holder = await subscribe(small);
    const { shown } = await change(holder, { kind: 'pause' }, middle);
    assert.deepEqual([shown.due_now, shown.credit], ['0.00', '14.00']);
    await closeDue(stage.deps, instant('2026-03-09T00:00:00Z'));
    const resumed = await change(holder, { kind: 'resume' }, '2026-03-10T00:00:00Z');
    assert.equal(resumed.shown.due_now, '14.00');
    await closeDue(stage.deps, instant('2026-03-20T00:00:00Z'));
    assert.deepEqual((await linesOf(holder.id)).slice(1), [
      'change: Plan 1 plan 2800',
      'change: Unused part of Plan 1 (14 Feb – 27 Feb) -1400',
    ]);
    assert.equal((await read(holder.id)).currentPeriodEndAt.toString(), '2026-04-10T00:00:00Z');
  });

  test('with an end now: what was paid is kept, or credited where the provider says so', async () => {
    const [kept, credited] = [await subscribe(small), await subscribe(small)];
    const end: ChangeRequest = { kind: 'cancel', when: 'now' };
    assert.equal((await change(kept, end, middle)).shown.credit, '0.00');
    const policy = { credit_on_cancel: true, credit_on_pause: true };
    await savePolicy(stage.db, stage.providerId, policy, startAt);
    assert.equal((await change(credited, end, middle)).shown.credit, '14.00');
    await savePolicy(stage.db, stage.providerId, { ...policy, credit_on_cancel: false }, startAt);
    await closeDue(stage.deps, instant('2026-03-20T00:00:00Z'));
    for (const { id } of [kept, credited]) {
      assert.equal((await read(id)).state, 'canceled');
      assert.deepEqual(await linesOf(id), ['start: Plan 1 plan 2800']);
    }
  });

  test('in the grace after a period: that period is closed by itself, the change counts in the next', async () => {
    const holder = await subscribe(small);
    const { shown } = await change(holder, to(large), '2026-02-28T00:30:00Z');
    assert.equal(shown.next_billing_at, '2026-03-31T00:00:00.000Z');
    assert.equal(shown.after.period_start_at, '2026-02-28T00:00:00.000Z');
    await closeDue(stage.deps, instant('2026-02-28T03:00:00Z'));
    await close(holder.id, 'due', '2026-03-31T03:00:00Z');
    const lines = await linesOf(holder.id);
    // Half an hour of 31 days is 1/1488: 0.02 of 28.00 and 0.04 of 56.00.
    assert.deepEqual(lines.slice(1), [
      'change: Plan 1 plan (28 Feb) 2',
      'change: Plan 2 plan (28 Feb – 30 Mar) 5596',
      'renewal: Plan 2 plan 5600',
    ]);
  });

  test('by days and by 30-day months, as the plan says', async () => {
    const bases = [
      // 31 January to 13 February are 14 of 28 days; the day of the change is the new plan's.
      { proration: 'day', due: '14.00' },
      // 14 days passed, and January has 31: 13 of 30 are used. 28 × 17/30 = 15.87 back, 56 × 17/30 = 31.73 due.
      { proration: 'thirty_day_month', due: '15.86' },
      { proration: 'none', due: '0.00' },
    ];
    for (const { proration, due } of bases) {
      const from = await stage.plan({ price: '28.00', billing: { proration } });
      const target = await stage.plan({ price: '56.00', billing: { proration } });
      const holder = await subscribe(from);
      const { shown } = await quote(holder, to(target), middle);
      assert.equal(shown.due_now, due, `${proration}: ${JSON.stringify(shown.lines)}`);
    }
  });
});

describe('a subscription that ended', () => {
  test('is taken up again with a new period, by its consumer only', async () => {
    const holder = await subscribe(small);
    await change(holder, { kind: 'cancel', when: 'now' }, middle);
    const { shown } = await change(holder, { kind: 'reactivate' }, '2026-03-01T00:00:00Z');
    assert.equal(shown.due_now, '28.00');
    const now = await read(holder.id);
    assert.equal(now.state, 'active');
    assert.equal(now.currentPeriodEndAt.toString(), '2026-04-01T00:00:00Z');
    await closeDue(stage.deps, instant('2026-03-20T00:00:00Z'));
    assert.equal((await linesOf(holder.id)).at(-1), 'change: Plan 1 plan 2800');
  });
});

describe('a provider', () => {
  const force = (holder: Holder, wanted: ChangeRequest, at: string) =>
    inTransaction(stage.db, (tx) =>
      changeNow(tx, stage.deps, {
        ...{ subscriptionId: holder.id, organizationId: stage.providerId },
        ...{ actor: { ...stage.actor, organizationId: stage.providerId } },
        ...{ change: wanted, reason: 'agreed by phone', at: instant(at) },
      }),
    );

  test('gives one consumer prices of its own, which stand in both audit logs with the reason', async () => {
    const holder = await subscribe(small);
    const overrides = { price: '14.00', fees: {}, prices: {}, features: { sla: true } };
    await assert.rejects(change(holder, { kind: 'terms', overrides }, middle));
    const { shown } = await force(holder, { kind: 'terms', overrides, when: 'now' }, middle);
    assert.deepEqual([shown.due_now, shown.credit], ['0.00', '7.00']);
    assert.deepEqual(shown.after.features, { sla: true });
    await close(holder.id, 'due', '2026-02-28T02:00:00Z');
    assert.deepEqual((await linesOf(holder.id)).slice(1), [
      'renewal: Plan 1 plan, agreed terms 1400',
      'renewal: Unused part of Plan 1 (14 Feb – 27 Feb) -1400',
      'renewal: Plan 1 plan, agreed terms (14 Feb – 27 Feb) 700',
    ]);
    const { rows } = await sql<{ chain: string; detail: { reason: string } }>`
      select chain, detail from kernel_audit_entries
      where action = 'subscription.changed' and object_id = ${holder.id}`.execute(stage.db);
    assert.deepEqual(rows.map((row) => row.chain).sort(), [holder.organizationId, stage.providerId].sort());
    assert.equal(rows[0]!.detail.reason, 'agreed by phone');
  });

  test('moves a consumer down at once, and back seats by the same way', async () => {
    const holder = await subscribe(large);
    assert.equal((await force(holder, to(small, { when: 'now' }), middle)).shown.credit, '14.00');
    await force(holder, { kind: 'terms', quantity: 3 }, '2026-02-15T00:00:00Z');
    assert.equal((await read(holder.id)).quantity, 3);
  });
});

test('after all of this the ledger and its subledgers agree', async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
