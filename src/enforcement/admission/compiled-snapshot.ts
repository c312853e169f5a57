/** A snapshot as a worker uses it: products by address, routes in tries, plans by ordinal. */
import { compileRoutes, matchRoute, type RouteTable } from './route-matcher.ts';
import type { GatewaySnapshot, SnapshotPlan, SnapshotProduct } from './snapshot.ts';
import { compileTraffic, type TrafficPolicy } from './traffic.ts';

export interface CompiledProduct extends SnapshotProduct {
  readonly table: RouteTable;
  readonly policy: TrafficPolicy;
  /** By the ordinal of the route; null while no route has a policy of its own. */
  readonly routePolicies: ReadonlyMap<number, TrafficPolicy> | null;
}

export interface CompiledSnapshot {
  readonly version: number;
  /** By `/{provider}/{product}`; published products only. */
  readonly byAddress: ReadonlyMap<string, CompiledProduct>;
  /** By host name, for products that have one; published products only. */
  readonly byHost: ReadonlyMap<string, CompiledProduct>;
  /** By ordinal, with holes. */
  readonly plans: readonly (SnapshotPlan | undefined)[];
}

export function compileSnapshot(snapshot: GatewaySnapshot): CompiledSnapshot {
  const byAddress = new Map<string, CompiledProduct>();
  const byHost = new Map<string, CompiledProduct>();
  for (const product of snapshot.products) {
    if (!product.published) continue;
    const compiled = compileProduct(product);
    byAddress.set(product.address, compiled);
    for (const host of product.hosts) byHost.set(host, compiled);
  }
  const plans: (SnapshotPlan | undefined)[] = [];
  for (const plan of snapshot.plans) plans[plan.ordinal] = plan;
  return { version: snapshot.version, byAddress, byHost, plans };
}

function compileProduct(product: SnapshotProduct): CompiledProduct {
  const own = product.routes.filter((route) => route.traffic !== null);
  return {
    ...product,
    table: compileRoutes(product.routes),
    policy: compileTraffic(product.traffic),
    routePolicies:
      own.length === 0 ? null : new Map(own.map((route) => [route.ordinal, compileTraffic(route.traffic)])),
  };
}

/** What holds for a call: the product's policy, or that of the route that it means. */
export function policyOf(
  product: CompiledProduct,
  method: string,
  segments: readonly string[],
): TrafficPolicy {
  if (product.routePolicies === null) return product.policy;
  const match = matchRoute(product.table, method, segments);
  if (match.kind !== 'route') return product.policy;
  return product.routePolicies.get(match.route.ordinal) ?? product.policy;
}
