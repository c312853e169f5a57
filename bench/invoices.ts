// A month's end: every subscription's period is over, each has made 100 calls, and all are invoiced, numbered, booked.
import { sql } from 'kysely';
import { createBilling } from '#billing';
import { paymentProcessors } from '#connectors/payments';
import { type Db, manualClock, silentLog, type UsageDb } from '#kernel';
import { addSubscriptions, addUsage, withStores } from './crowd.ts';
import { type BenchOptions, report, rounded, say } from './report.ts';
import { ShopFloor } from './shop-floor.ts';

const SIZES = [1000, 10_000];
const SIZE_FULL = 100_000;
const EVENTS_PER_SUBSCRIPTION = 100;
const LONGEST_MS = 600_000;

/** Flat fee, graduated calls and overage: three lines to rate per subscription. */
const terms = {
  price: '9.00',
  quotas: [
    {
      units: 80,
      period: 'month',
      overage: { mode: 'charge', unit_price: '0.02', max_overage_units: null },
    },
  ],
  prices: [
    {
      key: 'calls',
      meter: 'requests',
      name: 'Calls',
      price: {
        model: 'graduated',
        tiers: [
          { up_to: '50', unit_price: '0.01' },
          { up_to: null, unit_price: '0.005' },
        ],
      },
    },
  ],
};

export async function invoices(options: BenchOptions): Promise<void> {
  let before: number | null = null;
  for (const size of options.full ? [...SIZES, SIZE_FULL] : SIZES) {
    // Nobody calls here: any port will do for an upstream.
    const floor = await ShopFloor.open({ upstreamPort: 9, terms });
    try {
      await floor.instance.end();
      const seconds = await withStores(floor.instance.dataDirectory, ({ db, usageDb }) =>
        invoiceRun(db, usageDb, floor, size),
      );
      report('invoice_run', {
        subscriptions: size,
        events: size * EVENTS_PER_SUBSCRIPTION,
        seconds: rounded(seconds),
        invoices_per_second: Math.round(size / seconds),
        // About 1 or below, as starting up weighs less: it grows linearly.
        ...(before === null ? {} : { seconds_per_invoice_to_run_before: rounded(seconds / size / before) }),
        // Of this process alone: it must not grow with the subscriptions.
        resident_megabytes_peak: Math.round(process.resourceUsage().maxRSS / 1024),
        reach_per_second: 2000,
      });
      before = seconds / size;
    } finally {
      await floor.close();
    }
  }
}

async function invoiceRun(db: Db, usageDb: UsageDb, floor: ShopFloor, size: number): Promise<number> {
  say(`invoices: loading ${size} subscriptions with ${EVENTS_PER_SUBSCRIPTION} events each`);
  const { startAt, endAt } = monthBeforeLast();
  await addSubscriptions(db, floor.shop, size, { startAt, endAt });
  const crowd = { events: size * EVENTS_PER_SUBSCRIPTION, subscriptions: size, from: startAt, to: endAt };
  await addUsage(usageDb, floor.shop, crowd);
  await sql`analyze`.execute(db);
  const billing = createBilling({
    db,
    usageDb,
    clock: manualClock(endAt.add({ hours: 2 })),
    log: silentLog,
    processors: paymentProcessors([]),
    testProcessor: null,
    defaults: { commissionBasisPoints: 1000, graceMinutes: 60, paymentTermsDays: 14 },
  });
  const startMs = performance.now();
  const { counts } = await billing.closeDue({ longestMs: LONGEST_MS });
  const seconds = (performance.now() - startMs) / 1000;
  if (counts.invoiced !== size) throw new Error(`Of ${size} subscriptions: ${JSON.stringify(counts)}`);
  return seconds;
}

/** Over for long enough that all of its usage is in, whatever today is. */
function monthBeforeLast(): { startAt: Temporal.Instant; endAt: Temporal.Instant } {
  const today = Temporal.Now.plainDateISO('UTC');
  const start = today.with({ day: 1 }).subtract({ months: 2 });
  const instant = (date: Temporal.PlainDate) => date.toZonedDateTime('UTC').toInstant();
  return { startAt: instant(start), endAt: instant(start.add({ months: 1 })) };
}
