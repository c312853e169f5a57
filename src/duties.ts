import type { Billing } from '#billing';
import type { QuotaUse } from '#enforcement';
import type { Clock, Db } from '#kernel';
import { expireDueCredit } from '#wallets';

/**
 * What comes due with time. Cron asks each of them again and again for everybody; a sandbox consumer's travel asks them
 * at each stop of its own time. So whatever is here follows a test clock, and nothing else does.
 */
export interface Duty {
  readonly name: string;
  /** UTC. */
  readonly cron: string;
  /** What is due by now: of one sandbox consumer, or (null) of everybody else. */
  run(organizationId: string | null, signal?: AbortSignal): Promise<unknown>;
}

export interface DutyDeps {
  readonly billing: Billing;
  readonly db: Db;
  readonly clock: Clock;
  /** How much of quotas is used; a simulation has no gateway that knows it, and tells nobody. */
  readonly quotaUse?: QuotaUse;
}

/** In the order in which one moment's duties are done. */
export function dutiesOf({ billing, db, clock, quotaUse }: DutyDeps): Duty[] {
  return [
    {
      name: 'billing.due-changes',
      cron: '* * * * *',
      run: (organizationId) => billing.workDueChanges(organizationId),
    },
    {
      name: 'wallets.expire',
      cron: '* * * * *',
      run: (organizationId, signal) => {
        const scope = { at: clock.now(organizationId ?? undefined), organizationId };
        return expireDueCredit(db, scope, signal ? { signal } : {});
      },
    },
    {
      name: 'billing.close-due',
      cron: '* * * * *',
      run: (organizationId, signal) => billing.closeDue({ organizationId, ...(signal ? { signal } : {}) }),
    },
    {
      name: 'billing.close-thresholds',
      cron: '*/5 * * * *',
      run: (organizationId, signal) =>
        billing.closeThresholds({ organizationId, ...(signal ? { signal } : {}) }),
    },
    {
      name: 'billing.tend-invoices',
      cron: '* * * * *',
      run: (organizationId, signal) => billing.tendInvoices(organizationId, signal),
    },
    ...(quotaUse === undefined
      ? []
      : [
          {
            name: 'billing.tend-alerts',
            cron: '* * * * *',
            run: (organizationId: string | null) => billing.tendAlerts(organizationId, quotaUse),
          },
        ]),
  ];
}
