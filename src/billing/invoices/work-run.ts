import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction, notFound } from '#kernel';
import { type CloseDeps, type CloseOutcomes, closeBatch } from './close-batch.ts';
import * as store from './store-runs.ts';
import { workBatches } from './work-batches.ts';

export interface WorkRunOptions {
  readonly batchSize?: number;
  /** Batches in work at once: while one is written, the next is rated. */
  readonly parallel?: number;
  /**
   * How long it waits for usage that is still on its way, and for subscriptions that another run is billing.
   */
  readonly longestWaitMs?: number;
  readonly pauseMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Does what is left of a run. Outcomes are noted in the transactions that bill, so that a run that was killed
 * goes on where it stood, and any number of workers may do it together. What must wait is tried again for a while, then
 * noted as waiting. A run that is called off begins no further batch.
 */
export async function workRun(
  deps: CloseDeps,
  runId: string,
  now: () => Temporal.Instant,
  options: WorkRunOptions = {},
): Promise<void> {
  const { longestWaitMs = 30_000, pauseMs = 250, signal } = options;
  const run = await store.resumeRun(deps.db, runId, now());
  if (!run) {
    if (await store.findRun(deps.db, runId)) return;
    throw notFound('billing run');
  }
  const giveUpAtMs = performance.now() + longestWaitMs;
  while (true) {
    const left = await workOnce(deps, run, options);
    if (signal?.aborted) return;
    if (left.size === 0 || performance.now() >= giveUpAtMs) {
      await inTransaction(deps.db, async (tx) => {
        if (await store.endRun(tx, runId, 'done', now())) await store.recordOutcomes(tx, runId, left, true);
      });
      return;
    }
    await sleep(pauseMs);
  }
}

/** Tries each open subscription once; answers those that have to wait. */
async function workOnce(
  deps: CloseDeps,
  run: store.BillingRun,
  { batchSize = 500, parallel = 2, signal }: WorkRunOptions,
): Promise<CloseOutcomes> {
  const { id: runId, at, leaveDraft } = run;
  const mode = run.closeCurrentPeriod ? 'early' : 'due';
  const left: CloseOutcomes = new Map();
  const batches = {
    parallel,
    isOver: () => signal?.aborted === true,
    next: (afterId: string) => store.openItems(deps.db, runId, afterId, batchSize),
  };
  await workBatches(batches, async (ids) => {
    for (const [id, one] of await closeBatch(deps, { ids, mode, at, leaveDraft, runId })) {
      if (one.outcome === 'busy' || one.outcome === 'waiting') left.set(id, one);
    }
  });
  return left;
}
