import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import type { PlanVersionOfPlan } from '#catalog';
import { meterDefinitionSchema } from '#rating';
import { subscriptionsByIds } from '#subscriptions';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { type CloseOutcomes, type CloseRequest, closeBatch } from './close-batch.ts';
import type { CloseOutcome } from './plan-batch.ts';
import { invoiceLines } from './store-invoice-lines.ts';
import { findInvoice } from './store-invoices.ts';

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
after(() => database.drop());

const usageTerms = {
  prices: [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.01' } },
  ],
};
const endOfFebruary = Temporal.Instant.from('2026-02-28T01:30:00Z');

function close(
  ids: string[],
  at: Temporal.Instant,
  more: Partial<CloseRequest> = {},
): Promise<CloseOutcomes> {
  return closeBatch(stage.deps, { ids, mode: 'due', at, leaveDraft: false, runId: null, ...more });
}

function invoiced(outcome: CloseOutcome | undefined): string {
  assert.equal(outcome?.outcome, 'invoiced', JSON.stringify(outcome));
  assert.ok(outcome?.outcome === 'invoiced');
  return outcome.invoiceId;
}

async function totals(id: string): Promise<string[]> {
  const lines = await invoiceLines(stage.db, id);
  return lines.map((line) => `${line.kind} ${line.itemKey} ${line.quantity.toFixed()} ${line.amountMinor}`);
}

async function amountOf(id: string): Promise<bigint> {
  return (await findInvoice(stage.db, id))!.invoice.totalMinor;
}

test('the first invoice asks for the flat fee in advance, once', async () => {
  const { id } = await stage.subscribe(await stage.plan({}));
  const invoiceId = invoiced((await close([id], startAt, { mode: 'start' })).get(id));
  assert.deepEqual(await totals(invoiceId), ['flat plan 1 2900']);
  const again = (await close([id], startAt, { mode: 'start' })).get(id);
  assert.deepEqual(again, { outcome: 'nothing_to_bill', invoiceId });
  const { invoice, receivable } = (await findInvoice(stage.db, invoiceId))!;
  assert.match(invoice.number!, /^WEATHER-\d{6}$/);
  assert.equal(invoice.seller.name, 'Weather Works GmbH');
  assert.equal(invoice.feeMinor, 290n);
  assert.equal(invoice.shareMinor, 2610n);
  assert.equal(receivable?.state, 'open');
});

test('a close bills the usage of the period and the flat fee of the next, and moves the subscription on', async () => {
  const { id } = await stage.subscribe(await stage.plan(usageTerms));
  await close([id], startAt, { mode: 'start' });
  stage.usage.add(id, 'requests', '2026-02-10T00:00:00Z', 150);
  stage.usage.add(id, 'requests', '2026-02-28T00:00:00Z', 7);
  const invoiceId = invoiced((await close([id], endOfFebruary)).get(id));
  assert.deepEqual(await totals(invoiceId), ['flat plan 1 2900', 'usage calls 150 150']);
  const moved = (await subscriptionsByIds(stage.db, [id])).get(id)!;
  assert.equal(moved.currentPeriodStartAt.toString(), '2026-02-28T00:00:00Z');
  assert.equal(moved.currentPeriodEndAt.toString(), '2026-03-31T00:00:00Z');
});

test('closing twice answers the same invoice and writes nothing', async () => {
  const { id } = await stage.subscribe(await stage.plan(usageTerms));
  const first = invoiced((await close([id], endOfFebruary)).get(id));
  assert.deepEqual((await close([id], endOfFebruary)).get(id), { outcome: 'not_due', invoiceId: first });
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from billing_invoices where subscription_id = ${id}`.execute(stage.db);
  assert.equal(rows[0]!.count, 1n);
});

test('a period whose first invoice never came to be is still asked for at its close', async () => {
  const { id } = await stage.subscribe(await stage.plan({}));
  const invoiceId = invoiced((await close([id], endOfFebruary)).get(id));
  assert.deepEqual(await totals(invoiceId), ['flat plan 1 2900', 'flat plan 1 2900']);
});

test('an early close, the real close and late usage add up to what one close would have billed', async () => {
  const tiers = [
    { up_to: '100', unit_price: '0.015' },
    { up_to: null, unit_price: '0.004' },
  ];
  const price = { model: 'graduated', tiers };
  const plan = await stage.plan({
    price: '0',
    prices: [{ key: 'calls', meter: 'requests', name: 'Calls', price }],
  });
  const [split, whole] = [(await stage.subscribe(plan)).id, (await stage.subscribe(plan)).id];
  stage.usage.add(split, 'requests', '2026-02-03T00:00:00Z', 33);
  const early = await close([split], Temporal.Instant.from('2026-02-05T00:00:00Z'), { mode: 'early' });
  assert.equal(await amountOf(invoiced(early.get(split))), 50n);
  stage.usage.add(split, 'requests', '2026-02-06T00:00:00Z', 90);
  const second = await close([split], Temporal.Instant.from('2026-02-07T00:00:00Z'), { mode: 'early' });
  const real = await close([split], endOfFebruary);
  assert.deepEqual(real.get(split)?.outcome, 'nothing_to_bill');
  stage.usage.add(split, 'requests', '2026-02-27T00:00:00Z', 1001);
  const late = await close([split], Temporal.Instant.from('2026-03-05T00:00:00Z'), { mode: 'early' });
  const lateId = invoiced(late.get(split));
  assert.equal((await invoiceLines(stage.db, lateId))[0]!.description, 'Calls (late usage)');

  stage.usage.add(whole, 'requests', '2026-02-03T00:00:00Z', 1124);
  const once = await amountOf(invoiced((await close([whole], endOfFebruary)).get(whole)));
  const parts = [early, second, late].map((outcomes) => amountOf(invoiced(outcomes.get(split))));
  assert.equal(
    (await Promise.all(parts)).reduce((sum, part) => sum + part, 0n),
    once,
  );
  assert.equal(once, 560n);
});

test('an early close repeated without new usage bills nothing and answers the invoice there is', async () => {
  const { id } = await stage.subscribe(await stage.plan({ ...usageTerms, price: '0' }));
  stage.usage.add(id, 'requests', '2026-02-01T00:00:00Z', 10);
  const at = Temporal.Instant.from('2026-02-02T00:00:00Z');
  const invoiceId = invoiced((await close([id], at, { mode: 'early' })).get(id));
  assert.deepEqual((await close([id], at, { mode: 'early' })).get(id), {
    outcome: 'nothing_to_bill',
    invoiceId,
  });
});

test('overage of calendar-month quotas is billed where it arose, and the billing periods add up', async () => {
  const plan = await stage.plan({
    price: '0',
    quotas: [{ units: 100, period: 'month', overage: { mode: 'charge', unit_price: '0.10' } }],
  });
  const { id } = await stage.subscribe(plan);
  // The subscription's month is 31 January to 28 February: quota months January (one day of it) and February.
  stage.usage.add(id, 'units', '2026-01-31T10:00:00Z', 120);
  stage.usage.add(id, 'units', '2026-02-10T00:00:00Z', 90);
  const first = invoiced((await close([id], endOfFebruary)).get(id));
  assert.deepEqual(await totals(first), ['overage overage 20 200']);
  // February's quota has one day left, in the next billing period: 90 + 15 units are 5 past it.
  stage.usage.add(id, 'units', '2026-02-28T12:00:00Z', 15);
  stage.usage.add(id, 'units', '2026-03-20T12:00:00Z', 101);
  const second = invoiced((await close([id], Temporal.Instant.from('2026-03-31T02:00:00Z'))).get(id));
  assert.deepEqual(await totals(second), ['overage overage 6 60']);
});

test('overage of a quota from the anchor is that of the billing month, and other quotas charge nothing', async () => {
  const overage = { mode: 'charge', unit_price: '0.10' };
  const plan = await stage.plan({
    price: '0',
    quotas: [
      { units: 5, period: 'day' },
      { units: 100, period: 'month', alignment: 'anniversary', overage },
    ],
  });
  const { id } = await stage.subscribe(plan);
  // 31 January to 28 February is one quota month: 60 + 60 units are 20 past it, whatever the days had.
  stage.usage.add(id, 'units', '2026-01-31T12:00:00Z', 60);
  stage.usage.add(id, 'units', '2026-02-27T23:00:00Z', 60);
  stage.usage.add(id, 'units', '2026-02-28T00:00:00Z', 100);
  const first = invoiced((await close([id], endOfFebruary)).get(id));
  assert.deepEqual(await totals(first), ['overage overage 20 200']);
});

test('after a reset the whole quota is free again, and what was charged before it stays', async () => {
  const overage = { mode: 'charge', unit_price: '0.10' };
  const plan = await stage.plan({ price: '0', quotas: [{ units: 100, period: 'month', overage }] });
  const { id } = await stage.subscribe(plan);
  const at = (text: string) => Temporal.Instant.from(text);
  const quotaResets = [
    { quota: 'month', at: at('2026-02-10T00:00:00Z') },
    { quota: 'day', at: at('2026-02-20T00:00:00Z') },
  ];
  const { subscriptions } = stage.deps.sources;
  const sources = {
    ...stage.deps.sources,
    subscriptions: async (...question: Parameters<typeof subscriptions>) =>
      new Map([...(await subscriptions(...question))].map(([key, one]) => [key, { ...one, quotaResets }])),
  };
  // 130 before the reset are 30 past the quota; of 150 after it 50 are.
  stage.usage.add(id, 'units', '2026-02-03T00:00:00Z', 130);
  stage.usage.add(id, 'units', '2026-02-10T00:00:00Z', 90);
  stage.usage.add(id, 'units', '2026-02-25T00:00:00Z', 60);
  const request = { ids: [id], mode: 'due', at: endOfFebruary, leaveDraft: false, runId: null } as const;
  const outcome = await closeBatch({ ...stage.deps, sources }, request);
  const invoiceId = invoiced(outcome.get(id));
  assert.deepEqual(await totals(invoiceId), ['overage overage 80 800']);
  const [line] = await invoiceLines(stage.db, invoiceId);
  const periods = line!.explanation.quota_periods as { reset_at?: string; overage_units: string }[];
  assert.deepEqual(
    periods.map(({ reset_at, overage_units }) => [reset_at, overage_units]),
    [
      [undefined, '30'],
      ['2026-02-10T00:00:00.000Z', '50'],
    ],
  );
});

test('daily quotas are judged day by day and billed on one line, rounded once', async () => {
  const plan = await stage.plan({
    price: '0',
    quotas: [
      {
        units: 10,
        period: 'day',
        overage: { mode: 'charge', unit_price: '0.004', max_overage_units: 3 },
      },
    ],
  });
  const { id } = await stage.subscribe(plan);
  stage.usage.add(id, 'units', '2026-02-01T10:00:00Z', 11);
  stage.usage.add(id, 'units', '2026-02-02T10:00:00Z', 9);
  stage.usage.add(id, 'units', '2026-02-03T23:59:59.999Z', 12);
  stage.usage.add(id, 'units', '2026-02-04T00:00:00Z', 30);
  const invoiceId = invoiced((await close([id], endOfFebruary)).get(id));
  // 1 + 2 + at most 3 of 20 units at 0.004 is 0.024.
  assert.deepEqual(await totals(invoiceId), ['overage overage 6 2']);
});

test('a trial is closed without asking for money, and what follows it is asked for', async () => {
  const { id } = await stage.subscribe(await stage.plan({ ...usageTerms, trial_days: 7 }));
  assert.equal((await close([id], startAt, { mode: 'start' })).get(id)?.outcome, 'nothing_to_bill');
  stage.usage.add(id, 'requests', '2026-02-01T00:00:00Z', 500);
  const invoiceId = invoiced((await close([id], Temporal.Instant.from('2026-02-07T02:00:00Z'))).get(id));
  assert.deepEqual(await totals(invoiceId), ['flat plan 1 2900']);
  stage.usage.add(id, 'requests', '2026-02-02T00:00:00Z', 500);
  const later = await close([id], Temporal.Instant.from('2026-02-09T00:00:00Z'), { mode: 'early' });
  assert.equal(later.get(id)?.outcome, 'nothing_to_bill', 'late usage of a trial is as free as the trial');
});

test('nothing is closed before its grace is over or before its usage is complete', async () => {
  const { id } = await stage.subscribe(await stage.plan(usageTerms));
  assert.equal(
    (await close([id], Temporal.Instant.from('2026-02-28T00:59:59Z'))).get(id)?.outcome,
    'not_due',
  );
  stage.usage.completeUntil = Temporal.Instant.from('2026-02-27T23:59:59Z');
  assert.equal((await close([id], endOfFebruary)).get(id)?.outcome, 'waiting');
  stage.usage.completeUntil = Temporal.Instant.from('2026-02-28T00:00:00Z');
  invoiced((await close([id], endOfFebruary)).get(id));
  stage.usage.completeUntil = null;
});

test('a negative difference waits for an invoice that is positive', async () => {
  const tiers = [
    { up_to: '10', unit_price: '1' },
    { up_to: null, unit_price: '0.1' },
  ];
  const prices = [{ key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'volume', tiers } }];
  const { id } = await stage.subscribe(await stage.plan({ price: '0', prices }));
  stage.usage.add(id, 'requests', '2026-02-01T00:00:00Z', 10);
  const early = await close([id], Temporal.Instant.from('2026-02-02T00:00:00Z'), { mode: 'early' });
  assert.equal(await amountOf(invoiced(early.get(id))), 1000n);
  stage.usage.add(id, 'requests', '2026-02-03T00:00:00Z', 1);
  assert.equal((await close([id], endOfFebruary)).get(id)?.outcome, 'nothing_to_bill');
  stage.usage.add(id, 'requests', '2026-03-03T00:00:00Z', 200);
  const next = invoiced((await close([id], Temporal.Instant.from('2026-03-31T02:00:00Z'))).get(id));
  assert.deepEqual(await totals(next), ['usage calls 200 2000', 'usage calls 11 -890']);
  const lines = await invoiceLines(stage.db, next);
  assert.equal(lines[1]!.explanation.billed_before, '10.00');
});

test('four workers at once make one invoice per subscription and a series without gaps', async () => {
  const plan = await stage.plan(usageTerms);
  const ids: string[] = [];
  for (let index = 0; index < 4; index += 1) ids.push((await stage.subscribe(plan)).id);
  const all = await Promise.all([1, 2, 3, 4].map(() => close(ids, endOfFebruary)));
  for (const id of ids) {
    const outcomes = all.map((outcome) => outcome.get(id)!.outcome);
    assert.equal(outcomes.filter((outcome) => outcome === 'invoiced').length, 1, outcomes.join());
  }
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from billing_invoices where subscription_id = any(${ids})`.execute(stage.db);
  assert.equal(rows[0]!.count, 4n);
});

test('usage of a whole batch is asked for in one query', async () => {
  const plan = await stage.plan(usageTerms);
  const ids = [(await stage.subscribe(plan)).id, (await stage.subscribe(plan)).id];
  const before = stage.usage.queries;
  await close(ids, endOfFebruary);
  assert.equal(stage.usage.queries, before + 1);
});

test('a subscription that cannot be rated is set aside with its reason, and the others are billed', async () => {
  const price = { model: 'percentage', rate_percent: '2', fixed_per_event: '0.1' };
  const prices = [{ key: 'orders', meter: 'orders', name: 'Orders', price }];
  const poison = (await stage.subscribe(await stage.plan({ prices }))).id;
  const healthy = (await stage.subscribe(await stage.plan(usageTerms))).id;
  const { sources } = stage.deps;
  // Terms that no plan could have been saved with: a maximum has no price per event.
  const subscriptions: typeof sources.subscriptions = async (db, ids) => {
    const found = await sources.subscriptions(db, ids);
    const one = found.get(poison);
    if (one) found.set(poison, { ...one, ...spoiled(one), segments: one.segments.map(spoiled) });
    return found;
  };
  const deps = { ...stage.deps, sources: { ...sources, subscriptions } };
  const ids = [poison, healthy];
  const request: CloseRequest = { ids, mode: 'due', at: endOfFebruary, leaveDraft: false, runId: null };
  const outcomes = await closeBatch(deps, request);
  invoiced(outcomes.get(healthy));
  const aside = outcomes.get(poison);
  assert.ok(aside?.outcome === 'set_aside' && aside.reason.includes('orders'), JSON.stringify(aside));
  assert.equal((await closeBatch(deps, request)).get(poison)?.outcome, 'set_aside');
});

function spoiled<T extends { readonly plan: PlanVersionOfPlan }>(of: T): T {
  const { terms } = of.plan;
  const definition = meterDefinitionSchema.parse({
    event_type: 'orders',
    aggregation: 'max',
    value: 'value',
  });
  const prices = terms.prices.map((item) => ({ ...item, definition }));
  return { ...of, plan: { ...of.plan, terms: { ...terms, prices } } };
}

test('a subscription that the database refuses is found among the others and set aside', async () => {
  const plan = await stage.plan(usageTerms);
  const ids: string[] = [];
  for (let index = 0; index < 3; index += 1) ids.push((await stage.subscribe(plan)).id);
  const [, poison] = ids;
  const { sources } = stage.deps;
  const advance: typeof sources.advance = async (tx, over, at) => {
    if (over.some((one) => one.id === poison)) await sql`select 1 / 0`.execute(tx);
    await sources.advance(tx, over, at);
  };
  const deps = { ...stage.deps, sources: { ...sources, advance } };
  const request: CloseRequest = { ids, mode: 'due', at: endOfFebruary, leaveDraft: false, runId: null };
  const outcomes = await closeBatch(deps, request);
  assert.deepEqual(
    ids.map((id) => outcomes.get(id)?.outcome),
    ['invoiced', 'set_aside', 'invoiced'],
  );
});

test('a draft has no number, no receivable and no entry in the ledger', async () => {
  const { id } = await stage.subscribe(await stage.plan({}));
  const outcomes = await close([id], startAt, { mode: 'start', leaveDraft: true });
  const { invoice, receivable } = (await findInvoice(stage.db, invoiced(outcomes.get(id))))!;
  assert.equal(invoice.state, 'draft');
  assert.equal(invoice.number, null);
  assert.equal(receivable, null);
});

const refused = (error: unknown) => (error as { code?: string }).code === '23000';

test('nobody edits an issued invoice, its lines or its charges', async () => {
  const { id } = await stage.subscribe(await stage.plan({}));
  const invoiceId = invoiced((await close([id], startAt, { mode: 'start' })).get(id));
  const { db } = stage;
  await assert.rejects(
    sql`update billing_invoices set due_at = now() where id = ${invoiceId}`.execute(db),
    refused,
  );
  await assert.rejects(sql`delete from billing_invoices where id = ${invoiceId}`.execute(db), refused);
  await assert.rejects(sql`update billing_invoice_lines set description = 'x'`.execute(db), refused);
  await assert.rejects(sql`delete from billing_charges`.execute(db), refused);
});

test('after all of this the ledger and its subledgers agree', async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
