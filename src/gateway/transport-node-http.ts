/**
 * `node:http` towards clients, `undici` towards upstreams. Node's parser judges syntax, `framing.ts` what
 * it leaves open.
 */
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deadlines } from './deadlines.ts';
import { Exchange, type ExchangeParts, writeAnswer } from './exchange.ts';
import type { GatewayProblem } from './problem-kinds.ts';
import type { Answer, Passage, Pipeline, RequestHead, Transport, TransportLimits } from './transport.ts';
import type { UpstreamPools } from './upstream-pools.ts';

export interface NodeTransportParts {
  readonly pipeline: Pipeline;
  readonly pools: UpstreamPools;
  readonly limits: TransportLimits;
  readonly monotonicMs: () => number;
  readonly onFault: (problem: GatewayProblem, status: number) => void;
  /** A call goes out once more. */
  readonly onRepeat: () => void;
  readonly onAnswered: (status: number) => void;
  /** A bug: the request gets 500, the connection ends. */
  readonly onBug: (error: unknown) => void;
}

const CHECK_INTERVAL_MS = 1000;
const DRAIN_POLL_MS = 20;
const CUT_OFF_MS = 1000;

export class NodeHttpTransport implements Transport {
  readonly #parts: NodeTransportParts;
  readonly #server: Server;
  readonly #deadlines: Deadlines;
  readonly #exchangeParts: ExchangeParts;
  /** The youngest exchange of each connection, for parser errors, which name only the socket. */
  readonly #youngest = new WeakMap<Duplex, Exchange>();
  #inFlight = 0;
  #draining = false;

  constructor(parts: NodeTransportParts) {
    this.#parts = parts;
    this.#deadlines = new Deadlines(parts.monotonicMs);
    this.#exchangeParts = {
      pools: parts.pools,
      deadlines: this.#deadlines,
      limits: parts.limits,
      isDraining: () => this.#draining,
      onFault: parts.onFault,
      onRepeat: parts.onRepeat,
      onOver: ({ response }) => {
        this.#inFlight -= 1;
        if (response.headersSent) parts.onAnswered(response.statusCode);
      },
    };
    this.#server = this.#createServer(parts.limits);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  async listen(place: { host: string; port: number; reusePort: boolean }): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(place, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async drain(graceMs: number): Promise<void> {
    this.#draining = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    await this.#untilIdle(graceMs);
    this.#server.closeIdleConnections();
    this.#server.closeAllConnections();
    await closed;
    // Those that were cut off still write down how they ended.
    await this.#untilIdle(CUT_OFF_MS);
    this.#deadlines.stop();
    await this.#parts.pools.close();
  }

  async #untilIdle(withinMs: number): Promise<void> {
    const endMs = this.#parts.monotonicMs() + withinMs;
    while (this.#inFlight > 0 && this.#parts.monotonicMs() < endMs) await sleep(DRAIN_POLL_MS);
  }

  #createServer(limits: TransportLimits): Server {
    const server = createServer({
      maxHeaderSize: limits.headerBytes,
      insecureHTTPParser: false,
      // `framing.ts` refuses a missing Host with a problem of ours.
      requireHostHeader: false,
      keepAliveTimeout: limits.keepAliveMs,
      headersTimeout: limits.headerReadMs,
      // Uploads may be long; a body that stalls is caught by the exchange's own deadline.
      requestTimeout: 0,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      shouldUpgradeCallback: () => false,
    });
    // Otherwise Node drops header lines beyond 2000 in silence while its framing still honours them.
    server.maxHeadersCount = 0;
    server.on('request', this.#onRequest);
    server.on('checkContinue', this.#onRequest);
    server.on('checkExpectation', this.#onRequest);
    server.on('connect', this.#onConnect);
    server.on('clientError', this.#onClientError);
    return server;
  }

  readonly #onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    try {
      const outcome = this.#parts.pipeline.open(headOf(request));
      if (outcome.kind === 'answer') this.#answer(response, outcome);
      else this.#forward(request, response, outcome);
    } catch (error) {
      this.#parts.onBug(error);
      request.socket.destroy();
    }
  };

  #answer(response: ServerResponse, answer: Answer): void {
    this.#parts.onAnswered(answer.status);
    writeAnswer(response, this.#draining ? { ...answer, close: true } : answer);
  }

  #forward(request: IncomingMessage, response: ServerResponse, passage: Passage): void {
    this.#inFlight += 1;
    const exchange = new Exchange(this.#exchangeParts, request, response, passage);
    this.#youngest.set(request.socket, exchange);
    exchange.start();
  }

  readonly #onConnect = (request: IncomingMessage, socket: Duplex): void => {
    const outcome = this.#parts.pipeline.open(headOf(request));
    if (outcome.kind === 'answer') endWith(socket, outcome);
    else throw new Error('CONNECT is never forwarded');
  };

  readonly #onClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    const exchange = this.#youngest.get(socket);
    const isOpen = exchange !== undefined && !exchange.response.writableFinished;
    if (isOpen && !exchange.request.complete && error.code?.startsWith('HPE_')) {
      // The body of the request under way is broken: end it, never with a clean end towards the upstream.
      exchange.breakRequest('requestMalformed');
      (socket as Socket).destroySoon();
      return;
    }
    // An answer is still on its way to a request before this one: let nothing of ours get in between.
    if (isOpen || !socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    endWith(socket, this.#parts.pipeline.refuseUnparsed(unparsedProblem(error.code)));
  };
}

function headOf(request: IncomingMessage): RequestHead {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    version: request.httpVersion,
    rawHeaders: request.rawHeaders,
    peerAddress: request.socket.remoteAddress ?? '',
  };
}

function unparsedProblem(code: string | undefined): Parameters<Pipeline['refuseUnparsed']>[0] {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headersTooLarge';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'requestTimeout' : 'requestMalformed';
}

/** Writes an answer to a socket that has no response object. */
function endWith(socket: Duplex, answer: Answer): void {
  let head = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? 'Refused'}\r\nConnection: close\r\n`;
  for (let i = 0; i < answer.headers.length; i += 2)
    head += `${answer.headers[i]}: ${answer.headers[i + 1]}\r\n`;
  socket.end(`${head}\r\n${answer.body}`, () => socket.destroy());
}
