import type { Route, Secrets } from '#kernel';
import { configurationRoutes } from './routes-configuration.ts';
import { hostRoutes } from './routes-hosts.ts';
import { importRoutes } from './routes-imports.ts';
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
  /** Names under which this installation itself is reached: no product may have them. */
  ownHosts: ReadonlySet<string>;
}): Route[] {
  return [
    ...productRoutes(deps.upstreams),
    ...upstreamRoutes(deps),
    ...routeRoutes(),
    ...importRoutes(deps),
    ...hostRoutes(deps.ownHosts),
    ...planRoutes(),
    ...marketplaceRoutes(deps),
    ...configurationRoutes(deps.upstreams),
  ];
}
