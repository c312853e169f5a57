/** `rejected`: cannot be an event as it is. `unattributed`: nobody's subscription, or not one only. */
export type HeldList = 'rejected' | 'unattributed';

/** What could not be counted, with its reason. Waits until it is replayed. */
export interface HeldEvent {
  readonly id: string;
  readonly list: HeldList;
  /** Who reported it; null for what a node's journal lost, which only the operator sees. */
  readonly organizationId: string | null;
  readonly connection: string;
  readonly source: string;
  readonly eventId: string;
  readonly reason: string;
  readonly detail: string;
  /** The report as it came; null where there is nothing to replay. */
  readonly report: unknown;
  readonly receivedAt: Temporal.Instant;
}
