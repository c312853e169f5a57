import type { Connection } from '#catalog';
import type { PaymentProcessors, TestProcessor } from '#connectors/payments';
import type { MailContent } from '#identity';
import { type Clock, type Db, kernelProblems, type Log, Problem, type Route, type UsageDb } from '#kernel';
import { post } from '#ledger';
import type { LiveUse } from '#wallets';
import { alertMail, alertRoutes, deleteAlertSettings, type QuotaUsed, tendAlerts } from './alerts/index.ts';
import { backtestRoutes, openBacktests, workBacktest } from './backtests/index.ts';
import {
  type ChangeOrder,
  changeNow,
  changeRoutes,
  forgetQuotes,
  moveRoutes,
  openMoves,
  policyRoutes,
  quoteRoutes,
  workDueChanges,
  workMove,
} from './changes/index.ts';
import { couponRoutes } from './coupons/index.ts';
import {
  applyToOpen,
  creditNoteRoutes,
  creditRoutes,
  giveBackLeftOver,
  revenueRoutes,
  sendDueRefunds,
} from './credits/index.ts';
import { accountRoutes, documentSettingsRoutes, fileRoutes } from './documents/index.ts';
import type { CloseDeps } from './invoices/close-batch.ts';
import {
  announceOverdue,
  type BillingSettings,
  billingConnection,
  billingRunRoutes,
  billingSettingsRoutes,
  type CallCost,
  type CloseDueOptions,
  type CloseDueResult,
  callCost,
  closeDue,
  closeThresholds,
  closeWithin,
  draftRoutes,
  finalizeDue,
  type Invoice,
  invoiceDocumentRoutes,
  openRuns,
  rateTermsRoute,
  roomSources,
  roomTaxes,
  setAsideRoutes,
  type ThresholdOptions,
  taxFactRoutes,
  taxReportRoutes,
  upcomingRoutes,
  usageSources,
  workRun,
  writeOffDue,
} from './invoices/index.ts';
import { nextMoment } from './next-moment.ts';
import {
  collectIssued,
  creditTopUp,
  endTopUp,
  hasPaymentMethod,
  holdBackOverdue,
  letThrough,
  paymentRoutes,
  sendDueAttempts,
  settleWithCredit,
  startDueTopUps,
  startRetries,
  topUpRoutes,
} from './payments/index.ts';
import { payoutConnection, payoutRoutes } from './payouts/index.ts';
import {
  billingChecks,
  type Check,
  type CheckFigures,
  type CheckOptions,
  type CheckResult,
  checkFigures,
  findingRoutes,
  lineEventsRoute,
  replayRoute,
  runChecks,
} from './proof/index.ts';

export interface BillingOptions {
  readonly db: Db;
  readonly usageDb: UsageDb;
  readonly clock: Clock;
  readonly log: Log;
  readonly processors: PaymentProcessors;
  /** Null where the built-in processor is switched off. */
  readonly testProcessor: TestProcessor | null;
  readonly defaults: BillingSettings;
  /** What else must agree, of rooms that billing does not know. */
  readonly checks?: readonly Check[];
  /** Where people reach the portal; invoices then say where they are paid. */
  readonly portalUrl?: string | null;
  /** What calls used of wallets and no invoice has settled yet. */
  readonly liveUse?: LiveUse;
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
  /** What one call added to what its period costs, before discounts and taxes; null when it cannot be told. */
  callCost(db: Db, call: { subscriptionId: string; at: Temporal.Instant }): Promise<CallCost | null>;
  /** For `subscription.created`: the first invoice, within the delivery's transaction. */
  issueFirstInvoice(tx: Db, subscriptionId: string, at: Temporal.Instant): Promise<void>;
  /** Whether something can be charged without asking. */
  hasPaymentMethod(db: Db, organizationId: string): Promise<boolean>;
  /** Ends a subscription now, for its consumer; what is left of what was paid is as its provider decided. */
  endSubscription(
    tx: Db,
    order: Omit<ChangeOrder, 'change' | 'reason'> & { reason?: string | undefined },
  ): Promise<void>;
  /** For the duty `billing.due-changes`: of one sandbox consumer, or of everybody else. */
  workDueChanges(organizationId: string | null): Promise<void>;
  /** For `subscription.credit_left`: what an ended subscription left is given back by credit notes. */
  giveBackLeftOver(tx: Db, subscriptionId: string, at: Temporal.Instant): Promise<void>;
  /** For the job `billing.move`, sent for `billing.move_requested`. */
  workMove(moveId: string, signal?: AbortSignal): Promise<void>;
  /** Moves that a stopped process left behind. */
  openMoves(): Promise<string[]>;
  /** Quotes of before this instant that nobody accepted. */
  forgetQuotes(before: Temporal.Instant): Promise<void>;
  /** For the job `billing.close-due`, once a minute. */
  closeDue(options?: CloseDueOptions): Promise<CloseDueResult>;
  /** For the duty `billing.close-thresholds`: invoices what is unbilled where the plan does not wait any longer. */
  closeThresholds(options?: ThresholdOptions): Promise<number>;
  /**
   * Drafts whose grace is over are issued, what is overdue is announced, held back for, or given up: of one sandbox consumer,
   * or (null) of everybody else.
   */
  tendInvoices(organizationId: string | null, signal?: AbortSignal): Promise<void>;
  /** For the job `billing.run`, sent for `billing.run_requested`. */
  workRun(runId: string, signal?: AbortSignal): Promise<void>;
  /** Runs that a stopped process left behind. */
  openRuns(): Promise<string[]>;
  /** For the job `billing.check`: looks at a part of what must agree, or at all of it. */
  check(options?: CheckOptions): Promise<CheckResult>;
  /** For `/metrics`: what the checks found. */
  checkFigures(): Promise<CheckFigures[]>;
  /** For `invoice.paid` and `invoice.voided`: what only this invoice held back is let through again. */
  letThrough(tx: Db, invoiceId: string, at: Temporal.Instant): Promise<void>;
  /** For `invoice.paid`: a top-up that was paid for in whatever way is credit. */
  creditTopUp(tx: Db, invoiceId: string, at: Temporal.Instant): Promise<void>;
  /** For `invoice.voided`: a top-up that nobody will pay. */
  endTopUp(tx: Db, invoiceId: string, at: Temporal.Instant): Promise<void>;
  /** For `credit.added`: open invoices take it. */
  useCredit(tx: Db, organizationId: string, at: Temporal.Instant): Promise<void>;
  /** For the job `billing.backtest`, sent for `billing.backtest_requested`. */
  workBacktest(id: string, signal?: AbortSignal): Promise<void>;
  /** Back-tests that a stopped process left behind. */
  openBacktests(): Promise<string[]>;
  /** The next time after `after` at which to look for what is due of a sandbox consumer: in a week at the latest. */
  nextMoment(organizationId: string, after: Temporal.Instant): Promise<Temporal.Instant>;
  /**
   * For a loop of about a second: charges what is to be collected, gives back what is on its way, asks about what is open.
   * Of one sandbox consumer, or (null) of everybody else.
   */
  sendDueAttempts(organizationId?: string | null): Promise<number>;
  /** For the duty `billing.tend-alerts`: says what reached a threshold, of what is used and of what it costs. */
  tendAlerts(
    organizationId: string | null,
    quotaUse: (organizationId: string | null, leastShare: number) => readonly QuotaUsed[],
  ): Promise<number>;
  /** For `alert.reached`: the mail that tells of it; null where nobody reads it. */
  alertMail(db: Db, alertId: string): Promise<MailContent | null>;
  /** For `organization.closed`. */
  forgetAlertSettings(tx: Db, organizationId: string): Promise<void>;
  /** For a loop of about a second: buys credit for those whose wallets run low; one sandbox consumer, or everybody else. */
  startDueTopUps(organizationId?: string | null): Promise<number>;
}

/** Whoever asked for a simulation is told the invoices. Wallets pay as they would; nothing else is collected. */
function toldTo(simulation: NonNullable<BillingOptions['simulation']>): CloseDeps['onIssued'] {
  return async (tx, invoices, at) => {
    simulation.issued(invoices);
    return (await settleWithCredit(tx, invoices, at)).entries;
  };
}

function closeDepsOf({ db, usageDb, defaults, failpoint, simulation }: BillingOptions): CloseDeps {
  return {
    db,
    sources: {
      ...roomSources,
      ...usageSources(usageDb),
      ...(simulation ? { usageCompleteUntil: async () => null } : {}),
    },
    defaults,
    taxes: roomTaxes,
    failpoint: failpoint ?? (() => {}),
    onIssued: simulation ? toldTo(simulation) : collectIssued,
  };
}

function routesOf(options: BillingOptions, close: CloseDeps, checks: readonly Check[]): Route[] {
  const { usageDb, processors, testProcessor } = options;
  return [
    ...couponRoutes(),
    ...billingRunRoutes(close),
    ...setAsideRoutes(),
    ...billingSettingsRoutes(close),
    rateTermsRoute(),
    ...draftRoutes(close),
    ...invoiceDocumentRoutes(),
    ...upcomingRoutes(close),
    ...creditNoteRoutes(),
    ...creditRoutes(),
    ...revenueRoutes(),
    ...taxFactRoutes(),
    ...taxReportRoutes(),
    ...fileRoutes(options.portalUrl ?? null),
    ...accountRoutes(),
    ...documentSettingsRoutes(),
    ...quoteRoutes(close),
    ...changeRoutes(close),
    ...moveRoutes(close),
    ...policyRoutes(),
    ...paymentRoutes({ processors, testProcessor }),
    ...topUpRoutes(close),
    ...payoutRoutes(),
    lineEventsRoute(usageDb),
    replayRoute(close.sources),
    ...findingRoutes(checks),
    ...backtestRoutes(),
    ...alertRoutes(),
  ];
}

async function issueFirstInvoice(
  tx: Db,
  close: CloseDeps,
  subscriptionId: string,
  at: Temporal.Instant,
): Promise<void> {
  const request = { ids: [subscriptionId], mode: 'start', at, leaveDraft: false, runId: null } as const;
  const outcome = (await closeWithin(tx, close, request)).get(subscriptionId)!;
  // Thrown so that the delivery is tried again: whoever bills it now may be billing something else.
  if (outcome.outcome === 'busy')
    throw new Problem(kernelProblems.unavailable, { detail: 'It is being billed.' });
}

export function createBilling(options: BillingOptions): Billing {
  const { db, usageDb, clock, log, processors, simulation } = options;
  const liveUse = options.liveUse ?? (async () => new Map());
  const close = closeDepsOf(options);
  const { failpoint } = close;
  const checks = [...billingChecks(close.sources, usageDb), ...(options.checks ?? [])];
  const payments = { db, clock, log, processors, failpoint };
  return {
    routes: routesOf(options, close, checks),
    connections: [billingConnection, payoutConnection],
    callCost: (on, call) => callCost(on, close, call),
    issueFirstInvoice: (tx, subscriptionId, at) => issueFirstInvoice(tx, close, subscriptionId, at),
    hasPaymentMethod,
    async endSubscription(tx, { reason, ...order }) {
      const change = { kind: 'cancel', when: 'now', reason } as const;
      await changeNow(tx, close, { ...order, change, reason: null });
    },
    workDueChanges: (organizationId) =>
      workDueChanges(close, { at: clock.now(organizationId ?? undefined), organizationId }),
    async giveBackLeftOver(tx, subscriptionId, at) {
      await giveBackLeftOver(tx, subscriptionId, at);
    },
    workMove: (moveId, signal) => workMove(close, clock, moveId, signal),
    openMoves: () => openMoves(db),
    forgetQuotes: (before) => forgetQuotes(db, before),
    closeDue: (more) =>
      closeDue(close, clock.now(more?.organizationId ?? undefined), {
        ...(simulation ? { parallel: 1 } : {}),
        ...more,
      }),
    closeThresholds: (more) => closeThresholds(close, clock.now(more?.organizationId ?? undefined), more),
    async tendInvoices(organizationId, signal) {
      const scope = { organizationId, at: clock.now(organizationId ?? undefined) };
      await finalizeDue(close, scope, { signal });
      await announceOverdue(db, scope);
      await holdBackOverdue(db, scope);
      await writeOffDue(db, scope);
    },
    workRun: (runId, signal) => workRun(close, runId, () => clock.now(), signal ? { signal } : {}),
    openRuns: () => openRuns(db),
    check: (more) => runChecks({ db, clock, log, checks }, more),
    checkFigures: () => checkFigures(db),
    workBacktest: (id, signal) => workBacktest(close, id, () => clock.now(), signal),
    openBacktests: () => openBacktests(db),
    nextMoment: (organizationId, at) => nextMoment(close, organizationId, at),
    async sendDueAttempts(organizationId = null) {
      await startRetries(payments, { organizationId });
      const attempts = await sendDueAttempts(payments, { organizationId });
      return attempts + (await sendDueRefunds(payments, { organizationId }));
    },
    letThrough,
    async creditTopUp(tx, invoiceId, at) {
      await post(tx, await creditTopUp(tx, invoiceId, at), at);
    },
    endTopUp,
    async useCredit(tx, organizationId, at) {
      await post(tx, (await applyToOpen(tx, organizationId, at)).entries, at);
    },
    tendAlerts: (organizationId, quotaUse) =>
      tendAlerts(close, { organizationId, quotaUse, at: clock.now(organizationId ?? undefined) }),
    alertMail,
    forgetAlertSettings: deleteAlertSettings,
    startDueTopUps: (organizationId) => startDueTopUps({ db, clock, close, liveUse }, organizationId ?? null),
  };
}
