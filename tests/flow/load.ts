import { connect, type Socket } from 'node:net';

export interface LoadOptions {
  readonly gatewayUrl: string;
  readonly connections: number;
  /** Sent in turn, each `METHOD /path`. */
  readonly calls: readonly string[];
  readonly key: string;
  readonly callsPerSecond: number;
}

export interface LoadResult {
  /** Request ids of the responses whose last byte has come, with their status. */
  readonly completed: ReadonlyMap<string, number>;
  /** Request ids of the responses that had begun when their connection ended. */
  readonly begun: readonly string[];
  /** Calls in flight when the sending stopped. */
  readonly inFlight: number;
}

const TICK_MS = 10;

/**
 * Keep-alive connections with at most one call in flight each, which record a response only when its very last
 * byte has come: with the headers for HEAD and 204, with the last chunk for a stream.
 */
export class Load {
  readonly #options: LoadOptions;
  readonly #connections: Connection[] = [];
  readonly #completed = new Map<string, number>();
  #sent = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { port } = new URL(this.#options.gatewayUrl);
    for (let i = 0; i < this.#options.connections; i += 1) {
      this.#connections.push(await Connection.open(Number(port), this.#completed));
    }
    const startedMs = performance.now();
    this.#timer = setInterval(() => {
      const due = ((performance.now() - startedMs) / 1000) * this.#options.callsPerSecond;
      for (const connection of this.#connections) {
        if (this.#sent >= due) return;
        if (connection.isIdle) connection.call(this.#next());
      }
    }, TICK_MS);
  }

  /** Enough has completed, and at this moment a response has begun and not ended. */
  isUnderWay(enough: number): boolean {
    return this.#completed.size > enough && this.#connections.some((connection) => connection.begun !== null);
  }

  /** Sends nothing more from this moment on, and waits until every connection is idle or has ended. */
  async settle(): Promise<LoadResult> {
    clearInterval(this.#timer);
    const inFlight = this.#connections.filter((connection) => connection.isAwaiting).length;
    await Promise.all(this.#connections.map((connection) => connection.rest()));
    const begun = this.#connections.flatMap((connection) => connection.begun ?? []);
    for (const connection of this.#connections) connection.end();
    return { completed: this.#completed, begun, inFlight };
  }

  #next(): { text: string; isHead: boolean } {
    const { calls, key } = this.#options;
    const call = calls[this.#sent % calls.length]!;
    this.#sent += 1;
    const text = `${call} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer ${key}\r\n\r\n`;
    return { text, isHead: call.startsWith('HEAD ') };
  }
}

class Connection {
  readonly #socket: Socket;
  readonly #completed: Map<string, number>;
  #isHead = false;
  #received = '';
  #open = true;
  #awaiting = false;
  #onRest: (() => void) | null = null;

  private constructor(socket: Socket, completed: Map<string, number>) {
    this.#socket = socket;
    this.#completed = completed;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#receive(text));
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => {
      this.#open = false;
      this.#onRest?.();
    });
  }

  static async open(port: number, completed: Map<string, number>): Promise<Connection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Connection(socket, completed);
  }

  get isIdle(): boolean {
    return this.#open && !this.#awaiting;
  }

  get isAwaiting(): boolean {
    return this.#awaiting;
  }

  /** The id of the response that has begun and not ended. */
  get begun(): string | null {
    return requestId(this.#received);
  }

  call({ text, isHead }: { text: string; isHead: boolean }): void {
    this.#awaiting = true;
    this.#isHead = isHead;
    this.#socket.write(text);
  }

  async rest(): Promise<void> {
    if (!this.#open || !this.#awaiting) return;
    await new Promise<void>((resolve) => {
      this.#onRest = resolve;
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#received += text;
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.slice(0, end);
    if (!this.#isWhole(head, this.#received.slice(end + 4))) return;
    const id = requestId(this.#received);
    if (id === null) throw new Error(`A response without a request id:\n${head}`);
    if (this.#completed.has(id)) throw new Error(`The request id ${id} came twice`);
    this.#completed.set(id, Number(head.slice(9, 12)));
    this.#received = '';
    this.#awaiting = false;
    this.#onRest?.();
  }

  #isWhole(head: string, body: string): boolean {
    if (this.#isHead || head.startsWith('HTTP/1.1 204')) return true;
    if (/^transfer-encoding: *chunked/im.test(head)) return body.endsWith('\r\n0\r\n\r\n');
    return body.length >= Number(/^content-length: *(\d+)/im.exec(head)?.[1]);
  }
}

function requestId(text: string): string | null {
  return /^x-turnpike-request-id: *(\S+)\r$/im.exec(text)?.[1] ?? null;
}
