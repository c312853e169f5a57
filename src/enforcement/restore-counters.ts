import { type QuotaUse, UNTOLD_QUOTA_KIND } from '#metering/journal';
import { MICROS_PER_UNIT, QUOTA_KINDS, type SubscriptionTable } from './admission/index.ts';
import type { KnownSubscription, Registry } from './registry.ts';

/**
 * Quota counters after a restart, from what the node's own journals say. A use of a period that is over, or from
 * before the quota's latest reset, counts no more.
 */
export function restoreCounters(registry: Registry, uses: Iterable<QuotaUse>): number {
  let restored = 0;
  const untold: QuotaUse[] = [];
  for (const use of uses) {
    const known = registry.subscription(use.subscriptionId);
    if (known === undefined) continue;
    if (use.kind === UNTOLD_QUOTA_KIND) untold.push(use);
    else restore(registry.table, known, use);
    restored += 1;
  }
  for (const use of untold) addUntold(registry.table, registry.subscription(use.subscriptionId)!, use);
  return restored;
}

function restore(table: SubscriptionTable, { slot }: KnownSubscription, use: QuotaUse): void {
  const test = use.environment === 'test';
  table.lock(slot);
  for (const { kind, cell } of cellsOf(table, slot)) {
    const { startMs } = table.cells.calendar(cell);
    const epoch = table.cells.epoch(cell);
    const isOwn = use.kind === kind && use.epoch === epoch && use.periodStartMs === startMs;
    // Of a quota that the plan had before: what it counted since then is used of this one too.
    const isInside = use.kind !== kind && epoch === 0 && use.periodStartMs >= startMs;
    if (!isOwn && !isInside) continue;
    const micros = Math.max(microsOf(use), table.cells.usedMicros(cell, test, startMs));
    table.cells.setUsed(cell, test, startMs, micros);
  }
  table.unlock(slot);
}

/** Whatever quota it was of, its period lies within these. */
function addUntold(table: SubscriptionTable, { slot }: KnownSubscription, use: QuotaUse): void {
  const test = use.environment === 'test';
  table.lock(slot);
  for (const { cell } of cellsOf(table, slot)) {
    const { startMs } = table.cells.calendar(cell);
    if (use.periodStartMs < startMs) continue;
    const micros = microsOf(use) + table.cells.usedMicros(cell, test, startMs);
    table.cells.setUsed(cell, test, startMs, micros);
  }
  table.unlock(slot);
}

function cellsOf(table: SubscriptionTable, slot: number): { kind: number; cell: number }[] {
  return QUOTA_KINDS.map((_, kind) => ({ kind, cell: table.cellOf(slot, kind) })).filter(
    ({ cell }) => cell >= 0,
  );
}

function microsOf(use: QuotaUse): number {
  return Math.round(Number(use.units) * MICROS_PER_UNIT);
}
