import { type UsageDb, ZERO } from '#kernel';
import {
  type AskedMeter,
  highestBatch,
  isSummed,
  type MeterWindow,
  readMeters,
  summedQuantity,
  sumUsage,
  type UsageSum,
  usageCompleteUntil,
} from '#metering';
import { meterNamed } from '#rating';
import type { CloseSources } from './sources.ts';
import { type AskedOfMeter, questionText, UsageByWindow, type UsageWindow } from './usage-windows.ts';

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
    const meter = window.asked?.meter ?? meterNamed(window.meter);
    let quantity = ZERO;
    for (const sum of bySubscription.get(window.subscriptionId) ?? []) {
      const start = ms(sum.windowStartAt);
      if (start < ms(window.fromAt) || start >= ms(window.toAt)) continue;
      quantity = quantity.plus(summedQuantity(meter, sum));
    }
    usage.add(window, quantity);
  }
  return usage;
}

/** True when sums over segments answer it, which are of all such windows in one look at each event. */
export function isSum({ asked }: UsageWindow): boolean {
  if (!asked) return true;
  return (
    asked.variants.length === 0 && asked.eventTerms.every((terms) => terms === null) && isSummed(asked.meter)
  );
}

type Asked = UsageWindow & { readonly asked: AskedOfMeter };

/** Windows by what is asked of them, each with the window that metering answers for. */
function askedMeters(windows: readonly Asked[]): { asked: AskedMeter[]; windowOf: Map<MeterWindow, Asked> } {
  const windowOf = new Map<MeterWindow, Asked>();
  const byQuestion = Map.groupBy(windows, (window) => questionText(window.asked));
  const asked = Array.from(byQuestion.values(), (same) => ({
    question: same[0]!.asked,
    windows: same.map((window) => {
      const { whole, timeZone } = window.asked;
      const { subscriptionId, fromAt: startAt, toAt: endAt } = window;
      const answered: MeterWindow = { subscriptionId, startAt, endAt, whole, timeZone };
      windowOf.set(answered, window);
      return answered;
    }),
  }));
  return { asked, windowOf };
}

type UsageSources = Pick<CloseSources, 'highestBatch' | 'usage' | 'usageCompleteUntil'>;

/** What closing asks of metering and its usage store. */
export function usageSources(usageDb: UsageDb): UsageSources {
  return {
    highestBatch,
    usageCompleteUntil,
    async usage(windows, upToBatch) {
      const summed = windows.filter(isSum);
      const read = windows.filter((window): window is Asked => !isSum(window));
      const segments = segmentsOf(summed);
      const sums = segments.length === 0 ? [] : await sumUsage(usageDb, { windows: segments, upToBatch });
      const usage = byWindow(summed, sums);
      if (read.length === 0) return usage;
      const { asked, windowOf } = askedMeters(read);
      for (const [answered, readings] of await readMeters(usageDb, { asked, upToBatch })) {
        usage.read(windowOf.get(answered)!, readings);
      }
      return usage;
    },
  };
}
