import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Route, routePath } from '#kernel';
import { describedRoutes } from '../../src/routes.ts';
import type { Answer, Client, Json } from './client.ts';
import { Instance } from './instance.ts';
import { fillPath, type OneOfEach, openOneOfEach } from './one-of-each.ts';
import { forEach } from './refusal.ts';

// A product that is not for everybody shows nothing of itself to anybody else, whatever public route is asked.

const instance = new Instance({ environment: { CHECK_RESPONSES: 'true', TEST_PROCESSOR: 'on' } });
const open = describedRoutes().filter(({ access }) => access === 'public');
let everyone: OneOfEach;

before(async () => {
  await instance.start();
  everyone = await openOneOfEach(instance);
});

after(() => instance.remove());

/** What only the shop's product has. */
const traces = () => {
  const { product_id, plan_id, published_version_id, route_id } = everyone.shop;
  return [product_id!, plan_id!, published_version_id!, route_id!, 'weather', 'Weather', 'Basic'];
};

const ofProduct = (route: Route) => /\{product(_id)?\}/.test(route.path);

/** Every way to ask for the product without being let in: the request and its answer. */
function questions(): [string, string, Json?][] {
  const { shop, own } = everyone;
  const id = shop.product_id!;
  const named = open.filter(ofProduct).map((route): [string, string] => {
    return [route.method, fillPath(routePath(route), shop)];
  });
  const plans = `a=${shop.published_version_id}&b=${shop.published_version_id}`;
  return [
    ...named,
    ['GET', `/marketplace/products/${id}/plans/compare?plans=${shop.plan_id}`],
    ['GET', `/marketplace/compare?products=${id},${own.product_id}`],
    ['GET', `/marketplace/compare?products=acme/weather,${own.product_id}`],
    ['GET', `/billing/plans/${shop.plan_id}/compare?${plans}`],
    ['POST', '/billing/estimate', { plan_version_id: shop.published_version_id, quantities: {} }],
    ['POST', '/subscriptions', { product: id, plan: 'basic' }],
    ['POST', '/subscriptions', { product: 'acme/weather', plan: 'basic' }],
    ['POST', '/marketplace/access-requests', { product: id, message: '' }],
  ];
}

/** Lists that may only leave it out. */
const lists = () => [
  '/marketplace/products',
  '/marketplace/products?q=weather',
  '/marketplace/products?q=Basic',
  '/marketplace/products?provider=acme',
  '/plans',
  `/plans?product=${everyone.shop.product_id}`,
  '/plans?product=acme/weather',
];

function assertNoTrace(answer: Answer, what: string, asked: string): void {
  const text = JSON.stringify(answer.body);
  // Refusals may repeat what was asked, and nothing besides.
  const told = traces().filter((trace) => text.includes(trace) && !asked.includes(trace));
  assert.deepEqual(told, [], `${what}: ${answer.status} ${text.slice(0, 300)}`);
}

async function assertHidden(callers: Record<string, Client>): Promise<void> {
  for (const [name, caller] of Object.entries(callers)) {
    await forEach(questions(), async ([method, url, body], check) => {
      await check(async () => {
        const what = `${name}: ${method} ${url}`;
        const answer = await caller.send(method, url, body);
        const { status } = answer;
        assert.ok([401, 403, 404, 422].includes(status), `${what}: ${status} ${JSON.stringify(answer.body)}`);
        assertNoTrace(answer, what, url + JSON.stringify(body ?? ''));
      });
    });
    await forEach(lists(), async (url, check) => {
      await check(async () => {
        const answer = await caller.send('GET', url);
        assert.ok(
          answer.status === 200 || answer.status === 404 || answer.status === 422,
          `${url}: ${answer.status}`,
        );
        assertNoTrace(answer, `${name}: GET ${url}`, url);
      });
    });
  }
}

const strangers = () => ({ nobody: everyone.anyone, stranger: everyone.stranger });
const change = (fields: Json) =>
  everyone.provider.ok('PATCH', `/products/${everyone.shop.product_id}`, fields);

test('D37 a private product is hidden from all but its subscribers, in every public answer', async () => {
  await change({ visibility: 'private' });
  await assertHidden(strangers());
  const { shop, consumer } = everyone;
  await consumer.get(`/marketplace/products/${shop.product_id}`);
  await consumer.post('/billing/estimate', { plan_version_id: shop.published_version_id });
  await everyone.provider.post('/billing/estimate', { plan_version_id: shop.published_version_id });
});

test('D37 an unlisted product stands in no list, but whoever knows its address reads it', async () => {
  await change({ visibility: 'unlisted' });
  const { anyone, shop } = everyone;
  for (const url of ['/marketplace/products', '/marketplace/products?q=weather', '/plans'])
    assertNoTrace(await anyone.send('GET', url), url, url);
  await anyone.get(`/marketplace/products/${shop.product_id}`);
  await anyone.post('/billing/estimate', { plan_version_id: shop.published_version_id });
});

test('D37 what a suspended provider sells is hidden from strangers, until it is resumed', async () => {
  await change({ visibility: 'public' });
  const organization = `/directory/organizations/${everyone.shop.organization_id}`;
  await everyone.operator.post(`${organization}/suspend`);
  await assertHidden(strangers());
  await everyone.consumer.get(`/marketplace/products/${everyone.shop.product_id}`);
  await everyone.operator.post(`${organization}/resume`);
  await everyone.anyone.get(`/marketplace/products/${everyone.shop.product_id}`);
});

test('D37 a product that was taken from sale, or that the operator suspended, is hidden from strangers', async () => {
  const path = `/products/${everyone.shop.product_id}`;
  await change({ visibility: 'public' });
  await everyone.provider.post(`${path}/unpublish`);
  await assertHidden(strangers());
  await everyone.provider.post(`${path}/publish`);
  const moderation = `/catalog/moderation/${everyone.shop.product_id}`;
  await everyone.operator.post(`${moderation}/suspend`, { reason: 'a test', block_calls: true });
  await assertHidden(strangers());
});
