import { type Db, inTransaction, type TimeScope } from '#kernel';
import { markPastDue, restorePastDue } from '#subscriptions';
import { releasePastDue, subscriptionsOn, takePastDue } from './store-retries.ts';

/** Holds back the subscriptions of invoices that have been overdue for as long as their sellers bear. */
export async function holdBackOverdue(db: Db, scope: TimeScope, batchSize = 200): Promise<number> {
  let count = 0;
  for (;;) {
    const found = await inTransaction(db, async (tx) => {
      const invoiceIds = await takePastDue(tx, scope, batchSize);
      await markPastDue(tx, await subscriptionsOn(tx, invoiceIds), scope.at);
      return invoiceIds.length;
    });
    count += found;
    if (found < batchSize) return count;
  }
}

/** An invoice is paid or taken back: what only it held back is let through again. */
export async function letThrough(tx: Db, invoiceId: string, at: Temporal.Instant): Promise<void> {
  await restorePastDue(tx, await releasePastDue(tx, invoiceId), at);
}
