import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { anonymous, type Db, decimal, inTransaction, testDatabase } from '#kernel';
import { post } from '#ledger';
import {
  closeLeases,
  expireDueCredit,
  giveCredit,
  grantTopUp,
  leaseCredit,
  leasesOfWallets,
  promotionalCredits,
  revokeGrant,
  settleLeases,
  settlePaidCredit,
  takeBackTopUp,
  takePromotional,
  turnPeriodCredit,
  type WalletRef,
  walletDifferences,
  walletsOf,
  walletText,
} from './index.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Db;
before(async () => {
  database = await testDatabase();
  db = database.db;
});
after(() => database.drop());

const start = Temporal.Instant.from('2026-01-01T00:00:00Z');
const unitPrice = decimal('0.05');
const steps = [
  'gift',
  'plan',
  'top_up',
  'settle',
  'discount',
  'revoke',
  'refund',
  'lease',
  'use',
  'expire',
] as const;
type Step = (typeof steps)[number];
const history = fc.array(fc.record({ step: fc.constantFrom(...steps), minor: fc.bigInt(1n, 900n) }), {
  minLength: 8,
  maxLength: 12,
  size: 'max',
});

/** Credit of a plan whose roll-over has run out as well by the time that anybody looks. */
const lateRollover: { step: Step; minor: bigint }[] = (
  ['expire', 'gift', 'gift', 'gift', 'gift', 'plan', 'use', 'revoke', 'gift'] as const
).map((step) => ({ step, minor: 1n }));

/** Reaches every kind of step with something to move. */
const opening: readonly [Step, bigint][] = [
  ...([
    ['top_up', 900n],
    ['plan', 400n],
    ['gift', 303n],
    ['settle', 60n],
    ['discount', 50n],
  ] as [Step, bigint][]),
  ...([
    ['lease', 100n],
    ['use', 33n],
    ['refund', 77n],
    ['revoke', 1n],
    ['gift', 280n],
    ['expire', 1n],
  ] as [Step, bigint][]),
  ...([
    ['expire', 1n],
    ['expire', 1n],
    ['expire', 1n],
    ['expire', 1n],
  ] as [Step, bigint][]),
];

const inTx = <T>(work: (tx: Db) => Promise<T>) => inTransaction(db, work);

/** One wallet, every step of which is done twice. The model knows nothing but what came in and what went out. */
class World {
  readonly ref: WalletRef;
  readonly seen = new Set<Step>();
  at = start;
  in = 0n;
  out = 0n;
  used = 0n;
  period = 0;
  number = 0;
  gifts: { walletId: string; id: string }[] = [];
  topUps: string[] = [];

  constructor(name: string) {
    this.ref = { organizationId: `org_${name}`, providerId: 'org_p', currency: 'USD' };
  }

  async do(step: Step, minor: bigint): Promise<void> {
    this.number += 1;
    const key = `${this.ref.organizationId}:${this.number}`;
    const before = await this.balance();
    await this.once(step, minor, key);
    const after = await this.balance();
    await this.once(step, minor, key, true);
    assert.equal(await this.balance(), after, `${step} again changes nothing`);
    if (after > before) this.in += after - before;
    else this.out += before - after;
    if (after !== before) this.seen.add(step);
    assert.equal(after, this.in - this.out);
    assert.ok(after >= 0n);
  }

  async balance(): Promise<bigint> {
    const [wallet] = await walletsOf(db, [this.ref]);
    assert.ok(!wallet || wallet.heldMinor <= wallet.paidMinor + wallet.promotionalMinor);
    return wallet ? wallet.paidMinor + wallet.promotionalMinor : 0n;
  }

  async once(step: Step, minor: bigint, key: string, again = false): Promise<void> {
    const { ref, at } = this;
    switch (step) {
      case 'gift': {
        const expiresAt = minor % 2n === 0n ? start.add({ hours: 24 * Number(minor % 40n) + 1_000 }) : null;
        const order = { ref, amountMinor: minor, priority: Number(minor % 3n), expiresAt, reason: 'x', key };
        const { id, walletId } = await inTx((tx) => giveCredit(tx, { ...order, actor: anonymous, at }));
        if (!again) this.gifts.push({ id, walletId });
        return;
      }
      case 'plan': {
        if (!again) this.period += 1;
        // Now and then the same period again, which makes its credit more or less.
        const startAt = start.add({ hours: 720 * (this.period - (this.period % 3 === 2 ? 1 : 0)) });
        const period = { startAt, endAt: startAt.add({ hours: 720 }) };
        const included = [{ ref, period, amountMinor: minor, rolloverMaximumMinor: 100n, reason: 'plan' }];
        const ends = { billedUntilAt: startAt, carriedUntilAt: period.endAt };
        const turn = { subscriptionId: ref.organizationId, included, ...ends };
        await inTx(async (tx) => post(tx, await turnPeriodCredit(tx, [turn], at), at));
        return;
      }
      case 'top_up':
        await inTx(async (tx) =>
          post(tx, (await grantTopUp(tx, { ref, invoiceId: key, amountMinor: minor }, at)).entries, at),
        );
        if (!again) this.topUps.push(key);
        return;
      case 'settle':
        await inTx(async (tx) => {
          const { entries } = await settlePaidCredit(tx, [{ ...ref, invoiceId: key, openMinor: minor }], at);
          await post(tx, entries, at);
        });
        return;
      case 'discount':
        return this.discount(minor, key, again);
      case 'revoke': {
        const gift = this.gifts[Number(minor) % Math.max(1, this.gifts.length)];
        if (!gift) return;
        const order = {
          walletId: gift.walletId,
          grantId: gift.id,
          providerId: 'org_p',
          reason: 'x',
          actor: anonymous,
        };
        await inTx((tx) => revokeGrant(tx, { ...order, at }));
        return;
      }
      case 'refund': {
        const invoiceId = this.topUps[Number(minor) % Math.max(1, this.topUps.length)];
        if (!invoiceId) return;
        const order = { invoiceId, amountMinor: minor, key, at, mayFallShort: true };
        await inTx(async (tx) => post(tx, (await takeBackTopUp(tx, order)).entries, at));
        return;
      }
      case 'lease':
        if (again) return;
        await inTx((tx) =>
          leaseCredit(
            tx,
            'node',
            [{ subscriptionId: this.ref.organizationId, ref, unitPrice, units: decimal(minor) }],
            at,
          ),
        );
        return;
      case 'use':
        return this.use(minor, key, again);
      case 'expire':
        if (!again) this.at = this.at.add({ hours: 24 * 20 });
        await expireDueCredit(db, { at: this.at, organizationId: null });
    }
  }

  #taken: { grantId: string; amountMinor: bigint } | null = null;

  async discount(minor: bigint, key: string, again: boolean): Promise<void> {
    await inTx(async (tx) => {
      const credit = (await promotionalCredits(tx, [this.ref], this.at)).get(walletText(this.ref));
      if (!again) {
        const [grant] = credit?.grants ?? [];
        const most = [minor, grant?.remainingMinor ?? 0n, credit?.freeMinor ?? 0n].reduce((a, b) =>
          a < b ? a : b,
        );
        this.#taken = grant && most > 0n ? { grantId: grant.id, amountMinor: most } : null;
      }
      if (!this.#taken) return;
      const entries = await takePromotional(tx, [{ ...this.#taken, charge: key, invoiceId: null }], this.at);
      await post(tx, entries, this.at);
    });
  }

  /** The lease ends, its calls are charged, and the invoice is paid with what it held. */
  async use(minor: bigint, key: string, again: boolean): Promise<void> {
    const [wallet] = await walletsOf(db, [this.ref]);
    if (!wallet) return;
    const [lease] = (await leasesOfWallets(db, [wallet.id])).filter((one) => one.closedAt === null);
    if (!again && lease) {
      const reach = (lease.grantedMinor * 20n) / 100n;
      const usedUnits = decimal(minor < reach ? minor : reach);
      await inTx((tx) => closeLeases(tx, [{ lease, usedUnits }], this.at));
      this.#used = usedUnits;
    } else if (!again) this.#used = null;
    if (this.#used === null) return;
    const units = this.#used;
    const totalMinor = BigInt(units.times(5).toFixed(0));
    const startAt = start.subtract({ hours: 24 * this.number });
    const period = { startAt, endAt: this.at };
    await inTx(async (tx) => {
      const subscriptionId = this.ref.organizationId;
      await settleLeases(tx, [{ subscriptionId, unitPrice, period, units, totalMinor }], this.at);
      const debt = { ...this.ref, invoiceId: key, openMinor: totalMinor };
      await post(tx, (await settlePaidCredit(tx, [debt], this.at)).entries, this.at);
    });
  }

  #used: ReturnType<typeof decimal> | null = null;
}

test('whatever happens to wallets, they are their grants, their movements and the ledger, and no step counts twice', async () => {
  const seen = new Set<Step>();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(history, async (story) => {
      run += 1;
      const world = new World(`run${run}`);
      for (const [step, minor] of opening) await world.do(step, minor);
      for (const { step, minor } of story) await world.do(step, minor);
      for (const step of world.seen) seen.add(step);
      assert.deepEqual(await walletDifferences(db), []);
    }),
    { numRuns: 2, examples: [[lateRollover]] },
  );
  // Leasing moves no balance; everything else has.
  assert.deepEqual(
    steps.filter((step) => step !== 'lease' && !seen.has(step)),
    [],
  );
});
