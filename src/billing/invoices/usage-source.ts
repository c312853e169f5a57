import { type UsageDb, ZERO } from '#kernel';
import { highestBatch, sumUsage, type UsageSum, usageCompleteUntil } from '#metering';
import type { CloseSources } from './sources.ts';
import { UsageByWindow, type UsageWindow } from './usage-windows.ts';

/** A span of one subscription's time; those of a subscription do not overlap. */
export interface Segment {
  readonly subscriptionId: string;
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
}

/**
 * Cuts windows, which overlap (a quota period and the billing period inside it, the same span for several
 * meters), into spans that do not, so that the usage store looks at each event once. The boundaries of the
 * windows are the cuts.
 */
export function segmentsOf(windows: readonly UsageWindow[]): Segment[] {
  const segments: Segment[] = [];
  for (const [subscriptionId, own] of Map.groupBy(windows, (window) => window.subscriptionId)) {
    const cuts = [...new Set(own.flatMap(({ fromAt, toAt }) => [ms(fromAt), ms(toAt)]))].sort(
      (a, b) => a - b,
    );
    const spans = own.map(({ fromAt, toAt }) => [ms(fromAt), ms(toAt)] as const);
    for (let index = 1; index < cuts.length; index += 1) {
      const [start, end] = [cuts[index - 1]!, cuts[index]!];
      if (!spans.some(([from, to]) => from <= start && end <= to)) continue;
      segments.push({ subscriptionId, startAt: instant(start), endAt: instant(end) });
    }
  }
  return segments;
}

function ms(at: Temporal.Instant): number {
  return at.epochMilliseconds;
}

function instant(epochMs: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMs);
}

/** Puts the sums of segments together to the quantities of windows. */
export function byWindow(windows: readonly UsageWindow[], sums: readonly UsageSum[]): UsageByWindow {
  const bySubscription = Map.groupBy(sums, (sum) => sum.subscriptionId);
  const usage = new UsageByWindow();
  for (const window of windows) {
    const own = bySubscription.get(window.subscriptionId) ?? [];
    for (const sum of own) {
      const start = ms(sum.windowStartAt);
      if (start >= ms(window.fromAt) && start < ms(window.toAt))
        usage.add(window, quantityOf(sum, window.meter));
    }
  }
  return usage;
}

function quantityOf(sum: UsageSum, meter: string) {
  if (meter === 'units') return sum.units;
  if (meter === 'requests') return sum.eventType === 'request' ? ZERO.plus(sum.calls.toString()) : ZERO;
  return sum.eventType === meter ? sum.value : ZERO;
}

type UsageSources = Pick<CloseSources, 'highestBatch' | 'usage' | 'usageCompleteUntil'>;

/** What closing asks of metering and its usage store. */
export function usageSources(usageDb: UsageDb): UsageSources {
  return {
    highestBatch,
    usageCompleteUntil,
    async usage(windows, upToBatch) {
      const segments = segmentsOf(windows);
      if (segments.length === 0) return new UsageByWindow();
      return byWindow(windows, await sumUsage(usageDb, { windows: segments, upToBatch }));
    },
  };
}
