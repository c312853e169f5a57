import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subscription } from '../../../api/subscriptions.ts';
import type { Wallet } from '../../../api/wallets.ts';
import { placesOf } from './places.ts';

const wallet = (organization_id: string, provider_id: string) =>
  ({ id: `${organization_id} ${provider_id}`, organization_id, provider_id, currency: 'USD' }) as Wallet;
const subscription = (provider_organization_id: string, currency: string) =>
  ({ provider_organization_id, currency, product: { provider_name: 'Skyline' } }) as Subscription;

test('a wallet and the subscriptions that it belongs to are one place; one more currency is another', () => {
  const places = placesOf(
    'me',
    [wallet('me', 'sky'), wallet('other', 'me')],
    [subscription('sky', 'USD'), subscription('sky', 'USD'), subscription('sky', 'EUR')],
  );
  assert.deepEqual(
    places.map(({ key, providerName, wallet: own }) => [key, providerName, own?.id ?? null]),
    [
      ['sky-USD', 'Skyline', 'me sky'],
      ['sky-EUR', 'Skyline', null],
    ],
  );
});
