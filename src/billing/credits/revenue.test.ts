import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHttpServer, decimal, inTransaction, newId, PERMISSIONS } from '#kernel';
import { accountBalances } from '#ledger';
import { silentLog, type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { closeBatch } from '../invoices/index.ts';
import { saveRate, saveRegistration } from '../invoices/store-tax.ts';
import { type Stage, setStage, startAt } from '../testing.ts';
import type { CreditAsk } from './credit-note.ts';
import { issueCreditNote } from './issue-credit-note.ts';
import { revenueRoutes } from './routes-revenue.ts';
import { type RevenueRow, revenue } from './store-revenue.ts';

let database: TestDatabase;
let stage: Stage;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
  const validFrom = Temporal.PlainDate.from('2020-01-01');
  const place = { country: 'DE', region: null, validFrom, validTo: null, sellerId: stage.providerId };
  await within(async (tx) => {
    await saveRegistration(tx, {
      ...{ ...place, id: newId('txr'), scheme: 'standard', taxId: 'DE136695976' },
    });
    const rate = { category: 'standard', name: 'VAT', percent: decimal(19) } as const;
    await saveRate(tx, { ...place, ...rate, id: newId('txt') });
  });
});
after(() => database.drop());

const within = <T>(work: (tx: Stage['db']) => Promise<T>) => inTransaction(stage.db, work);

async function invoice(planId: string): Promise<string> {
  const { id } = await stage.subscribe(planId);
  const at = stage.clock.now();
  const outcome = (
    await closeBatch(stage.deps, { ids: [id], mode: 'start', at, leaveDraft: false, runId: null })
  ).get(id);
  assert.ok(outcome?.outcome === 'invoiced', JSON.stringify(outcome));
  return outcome.invoiceId;
}

const credit = (invoiceId: string, ask: CreditAsk) =>
  within((tx) =>
    issueCreditNote(tx, {
      ...{ invoiceId, ask, remainder: 'credit', providerId: stage.providerId, reason: 'goodwill' },
      ...{ note: null, by: 'test', at: stage.clock.now() },
    }),
  );

const asked = (period: 'month' | 'whole', from = startAt) =>
  revenue(stage.db, {
    sellerId: stage.providerId,
    fromAt: from,
    toAt: startAt.add({ hours: 24 * 365 }),
    timeZone: 'Europe/Berlin',
    period,
  });

const sum = (rows: readonly RevenueRow[], of: (row: RevenueRow) => bigint) =>
  rows.reduce((all, row) => all + of(row), 0n);

test('gross less fees, refunds and tax is what the ledger has for the provider, plan by plan', async () => {
  const fee = { name: 'Set', timing: 'in_advance', price: { model: 'flat', amount: '0.01' } };
  const small = await stage.plan({ price: '29.99', fees: [{ ...fee, key: 'set' }] });
  const large = await stage.plan({ price: '199.95' });
  const first = await invoice(small);
  await invoice(large);
  stage.clock.advance({ hours: 24 * 40 });
  await credit(first, { kind: 'amount', totalMinor: 1001n });
  await credit(await invoice(large), { kind: 'whole' });
  await credit(await invoice(small), { kind: 'lines', lines: [{ position: 2, amountMinor: 1n }] });

  const rows = await asked('whole');
  assert.equal(rows.length, 2);
  const held = async (code: string) =>
    (await accountBalances(stage.db, {}, { limit: 1000, afterId: null }))
      .filter(({ account }) => account.code === code)
      .reduce((all, row) => all - row.balanceMinor, 0n);
  assert.equal(
    sum(rows, (row) => row.taxMinor),
    await held('tax_payable'),
  );
  assert.equal(
    sum(rows, (row) => row.feesMinor),
    await held('platform_fee_revenue'),
  );
  const net = sum(rows, (row) => row.grossMinor - row.feesMinor - row.refundsMinor - row.taxMinor);
  assert.equal(net, (await held('provider_unsettled')) + (await held('provider_payable')));
  // 3 × (30.00 or 199.95) + 19 %, to the cent.
  assert.equal(
    sum(rows, (row) => row.grossMinor),
    2n * 3570n + 2n * 23_794n,
  );
  assert.equal(
    sum(rows, (row) => row.refundsMinor),
    1001n + 23_794n + 1n,
  );
  assert.deepEqual(
    rows.map((row) => row.invoices),
    [2, 2],
  );
});

test('what was credited later counts on the day of the credit note', async () => {
  const months = new Map((await asked('month')).map((row) => [`${row.period} ${row.planVersionId}`, row]));
  const january = [...months.values()].filter((row) => row.period === '2026-01');
  assert.equal(
    sum(january, (row) => row.refundsMinor),
    0n,
  );
  const march = [...months.values()].filter((row) => row.period === '2026-03');
  assert.equal(
    sum(march, (row) => row.refundsMinor),
    1001n + 23_794n + 1n,
  );
  assert.deepEqual(await asked('whole', startAt.add({ hours: 24 * 300 })), []);
});

test('over HTTP: what of it is whose, by plan or product, with totals by currency', async () => {
  const server = await createHttpServer({
    ...{ db: database.db, clock: stage.clock, log: silentLog, routes: revenueRoutes(), trustedProxies: [] },
    checkResponses: true,
    async authenticate({ headers }) {
      const organizationId = String(headers['turnpike-organization']);
      return { ...stage.actor, operator: false, organizationId, permissions: new Set(PERMISSIONS) };
    },
  });
  const ask = async (query: string, organization = stage.providerId) => {
    const headers = { 'turnpike-organization': organization };
    const answer = await server.inject({ url: `/api/v1/billing/revenue?${query}`, headers });
    return { status: answer.statusCode, body: answer.json() };
  };
  const year = 'from=2026-01-01&to=2026-12-31';
  const { body } = await ask(`${year}&by=plan&period=whole`);
  assert.deepEqual(
    body.data.map((row: { plan: { name: string } }) => row.plan.name),
    ['Plan 1', 'Plan 2'],
  );
  const total = {
    ...{ currency: 'USD', gross: '547.28', refunds: '247.96', fees: '25.16', tax: '47.80', net: '226.36' },
  };
  assert.deepEqual(body.totals, [total]);
  const whole = (await ask(`${year}&by=product&period=whole`)).body.data;
  assert.deepEqual(whole, [
    { ...total, period: '', product: { id: stage.productId, name: 'Weather API' }, plan: null },
  ]);
  const { organizationId } = await stage.subscribe(await stage.plan({}));
  assert.deepEqual((await ask(year, organizationId)).body.data, []);
  assert.equal((await ask('from=2026-02-01&to=2026-01-01')).status, 422);
  await server.close();
});
