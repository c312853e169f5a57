import type { Subscriber } from '../../../api/provider.ts';

/** In the order in which a subscription may go through them. */
export const SUBSCRIPTION_STATES: readonly Subscriber['subscription']['state'][] = [
  'trialing',
  'active',
  'past_due',
  'paused',
  'canceled',
];
