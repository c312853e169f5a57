import type { Route } from '#kernel';
import type { IngestDeps } from './ingest-usage.ts';
import { callStatisticsRoutes } from './routes-call-statistics.ts';
import { heldRoutes } from './routes-held.ts';
import { limitHitRoutes } from './routes-limit-hits.ts';
import { meterUsageRoutes } from './routes-meter-usage.ts';
import { nodeRoutes } from './routes-nodes.ts';
import { reportRoutes } from './routes-reports.ts';
import { type StatusDeps, statusRoute } from './routes-status.ts';
import { usageRoutes } from './routes-usage.ts';

/** Before `/usage/{workspace_id}` come the names that it would swallow; the router prefers them anyway. */
export function meteringRoutes(deps: IngestDeps & StatusDeps): Route[] {
  return [
    ...reportRoutes(deps),
    ...heldRoutes(deps),
    ...limitHitRoutes(deps),
    ...usageRoutes(deps),
    ...callStatisticsRoutes(deps),
    ...meterUsageRoutes(deps),
    ...nodeRoutes(),
    statusRoute(deps),
  ];
}
