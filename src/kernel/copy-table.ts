import type pg from 'pg';

/** The part of the driver's connection that COPY needs. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
  readonly stream: {
    pause(): void;
    resume(): void;
    readonly writableNeedDrain: boolean;
    once(event: 'drain' | 'close', done: () => void): void;
    off(event: 'drain' | 'close', done: () => void): void;
  };
}

const MOST_QUEUED_BYTES = 1024 * 1024;

/** What the driver calls while a COPY runs; it knows the protocol's messages but not the command. */
abstract class Copy {
  readonly #text: string;
  readonly done: Promise<void>;
  protected settle!: () => void;
  protected fail!: (error: Error) => void;

  constructor(text: string) {
    this.#text = text;
    this.done = new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
    });
    // Whoever reads or writes meets the error as well; this promise alone must not end the process.
    this.done.catch(() => undefined);
  }

  submit(connection: Wire): void {
    connection.query(this.#text);
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}

  handleReadyForQuery(): void {
    this.settle();
  }

  handleError(error: Error): void {
    this.fail(error);
  }
}

class CopyOut extends Copy implements AsyncIterable<Buffer> {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #wire: Wire | null = null;
  #wake: () => void = () => {};
  #over = false;

  constructor(text: string) {
    super(text);
    const end = () => {
      this.#over = true;
      this.#wake();
    };
    this.done.then(end, end);
  }

  handleCopyData({ chunk }: { chunk: Buffer }, connection: Wire): void {
    // The driver's buffer is used again for the next message.
    this.#chunks.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    this.#wire = connection;
    if (this.#bytes > MOST_QUEUED_BYTES) connection.stream.pause();
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const chunks = this.#chunks.splice(0);
      if (chunks.length > 0) {
        this.#bytes = 0;
        yield Buffer.concat(chunks);
        continue;
      }
      if (this.#over) break;
      this.#wire?.stream.resume();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    await this.done;
  }
}

class CopyIn extends Copy {
  readonly #source: AsyncIterable<Buffer>;

  constructor(text: string, source: AsyncIterable<Buffer>) {
    super(text);
    this.#source = source;
  }

  handleCopyInResponse(connection: Wire): void {
    void this.#send(connection);
  }

  async #send(connection: Wire): Promise<void> {
    try {
      for await (const chunk of this.#source) {
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await drained(connection);
      }
      connection.endCopyFrom();
    } catch (error) {
      connection.sendCopyFail((error as Error).message);
      this.fail(error as Error);
    }
  }
}

function drained({ stream }: Wire): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go);
      stream.off('close', go);
      resolve();
    };
    stream.once('drain', go);
    stream.once('close', go);
  });
}

/** Rows as `COPY … TO STDOUT` gives them. Little is held in memory: the server waits for the reader. */
export function copyOut(client: pg.Client, text: string): AsyncIterable<Buffer> {
  const copy = new CopyOut(text);
  client.query(copy as unknown as pg.Submittable);
  return copy;
}

/** Feeds `COPY … FROM STDIN`. Rejects with the server's refusal or with what the source threw. */
export function copyIn(client: pg.Client, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  const copy = new CopyIn(text, source);
  client.query(copy as unknown as pg.Submittable);
  return copy.done;
}
