import type { Route } from '#kernel';
import { configurationRoutes } from './routes-configuration.ts';
import { marketplaceRoutes } from './routes-marketplace.ts';
import { planRoutes } from './routes-plans.ts';
import { productRoutes, routeRoutes } from './routes-products.ts';
import type { UpstreamPolicy } from './upstream-url.ts';

export function catalogRoutes(deps: {
  upstreams: UpstreamPolicy;
  /** How consumers reach the gateway: `https://api.example.com`. */
  gatewayPublicUrl: string;
}): Route[] {
  return [
    ...productRoutes(deps.upstreams),
    ...routeRoutes(),
    ...planRoutes(),
    ...marketplaceRoutes(deps),
    ...configurationRoutes(deps.upstreams),
  ];
}
