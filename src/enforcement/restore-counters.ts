import { type QuotaUse, UNTOLD_QUOTA_KIND } from '#metering/journal';
import { MICROS_PER_UNIT, PREPAID_KIND, QUOTA_KINDS, type SubscriptionTable } from './admission/index.ts';
import type { KnownSubscription, Registry } from './registry.ts';

/**
 * Quota counters after a restart, from what the node's own journals say. A use from before the quota's latest reset
 * counts no more. Quotas that the plan had before get their counters back as well: what they counted may be used of
 * the present ones, now or at the next change of plan.
 */
export function restoreCounters(registry: Registry, uses: Iterable<QuotaUse>, now: Temporal.Instant): number {
  let restored = 0;
  const untold: QuotaUse[] = [];
  const several = new Set<KnownSubscription>();
  for (const use of uses) {
    const known = registry.subscription(use.subscriptionId);
    if (known === undefined) continue;
    restored += 1;
    if (use.kind === UNTOLD_QUOTA_KIND) untold.push(use);
    else if (use.epoch === registry.epochOf(known.id, use.kind)) {
      restore(registry, known, use, now);
      if (cellsOf(registry.table, known.slot).length > 1) several.add(known);
    }
  }
  for (const use of untold) addUntold(registry.table, registry.subscription(use.subscriptionId)!, use);
  registry.describe(several, now);
  return restored;
}

/** The latest period stands, as in a counter that was never lost. One further ahead is a clock's mistake. */
function restore(registry: Registry, known: KnownSubscription, use: QuotaUse, now: Temporal.Instant): void {
  const { table } = registry;
  const { cells } = table;
  const test = use.environment === 'test';
  const cell = registry.cellOf(known, use.kind, now);
  table.lock(known.slot);
  const isLatest = use.periodStartMs > cells.usedPeriodMs(cell, test);
  if (isLatest && use.periodStartMs <= cells.calendar(cell).endMs) {
    cells.setUsed(cell, test, use.periodStartMs, microsOf(use));
  }
  table.unlock(known.slot);
}

/** Whatever quota it was of, its period lies within these. */
function addUntold(table: SubscriptionTable, { slot }: KnownSubscription, use: QuotaUse): void {
  const test = use.environment === 'test';
  table.lock(slot);
  for (const cell of cellsOf(table, slot)) {
    // They are from before there was credit.
    if (cell === table.cellOf(slot, PREPAID_KIND)) continue;
    const { startMs } = table.cells.calendar(cell);
    if (use.periodStartMs < startMs) continue;
    const micros = microsOf(use) + table.cells.usedMicros(cell, test, startMs);
    table.cells.setUsed(cell, test, startMs, micros);
  }
  table.unlock(slot);
}

function cellsOf(table: SubscriptionTable, slot: number): number[] {
  return QUOTA_KINDS.map((_, kind) => table.cellOf(slot, kind)).filter((cell) => cell >= 0);
}

function microsOf(use: QuotaUse): number {
  return Math.round(Number(use.units) * MICROS_PER_UNIT);
}
