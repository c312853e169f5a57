import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import {
  createPlanVersion,
  normalizeTerms,
  planTermsSchema,
  planVersions,
  publishPlanVersion,
} from '#catalog';
import { inTransaction, manualClock } from '#kernel';
import { subscriptionsByIds } from '#subscriptions';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { closeBatch } from '../invoices/close-batch.ts';
import { closeDue } from '../invoices/close-due.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { changeNow } from './change-now.ts';
import type { ChangeRequest } from './change-request.ts';
import { workDueChanges } from './due-changes.ts';
import { createMove, previewMove } from './move.ts';
import { savePolicy } from './policy.ts';
import { countItems, listItems } from './store-moves.ts';
import { workMove } from './work-move.ts';

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
after(() => database.drop());

const instant = (text: string) => Temporal.Instant.from(text);
const middle = '2026-02-14T00:00:00Z';
const read = async (id: string) => (await subscriptionsByIds(stage.db, [id])).get(id)!;

async function subscribe(plan: string) {
  const holder = await stage.subscribe(plan);
  const request = { ids: [holder.id], mode: 'start', at: startAt, leaveDraft: false, runId: null } as const;
  await closeBatch(stage.deps, request);
  return holder;
}

const change = (
  { id, organizationId }: { id: string; organizationId: string },
  wanted: ChangeRequest,
  at: string,
) =>
  inTransaction(stage.db, (tx) =>
    changeNow(tx, stage.deps, {
      ...{ subscriptionId: id, organizationId, actor: stage.actor, change: wanted },
      ...{ reason: null, at: instant(at) },
    }),
  );

async function eventsOf(id: string, name: string): Promise<{ at: string; amount: string | null }[]> {
  const { rows } = await sql<{ at: Temporal.Instant; amount: string | null }>`
    select at, payload ->> 'amount' as amount from kernel_events
    where name = ${name} and payload ->> 'subscription_id' = ${id} order by id`.execute(stage.db);
  return rows.map((row) => ({ at: row.at.toString(), amount: row.amount }));
}

describe('what falls due by itself', () => {
  test('a pause ends when it was to, however late the job comes, and once', async () => {
    const holder = await subscribe(await stage.plan({ price: '28.00' }));
    const resumes_at = instant('2026-03-10T00:00:00Z');
    await change(holder, { kind: 'pause', resumes_at }, middle);
    await workDueChanges(stage.deps, { at: instant('2026-03-09T23:59:59Z'), organizationId: null });
    assert.equal((await read(holder.id)).state, 'paused');
    const late = instant('2026-03-10T07:00:00Z');
    await Promise.all([
      workDueChanges(stage.deps, { at: late, organizationId: null }),
      workDueChanges(stage.deps, { at: late, organizationId: null }),
    ]);
    const now = await read(holder.id);
    assert.equal(now.state, 'active');
    assert.equal(now.currentPeriodStartAt.toString(), '2026-03-10T00:00:00Z');
    assert.equal((await eventsOf(holder.id, 'subscription.resumed')).length, 1);
  });

  test('the consumer is told three days before a trial ends, once', async () => {
    const { id } = await subscribe(await stage.plan({ trial_days: 14 }));
    // The trial ends on 14 February.
    await workDueChanges(stage.deps, { at: instant('2026-02-10T23:59:00Z'), organizationId: null });
    assert.equal((await eventsOf(id, 'subscription.trial_will_end')).length, 0);
    for (const at of ['2026-02-11T00:00:00Z', '2026-02-11T00:01:00Z'])
      await workDueChanges(stage.deps, { at: instant(at), organizationId: null });
    assert.deepEqual(await eventsOf(id, 'subscription.trial_will_end'), [
      { at: '2026-02-11T00:00:00Z', amount: null },
    ]);
  });

  test('a trial whose plan wants a payment method ends without one, another goes on to be paid', async () => {
    const terms = { trial_days: 14, price: '28.00' };
    const strict = await subscribe(await stage.plan({ ...terms, trial_requires_payment_method: true }));
    const lenient = await subscribe(await stage.plan(terms));
    await workDueChanges(stage.deps, { at: instant('2026-02-14T00:00:30Z'), organizationId: null });
    await closeDue(stage.deps, instant('2026-02-14T02:00:00Z'));
    const [ended, paid] = [await read(strict.id), await read(lenient.id)];
    assert.equal(ended.state, 'canceled');
    assert.equal(ended.canceledAt?.toString(), '2026-02-14T00:00:00Z');
    assert.equal(ended.cancelReason, 'The trial ends without a payment method.');
    assert.equal(paid.state, 'active');
  });

  test('what an end leaves is told once all that was used is billed', async () => {
    const plan = await stage.plan({
      price: '28.00',
      prices: [
        { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.10' } },
      ],
    });
    const holder = await subscribe(plan);
    await savePolicy(stage.db, stage.providerId, { credit_on_cancel: true, credit_on_pause: true }, startAt);
    stage.usage.add(holder.id, 'requests', '2026-02-10T00:00:00Z', 30);
    const { shown } = await change(holder, { kind: 'cancel', when: 'now' }, middle);
    assert.equal(shown.credit, '14.00');
    await workDueChanges(stage.deps, { at: instant('2026-02-14T00:05:00Z'), organizationId: null });
    assert.deepEqual(
      await eventsOf(holder.id, 'subscription.credit_left'),
      [],
      'its usage is not billed yet',
    );
    await closeDue(stage.deps, instant('2026-02-14T01:05:00Z'));
    for (const at of ['2026-02-14T01:06:00Z', '2026-02-14T01:07:00Z'])
      await workDueChanges(stage.deps, { at: instant(at), organizationId: null });
    // 14.00 unused less 3.00 for 30 calls.
    assert.deepEqual(await eventsOf(holder.id, 'subscription.credit_left'), [
      { at: '2026-02-14T01:06:00Z', amount: '11.00' },
    ]);
  });
});

describe('a move of subscribers', () => {
  async function nextVersion(planId: string, from: string, more: Record<string, unknown>) {
    const version = (await planVersions(stage.db, [from])).get(from)!;
    const editor = { organizationId: stage.providerId, actor: stage.actor, at: startAt };
    return inTransaction(stage.db, async (tx) => {
      const terms = normalizeTerms(planTermsSchema.parse({ ...version.terms, ...more }));
      const draft = await createPlanVersion(tx, planId, terms, editor);
      await publishPlanVersion(tx, planId, draft.id, editor);
      return draft.id;
    });
  }

  async function scene(when: 'now' | 'period_end') {
    const planId = await stage.plan({ price: '28.00' });
    const holders = [await subscribe(planId), await subscribe(planId), await subscribe(planId)];
    const from = (await read(holders[0]!.id)).planVersionId;
    const toVersionId = await nextVersion(planId, from, { price: '56.00', features: { sla: true } });
    const order = {
      ...{ providerId: stage.providerId, planId, toVersionId, fromVersionIds: [from], timing: when },
      ...{ reason: 'new prices', actor: stage.actor, at: instant(middle) },
    };
    return { holders, order };
  }

  const outcomes = async (moveId: string) => {
    const items = await listItems(stage.db, moveId, { outcome: null, afterId: '', size: 10 });
    return new Map(items.map((one) => [one.subscriptionId, one]));
  };

  test('shows each consumer’s money and entitlements first, page by page, and touches nothing', async () => {
    const { holders, order } = await scene('now');
    const first = await previewMove(stage.db, stage.deps, order, { afterId: '', limit: 2 });
    const rest = await previewMove(stage.db, stage.deps, order, {
      afterId: first[1]!.subscriptionId,
      limit: 2,
    });
    const previews = [...first, ...rest];
    assert.deepEqual(
      previews.map((one) => one.subscriptionId),
      holders.map((one) => one.id),
    );
    for (const { preview } of previews) {
      assert.equal(preview?.due_now, '14.00');
      assert.equal(preview?.next_invoice?.net, '56.00');
      assert.deepEqual([preview?.before.features, preview?.after.features], [{}, { sla: true }]);
    }
    assert.equal((await read(holders[0]!.id)).revision, 1);
  });

  test('moves each once, whoever works on it, and lists one that cannot be moved', async () => {
    const { holders, order } = await scene('now');
    await sql`
      insert into billing_subscription_fences (subscription_id, set_aside_at, set_aside_reason)
      values (${holders[1]!.id}, ${startAt}, 'a poison')
      on conflict (subscription_id) do update set set_aside_at = excluded.set_aside_at,
        set_aside_reason = excluded.set_aside_reason`.execute(stage.db);
    const move = await inTransaction(stage.db, (tx) => createMove(tx, order));
    const clock = manualClock(middle);
    await Promise.all([workMove(stage.deps, clock, move.id), workMove(stage.deps, clock, move.id)]);
    const became = await outcomes(move.id);
    assert.deepEqual(
      holders.map(({ id }) => became.get(id)!.outcome),
      ['moved', 'failed', 'moved'],
    );
    assert.match(became.get(holders[1]!.id)!.reason!, /a poison/);
    assert.equal((await read(holders[0]!.id)).planVersionId, order.toVersionId);
    assert.notEqual((await read(holders[1]!.id)).planVersionId, order.toVersionId);
    const { rows } = await sql<{ total: bigint }>`
      select total_minor as total from billing_invoices
      where subscription_id = ${holders[0]!.id} and cause = 'change'`.execute(stage.db);
    assert.deepEqual(rows, [{ total: 1400n }]);
    const counts = (await countItems(stage.db, [move.id])).get(move.id)!;
    assert.deepEqual([counts.get('moved'), counts.get('failed'), counts.get(null)], [2, 1, undefined]);
  });

  test('at the end of the period waits, and leaves alone who has another change waiting', async () => {
    const { holders, order } = await scene('period_end');
    await change(holders[0]!, { kind: 'terms', quantity: 2 }, '2026-02-13T00:00:00Z');
    const other = await stage.plan({ price: '1.00' });
    await sql`update catalog_plans set tier = 0 where id = ${other}`.execute(stage.db);
    await change(holders[1]!, { kind: 'terms', plan: other }, '2026-02-13T00:00:00Z');
    const move = await inTransaction(stage.db, (tx) => createMove(tx, order));
    await workMove(stage.deps, manualClock(middle), move.id);
    const became = await outcomes(move.id);
    assert.deepEqual(
      holders.map(({ id }) => became.get(id)!.outcome),
      ['scheduled', 'unchanged', 'scheduled'],
    );
    const scheduled = (await read(holders[0]!.id)).scheduled!;
    assert.deepEqual([scheduled.planVersionId, scheduled.quantity], [order.toVersionId, 2]);
  });
});

test('after all of this the ledger and its subledgers agree', async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
