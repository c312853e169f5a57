import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { anonymous, type Db, decimal, inTransaction, Problem, testDatabase } from '#kernel';
import { balance, post } from '#ledger';
import {
  expireDueCredit,
  type Grant,
  giveCredit,
  grantTopUp,
  leaseCredit,
  promotionalCredits,
  revokeGrant,
  settlePaidCredit,
  takeBackTopUp,
  takePromotional,
  tellLowCredit,
  turnPeriodCredit,
  type WalletRef,
  walletDifferences,
  walletText,
} from './index.ts';
import { saveLowAt } from './store-levels.ts';
import { listGrants, listMovements, listWallets } from './store-reading.ts';
import { savePaidExpiresDays } from './store-wallets.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Db;
before(async () => {
  database = await testDatabase();
  db = database.db;
});
after(async () => {
  assert.deepEqual(await walletDifferences(db), []);
  await database.drop();
});

const at = Temporal.Instant.from('2026-03-01T00:00:00Z');
const days = (count: number) => at.add({ hours: 24 * count });
let consumers = 0;

function newRef(currency = 'USD'): WalletRef {
  consumers += 1;
  return { organizationId: `org_c${consumers}`, providerId: 'org_p', currency };
}

const inTx = <T>(work: (tx: Db) => Promise<T>) => inTransaction(db, work);
const paid = (ref: WalletRef, invoiceId: string, amountMinor: bigint, when = at) =>
  inTx(async (tx) => {
    const { grant, entries } = await grantTopUp(tx, { ref, invoiceId, amountMinor }, when);
    await post(tx, entries, when);
    return grant;
  });

function gift(
  ref: WalletRef,
  key: string,
  amountMinor: bigint,
  more: Partial<Parameters<typeof giveCredit>[1]> = {},
) {
  const order = {
    ref,
    amountMinor,
    priority: 100,
    expiresAt: null,
    reason: 'welcome',
    key,
    actor: anonymous,
    at,
  };
  return inTx((tx) => giveCredit(tx, { ...order, ...more }));
}

function settle(ref: WalletRef, invoiceId: string, openMinor: bigint, when = at) {
  return inTx(async (tx) => {
    const { paidMinor, entries } = await settlePaidCredit(tx, [{ ...ref, invoiceId, openMinor }], when);
    await post(tx, entries, when);
    return paidMinor.get(invoiceId) ?? 0n;
  });
}

function take(grant: Grant, charge: string, amountMinor: bigint) {
  const taking = { grantId: grant.id, charge, amountMinor, invoiceId: 'inv_x' };
  return inTx(async (tx) => post(tx, await takePromotional(tx, [taking], at), at));
}

async function walletOf(ref: WalletRef) {
  const filter = { partyId: null, organizationId: ref.organizationId, providerId: ref.providerId };
  const wallets = await listWallets(db, filter, { limit: 10, afterId: null });
  return wallets.find((one) => one.currency === ref.currency)!;
}

const grantsOf = async (ref: WalletRef) =>
  (await listGrants(db, (await walletOf(ref)).id, { limit: 50, beforeId: null })).reverse();
const remaining = async (ref: WalletRef) => (await grantsOf(ref)).map((grant) => grant.remainingMinor);

async function booked(code: Parameters<typeof balance>[1]['code'], ref: WalletRef, own = false) {
  const { providerId: owner, organizationId, currency } = ref;
  return (await balance(db, { code, owner, counterparty: own ? null : organizationId, currency })).minor;
}

test('credit that is given is a liability and costs the provider; given again under its key it is the same', async () => {
  const ref = newRef('EUR');
  const first = await gift(ref, 'gift:1', 1000n);
  const again = await gift(ref, 'gift:1', 1000n);
  assert.equal(again.id, first.id);
  assert.deepEqual(await remaining(ref), [1000n]);
  assert.equal(await booked('promo_credit', ref), -1000n);
  assert.equal(await booked('marketing_expense', ref, true), 1000n);
});

test('a top-up is credit once, however often its payment is told', async () => {
  const ref = newRef();
  await paid(ref, 'inv_once', 500n);
  await paid(ref, 'inv_once', 500n);
  assert.equal((await walletOf(ref)).paidMinor, 500n);
  assert.equal(await booked('prepaid_credit', ref), -500n);
});

test('paid credit pays an invoice once, as far as it reaches', async () => {
  const ref = newRef();
  await paid(ref, 'inv_settle_top_up', 500n);
  assert.equal(await settle(ref, 'inv_a', 300n), 300n);
  assert.equal(await settle(ref, 'inv_a', 300n), 0n);
  assert.equal(await settle(ref, 'inv_b', 300n), 200n);
  assert.equal(await settle(ref, 'inv_c', 300n), 0n);
  assert.equal(await booked('receivable', ref), -500n);
  assert.equal(await booked('prepaid_credit', ref), 0n);
});

test('promotional credit pays no invoice', async () => {
  const ref = newRef();
  await gift(ref, 'gift:no-pay', 500n);
  assert.equal(await settle(ref, 'inv_no_pay', 300n), 0n);
});

test('credit is burnt by priority, then what expires sooner, then what is older', async () => {
  const ref = newRef();
  await gift(ref, 'order:never', 100n);
  await gift(ref, 'order:late', 100n, { expiresAt: days(20) });
  await gift(ref, 'order:soon', 100n, { expiresAt: days(10) });
  await gift(ref, 'order:first', 100n, { priority: 1 });
  await gift(ref, 'order:newer', 100n);
  const credit = (await inTx((tx) => promotionalCredits(tx, [ref], at))).get(walletText(ref))!;
  const order = credit.grants.map((grant) => grant.key);
  assert.deepEqual(order, ['order:first', 'order:soon', 'order:late', 'order:never', 'order:newer']);
  const other = newRef();
  for (const [index, kind] of ['never', 'soon'].entries()) {
    if (kind === 'soon') await inTx((tx) => savePaidExpiresDays(tx, other.providerId, 5, at));
    await paid(other, `inv_order_${index}`, 100n);
  }
  await inTx((tx) => savePaidExpiresDays(tx, other.providerId, null, at));
  await settle(other, 'inv_order_use', 150n);
  assert.deepEqual(await remaining(other), [50n, 0n]);
});

test('a discount is taken once per charge, comes back when the charge shrinks, and never exceeds what is left', async () => {
  const ref = newRef();
  const grant = await gift(ref, 'discount:1', 400n);
  await take(grant, 'sub|1|1', 300n);
  await take(grant, 'sub|1|1', 300n);
  assert.deepEqual(await remaining(ref), [100n]);
  await assert.rejects(
    take(grant, 'sub|1|2', 101n),
    (error) => error instanceof Problem && error.status === 409,
  );
  await take(grant, 'sub|1|3', -50n);
  assert.deepEqual(await remaining(ref), [150n]);
  assert.equal(await booked('promo_credit', ref), -150n);
});

test('what runs out is lost: given credit costs nothing any more, paid credit is breakage where it may lapse', async () => {
  const ref = newRef('CHF');
  await gift(ref, 'expire:gift', 100n, { expiresAt: days(10) });
  await paid(ref, 'inv_never', 100n);
  await inTx((tx) => savePaidExpiresDays(tx, ref.providerId, 10, at));
  await paid(ref, 'inv_lapses', 70n);
  await inTx((tx) => savePaidExpiresDays(tx, ref.providerId, null, at));
  assert.equal(await expireDueCredit(db, { at: days(9), organizationId: null }), 0);
  await expireDueCredit(db, { at: days(10), organizationId: null });
  await expireDueCredit(db, { at: days(10), organizationId: null });
  assert.deepEqual(await remaining(ref), [0n, 100n, 0n]);
  assert.equal(await booked('marketing_expense', ref, true), 0n);
  assert.equal(await booked('breakage_revenue', ref, true), -70n);
});

test('what has run out pays nothing, even before the job has come round', async () => {
  const ref = newRef();
  await inTx((tx) => savePaidExpiresDays(tx, ref.providerId, 10, at));
  await paid(ref, 'inv_run_out', 100n);
  await inTx((tx) => savePaidExpiresDays(tx, ref.providerId, null, at));
  assert.equal(await settle(ref, 'inv_too_late', 50n, days(10)), 0n);
});

const month = (index: number) => ({ startAt: days(30 * index), endAt: days(30 * index + 30) });

/** The month begins; the one before it has been billed. */
async function turn(ref: WalletRef, subscriptionId: string, index: number, amountMinor: bigint) {
  const period = month(index);
  const included = [{ ref, period, amountMinor, rolloverMaximumMinor: 300n, reason: 'plan' }];
  const ends = { billedUntilAt: period.startAt, carriedUntilAt: period.endAt };
  const turns = [{ subscriptionId, included, ...ends }];
  await inTx(async (tx) => post(tx, await turnPeriodCredit(tx, turns, period.startAt), period.startAt));
  const grants = await grantsOf(ref);
  return grants.find((grant) => grant.period?.startAt.equals(period.startAt))!;
}

test("a period's credit is granted once; when it is billed so much goes on for one more and the rest lapses", async () => {
  const ref = newRef();
  const first = await turn(ref, 'sub_roll', 0, 1000n);
  await turn(ref, 'sub_roll', 0, 1000n);
  await take(first, 'roll|1', 200n);
  await expireDueCredit(db, { at: days(40), organizationId: null });
  assert.deepEqual(await remaining(ref), [800n], 'nothing lapses before its period is billed');
  await turn(ref, 'sub_roll', 1, 1000n);
  await turn(ref, 'sub_roll', 1, 1000n);
  assert.deepEqual(await remaining(ref), [300n, 1000n]);
  const [carried] = await grantsOf(ref);
  assert.ok(carried!.period!.endAt.equals(month(1).endAt));
  assert.equal(await booked('promo_credit', ref), -1300n);
  await turn(ref, 'sub_roll', 2, 1000n);
  assert.deepEqual(await remaining(ref), [0n, 300n, 1000n]);
  const ended = {
    subscriptionId: 'sub_roll',
    included: [],
    billedUntilAt: 'all',
    carriedUntilAt: null,
  } as const;
  await inTx(async (tx) => post(tx, await turnPeriodCredit(tx, [ended], days(70)), days(70)));
  assert.deepEqual(await remaining(ref), [0n, 0n, 0n]);
});

test('a change makes the credit of its period more, or less as far as it is not used', async () => {
  const ref = newRef();
  const grant = await turn(ref, 'sub_change', 0, 1000n);
  assert.equal((await turn(ref, 'sub_change', 0, 1500n)).amountMinor, 1500n);
  await take(grant, 'change|1', 600n);
  const less = await turn(ref, 'sub_change', 0, 400n);
  assert.deepEqual([less.amountMinor, less.remainingMinor], [600n, 0n]);
  assert.equal(await booked('promo_credit', ref), 0n);
  assert.deepEqual(await walletDifferences(db), []);
});

test("calls are admitted on their own subscription's credit and on what is bound to none, to the cent", async () => {
  const ref = newRef();
  await turn(ref, 'sub_bound', 0, 1000n);
  await turn(ref, 'sub_other', 0, 500n);
  await gift(ref, 'bound:1', 200n);
  const lease = async (subscriptionId: string, units: bigint) => {
    const want = { subscriptionId, ref, unitPrice: decimal('0.01'), units: decimal(units) };
    const leases = await inTx((tx) => leaseCredit(tx, 'node', [want], at));
    return leases.find((one) => one.subscriptionId === subscriptionId)?.grantedMinor ?? 0n;
  };
  const most = async (subscriptionId: string) => {
    let held = 0n;
    for (let last = -1n; held !== last; ) {
      last = held;
      held = await lease(subscriptionId, 10_000n);
    }
    return held;
  };
  assert.equal(await most('sub_third'), 200n, 'only what is bound to none');
  assert.equal(await most('sub_bound'), 1000n);
  assert.equal(await most('sub_other'), 500n);
});

test('a provider takes back what is left of its gift, and nothing that was paid for', async () => {
  const ref = newRef();
  const given = await gift(ref, 'revoke:1', 100n);
  await take(given, 'revoke|1', 40n);
  const bought = await paid(ref, 'inv_revoke', 100n);
  const order = { walletId: given.walletId, reason: 'mistake', actor: anonymous, at };
  const revoke = (grantId: string, providerId = 'org_p') =>
    inTx((tx) => revokeGrant(tx, { ...order, grantId, providerId }));
  await revoke(given.id);
  await revoke(given.id);
  assert.deepEqual(await remaining(ref), [0n, 100n]);
  await assert.rejects(revoke(bought.id), (error) => error instanceof Problem && error.status === 409);
  await assert.rejects(
    revoke(given.id, 'org_q'),
    (error) => error instanceof Problem && error.status === 404,
  );
});

test('a refund takes the credit back and is refused where it was used; a chargeback takes what is there', async () => {
  const ref = newRef();
  await paid(ref, 'inv_refund', 500n);
  const takeBack = (key: string, amountMinor: bigint, mayFallShort: boolean) =>
    inTx(async (tx) => {
      const order = { invoiceId: 'inv_refund', amountMinor, key, at, mayFallShort };
      const { takenMinor, entries } = await takeBackTopUp(tx, order);
      await post(tx, entries, at);
      return takenMinor;
    });
  assert.equal(await takeBack('refund:1', 100n, false), 100n);
  assert.equal(await takeBack('refund:1', 100n, false), 0n);
  await settle(ref, 'inv_spends', 350n);
  await assert.rejects(takeBack('refund:2', 100n, false), (error) => error instanceof Problem);
  assert.equal(await takeBack('chargeback:1', 400n, true), 50n);
  assert.equal(await booked('prepaid_credit', ref), 0n);
});

test('movements tell the whole story of a wallet, with the balance after each', async () => {
  const ref = newRef();
  await paid(ref, 'inv_story', 500n);
  await gift(ref, 'story', 50n);
  await settle(ref, 'inv_story_use', 200n);
  const movements = await listMovements(db, (await walletOf(ref)).id, { limit: 10, beforeNumber: null });
  assert.deepEqual(
    movements.map((one) => [one.number, one.kind, one.amountMinor, one.balanceMinor]),
    [
      [3n, 'settled', -200n, 350n],
      [2n, 'granted', 50n, 550n],
      [1n, 'granted', 500n, 500n],
    ],
  );
});

test('invoices of one batch share a wallet, and wallets of other providers and currencies pay nothing of it', async () => {
  const ref = newRef();
  await paid(ref, 'inv_batch', 250n);
  await paid({ ...ref, currency: 'GBP' }, 'inv_batch_gbp', 999n);
  await paid({ ...ref, providerId: 'org_q' }, 'inv_batch_q', 999n);
  const debts = ['inv_b1', 'inv_b2', 'inv_b3'].map((invoiceId) => ({ ...ref, invoiceId, openMinor: 100n }));
  const { paidMinor } = await inTx(async (tx) => {
    const settlement = await settlePaidCredit(tx, debts, at);
    await post(tx, settlement.entries, at);
    return settlement;
  });
  assert.deepEqual(Object.fromEntries(paidMinor), { inv_b1: 100n, inv_b2: 100n, inv_b3: 50n });
});

test('top-ups, gifts and invoices at once: nothing is burnt twice and nothing is lost', async () => {
  const ref = newRef();
  const spent: bigint[] = [];
  const work = Array.from({ length: 24 }, (_, index) => {
    if (index % 3 === 0) return paid(ref, `inv_race_${index % 6}`, 100n);
    if (index % 3 === 1) return gift(ref, `race:${index}`, 10n);
    return settle(ref, `inv_race_use_${index % 4}`, 70n).then((minor) => spent.push(minor));
  });
  await Promise.all(work);
  const spentMinor = spent.reduce((sum, one) => sum + one, 0n);
  const wallet = await walletOf(ref);
  assert.equal(wallet.paidMinor, 200n - spentMinor);
  assert.equal(wallet.promotionalMinor, 80n);
});

test('the check tells a wallet that differs from the ledger', async () => {
  const { sql } = await import('kysely');
  const ref = newRef();
  const grant = await gift(ref, 'tampered', 100n);
  await inTx(async (tx) => {
    await sql`update wallets_wallets set promotional_minor = 101 where id = ${grant.walletId}`.execute(tx);
    const found = await walletDifferences(tx);
    assert.equal(found.length, 2);
    assert.match(found.join('\n'), /1\.01 USD of promotional credit, the ledger 1\.00/);
    await sql`update wallets_wallets set promotional_minor = 100 where id = ${grant.walletId}`.execute(tx);
  });
});

test('a consumer hears once that less is left than its threshold, calls included, and again after there was more', async () => {
  const ref = newRef();
  const { walletId } = await gift(ref, 'low:1', 1000n);
  let calls = '0';
  const look = async () => {
    await tellLowCredit(db, [walletId], async () => new Map([[walletId, decimal(calls)]]), at);
    const told = await sql<{ payload: Record<string, string> }>`
      select payload from kernel_events where name = 'wallet.low' and payload->>'wallet_id' = ${walletId}
      order by id`.execute(db);
    return told.rows.map(({ payload }) => [payload.threshold, payload.available]);
  };
  calls = '9';
  assert.deepEqual(await look(), [], 'without a threshold nobody wants to know');
  await saveLowAt(db, walletId, 200n);
  calls = '8';
  assert.deepEqual(await look(), [], 'as much as the threshold is enough');
  calls = '8.001';
  const first = ['2.00', '1.999'];
  assert.deepEqual(await look(), [first]);
  assert.deepEqual(await look(), [first]);
  await gift(ref, 'low:2', 100n);
  assert.deepEqual(await look(), [first]);
  calls = '9.5';
  assert.deepEqual(await look(), [first, ['2.00', '1.5']]);
});
