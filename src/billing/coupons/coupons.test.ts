import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inTransaction, Problem } from '#kernel';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { closeBatch } from '../invoices/close-batch.ts';
import { invoiceLines } from '../invoices/store-invoice-lines.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import type { Coupon } from './coupon.ts';
import { redeemCoupon } from './redeem-coupon.ts';
import { changeCoupon, createCoupon } from './save-coupon.ts';
import { findCoupon } from './store.ts';

let database: TestDatabase;
let stage: Stage;
let plan: string;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
  plan = await stage.plan({});
});
after(() => database.drop());

const nothing = { startsAt: null, expiresAt: null, mostRedemptions: null, productIds: null, planIds: null };
const discount = { kind: 'percent', percent: '25' } as const;

async function coupon(code: string, more: Partial<Coupon> = {}): Promise<Coupon> {
  const rules = { periods: 1, oncePerCustomer: true, newCustomersOnly: false };
  const fields = {
    providerId: stage.providerId,
    code,
    name: 'Launch',
    discount,
    ...nothing,
    ...rules,
    ...more,
  };
  return inTransaction(stage.db, (tx) => createCoupon(tx, fields, { actor: stage.actor, at: startAt }));
}

interface Held {
  readonly id: string;
  readonly organizationId: string;
}

function redeem({ id, organizationId }: Held, code: string, at = startAt) {
  const order = { subscriptionId: id, organizationId, by: { code }, actor: stage.actor, at };
  return inTransaction(stage.db, (tx) => redeemCoupon(tx, order));
}

const isRefused = (detail: RegExp) => (error: unknown) =>
  error instanceof Problem && detail.test(error.message);

test('a coupon is on the first invoice, once, whatever the case of its code', async () => {
  await coupon('launch25');
  const held = await stage.subscribe(plan);
  await redeem(held, 'Launch25');
  const request = { ids: [held.id], mode: 'start', at: startAt, leaveDraft: false, runId: null } as const;
  const outcome = (await closeBatch(stage.deps, request)).get(held.id);
  assert.ok(outcome?.outcome === 'invoiced');
  const lines = await invoiceLines(stage.db, outcome.invoiceId);
  assert.deepEqual(
    lines.map((line) => `${line.kind} ${line.description} ${line.amountMinor}`),
    ['flat Plan 1 plan 2900', 'discount Launch (LAUNCH25: 25 % off) -725'],
  );
  await assert.rejects(redeem(held, 'LAUNCH25'), isRefused(/already/));
  await assert.rejects(coupon('LAUNCH25'), isRefused(/already/));
});

test('of many who redeem the last ones at once, as many succeed as may', async () => {
  const { id } = await coupon('RARE', { mostRedemptions: 2 });
  const held: Held[] = [];
  for (let index = 0; index < 5; index += 1) held.push(await stage.subscribe(plan));
  const tried = await Promise.allSettled(held.map((one) => redeem(one, 'RARE')));
  assert.equal(tried.filter((one) => one.status === 'fulfilled').length, 2);
  assert.equal((await findCoupon(stage.db, stage.providerId, id))!.redemptions, 2);
  const editor = { actor: stage.actor, at: startAt };
  const which = { providerId: stage.providerId, id };
  await assert.rejects(
    inTransaction(stage.db, (tx) => changeCoupon(tx, which, { mostRedemptions: 1 }, editor)),
    isRefused(/2 times/),
  );
});

test('a coupon holds only for whom, when and what it says', async () => {
  const held = await stage.subscribe(plan);
  const at = (text: string) => Temporal.Instant.from(text);
  await coupon('TIMED', { startsAt: at('2026-02-01T00:00:00Z'), expiresAt: at('2026-03-01T00:00:00Z') });
  await assert.rejects(redeem(held, 'TIMED', at('2026-01-31T23:59:59Z')), isRefused(/begins/));
  await assert.rejects(redeem(held, 'TIMED', at('2026-03-01T00:00:00Z')), isRefused(/ended/));
  await coupon('ELSEWHERE', { planIds: ['plan_other'] });
  await assert.rejects(redeem(held, 'ELSEWHERE'), isRefused(/other plans/));
  await coupon('EUROS', { discount: { kind: 'amount', amount: '5', currency: 'EUR' } });
  await assert.rejects(redeem(held, 'EUROS'), isRefused(/EUR/));
  await assert.rejects(redeem(held, 'NOBODY'), isRefused(/no such/));
  const { id } = await coupon('OVER');
  const change = { active: false };
  const editor = { actor: stage.actor, at: startAt };
  await inTransaction(stage.db, (tx) =>
    changeCoupon(tx, { providerId: stage.providerId, id }, change, editor),
  );
  await assert.rejects(redeem(held, 'OVER'), isRefused(/not given/));
  await coupon('NEW', { newCustomersOnly: true });
  await redeem(held, 'NEW');
});

test('a provider gives a coupon with a reason, a stranger cannot redeem for another', async () => {
  const { id: couponId } = await coupon('SORRY');
  const held = await stage.subscribe(plan);
  const stranger = await stage.subscribe(plan);
  await assert.rejects(
    redeem({ ...held, organizationId: stranger.organizationId }, 'SORRY'),
    isRefused(/.*/),
  );
  const by = { id: couponId, reason: 'an outage' };
  const order = {
    subscriptionId: held.id,
    organizationId: stage.providerId,
    by,
    actor: stage.actor,
    at: startAt,
  };
  const redemption = await inTransaction(stage.db, (tx) => redeemCoupon(tx, order));
  assert.equal(redemption.firstPeriod, 0);
});

test('after all of this the ledger and its subledgers agree', async () => {
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
