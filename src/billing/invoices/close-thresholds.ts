import { type CloseDeps, closeBatch } from './close-batch.ts';

export interface ThresholdOptions {
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
  /** Only this sandbox consumer's; left out: everybody else's. */
  readonly organizationId?: string | null;
}

/**
 * Invoices what is unbilled where that has come to what the plan waits for: an early close that nobody had to ask for.
 * Several workers may look at once; a subscription is billed by one of them, and then nothing is unbilled for the others.
 * Answers how many were invoiced.
 */
export async function closeThresholds(
  deps: CloseDeps,
  at: Temporal.Instant,
  { batchSize = 500, signal, organizationId = null }: ThresholdOptions = {},
): Promise<number> {
  let invoiced = 0;
  let afterId = '';
  while (!signal?.aborted) {
    const ids = await deps.sources.progressive(deps.db, { limit: batchSize, afterId, organizationId });
    if (ids.length === 0) return invoiced;
    const request = { ids, mode: 'threshold', at, leaveDraft: false, runId: null } as const;
    for (const { outcome } of (await closeBatch(deps, request)).values()) {
      if (outcome === 'invoiced') invoiced += 1;
    }
    afterId = ids.at(-1)!;
  }
  return invoiced;
}
