/** For tests: a client of HTTP/2 that keeps what it sees of each stream. */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type OutgoingHttpHeaders,
} from 'node:http2';

export interface StreamSeen {
  readonly stream: ClientHttp2Stream;
  readonly status: () => number | undefined;
  readonly headers: () => Record<string, string | string[] | undefined>;
  readonly trailers: () => Record<string, string | string[] | undefined>;
  readonly text: () => string;
  /** The response came to its proper end. */
  readonly whole: () => boolean;
  readonly closed: Promise<void>;
}

export function dialHttp2(port: number): ClientHttp2Session {
  const session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
  session.on('error', () => undefined);
  return session;
}

export function ask(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: string | Buffer | null,
): StreamSeen {
  const hasBody = body !== undefined;
  const stream = session.request({ ':authority': 'api.test', ...headers }, { endStream: !hasBody });
  let head: Record<string, unknown> = {};
  let trailers: Record<string, unknown> = {};
  let text = '';
  let whole = false;
  stream.on('error', () => undefined);
  stream.on('response', (received) => {
    head = received;
  });
  stream.on('trailers', (received) => {
    trailers = received;
  });
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  stream.on('end', () => {
    whole = true;
  });
  // null: the test writes the body itself.
  if (body !== undefined && body !== null) stream.end(body);
  return {
    stream,
    status: () => head[':status'] as number | undefined,
    headers: () => head as never,
    trailers: () => trailers as never,
    text: () => text,
    whole: () => whole && stream.rstCode === 0,
    closed: new Promise((resolve) => stream.once('close', () => resolve())),
  };
}
