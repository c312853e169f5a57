import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { formatAmount } from '#kernel';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { type Stage, setStage, startAt } from '../testing.ts';
import { closeBatch } from './close-batch.ts';
import { upcomingOf } from './upcoming.ts';

// The first period lasts from 31 January to 28 February: 28 days.

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
after(() => database.drop());

const instant = (text: string) => Temporal.Instant.from(text);
const perCall = {
  prices: [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.01' } },
  ],
};

async function subscribed(terms: Record<string, unknown>) {
  const holder = await stage.subscribe(await stage.plan(terms));
  await closeBatch(stage.deps, {
    ...{ ids: [holder.id], mode: 'start', at: startAt, leaveDraft: false, runId: null },
  });
  return holder;
}

/** Money as people read it, without tax. */
async function look(organizationId: string, at: string) {
  const [one] = await upcomingOf(stage.db, stage.deps, organizationId, instant(at));
  const money = (minor: bigint) => formatAmount({ minor, currency: one!.currency });
  return {
    billed: money(one!.billedMinor),
    unbilled: money(one!.unbilledMinor),
    projected: one!.projected && [money(one!.projected.lowMinor), money(one!.projected.highMinor)],
    next: one!.next && money(one!.next.netMinor),
    lines: one!.next?.lines.map((line) => `${line.description} ${line.quantity}: ${money(line.amountMinor)}`),
  };
}

test('what was billed and what was used since are told apart, and the rest of the period is at two paces', async () => {
  const { id, organizationId } = await subscribed({ price: '28.00', ...perCall });
  // 1,000 calls in the first week, 400 in the second: after 14 days 100 a day, and 57 a day of late.
  stage.usage.add(id, 'requests', '2026-02-02T00:00:00Z', 1000);
  stage.usage.add(id, 'requests', '2026-02-10T00:00:00Z', 400);
  assert.deepEqual(await look(organizationId, '2026-02-14T00:00:00Z'), {
    billed: '28.00',
    unbilled: '14.00',
    projected: ['50.00', '56.00'],
    next: '56.00',
    lines: ['Plan 1 plan 1: 28.00', 'Calls 2800: 28.00'],
  });
});

test('a few calls in the first minutes are no flood', async () => {
  const { id, organizationId } = await subscribed({ price: '28.00', ...perCall });
  stage.usage.add(id, 'requests', '2026-01-31T00:00:30Z', 10);
  const { projected } = await look(organizationId, '2026-01-31T00:01:00Z');
  assert.deepEqual(projected, ['30.90', '30.90'], 'ten, and ten a day from now on');
});

test('overage is projected over the whole of its quota period', async () => {
  const quotas = [
    {
      units: 1000,
      period: 'month',
      alignment: 'anniversary',
      overage: { mode: 'charge', unit_price: '0.02' },
    },
  ];
  const { id, organizationId } = await subscribed({ price: '10.00', quotas });
  stage.usage.add(id, 'units', '2026-02-01T00:00:00Z', 700);
  const { unbilled, projected } = await look(organizationId, '2026-02-07T00:00:00Z');
  assert.equal(unbilled, '0.00', 'within the quota');
  // 100 a day: 2,800 at the end, 1,800 past the quota.
  assert.deepEqual(projected, ['46.00', '46.00']);
});

test('a subscription that ends has no fee on its last invoice, and one that costs nothing has none at all', async () => {
  const { organizationId } = await subscribed({ price: '0' });
  const found = await look(organizationId, '2026-02-07T00:00:00Z');
  assert.deepEqual(found, {
    ...{ billed: '0.00', unbilled: '0.00', projected: ['0.00', '0.00'], next: null, lines: undefined },
  });
});

test('nothing is written', async () => {
  const before = stage.usage.queries;
  const { organizationId } = await subscribed({ price: '28.00', ...perCall });
  const first = await look(organizationId, '2026-02-14T00:00:00Z');
  assert.deepEqual(await look(organizationId, '2026-02-14T00:00:00Z'), first);
  assert.ok(stage.usage.queries > before);
});
