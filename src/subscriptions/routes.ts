import type { Identity } from '#identity';
import type { Route, Secrets } from '#kernel';
import { keyRoutes } from './routes-keys.ts';
import { subscriptionRoutes } from './routes-subscriptions.ts';

export function subscriptionsRoutes(deps: {
  secrets: Secrets;
  identity: Pick<Identity, 'requireVerifiedEmail'>;
}): Route[] {
  return [...subscriptionRoutes(deps.identity), ...keyRoutes(deps.secrets)];
}
