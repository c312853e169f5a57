import { type Db, emitAll, formatAmount, instantText, inTransaction, type TimeScope } from '#kernel';
import { invoiceOverdue } from './events.ts';
import { openMinor, receivableFacts } from './receivable.ts';
import { takeOverdue } from './store-receivables.ts';

/** Announces, once for each, the invoices whose due date has passed with something open. */
export async function announceOverdue(db: Db, scope: TimeScope, batchSize = 500): Promise<number> {
  const { at } = scope;
  let count = 0;
  for (;;) {
    const found = await inTransaction(db, async (tx) => {
      const invoices = await takeOverdue(tx, scope, batchSize);
      const facts = invoices.map((invoice) => ({
        payload: {
          ...receivableFacts(invoice),
          open: formatAmount({ minor: openMinor(invoice), currency: invoice.currency }),
          due_at: instantText(invoice.dueAt),
        },
        about: { organizationId: invoice.organizationId, at },
      }));
      await emitAll(tx, invoiceOverdue, facts);
      return invoices.length;
    });
    count += found;
    if (found < batchSize) return count;
  }
}
