import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '#kernel';
import { findInvoices, type InvoiceWithReceivable } from './store-invoices.ts';
import { findRun, listRunItems } from './store-runs.ts';

const longestRunMs = 30_000;
const longestCollectionMs = 5000;
const pauseMs = 100;
const mostInvoices = 100;

/**
 * For scripts that want the result in one request: waits until the run is done and what can be collected at
 * once is collected, each for a bounded time. Resolves with the run's invoices, at most a hundred.
 */
export async function awaitRun(db: Db, runId: string): Promise<InvoiceWithReceivable[]> {
  await until(longestRunMs, async () => (await findRun(db, runId))?.finishedAt != null);
  const items = await listRunItems(db, runId, { limit: mostInvoices, afterId: null });
  const ids = items.flatMap(({ invoiceId }) => (invoiceId === null ? [] : [invoiceId]));
  const read = () => findInvoices(db, ids);
  await until(longestCollectionMs, async () =>
    (await read()).every(({ receivable }) => receivable === null || receivable.state === 'paid'),
  );
  return read();
}

async function until(longestMs: number, isSo: () => Promise<boolean>): Promise<void> {
  const stopAtMs = performance.now() + longestMs;
  while (!(await isSo()) && performance.now() < stopAtMs) await sleep(pauseMs);
}
