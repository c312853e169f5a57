/** What is on offer in the year of the story, and where it is taxed. */
import { Client, type Json } from './client.ts';
import { openShop } from './shop.ts';

const monthly = { currency: 'EUR', interval: { unit: 'month', count: 1 } };
const mails = (price: Json): Json => ({ key: 'mails', meter: 'mail', name: 'Mails', price });
const graduated = {
  model: 'graduated',
  tiers: [
    { up_to: '100', unit_price: '0.10' },
    { up_to: null, unit_price: '0.05' },
  ],
};

const plans: Readonly<Record<string, Json>> = {
  start: {
    ...{ ...monthly, price: '30', prices: [mails(graduated)] },
    quotas: [
      {
        units: 1000,
        period: 'month',
        alignment: 'anniversary',
        overage: { mode: 'charge', unit_price: '0.02' },
      },
    ],
  },
  pro: { ...monthly, price: '90', prices: [mails({ model: 'per_unit', unit_price: '0.04' })] },
  office: {
    ...{ ...monthly, price: '62', prices: [mails(graduated)] },
    billing: { alignment: 'calendar', proration: 'day' },
  },
  season: { currency: 'EUR', interval: { unit: 'quarter', count: 1 }, price: '240' },
  seasons: { currency: 'EUR', interval: { unit: 'quarter', count: 1 }, price: '480' },
  team: {
    ...{ currency: 'EUR', interval: { unit: 'year', count: 1 }, price: '1000' },
    fees: [{ key: 'seat', name: 'Seats', price: { model: 'per_unit', unit_price: '120' }, per: 'seat' }],
  },
};

export const germany = { country: 'DE', address: { line1: 'Weg 1', city: 'Köln', postal_code: '50667' } };

/** Opens the shop `acme/weather` of a German provider, with plans and coupons. */
export async function openMarket(portalUrl: string): Promise<{ provider: Client; providerId: string }> {
  const client = new Client(portalUrl);
  const shop = await openShop(client, {
    upstreamUrl: 'https://api.example.com',
    routes: [{ method: 'GET', template: '/{what}' }],
  });
  const provider = client.bearer(shop.providerToken);
  const { providerId } = shop;
  await provider.ok('PATCH', `/organizations/${providerId}`, {
    ...{ billing_time_zone: 'Europe/Berlin', default_currency: 'EUR' },
    legal: { ...germany, tax_id: 'DE136695976' },
  });
  await provider.post('/billing/tax/registrations', { country: 'DE', valid_from: '2020-01-01' });
  const vat = { country: 'DE', name: 'VAT', percent: '19', valid_from: '2007-01-01' };
  await provider.post('/billing/tax/rates', vat);
  const [product] = (await provider.get('/products')).data;
  for (const [tier, [slug, terms]] of Object.entries(plans).entries()) {
    const name = slug[0]!.toUpperCase() + slug.slice(1);
    const plan = { product_id: product.id, slug, name, tier: tier + 1, terms, publish: true };
    await provider.post('/billing/plans', plan);
  }
  const fifth = {
    code: 'FIFTH',
    name: 'A fifth off',
    discount: { kind: 'percent', percent: '20' },
    periods: 3,
  };
  const fifty = { kind: 'amount', amount: '50.00', currency: 'EUR' };
  await provider.post('/billing/coupons', fifth);
  await provider.post('/billing/coupons', { code: 'FIFTY', name: 'Welcome', discount: fifty, periods: 1 });
  return { provider, providerId };
}
