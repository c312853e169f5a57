import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import {
  createPlanVersion,
  normalizeTerms,
  planTermsSchema,
  publishPlanVersion,
  unpublishProduct,
} from '#catalog';
import { currentChangeCursor, inTransaction, readChanges, systemActor } from '#kernel';
import { advancePeriods } from './advance-periods.ts';
import { createSubscription } from './create-subscription.ts';
import { attribution, dueSubscriptions, loadSubscriptionsForGateway, subscriptionsByIds } from './find.ts';
import { openTestServer, pointers, START, type TestServer } from './test-server.ts';

let server: TestServer;
let product: { id: string; slug: string };
let count = 0;

before(async () => {
  server = await openTestServer();
});
after(() => server.close());
beforeEach(async () => {
  server.clock.set(START);
  product = await server.offerProduct(`api-${++count}`);
});

const subscribe = (plan = 'free', caller: 'acme' | 'cara' | 'carl' = 'cara') =>
  server.request(caller, 'POST', '/subscriptions', { product: product.id, plan });
const instant = (text: string) => Temporal.Instant.from(text);
const eventsOf = async (id: string) => {
  const { rows } = await sql<{ name: string; organization_id: string; at: Temporal.Instant }>`
    select name, organization_id, at from kernel_events
    where payload->>'subscription_id' = ${id} order by id`.execute(server.db);
  return rows;
};

describe('subscribing', () => {
  test('begins a period now, in the zone of the consumer', async () => {
    const { status, body } = await subscribe();
    assert.equal(status, 201);
    assert.equal(body.state, 'active');
    assert.equal(body.organization_id, server.organizationId('cara'));
    assert.equal(body.provider_organization_id, server.organizationId('acme'));
    assert.equal(body.anchor_at, '2027-01-31T10:15:00.000Z');
    assert.equal(body.current_period_end_at, '2027-02-28T10:15:00.000Z');
    const mine = `/subscriptions/${server.organizationId('cara')}`;
    assert.deepEqual(await server.ok('cara', 'GET', `${mine}/${body.id}`), body);
    assert.deepEqual((await server.ok('cara', 'GET', `${mine}?product=${product.id}`)).data, [body]);
    assert.deepEqual(
      (await eventsOf(body.id)).map((one) => [one.name, one.organization_id]),
      [['subscription.created', server.organizationId('cara')]],
    );
  });

  test('is in a currency that the plan has prices in, for so many seats', async () => {
    const wanted = { product: product.id, plan: 'free' };
    const refused = await server.request('cara', 'POST', '/subscriptions', { ...wanted, currency: 'JPY' });
    assert.equal(refused.status, 409);
    assert.deepEqual(pointers(refused), ['/currency']);
    const { body } = await server.request('cara', 'POST', '/subscriptions', { ...wanted, quantity: 7 });
    const { currency, quantity } = (await subscriptionsByIds(server.db, [body.id])).get(body.id)!;
    assert.deepEqual([currency, quantity], [body.version.terms.currency, 7]);
  });

  test('names what it is of, also once that is off the marketplace and the plan has moved on', async () => {
    const { body } = await subscribe();
    const editor = {
      organizationId: server.organizationId('acme'),
      actor: systemActor('test'),
      at: server.clock.now(),
    };
    const terms = normalizeTerms(planTermsSchema.parse({ ...body.version.terms, price: '99' }));
    await inTransaction(server.db, async (tx) => {
      const draft = await createPlanVersion(tx, body.plan.id, terms, editor);
      await publishPlanVersion(tx, body.plan.id, draft.id, editor);
      await unpublishProduct(tx, product.id, editor);
    });
    const mine = `/subscriptions/${server.organizationId('cara')}`;
    const seen = await server.ok('cara', 'GET', `${mine}/${body.id}`);
    assert.deepEqual(seen.product, {
      id: product.id,
      name: product.slug,
      slug: product.slug,
      provider_slug: 'acme',
      provider_name: 'acme',
    });
    assert.deepEqual(seen.plan, { id: seen.plan_id, slug: 'free', name: 'free', tier: 0 });
    assert.deepEqual(
      [seen.version.id, seen.version.number, seen.version.terms.price],
      [seen.plan_version_id, 1, '0.00'],
    );
    assert.deepEqual((await server.ok('cara', 'GET', `${mine}?product=${product.id}`)).data, [seen]);
  });

  test('takes product and plan by their slugs, and starts with a trial where there is one', async () => {
    const wanted = { product: `acme/${product.slug}`, plan: 'trial' };
    const body = await server.ok('cara', 'POST', '/subscriptions', wanted);
    assert.equal(body.state, 'trialing');
    assert.equal(body.current_period_end_at, '2027-02-14T10:15:00.000Z');
  });

  test('one account may provide and consume: even its own product', async () => {
    assert.equal((await subscribe('free', 'acme')).status, 201);
  });

  test('a second time names the subscription that exists', async () => {
    const first = (await subscribe()).body;
    const second = await subscribe('trial');
    assert.equal(second.status, 409);
    assert.equal(second.body.subscription_id, first.id);
    assert.equal(second.body.type, 'https://turnpike.dev/problems/already-subscribed');
    assert.equal((await subscribe('free', 'carl')).status, 201, 'another consumer is free to');
  });

  test('many times at once makes one subscription', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => subscribe()));
    const made = answers.filter((one) => one.status === 201);
    assert.equal(made.length, 1);
    for (const refused of answers.filter((one) => one.status !== 201)) {
      assert.deepEqual([refused.status, refused.body.subscription_id], [409, made[0]!.body.id]);
    }
  });

  test('again with the same Idempotency-Key answers the same', async () => {
    const wanted = { product: product.id, plan: 'free' };
    const key = { 'idempotency-key': `order-${product.id}` };
    const [a, b] = await Promise.all(
      [1, 2].map(() => server.request('cara', 'POST', '/subscriptions', wanted, key)),
    );
    assert.deepEqual([a!.status, b!.status], [201, 201]);
    assert.deepEqual(a!.body, b!.body);
    const other = await server.request('cara', 'POST', '/subscriptions', { ...wanted, plan: 'trial' }, key);
    assert.equal(other.status, 409);
  });

  test('is refused for what is not on offer', async () => {
    for (const plan of ['draft', 'gold']) {
      const answer = await subscribe(plan);
      assert.deepEqual([answer.status, pointers(answer)], [409, ['/plan']]);
    }
    const editor = {
      organizationId: server.organizationId('acme'),
      actor: systemActor('test'),
      at: server.clock.now(),
    };
    await inTransaction(server.db, (tx) => unpublishProduct(tx, product.id, editor));
    assert.equal((await subscribe()).status, 404);
    for (const unknown of ['prd_unknown', 'acme/nothing', 'nobody/nothing']) {
      const answer = await server.request('cara', 'POST', '/subscriptions', {
        product: unknown,
        plan: 'free',
      });
      assert.equal(answer.status, 404, unknown);
    }
  });

  const bad: [string, Record<string, unknown>, string][] = [
    ['no product', { product: undefined }, '/product'],
    ['a path as product', { product: 'a/b/c' }, '/product'],
    ['a number as plan', { plan: 1 }, '/plan'],
    ['an organization that is not asked for', { organization_id: 'org_1' }, '/organization_id'],
    ['a price of its own', { price: '0' }, '/price'],
  ];
  for (const [what, wrong, pointer] of bad) {
    test(`is refused for ${what}, and nothing is written`, async () => {
      const answer = await server.request('cara', 'POST', '/subscriptions', {
        product: product.id,
        plan: 'free',
        ...wrong,
      });
      assert.deepEqual([answer.status, pointers(answer)], [422, [pointer]]);
      const list = `/subscriptions/${server.organizationId('cara')}?product=${product.id}`;
      assert.deepEqual((await server.ok('cara', 'GET', list)).data, []);
    });
  }
});

describe('cancelling', () => {
  test('ends with the period, can be taken back, and repeats without effect', async () => {
    const { id } = (await subscribe()).body;
    const canceled = await server.ok('cara', 'POST', '/subscriptions/cancel', {
      subscription_id: id,
      reason: 'too dear',
    });
    assert.deepEqual(
      [canceled.state, canceled.cancel_at_period_end, canceled.cancel_reason],
      ['active', true, 'too dear'],
    );
    assert.deepEqual(
      await server.ok('cara', 'POST', '/subscriptions/cancel', { subscription_id: id }),
      canceled,
    );
    const revoke = `/subscriptions/${server.organizationId('cara')}/revoke-cancellation`;
    const back = await server.ok('cara', 'POST', revoke, { subscription_id: id });
    assert.deepEqual([back.cancel_at_period_end, back.cancel_reason], [false, null]);
    assert.deepEqual(await server.ok('cara', 'POST', revoke, { subscription_id: id }), back);
    assert.deepEqual(
      (await eventsOf(id)).map((one) => one.name),
      ['subscription.created', 'subscription.cancellation_scheduled', 'subscription.cancellation_revoked'],
    );
  });

  test('then the period ends: it is over, and the product can be had again', async () => {
    const { id } = (await subscribe()).body;
    await server.ok('cara', 'POST', '/subscriptions/cancel', { subscription_id: id });
    const at = instant('2027-02-28T11:00:00Z');
    const [due] = (await dueSubscriptions(server.db, at, 100)).filter((one) => one.id === id);
    const ended = (await inTransaction(server.db, (tx) => advancePeriods(tx, [due!], at))).get(id)!;
    assert.equal(ended.state, 'canceled');
    assert.equal(
      ended.canceledAt?.toString(),
      '2027-02-28T10:15:00Z',
      'when it was due, not when the job came',
    );
    assert.ok((await eventsOf(id)).some((one) => one.name === 'subscription.canceled'));
    assert.ok((await dueSubscriptions(server.db, at, 100)).every((one) => one.id !== id));
    const again = await server.request('cara', 'POST', '/subscriptions/cancel', { subscription_id: id });
    assert.equal(again.status, 409);
    const key = await server.request('cara', 'POST', '/keys', { subscription_id: id, name: 'late' });
    assert.equal(key.status, 409);
    assert.equal((await subscribe()).status, 201);
  });
});

describe('renewal', () => {
  test('moves each due subscription once, however often it is asked for', async () => {
    const ids = [(await subscribe()).body.id, (await subscribe('trial', 'carl')).body.id];
    const at = instant('2027-03-01T00:00:00Z');
    const due = (await dueSubscriptions(server.db, at, 1000)).filter((one) => ids.includes(one.id));
    assert.equal(due.length, 2);
    const runs = [1, 2, 3].map(() =>
      inTransaction(server.db, (tx) => advancePeriods(tx, [...due].reverse(), at)),
    );
    for (const result of await Promise.all(runs)) {
      assert.equal(result.get(ids[0])?.currentPeriodStartAt.toString(), '2027-02-28T10:15:00Z');
      assert.equal(result.get(ids[0])?.currentPeriodEndAt.toString(), '2027-03-31T10:15:00Z');
      assert.equal(result.get(ids[1])?.state, 'active');
      assert.equal(result.get(ids[1])?.anchorAt.toString(), '2027-02-14T10:15:00Z');
    }
    for (const id of ids) {
      const renewed = (await eventsOf(id)).filter((one) => one.name === 'subscription.renewed');
      assert.equal(renewed.length, 1);
    }
    const stored = await subscriptionsByIds(server.db, ids);
    assert.deepEqual(
      [...stored.values()].map((one) => one.revision),
      [2, 2],
    );
    assert.ok((await dueSubscriptions(server.db, at, 1000)).every((one) => !ids.includes(one.id)));
  });

  test('does not come early', async () => {
    const { id } = (await subscribe()).body;
    const before = (await subscriptionsByIds(server.db, [id])).get(id)!;
    const early = instant('2027-02-28T10:14:59.999Z');
    assert.ok((await dueSubscriptions(server.db, early, 1000)).every((one) => one.id !== id));
    const result = await inTransaction(server.db, (tx) => advancePeriods(tx, [before], early));
    assert.deepEqual(result.get(id), before);
    const exactly = instant('2027-02-28T10:15:00Z');
    assert.ok((await dueSubscriptions(server.db, exactly, 1000)).some((one) => one.id === id));
  });

  test('passes over those before a cursor, and pages', async () => {
    await subscribe();
    await subscribe('free', 'carl');
    const at = instant('2027-12-01T00:00:00Z');
    const all = (await dueSubscriptions(server.db, at, 1000)).map((one) => one.id);
    const seen: string[] = [];
    for (let page = await dueSubscriptions(server.db, at, 2); page.length > 0; ) {
      seen.push(...page.map((one) => one.id));
      page = await dueSubscriptions(server.db, at, 2, seen.at(-1)!);
    }
    assert.ok(all.length >= 2);
    assert.deepEqual(seen, all);
  });
});

describe('who may see what', () => {
  test('other organizations see nothing of a subscription, its provider sees its own', async () => {
    const { id } = (await subscribe()).body;
    const cara = server.organizationId('cara');
    const carl = server.organizationId('carl');
    const attempts: [string, string, unknown?][] = [
      ['GET', `/subscriptions/${cara}`],
      ['GET', `/subscriptions/${cara}/${id}`],
      ['GET', `/subscriptions/${carl}/${id}`],
      ['POST', '/subscriptions/cancel', { subscription_id: id }],
      ['POST', `/subscriptions/${carl}/revoke-cancellation`, { subscription_id: id }],
      ['POST', `/subscriptions/${cara}/revoke-cancellation`, { subscription_id: id }],
    ];
    for (const caller of ['carl', 'acme'] as const) {
      for (const [method, path, body] of attempts.filter(
        ([, path]) => caller === 'carl' || !path.includes(carl),
      )) {
        assert.equal(
          (await server.request(caller, method, path, body)).status,
          404,
          `${caller} ${method} ${path}`,
        );
      }
    }
    assert.equal((await server.request('nobody', 'GET', `/subscriptions/${cara}`)).status, 401);
    const seen = await server.ok('acme', 'GET', `/provider/consumers?product=${product.id}&state=active`);
    assert.deepEqual(
      seen.data.map((one: { organization: unknown; subscription: { id: string } }) => [
        one.organization,
        one.subscription.id,
      ]),
      [[{ id: cara, slug: 'cara', name: 'cara' }, id]],
    );
    assert.deepEqual((await server.ok('cara', 'GET', `/provider/consumers?product=${product.id}`)).data, []);
  });
});

describe('what other rooms read', () => {
  test('a subscription that commits late is not skipped by the change feed', async () => {
    const actor = systemActor('test');
    const order = { product: product.id, plan: 'free', actor, at: server.clock.now() };
    const cursor = await currentChangeCursor(server.db);
    let late = '';
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let entered = () => {};
    const inside = new Promise<void>((resolve) => (entered = resolve));
    const slow = inTransaction(server.db, async (tx) => {
      late = (await createSubscription(tx, { ...order, organizationId: server.organizationId('cara') })).id;
      entered();
      await held;
    });
    await inside;
    const early = (await subscribe('free', 'carl')).body.id;
    const first = await readChanges(server.db, cursor);
    const before = first.changes.map((one) => one.id);
    assert.ok(!before.includes(late));
    release();
    await slow;
    const second = await readChanges(server.db, first.cursor);
    const seen = [...before, ...second.changes.map((one) => one.id)];
    assert.ok(seen.includes(late) && seen.includes(early));
    const loaded = await loadSubscriptionsForGateway(server.db, { ids: [late, early, 'sub_gone'] });
    assert.deepEqual(loaded.map((one) => one.id).sort(), [late, early].sort());
  });

  test('usage is attributed to what a consumer has, and late usage to what it had', async () => {
    const first = (await subscribe('free', 'carl')).body;
    await server.ok('carl', 'POST', '/subscriptions/cancel', { subscription_id: first.id });
    const carl = server.organizationId('carl');
    const seen = (await subscriptionsByIds(server.db, [first.id])).get(first.id)!;
    const at = instant('2027-03-01T00:00:00Z');
    await inTransaction(server.db, (tx) => advancePeriods(tx, [seen], at));
    const of = async () => {
      const found = await attribution.forOrganizations(server.db, [carl, 'org_unknown']);
      assert.deepEqual([...found.keys()], [carl]);
      return found.get(carl)!.filter((one) => one.productId === product.id);
    };
    const [old, ...none] = await of();
    assert.equal(none.length, 0);
    assert.deepEqual(
      [old?.subscriptionId, old?.state, old?.productSlug],
      [first.id, 'canceled', product.slug],
    );
    assert.equal(old?.canceledAt?.toString(), '2027-02-28T10:15:00Z');
    server.clock.set(at);
    const second = (await subscribe('free', 'carl')).body;
    assert.deepEqual(
      (await of()).map((one) => [one.subscriptionId, one.state]),
      [[second.id, 'active']],
    );
  });

  test('all subscriptions come page by page', async () => {
    await subscribe();
    const seen: string[] = [];
    for (let after = ''; ; after = seen.at(-1)!) {
      const page = await loadSubscriptionsForGateway(server.db, { after, limit: 3 });
      seen.push(...page.map((one) => one.id));
      if (page.length < 3) break;
    }
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from subscriptions_subscriptions`.execute(server.db);
    assert.equal(seen.length, rows[0]!.n);
    assert.equal(new Set(seen).size, seen.length);
  });
});
