import type { Identity } from '#identity';
import type { Route, Secrets } from '#kernel';
import type { HasPaymentMethod } from './create-subscription.ts';
import type { KeyUsageReader } from './key-usage.ts';
import { importRoutes } from './routes-imports.ts';
import { keyRoutes } from './routes-keys.ts';
import { leakRoutes } from './routes-leaks.ts';
import { providerRoutes } from './routes-provider.ts';
import { type EndNow, type RedeemCoupon, subscriptionRoutes } from './routes-subscriptions.ts';

export function subscriptionsRoutes(deps: {
  secrets: Secrets;
  keyUsage: KeyUsageReader;
  identity: Pick<Identity, 'requireVerifiedEmail'>;
  endNow: EndNow;
  /** Whether something can be charged when a trial is over: billing knows. */
  hasPaymentMethod: HasPaymentMethod;
  redeem: RedeemCoupon;
}): Route[] {
  return [
    ...subscriptionRoutes(deps),
    ...providerRoutes(deps.keyUsage),
    ...keyRoutes(deps.secrets, deps.keyUsage),
    ...importRoutes(deps.secrets),
    ...leakRoutes(deps.secrets),
  ];
}
