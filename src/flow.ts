import { z } from 'zod';
import {
  type Billing,
  backtestRequested,
  billingRunRequested,
  invoiceIssued,
  subscriptionsReadmitted,
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
  forgetChanges,
  forgetEvents,
  forgetIdempotencyKeys,
  type Jobs,
  type Log,
  type UsageDb,
} from '#kernel';
import { compareRollups, eraseRequestLog } from '#metering';
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
const checkUsage = defineJob('metering.compare-rollups', nothing);

/** Every event and every job of the business, on one page. */
export function wireFlow(events: EventDispatcher, jobs: Jobs, deps: FlowDeps): void {
  const { billing, identity, outbound } = deps;

  // A paid plan is billed in advance: the first time when it is subscribed to.
  events.on(subscriptionCreated, 'billing.first-invoice', (tx, { payload, at }) =>
    billing.issueFirstInvoice(tx, payload.subscription_id, at),
  );
  events.on(invoiceIssued, 'billing.collect', async () => deps.collectNow());
  events.on(billingRunRequested, 'billing.start-run', (_tx, { payload }) =>
    jobs.send(workRunJob, payload, { key: payload.run_id }),
  );

  events.on(subscriptionsReadmitted, 'billing.close-readmitted', () =>
    jobs.send(closeDueJob, {}, { key: 'readmitted' }),
  );

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
  events.on(userErased, 'outbound.forget-person', (tx, { payload }) =>
    outbound.forgetMailsOf(tx, payload.user_id),
  );

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
    for (const backtest_id of await billing.openBacktests())
      await jobs.send(backtestJob, { backtest_id }, { key: backtest_id });
  });
  jobs.schedule(resumeRuns, '* * * * *', {});

  events.on(testClockAdvanceRequested, 'sandbox.travel', (_tx, { payload }) =>
    jobs.send(travelJob, payload, { key: payload.organization_id }),
  );
  jobs.define(travelJob, ({ organization_id }, { signal }) => deps.travel(organization_id, signal));

  jobs.define(checkUsage, () => compareUsage(deps));
  jobs.schedule(checkUsage, '41 2 * * *', {});

  jobs.define(tidy, () => forgetTheOld(deps));
  jobs.schedule(tidy, '17 3 * * *', {});
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

/** Screens read roll-ups, invoices read events: the two must tell the same. */
async function compareUsage({ usageDb, clock, log }: FlowDeps): Promise<void> {
  // Yesterday's month: on the first of a month the one that has just ended.
  const month = clock.now().subtract({ hours: 24 }).toString().slice(0, 7).replace('-', '');
  for (const difference of await compareRollups(usageDb, month))
    log.error({ difference }, 'roll-up differs from events');
}

/** Nightly. What nobody needs any more goes; what was not delivered stays, however old it is. */
export async function forgetTheOld({
  db,
  clock,
  outbound,
  retention,
}: Pick<FlowDeps, 'db' | 'clock' | 'retention'> & { outbound: Pick<Outbound, 'purge'> }): Promise<void> {
  const at = clock.now();
  await forgetIdempotencyKeys(db, at.subtract({ hours: retention.idempotencyHours }));
  await forgetChanges(db, at);
  await forgetEvents(db, at.subtract({ hours: retention.eventDays * 24 }));
  await forgetAlerts(db, at);
  await purgeIdentity(db, at);
  await outbound.purge(at);
}
