import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction, notFound } from '#kernel';
import { type CloseDeps, type CloseOutcomes, closeBatch } from './close-batch.ts';
import * as store from './store-runs.ts';

export interface WorkRunOptions {
  readonly batchSize?: number;
  /**
   * How long it waits for usage that is still on its way, and for subscriptions that another run is billing.
   */
  readonly longestWaitMs?: number;
  readonly pauseMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Does what is left of a run. Outcomes are noted in the transactions that bill, so that a run that was killed
 * goes on where it stood. What must wait is tried again for a while, then noted as waiting.
 */
export async function workRun(
  deps: CloseDeps,
  runId: string,
  at: Temporal.Instant,
  options: WorkRunOptions = {},
): Promise<void> {
  const { batchSize = 500, longestWaitMs = 30_000, pauseMs = 250, signal } = options;
  const run = await store.findRun(deps.db, runId);
  if (!run) throw notFound('billing run');
  if (run.state === 'done') return;
  await store.markRun(deps.db, runId, 'running', at);
  const mode = run.closeCurrentPeriod ? 'early' : 'due';
  const giveUpAtMs = performance.now() + longestWaitMs;
  while (!signal?.aborted) {
    const left: CloseOutcomes = new Map();
    let ids = await store.openItems(deps.db, runId, '', batchSize);
    while (ids.length > 0 && !signal?.aborted) {
      const outcomes = await closeBatch(deps, { ids, mode, at: run.at, leaveDraft: run.leaveDraft, runId });
      for (const [id, one] of outcomes) {
        if (one.outcome === 'busy' || one.outcome === 'waiting') left.set(id, one);
      }
      ids = await store.openItems(deps.db, runId, ids.at(-1)!, batchSize);
    }
    if (signal?.aborted) return;
    const isOver = performance.now() >= giveUpAtMs;
    if (left.size === 0 || isOver) {
      await inTransaction(deps.db, async (tx) => {
        await store.recordOutcomes(tx, runId, left, true);
        await store.markRun(tx, runId, 'done', at);
      });
      return;
    }
    await sleep(pauseMs);
  }
}
