import { type Db, inTransaction, type Log, type Loop, startLoop } from '#kernel';
import { type IngestDeps, ingestUsage } from './ingest-usage.ts';
import { removeQueued, takeQueued } from './store-queue.ts';

const BATCHES_PER_PASS = 20;
const POLL_MS = 250;

/** Ingests what asynchronous reports queued. Returns how many queued batches it took. */
export async function processQueue(db: Db, deps: IngestDeps): Promise<number> {
  return inTransaction(db, async (tx) => {
    const queued = await takeQueued(tx, BATCHES_PER_PASS);
    for (const { reporter, reports, receivedAt } of queued) {
      await ingestUsage(tx, deps, { reporter, reports, receivedAt, now: receivedAt });
    }
    await removeQueued(
      tx,
      queued.map(({ id }) => id),
    );
    return queued.length;
  });
}

export function startQueue(db: Db, deps: IngestDeps, log: Log): Loop {
  return startLoop('queued usage', POLL_MS, log, async () => {
    while ((await processQueue(db, deps)) > 0);
  });
}
