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
import type { ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import type { Call } from './call.ts';
import type { ClientRequest, ClientResponse } from './client-streams.ts';
import { Deadlines } from './deadlines.ts';
import { Exchange, type ExchangeParts, writeAnswer } from './exchange.ts';
import { GrpcExchange } from './grpc-exchange.ts';
import { answerGrpc, speaksGrpc } from './grpc-message.ts';
import type { GrpcUpstreams } from './grpc-upstreams.ts';
import { Http2Front } from './http2-front.ts';
import { type GatewayProblem, gatewayKinds } from './problem-kinds.ts';
import { refusalAnswer } from './refusal.ts';
import { TlsListener, type TlsMaterial } from './tls-listener.ts';
import type {
  Answer,
  Passage,
  Pipeline,
  Place,
  RequestHead,
  Transport,
  TransportLimits,
} from './transport.ts';
import { Tunnel } from './tunnel.ts';
import type { UpstreamPools } from './upstream-pools.ts';
import { asksForWebSocket, responseOn, switchingHead } from './websocket-upgrade.ts';

export interface NodeTransportParts {
  readonly pipeline: Pipeline;
  readonly pools: UpstreamPools;
  readonly grpcUpstreams: GrpcUpstreams;
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
/** Open at once per worker. */
const MOST_TUNNELS = 10_000;

export class NodeHttpTransport implements Transport {
  readonly #parts: NodeTransportParts;
  readonly #server: Server;
  readonly #http2: Http2Front;
  #tls: TlsListener | null = null;
  readonly #deadlines: Deadlines;
  readonly #exchangeParts: ExchangeParts;
  /** The youngest exchange of each connection, for parser errors, which name only the socket. */
  readonly #youngest = new WeakMap<Duplex, Exchange>();
  /** Connections that end with an answer which has been given already. */
  readonly #ending = new WeakSet<Duplex>();
  readonly #tunnels = new Set<Tunnel>();
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
    this.#http2 = new Http2Front({
      limits: parts.limits,
      serve: (head, request, response, stream) => {
        if (speaksGrpc(head)) this.#serveGrpc(head, stream);
        else this.#serve(head, request, response);
      },
      refuseTooLarge: (response) => this.#answer(response, parts.pipeline.refuseUnparsed('headersTooLarge')),
    });
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  async listen(place: Place): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(place, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** A second port, with TLS: the same servers behind it, so that without it nothing costs more. */
  listenTls(place: Place, material: TlsMaterial): Promise<number> {
    this.#tls = new TlsListener({
      material,
      handshakeMs: this.#parts.limits.headerReadMs,
      onHttp1: (socket) => void this.#server.emit('connection', socket),
      onHttp2: (socket) => this.#http2.accept(socket),
    });
    return this.#tls.listen(place);
  }

  replaceCertificates(material: TlsMaterial): void {
    this.#tls?.use(material);
  }

  async drain(graceMs: number): Promise<void> {
    this.#draining = true;
    const closed = [new Promise<void>((resolve) => this.#server.close(() => resolve())), this.#tls?.close()];
    this.#server.closeIdleConnections();
    this.#http2.closeSessions();
    for (const tunnel of this.#tunnels) tunnel.close('the gateway is stopping');
    await this.#untilIdle(graceMs);
    this.#server.closeIdleConnections();
    this.#server.closeAllConnections();
    this.#http2.destroyAll();
    this.#tls?.destroyAll();
    await Promise.all(closed);
    // Those that were cut off still write down how they ended.
    await this.#untilIdle(CUT_OFF_MS);
    this.#deadlines.stop();
    await this.#parts.pools.close();
    this.#parts.grpcUpstreams.close();
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
      shouldUpgradeCallback: (request) => this.#shallUpgrade(request),
    });
    // Otherwise Node drops header lines beyond 2000 in silence while its framing still honours them.
    server.maxHeadersCount = 0;
    server.on('request', this.#onRequest);
    server.on('checkContinue', this.#onRequest);
    server.on('checkExpectation', this.#onRequest);
    server.on('connect', this.#onConnect);
    server.on('upgrade', this.#onUpgrade);
    server.on('clientError', this.#onClientError);
    return server;
  }

  readonly #onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    // Node goes on reading behind an answer that closes: what was sent along with a refused request is not served.
    if (this.#ending.has(request.socket)) return;
    const exchange = this.#serve(headOf(request), request, response);
    if (exchange !== null) this.#youngest.set(request.socket, exchange);
    else if (!response.shouldKeepAlive) this.#ending.add(request.socket);
  };

  /** The exchange that was begun, if one was. */
  #serve(
    head: RequestHead,
    request: ClientRequest,
    response: ClientResponse,
    adapt: (passage: Passage) => Passage = (passage) => passage,
  ): Exchange | null {
    try {
      const outcome = this.#parts.pipeline.open(head);
      if (outcome.kind === 'forward') return this.#forward(request, response, adapt(outcome));
      this.#answer(response, outcome);
    } catch (error) {
      this.#parts.onBug(error);
      response.destroy();
    }
    return null;
  }

  /** Otherwise the request is an ordinary one, and its wish to be upgraded is not passed on. */
  #shallUpgrade(request: IncomingMessage): boolean {
    if (this.#ending.has(request.socket)) return false;
    const before = this.#youngest.get(request.socket);
    // Its answer is still on its way down the same connection.
    if (before !== undefined && !before.response.writableFinished) return false;
    return asksForWebSocket(request) && this.#parts.pipeline.mayUpgrade(headOf(request));
  }

  readonly #onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => undefined);
    (socket as Socket).setTimeout(0);
    const response = responseOn(request, socket);
    if (this.#tunnels.size >= MOST_TUNNELS) {
      this.#answer(response, this.#parts.pipeline.refuseUnparsed('upstreamBusy'));
      return;
    }
    this.#serve(headOf(request), request, response, (passage) => ({
      ...passage,
      onUpgrade: (upstream, headers) => {
        response.detachSocket(socket as Socket);
        this.#tunnel(passage.call, socket, upstream, switchingHead(headers, passage.call), head);
      },
    }));
  };

  #tunnel(call: Call, client: Duplex, upstream: Duplex, switching: string, head: Buffer): void {
    const tunnel = new Tunnel({
      call,
      client,
      upstream,
      deadlines: this.#deadlines,
      idleMs: this.#parts.limits.streamIdleMs,
      onOver: () => {
        this.#inFlight -= 1;
        this.#tunnels.delete(tunnel);
      },
    });
    this.#tunnels.add(tunnel);
    this.#parts.onAnswered(call.status!);
    call.startStream(() => {
      if (client.writable) client.write(switching, 'latin1');
      tunnel.start(head);
      if (this.#draining) tunnel.close('the gateway is stopping');
    });
  }

  #answer(response: ClientResponse, answer: Answer): void {
    this.#parts.onAnswered(answer.status);
    writeAnswer(response, this.#draining ? { ...answer, close: true } : answer);
  }

  /** Only callers of gRPC can read what a route of gRPC answers. */
  #refuseProtocol({ call, method }: Passage, detail: string): Answer {
    call.refund();
    const kind = gatewayKinds.protocolMismatch;
    this.#parts.onFault('protocolMismatch', kind.status);
    return refusalAnswer(kind, call.request.requestId, method, { detail, close: true });
  }

  #serveGrpc(head: RequestHead, stream: ServerHttp2Stream): void {
    try {
      const outcome = this.#parts.pipeline.open(head);
      if (outcome.kind === 'answer') {
        this.#parts.onAnswered(outcome.status);
        answerGrpc(stream, outcome);
      } else if (outcome.protocol !== 'grpc')
        answerGrpc(stream, this.#refuseProtocol(outcome, 'This route does not speak gRPC.'));
      else this.#forwardGrpc(stream, outcome);
    } catch (error) {
      this.#parts.onBug(error);
      stream.destroy(error as Error);
    }
  }

  #forwardGrpc(stream: ServerHttp2Stream, passage: Passage): void {
    this.#inFlight += 1;
    new GrpcExchange(
      {
        upstreams: this.#parts.grpcUpstreams,
        deadlines: this.#deadlines,
        limits: this.#parts.limits,
        onFault: this.#parts.onFault,
        onOver: () => {
          this.#inFlight -= 1;
          if (stream.headersSent) this.#parts.onAnswered(200);
        },
      },
      stream,
      passage,
    ).start();
  }

  #forward(request: ClientRequest, response: ClientResponse, passage: Passage): Exchange | null {
    if (passage.protocol === 'grpc') {
      this.#answer(response, this.#refuseProtocol(passage, 'This route speaks gRPC, over HTTP/2.'));
      return null;
    }
    this.#inFlight += 1;
    const exchange = new Exchange(this.#exchangeParts, request, response, passage);
    exchange.start();
    return exchange;
  }

  readonly #onConnect = (request: IncomingMessage, socket: Duplex): void => {
    socket.on('error', () => undefined);
    if (this.#ending.has(socket)) return;
    const outcome = this.#parts.pipeline.open(headOf(request));
    if (outcome.kind !== 'answer') throw new Error('CONNECT is never forwarded');
    this.#endWith(socket, outcome);
  };

  /** Answers come in the order of their requests: behind the one that is still on its way, if there is one. */
  #endWith(socket: Duplex, answer: Answer): void {
    this.#ending.add(socket);
    const before = this.#youngest.get(socket);
    if (before === undefined || before.response.writableFinished) endWith(socket, answer);
    else before.response.on('close', () => endWith(socket, answer));
  }

  readonly #onClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    // What follows the last request of a connection is nobody's, wellformed or not.
    if (this.#ending.has(socket) || error.code === 'HPE_CLOSED_CONNECTION') return;
    const exchange = this.#youngest.get(socket);
    const isOpen = exchange !== undefined && !exchange.response.writableFinished;
    const isParsers = error.code?.startsWith('HPE_') === true;
    if (isOpen && isParsers && !exchange.request.complete) {
      // The body of the request under way is broken: end it, never with a clean end towards the upstream.
      exchange.breakRequest('requestMalformed');
      (socket as Socket).destroySoon();
      return;
    }
    if ((isOpen && !isParsers) || !socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    this.#endWith(socket, this.#parts.pipeline.refuseUnparsed(unparsedProblem(error.code)));
  };
}

function headOf(request: IncomingMessage): RequestHead {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    version: request.httpVersion,
    rawHeaders: request.rawHeaders,
    peerAddress: request.socket.remoteAddress ?? '',
    encrypted: (request.socket as Partial<TLSSocket>).encrypted === true,
    unannouncedBody: false,
  };
}

function unparsedProblem(code: string | undefined): Parameters<Pipeline['refuseUnparsed']>[0] {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headersTooLarge';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'requestTimeout' : 'requestMalformed';
}

/** Writes an answer to a socket that has no response object. */
function endWith(socket: Duplex, answer: Answer): void {
  if (!socket.writable) return;
  let head = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? 'Refused'}\r\nConnection: close\r\n`;
  for (let i = 0; i < answer.headers.length; i += 2)
    head += `${answer.headers[i]}: ${answer.headers[i + 1]}\r\n`;
  socket.end(`${head}\r\n${answer.body}`, () => socket.destroy());
}
