/** The spans of time that usage is shown for, and their bars. Days are those of UTC, like the usage store's. */

export const RANGES = {
  '24h': { bars: 24, granularity: 'hour' },
  '7d': { bars: 7, granularity: 'day' },
  '30d': { bars: 30, granularity: 'day' },
} as const;

export type RangeName = keyof typeof RANGES;
export type Granularity = (typeof RANGES)[RangeName]['granularity'];
export const RANGE_NAMES = Object.keys(RANGES) as RangeName[];

export function isRangeName(value: unknown): value is RangeName {
  return typeof value === 'string' && Object.hasOwn(RANGES, value);
}

/** What usage is asked of: all subscriptions, or one. */
export interface UsageSpan {
  from: string;
  subscription: string | undefined;
}

const STEP_MS = { hour: 3_600_000, day: 86_400_000 };

/** Beginnings of the bars in epoch milliseconds; the last one contains `nowMs`. */
export function barStarts(name: RangeName, nowMs: number): number[] {
  const { bars, granularity } = RANGES[name];
  const step = STEP_MS[granularity];
  const last = Math.floor(nowMs / step) * step;
  return Array.from({ length: bars }, (_, index) => last - (bars - 1 - index) * step);
}

interface Counted {
  period_start?: string | undefined;
  calls: number;
  client_errors: number;
  server_errors: number;
}

/** One bar for each step, also for those without a call. */
export function usageBars(rows: Counted[], starts: number[], label: (startMs: number) => string) {
  const byStart = new Map(rows.map((row) => [Date.parse(row.period_start ?? ''), row]));
  return starts.map((start) => {
    const row = byStart.get(start);
    return {
      label: label(start),
      value: row?.calls ?? 0,
      marked: row ? row.client_errors + row.server_errors : 0,
    };
  });
}
