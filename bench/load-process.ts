// The load generator's own process: raw sockets, one call in flight per connection, as little work per call as can be.
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { LoadOrder, LoadResult } from './load.ts';

const NUMBER_FIELD = /#{4,}/g;
const READ_BYTES = 65_536;
const GRACE_MS = 10_000;

/** Requests with a number that no other has; the numbers go on over all orders of this process. */
let lastNumber = 0;

class Requests {
  readonly #templates: { readonly bytes: Buffer; readonly fields: readonly [at: number, length: number][] }[];
  #next = 0;

  constructor(texts: readonly string[]) {
    this.#templates = texts.map((text) => ({
      bytes: Buffer.from(text, 'latin1'),
      fields: Array.from(text.matchAll(NUMBER_FIELD), (match) => [match.index, match[0].length] as const).map(
        ([at, length]): [number, number] => [at, length],
      ),
    }));
  }

  next(): Buffer {
    const { bytes, fields } = this.#templates[this.#next]!;
    this.#next = (this.#next + 1) % this.#templates.length;
    if (fields.length === 0) return bytes;
    lastNumber += 1;
    const own = Buffer.from(bytes);
    const text = String(lastNumber);
    for (const [at, length] of fields) own.write(text.padStart(length, '0'), at, length, 'latin1');
    return own;
  }
}

class Run {
  readonly #order: LoadOrder;
  readonly #requests: Requests;
  readonly #idle: Connection[] = [];
  readonly #connections: Connection[] = [];
  readonly #refused: Record<string, number> = {};
  readonly #latencies: number[] = [];
  /** Due times of calls for which no connection was free. */
  readonly #waiting: number[] = [];
  #measureFromMs = Number.POSITIVE_INFINITY;
  #measureToMs = Number.POSITIVE_INFINITY;
  #answers = 0;
  #fail: (error: Error) => void = () => {};

  constructor(order: LoadOrder) {
    this.#order = order;
    this.#requests = new Requests(order.requests);
  }

  async perform(): Promise<LoadResult> {
    const { port, connections, seconds, warmUpSeconds, perSecond } = this.#order;
    for (let i = 0; i < connections; i += 1) this.#connections.push(await Connection.open(port, this));
    const broken = new Promise<never>((_resolve, reject) => {
      this.#fail = reject;
    });
    const startMs = performance.now();
    this.#measureFromMs = startMs + warmUpSeconds * 1000;
    this.#measureToMs = this.#measureFromMs + seconds * 1000;
    const pacer = perSecond === null ? null : this.#pace(startMs, perSecond);
    if (perSecond === null) for (const connection of this.#connections) this.#send(connection, startMs);
    else this.#idle.push(...this.#connections);
    try {
      await Promise.race([broken, sleep(this.#measureToMs - startMs)]);
      await Promise.race([broken, this.#settle()]);
    } finally {
      await pacer?.terminate();
      for (const connection of this.#connections) connection.end();
    }
    return {
      perSecond: this.#answers / seconds,
      answers: this.#answers,
      seconds,
      refused: this.#refused,
      latencyMs: Float64Array.from(this.#latencies),
    };
  }

  onAnswer(connection: Connection, status: number, dueMs: number): void {
    const nowMs = performance.now();
    if (status < 200 || status >= 300) this.#refused[status] = (this.#refused[status] ?? 0) + 1;
    if (nowMs >= this.#measureFromMs && nowMs < this.#measureToMs) this.#answers += 1;
    // By when a call was due: those that are answered late belong to the measured part all the same.
    if (dueMs >= this.#measureFromMs && dueMs < this.#measureToMs) this.#latencies.push(nowMs - dueMs);
    if (nowMs >= this.#measureToMs && this.#waiting.length === 0) this.#idle.push(connection);
    else if (this.#order.perSecond === null) this.#send(connection, nowMs);
    else if (this.#waiting.length > 0) this.#send(connection, this.#waiting.shift()!);
    else this.#idle.push(connection);
  }

  onBroken(error: Error): void {
    this.#fail(error);
  }

  #send(connection: Connection, dueMs: number): void {
    connection.send(this.#requests.next(), dueMs);
  }

  /** What is in flight is answered, or the run says so. */
  async #settle(): Promise<void> {
    const giveUpMs = performance.now() + GRACE_MS;
    while (this.#idle.length < this.#connections.length) {
      if (performance.now() > giveUpMs) throw new Error(`Calls were not answered within ${GRACE_MS} ms`);
      await sleep(5);
    }
  }

  /** A thread that sleeps to the microsecond says when calls are due: timers of the event loop only know whole ms. */
  #pace(startMs: number, perSecond: number): Worker {
    let sent = 0;
    const everyMs = 1000 / perSecond;
    const pacer = new Worker(PACER, { eval: true, workerData: { everyMs } });
    pacer.on('message', () => {
      const nowMs = Math.min(performance.now(), this.#measureToMs);
      for (; startMs + sent * everyMs <= nowMs; sent += 1) {
        const dueMs = startMs + sent * everyMs;
        // In turn, so that none is idle for so long that the other side closes it.
        const free = this.#idle.shift();
        if (free === undefined) this.#waiting.push(dueMs);
        else this.#send(free, dueMs);
      }
    });
    return pacer;
  }
}

const PACER = `
const { parentPort, workerData } = require('node:worker_threads');
const cell = new Int32Array(new SharedArrayBuffer(4));
const everyMs = Math.max(0.1, workerData.everyMs);
for (let next = performance.now(); ; next += everyMs) {
  const leftMs = next - performance.now();
  if (leftMs > 0) Atomics.wait(cell, 0, 0, leftMs);
  parentPort.postMessage(0);
}`;

/** One keep-alive connection with at most one call in flight. */
class Connection {
  readonly #socket: Socket;
  readonly #run: Run;
  #dueMs = 0;
  #rest: Buffer | null = null;
  #ended = false;

  private constructor(port: number, run: Run) {
    this.#run = run;
    // One buffer that is read into again and again: no allocation and no stream machinery per answer.
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const callback = (length: number) => {
      this.#receive(buffer, length);
      return true;
    };
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback } });
    this.#socket.on('close', () => {
      if (!this.#ended) run.onBroken(new Error('A connection was closed by the other side'));
    });
  }

  static async open(port: number, run: Run): Promise<Connection> {
    const connection = new Connection(port, run);
    const socket = connection.#socket;
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    socket.on('error', () => {}); // 'close' follows
    return connection;
  }

  send(request: Buffer, dueMs: number): void {
    this.#dueMs = dueMs;
    this.#socket.write(request);
  }

  end(): void {
    this.#ended = true;
    this.#socket.destroy();
  }

  #receive(buffer: Buffer, length: number): void {
    const chunk = buffer.subarray(0, length);
    const seen = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = seen.indexOf('\r\n\r\n', 0, 'latin1');
    const whole = end < 0 ? Number.POSITIVE_INFINITY : end + 4 + bodyLength(seen.toString('latin1', 0, end));
    if (seen.length < whole) {
      this.#rest = this.#rest === null ? Buffer.from(seen) : seen;
      return;
    }
    this.#rest = null;
    this.#run.onAnswer(this, Number(seen.toString('latin1', 9, 12)), this.#dueMs);
  }
}

function bodyLength(head: string): number {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`An answer without a length:\n${head}`);
  return Number(length);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

process.on('message', async (order: LoadOrder) => {
  try {
    process.send!(await new Run(order).perform());
  } catch (error) {
    process.send!({ error: (error as Error).message });
  }
});
process.on('disconnect', () => process.exit());
