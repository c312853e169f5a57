import type { Connection } from '#catalog';
import type { PaymentProcessors, TestProcessor } from '#connectors/payments';
import { type Clock, type Db, kernelProblems, type Log, Problem, type Route, type UsageDb } from '#kernel';
import { backtestRoutes, openBacktests, workBacktest } from './backtests/index.ts';
import type { CloseDeps } from './invoices/close-batch.ts';
import {
  type BillingSettings,
  billingConnection,
  billingRunRoutes,
  billingSettingsRoutes,
  type CloseDueOptions,
  type CloseDueResult,
  closeDue,
  closeWithin,
  type Invoice,
  invoiceDocumentRoutes,
  openRuns,
  roomSources,
  roomTaxes,
  setAsideRoutes,
  taxFactRoutes,
  taxReportRoutes,
  usageSources,
  workRun,
} from './invoices/index.ts';
import { nextMoment } from './next-moment.ts';
import { paymentRoutes, scheduleCollection, sendDueAttempts } from './payments/index.ts';
import { payoutConnection, payoutRoutes } from './payouts/index.ts';

export interface BillingOptions {
  readonly db: Db;
  readonly usageDb: UsageDb;
  readonly clock: Clock;
  readonly log: Log;
  readonly processors: PaymentProcessors;
  /** Null where the built-in processor is switched off. */
  readonly testProcessor: TestProcessor | null;
  readonly defaults: BillingSettings;
  /**
   * Given by a simulation, which works on a copy: one batch at a time, without waiting for gateways, and nothing is
   * collected; it is told what would have been issued.
   */
  readonly simulation?: { issued(invoices: readonly Invoice[]): void };
  /** Called with the name of each step; crash tests kill the process there. */
  readonly failpoint?: (name: string) => void;
}

/** The room put together: what the roof wires to routes, events, jobs and loops. */
export interface Billing {
  readonly routes: Route[];
  /** For the configuration document. */
  readonly connections: readonly Connection[];
  /** For `subscription.created`: the first invoice, within the delivery's transaction. */
  issueFirstInvoice(tx: Db, subscriptionId: string, at: Temporal.Instant): Promise<void>;
  /** For the job `billing.close-due`, once a minute. */
  closeDue(options?: CloseDueOptions): Promise<CloseDueResult>;
  /** For the job `billing.run`, sent for `billing.run_requested`. */
  workRun(runId: string, signal?: AbortSignal): Promise<void>;
  /** Runs that a stopped process left behind. */
  openRuns(): Promise<string[]>;
  /** For the job `billing.backtest`, sent for `billing.backtest_requested`. */
  workBacktest(id: string, signal?: AbortSignal): Promise<void>;
  /** Back-tests that a stopped process left behind. */
  openBacktests(): Promise<string[]>;
  /** For a loop of about a second: charges what is to be collected, asks about what is open. */
  /** The next time after `after` at which something of a sandbox consumer comes due; null when nothing does. */
  nextMoment(organizationId: string, after: Temporal.Instant): Promise<Temporal.Instant | null>;
  /** Of one sandbox consumer, or (null) of everybody else. */
  sendDueAttempts(organizationId?: string | null): Promise<number>;
}

export function createBilling(options: BillingOptions): Billing {
  const { db, usageDb, clock, log, processors, testProcessor, defaults, simulation } = options;
  const failpoint = options.failpoint ?? (() => {});
  const close: CloseDeps = {
    db,
    sources: {
      ...roomSources,
      ...usageSources(usageDb),
      ...(simulation ? { usageCompleteUntil: async () => null } : {}),
    },
    defaults,
    taxes: roomTaxes,
    failpoint,
    onIssued: simulation ? async (_tx, invoices) => simulation.issued(invoices) : scheduleCollection,
  };
  const payments = { db, clock, log, processors, failpoint };
  return {
    routes: [
      ...billingRunRoutes(close),
      ...setAsideRoutes(),
      ...billingSettingsRoutes(close),
      ...taxFactRoutes(),
      ...taxReportRoutes(),
      ...invoiceDocumentRoutes(close, usageDb),
      ...paymentRoutes({ processors, testProcessor }),
      ...payoutRoutes(),
      ...backtestRoutes(),
    ],
    connections: [billingConnection, payoutConnection],
    async issueFirstInvoice(tx, subscriptionId, at) {
      const request = { ids: [subscriptionId], mode: 'start', at, leaveDraft: false, runId: null } as const;
      const outcome = (await closeWithin(tx, close, request)).get(subscriptionId)!;
      // Thrown so that the delivery is tried again: whoever bills it now may be billing something else.
      if (outcome.outcome === 'busy')
        throw new Problem(kernelProblems.unavailable, { detail: 'It is being billed.' });
    },
    closeDue: (more) =>
      closeDue(close, clock.now(more?.organizationId ?? undefined), {
        ...(simulation ? { parallel: 1 } : {}),
        ...more,
      }),
    workRun: (runId, signal) => workRun(close, runId, () => clock.now(), signal ? { signal } : {}),
    openRuns: () => openRuns(db),
    workBacktest: (id, signal) => workBacktest(close, id, () => clock.now(), signal),
    openBacktests: () => openBacktests(db),
    nextMoment: (organizationId, at) => nextMoment(close, organizationId, at),
    sendDueAttempts: (organizationId) =>
      sendDueAttempts(payments, { organizationId: organizationId ?? null }),
  };
}
