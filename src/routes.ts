import { type Billing, createBilling, redeemCoupon } from '#billing';
import { catalogRoutes, type UpstreamHealth, type UpstreamPolicy } from '#catalog';
import { type ConsoleDeps, consoleRoutes } from '#console';
import { type Enforcement, enforcementRoutes } from '#enforcement';
import { type Identity, identityRoutes, testClockRoutes } from '#identity';
import {
  auditRoutes,
  type Db,
  keyRoutes,
  operationsRoutes,
  type Route,
  type Secrets,
  type TravellingClock,
  type UsageDb,
} from '#kernel';
import { ledgerRoutes } from '#ledger';
import { type IngestDeps, keyUsageReader, meteringRoutes } from '#metering';
import { outboundRoutes } from '#outbound';
import { hasBought, liveProductsOf, subscriptionsRoutes } from '#subscriptions';
import { type LiveUse, walletRoutes } from '#wallets';

/** What the rooms' routes work with. */
export interface RouteDeps {
  readonly db: Db;
  readonly identity: Identity;
  readonly testClocks: TravellingClock;
  readonly secrets: Secrets;
  readonly usageDb: UsageDb;
  readonly upstreams: UpstreamPolicy;
  readonly upstreamHealth: UpstreamHealth;
  readonly gatewayPublicUrl: string;
  readonly ownHosts: ReadonlySet<string>;
  readonly ingestion: IngestDeps;
  readonly enforcement: Parameters<typeof enforcementRoutes>[0]['enforcement'] & Pick<Enforcement, 'catchUp'>;
  /** How the console reaches the gateway. */
  readonly relay: ConsoleDeps['relay'];
  readonly liveUse: LiveUse;
  readonly billing: Pick<
    Billing,
    'routes' | 'connections' | 'endSubscription' | 'hasPaymentMethod' | 'callCost'
  >;
  readonly outbound: Parameters<typeof outboundRoutes>[0];
  readonly operations: Parameters<typeof operationsRoutes>[0];
  readonly keys: Parameters<typeof keyRoutes>[0];
  readonly audit: Parameters<typeof auditRoutes>[0];
}

/** Every route of the HTTP API. */
export function allRoutes(deps: RouteDeps): Route[] {
  return [
    ...operationsRoutes(deps.operations),
    ...auditRoutes(deps.audit),
    ...keyRoutes(deps.keys),
    ...identityRoutes(deps.identity),
    ...testClockRoutes(deps.testClocks),
    ...ledgerRoutes(),
    ...walletRoutes({ hasBought, liveUse: deps.liveUse }),
    ...catalogRoutes({
      ...deps,
      holdsSubscription: liveProductsOf,
      connections: deps.billing.connections,
    }),
    ...subscriptionsRoutes({
      secrets: deps.secrets,
      identity: deps.identity,
      keyUsage: keyUsageReader(deps.usageDb),
      hasPaymentMethod: (db, organizationId) => deps.billing.hasPaymentMethod(db, organizationId),
      endNow: (tx, order) => deps.billing.endSubscription(tx, order),
      redeem: redeemCoupon,
    }),
    ...meteringRoutes({
      ...deps.ingestion,
      usageDb: deps.usageDb,
      upstreamHealth: deps.upstreamHealth,
      holdsSubscription: liveProductsOf,
    }),
    ...enforcementRoutes(deps),
    ...deps.billing.routes,
    ...consoleRoutes({
      ...{ db: deps.db, secrets: deps.secrets, usageDb: deps.usageDb, relay: deps.relay },
      catchUp: () => deps.enforcement.catchUp(),
      callCost: (db, call) => deps.billing.callCost(db, call),
    }),
    ...outboundRoutes(deps.outbound),
  ];
}

/** The same routes to be described, not called: what they would work with refuses to be used. */
export function describedRoutes(): Route[] {
  const unused: unknown = new Proxy(
    {},
    {
      get: (_target, name) => {
        throw new Error(`A route touched ${String(name)} while it was only described`);
      },
    },
  );
  const billing = createBilling({
    db: unused as never,
    usageDb: unused as never,
    clock: unused as never,
    log: unused as never,
    processors: unused as never,
    testProcessor: unused as never,
    defaults: { commissionBasisPoints: 0, graceMinutes: 0, paymentTermsDays: 0 },
  });
  const operations = { version: '', checks: [], registry: unused as never };
  return allRoutes({
    db: unused as Db,
    relay: unused as ConsoleDeps['relay'],
    identity: unused as Identity,
    testClocks: unused as TravellingClock,
    secrets: unused as Secrets,
    usageDb: unused as UsageDb,
    upstreams: unused as UpstreamPolicy,
    upstreamHealth: unused as UpstreamHealth,
    gatewayPublicUrl: '',
    ownHosts: new Set(),
    ingestion: { intake: unused as never, findCandidates: unused as never },
    enforcement: unused as never,
    liveUse: unused as never,
    billing,
    outbound: unused as never,
    operations,
    keys: unused as never,
    audit: unused as never,
  });
}
