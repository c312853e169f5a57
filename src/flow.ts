import { z } from 'zod';
import {
  alertReached,
  type Billing,
  backtestRequested,
  billingRunRequested,
  checkAllJob,
  checkJob,
  checkRequested,
  creditAdded,
  invoiceIssued,
  invoicePaid,
  invoiceVoided,
  moveRequested,
  subscriptionCreditLeft,
  subscriptionsReadmitted,
  workMoveJob,
  workRunJob,
} from '#billing';
import { forgetAlerts } from '#enforcement';
import {
  allTestClocks,
  type Identity,
  mailRequested,
  organizationClosed,
  organizationResumed,
  organizationSuspended,
  purgeIdentity,
  takeMail,
  testClockAdvanceRequested,
  userErased,
} from '#identity';
import {
  type Clock,
  type Db,
  defineJob,
  type EventDispatcher,
  type EventKind,
  forgetChanges,
  forgetEvents,
  forgetIdempotencyKeys,
  type JobRun,
  type Jobs,
  type Log,
  type UsageDb,
} from '#kernel';
import { eraseRequestLog } from '#metering';
import type { Outbound } from '#outbound';
import { subscriptionCreated, tellGatewaysOf } from '#subscriptions';
import type { Duty } from './duties.ts';

export interface FlowDeps {
  readonly db: Db;
  readonly usageDb: UsageDb;
  readonly clock: Clock;
  readonly log: Log;
  readonly billing: Billing;
  readonly retention: { readonly eventDays: number; readonly idempotencyHours: number };
  readonly identity: Identity;
  readonly outbound: Outbound;
  readonly duties: readonly Duty[];
  /** Takes a sandbox consumer to where its clock is to go. */
  travel(organizationId: string, signal: AbortSignal): Promise<void>;
  /** Looks for payments to collect at once. */
  collectNow(): void;
  /** Looks for mails to send at once. */
  mailNow(): void;
}

const nothing = z.strictObject({});
/** A duty of the same name does it. */
const closeDueJob = defineJob('billing.close-due', nothing);
const resumeRuns = defineJob('billing.resume-runs', nothing);
const backtestJob = defineJob('billing.backtest', z.strictObject({ backtest_id: z.string() }));
const travelJob = defineJob('sandbox.travel', z.strictObject({ organization_id: z.string() }));
const tidy = defineJob('kernel.tidy', nothing);

/** Every event and every job of the business, on one page. */
export function wireFlow(events: EventDispatcher, jobs: Jobs, deps: FlowDeps): void {
  const { identity, outbound } = deps;

  wireMoney(events, jobs, deps);
  wireRuns(events, jobs, deps);
  wireChecks(events, jobs, deps);

  // A mail is an event: it is asked for with the change that it tells of, and queued once under its id.
  events.on(mailRequested, 'outbound.mail', async (tx, { payload, at }) => {
    const mail = await takeMail(tx, identity, payload.mail_id);
    if (mail) await outbound.queueMail(tx, { ...mail, id: payload.mail_id, at });
    deps.mailNow();
  });

  for (const kind of [organizationSuspended, organizationResumed]) {
    events.on(kind, `gateways.${kind.name}`, (tx, { payload }) =>
      tellGatewaysOf(tx, payload.organization_id),
    );
  }
  events.on(organizationClosed, 'metering.forget-persons', (_tx, { payload }) =>
    eraseRequestLog(deps.usageDb, { organizationId: payload.organization_id }),
  );
  events.on(organizationClosed, 'billing.forget-alert-settings', (tx, { payload }) =>
    deps.billing.forgetAlertSettings(tx, payload.organization_id),
  );
  events.on(alertReached, 'outbound.alert', async (tx, { payload, at }) => {
    const content = await deps.billing.alertMail(tx, payload.alert_id);
    if (content) await outbound.queueMail(tx, { id: payload.alert_id, userId: null, content, at });
    deps.mailNow();
  });
  events.on(userErased, 'outbound.forget-person', (tx, { payload }) =>
    outbound.forgetMailsOf(tx, payload.user_id),
  );

  jobs.define(tidy, () => forgetTheOld(deps));
  jobs.schedule(tidy, '17 3 * * *', {});
}

/** What bills, collects and gives back. */
function wireMoney(events: EventDispatcher, jobs: Jobs, deps: FlowDeps): void {
  const { billing } = deps;
  // A paid plan is billed in advance: the first time when it is subscribed to.
  events.on(subscriptionCreated, 'billing.first-invoice', (tx, { payload, at }) =>
    billing.issueFirstInvoice(tx, payload.subscription_id, at),
  );
  events.on(invoiceIssued, 'billing.collect', async () => deps.collectNow());
  for (const kind of [invoicePaid, invoiceVoided]) {
    events.on(
      kind as EventKind<{ invoice_id: string }>,
      `billing.let-through.${kind.name}`,
      (tx, { payload, at }) => billing.letThrough(tx, payload.invoice_id, at),
    );
  }
  events.on(invoicePaid, 'billing.credit-top-up', (tx, { payload, at }) =>
    billing.creditTopUp(tx, payload.invoice_id, at),
  );
  events.on(invoiceVoided, 'billing.end-top-up', (tx, { payload, at }) =>
    billing.endTopUp(tx, payload.invoice_id, at),
  );
  events.on(creditAdded, 'billing.use-credit', (tx, { payload, at }) =>
    billing.useCredit(tx, payload.organization_id, at),
  );
  events.on(subscriptionCreditLeft, 'billing.give-back-left-over', (tx, { payload, at }) =>
    billing.giveBackLeftOver(tx, payload.subscription_id, at),
  );
  events.on(billingRunRequested, 'billing.start-run', (_tx, { payload }) =>
    jobs.send(workRunJob, payload, { key: payload.run_id }),
  );

  events.on(subscriptionsReadmitted, 'billing.close-readmitted', () =>
    jobs.send(closeDueJob, {}, { key: 'readmitted' }),
  );

  events.on(moveRequested, 'billing.start-move', (_tx, { payload }) =>
    jobs.send(workMoveJob, payload, { key: payload.move_id }),
  );
}

/** What comes due with time, and long work that somebody asked for. */
function wireRuns(events: EventDispatcher, jobs: Jobs, deps: FlowDeps): void {
  const { billing } = deps;
  events.on(backtestRequested, 'billing.start-backtest', (_tx, { payload }) =>
    jobs.send(backtestJob, payload, { key: payload.backtest_id }),
  );
  jobs.define(backtestJob, ({ backtest_id }, { signal }) => billing.workBacktest(backtest_id, signal));

  jobs.define(workRunJob, ({ run_id }, { signal }) => billing.workRun(run_id, signal));
  for (const duty of deps.duties) {
    const kind = defineJob(duty.name, nothing);
    jobs.define(kind, async (_input, { signal }) => void (await duty.run(null, signal)));
    jobs.schedule(kind, duty.cron, {});
  }
  jobs.define(resumeRuns, async () => {
    for (const run_id of await billing.openRuns()) await jobs.send(workRunJob, { run_id }, { key: run_id });
    for (const move_id of await billing.openMoves())
      await jobs.send(workMoveJob, { move_id }, { key: move_id });
    for (const backtest_id of await billing.openBacktests())
      await jobs.send(backtestJob, { backtest_id }, { key: backtest_id });
  });
  jobs.schedule(resumeRuns, '* * * * *', {});

  events.on(testClockAdvanceRequested, 'sandbox.travel', (_tx, { payload }) =>
    jobs.send(travelJob, payload, { key: payload.organization_id }),
  );
  jobs.define(travelJob, ({ organization_id }, { signal }) => deps.travel(organization_id, signal));

  jobs.define(workMoveJob, ({ move_id }, { signal }) => billing.workMove(move_id, signal));
}

function wireChecks(events: EventDispatcher, jobs: Jobs, { billing }: FlowDeps): void {
  // The books are checked all day in small parts, and as a whole at night or when the operator asks.
  const check =
    (thorough: boolean) =>
    async (_input: unknown, { signal }: JobRun) => {
      const { more } = await billing.check({ thorough, signal });
      if (more) await jobs.send(checkJob, {}, { key: 'more' });
    };
  events.on(checkRequested, 'billing.check-now', () => jobs.send(checkJob, {}, { key: 'now' }));
  jobs.define(checkJob, check(false));
  jobs.schedule(checkJob, '*/5 * * * *', {});
  jobs.define(checkAllJob, check(true));
  jobs.schedule(checkAllJob, '41 2 * * *', {});
}

/** Once jobs run: what a process that ended had begun, or was too late for, goes on now, not at the next minute. */
export async function resumeFlow(jobs: Jobs, { db, duties }: Pick<FlowDeps, 'db' | 'duties'>): Promise<void> {
  for (const duty of duties) await jobs.send(defineJob(duty.name, nothing), {}, { key: 'start' });
  await jobs.send(resumeRuns, {}, { key: 'start' });
  for (const { organizationId, targetAt } of await allTestClocks(db)) {
    if (targetAt === null) continue;
    await jobs.send(travelJob, { organization_id: organizationId }, { key: organizationId });
  }
}

/** Nightly. What nobody needs any more goes; what was not delivered stays, however old it is. */
export async function forgetTheOld({
  db,
  clock,
  outbound,
  billing,
  retention,
}: Pick<FlowDeps, 'db' | 'clock' | 'retention'> & {
  outbound: Pick<Outbound, 'purge'>;
  billing: Pick<Billing, 'forgetQuotes'>;
}): Promise<void> {
  const at = clock.now();
  await forgetIdempotencyKeys(db, at.subtract({ hours: retention.idempotencyHours }));
  await forgetChanges(db, at);
  await forgetEvents(db, at.subtract({ hours: retention.eventDays * 24 }));
  await forgetAlerts(db, at);
  await purgeIdentity(db, at);
  await outbound.purge(at);
  await billing.forgetQuotes(at.subtract({ hours: 24 }));
}
