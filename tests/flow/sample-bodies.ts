import { changeBodies } from './change-bodies.ts';
import type { Json } from './client.ts';
import type { Ids } from './one-of-each.ts';
import { keyBodies } from './sample-keys.ts';
import { meterDefinition, weekendVariant } from './sample-meters.ts';
import { moneyBodies } from './sample-money.ts';
import { walletBodies } from './sample-wallets.ts';

const interval = { unit: 'month', count: 1 };
const legal = {
  name: 'Acme Ltd',
  address: { line1: 'Road 1', line2: 'Left', city: 'Bern', region: 'BE', postal_code: '3000' },
  country: 'CH',
  tax_id: 'CHE-107.787.577',
};
const tiers = [
  { up_to: '10', unit_price: '0.2', flat_fee: '1' },
  { up_to: null, unit_price: '0.1' },
];
const price = (key: string, of: Json): Json => ({ key, meter: 'requests', name: key, price: of, interval });
const inFrancs = (...keys: string[]) =>
  Object.fromEntries(keys.map((key) => [key, { model: 'per_unit', unit_price: '0.1' }]));
/** A test clock begins at the present or later. */
const tomorrow = Temporal.Now.instant().add({ hours: 24 }).toString();
const noPrices = { fees: {}, prices: {} };

/** Terms in which every field stands, so that each of them can be spoiled. */
export const fullTerms = {
  currency: 'USD',
  interval,
  currencies: {
    CHF: {
      price: '25.00',
      fees: { seats: { model: 'per_unit', unit_price: '4' } },
      prices: inFrancs('each', 'each.weekend', 'steps', 'all', 'packs'),
      ...{ overage_unit_price: '0.02', commitment: '45', maximum: '900', threshold: '90' },
      prepaid_unit_price: '0.01',
    },
  },
  billing: { alignment: 'calendar', proration: 'day' },
  price: '29.00',
  trial_days: 1,
  trial_requires_payment_method: false,
  phases: [{ ...noPrices, periods: 3, percent_off: '50', features: { early: true } }],
  fees: [
    {
      ...{ key: 'seats', name: 'Seats', timing: 'in_advance', interval: { unit: 'year', count: 1 } },
      ...{ per: 'seat', price: { model: 'per_unit', unit_price: '5' } },
    },
  ],
  percent_off: '10',
  commitment: { amount: '50' },
  maximum: { amount: '1000' },
  threshold: '100',
  prepaid: { unit_price: '0.02' },
  tax_behavior: 'exclusive',
  quotas: [
    {
      ...{ units: 10, period: 'month', alignment: 'anniversary' },
      overage: { mode: 'charge', unit_price: '0.01', max_overage_units: 5 },
    },
  ],
  rate_limits: [{ limit: 10, window_seconds: 1 }],
  route_rate_limits: [{ method: 'GET', template: '/plain', rate_limits: [{ limit: 9, window_seconds: 60 }] }],
  concurrency: 5,
  prices: [
    price('each', { model: 'per_unit', unit_price: '0.1', free_units: '3', allow_negative: false }),
    price('steps', { model: 'graduated', tiers, quantity_transform: { divide_by: '2', round: 'up' } }),
    price('all', { model: 'volume', tiers, min_spend: '1', max_spend: '9', percent_discount: '5' }),
    price('packs', { model: 'package', package_size: '100', package_price: '2', package_rounding: 'up' }),
  ],
  features: { history: true, support: 'mail', seats: 3 },
};
fullTerms.prices[0]!.variants = [weekendVariant];

export const cheapTerms = { currency: 'USD', interval, price: '1.00' };

const traffic = {
  cors: {
    origins: ['https://app.example.com'],
    credentials: true,
    allowed_headers: ['X-Api-Key'],
    exposed_headers: ['X-Total'],
    max_age_seconds: 60,
  },
  addresses: { allow: ['0.0.0.0/0'], deny: ['203.0.113.7'] },
  body_bytes: 1_000_000,
  key_in_query: false,
  key_query_parameter: 'api_key',
  key_headers: ['apikey'],
  signing: 'optional',
};

const headerRule = (value: string | null) => ({
  op: value === null ? 'remove' : 'set',
  name: 'X-Any',
  value,
});

/** Every way of calling an upstream, so that each of them can be spoiled. */
const upstream = {
  weight: 2,
  targets: [{ url: 'https://93.184.215.14/second', weight: 1 }],
  retries: 1,
  health: { failures: 5, open_ms: 1000, server_error_percent: 50 },
  timeouts: { connect_ms: 500, headers_ms: 10_000, idle_ms: 20_000 },
  host: 'literal',
  host_name: 'api.example.com',
  request_headers: [headerRule('x')],
  response_headers: [headerRule(null)],
  proof: 'none',
};

const product = {
  slug: 'other',
  name: 'Other',
  summary: 'Short',
  description: 'Long',
  category: 'weather',
  tax_category: 'standard',
  upstream_url: 'https://93.184.215.14/base',
  upstream,
  quota_denial_status: 429,
  traffic: { ...traffic, hosts: ['api.acme.example'], abuse: 'alert' },
  visibility: 'public',
  access_requests: false,
  tags: ['forecast'],
};

const address = {
  method: 'GET',
  template: '/items/{id}',
  upstream_path: '/v2/items/{id}',
  upstream: {
    headers_ms: 10_000,
    idle_ms: 20_000,
    request_headers: [headerRule(null)],
    response_headers: [headerRule('x')],
  },
  protocol: 'http',
  minimum_plan: 'basic',
  weight: '1.5',
  traffic,
  required_scope: 'items:read',
  environments: ['live', 'test'],
  rate_limits: [{ limit: 5, window_seconds: 60 }],
  concurrency: 4,
  name: 'Item',
  description: 'One item',
  position: 3,
  sample_parameters: { id: '7' },
};

const support = {
  contacts: [
    {
      label: 'Desk',
      email: 'desk@example.com',
      url: 'https://help.example.com',
      phone: '+41 31 000 00 00',
      hours: '9 to 5',
      response_time: 'one day',
    },
  ],
  faq: [{ question: 'Why?', answer: 'Because.' }],
};

const openApiDocument = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Imported', version: '1' },
  paths: { '/imported/{id}': { get: { responses: {} } } },
});

const commercial = { billing_time_zone: 'Europe/Zurich', default_currency: 'CHF' };
const billing_email = 'pay@example.com';

/** Its product is nobody's yet, so that applying it disturbs nothing. */
function configuration(): Json {
  const plan = { slug: 'basic', name: 'Basic', tier: 0, publish: false, terms: cheapTerms };
  const configured = { ...product, slug: 'configured', published: false, plans: [plan], routes: [address] };
  return { version: 1, products: [configured] };
}

function catalogBodies(ids: Ids): Record<string, Json> {
  return {
    'POST /billing/plans': {
      product_id: ids.product_id,
      slug: 'more',
      name: 'More',
      tier: 7,
      terms: cheapTerms,
      publish: false,
    },
    'PATCH /billing/plans/{plan_id}': { slug: 'basic', name: 'Basic', tier: 0, revision: 1 },
    'POST /billing/plans/{plan_id}/versions': { terms: cheapTerms },
    'PUT /billing/plans/{plan_id}/versions/{version_id}': { terms: cheapTerms },
    'POST /billing/plans/validate': { terms: fullTerms },
    'POST /billing/plans/rate': {
      ...{ name: 'More', terms: cheapTerms, currency: 'USD', quantity: 2, quantities: [{ requests: '10' }] },
    },
    'PUT /hosts/{host}': { product_id: ids.product_id },
    'POST /configuration/apply': { configuration: configuration(), dry_run: true, prune: false },
    'POST /products': product,
    'PATCH /products/{product_id}': { ...product, slug: 'weather', revision: 1 },
    'POST /products/{product_id}/upstream-proof/rotate': { activate_in_seconds: 60 },
    'PUT /products/{product_id}/upstream-tls': { ca: null, certificate: null, private_key: null },
    'PUT /products/{product_id}/upstream-credential': { name: 'Authorization', value: 'Bearer sample' },
    'PUT /billing/plans/{plan_id}/support': support,
    'PUT /catalog/categories/{category}': { name: 'Weather', description: 'Rain', position: 110 },
    'PUT /catalog/settings': { moderation: false },
    'POST /catalog/moderation/{product_id}/refuse': { reason: 'no terms' },
    'POST /catalog/moderation/{product_id}/suspend': { reason: 'fraud', block_calls: false },
    'POST /marketplace/access-requests': { product: 'acme/weather', message: 'please' },
    'PUT /products/{product_id}/access/{consumer_id}': { state: 'granted', reason: 'a friend' },
    'PUT /products/{product_id}/changelog/{version}': { title: 'First', markdown: 'All.', publish: true },
    'PUT /products/{product_id}/pages/{page}': { title: 'Start', markdown: 'Hello.', position: 1 },
    'PUT /products/{product_id}/support': support,
    'PUT /products/{product_id}/routes/{route_id}/samples': {
      samples: [{ status: '200', content_type: 'application/json', body: '{}' }],
    },
    'POST /products/{product_id}/openapi-imports': {
      text: openApiDocument,
      url: null,
      dry_run: true,
      digest: null,
      remove: [],
    },
    'POST /products/{product_id}/meters': {
      ...{ key: 'peak', name: 'Peak', all_products: false, definition: meterDefinition },
    },
    'PATCH /products/{product_id}/meters/{meter_key}': {
      ...{ name: 'Transfer', definition: meterDefinition, revision: 1 },
    },
    'POST /products/{product_id}/routes': address,
    'PATCH /products/{product_id}/routes/{route_id}': address,
  };
}

function identityBodies(ids: Ids): Record<string, Json> {
  const credentials = { email: 'acme@example.com', password: 'correct horse battery', session: 'token' };
  const wrongProof = { password: 'wrong horse battery', code: '123456' };
  return {
    'POST /auth/login': credentials,
    'POST /auth/logout': { refresh_token: 'tpr_unknown' },
    'POST /auth/refresh': { refresh_token: 'tpr_unknown' },
    'POST /auth/signup': { ...credentials, name: 'A', organization_name: 'B', organization_slug: 'acme' },
    'POST /auth/login/second-factor': { challenge_token: 'tpc_unknown', code: '123456', session: 'token' },
    'POST /auth/password/forgot': { email: 'nobody@example.com' },
    'POST /auth/password/reset': { token: 'tpl_unknown', password: 'better horse battery' },
    'POST /auth/email/verify': { token: 'tpl_unknown' },
    'POST /auth/providers/finish': {
      state: 'unknown',
      code: 'unknown',
      iss: 'https://accounts.example.com',
      error: 'access_denied',
      session: 'token',
    },
    'POST /me/email': { ...wrongProof, email: 'acme@example.com' },
    'POST /me/logins': { ...wrongProof, provider: 'company' },
    'POST /me/second-factor/enable': wrongProof,
    'POST /me/second-factor/disable': wrongProof,
    'POST /me/second-factor/recovery-codes': wrongProof,
    'DELETE /me': wrongProof,
    'PUT /login-providers/{provider}': {
      kind: 'oidc',
      label: 'Company',
      issuer: 'https://accounts.example.com',
      client_id: 'turnpike',
      client_secret: 'not to be seen',
    },
    'POST /me/password': { current_password: 'wrong horse battery', new_password: 'better horse battery' },
    'POST /invitations/accept': { token: ids.invitation_token },
    'POST /test-clocks': { name: 'Another', now: tomorrow },
    'POST /test-clocks/{clock_id}/advance': { to: '2100-01-01T00:00:00Z' },
    'POST /organizations': { ...commercial, name: 'Second', slug: 'second' },
    'PATCH /organizations/{organization_id}': {
      ...commercial,
      billing_email,
      name: 'Acme',
      slug: 'acme',
      external_id: 'erp-1',
      legal,
    },
    'POST /organizations/{organization_id}/provider': { ...commercial, billing_email, legal },
    'POST /organizations/{organization_id}/members': { email: 'another@example.com', role: 'viewer' },
    'PATCH /organizations/{organization_id}/members/{user_id}': { role: 'viewer' },
    'POST /organizations/{organization_id}/service-tokens/{token_id}/rotate': { overlap_hours: 24 },
    'POST /organizations/{organization_id}/service-tokens': {
      name: 'second machine',
      permissions: ['usage:write'],
      expires_at: '2100-01-01T00:00:00Z',
    },
  };
}

function usageBodies(ids: Ids): Record<string, Json> {
  const report = {
    event_type: 'call',
    workspace_id: ids.workspace_id,
    product: ids.product_id,
    value: '1.5',
    idempotency_key: 'sample',
    timestamp: '2026-01-31T10:00:00Z',
    properties: { region: 'eu' },
  };
  return {
    'POST /subscriptions': {
      product: ids.product_id,
      plan: 'basic',
      currency: 'USD',
      quantity: 2,
      coupon: 'FIRST',
    },
    'POST /subscriptions/{subscription_id}/quota-resets': { quota: 'month', reason: 'An outage of ours' },
    'POST /provider/consumers/{consumer_id}/ban': { reason: 'Resells what it buys' },
    'POST /provider/consumers/{consumer_id}/lift-ban': { reason: 'It stopped' },
    'POST /provider/keys/{key_id}/revoke': { reason: 'Found in public' },
    'POST /usage/events': report,
    'POST /usage/events/async': report,
  };
}

/** For each route that takes a body one that is right, in which every field stands. */
export function sampleBodies(ids: Ids): Readonly<Record<string, Json>> {
  const products = { ...catalogBodies(ids), ...keyBodies(ids) };
  return {
    ...products,
    ...identityBodies(ids),
    ...moneyBodies(ids),
    ...walletBodies(ids),
    ...usageBodies(ids),
    ...changeBodies(ids),
  };
}
