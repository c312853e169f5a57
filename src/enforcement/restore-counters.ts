import type { QuotaUse } from '#metering/journal';
import { MICROS_PER_UNIT } from './admission/index.ts';
import type { Registry } from './registry.ts';

/**
 * Quota counters after a restart, from what the node's own journals say: the sum of the units of all quota
 * periods that lie within the present one. (Periods of another length come from before a change of plan.)
 */
export function restoreCounters(registry: Registry, uses: Iterable<QuotaUse>): number {
  let restored = 0;
  for (const use of uses) {
    const known = registry.subscription(use.subscriptionId);
    if (known === undefined) continue;
    const { startMs } = registry.table.calendar(known.slot);
    if (use.quotaPeriodStartMs < startMs) continue;
    const test = use.environment === 'test';
    registry.table.lock(known.slot);
    const before = registry.table.usedMicros(known.slot, test, startMs);
    const micros = Math.round(Number(use.units) * MICROS_PER_UNIT);
    registry.table.setUsed(known.slot, test, startMs, before + micros);
    registry.table.unlock(known.slot);
    restored += 1;
  }
  return restored;
}
