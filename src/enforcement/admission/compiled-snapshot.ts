/** A snapshot as a worker uses it: products by address, routes in tries, plans by ordinal. */
import { compileRoutes, type RouteTable } from './route-matcher.ts';
import type { GatewaySnapshot, SnapshotPlan, SnapshotProduct } from './snapshot.ts';

export interface CompiledProduct extends SnapshotProduct {
  readonly table: RouteTable;
}

export interface CompiledSnapshot {
  readonly version: number;
  /** By `/{provider}/{product}`; published products only. */
  readonly byAddress: ReadonlyMap<string, CompiledProduct>;
  /** By ordinal, with holes. */
  readonly plans: readonly (SnapshotPlan | undefined)[];
}

export function compileSnapshot(snapshot: GatewaySnapshot): CompiledSnapshot {
  const byAddress = new Map<string, CompiledProduct>();
  for (const product of snapshot.products) {
    if (product.published)
      byAddress.set(product.address, { ...product, table: compileRoutes(product.routes) });
  }
  const plans: (SnapshotPlan | undefined)[] = [];
  for (const plan of snapshot.plans) plans[plan.ordinal] = plan;
  return { version: snapshot.version, byAddress, plans };
}
