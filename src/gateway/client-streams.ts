/**
 * What an exchange needs of the client's side, whichever HTTP it speaks. Node's own objects for HTTP/1.1 have
 * this form; `http2-stream.ts` gives it to HTTP/2.
 */
export interface ClientRequest {
  /** The whole request has come; false after 'end' means that it was broken off. */
  readonly complete: boolean;
  /** 'end' has been said: whoever listens only now does not hear it. */
  readonly readableEnded: boolean;
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  once(event: 'end', listener: () => void): unknown;
  off(event: 'data', listener: (chunk: Buffer) => void): unknown;
  off(event: 'end', listener: () => void): unknown;
  pause(): unknown;
  resume(): unknown;
  isPaused(): boolean;
}

export interface ClientResponse {
  readonly statusCode: number;
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  readonly writableFinished: boolean;
  /** False: the connection ends with this response. Streams of HTTP/2 have no say in that. */
  shouldKeepAlive: boolean;
  on(event: 'close', listener: () => void): unknown;
  once(event: 'drain', listener: () => void): unknown;
  writeContinue(): void;
  writeHead(status: number, headers: string[]): unknown;
  flushHeaders(): void;
  write(chunk: Buffer): boolean;
  end(): unknown;
  end(chunk: string | Buffer): unknown;
  end(chunk: string, encoding: 'latin1'): unknown;
  destroy(): unknown;
}
