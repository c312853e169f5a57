/** One stream of an HTTP/2 connection in the form that exchanges know (`client-streams.ts`). */
import { validateHeaderValue } from 'node:http';
import { constants, type ServerHttp2Stream } from 'node:http2';
import type { ClientRequest, ClientResponse } from './client-streams.ts';

/** Becomes INTERNAL_ERROR on the wire. */
const BROKEN = new Error('The response cannot be finished');

/** Of the connection, not of the message: an error in HTTP/2 (RFC 9113 8.2.2). */
const CONNECTION_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

export function isConnectionHeader(lowerName: string): boolean {
  return CONNECTION_HEADERS.has(lowerName);
}

export class Http2Request implements ClientRequest {
  readonly #stream: ServerHttp2Stream;
  complete: boolean;

  constructor(stream: ServerHttp2Stream, ended: boolean) {
    this.#stream = stream;
    this.complete = ended;
    // A stream that the client reset also says 'end': that is no end of the body.
    stream.once('end', () => {
      this.complete ||= !stream.aborted;
    });
  }

  on(event: 'data', listener: (chunk: Buffer) => void): void {
    this.#stream.on(event, listener);
  }

  once(event: 'end', listener: () => void): void {
    this.#stream.once(event, listener);
  }

  off(event: 'data' | 'end', listener: (...args: never[]) => void): void {
    this.#stream.off(event, listener as () => void);
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  get readableEnded(): boolean {
    return this.#stream.readableEnded;
  }

  isPaused(): boolean {
    return this.#stream.isPaused();
  }
}

export class Http2Response implements ClientResponse {
  readonly #stream: ServerHttp2Stream;
  statusCode = 0;
  shouldKeepAlive = true;

  constructor(stream: ServerHttp2Stream, request: Http2Request) {
    this.#stream = stream;
    // What is left of a request that nobody will read any more takes up the connection's window.
    // A turn later, because Node ends a stream without a body before it sends the head.
    stream.once('finish', () =>
      setImmediate(() => {
        if (stream.headersSent && !stream.destroyed && !request.complete)
          stream.close(constants.NGHTTP2_NO_ERROR);
      }),
    );
  }

  get headersSent(): boolean {
    return this.#stream.headersSent;
  }

  get destroyed(): boolean {
    return this.#stream.destroyed || this.#stream.closed;
  }

  /** Node ends the writable side of HEAD before anything was answered. */
  get writableFinished(): boolean {
    return this.#stream.headersSent && this.#stream.writableFinished && this.#stream.rstCode === 0;
  }

  on(event: 'close', listener: () => void): void {
    this.#stream.on(event, listener);
  }

  once(event: 'drain', listener: () => void): void {
    this.#stream.once(event, listener);
  }

  writeContinue(): void {
    if (!this.destroyed) this.#stream.additionalHeaders({ ':status': 100 });
  }

  /** Throws on a value that cannot be sent, as the response of HTTP/1.1 does. */
  writeHead(status: number, headers: string[]): void {
    const list = [':status', String(status)];
    for (let i = 0; i < headers.length; i += 2) {
      const name = headers[i]!.toLowerCase();
      if (isConnectionHeader(name)) continue;
      validateHeaderValue(name, headers[i + 1]!);
      list.push(name, headers[i + 1]!);
    }
    this.statusCode = status;
    if (!this.destroyed) this.#stream.respond(list as never);
  }

  /** Heads are never held back here. */
  flushHeaders(): void {}

  write(chunk: Buffer): boolean {
    return this.#stream.destroyed || this.#stream.write(chunk);
  }

  end(chunk?: string | Buffer, encoding: BufferEncoding = 'utf8'): void {
    if (this.destroyed || this.#stream.writableEnded) return;
    if (chunk === undefined || chunk.length === 0) this.#stream.end();
    else if (typeof chunk === 'string') this.#stream.end(chunk, encoding);
    else this.#stream.end(chunk);
  }

  /**
   * An answer that has begun must not look whole. Not by `close`, which ends the body properly before it resets
   * the stream.
   */
  destroy(): void {
    this.#stream.destroy(BROKEN);
  }
}
