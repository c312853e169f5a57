import type { Route, Secrets } from '#kernel';
import { marketplaceRoutes } from './routes-marketplace.ts';
import { planRoutes } from './routes-plans.ts';
import { productRoutes, routeRoutes } from './routes-products.ts';
import { type UpstreamHealth, upstreamRoutes } from './routes-upstream.ts';
import type { UpstreamPolicy } from './upstream-url.ts';

export function catalogRoutes(deps: {
  upstreams: UpstreamPolicy;
  /** How consumers reach the gateway: `https://api.example.com`. */
  gatewayPublicUrl: string;
  secrets: Secrets;
  upstreamHealth: UpstreamHealth;
}): Route[] {
  return [
    ...productRoutes(deps.upstreams),
    ...upstreamRoutes(deps),
    ...routeRoutes(),
    ...planRoutes(),
    ...marketplaceRoutes(deps),
  ];
}
