import type { Client, Json } from './client.ts';

/** A provider with one API on offer, and a consumer who subscribed and holds a key. */
export interface Shop {
  /** Access tokens, good for ten minutes: the addresses of an instance change when it starts again. */
  readonly providerToken: string;
  readonly providerId: string;
  readonly consumerToken: string;
  readonly consumerId: string;
  readonly subscriptionId: string;
  readonly key: string;
  /** Of the product at the gateway: `/acme/weather`. */
  readonly path: string;
}

export interface Wares {
  readonly upstreamUrl: string;
  readonly routes: readonly { method: string; template: string; weight?: string }[];
  readonly terms?: Json;
  /** Slug of the provider, when a second shop is opened; `acme` otherwise. */
  readonly seller?: string;
}

const seller = { legal: { name: 'Acme Ltd', address: { line1: 'Road 1', city: 'Bern' }, country: 'CH' } };

const monthly = { currency: 'USD', interval: { unit: 'month', count: 1 }, price: '0' };

/** Someone who subscribed to the shop's API. */
export interface Buyer {
  readonly token: string;
  readonly id: string;
  readonly subscriptionId: string;
  readonly key: string;
}

/** Signs both up and sets everything up, over HTTP. */
export async function openShop(client: Client, wares: Wares): Promise<Shop> {
  const slug = wares.seller ?? 'acme';
  const provider = await signUp(client, slug);
  await provider.client.post(`/organizations/${provider.id}/provider`, seller);
  const product = await provider.client.post('/products', {
    slug: 'weather',
    name: 'Weather',
    upstream_url: wares.upstreamUrl,
  });
  for (const route of wares.routes) await provider.client.post(`/products/${product.id}/routes`, route);
  await provider.client.post('/billing/plans', {
    product_id: product.id,
    slug: 'basic',
    name: 'Basic',
    tier: 0,
    terms: { ...monthly, ...wares.terms },
    publish: true,
  });
  await provider.client.post(`/products/${product.id}/publish`);
  const buyer = wares.seller ? `${slug}-buyer` : 'buyer';
  const consumer = await joinShop(client, buyer, undefined, slug);
  return {
    providerToken: provider.token,
    providerId: provider.id,
    consumerToken: consumer.token,
    consumerId: consumer.id,
    subscriptionId: consumer.subscriptionId,
    key: consumer.key,
    path: `/${slug}/weather`,
  };
}

/** Signs a further consumer up, who subscribes and gets a key; `method`, a means of payment, is optional. */
export async function joinShop(
  client: Client,
  name: string,
  method?: Json,
  sellerSlug = 'acme',
): Promise<Buyer> {
  const { client: buyer, token, id } = await signUp(client, name);
  if (method) await buyer.post('/payment-methods', method);
  const order = { product: `${sellerSlug}/weather`, plan: 'basic' };
  const { id: subscriptionId } = await buyer.post('/subscriptions', order);
  const { key } = await buyer.post('/keys', { subscription_id: subscriptionId, name: 'first' });
  return { token, id, subscriptionId, key };
}

async function signUp(client: Client, name: string): Promise<{ client: Client; token: string; id: string }> {
  const account = {
    email: `${name}@example.com`,
    password: 'correct horse battery',
    organization_slug: name,
  };
  const { access_token: token, organization } = await client.post('/auth/signup', account);
  return { client: client.bearer(token), token, id: organization.id };
}
