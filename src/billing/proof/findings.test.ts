import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type RawBuilder, sql } from 'kysely';
import { decimal, inTransaction } from '#kernel';
import { issueCreditNote } from '../credits/index.ts';
import { recordPayment } from '../payments/index.ts';
import { runPayouts } from '../payouts/index.ts';
import { savePayoutAccount } from '../payouts/store.ts';
import { startAt } from '../testing.ts';
import { checkFigures } from './check-figures.ts';
import { tilingFault } from './checks-subscriptions.ts';
import { type ProofStage, setProofStage } from './testing.ts';

let stage: ProofStage;
let subscriptionId: string;
before(async () => {
  stage = await setProofStage();
  await liveThroughTwoMonths();
});
after(() => stage.end());

/** Invoices, one paid, one overpaid, one open and credited in part; a payout on its way; usage, late usage. */
async function liveThroughTwoMonths(): Promise<void> {
  const price = { model: 'per_unit', unit_price: '0.10' };
  const prices = [{ key: 'calls', meter: 'requests', name: 'Calls', price }];
  const planId = await stage.plan({ prices });
  const { id } = await stage.subscribe(planId);
  subscriptionId = id;
  await stage.close(id, 'start');
  await stage.calls(id, startAt.add({ hours: 1 }), 60);
  stage.clock.set('2026-02-28T02:00:00Z');
  await stage.close(id, 'due');
  stage.seen.batch = 2n;
  await stage.calls(id, startAt.add({ hours: 3 }), 7);
  stage.clock.set('2026-03-31T02:00:00Z');
  await stage.close(id, 'due');
  const { rows } = await sql<{ id: string; total_minor: bigint }>`
    select id, total_minor from billing_invoices order by id`.execute(stage.db);
  const at = stage.clock.now();
  for (const [index, invoice] of rows.slice(0, 2).entries()) {
    const money = {
      ...{
        invoiceId: invoice.id,
        source: 'bank',
        externalId: `transfer-${index}`,
        feeMinor: 0n,
        currency: 'USD',
      },
      ...{ amountMinor: invoice.total_minor + BigInt(index) * 500n, receivedAt: at },
    };
    await inTransaction(stage.db, (tx) => recordPayment(tx, money, at));
  }
  // Of the second invoice a part goes back: 10.00, with the tenth that the platform had.
  await inTransaction(stage.db, (tx) =>
    issueCreditNote(tx, {
      ...{ invoiceId: rows[1]!.id, providerId: stage.providerId, ask: { kind: 'amount', totalMinor: 1000n } },
      ...{ reason: 'goodwill', note: null, remainder: 'refund', by: 'test', at },
    }),
  );
  const account = { providerId: stage.providerId, holderName: 'Weather', iban: 'GB82WEST12345698765432' };
  const run = { key: 'r1', minimum: decimal(0), currency: null, requestedBy: 'test', at };
  await inTransaction(stage.db, async (tx) => {
    await savePayoutAccount(tx, account, at);
    await runPayouts(tx, run);
  });
}

/** What is open after a pass over everything, by check. */
async function found(): Promise<Record<string, string>> {
  assert.equal((await stage.billing.check({ thorough: true })).more, false);
  const { body } = await stage.ask('GET', '/billing/findings?limit=200', 'operator');
  const troubles = (await checkFigures(stage.db)).filter((one) => one.trouble !== null);
  assert.deepEqual(troubles, []);
  return Object.fromEntries(
    body.data.map((one: { check: string; detail: string }) => [one.check, one.detail]),
  );
}

/** Does what triggers and constraints refuse. */
async function tamper(table: string, change: RawBuilder<unknown>): Promise<void> {
  await sql`alter table ${sql.table(table)} disable trigger user`.execute(stage.db);
  const { numAffectedRows } = await change.execute(stage.db);
  assert.equal(numAffectedRows, 1n);
  await sql`alter table ${sql.table(table)} enable trigger user`.execute(stage.db);
}

const some = {
  posting: sql`(select entry_id from ledger_postings order by entry_id limit 1)`,
  account: sql`(select id from ledger_accounts where code = 'receivable' limit 1)`,
  invoice: sql`(select id from billing_invoices order by id limit 1)`,
  unpaid: sql`(select invoice_id from billing_receivables where state = 'open' limit 1)`,
  last: sql`(select id from billing_invoices order by id desc limit 1)`,
};

/** How each check is made to bite: a change, what must be said of it, and the change back. */
const breaks: readonly {
  check: string;
  table: string;
  change: (sign: 1 | -1) => RawBuilder<unknown>;
  says: RegExp;
}[] = [
  {
    check: 'ledger.entries',
    table: 'ledger_postings',
    change: (sign) =>
      sql`update ledger_postings set amount = amount + ${sign} where entry_id = ${some.posting} and position = 1`,
    says: /off by 1 minor units of USD/,
  },
  {
    check: 'ledger.balances',
    table: 'ledger_balances',
    change: (sign) =>
      sql`update ledger_balances set balance = balance + ${sign} where account_id = ${some.account}`,
    says: /receivable USD: the balance is \d+, its postings come to \d+/,
  },
  {
    check: 'control.receivable',
    table: 'billing_receivables',
    change: (sign) =>
      sql`update billing_receivables set total_minor = total_minor + ${sign} where invoice_id = ${some.unpaid}`,
    says: /the ledger has \d+, the open invoices come to \d+/,
  },
  {
    check: 'control.provider_unsettled',
    table: 'billing_receivables',
    change: (sign) =>
      sql`update billing_receivables set unsettled_minor = unsettled_minor - ${sign} where invoice_id = ${some.last}`,
    says: /the shares of unpaid invoices come to/,
  },
  {
    check: 'control.unapplied_credit',
    table: 'billing_credits',
    change: (sign) =>
      sql`update billing_credits set remaining_minor = remaining_minor - ${sign} where origin = 'payment'`,
    says: /the ledger has 500, the credits of consumers come to 499/,
  },
  {
    check: 'credits.used',
    table: 'billing_credits',
    change: (sign) =>
      sql`update billing_credits set remaining_minor = remaining_minor + ${sign} where origin = 'credit_note'`,
    says: /999 are gone from it, used and refunded are 1000/,
  },
  {
    check: 'control.refund_in_transit',
    table: 'billing_refunds',
    change: (sign) => sql`update billing_refunds set amount_minor = amount_minor - ${sign}`,
    says: /the ledger has 1000, the refunds on their way come to 999/,
  },
  {
    check: 'control.bad_debt',
    table: 'billing_receivables',
    change: (sign) =>
      sign === 1
        ? sql`update billing_receivables set written_off_minor = total_minor, state = 'uncollectible' where invoice_id = ${some.last}`
        : sql`update billing_receivables set written_off_minor = 0, state = 'open' where invoice_id = ${some.last}`,
    says: /the ledger has 0, the invoices given up come to/,
  },
  {
    check: 'receivables.paid',
    table: 'billing_receivables',
    change: (sign) =>
      sql`update billing_receivables set credited_minor = credited_minor + ${sign} where credited_minor > 0`,
    says: /credited are 1001, its credit notes come to 1000/,
  },
  {
    check: 'credit_notes.add_up',
    table: 'billing_credit_note_lines',
    change: (sign) =>
      sql`update billing_credit_note_lines set amount_minor = amount_minor + ${sign} where position = 1`,
    says: /its lines come to 1001, its net is 1000/,
  },
  {
    check: 'invoices.numbers',
    table: 'billing_credit_notes',
    change: (sign) =>
      sql`update billing_credit_notes set number = left(number, -1) || ${sign === 1 ? '3' : '1'}`,
    says: /the series stands at 1, 1 credit notes have 1 numbers up to 3/,
  },
  {
    check: 'control.payout_in_transit',
    table: 'billing_payouts',
    change: (sign) => sql`update billing_payouts set amount_minor = amount_minor + ${sign}`,
    says: /the payouts in transit come to/,
  },
  {
    check: 'invoices.add_up',
    table: 'billing_invoice_lines',
    change: (sign) =>
      sql`update billing_invoice_lines set amount_minor = amount_minor + ${sign} where invoice_id = ${some.invoice} and position = 1`,
    says: /its lines come to 2901, its net is 2900; 1 of its lines are not what was charged/,
  },
  {
    check: 'invoices.add_up',
    table: 'billing_invoices',
    change: (sign) =>
      sign === 1
        ? sql`update billing_invoices set taxes = '[{"amount_minor": "7"}]' where id = ${some.invoice}`
        : sql`update billing_invoices set taxes = '[]' where id = ${some.invoice}`,
    says: /its taxes come to 7, its tax is 0/,
  },
  {
    check: 'receivables.paid',
    table: 'billing_allocations',
    change: (sign) =>
      sql`update billing_allocations set amount_minor = amount_minor - ${sign} where invoice_id = ${some.invoice}`,
    says: /paid are 2900, allocated 2899 of 2900/,
  },
  {
    check: 'invoices.numbers',
    table: 'billing_invoices',
    change: (sign) =>
      sql`update billing_invoices set number = left(number, -6) || lpad((right(number, 6)::int + ${sign * 4})::text, 6, '0') where id = ${some.last}`,
    says: /the series stands at 3, 3 invoices have 3 numbers up to 7/,
  },
  {
    check: 'periods.tile',
    table: 'billing_closed_periods',
    change: (sign) =>
      sql`update billing_closed_periods set period_end_at = period_end_at + ${`${sign} days`}::interval where period_start_at = ${startAt}`,
    says: /from 2026-02-28T00:00:00Z to 2026-03-01T00:00:00Z is billed twice/,
  },
  {
    check: 'charges.invoiced',
    table: 'billing_charges',
    change: (sign) =>
      sign === 1
        ? sql`update billing_charges set invoice_id = null, created_at = '2025-12-01' where kind = 'flat' and period_start_at = ${startAt}`
        : sql`update billing_charges set invoice_id = ${some.invoice}, created_at = ${startAt} where kind = 'flat' and period_start_at = ${startAt}`,
    says: /2900 minor units of USD wait for an invoice since 2025-12-01/,
  },
  {
    check: 'charges.invoiced',
    table: 'billing_charges',
    change: (sign) =>
      sql`update billing_charges set invoice_id = case when ${sign === 1} then ${some.last} else ${some.invoice} end where kind = 'flat' and period_start_at = ${startAt}`,
    says: /1 charges are not on the invoice that they name/,
  },
];

test('what nobody has touched agrees in every check', async () => {
  assert.deepEqual(await found(), {});
  const { body } = await stage.ask('GET', '/billing/checks', 'operator');
  for (const check of body.data) {
    assert.ok(check.examined > 0, `${check.name} looked at nothing`);
    assert.deepEqual([check.completed_at !== null, check.running], [true, false]);
  }
});

for (const { check, table, change, says } of breaks) {
  test(`it is found when ${table} is changed: ${check}, ${says.source.slice(0, 40)}`, async () => {
    await tamper(table, change(1));
    assert.match((await found())[check] ?? 'nothing found', says);
    await tamper(table, change(-1));
    assert.deepEqual(await found(), {});
  });
}

test('usage that was counted and not billed is found, and so are roll-ups that differ', async () => {
  await stage.calls(subscriptionId, startAt.add({ hours: 5 }), 2, 1n);
  assert.match(
    (await found())['usage.billed']!,
    /the usage store has 69 up to batch 2, which is 20 minor units/,
  );
  const month = '202603';
  await stage.calls(subscriptionId, Temporal.Instant.from('2026-03-30T00:00:00Z'), 1, 9n);
  await stage.usageDb.command(
    `ALTER TABLE usage_hourly DELETE WHERE toYYYYMM(hour) = ${month} SETTINGS mutations_sync = 2`,
  );
  assert.match((await found())['usage.rollups']!, /1 hours differ.*request at 2026-03-30T00:00:00Z: 1 calls/);
  await stage.usageDb.command(`ALTER TABLE usage_events DELETE WHERE batch = 9 OR id IN
    (SELECT id FROM usage_events WHERE batch = 1 ORDER BY timestamp DESC LIMIT 2) SETTINGS mutations_sync = 2`);
  const left = Object.keys(await found());
  assert.ok(!left.includes('usage.rollups'), String(left));
});

test('periods that do not tile are told apart', () => {
  const at = (day: number) => startAt.add({ hours: 24 * day });
  const base = {
    organizationId: 'org_a',
    state: 'active',
    createdAt: at(0),
    segmentStartAt: at(20),
    canceledAt: null,
  } as const;
  const period = (from: number, to: number) => ({ startAt: at(from), endAt: at(to) });
  const fault = (
    closed: [number, number][],
    open: [number, number][] = [],
    now = 21,
    more = {},
    returns: number[] = [],
  ) =>
    tilingFault(
      { ...base, currentPeriodEndAt: at(30), ...more },
      { closed: closed.map((one) => period(...one)), returns: returns.map(at) },
      open.map((one) => period(...one)),
      at(now),
    );
  assert.equal(
    fault([
      [0, 10],
      [10, 20],
    ]),
    null,
  );
  const twoLives: [number, number][] = [
    [0, 7],
    [10, 20],
  ];
  assert.equal(fault(twoLives, [], 21, {}, [10]), null, 'it had ended and came back');
  assert.match(fault(twoLives, [], 21, {}, [12])!, /nothing is billed/);
  assert.equal(fault([[0, 10]], [], 21, {}, [20]), null, 'it is back and nothing is over since');
  assert.equal(
    fault(
      [[0, 10]],
      [
        [10, 15],
        [15, 20],
      ],
    ),
    null,
  );
  assert.match(
    fault([
      [0, 10],
      [11, 20],
    ])!,
    /nothing is billed from/,
  );
  assert.match(
    fault([
      [1, 10],
      [10, 20],
    ])!,
    /nothing is billed from/,
  );
  assert.match(
    fault([
      [0, 10],
      [9, 20],
    ])!,
    /is billed twice/,
  );
  assert.match(fault([[0, 10]])!, /is billed until/);
  assert.match(fault([[0, 20]], [], 60)!, /and is not billed/);
  assert.equal(fault([[0, 20]], [], 60, { organizationId: 'org_test_a' }), null);
  assert.equal(fault([[0, 20]], [], 60, { state: 'paused' }), null);
  assert.equal(fault([[0, 30]], [], 60, { state: 'canceled', canceledAt: at(30) }), null);
});

test('a finding is announced once, and again when it comes back', async () => {
  const { table, change } = breaks[0]!;
  const events = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from kernel_events where name = 'billing.invariant_broken'
        and payload->>'check' = 'ledger.entries'`.execute(stage.db);
    return rows[0]!.count;
  };
  const told = await events();
  await tamper(table, change(1));
  await found();
  await found();
  assert.equal(await events(), told + 1);
  await tamper(table, change(-1));
  await stage.billing.check();
  const { body } = await stage.ask('GET', '/billing/findings?resolved=true&check=ledger.entries', 'operator');
  assert.equal(body.data.length, 1);
  await tamper(table, change(1));
  await found();
  assert.equal(await events(), told + 2);
  await tamper(table, change(-1));
});

test('only the operator sees findings; a pass that is asked for runs to its end in several steps', async () => {
  for (const path of ['/billing/findings', '/billing/checks'])
    assert.equal((await stage.ask('GET', path, stage.providerId)).status, 403);
  assert.equal((await stage.ask('POST', '/billing/findings/check', stage.providerId)).status, 403);
  const asked = await stage.ask('POST', '/billing/findings/check', 'operator');
  assert.equal(asked.status, 202);
  const running = async () => {
    const { body } = await stage.ask('GET', '/billing/checks', 'operator');
    return body.data.filter((one: { running: boolean }) => one.running).length;
  };
  assert.ok((await running()) > 10);
  assert.equal((await stage.billing.check({ longestMs: 0 })).more, true);
  assert.ok((await running()) > 10);
  // Two workers at once: each check is run by one of them.
  const results = await Promise.all([stage.billing.check(), stage.billing.check()]);
  assert.deepEqual(
    results.map(({ more }) => more),
    [false, false],
  );
  await stage.billing.check();
  assert.equal(await running(), 0);
});
