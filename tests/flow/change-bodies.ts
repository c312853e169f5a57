import type { Json } from './client.ts';
import type { Ids } from './one-of-each.ts';

/** What changes subscriptions, one or many. */
export function changeBodies(ids: Ids): Record<string, Json> {
  const subscription = { subscription_id: ids.subscription_id };
  const resumes_at = '2100-01-01T00:00:00Z';
  return {
    'POST /subscriptions/cancel': { ...subscription, reason: 'too dear', when: 'period_end' },
    'POST /subscriptions/{subscription_id}/quotes': {
      change: { kind: 'pause', resumes_at },
      reason: 'Holidays',
    },
    'POST /subscriptions/{workspace_id}/change-plan': {
      ...{ ...subscription, plan: 'basic', quantity: 2, when: 'now' },
    },
    'POST /subscriptions/{workspace_id}/pause': { ...subscription, resumes_at },
    'POST /subscriptions/{workspace_id}/resume': subscription,
    'POST /subscriptions/{workspace_id}/reactivate': subscription,
    'POST /subscriptions/{workspace_id}/revoke-change': subscription,
    'POST /subscriptions/{workspace_id}/revoke-cancellation': subscription,
    'PUT /billing/change-policy': { credit_on_cancel: true, credit_on_pause: true },
    'POST /billing/plans/{plan_id}/moves': {
      from_versions: [ids.next_version_id],
      to_version: ids.published_version_id,
      when: 'now',
      reason: 'One price for all',
      dry_run: true,
      limit: 10,
      cursor: ids.subscription_id,
    },
  };
}
