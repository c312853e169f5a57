/** A node whose journal is shipped: a gateway node or the API's intake. */
export type NodeKind = 'gateway' | 'api';
/** `closed`: stopped in order, nothing can be missing. `lost`: the operator gave it up. */
export type NodeState = 'alive' | 'closed' | 'lost';

export interface MeteringNode {
  readonly connection: string;
  readonly kind: NodeKind;
  readonly state: NodeState;
  /** Everything that was admitted before this instant is in the usage store. */
  readonly completeUntil: Temporal.Instant;
  readonly firstSeenAt: Temporal.Instant;
  readonly lastSeenAt: Temporal.Instant;
  readonly lostAt: Temporal.Instant | null;
}

/** The connection of the API's own journal. Its events belong to `api:<organization>` each. */
export const API_CONNECTION = 'api';

export function apiConnectionOf(organizationId: string): string {
  return `${API_CONNECTION}:${organizationId}`;
}
