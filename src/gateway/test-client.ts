/** For tests: a client that writes exact bytes and reads exact responses. */
import { connect, type Socket } from 'node:net';

export interface RawResponse {
  readonly status: number;
  /** Lower-case name → value; repeated ones joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly complete: boolean;
}

export interface Conversation {
  readonly responses: RawResponse[];
  /** True when the gateway closed the connection. */
  readonly closed: boolean;
  readonly raw: string;
}

interface Options {
  /** How many responses to wait for. */
  readonly responses?: number;
  /** Wait for the connection to close instead. */
  readonly untilClose?: boolean;
  readonly head?: boolean;
  readonly timeoutMs?: number;
}

/**
 * Writes the bytes on a connection of its own and reads until the responses are there, or the connection
 * closes.
 */
export async function send(port: number, bytes: string, options: Options = {}): Promise<Conversation> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  return converse(socket, options);
}

export function converse(socket: Socket, options: Options = {}): Promise<Conversation> {
  const wanted = options.untilClose ? Number.POSITIVE_INFINITY : (options.responses ?? 1);
  return new Promise((resolve) => {
    let raw = '';
    const finish = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ responses: parseResponses(raw, options.head ?? false), closed, raw });
    };
    const timer = setTimeout(() => finish(false), options.timeoutMs ?? 8000);
    socket.on('data', (chunk) => {
      raw += chunk.toString('latin1');
      const whole = parseResponses(raw, options.head ?? false).filter((one) => one.complete);
      if (whole.length >= wanted) finish(false);
    });
    socket.once('close', () => finish(true));
  });
}

export function parseResponses(raw: string, head: boolean): RawResponse[] {
  const responses: RawResponse[] = [];
  for (let at = 0; at < raw.length; ) {
    const end = raw.indexOf('\r\n\r\n', at);
    if (end < 0) break;
    const [line = '', ...lines] = raw.slice(at, end).split('\r\n');
    const headers: Record<string, string> = {};
    for (const one of lines) {
      const colon = one.indexOf(':');
      const name = one.slice(0, colon).toLowerCase();
      const value = one.slice(colon + 1).trim();
      headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
    }
    const status = Number(line.split(' ')[1]);
    const { body, next, complete } = bodyAt(raw, end + 4, status, headers, head);
    responses.push({ status, headers, body, complete: complete && status >= 200 });
    at = next;
  }
  return responses;
}

function bodyAt(
  raw: string,
  start: number,
  status: number,
  headers: Record<string, string>,
  head: boolean,
): { body: string; next: number; complete: boolean } {
  if (head || status < 200 || status === 204 || status === 304)
    return { body: '', next: start, complete: true };
  if (headers['transfer-encoding'] === 'chunked') return chunksAt(raw, start);
  const length = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY);
  const end = Math.min(raw.length, start + length);
  return { body: raw.slice(start, end), next: end, complete: end - start === length };
}

function chunksAt(raw: string, start: number): { body: string; next: number; complete: boolean } {
  let body = '';
  for (let at = start; ; ) {
    const end = raw.indexOf('\r\n', at);
    if (end < 0) return { body, next: raw.length, complete: false };
    const length = Number.parseInt(raw.slice(at, end), 16);
    if (raw.length < end + 2 + length + 2) return { body, next: raw.length, complete: false };
    if (length === 0) return { body, next: end + 4, complete: true };
    body += raw.slice(end + 2, end + 2 + length);
    at = end + 2 + length + 2;
  }
}

/** A request as text: `lines` are further header lines, each ending with CRLF. */
export function requestText(method: string, target: string, key: string, lines = '', body = ''): string {
  return `${method} ${target} HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${key}\r\n${lines}\r\n${body}`;
}
