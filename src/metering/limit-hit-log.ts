import { randomUUID } from 'node:crypto';
import { type Clock, type Log, type Loop, startLoop, type UsageDb } from '#kernel';
import { insertLimitHits, type LimitHitRow } from './store-limit-hits.ts';

/** How often a limit said no since the last time that it was told. */
export type LimitHitCount = Omit<LimitHitRow, 'minute'>;

export interface LimitHitLogOptions {
  readonly usageDb: UsageDb;
  readonly clock: Clock;
  readonly log: Log;
}

const FLUSH_MS = 2000;
const MINUTE_MS = 60_000;
/** Of one flush; what the store cannot take meanwhile is added up, and beyond this only counted as lost. */
const MOST_PENDING = 20_000;

/**
 * Takes counts of limit hits to the usage store, off the way of any call. They are for screens: a crash loses those of
 * the last seconds, a store that is away loses none as long as they fit into memory, and none is counted twice.
 */
export class LimitHitLog {
  readonly #options: LimitHitLogOptions;
  readonly #name = randomUUID();
  #pending = new Map<string, LimitHitRow & { hits: number }>();
  /** Rows whose insertion has not been confirmed; tried again under the same number. */
  #sending: { number: number; rows: readonly LimitHitRow[] } | null = null;
  #numbers = 0;
  #lost = 0;

  constructor(options: LimitHitLogOptions) {
    this.#options = options;
  }

  add(counts: readonly LimitHitCount[], uncounted: number): void {
    const minuteMs = Math.floor(this.#options.clock.now().epochMilliseconds / MINUTE_MS) * MINUTE_MS;
    this.#lost += uncounted;
    for (const count of counts) {
      const { keyId, routeId, kind, policy, hits } = count;
      const name = `${minuteMs} ${keyId} ${routeId} ${kind} ${policy}`;
      const known = this.#pending.get(name);
      if (known !== undefined) known.hits += hits;
      else if (this.#pending.size >= MOST_PENDING) this.#lost += hits;
      else {
        const minute = Temporal.Instant.fromEpochMilliseconds(minuteMs);
        this.#pending.set(name, { ...count, minute });
      }
    }
  }

  async flush(): Promise<void> {
    if (this.#lost > 0) {
      this.#options.log.warn(
        { hits: this.#lost },
        'more limit hits than can be told apart; they were not kept',
      );
      this.#lost = 0;
    }
    if (this.#sending === null) {
      if (this.#pending.size === 0) return;
      this.#numbers += 1;
      this.#sending = { number: this.#numbers, rows: [...this.#pending.values()] };
      this.#pending = new Map();
    }
    const { number, rows } = this.#sending;
    await insertLimitHits(this.#options.usageDb, rows, `limit-hits ${this.#name} ${number}`);
    this.#sending = null;
  }
}

/** Runs until it is stopped; what was added by then is written. */
export function startLimitHitLog(options: LimitHitLogOptions): Pick<LimitHitLog, 'add'> & Pick<Loop, 'stop'> {
  const hits = new LimitHitLog(options);
  const loop = startLoop('limit hits', FLUSH_MS, options.log, () => hits.flush());
  return {
    add: (counts, uncounted) => hits.add(counts, uncounted),
    async stop() {
      await loop.stop();
      await hits.flush().catch((error: unknown) => {
        options.log.warn({ err: error }, 'the last limit hits could not be written');
      });
    },
  };
}
