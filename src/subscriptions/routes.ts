import type { Route, Secrets } from '#kernel';
import { importRoutes } from './routes-imports.ts';
import { keyRoutes } from './routes-keys.ts';
import { subscriptionRoutes } from './routes-subscriptions.ts';

export function subscriptionsRoutes(deps: { secrets: Secrets }): Route[] {
  return [...subscriptionRoutes(), ...keyRoutes(deps.secrets), ...importRoutes(deps.secrets)];
}
