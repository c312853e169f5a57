import type { BillingRun } from './store-runs.ts';

export interface RunPace {
  readonly done: number;
  /** Since work on it last began; null before something is done. */
  readonly perSecond: number | null;
  /** At this pace; null when it is over or nobody knows. */
  readonly endAt: Temporal.Instant | null;
}

/** How fast a run goes and when it will be done. What a stopped process had done before does not count for the pace. */
export function paceOf(
  run: Pick<BillingRun, 'state' | 'total' | 'resumedAt' | 'resumedDone' | 'finishedAt'>,
  open: number,
  at: Temporal.Instant,
): RunPace {
  const done = run.total - open;
  const untilAt = run.finishedAt ?? at;
  const seconds =
    run.resumedAt === null ? 0 : (untilAt.epochMilliseconds - run.resumedAt.epochMilliseconds) / 1000;
  const fresh = done - run.resumedDone;
  if (seconds <= 0 || fresh <= 0) return { done, perSecond: null, endAt: null };
  const perSecond = fresh / seconds;
  const endAt =
    run.state === 'running' ? at.add({ milliseconds: Math.ceil((open / perSecond) * 1000) }) : null;
  return { done, perSecond: Math.round(perSecond * 10) / 10, endAt };
}
