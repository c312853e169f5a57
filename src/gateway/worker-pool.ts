/** The worker threads of a gateway: started, told, replaced when they crash, drained. */
import { Worker } from 'node:worker_threads';
import { createMetricsMemory, forgetInFlight } from './metrics.ts';
import type { TlsMaterial } from './tls-listener.ts';
import type { FromWorker, Report, ToWorker, WorkerStart } from './worker-protocol.ts';

export interface PoolEvents {
  /** What a worker starts with now: snapshots and memory change over its life. */
  describe(worker: number): Omit<WorkerStart, 'worker' | 'metrics'>;
  onCrash(worker: number, error: Error | null): void;
  onReport(worker: number, report: Report): void;
}

interface Member {
  readonly thread: Worker;
  readonly listening: Promise<void>;
  state: 'starting' | 'up' | 'gone';
}

/** Of one worker over all its threads. */
interface Seat {
  readonly metrics: SharedArrayBuffer;
  /** Ends in a row, none of them after a life of `SOUND_LIFE_MS`. */
  ends: number;
  lastError: string | null;
}

/** Doubled with each end in a row: whatever breaks a worker at its start shall not keep a core busy. */
const RESTART_MS = 200;
const LONGEST_RESTART_MS = 5000;
const SOUND_LIFE_MS = 10_000;
/** From then on it is no accident any more. */
const MANY_ENDS = 3;
/** A worker that does not confirm by then is busy or dying; whoever waits goes on without it. */
const CONFIRM_MS = 1000;

export class WorkerPool {
  restarts = 0;
  readonly #events: PoolEvents;
  readonly #seats: Seat[] = [];
  readonly #members: Member[] = [];
  readonly #restarting = new Set<NodeJS.Timeout>();
  readonly #waiting = new Map<string, () => void>();
  #updates = 0;
  #started = false;
  #stopping = false;

  constructor(events: PoolEvents) {
    this.#events = events;
  }

  /** Starts all workers; answers when all listen. When one cannot, the others are stopped again. */
  async start(count: number): Promise<void> {
    for (let worker = 0; worker < count; worker += 1) {
      this.#seats[worker] = { metrics: createMetricsMemory(), ends: 0, lastError: null };
      this.#members[worker] = this.#spawn(worker);
    }
    try {
      await Promise.all(this.#members.map((member) => member.listening));
      this.#started = true;
    } catch (error) {
      await this.stop(0);
      throw error;
    }
  }

  get metricsMemories(): SharedArrayBuffer[] {
    return this.#seats.map((seat) => seat.metrics);
  }

  /** Null while all workers listen. */
  trouble(): string | null {
    const worker = this.#members.findIndex((member) => member.state !== 'up');
    if (worker < 0) return null;
    const { ends, lastError } = this.#seats[worker]!;
    if (ends < MANY_ENDS) return 'a gateway worker is being replaced';
    return `a gateway worker ended ${ends} times in a row: ${lastError ?? 'without an error'}`;
  }

  /** Posts a new version once to each worker and waits until they use it. */
  async update(message: Omit<Extract<ToWorker, { kind: 'update' }>, 'kind' | 'number'>): Promise<void> {
    this.#updates += 1;
    const number = this.#updates;
    await Promise.all(
      this.#members.map((member, worker) => {
        if (member.state === 'gone') return undefined;
        member.thread.postMessage({ kind: 'update', number, ...message } satisfies ToWorker);
        return this.#confirmed(`${worker}.${number}`);
      }),
    );
  }

  /** For handshakes from now on; who is starting gets them with its start. */
  replaceCertificates(material: TlsMaterial): void {
    for (const { state, thread } of this.#members) {
      if (state !== 'gone') thread.postMessage({ kind: 'certificates', material } satisfies ToWorker);
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#restarting) clearTimeout(timer);
    await Promise.all(
      this.#members.map(async (member) => {
        if (member.state === 'gone') return;
        const exited = new Promise<void>((resolve) => member.thread.once('exit', () => resolve()));
        member.thread.postMessage({ kind: 'drain', graceMs } satisfies ToWorker);
        await exited;
      }),
    );
  }

  #confirmed(name: string): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#confirm(name), CONFIRM_MS);
      this.#waiting.set(name, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #confirm(name: string): void {
    const waiting = this.#waiting.get(name);
    this.#waiting.delete(name);
    waiting?.();
  }

  #spawn(worker: number): Member {
    const { metrics } = this.#seats[worker]!;
    const startedMs = performance.now();
    const thread = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { ...this.#events.describe(worker), worker, metrics } satisfies WorkerStart,
      name: `gateway-${worker}`,
    });
    let failure: Error | null = null;
    const listening = new Promise<void>((resolve, reject) => {
      thread.on('message', (message: FromWorker) => {
        if (message.kind === 'listening') {
          member.state = 'up';
          resolve();
        } else this.#onMessage(worker, message);
      });
      thread.on('error', (error: Error) => {
        failure = error;
      });
      thread.once('exit', () => {
        member.state = 'gone';
        forgetInFlight(metrics);
        reject(failure ?? new Error('The gateway worker ended before it listened'));
        // One that cannot listen at first start is told to whoever started the gateway.
        if (!this.#stopping && this.#started) this.#replace(worker, failure, performance.now() - startedMs);
      });
    });
    // A crash long after the start is told by `onCrash`, not by this promise.
    listening.catch(() => undefined);
    const member: Member = { thread, listening, state: 'starting' };
    return member;
  }

  #onMessage(worker: number, message: FromWorker): void {
    if (message.kind === 'updated') this.#confirm(`${worker}.${message.number}`);
    else if (message.kind !== 'listening' && message.kind !== 'drained') {
      this.#events.onReport(worker, message);
    }
  }

  #replace(worker: number, error: Error | null, livedMs: number): void {
    this.#events.onCrash(worker, error);
    this.restarts += 1;
    const seat = this.#seats[worker]!;
    seat.ends = livedMs >= SOUND_LIFE_MS ? 1 : seat.ends + 1;
    seat.lastError = error?.message ?? null;
    const timer = setTimeout(
      () => {
        this.#restarting.delete(timer);
        this.#members[worker] = this.#spawn(worker);
      },
      Math.min(LONGEST_RESTART_MS, RESTART_MS * 2 ** (seat.ends - 1)),
    );
    this.#restarting.add(timer);
  }
}
