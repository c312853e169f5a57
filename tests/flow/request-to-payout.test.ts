import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, eventually, type Json } from './client.ts';
import { runTurnpike } from './command.ts';
import { Instance } from './instance.ts';
import { startUpstream, type Upstream } from './upstream.ts';

// The whole story over HTTP. Amounts are worked out by hand in the comments.

const instance = new Instance({ environment: { CHECK_RESPONSES: 'true', TEST_PROCESSOR: 'on' } });
let upstream: Upstream;
let operator: Client;
let provider: Client;
let consumer: Client;
let gateway: string;
const ids: Record<string, string> = {};

before(async () => {
  upstream = await startUpstream();
  await instance.start();
});

after(async () => {
  await instance.remove();
  await upstream.stop();
});

async function signUp(name: string): Promise<Client> {
  const anyone = new Client(instance.facts.portal_url);
  const account = {
    email: `${name}@example.com`,
    password: 'correct horse battery',
    organization_slug: name,
  };
  const { access_token, organization } = await anyone.post('/auth/signup', account);
  ids[name] = organization.id;
  return anyone.bearer(access_token);
}

const month = { unit: 'month', count: 1 };

const plans = [
  {
    slug: 'basic',
    name: 'Basic',
    tier: 1,
    terms: {
      currency: 'USD',
      interval: month,
      price: '10.00',
      quotas: [
        {
          units: 5,
          period: 'month',
          overage: { mode: 'charge', unit_price: '0.50', max_overage_units: 3 },
        },
      ],
      prices: [
        { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.25' } },
      ],
    },
  },
  {
    slug: 'gold',
    name: 'Gold',
    tier: 2,
    terms: {
      currency: 'USD',
      interval: month,
      price: '100.00',
      prices: [
        {
          key: 'calls',
          meter: 'requests',
          name: 'Calls',
          price: {
            model: 'graduated',
            tiers: [
              { up_to: '2', unit_price: '1' },
              { up_to: null, unit_price: '0.333' },
            ],
          },
        },
      ],
    },
  },
];

async function call(
  path: string,
  key: string | null,
): Promise<{ status: number; problem: string | null; headers: Headers }> {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(`${gateway}/skyways/weather${path}`, { headers });
  const body = await response.text();
  const isProblem = (response.headers.get('content-type') ?? '').startsWith('application/problem+json');
  return {
    status: response.status,
    problem: isProblem ? JSON.parse(body).type.split(/[/#]/).at(-1) : null,
    headers: response.headers,
  };
}

test('a provider publishes an API with routes and plans', async () => {
  const anyone = new Client(instance.facts.portal_url);
  gateway = instance.facts.gateway_url;
  const login = await anyone.post('/auth/login', instance.facts.operator);
  assert.deepEqual(Object.keys(login).sort(), ['access_token', 'expires_in', 'refresh_token', 'token_type']);
  operator = anyone.bearer(login.access_token);
  provider = await signUp('skyways');
  await provider.refused(403, 'POST', '/products', {
    slug: 'weather',
    name: 'Weather',
    upstream_url: upstream.url,
  });
  const legal = { name: 'Skyways Ltd', address: { line1: 'Harbour Road 1', city: 'Lisbon' }, country: 'PT' };
  await provider.post(`/organizations/${ids.skyways}/provider`, { legal });
  const product = await provider.post('/products', {
    slug: 'weather',
    name: 'Weather',
    upstream_url: upstream.url,
  });
  ids.product = product.id;
  for (const plan of plans) {
    const made = await provider.post('/billing/plans', { ...plan, product_id: product.id, publish: true });
    ids[plan.slug] = made.id;
  }
  const routes = [
    { method: 'GET', template: '/plain', minimum_plan: 'basic' },
    { method: 'GET', template: '/slow', minimum_plan: 'gold' },
    { method: 'GET', template: '/empty', weight: '0', rate_limits: [{ limit: 2, window_seconds: 60 }] },
  ];
  for (const route of routes) await provider.post(`/products/${product.id}/routes`, route);
  await provider.post(`/products/${product.id}/publish`);
  const { data } = await anyone.get('/marketplace/products?q=weather');
  assert.deepEqual(
    data.map((one: Json) => one.slug),
    ['weather'],
  );
});

test('a consumer subscribes and pays the first period at once', async () => {
  consumer = await signUp('travels');
  await consumer.post('/payment-methods', { processor: 'test', token: 'pm_test_ok' });
  const order = { product: 'skyways/weather', plan: 'basic' };
  const subscription = await consumer.post('/subscriptions', order, { 'idempotency-key': 'order-1' });
  const again = await consumer.post('/subscriptions', order, { 'idempotency-key': 'order-1' });
  assert.equal(again.id, subscription.id);
  await consumer.refused(409, 'POST', '/subscriptions', order);
  ids.subscription = subscription.id;
  const { key } = await consumer.post('/keys', { subscription_id: subscription.id, name: 'first' });
  assert.match(key, /^tp_live_[0-9A-Za-z]{30}$/);
  ids.key = key;
  const [invoice] = await eventually('the first invoice is paid', 30, async () => {
    const { data } = await consumer.get('/invoices');
    return data.length === 1 && data[0].state === 'paid' && data;
  });
  assert.equal(invoice.total, '10.00');
  assert.match(invoice.number, /0*1$/);
});

test('calls are admitted by plan, quota, overage and rate limit', async () => {
  await eventually(
    'the key is known at the gateway',
    5,
    async () => (await call('/empty', ids.key!)).status === 204,
  );
  // One call so far, of weight 0: it is a request, and no unit of the quota.
  assert.deepEqual(
    [(await call('/empty', ids.key!)).status, (await call('/empty', ids.key!)).problem],
    [204, 'rate-limited'],
  );
  for (let i = 0; i < 5; i += 1) assert.equal((await call('/plain', ids.key!)).status, 200);
  for (let i = 0; i < 3; i += 1) assert.equal((await call('/plain', ids.key!)).status, 200, 'overage');
  const over = await call('/plain', ids.key!);
  assert.deepEqual([over.status, over.problem], [429, 'quota-exceeded']);
  assert.ok(Number(over.headers.get('retry-after')) >= 1);
  assert.deepEqual(
    [(await call('/slow', ids.key!)).status, (await call('/slow', ids.key!)).problem],
    [403, 'plan-forbidden'],
  );
  assert.equal((await call('/plain', null)).problem, 'key-missing');
  assert.equal((await call('/plain', `${ids.key!.slice(0, -1)}x`)).status, 401);
  assert.equal((await call('/nothing', ids.key!)).status, 404);
  assert.equal(upstream.calls, 10, 'what was refused did not reach the upstream');
});

test('everyone sees the same usage', async () => {
  // 2 calls of weight 0 and 8 of weight 1, of which 3 were overage.
  const query = `subscription_id=${ids.subscription}&group_by=event_type`;
  const own = await eventually('the calls are visible', 10, async () => {
    const usage = await consumer.get(`/usage/${ids.travels}?${query}`);
    return usage.data[0]?.calls === 10 && usage;
  });
  const { calls, units, overage_units: overage } = own.data[0];
  assert.deepEqual({ calls, units, overage }, { calls: 10, units: '8', overage: '3' });
  const sold = await provider.get(`/usage/${ids.skyways}?as=provider&${query}`);
  assert.deepEqual(sold.data, own.data);
  const entitlement = await consumer.get(`/entitlements/${ids.travels}`);
  assert.match(JSON.stringify(entitlement), /"remaining":"?0/);
});

test('closing the period early prices, invoices, collects and shares what was used', async () => {
  const run = await provider.post('/billing/runs', { close_current_period: true, wait: true });
  assert.equal(run.state, 'done');
  assert.equal(run.counts.invoiced, 1);
  const invoices = await eventually('the usage invoice is paid', 30, async () => {
    const { data } = await consumer.get('/invoices');
    return data.length === 2 && data.every((one: Json) => one.state === 'paid') && data;
  });
  const { id } = invoices.find((one: Json) => one.cause === 'early');
  const invoice = await provider.get(`/invoices/${id}`);
  // 10 requests at 0.25 = 2.50; 3 units of overage at 0.50 = 1.50; together 4.00, of which 10 % = 0.40 is the platform's.
  const lines = invoice.lines.map((line: Json) => [line.kind, line.quantity, line.amount]);
  assert.deepEqual(lines.sort(), [
    ['overage', '3', '1.50'],
    ['usage', '10', '2.50'],
  ]);
  assert.deepEqual([invoice.total, invoice.platform_fee, invoice.provider_share], ['4.00', '0.40', '3.60']);
  assert.equal((await consumer.get(`/invoices/${id}`)).platform_fee, null);
  const usageLine = invoice.lines.find((line: Json) => line.kind === 'usage');
  const { data: events } = await provider.get(`/invoices/${id}/lines/${usageLine.position}/events`);
  assert.equal(events.length, 10);
  const pdf = await consumer.send('GET', `/invoices/${id}.pdf`);
  assert.equal(pdf.headers.get('content-type'), 'application/pdf');
  assert.match(pdf.body, /^%PDF-/);
});

test('closing again bills nothing twice', async () => {
  const run = await provider.post('/billing/runs', { close_current_period: true, wait: true });
  assert.equal(run.counts.invoiced, undefined);
  assert.equal((await consumer.get('/invoices')).data.length, 2);
});

test('another consumer pays by bank transfer, told by its reference', async () => {
  const traveller = await signUp('hikers');
  const subscription = await traveller.post('/subscriptions', { product: 'skyways/weather', plan: 'gold' });
  const { key } = await traveller.post('/keys', { subscription_id: subscription.id, name: 'first' });
  await eventually('the key is known', 5, async () => (await call('/plain', key)).status === 200);
  for (let i = 0; i < 4; i += 1) assert.equal((await call('/plain', key)).status, 200);
  await provider.post('/billing/runs', { close_current_period: true, wait: true });
  const open = await eventually('both invoices are open', 30, async () => {
    const { data } = await traveller.get('/invoices');
    return data.length === 2 && data.every((one: Json) => one.state === 'open') && data;
  });
  // Graduated: 2 × 1.00 + 3 × 0.333 = 2.999, rounded once to 3.00.
  assert.deepEqual(open.map((one: Json) => one.total).sort(), ['100.00', '3.00']);
  const transactions = open.map((one: Json, index: number) => ({
    external_id: `bank-${index}`,
    reference: one.payment_reference,
    amount: one.total,
    currency: 'USD',
    booked_at: '2026-01-31T10:00:00Z',
  }));
  await traveller.refused(403, 'POST', '/checkout/reconcile', { transactions });
  const { data: outcomes } = await operator.post('/checkout/reconcile', { transactions });
  assert.deepEqual(
    outcomes.map((one: Json) => one.outcome),
    ['matched', 'matched'],
  );
  const { data: repeated } = await operator.post('/checkout/reconcile', { transactions });
  assert.ok(repeated.every((one: Json) => one.repeated));
  const { data } = await traveller.get('/invoices');
  assert.ok(data.every((one: Json) => one.state === 'paid'));
});

test('the provider is paid out, and the ledger adds up to zero', async () => {
  // Invoices 10.00 + 4.00 + 100.00 + 3.00 = 117.00; fees 1.00 + 0.40 + 10.00 + 0.30 = 11.70; share 105.30.
  const { data: before } = await provider.get('/balances');
  assert.deepEqual(before, [{ currency: 'USD', unsettled: '0.00', payable: '105.30', in_transit: '0.00' }]);
  await provider.ok('PUT', '/payouts/account', {
    holder_name: 'Skyways Ltd',
    iban: 'PT50000201231234567890154',
  });
  const run = await operator.post('/payouts/runs', { key: 'first' });
  assert.deepEqual(
    run.payouts.map((one: Json) => [one.amount, one.state]),
    [['105.30', 'in_transit']],
  );
  const repeated = await operator.post('/payouts/runs', { key: 'first' });
  assert.deepEqual([repeated.repeated, repeated.payouts.length], [true, 1]);
  await operator.post(`/payouts/${run.payouts[0].id}/paid`);
  const { data: after } = await provider.get('/balances');
  assert.deepEqual(after[0], { currency: 'USD', unsettled: '0.00', payable: '0.00', in_transit: '0.00' });
  const trial = await operator.get('/ledger/trial-balance');
  assert.ok(trial.rows.length > 0);
  assert.equal(trial.balanced, true);
});

test('every invoice can be made again, over HTTP and on the command line, and the books agree', async () => {
  const { data } = await provider.get('/invoices');
  for (const { id } of data) {
    for (const one of [provider, operator]) {
      const { same, differences } = await one.post(`/invoices/${id}/replay`);
      assert.deepEqual([same, differences], [true, []]);
    }
  }
  const [{ id, number, total }] = data;
  const environment = { DATA_DIR: instance.dataDirectory };
  const { status, output } = await runTurnpike(['replay', number, '--json'], environment);
  const report = JSON.parse(output);
  assert.deepEqual([status, report.invoice_id, report.same], [0, id, true], total);
  await operator.post('/billing/findings/check');
  const { data: checks } = await eventually('everything is checked', 60, async () => {
    const answer = await operator.get('/billing/checks');
    return answer.data.every((check: Json) => check.completed_at !== null && !check.running) && answer;
  });
  assert.deepEqual(
    checks.filter((check: Json) => check.findings > 0 || check.trouble !== null),
    [],
  );
  const metrics = await (await fetch(`${instance.facts.portal_url}/metrics`)).text();
  assert.match(metrics, /^turnpike_invariant_findings\{check="control.receivable"\} 0$/m);
  assert.match(metrics, /^turnpike_invariant_last_complete_pass\{check="usage.rollups"\} \d{10}/m);
});

test("other organizations' objects do not exist", async () => {
  const stranger = await signUp('strangers');
  const { data } = await consumer.get('/invoices');
  const paths = [
    `/invoices/${data[0].id}`,
    `/invoices/${data[0].id}.pdf`,
    `/subscriptions/${ids.travels}`,
    `/usage/${ids.travels}`,
    `/entitlements/${ids.travels}`,
    `/products/${ids.product}`,
    `/organizations/${ids.travels}`,
    `/checkout/invoices/${ids.travels}`,
  ];
  for (const path of paths) await stranger.refused(404, 'GET', path);
  assert.deepEqual((await stranger.get('/invoices')).data, []);
  assert.equal(
    (await stranger.send('POST', '/subscriptions/cancel', { subscription_id: ids.subscription })).status,
    404,
  );
});

test('a revoked key is refused within a second', async () => {
  const { data } = await consumer.get(`/keys?subscription=${ids.subscription}`);
  await consumer.post(`/keys/${data[0].id}/revoke`);
  await eventually('the refusal', 3, async () => (await call('/plain', ids.key!)).status === 401);
  assert.equal((await call('/plain', ids.key!)).problem, 'key-revoked');
});

test('the audit chain is intact and no secret stands in the log', async () => {
  assert.doesNotMatch(instance.output.replaceAll(/^\{"pid".*$/gm, ''), /tp_live_|correct horse|eyJ/);
});
