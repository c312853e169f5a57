import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPlan, newPlanSchema } from '#catalog';
import { inTransaction, systemActor } from '#kernel';
import { advancePeriods } from './advance-periods.ts';
import { subscriptionsByIds } from './find.ts';
import { openTestServer, START, type TestServer } from './test-server.ts';

let server: TestServer;
let product: { id: string };
before(async () => {
  server = await openTestServer();
  product = await server.offerProduct('tried');
  const terms = { currency: 'USD', interval: { unit: 'month' }, price: '29.00', trial_days: 7 };
  const plan = { ...{ slug: 'card', name: 'Card', tier: 3, publish: true }, product_id: product.id };
  const editor = {
    organizationId: server.organizationId('acme'),
    actor: systemActor('test'),
    at: server.clock.now(),
  };
  await inTransaction(server.db, (tx) =>
    createPlan(
      tx,
      newPlanSchema.parse({ ...plan, terms: { ...terms, trial_requires_payment_method: true } }),
      editor,
    ),
  );
});
after(() => server.close());

const subscribe = (plan: string, caller: 'cara' | 'carl') =>
  server.request(caller, 'POST', '/subscriptions', { product: product.id, plan });

async function end(id: string): Promise<void> {
  await server.ok('carl', 'POST', '/subscriptions/cancel', { subscription_id: id });
  const { currentPeriodEndAt } = (await subscriptionsByIds(server.db, [id])).get(id)!;
  server.clock.set(currentPeriodEndAt);
  await inTransaction(server.db, (tx) =>
    advancePeriods(tx, [{ id, currentPeriodEndAt }], currentPeriodEndAt),
  );
}

test('a plan may want a payment method before its trial, and says how to add one', async () => {
  const refused = await subscribe('card', 'cara');
  assert.equal(refused.status, 409);
  assert.match(refused.body.type, /payment-method-required$/);
  assert.match(refused.body.detail, /Add a payment method first/);
  server.payers.add(server.organizationId('cara'));
  const { status, body } = await subscribe('card', 'cara');
  assert.equal(status, 201);
  assert.equal(body.state, 'trialing');
  assert.equal(body.trial_ends_at, body.current_period_end_at);
});

test('a consumer tries a product once, whatever the plan; then what it pays begins at once', async () => {
  server.clock.set(START);
  const free = await subscribe('free', 'carl');
  assert.equal(free.body.trial_ends_at, null);
  await end(free.body.id);
  const first = await subscribe('trial', 'carl');
  assert.equal(first.body.state, 'trialing', 'a plan without a trial has not used it up');
  await end(first.body.id);
  const again = await subscribe('card', 'carl');
  assert.equal(again.status, 201, 'without a trial nothing is wanted for its end');
  assert.equal(again.body.state, 'active');
  assert.equal(again.body.trial_ends_at, null);
});
