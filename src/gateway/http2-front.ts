/**
 * HTTP/2 towards clients. Each stream becomes a request head as HTTP/1.1 has it, judged by the same pipeline;
 * what only exists in HTTP/2 (pseudo headers, floods of frames, GOAWAY) is dealt with here.
 */
import {
  constants,
  createServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Http2Request, Http2Response, isConnectionHeader } from './http2-stream.ts';
import type { RequestHead, TransportLimits } from './transport.ts';

export interface Http2FrontParts {
  readonly limits: Pick<TransportLimits, 'headerBytes' | 'keepAliveMs'>;
  serve(head: RequestHead, request: Http2Request, response: Http2Response, stream: ServerHttp2Stream): void;
  /** The head is larger than allowed, but could be read. */
  refuseTooLarge(response: Http2Response): void;
}

const MOST_STREAMS = 128;
/** Header lines beyond those that `framing.ts` accepts, so that a little too many is still told as 431. */
const MOST_HEADER_PAIRS = 200;
/**
 * Rapid reset (CVE-2023-44487): streams that a client may open and take back at once, and per second after
 * that. A page that is left cancels what it had open, which is at most `MOST_STREAMS`.
 */
const RESET_BURST = 2 * MOST_STREAMS;
const RESETS_PER_SECOND = 33;

export class Http2Front {
  readonly #parts: Http2FrontParts;
  readonly #server: Http2Server;
  readonly #sessions = new Set<ServerHttp2Session>();

  constructor(parts: Http2FrontParts) {
    this.#parts = parts;
    this.#server = createServer({
      settings: {
        maxConcurrentStreams: MOST_STREAMS,
        // Twice the limit: what is a little too much gets an answer, what is far too much a reset.
        maxHeaderListSize: 2 * parts.limits.headerBytes,
        enablePush: false,
        enableConnectProtocol: false,
      },
      maxHeaderListPairs: MOST_HEADER_PAIRS,
      maxSessionInvalidFrames: 100,
      maxSessionRejectedStreams: 100,
      maxOutstandingPings: 10,
      maxSettings: 16,
      streamResetBurst: RESET_BURST,
      streamResetRate: RESETS_PER_SECOND,
      // An upstream may send twice what should be there once; HTTP/1.1 clients get that as well.
      strictSingleValueFields: false,
    });
    this.#server.on('session', (session) => this.#onSession(session));
    this.#server.on('sessionError', () => undefined);
    this.#server.on('stream', this.#onStream);
  }

  /** Takes over a connection whose both sides have agreed on HTTP/2. */
  accept(socket: Socket): void {
    this.#server.emit('connection', socket);
  }

  /** GOAWAY: streams under way finish, their connections end with them. */
  closeSessions(): void {
    for (const session of this.#sessions) session.close();
  }

  destroyAll(): void {
    for (const session of this.#sessions) session.destroy();
  }

  #onSession(session: ServerHttp2Session): void {
    this.#sessions.add(session);
    session.on('close', () => this.#sessions.delete(session));
    session.on('error', () => undefined);
    let streams = 0;
    session.on('stream', (stream) => {
      streams += 1;
      stream.on('close', () => {
        streams -= 1;
      });
    });
    // Streams have deadlines of their own.
    session.setTimeout(this.#parts.limits.keepAliveMs, () => {
      if (streams === 0) session.close();
    });
  }

  readonly #onStream = (
    stream: ServerHttp2Stream,
    _headers: unknown,
    flags: number,
    rawHeaders: readonly string[],
  ): void => {
    // Whoever resets a stream makes an error of it; the exchange hears of it by 'close'.
    stream.on('error', () => undefined);
    const ended = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    const socket = stream.session?.socket as TLSSocket | undefined;
    if (socket === undefined || stream.destroyed) return;
    const head = headOf(rawHeaders, socket, ended, this.#parts.limits.headerBytes);
    if (head === 'forbidden') {
      stream.close(constants.NGHTTP2_PROTOCOL_ERROR);
      return;
    }
    const request = new Http2Request(stream, ended);
    const response = new Http2Response(stream, request);
    if (head === 'tooLarge') this.#parts.refuseTooLarge(response);
    else this.#parts.serve(head, request, response, stream);
  };
}

/**
 * 'forbidden' for what HTTP/2 itself does not allow: there is nobody to answer who would understand it.
 */
function headOf(
  raw: readonly string[],
  socket: TLSSocket,
  ended: boolean,
  headerBytes: number,
): RequestHead | 'forbidden' | 'tooLarge' {
  const pseudo: Record<string, string> = {};
  const rawHeaders: string[] = [];
  const hosts: string[] = [];
  const cookies: string[] = [];
  let bytes = 0;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!;
    const value = raw[i + 1]!;
    bytes += name.length + value.length + 4;
    if (isConnectionHeader(name)) return 'forbidden';
    if (name.startsWith(':')) pseudo[name] = value;
    else if (name === 'host') hosts.push(value);
    // Sent in crumbs for the sake of compression; HTTP/1.1 knows one line (RFC 9113 8.2.3).
    else if (name === 'cookie') cookies.push(value);
    else rawHeaders.push(name, value);
  }
  if (bytes > headerBytes) return 'tooLarge';
  if (cookies.length > 0) rawHeaders.push('cookie', cookies.join('; '));
  // One that says the same as the authority is left out; another one is a second host, which is refused.
  const authority = pseudo[':authority'];
  const said = hosts.length === 1 && hosts[0] === authority ? [] : hosts;
  for (const host of authority === undefined ? said : [authority, ...said]) rawHeaders.push('host', host);
  return {
    method: pseudo[':method'] ?? '',
    target: pseudo[':path'] ?? '',
    version: '2',
    rawHeaders,
    peerAddress: socket.remoteAddress ?? '',
    encrypted: socket.encrypted === true,
    unannouncedBody: !ended,
  };
}
