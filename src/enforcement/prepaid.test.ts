import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { sql } from 'kysely';
import { anonymous, type Db, type Decimal, decimal, inTransaction, manualClock, testDatabase } from '#kernel';
import { post } from '#ledger';
import {
  expireDueCredit,
  giveCredit,
  grantTopUp,
  prepaidHistory,
  prepaidTotal,
  settledElsewhere,
  settleLeases,
  settlePaidCredit,
  type WalletRef,
  walletDifferences,
  walletsOf,
} from '#wallets';
import { PrepaidNode, type PrepaidSubscription } from './test-prepaid-node.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Db;
before(async () => {
  database = await testDatabase();
  db = database.db;
});
afterEach(async () => assert.deepEqual(await walletDifferences(db), []));
after(() => database.drop());

const start = Temporal.Instant.from('2026-03-01T00:00:00Z');
const clock = manualClock(start);
const weights = ['1', '0.5', '0'];
let worlds = 0;

/** Subscriptions of one consumer, so with one wallet, at a node. */
async function open(prices: readonly string[], more: Partial<PrepaidSubscription> = {}) {
  worlds += 1;
  const organizationId = `org_w${worlds}`;
  const subscriptions = prices.map((unitPrice, index): PrepaidSubscription => {
    return { id: `sub_${worlds}_${index}`, organizationId, unitPrice, state: 'active', ...more };
  });
  const all = [...new Set([...prices, '0.5', 'none'])];
  const node = new PrepaidNode({ db, clock, nodeId: `node_${worlds}` }, subscriptions, {
    prices: all,
    weights,
  });
  await node.start();
  const ref: WalletRef = { organizationId, providerId: 'org_p', currency: 'USD' };
  return { node, ref, subscriptions };
}

let topUps = 0;
function topUp(ref: WalletRef, amountMinor: bigint) {
  topUps += 1;
  const order = { ref, invoiceId: `inv_top_up_${topUps}`, amountMinor };
  return inTransaction(db, async (tx) =>
    post(tx, (await grantTopUp(tx, order, clock.now())).entries, clock.now()),
  );
}

/** What the gateway does when it reads that the wallet moved. */
async function told(node: PrepaidNode, ref: WalletRef) {
  const [wallet] = await walletsOf(db, [ref]);
  await node.desk.walletsMoved(wallet ? [wallet.id] : []);
  await node.desk.pass();
}

const walletOf = async (ref: WalletRef) => (await walletsOf(db, [ref]))[0]!;
const unsettled = async (node: PrepaidNode, ref: WalletRef) => {
  const { id } = await walletOf(ref);
  return (await node.desk.unsettled(db, [id])).get(id)?.toFixed() ?? '0';
};

/** Calls until it is refused, with a pass of the desk now and then. Answers how many were admitted. */
async function drain(node: PrepaidNode, subscription: number, most = 10_000): Promise<number> {
  let admitted = 0;
  for (let round = 0; round < 200; round += 1) {
    let inRound = 0;
    while (inRound < 25 && admitted + inRound < most && node.call(subscription, inRound)) inRound += 1;
    admitted += inRound;
    if (admitted >= most) return admitted;
    await node.desk.pass();
    if (inRound === 0) return admitted;
  }
  return admitted;
}

/** As the close of a period does it: the charge, then the invoice, which credit pays. */
async function close(ref: WalletRef, of: PrepaidSubscription, period: number, units: Decimal) {
  const at = clock.now();
  const startAt = start.add({ hours: 24 * period });
  const unitPrice = decimal(of.unitPrice);
  return inTransaction(db, async (tx) => {
    const known = (await prepaidHistory(tx, [of.id])).get(of.id) ?? [];
    const before = known.find((one) => one.periodStartAt.equals(startAt))?.amountMinor ?? 0n;
    const totalMinor = prepaidTotal(units, unitPrice, 'USD', settledElsewhere(known, unitPrice, startAt));
    const span = { startAt, endAt: startAt.add({ hours: 24 }) };
    await settleLeases(tx, [{ subscriptionId: of.id, unitPrice, period: span, units, totalMinor }], at);
    const openMinor = totalMinor - before;
    const debt = { ...ref, invoiceId: `inv_${of.id}_${period}_${units}`, openMinor };
    const { paidMinor, entries } = await settlePaidCredit(tx, [debt], at);
    await post(tx, entries, at);
    return { openMinor, paidMinor: paidMinor.get(debt.invoiceId) ?? 0n };
  });
}

test('without credit a call is refused with 402 and the way out; calls that weigh nothing and test keys pass', async () => {
  const { node } = await open(['0.01']);
  const refused = node.ask(0, 0);
  assert.ok(refused.kind === 'refuse');
  assert.equal(refused.status, 402);
  assert.match(refused.problem.type, /insufficient-credit$/);
  assert.match(refused.detail!, /top-ups/);
  assert.ok(node.call(0, 0, { route: 2 }));
  assert.ok(node.call(0, 0, { environment: 'test' }));
});

test('a top-up admits exactly the calls that it pays for', async () => {
  const { node, ref } = await open(['0.03']);
  await topUp(ref, 1000n);
  await told(node, ref);
  assert.equal(await drain(node, 0), 333);
  assert.equal(await unsettled(node, ref), '9.99');
  await topUp(ref, 2n);
  await told(node, ref);
  assert.equal(await drain(node, 0), 1, '10.02 is 334 calls at 0.03');
});

test('promotional credit admits calls as well, and what has run out does not', async () => {
  const { node, ref } = await open(['0.5']);
  const expiresAt = clock.now().add({ hours: 1 });
  const gift = { ref, priority: 1, reason: 'try it', actor: anonymous, at: clock.now() };
  await inTransaction(db, (tx) =>
    giveCredit(tx, { ...gift, key: 'g:1', amountMinor: 100n, expiresAt: null }),
  );
  await inTransaction(db, (tx) => giveCredit(tx, { ...gift, key: 'g:2', amountMinor: 900n, expiresAt }));
  clock.advance({ hours: 2 });
  await expireDueCredit(db, { at: clock.now(), organizationId: null });
  await told(node, ref);
  assert.equal(await drain(node, 0), 2);
});

test('several subscriptions and workers share one wallet to the last unit', async () => {
  const { node, ref } = await open(['0.01', '0.01', '0.07']);
  await topUp(ref, 3000n);
  await told(node, ref);
  let spent = 0;
  for (let round = 0, idle = 0; idle < 4 && round < 500; round += 1) {
    let admitted = 0;
    for (let call = 0; call < 60; call += 1) {
      const subscription = (round + call) % 3;
      if (!node.call(subscription, call)) continue;
      admitted += 1;
      spent += subscription === 2 ? 7 : 1;
    }
    idle = admitted === 0 ? idle + 1 : 0;
    await node.desk.pass();
    if (idle > 0) await told(node, ref);
  }
  assert.ok(spent <= 3000 && spent > 3000 - 7, `${spent} of 3000`);
});

test('top-ups against drawdown: what is admitted never costs more than what was paid', async () => {
  const { node, ref } = await open(['0.01', '0.05']);
  const paying = (async () => {
    for (let index = 0; index < 8; index += 1) await topUp(ref, 50n);
  })();
  let spent = 0;
  for (let round = 0; round < 120; round += 1) {
    for (let call = 0; call < 20; call += 1) {
      if (node.call(call % 2, call)) spent += call % 2 === 0 ? 1 : 5;
    }
    if (round % 3 === 0) await told(node, ref);
    else await node.desk.pass();
  }
  await paying;
  for (let last = 0; last < 12; last += 1) {
    await told(node, ref);
    for (let call = 0; call < 400; call += 1) if (node.call(0, call)) spent += 1;
  }
  assert.ok(spent <= 400 && spent > 390, `${spent} of 400`);
});

test('a node that is killed comes back with what it had used and not a unit more', async () => {
  const { node, ref } = await open(['0.02', '0.02']);
  await topUp(ref, 1000n);
  await told(node, ref);
  let admitted = 0;
  for (let life = 0; life < 6; life += 1) {
    admitted += await drain(node, life % 2, 60);
    await node.start();
  }
  for (let turn = 0; turn < 16; turn += 1) {
    await told(node, ref);
    admitted += await drain(node, turn % 2);
  }
  assert.equal(admitted, 500);
  assert.equal(await unsettled(node, ref), '10');
});

test('a call that the gateway failed is not charged, also after a restart', async () => {
  const { node, ref } = await open(['1']);
  await topUp(ref, 300n);
  await told(node, ref);
  const decision = node.ask(0, 1);
  assert.ok(decision.kind === 'forward');
  node.refund(decision, 1);
  await node.start();
  assert.equal(await drain(node, 0), 3);
});

test('periods settle what was used to the cent: fractions are carried, and all of them never exceed what was held', async () => {
  const { node, ref, subscriptions } = await open(['0.005']);
  await topUp(ref, 100n);
  await told(node, ref);
  assert.equal(await drain(node, 0, 1), 1);
  clock.advance({ hours: 24 });
  assert.deepEqual(await close(ref, subscriptions[0]!, 0, decimal(1)), { openMinor: 1n, paidMinor: 1n });
  assert.equal(await drain(node, 0), 199);
  assert.deepEqual(await close(ref, subscriptions[0]!, 1, decimal(199)), { openMinor: 99n, paidMinor: 99n });
  const wallet = await walletOf(ref);
  assert.deepEqual([wallet.paidMinor, wallet.heldMinor], [0n, 0n]);
  assert.equal(await unsettled(node, ref), '0');
});

test('usage that comes late settles the rest, and the same settlement again changes nothing', async () => {
  const { node, ref, subscriptions } = await open(['0.1']);
  await topUp(ref, 1000n);
  await told(node, ref);
  await drain(node, 0, 10);
  clock.advance({ hours: 48 });
  const [of] = subscriptions;
  assert.deepEqual(await close(ref, of!, 0, decimal(7)), { openMinor: 70n, paidMinor: 70n });
  assert.deepEqual(await close(ref, of!, 0, decimal(7)), { openMinor: 0n, paidMinor: 0n });
  assert.deepEqual(await close(ref, of!, 0, decimal(10)), { openMinor: 30n, paidMinor: 30n });
  assert.equal(await unsettled(node, ref), '0');
});

test('another invoice does not take what is held for calls', async () => {
  const { node, ref, subscriptions } = await open(['0.5']);
  await topUp(ref, 1000n);
  await told(node, ref);
  const admitted = await drain(node, 0, 10);
  const { heldMinor } = await walletOf(ref);
  assert.ok(heldMinor >= 500n);
  const { paidMinor } = await inTransaction(db, async (tx) => {
    const settlement = await settlePaidCredit(
      tx,
      [{ ...ref, invoiceId: 'inv_flat', openMinor: 900n }],
      clock.now(),
    );
    await post(tx, settlement.entries, clock.now());
    return settlement;
  });
  assert.equal(paidMinor.get('inv_flat') ?? 0n, 1000n - heldMinor);
  const { openMinor, paidMinor: settled } = await close(ref, subscriptions[0]!, 0, decimal(admitted));
  assert.deepEqual([openMinor, settled], [500n, 500n]);
});

test('a subscription that ends gives back what it did not use at once, and the rest when its period is settled', async () => {
  const { node, ref, subscriptions } = await open(['0.1']);
  await topUp(ref, 1000n);
  await told(node, ref);
  await drain(node, 0, 5);
  subscriptions[0]!.state = 'canceled';
  node.describe();
  await node.desk.pass();
  assert.equal((await walletOf(ref)).heldMinor, 50n);
  assert.equal(node.call(0, 0), false);
  clock.advance({ hours: 24 * 400 });
  await close(ref, subscriptions[0]!, 100, decimal(4));
  assert.deepEqual([(await walletOf(ref)).heldMinor, (await walletOf(ref)).paidMinor], [0n, 960n]);
});

test('another price begins another lease; the plan may also stop being paid in advance', async () => {
  const { node, ref, subscriptions } = await open(['0.1']);
  await topUp(ref, 100n);
  await told(node, ref);
  await drain(node, 0, 4);
  subscriptions[0]!.unitPrice = '0.5';
  node.describe();
  await told(node, ref);
  assert.equal(await drain(node, 0), 1, '0.60 is left');
  subscriptions[0]!.unitPrice = 'none';
  node.describe();
  await node.desk.pass();
  assert.ok(node.call(0, 0));
  assert.equal((await walletOf(ref)).heldMinor, 90n);
});

test('calls of a trial need no credit; when it is over they do, and the trial is not charged', async () => {
  const { node, ref, subscriptions } = await open(['0.1'], { state: 'trialing' });
  for (let call = 0; call < 50; call += 1) assert.ok(node.call(0, call));
  subscriptions[0]!.state = 'active';
  node.describe();
  await node.desk.pass();
  assert.equal(node.call(0, 0), false);
  await topUp(ref, 100n);
  await told(node, ref);
  assert.equal(await drain(node, 0), 10);
});

test('what another node held counts as spent, so that nothing is admitted twice', async () => {
  const { node, ref, subscriptions } = await open(['0.5']);
  await topUp(ref, 1000n);
  await told(node, ref);
  await drain(node, 0, 3);
  const { heldMinor } = await walletOf(ref);
  const options = { prices: ['0.5'], weights };
  const other = new PrepaidNode({ db, clock, nodeId: 'node_other' }, subscriptions, options);
  await other.start();
  assert.equal(await drain(other, 0), Number((1000n - heldMinor) / 50n));
});

test('shares of what is used are told once each, from the counters of the gate', async () => {
  const { node, ref } = await open(['0.1']);
  await topUp(ref, 1000n);
  await told(node, ref);
  const passes = async () => {
    for (let pass = 0; pass < 6; pass += 1) await node.desk.pass();
    const { rows } = await sql<{ payload: { percent: number; available: string } }>`
      select payload from kernel_events where name = 'wallet.credit_used' and organization_id = ${ref.organizationId}
      order by id`.execute(db);
    return rows.map(({ payload }) => [payload.percent, payload.available]);
  };
  await drain(node, 0, 79);
  assert.deepEqual(await passes(), []);
  await drain(node, 0, 1);
  assert.deepEqual(await passes(), [[80, '2']]);
  await drain(node, 0);
  assert.deepEqual(await passes(), [
    [80, '2'],
    [100, '0'],
  ]);
});
