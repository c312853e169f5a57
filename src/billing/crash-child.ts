import { paymentProcessors, testProcessor } from '#connectors/payments';
import { createLog, manualClock, openDb } from '#kernel';
import { sendDueRefunds } from './credits/index.ts';
import { type CloseDeps, closeDue, finalizeDue, roomSources, roomTaxes } from './invoices/index.ts';
import { collectIssued, sendDueAttempts } from './payments/index.ts';
import { defaults, type UsageNote, UsageNotes } from './testing.ts';

// A process of its own that the crash test lets die: it kills itself at the named step, as power loss would.

interface Task {
  readonly connectionString: string;
  readonly work: 'close' | 'finalize' | 'pay' | 'refund';
  readonly at: string;
  readonly failAt: string;
  readonly notes: readonly (Omit<UsageNote, 'batch'> & { batch: string })[];
}

const silentLog = createLog('silent');
const task = JSON.parse(process.argv[2]!) as Task;
const db = openDb(task.connectionString, silentLog, { poolSize: 4 });
const failpoint = (name: string) => {
  if (name === task.failAt) process.kill(process.pid, 'SIGKILL');
};
const clock = manualClock(task.at);

if (task.work === 'close' || task.work === 'finalize') {
  const usage = new UsageNotes();
  for (const note of task.notes) usage.add(note.subscriptionId, note.meter, note.at, note.value);
  const deps: CloseDeps = {
    db,
    sources: {
      ...roomSources,
      highestBatch: () => usage.highestBatch(),
      usage: (windows, upToBatch) => usage.usage(windows, upToBatch),
      usageCompleteUntil: () => usage.usageCompleteUntil(),
    },
    defaults,
    taxes: roomTaxes,
    failpoint,
    onIssued: collectIssued,
  };
  if (task.work === 'close') await closeDue(deps, clock.now(), { batchSize: 3, parallel: 1 });
  else await finalizeDue(deps, { at: clock.now(), organizationId: null });
} else {
  const processors = paymentProcessors([testProcessor(db, (id) => id)]);
  const payments = { db, clock, log: silentLog, processors, failpoint };
  await (task.work === 'pay' ? sendDueAttempts(payments) : sendDueRefunds(payments));
}
await db.destroy();
