import { type Clock, type Db, type Log, type Loop, Problem, startLoop } from '#kernel';
import { beginBoot, type FsyncMode, JournalWriter, type UsageRecord } from './journal/index.ts';
import { meteringProblems } from './problems.ts';
import { oldestQueuedAt } from './store-queue.ts';

export interface IntakeOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** The API's own journal. */
  readonly directory: string;
  readonly fsync: FsyncMode;
  readonly diskReserveBytes?: number;
}

const MARK_INTERVAL_MS = 1000;

/**
 * The API's own journal: a report is answered when it is in it. What is still on its way to it, in a request
 * or in the queue, holds back the time up to which usage counts as complete.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #journal: JournalWriter;
  readonly #marks: Loop;
  readonly #underWay = new Map<number, number>();
  #last = 0;

  /** There is one per journal directory: opening it declares the earlier ones dead. */
  constructor(options: IntakeOptions) {
    this.#options = options;
    const atMs = options.clock.now().epochMilliseconds;
    beginBoot(options.directory, atMs);
    this.#journal = new JournalWriter({
      directory: options.directory,
      worker: 'api',
      atMs,
      fsync: options.fsync,
      ...(options.diskReserveBytes === undefined ? {} : { diskReserveBytes: options.diskReserveBytes }),
      onTrouble: (error) => {
        if (error !== null) options.log.error({ err: error }, 'the journal of the API cannot be written');
      },
    });
    this.#marks = startLoop('usage intake marks', MARK_INTERVAL_MS, options.log, () => this.markNow());
  }

  /** @throws Problem 503 when nothing can be recorded now; nothing was taken then */
  requireRoom(): void {
    if (this.#journal.canAccept()) return;
    throw new Problem(meteringProblems.intakeFull, { headers: { 'retry-after': '5' } });
  }

  /**
   * Runs `work` on reports that were received at `at`; until it ends, nothing after `at` counts as complete.
   */
  async during<T>(at: Temporal.Instant, work: () => Promise<T>): Promise<T> {
    this.#last += 1;
    const key = this.#last;
    this.#underWay.set(key, at.epochMilliseconds);
    try {
      return await work();
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** Resolves when all of them are durable. */
  async record(records: readonly UsageRecord[]): Promise<void> {
    const last = records.length - 1;
    if (last < 0) return;
    await new Promise<void>((resolve) => {
      for (const [index, record] of records.entries()) {
        this.#journal.append(record, index === last ? resolve : undefined);
      }
    });
  }

  async close(): Promise<void> {
    await this.#marks.stop();
    this.#journal.close();
  }

  /**
   * Says how far back a record may still reach; runs by itself once a second. Looks first at what is under
   * way, then at what is queued: a report that moves from the one to the other is seen in one of them.
   */
  async markNow(): Promise<void> {
    const lowWaterMs = Math.min(this.#options.clock.now().epochMilliseconds, ...this.#underWay.values());
    const queuedAt = await oldestQueuedAt(this.#options.db);
    this.#journal.mark(Math.min(lowWaterMs, queuedAt?.epochMilliseconds ?? Number.POSITIVE_INFINITY));
  }
}
