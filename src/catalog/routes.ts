import type { Route, Secrets } from '#kernel';
import type { HoldsSubscription } from './access.ts';
import type { Connection } from './connections.ts';
import { accessRoutes } from './routes-access.ts';
import { comparisonRoutes } from './routes-comparison.ts';
import { configurationRoutes } from './routes-configuration.ts';
import { hostRoutes } from './routes-hosts.ts';
import { importRoutes } from './routes-imports.ts';
import { marketplaceRoutes } from './routes-marketplace.ts';
import { meterRoutes } from './routes-meters.ts';
import { moderationRoutes } from './routes-moderation.ts';
import { planRoutes } from './routes-plans.ts';
import { productRoutes, routeRoutes } from './routes-products.ts';
import { readingRoutes } from './routes-reading.ts';
import { type UpstreamHealth, upstreamRoutes } from './routes-upstream.ts';
import { writingRoutes } from './routes-writing.ts';
import type { UpstreamPolicy } from './upstream-url.ts';

export function catalogRoutes(deps: {
  upstreams: UpstreamPolicy;
  /** How consumers reach the gateway: `https://api.example.com`. */
  gatewayPublicUrl: string;
  secrets: Secrets;
  upstreamHealth: UpstreamHealth;
  /** Names under which this installation itself is reached: no product may have them. */
  ownHosts: ReadonlySet<string>;
  holdsSubscription: HoldsSubscription;
  /** What rooms after this one add to the configuration document. */
  connections: readonly Connection[];
}): Route[] {
  return [
    ...productRoutes(deps.upstreams),
    ...upstreamRoutes(deps),
    ...routeRoutes(),
    ...importRoutes(deps),
    ...hostRoutes(deps.ownHosts),
    ...writingRoutes(),
    ...planRoutes(),
    ...meterRoutes(),
    ...accessRoutes(),
    ...moderationRoutes(),
    ...marketplaceRoutes(deps),
    ...configurationRoutes(deps.upstreams, deps.connections, deps.secrets),
    ...readingRoutes(deps),
    ...comparisonRoutes(deps),
  ];
}
