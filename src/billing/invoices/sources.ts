import type { PlanVersionOfPlan } from '#catalog';
import type { Db } from '#kernel';
import type { EntryDraft } from '#ledger';
import type { CreditTurn } from '#wallets';
import type { PromotionalCredit } from './adjustments.ts';
import type { BillableSegment, BillableSubscription } from './billable.ts';
import type { Charge } from './charge.ts';
import type { UsageByWindow, UsageWindow } from './usage-windows.ts';

/** A legal entity as an invoice names it. Copied onto the invoice: later changes do not touch it. */
export interface Party {
  readonly id: string;
  readonly name: string;
  /** As they are printed: everything below but the country. */
  readonly addressLines: readonly string[];
  /** The same as fields of their own, which electronic invoices need. */
  readonly street: string | null;
  readonly additionalStreet: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  /** A state or province; its ISO 3166-2 code where taxes go by it. */
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** VAT or tax number, in its normal form where we know the country's. */
  readonly taxId: string | null;
  readonly email: string | null;
}

export interface Organizations {
  /** Seller of invoices; null while the provider has no legal identity. */
  seller(id: string): Party | null;
  buyer(id: string): Party | null;
  slug(id: string): string;
}

export interface SettledSegment extends Pick<BillableSegment['period'], 'startAt'> {
  readonly subscriptionId: string;
}

/**
 * What closing asks of the rooms before this one, always for a whole batch. `faces.ts` answers from their
 * faces; benchmarks and tests of failures answer otherwise.
 */
export interface CloseSources {
  /**
   * Ids of subscriptions whose period, or an ended segment of which, was to be billed at or before `at`, in the order of
   * the ids: one sandbox consumer's, or all others'.
   */
  due(
    db: Db,
    at: Temporal.Instant,
    page: { limit: number; afterId: string | null; organizationId?: string | null },
  ): Promise<string[]>;
  /** Running subscriptions whose terms have a threshold, in the order of their ids. */
  progressive(
    db: Db,
    page: { limit: number; afterId: string; organizationId: string | null },
  ): Promise<string[]>;
  /** Those that exist and are billed at all, by id. Read within the transaction that holds their fences. */
  subscriptions(db: Db, ids: readonly string[]): Promise<Map<string, BillableSubscription>>;
  /** Moves each over the end of its present period (or ends it), in the transaction that bills it. */
  advance(tx: Db, over: readonly BillableSubscription[], at: Temporal.Instant): Promise<void>;
  /** Says that segments which ended before their subscription's present one are billed, in the transaction that does. */
  settle(tx: Db, billed: readonly SettledSegment[], at: Temporal.Instant): Promise<void>;
  planVersions(db: Db, ids: readonly string[]): Promise<Map<string, PlanVersionOfPlan>>;
  productNames(db: Db, ids: readonly string[]): Promise<Map<string, string>>;
  organizations(db: Db, ids: readonly string[]): Promise<Organizations>;
  /** Promotional credit that these subscriptions may use, by id, in the order in which it is used up. Held until the end. */
  creditsOf(
    db: Db,
    subscriptions: readonly BillableSubscription[],
    at: Temporal.Instant,
  ): Promise<ReadonlyMap<string, readonly PromotionalCredit[]>>;
  /**
   * Says what of it was used (or came back: positive), and what was charged for units that credit is held for, in the
   * transaction that bills it. Answers what the ledger has to book.
   */
  takeCredits(
    tx: Db,
    charges: readonly Charge[],
    invoiceIdOf: (charge: Charge) => string | null,
    at: Temporal.Instant,
  ): Promise<readonly EntryDraft[]>;
  /** Grants, resizes and ends credit that plans include, once what the close takes of it is taken. Answers as above. */
  turnCredits(tx: Db, turns: readonly CreditTurn[], at: Temporal.Instant): Promise<readonly EntryDraft[]>;
  /** The batch number up to which the usage store is read; taken before `usage`. */
  highestBatch(db: Db): Promise<bigint>;
  /** All sums in one aggregate query, all other meters in one more; test environments do not count. */
  usage(windows: readonly UsageWindow[], upToBatch: bigint): Promise<UsageByWindow>;
  /** Usage of every gateway is in the store up to here; null when there has never been a gateway. */
  usageCompleteUntil(db: Db): Promise<Temporal.Instant | null>;
}
