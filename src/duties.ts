import type { Billing } from '#billing';

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

/** In the order in which one moment's duties are done. */
export function dutiesOf({ billing }: { readonly billing: Billing }): Duty[] {
  return [
    {
      name: 'billing.due-changes',
      cron: '* * * * *',
      run: (organizationId) => billing.workDueChanges(organizationId),
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
  ];
}
