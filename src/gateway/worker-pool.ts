/** The worker threads of a gateway: started, told, replaced when they crash, drained. */
import { Worker } from 'node:worker_threads';
import { createMetricsMemory, forgetInFlight } from './metrics.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-protocol.ts';

export interface PoolEvents {
  /** What a worker starts with now: snapshots and memory change over its life. */
  describe(worker: number): Omit<WorkerStart, 'worker' | 'metrics'>;
  onCrash(worker: number, error: Error | null): void;
  onReport(worker: number, report: Extract<FromWorker, { kind: 'journal' | 'bug' }>): void;
}

interface Member {
  readonly thread: Worker;
  readonly listening: Promise<number>;
  state: 'starting' | 'up' | 'gone';
}

const RESTART_MS = 200;
/** A worker that does not confirm by then is busy or dying; whoever waits goes on without it. */
const CONFIRM_MS = 1000;

export class WorkerPool {
  readonly metricsMemories: SharedArrayBuffer[] = [];
  restarts = 0;
  readonly #events: PoolEvents;
  readonly #members: Member[] = [];
  readonly #waiting = new Map<string, () => void>();
  #updates = 0;
  #stopping = false;

  constructor(events: PoolEvents) {
    this.#events = events;
  }

  /** Starts worker after worker; answers when all listen, and fails when one cannot. */
  async start(count: number): Promise<void> {
    for (let worker = 0; worker < count; worker += 1) this.#members[worker] = this.#spawn(worker);
    await Promise.all(this.#members.map((member) => member.listening));
  }

  get isUp(): boolean {
    return this.#members.length > 0 && this.#members.every((member) => member.state === 'up');
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

  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
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
    const metrics = createMetricsMemory();
    this.metricsMemories.push(metrics);
    const thread = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { ...this.#events.describe(worker), worker, metrics } satisfies WorkerStart,
      name: `gateway-${worker}`,
    });
    let failure: Error | null = null;
    const listening = new Promise<number>((resolve, reject) => {
      thread.on('message', (message: FromWorker) => {
        if (message.kind === 'listening') {
          member.state = 'up';
          resolve(message.port);
        } else this.#onMessage(worker, message);
      });
      thread.on('error', (error: Error) => {
        failure = error;
      });
      thread.once('exit', () => {
        const started = member.state === 'up';
        member.state = 'gone';
        forgetInFlight(metrics);
        reject(failure ?? new Error('The gateway worker ended before it listened'));
        if (!this.#stopping) this.#replace(worker, failure, started);
      });
    });
    // A crash long after the start is told by `onCrash`, not by this promise.
    listening.catch(() => undefined);
    const member: Member = { thread, listening, state: 'starting' };
    return member;
  }

  #onMessage(worker: number, message: FromWorker): void {
    if (message.kind === 'updated') this.#confirm(`${worker}.${message.number}`);
    else if (message.kind === 'journal' || message.kind === 'bug') this.#events.onReport(worker, message);
  }

  #replace(worker: number, error: Error | null, hadStarted: boolean): void {
    this.#events.onCrash(worker, error);
    // One that never listened at first start is told to whoever started the gateway.
    if (!hadStarted && this.restarts === 0) return;
    this.restarts += 1;
    setTimeout(() => {
      if (!this.#stopping) this.#members[worker] = this.#spawn(worker);
    }, RESTART_MS);
  }
}
