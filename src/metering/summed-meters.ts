import { type Decimal, decimal, ZERO } from '#kernel';
import type { MeterDefinition } from '#rating';
import type { UsageSum } from './store-questions.ts';

/** True for a meter that `sumUsage` answers: it looks at each event once, for all such meters together. */
export function isSummed(meter: MeterDefinition): boolean {
  if (meter.filter !== null || meter.free_status_classes.length > 0) return false;
  if (meter.aggregation === 'count') return true;
  return meter.aggregation === 'sum' && (meter.value === 'value' || meter.value === 'units');
}

/** What a sum holds of a summed meter. */
export function summedQuantity(
  meter: MeterDefinition,
  sum: Pick<UsageSum, 'eventType' | 'calls' | 'units' | 'value'>,
): Decimal {
  if (meter.event_type !== null && meter.event_type !== sum.eventType) return ZERO;
  if (meter.aggregation === 'count') return decimal(sum.calls);
  return meter.value === 'units' ? sum.units : sum.value;
}
