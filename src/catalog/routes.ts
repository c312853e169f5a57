import type { Route } from '#kernel';
import type { HoldsSubscription } from './access.ts';
import { accessRoutes } from './routes-access.ts';
import { comparisonRoutes } from './routes-comparison.ts';
import { importRoutes } from './routes-imports.ts';
import { marketplaceRoutes } from './routes-marketplace.ts';
import { moderationRoutes } from './routes-moderation.ts';
import { planRoutes } from './routes-plans.ts';
import { productRoutes, routeRoutes } from './routes-products.ts';
import { readingRoutes } from './routes-reading.ts';
import { writingRoutes } from './routes-writing.ts';
import type { UpstreamPolicy } from './upstream-url.ts';

export function catalogRoutes(deps: {
  upstreams: UpstreamPolicy;
  /** How consumers reach the gateway: `https://api.example.com`. */
  gatewayPublicUrl: string;
  holdsSubscription: HoldsSubscription;
}): Route[] {
  return [
    ...productRoutes(deps.upstreams),
    ...routeRoutes(),
    ...importRoutes(deps),
    ...writingRoutes(),
    ...planRoutes(),
    ...accessRoutes(),
    ...moderationRoutes(),
    ...marketplaceRoutes(deps),
    ...readingRoutes(deps),
    ...comparisonRoutes(deps),
  ];
}
