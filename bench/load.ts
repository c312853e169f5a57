import { type ChildProcess, fork } from 'node:child_process';
import { cores, ended, pinProcess } from './cores.ts';

/** What to send for how long; plain, because it goes to another process. */
export interface LoadOrder {
  readonly port: number;
  /** Whole requests, sent in turn. A run of `#` in one becomes a number that no other request has. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Sent before, and not counted. */
  readonly warmUpSeconds: number;
  /**
   * Constant rate, each call's latency counted from the moment at which it was due, whether or not a connection was
   * free; null: each connection sends as soon as it has its answer.
   */
  readonly perSecond: number | null;
}

export interface LoadResult {
  /** Answers per second in the measured part. */
  readonly perSecond: number;
  readonly answers: number;
  readonly seconds: number;
  /** Answers that were no 2xx, by status. */
  readonly refused: Readonly<Record<string, number>>;
  readonly latencyMs: Float64Array;
}

/** The load generator: a process of its own, which takes one order after the other. */
export class LoadGenerator {
  readonly #child: ChildProcess;

  constructor() {
    const file = new URL('load-process.ts', import.meta.url);
    this.#child = fork(file, { stdio: 'inherit', serialization: 'advanced' });
    if (cores) pinProcess(this.#child.pid!, cores.rest);
  }

  async run(order: LoadOrder): Promise<LoadResult> {
    const answer = new Promise<LoadResult | { error: string }>((resolve, reject) => {
      const onExit = () => reject(new Error('The load generator ended'));
      this.#child.once('exit', onExit);
      this.#child.once('message', (message: LoadResult | { error: string }) => {
        this.#child.removeListener('exit', onExit);
        resolve(message);
      });
    });
    this.#child.send(order);
    const result = await answer;
    if ('error' in result) throw new Error(result.error);
    return result;
  }

  /** Like `run`, but refuses a result in which calls were refused: it would measure refusals. */
  async runAdmitted(order: LoadOrder): Promise<LoadResult> {
    const result = await this.run(order);
    const refused = Object.entries(result.refused);
    if (refused.length > 0) throw new Error(`Calls were refused: ${JSON.stringify(result.refused)}`);
    return result;
  }

  async stop(): Promise<void> {
    await ended(this.#child);
  }
}

/** A request without a body. */
export function getRequest(path: string, headers: Readonly<Record<string, string>> = {}): string {
  return `GET ${path} HTTP/1.1\r\nHost: bench.test\r\n${headerLines(headers)}\r\n`;
}

export function postRequest(path: string, headers: Readonly<Record<string, string>>, body: string): string {
  const all = {
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  return `POST ${path} HTTP/1.1\r\nHost: bench.test\r\n${headerLines(all)}\r\n${body}`;
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}
