import { createBilling } from '#billing';
import { paymentProcessors } from '#connectors/payments';
import { type Config, manualClock, onCopy, type Stores, silentLog } from '#kernel';
import { dutiesOf } from './duties.ts';

export interface SimulationOptions {
  readonly config: Config;
  readonly stores: Pick<Stores, 'db' | 'usageDb'>;
  readonly now: Temporal.Instant;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly onInvoice: (invoice: SimulatedInvoice) => void;
  /** Called at each day. */
  readonly onDay: (at: Temporal.Instant) => void;
}

type Issued = Parameters<NonNullable<Parameters<typeof createBilling>[0]['simulation']>['issued']>[0][number];
export type SimulatedInvoice = Issued;

/** What duties write to; all else is only read. Of the ledger the books as they stand, without their history. */
const billingState = {
  copied: ['billing_', 'subscriptions_', 'wallets_', 'ledger_', 'enforcement_'],
  emptied: ['kernel_', 'ledger_entries', 'ledger_postings', 'subscriptions_keys'],
};

/**
 * Moves a copy of the billing state from now to `to`, day by day, by the duties that time itself would bring: nothing
 * is paid, nobody subscribes, and usage is what has been counted so far. Tells the invoices from `from` on, in the order
 * in which they would be issued.
 */
export async function simulate(options: SimulationOptions): Promise<void> {
  const { config, stores, now, to, onInvoice, onDay } = options;
  await onCopy(stores.db, billingState, async (copy) => {
    const clock = manualClock(now);
    const billing = createBilling({
      ...{ db: copy, usageDb: stores.usageDb, clock, log: silentLog },
      ...{ processors: paymentProcessors([]), testProcessor: null },
      defaults: {
        commissionBasisPoints: config.platformFeeBps,
        graceMinutes: config.billingGraceMinutes,
        paymentTermsDays: config.paymentTermsDays,
      },
      simulation: {
        issued: (invoices) => {
          for (const invoice of invoices) if (!isBefore(invoice.issuedAt!, options.from)) onInvoice(invoice);
        },
      },
    });
    const duties = dutiesOf({ billing, db: copy, clock });
    for (;;) {
      onDay(clock.now());
      for (const duty of duties) await duty.run(null);
      if (!isBefore(clock.now(), to)) return;
      const next = clock.now().add({ hours: 24 });
      clock.set(isBefore(to, next) ? to : next);
    }
  });
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
