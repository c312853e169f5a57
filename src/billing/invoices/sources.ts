import type { PlanVersionOfPlan } from '#catalog';
import type { Db } from '#kernel';
import type { BillableSubscription } from './plan-close.ts';
import type { UsageByWindow, UsageWindow } from './usage-windows.ts';

/** A legal entity as an invoice names it. Copied onto the invoice: later changes do not touch it. */
export interface Party {
  readonly id: string;
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly country: string | null;
  readonly taxId: string | null;
  readonly email: string | null;
}

export interface Organizations {
  /** Seller of invoices; null while the provider has no legal identity. */
  seller(id: string): Party | null;
  buyer(id: string): Party | null;
  slug(id: string): string;
}

/**
 * What closing asks of the rooms before this one, always for a whole batch. `faces.ts` answers from their
 * faces; benchmarks and tests of failures answer otherwise.
 */
export interface CloseSources {
  /** Ids of subscriptions whose period ended at or before `at`: one sandbox consumer's, or all others'. */
  due(
    db: Db,
    at: Temporal.Instant,
    page: { limit: number; afterId: string | null; organizationId?: string | null },
  ): Promise<string[]>;
  /** Those that exist and are billed at all, by id. Read within the transaction that holds their fences. */
  subscriptions(db: Db, ids: readonly string[]): Promise<Map<string, BillableSubscription>>;
  /** Moves each over the end of its present period (or ends it), in the transaction that bills it. */
  advance(tx: Db, over: readonly BillableSubscription[], at: Temporal.Instant): Promise<void>;
  planVersions(db: Db, ids: readonly string[]): Promise<Map<string, PlanVersionOfPlan>>;
  productNames(db: Db, ids: readonly string[]): Promise<Map<string, string>>;
  organizations(db: Db, ids: readonly string[]): Promise<Organizations>;
  /** The batch number up to which the usage store is read; taken before `usage`. */
  highestBatch(db: Db): Promise<bigint>;
  /** All windows in one aggregate query; test environments do not count. */
  usage(windows: readonly UsageWindow[], upToBatch: bigint): Promise<UsageByWindow>;
  /** Usage of every gateway is in the store up to here; null when there has never been a gateway. */
  usageCompleteUntil(db: Db): Promise<Temporal.Instant | null>;
}
