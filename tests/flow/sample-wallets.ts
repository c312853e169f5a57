import type { Json } from './client.ts';
import type { Ids } from './one-of-each.ts';

export function walletBodies(ids: Ids): Record<string, Json> {
  return {
    'POST /wallets/grants': {
      organization_id: ids.workspace_id,
      amount: '5.00',
      currency: 'USD',
      priority: 10,
      expires_at: '2100-01-01T00:00:00Z',
      reason: 'welcome',
    },
    'POST /wallets/{wallet_id}/grants/{grant_id}/revoke': { reason: 'a mistake' },
    'POST /wallets/top-ups': {
      provider_id: ids.organization_id,
      amount: '5.00',
      currency: 'USD',
      payment_method_id: ids.payment_method_id,
    },
    'PUT /wallets/auto-top-ups': {
      ...{ provider_id: ids.organization_id, currency: 'USD', threshold: '1.00', amount: '5.00' },
      ...{ monthly_maximum: '50.00', cool_off_minutes: 5, payment_method_id: ids.payment_method_id },
    },
    'PUT /wallets/settings': { paid_expires_days: null },
  };
}
