import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, eventually, type Json } from './client.ts';
import { runTurnpike } from './command.ts';
import { Instance } from './instance.ts';
import { tableDigests } from './rows.ts';
import { openShop, type Shop } from './shop.ts';
import { startUpstream, type Upstream } from './upstream.ts';

const instance = new Instance({ environment: { TEST_PROCESSOR: 'on' } });
let upstream: Upstream;
let shop: Shop;
let provider: Client;
let sandbox: Client;
let clock: Json;

before(async () => {
  upstream = await startUpstream();
  await instance.start();
  const client = new Client(instance.facts.portal_url);
  shop = await openShop(client, {
    upstreamUrl: upstream.url,
    routes: [{ method: 'GET', template: '/{what}' }],
    terms: {
      price: '10',
      quotas: [{ units: 2, period: 'month', alignment: 'anniversary' }],
      prices: [
        { key: 'mails', meter: 'mail', name: 'Mails', price: { model: 'per_unit', unit_price: '0.5' } },
        { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.5' } },
      ],
    },
  });
  provider = client.bearer(shop.providerToken);
  clock = await provider.post('/test-clocks', { name: 'Trying out' });
  sandbox = provider.as({ 'turnpike-organization': clock.organization_id });
});

after(async () => {
  await instance.remove();
  await upstream.stop();
});

const day = (text: string, days: number) =>
  Temporal.Instant.from(text)
    .add({ hours: 24 * days })
    .toString();

async function advance(to: string): Promise<Json> {
  await provider.post(`/test-clocks/${clock.organization_id}/advance`, { to });
  return eventually('the clock there', 60, async () => {
    const now = await provider.get(`/test-clocks/${clock.organization_id}`);
    return now.state === 'ready' ? now : null;
  });
}

async function invoices(): Promise<Json[]> {
  return (await sandbox.get('/invoices?limit=50')).data.toReversed();
}

test('a sandbox consumer lives through three months in a moment, and everything that is due happens', async () => {
  await sandbox.post('/payment-methods', { processor: 'test', token: 'pm_test_ok' });
  const order = { product: 'acme/weather', plan: 'basic' };
  const { id, current_period_end_at: firstEnd } = await sandbox.post('/subscriptions', order);
  await eventually('the first invoice', 15, async () => (await invoices()).length === 1);
  await sandbox.post('/usage/events', {
    ...{ event_type: 'mail', workspace_id: clock.organization_id, product: 'weather', value: '3' },
    idempotency_key: 'first',
  });
  const there = await advance(day(firstEnd, 45));
  assert.equal(there.problem, null);
  assert.equal(
    there.now,
    day(firstEnd, 45).replace(/(\.\d+)?Z$/, (part) => (part.length > 1 ? part : '.000Z')),
  );
  // Who acts for the sandbox consumer asks for its time, too.
  assert.equal((await sandbox.get(`/test-clocks/${clock.organization_id}`)).now, there.now);
  const all = await invoices();
  // Ten in advance three times; the mails of the first month with the second.
  assert.deepEqual(
    all.map(({ total, state }) => [total, state]),
    [
      ['10.00', 'paid'],
      ['11.50', 'paid'],
      ['10.00', 'paid'],
    ],
  );
  const { current_period_start_at: start } = (
    await sandbox.get(`/subscriptions/${clock.organization_id}`)
  ).data.find((one: Json) => one.id === id);
  assert.ok(start > firstEnd, 'the third month began');
});

test('its calls are counted in its own time: against the quota of then, on the invoice of then', async () => {
  const held = async () => (await sandbox.get(`/subscriptions/${clock.organization_id}`)).data[0];
  const third = await held();
  const { key } = await sandbox.post('/keys', { subscription_id: third.id, name: 'first' });
  const call = async () => {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${instance.facts.gateway_url}${shop.path}/plain`, { headers });
    await answer.bytes();
    return answer.status;
  };
  await eventually('the key in force', 10, async () => (await call()) === 200);
  assert.deepEqual([await call(), await call()], [200, 429]);
  const { current_period_start_at: from, current_period_end_at: to } = third;
  await eventually('the calls in the third month', 20, async () => {
    const counted = `/usage/${clock.organization_id}/meters/requests?from=${from}&to=${to}`;
    return (await sandbox.get(counted)).data[0]?.quantity === '2';
  });
  assert.equal((await advance(day(to, 1))).problem, null);
  assert.equal(await call(), 200, 'the fourth month has a quota of its own');
  const all = await invoices();
  assert.deepEqual([all.length, all.at(-1)!.total], [4, '11.00']);
  const { subscriptions } = await sandbox.get(`/entitlements/${clock.organization_id}`);
  const { used, period_start: start } = subscriptions[0].quotas[0];
  assert.deepEqual([used, start], [1, (await held()).current_period_start_at]);
});

test('its numbers and books are apart, and its time is nobody else’s', async () => {
  for (const { number } of await invoices()) assert.match(number, /^TEST-ACME-\d{6}$/);
  const accounts = (await provider.get('/ledger/accounts?limit=200')).data;
  assert.deepEqual(
    accounts.filter((one: Json) => one.counterparty === clock.organization_id),
    [],
  );
  const own = (await new Client(instance.facts.portal_url).bearer(shop.consumerToken).get('/invoices')).data;
  assert.equal(own.length, 1, 'the real consumer has paid for one month only');
});

test('what its provider does to it happens in its time, and no billing run of real time touches it', async () => {
  const held = (await sandbox.get(`/subscriptions/${clock.organization_id}`)).data[0];
  const { now } = await provider.get(`/test-clocks/${clock.organization_id}`);
  const wanted = { change: { kind: 'cancel', when: 'period_end' }, reason: 'asked on the phone' };
  const quote = await provider.post(`/subscriptions/${held.id}/quotes`, wanted);
  assert.equal(quote.at, now);
  const { quote: accepted } = await provider.post(`/subscriptions/${held.id}/quotes/${quote.id}/accept`, {});
  assert.equal(accepted.accepted_at, now);
  const order = { organizations: [clock.organization_id], close_current_period: true, dry_run: true };
  assert.equal((await provider.post('/billing/runs', order)).total, 0);
});

test('time does not go back, nor further than three years, and other providers have no such clock', async () => {
  const advanceTo = (to: string) =>
    provider.send('POST', `/test-clocks/${clock.organization_id}/advance`, { to });
  const now = (await provider.get(`/test-clocks/${clock.organization_id}`)).now;
  assert.equal((await advanceTo(day(now, -1))).status, 422);
  assert.equal((await advanceTo(day(now, 3 * 366 + 1))).status, 422);
  const beginAt = (at: string) => provider.send('POST', '/test-clocks', { name: 'Later', now: at });
  const { body } = await beginAt('2020-01-01T00:00:00Z');
  assert.equal(body.errors[0].pointer, '/now');
  assert.equal((await beginAt(day(now, 11 * 366))).status, 422);
  const other = await openShop(new Client(instance.facts.portal_url), {
    ...{ upstreamUrl: 'https://api.example.com', seller: 'globex' },
    routes: [{ method: 'GET', template: '/{what}' }],
  });
  const stranger = new Client(instance.facts.portal_url).bearer(other.providerToken);
  assert.equal((await stranger.send('GET', `/test-clocks/${clock.organization_id}`)).status, 404);
  const taken = await sandbox.send('POST', '/subscriptions', { product: 'globex/weather', plan: 'basic' });
  assert.equal(taken.status, 404, 'a sandbox consumer buys from its own provider only');
});

test('a simulation tells the invoices that would come beside a running instance, and changes nothing', async () => {
  const today = Temporal.Now.instant().toString().slice(0, 10);
  const to = Temporal.PlainDate.from(today).add({ months: 3, days: 5 }).toString();
  const before = await tableDigests(instance);
  const ended = await runTurnpike(['simulate', '--to', to, '--json'], { DATA_DIR: instance.dataDirectory });
  assert.equal(ended.status, 0, ended.complaints);
  const told = ended.output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);
  // The real consumer's three months ahead; the sandbox's time is its own.
  assert.deepEqual(
    told.map((one) => [one.organization_id, one.total, one.number]),
    ['000002', '000003', '000004'].map((number) => [shop.consumerId, '10.00', `ACME-${number}`]),
  );
  assert.deepEqual(await tableDigests(instance), before);
  const past = await runTurnpike(['simulate', '--to', '2020-01-01'], { DATA_DIR: instance.dataDirectory });
  assert.equal(past.status, 1);
  assert.match(past.complaints, /--to: lies in the past/);
});
