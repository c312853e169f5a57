import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestServer, pointers } from './test-server.ts';

let server: Awaited<ReturnType<typeof openTestServer>>;
let product: string;
let other: string;
let tier = 0;

before(async () => {
  server = await openTestServer();
  const make = async (slug: string) => {
    const body = { slug, name: slug, upstream_url: 'https://api.example.com' };
    return (await server.ok('acme', 'POST', '/products', body)).id;
  };
  product = await make('maps');
  other = await make('tiles');
});

after(() => server.close());

const gigabytes = {
  event_type: 'transfer',
  aggregation: 'sum',
  value: 'properties.gb',
  filter: { field: 'properties.region', operator: 'eq', value: 'eu' },
};
const meters = (of = product) => `/products/${of}/meters`;
const price = { model: 'per_unit', unit_price: '0.1' };
const terms = (prices: object[]) => ({
  ...{ currency: 'USD', interval: { unit: 'month' }, price: '1.00' },
  prices: prices.map((one, index) => ({ key: `price-${index}`, name: 'Price', price, ...one })),
});

function plan(body: object, of = product) {
  tier += 1;
  const fields = { product_id: of, slug: `plan-${tier}`, name: 'Plan', tier };
  return server.request('acme', 'POST', '/billing/plans', { ...fields, ...body });
}

test('a meter is defined, listed beside the built-in ones, changed and deleted', async () => {
  const made = await server.ok('acme', 'POST', meters(), {
    key: 'gb',
    name: 'Gigabytes',
    definition: gigabytes,
  });
  assert.deepEqual(made.definition.free_status_classes, []);
  assert.equal(made.product_id, product);
  const again = await server.request('acme', 'POST', meters(other), {
    key: 'gb',
    name: 'Other',
    definition: gigabytes,
  });
  assert.equal(again.status, 409);
  assert.match(again.body.type, /meter-key-taken/);
  const { data } = await server.ok('acme', 'GET', meters());
  assert.deepEqual(
    data.map((one: { name: string; definition: { aggregation: string } }) => [
      one.name,
      one.definition.aggregation,
    ]),
    [
      ['requests', 'count'],
      ['units', 'sum'],
      ['gb', 'sum'],
    ],
  );
  const largest = { ...gigabytes, aggregation: 'max' };
  const changed = await server.ok('acme', 'PATCH', `${meters()}/gb`, { definition: largest, revision: 1 });
  assert.deepEqual([changed.definition.aggregation, changed.revision], ['max', 2]);
  const stale = await server.request('acme', 'PATCH', `${meters()}/gb`, { name: 'X', revision: 1 });
  assert.equal(stale.status, 409);
  await server.ok('acme', 'DELETE', `${meters()}/gb`);
  assert.equal((await server.request('acme', 'GET', `${meters()}/gb`)).status, 404);
});

test('meters of others are not there, and viewers define none', async () => {
  await server.ok('acme', 'POST', meters(), { key: 'mine', name: 'Mine', definition: gigabytes });
  for (const [method, body] of [['GET'], ['PATCH', { name: 'X' }], ['DELETE']] as [string, object?][]) {
    assert.equal((await server.request('rival', method, `${meters()}/mine`, body)).status, 404);
  }
  const body = { key: 'theirs', name: 'T', definition: gigabytes };
  assert.equal((await server.request('viewer', 'POST', meters(), body)).status, 403);
  assert.equal((await server.request('acme', 'GET', `${meters(other)}/mine`)).status, 404);
});

test('a wrong definition is refused at its place', async () => {
  const deep = { and: [{ or: [{ and: [{ or: [gigabytes.filter] }] }] }] };
  const many = { and: Array.from({ length: 51 }, () => gigabytes.filter) };
  const cases: [object, string][] = [
    [{ aggregation: 'median' }, '/definition/aggregation'],
    [{ value: undefined }, '/definition/value'],
    [{ value: 'status' }, '/definition/value'],
    [{ aggregation: 'count' }, '/definition/value'],
    [{ percentile: 95 }, '/definition/percentile'],
    [{ aggregation: 'percentile', percentile: 49 }, '/definition/percentile'],
    [{ aggregation: 'percentile', percentile: 95.55 }, '/definition/percentile'],
    [{ carry_over: true }, '/definition/carry_over'],
    [{ operation: 'properties.op' }, '/definition/operation'],
    [{ group_by: ['status', 'method', 'route', 'key'] }, '/definition/group_by'],
    [{ group_by: ['region'] }, '/definition/group_by/0'],
    [{ free_status_classes: ['6xx'] }, '/definition/free_status_classes/0'],
    [{ filter: { ...gigabytes.filter, operator: 'like' } }, '/definition/filter/operator'],
    [{ filter: { ...gigabytes.filter, field: 'region' } }, '/definition/filter/field'],
    [{ filter: { and: [] } }, '/definition/filter/and'],
    [{ filter: { and: [gigabytes.filter], or: [] } }, '/definition/filter'],
    [
      { filter: { or: [{ ...gigabytes.filter, operator: 'gt', value: 'x' }] } },
      '/definition/filter/or/0/value',
    ],
    [{ filter: { and: [deep] } }, '/definition/filter/and/0/and/0/or/0/and/0'],
    [{ filter: many }, '/definition/filter/and'],
    [{ event_type: 'a b' }, '/definition/event_type'],
  ];
  for (const [change, pointer] of cases) {
    const body = { key: 'bad', name: 'Bad', definition: { ...gigabytes, ...change } };
    const answer = await server.request('acme', 'POST', meters(), body);
    assert.equal(answer.status, 422, JSON.stringify(change));
    assert.ok(pointers(answer).includes(pointer), `${JSON.stringify(change)}: ${pointers(answer)}`);
  }
  for (const key of ['requests', 'request', 'Upper', '']) {
    const answer = await server.request('acme', 'POST', meters(), { key, name: 'X', definition: gigabytes });
    assert.deepEqual(pointers(answer), ['/key']);
  }
});

test('a published version keeps what its meters meant, and they cannot change any more', async () => {
  await server.ok('acme', 'POST', meters(), { key: 'kept', name: 'Kept', definition: gigabytes });
  const drafted = await plan({
    terms: terms([{ meter: 'kept' }, { meter: 'requests' }, { meter: 'pictures' }]),
  });
  const { version } = drafted.body;
  const counted = version.terms.prices.map((one: { definition?: object }) => one.definition !== undefined);
  assert.deepEqual(counted, [true, false, false]);
  const largest = { ...version.terms.prices[0].definition, aggregation: 'max' };
  await server.ok('acme', 'PATCH', `${meters()}/kept`, { definition: largest });
  const path = `/billing/plans/${version.plan_id}/versions/${version.id}`;
  const published = await server.ok('acme', 'POST', `${path}/publish`);
  assert.deepEqual(published.current_version.terms.prices[0].definition, largest);
  const refused = await server.request('acme', 'PATCH', `${meters()}/kept`, { definition: gigabytes });
  assert.equal(refused.status, 409);
  assert.match(refused.body.type, /meter-priced/);
  assert.equal((await server.request('acme', 'DELETE', `${meters()}/kept`)).status, 409);
  assert.equal((await server.ok('acme', 'PATCH', `${meters()}/kept`, { name: 'Renamed' })).name, 'Renamed');
  const same = await server.ok('acme', 'PATCH', `${meters()}/kept`, { definition: largest });
  assert.equal(same.definition.aggregation, 'max');
});

test('definitions are the catalog’s: given ones are replaced, and unknown ones refused', async () => {
  await server.ok('acme', 'POST', meters(), { key: 'real', name: 'Real', definition: gigabytes });
  const definition = { event_type: null, aggregation: 'count' };
  const made = await plan({ terms: terms([{ meter: 'real', definition }]) });
  assert.equal(made.body.version.terms.prices[0].definition.aggregation, 'sum');
  const unknown = await plan({ terms: terms([{ meter: 'missing', definition }]) });
  assert.deepEqual(pointers(unknown), ['/terms/prices/0/meter']);
});

test('a meter of one product is not for another, unless it is for all', async () => {
  await server.ok('acme', 'POST', meters(), { key: 'local', name: 'Local', definition: gigabytes });
  await server.ok('acme', 'POST', meters(), {
    key: 'wide',
    name: 'Wide',
    all_products: true,
    definition: gigabytes,
  });
  const answer = await plan({ terms: terms([{ meter: 'wide' }, { meter: 'local' }]) }, other);
  assert.deepEqual(pointers(answer), ['/terms/prices/1/meter']);
  assert.equal((await plan({ terms: terms([{ meter: 'wide' }]) }, other)).status, 201);
});

test('terms per event need a meter in which each event has an amount', async () => {
  const definition = { event_type: 'transfer', aggregation: 'max', value: 'value' };
  await server.ok('acme', 'POST', meters(), { key: 'peak', name: 'Peak', definition });
  const perEvent = { model: 'percentage', rate_percent: '1', fixed_per_event: '0.3' };
  const answer = await plan({ terms: terms([{ meter: 'peak', price: perEvent }]) });
  assert.deepEqual(pointers(answer), ['/terms/prices/0/price']);
  const share = { model: 'percentage', rate_percent: '1' };
  assert.equal((await plan({ terms: terms([{ meter: 'peak', price: share }]) })).status, 201);
});

test('variants have keys, conditions and prices of their own', async () => {
  const night = { key: 'night', name: 'Night', when: { time: { from: '22:00', to: '06:00' } }, price };
  const made = await plan({ terms: terms([{ meter: 'requests', variants: [night] }]) });
  assert.deepEqual(made.body.version.terms.prices[0].variants, [night]);
  const cases: [object[], string][] = [
    [[night, night], '/1/key'],
    [[{ ...night, key: 'default' }], '/0/key'],
    [[{ ...night, when: {} }], '/0/when'],
    [[{ ...night, when: { time: { from: '22:00', to: '24:00' } } }], '/0/when/time/to'],
    [[{ ...night, when: { time: { from: '08:00', to: '08:00' } } }], '/0/when/time/to'],
    [[{ ...night, when: { weekdays: [0] } }], '/0/when/weekdays/0'],
    [[{ ...night, price: { model: 'per_unit' } }], '/0/price/unit_price'],
  ];
  for (const [variants, place] of cases) {
    const answer = await plan({ terms: terms([{ meter: 'requests', variants }]) });
    assert.deepEqual(pointers(answer), [`/terms/prices/0/variants${place}`]);
  }
});
