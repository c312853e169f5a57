import assert from 'node:assert/strict';
import { Client, eventually, type Json } from './client.ts';
import type { Instance } from './instance.ts';
import { openShop } from './shop.ts';

/** Everyone who may call, and ids of one object of each kind that a path, query or body can name. */
export interface OneOfEach {
  readonly anyone: Client;
  readonly operator: Client;
  /** Owner of the organization that sells. */
  readonly provider: Client;
  /** Owner of the organization that buys. */
  readonly consumer: Client;
  /** The owner of a third organization, which sells something else. */
  readonly stranger: Client;
  /** Of the shop, by the names that paths and bodies have for them. */
  readonly shop: Ids;
  /** The stranger's own. */
  readonly own: Ids;
}

export type Ids = Readonly<Record<string, string>>;

/** Never called: an address that is public, and needs no name service to be judged. */
const upstreamUrl = 'https://93.184.215.14';
const host = 'api.acme.example';
const password = 'correct horse battery';
const priced = {
  currency: 'USD',
  interval: { unit: 'month', count: 1 },
  price: '10.00',
  quotas: [{ units: 1_000_000, period: 'month' }],
  prices: [{ key: 'calls', meter: 'call', name: 'Calls', price: { model: 'per_unit', unit_price: '0.5' } }],
};

/** Sets everything up over HTTP on a fresh instance with the test processor. */
export async function openOneOfEach(instance: Instance): Promise<OneOfEach> {
  const anyone = new Client(instance.facts.portal_url);
  const { access_token: token } = await anyone.post('/auth/login', instance.facts.operator);
  const operator = anyone.bearer(token);
  const routes = [{ method: 'GET', template: '/plain' }];
  const opened = await openShop(anyone, { upstreamUrl, routes, terms: priced });
  const provider = anyone.bearer(opened.providerToken);
  const consumer = anyone.bearer(opened.consumerToken);
  const sold = await wares(provider);
  const staff = await members(provider, opened.providerId);
  const bought = await purchases(consumer, opened.subscriptionId);
  await used(provider, consumer, opened.consumerId);
  const money = await earnings(operator, provider, opened.consumerId);
  const held = { ...(await heldReports(provider)), ...(await credit(provider, opened.consumerId)) };
  const clock = await provider.post('/test-clocks', { name: 'Trying out' });
  const backtest = await provider.post('/billing/backtests', {
    ...{ plan_id: sold.plan_id, plan_version_id: sold.version_id },
    ...{ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
  });
  await eventually('the back-test', 30, async () => {
    return (await provider.get(`/billing/backtests/${backtest.id}`)).state === 'done';
  });
  const { data: nodes } = await operator.get('/metering/nodes');
  const stranger = await anyone.post('/auth/signup', {
    email: 'stranger@example.com',
    password,
    organization_slug: 'stranger',
  });
  return {
    anyone,
    operator,
    provider,
    consumer,
    stranger: anyone.bearer(stranger.access_token),
    shop: {
      ...{ ...sold, ...staff, ...bought, ...money, ...held },
      organization_id: opened.providerId,
      workspace_id: opened.consumerId,
      consumer_id: opened.consumerId,
      connection: nodes[0].connection,
      clock_id: clock.organization_id,
      backtest_id: backtest.id,
      ...(await mailOf(operator)),
      login_id: 'lgn_none',
      request_id: 'req_none',
      call_id: 'req_none',
      provider: 'acme',
      product: 'weather',
      feature: 'seats',
      host,
      meter: 'requests',
    },
    own: await rivals(anyone.bearer(stranger.access_token), stranger),
  };
}

/** The path of a route with these ids in place of its parameters. */
export function fillPath(path: string, ids: Ids): string {
  const list = /\/usage\/(rejected|unattributed)\//.exec(path)?.[1];
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name === 'event_id' ? `${list}_event_id` : name];
    if (id === undefined) throw new Error(`No object is prepared for {${name}} of ${path}`);
    return encodeURIComponent(id);
  });
}

async function wares(provider: Client): Promise<Ids> {
  const product = (await provider.get('/products')).data[0].id;
  const plan = (await provider.get('/billing/plans')).data[0];
  await provider.ok('PATCH', `/products/${product}`, { traffic: { hosts: [host] } });
  const definition = { event_type: 'transfer', aggregation: 'sum', value: 'value' };
  await provider.post(`/products/${product}/meters`, { key: 'transfer', name: 'Transfer', definition });
  const next = await provider.post(`/billing/plans/${plan.id}/versions`, { terms: priced });
  await provider.post(`/billing/plans/${plan.id}/versions/${next.id}/publish`);
  const draft = await provider.post(`/billing/plans/${plan.id}/versions`, { terms: priced });
  const { data: routes } = await provider.get(`/products/${product}/routes`);
  const hidden = { slug: 'hidden', name: 'Hidden', upstream_url: upstreamUrl };
  await provider.ok('PUT', `/products/${product}/pages/start`, { title: 'Start', markdown: 'Hello.' });
  const entry = { title: 'First', markdown: 'All.', publish: true };
  await provider.ok('PUT', `/products/${product}/changelog/1.0.0`, entry);
  const unready = await provider.post('/products', hidden);
  const discount = { kind: 'percent', percent: '10' };
  const coupon = await provider.post('/billing/coupons', { code: 'FIRST', name: 'First', discount });
  return {
    product_id: product,
    meter_key: 'transfer',
    coupon_id: coupon.id,
    page: 'start',
    version: '1.0.0',
    category: 'weather',
    logo: '0'.repeat(32),
    draft_product_id: unready.id,
    route_id: routes[0].id,
    plan_id: plan.id,
    version_id: draft.id,
    published_version_id: plan.current_version.id,
    next_version_id: next.id,
    move_id: await moved(provider, plan.id, { from: next.id, to: plan.current_version.id }),
  };
}

/** Of nobody, so that it is over at once. */
async function moved(provider: Client, planId: string, { from, to }: Ids): Promise<string> {
  const order = { from_versions: [from], to_version: to, reason: 'One price for all' };
  const { move } = await provider.post(`/billing/plans/${planId}/moves`, order);
  await eventually(
    'the move',
    30,
    async () => (await provider.get('/billing/moves')).data[0].state === 'done',
  );
  return move.id;
}

async function members(owner: Client, organizationId: string): Promise<Ids> {
  const path = `/organizations/${organizationId}`;
  const invited = { email: 'guest@example.com', role: 'viewer' };
  const { invitation } = await owner.post(`${path}/members`, invited);
  const machine = { name: 'machine', permissions: ['usage:write'] };
  const { id: tokenId, token } = await owner.post(`${path}/service-tokens`, machine);
  const { user } = await owner.get('/me');
  const [session] = (await owner.get('/me/sessions')).data;
  return {
    user_id: user.id,
    invitation_id: invitation.id,
    session_id: session.id,
    invitation_token: invitation.token,
    token_id: tokenId,
    service_token: token,
  };
}

/** Any that went out; no route tells a provider's or a buyer's mail. */
async function mailOf(operator: Client): Promise<Ids> {
  const mail = await eventually('a mail', 30, async () => (await operator.get('/outbound/mails')).data[0]);
  return { mail_id: mail.id };
}

async function purchases(consumer: Client, subscriptionId: string): Promise<Ids> {
  const card = { processor: 'test', token: 'pm_test_ok' };
  const method = await consumer.post('/payment-methods', card);
  const first = await eventually('the first invoice', 30, async () => {
    return (await consumer.get('/invoices')).data[0];
  });
  // Collected by itself when the card was there before the invoice.
  await consumer.send('POST', `/invoices/${first.id}/pay`, { payment_method_id: method.id });
  await eventually('the invoice is paid', 30, async () => {
    return (await consumer.get(`/invoices/${first.id}`)).state === 'paid';
  });
  const { data: attempts } = await consumer.get(`/invoices/${first.id}/payment-attempts`);
  const { data: payments } = await consumer.get(`/invoices/${first.id}/payments`);
  const quote = await consumer.post(`/subscriptions/${subscriptionId}/quotes`, { change: { kind: 'pause' } });
  const { data: keys } = await consumer.get('/keys');
  return {
    payment_id: payments[0].id,
    subscription_id: subscriptionId,
    key_id: keys[0].id,
    quote_id: quote.id,
    payment_method_id: method.id,
    attempt_id: attempts[0].id,
  };
}

async function used(provider: Client, consumer: Client, consumerId: string): Promise<void> {
  const report = { event_type: 'call', workspace_id: consumerId, value: '4', idempotency_key: 'one' };
  await provider.post('/usage/events', report);
  await eventually('the usage', 30, async () => {
    return (await consumer.get(`/usage/${consumerId}`)).data.length > 0;
  });
}

async function earnings(operator: Client, provider: Client, consumerId: string): Promise<Ids> {
  const account = { holder_name: 'Acme Ltd', iban: 'DE89370400440532013000' };
  await provider.ok('PUT', '/payouts/account', account);
  const run = await provider.post('/billing/runs', { close_current_period: true, wait: true });
  assert.equal(run.invoices.length, 1, 'usage is invoiced');
  const payouts = await operator.post('/payouts/runs', { key: 'first' });
  const place = { country: 'IS', valid_from: '1990-01-01', valid_to: '1990-12-31' };
  const rate = await provider.post('/billing/tax/rates', { ...place, name: 'VAT', percent: '24' });
  const registration = await provider.post('/billing/tax/registrations', place);
  const certificate = { organization_id: consumerId, certificate: 'C-7', reason: 'Resale' };
  const exemption = await provider.post('/billing/tax/exemptions', { ...place, ...certificate });
  return {
    ...(await moneyBack(operator, provider)),
    run_id: run.id,
    invoice_id: run.invoices[0].id,
    position: '1',
    payout_id: payouts.payouts[0].id,
    rate_id: rate.id,
    registration_id: registration.id,
    exemption_id: exemption.id,
    key: 'first',
  };
}

/** Of the invoice that was paid by card: some of it as credit, some on its way back; and a transfer that nobody knows. */
async function moneyBack(operator: Client, provider: Client): Promise<Ids> {
  const paid = (await provider.get('/invoices?role=seller&state=paid')).data.at(-1);
  const take = (remainder: string) => {
    const credit = { kind: 'amount', amount: '0.10' };
    return provider.post(`/invoices/${paid.id}/credit-notes`, { credit, reason: 'goodwill', remainder });
  };
  const note = await take('credit');
  await take('refund');
  const stray = { external_id: 'stray', reference: 'thanks', amount: '1.00', currency: 'USD' };
  const transactions = [{ ...stray, booked_at: '2026-01-01T00:00:00Z' }];
  await operator.post('/checkout/reconcile', { transactions });
  // Nothing may move by itself any more while others look.
  const refund = await eventually('the refund', 30, async () => {
    const { data } = await provider.get('/refunds');
    return data[0].state === 'succeeded' ? data[0] : null;
  });
  const { data: credits } = await operator.get('/billing/credits?open=false');
  return {
    credit_note_id: note.id,
    refund_id: refund.id,
    credit_id: credits.at(-1).id,
    external_id: stray.external_id,
  };
}

async function credit(provider: Client, consumerId: string): Promise<Ids> {
  const gift = { organization_id: consumerId, amount: '1.00', currency: 'EUR', reason: 'welcome' };
  const grant = await provider.post('/wallets/grants', gift);
  return { wallet_id: grant.wallet_id, grant_id: grant.id };
}

/** One report that belongs to nobody, one whose time cannot be. */
async function heldReports(provider: Client): Promise<Ids> {
  const report = { event_type: 'call', workspace_id: 'nobody', value: '1' };
  await provider.post('/usage/events', [
    { ...report, idempotency_key: 'unattributed' },
    { ...report, idempotency_key: 'rejected', timestamp: '2001-01-01T00:00:00Z' },
  ]);
  const [unattributed] = (await provider.get('/usage/unattributed')).data;
  const [rejected] = (await provider.get('/usage/rejected')).data;
  return { unattributed_event_id: unattributed.id, rejected_event_id: rejected.id };
}

async function rivals(stranger: Client, { user, organization }: Json): Promise<Ids> {
  const address = { line1: 'Lane 2', city: 'Oslo' };
  const legal = { name: 'Rival AS', address, country: 'NO' };
  await stranger.post(`/organizations/${organization.id}/provider`, { legal });
  const product = await stranger.post('/products', {
    slug: 'rival',
    name: 'Rival',
    upstream_url: upstreamUrl,
  });
  const path = `/products/${product.id}/routes`;
  const route = await stranger.post(path, { method: 'GET', template: '/mine' });
  const offer = { product_id: product.id, slug: 'solo', name: 'Solo', tier: 0, terms: priced };
  const plan = await stranger.post('/billing/plans', { ...offer, publish: true });
  const more = await stranger.post(`/billing/plans/${plan.id}/versions`, { terms: priced });
  await stranger.post(`/products/${product.id}/publish`);
  return {
    organization_id: organization.id,
    workspace_id: organization.id,
    user_id: user.id,
    product_id: product.id,
    route_id: route.id,
    plan_id: plan.id,
    version_id: more.id,
    ...(await members(stranger, organization.id)),
  };
}
