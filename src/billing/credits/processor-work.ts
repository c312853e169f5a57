/** What is sent to a processor, refunds and payments alike: with what, and how often its outcome is asked for. */
import type { PaymentProcessors } from '#connectors/payments';
import type { Clock, Db, Log } from '#kernel';

export interface ProcessorDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly processors: PaymentProcessors;
  /** Called at each step; crash tests kill the process there. */
  readonly failpoint: (name: string) => void;
}

// After these, what has no known outcome is asked about again; the last one repeats, for banks take days.
const checkPauses: readonly Temporal.DurationLike[] = [
  { minutes: 1 },
  { minutes: 5 },
  { hours: 1 },
  { hours: 24 },
];

export function nextCheck(at: Temporal.Instant, checkCount: number): Temporal.Instant {
  return at.add(checkPauses[Math.min(checkCount, checkPauses.length - 1)]!);
}
