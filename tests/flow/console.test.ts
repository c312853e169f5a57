import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, eventually, type Json } from './client.ts';
import { Instance } from './instance.ts';

// The console against the real program: a form becomes a call through the gateway, which counts and costs like any other.

const instance = new Instance({ sample: true });
let consumer: Client;
let subscription: Json;
let routes: Record<string, string>;

before(async () => {
  const { sample, portal_url: portal } = await instance.start();
  const anyone = new Client(portal);
  const login = { email: sample!.consumer_email, password: sample!.password };
  consumer = anyone.bearer((await anyone.post('/auth/login', login)).access_token);
  const { organizations } = await consumer.get('/me');
  [subscription] = (await consumer.get(`/subscriptions/${organizations[0].id}`)).data;
  const product = await anyone.get('/marketplace/products/skyline/weather');
  routes = Object.fromEntries(product.routes.map((one: Json) => [one.template, one.id]));
});

after(() => instance.remove());

const form = (template: string, more: Json = {}) => ({
  subscription_id: subscription.id,
  route_id: routes[template],
  query: [{ name: 'city', value: 'Porto & Lisboa' }],
  ...more,
});

const call = (template: string, more: Json = {}) => consumer.post('/console/calls', form(template, more));

const outcomePath = (made: Json) =>
  `/console/subscriptions/${subscription.id}/calls/${made.call_id}?made_at=${made.made_at}`;

function outcomeOf(made: Json): Promise<Json> {
  return eventually('the outcome', 20, async () => {
    const outcome = await consumer.get(outcomePath(made));
    return outcome.state !== 'pending' && outcome;
  });
}

test('a form is a call through the gateway, answered with its headers and timing', async () => {
  const made = await call('/forecast');
  assert.equal(made.response.status, 200);
  assert.equal(JSON.parse(made.response.body).city, 'Porto & Lisboa');
  assert.equal(made.request.path, '/skyline/weather/forecast?city=Porto+%26+Lisboa');
  const names = made.response.headers.map(({ name }: Json) => name);
  assert.ok(names.includes('ratelimit') && names.includes('content-type'));
  assert.ok(made.total_ms >= made.first_byte_ms && made.first_byte_ms > 0);
  assert.doesNotMatch(JSON.stringify(made), /tp_live_/, 'no key is in the answer');
});

test('it counts, and costs what the next call of its tier costs', async () => {
  const outcome = await outcomeOf(await call('/forecast'));
  assert.deepEqual(outcome, {
    state: 'counted',
    units: '1',
    overage_units: '0',
    cost: { amount: '0.1', currency: 'USD' },
  });
});

test('one key serves many calls; it is listed while it works, for what it is', async () => {
  await Promise.all([call('/forecast'), call('/current-weather')]);
  const { data } = await consumer.get('/keys');
  const own = data.filter(({ purpose }: Json) => purpose === 'console');
  assert.equal(own.length, 1);
  assert.match(own[0].name, /^Console /);
  const { data: log } = await consumer.get(`/usage/requests?key_id=${own[0].id}`);
  assert.ok(log.every(({ ip }: Json) => ip === '127.0.0.1'));
});

test('calls with test keys are counted and cost nothing', async () => {
  const outcome = await outcomeOf(await call('/forecast', { environment: 'test' }));
  assert.deepEqual([outcome.state, outcome.cost], ['counted', { amount: '0', currency: 'USD' }]);
});

test('what the gateway refuses is shown as it is, and costs nothing', async () => {
  const made = await call('/historical');
  assert.equal(made.response.status, 403);
  assert.match(made.response.body, /problems\//);
  const outcome = await outcomeOf(made);
  assert.deepEqual([outcome.state, outcome.units, outcome.cost], ['uncounted', null, null]);
});

test('after its key was revoked the next call but one has another', async () => {
  const { data } = await consumer.get('/keys');
  const own = data.find(({ purpose, environment }: Json) => purpose === 'console' && environment === 'live');
  await consumer.post(`/keys/${own.id}/revoke`);
  const refused = await eventually('the key is refused', 5, async () => {
    const { response } = await call('/forecast');
    return response.status === 401 && response;
  });
  assert.match(refused.body, /key-revoked/);
  assert.equal((await call('/forecast')).response.status, 200);
});

test('everybody sees how calls are answered, and nobody how many there are', async () => {
  const anyone = new Client(instance.facts.portal_url);
  const product = await anyone.get('/marketplace/products/skyline/weather');
  // The answer is remembered for half a minute: whoever asked before the calls would see none.
  const status = await anyone.get(`/marketplace/products/${product.id}/status`);
  assert.deepEqual([status.state, status.availability, status.days.length], ['operational', 1, 30]);
  const today = status.days.at(-1);
  assert.ok(today.availability === 1 && today.average_latency_ms > 0);
  assert.equal(status.days[0].availability, null);
  assert.doesNotMatch(JSON.stringify(status), /calls/);
});

test('nothing of another organization can be called, and nobody calls without the permission', async () => {
  const anyone = new Client(instance.facts.portal_url);
  await anyone.refused(401, 'POST', '/console/calls', form('/forecast'));
  const account = { email: 'mallory@example.com', password: 'a long enough password', name: 'Mallory' };
  const { access_token: token } = await anyone.post('/auth/signup', {
    ...account,
    organization_name: 'Mallory',
  });
  const mallory = anyone.bearer(token);
  await mallory.refused(404, 'POST', '/console/calls', form('/forecast'));
  await mallory.refused(404, 'GET', outcomePath(await call('/forecast')));
  await consumer.refused(404, 'POST', '/console/calls', { ...form('/forecast'), route_id: 'route_none' });
  await consumer.refused(422, 'POST', '/console/calls', {
    ...form('/forecast'),
    headers: [{ name: 'Host', value: 'example.com' }],
  });
});
