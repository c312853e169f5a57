import { sql } from 'kysely';
import type { Db } from '#kernel';
import { type CloseDeps, closeBatch } from './close-batch.ts';
import { withCompanions } from './consolidate.ts';
import { earlier } from './usage-windows.ts';
import { workBatches } from './work-batches.ts';

export interface CloseDueOptions {
  readonly batchSize?: number;
  /** Batches in work at once: while one is written, the next is rated. */
  readonly parallel?: number;
  /** After this it finishes its batches and says that there is more. */
  readonly longestMs?: number;
  readonly signal?: AbortSignal;
  /** Only this sandbox consumer's; left out: everybody else's. */
  readonly organizationId?: string | null;
}

export interface CloseDueResult {
  /** How many subscriptions had which outcome. */
  readonly counts: Readonly<Record<string, number>>;
  /** True when time ran out before everything due was closed. */
  readonly more: boolean;
}

/**
 * Closes whatever is due at `at`: periods whose grace is over and whose usage is complete. Any number of
 * workers may do so at once; each subscription is billed by one of them. A subscription that missed several
 * periods is billed for one after the other.
 */
export async function closeDue(
  deps: CloseDeps,
  at: Temporal.Instant,
  options: CloseDueOptions = {},
): Promise<CloseDueResult> {
  const { batchSize = 500, parallel = 2, longestMs = 60_000, organizationId = null } = options;
  const stopAtMs = performance.now() + longestMs;
  const counts: Record<string, number> = {};
  const isOver = () => performance.now() >= stopAtMs || options.signal?.aborted === true;
  const endedAt = await mayHaveEndedBy(deps, at, organizationId);
  let closed = true;
  while (closed && !isOver()) {
    closed = false;
    const batches = {
      parallel,
      isOver,
      next: (afterId: string) =>
        deps.sources.due(deps.db, endedAt, { limit: batchSize, afterId, organizationId }),
    };
    await workBatches(batches, async (ids) => {
      const together = await withCompanions(deps.db, ids);
      const request = { ids: together, mode: 'due', at, leaveDraft: false, runId: null } as const;
      for (const { outcome } of (await closeBatch(deps, request)).values()) {
        counts[outcome] = (counts[outcome] ?? 0) + 1;
        closed ||= outcome === 'invoiced' || outcome === 'nothing_to_bill';
      }
    });
  }
  return { counts, more: isOver() };
}

/** No period that ended later can be closed now, so there is no use in looking at it. */
async function mayHaveEndedBy(
  deps: CloseDeps,
  at: Temporal.Instant,
  organizationId: string | null,
): Promise<Temporal.Instant> {
  const shortest = await shortestGraceMinutes(deps.db, deps.defaults.graceMinutes);
  const endedAt = at.subtract({ minutes: shortest });
  // No gateway waits for the time of a sandbox consumer.
  if (organizationId !== null) return endedAt;
  const completeUntil = await deps.sources.usageCompleteUntil(deps.db);
  return completeUntil === null ? endedAt : earlier(endedAt, completeUntil);
}

async function shortestGraceMinutes(db: Db, byDefault: number): Promise<number> {
  const { rows } = await sql<{ shortest: number | null }>`
    select min(grace_minutes) as shortest from billing_provider_settings`.execute(db);
  return Math.min(rows[0]?.shortest ?? byDefault, byDefault);
}
