/**
 * One admitted call on the wire: request body up, response down, with backpressure both ways. The books are
 * `Call`'s; this class only makes sure that the client never has the end of a response before its record is
 * on disk.
 */
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import { CHALLENGE } from '#enforcement/admission';
import type { ClientRequest, ClientResponse } from './client-streams.ts';
import { exposeToPages } from './cors.ts';
import type { Deadlines, Timed } from './deadlines.ts';
import { clientHeaders } from './forward-headers.ts';
import { applyRules } from './header-rules.ts';
import { type GatewayProblem, gatewayKinds } from './problem-kinds.ts';
import { refusalAnswer } from './refusal.ts';
import { RequestBody } from './request-body.ts';
import { StreamWatch } from './stream-watch.ts';
import type { Answer, Passage, TransportLimits } from './transport.ts';
import { UpstreamAttempts } from './upstream-attempts.ts';
import { problemOf } from './upstream-faults.ts';
import type { UpstreamPools } from './upstream-pools.ts';

export interface ExchangeParts {
  readonly pools: UpstreamPools;
  readonly deadlines: Deadlines;
  readonly limits: TransportLimits;
  readonly isDraining: () => boolean;
  readonly onFault: (problem: GatewayProblem, status: number) => void;
  readonly onRepeat: () => void;
  readonly onOver: (exchange: Exchange) => void;
}

const SMALL_BYTES = 16_384;
const ABORTED = new Error('The exchange is over');

export class Exchange implements Timed, Dispatcher.DispatchHandler {
  deadlineMs: number;
  readonly request: ClientRequest;
  readonly response: ClientResponse;
  readonly #parts: ExchangeParts;
  readonly #passage: Passage;
  readonly #attempts: UpstreamAttempts;
  #body: RequestBody | null = null;
  #bodySent = false;
  #controller: Dispatcher.DispatchController | null = null;
  /** Filtered response headers, once the upstream has answered. */
  #headers: string[] | null = null;
  /** Bytes still to come; null for a stream. */
  #remaining: number | null = 0;
  /** The bytes that complete a response of known length, held until its record is on disk. */
  #tail: Buffer | null = null;
  /** Of a stream. */
  #watch: StreamWatch | null = null;
  #over = false;

  constructor(parts: ExchangeParts, request: ClientRequest, response: ClientResponse, passage: Passage) {
    this.#parts = parts;
    this.#passage = passage;
    this.#attempts = new UpstreamAttempts(passage, parts.pools, parts.onRepeat);
    this.request = request;
    this.response = response;
    const { limits, deadlines } = parts;
    this.deadlineMs = deadlines.nowMs + (passage.hasBody ? limits.clientIdleMs : passage.headersMs);
  }

  start(): void {
    const passage = this.#passage;
    const { response } = this;
    this.#parts.deadlines.add(this);
    response.on('close', this.#onClientClose);
    // Only now: whoever was refused never sends its body.
    if (passage.expectsContinue) response.writeContinue();
    this.#bodySent = !passage.hasBody;
    this.#dispatch();
  }

  /** The client's bytes stopped being HTTP while this exchange was under way. */
  breakRequest(problem: GatewayProblem): void {
    this.#fail(problem);
  }

  expire(): void {
    if (this.#headers !== null) {
      this.#breakResponse('idle for too long');
      return;
    }
    // While the body is on its way, whoever should move it is late: the client, unless the upstream stopped
    // reading.
    const clientIsLate = !this.#bodySent && this.#body?.isTouched === true && !this.request.isPaused();
    if (!clientIsLate) this.#attempts.expired(this.#parts.deadlines.nowMs);
    this.#fail(clientIsLate ? 'requestTimeout' : 'upstreamTimeout');
  }

  tick(nowMs: number): void {
    const reason = this.#watch?.tick(nowMs) ?? null;
    if (reason !== null) this.#breakResponse(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#attempts.isSent = true;
    if (this.#over) controller.abort(ABORTED);
  }

  onRequestSent(): void {
    this.#bodySent = true;
    this.#await(this.#passage.headersMs);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200 || this.#over) return;
    const { call } = this.#passage;
    if (!this.#readHead(controller, status)) {
      this.#attempts.failed(this.#parts.deadlines.nowMs);
      this.#fail('upstreamProtocol');
      return;
    }
    this.#attempts.answered(status, this.#parts.deadlines.nowMs);
    call.answered(status);
    if (this.#remaining !== null) {
      this.#awaitData();
      return;
    }
    controller.pause();
    this.#watch = new StreamWatch(call, this.#parts.deadlines.nowMs);
    call.startStream(() => this.#openStream(controller));
  }

  /** The upstream has agreed: from here on the bytes are no longer HTTP, and somebody else's. */
  onRequestUpgrade(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    socket: Duplex,
  ): void {
    this.#attempts.done();
    const { call, onUpgrade } = this.#passage;
    if (this.#over || onUpgrade === undefined || !this.#readHead(controller, status)) {
      socket.destroy();
      if (!this.#over) this.#attempts.failed(this.#parts.deadlines.nowMs);
      this.#fail('upstreamProtocol');
      return;
    }
    this.#over = true;
    this.#parts.deadlines.delete(this);
    this.#attempts.answered(status, this.#parts.deadlines.nowMs);
    call.answered(status);
    onUpgrade(socket, this.#headers!);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    this.#passage.call.responseBytes += chunk.length;
    if (this.#remaining !== null) {
      this.#remaining -= chunk.length;
      if (this.#remaining <= 0) {
        this.#tail = chunk;
        return;
      }
      if (!this.#sendHead()) return;
    }
    if (this.response.write(chunk)) {
      this.#awaitData();
      return;
    }
    controller.pause();
    this.#await(this.#parts.limits.clientIdleMs);
    this.response.once('drain', () => this.#onDrain());
  }

  onResponseEnd(): void {
    this.#attempts.done();
    if (this.#over) return;
    this.#passage.call.complete(() => this.#release());
    this.deadlineMs = Number.POSITIVE_INFINITY;
    this.#watch = null;
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#attempts.done();
    if (this.#over) return;
    if (this.#headers !== null) this.#breakResponse('the upstream ended too early');
    else if (this.#attempts.broke(error, this.#parts.deadlines.nowMs, this.#body)) this.#dispatch();
    else this.#fail(problemOf(error));
  }

  #readHead(controller: Dispatcher.DispatchController, status: number): boolean {
    if (status > 599) return false;
    try {
      const head = clientHeaders(controller.rawHeaders as Buffer[], status);
      const { upstream, call } = this.#passage;
      const rules = upstream.responseRules?.get(call.decision.route.id);
      if (rules !== undefined) applyRules(rules, head.headers, call.decision, call.request.requestId);
      this.#headers = head.headers;
      this.#remaining = this.#passage.method === 'HEAD' ? 0 : head.contentLength;
      return true;
    } catch {
      // Two framings, or a length that is no number: whatever follows cannot be trusted.
      return false;
    }
  }

  #dispatch(): void {
    const { deadlines } = this.#parts;
    if (this.#passage.hasBody)
      this.#body = new RequestBody(this.request, this.#passage.bodyBytes, this.#passage.bodyDigest, (bytes) =>
        this.#onBodyBytes(bytes),
      );
    const outcome = this.#attempts.dispatch(deadlines.nowMs, this.#body, this);
    if (outcome !== 'sent') this.#fail(outcome === 'busy' ? 'upstreamBusy' : 'upstreamUnavailable');
    // Connecting has a limit of its own, which may be the longer one: the wait for a head begins after it.
    else if (this.#bodySent && !this.#attempts.isSent) {
      this.#await(this.#attempts.connectMs + this.#passage.headersMs);
    }
  }

  #openStream(controller: Dispatcher.DispatchController): void {
    if (this.#over || !this.#sendHead()) return;
    this.response.flushHeaders();
    this.#awaitData();
    controller.resume();
  }

  /** The record is on disk: the client may have the end. */
  #release(): void {
    if (this.response.destroyed || !this.#sendHead()) return;
    const tail = this.#tail;
    if (tail === null) this.response.end();
    // A text goes into one write with the head, which takes a tenth less than head and bytes apart.
    else if (tail.length <= SMALL_BYTES) this.response.end(tail.toString('latin1'), 'latin1');
    else this.response.end(tail);
  }

  #sendHead(): boolean {
    const { response } = this;
    if (response.headersSent) return true;
    const headers = this.#headers!;
    for (const part of this.#passage.call.decision.headers) headers.push(part);
    if (this.#passage.page !== null) exposeToPages(headers, this.#passage.page);
    // What of the request nobody will read any more must not be taken for the next one.
    if (!this.request.complete || this.#parts.isDraining()) response.shouldKeepAlive = false;
    try {
      response.writeHead(this.#passage.call.status!, headers);
      return true;
    } catch {
      // A header that Node will not send (control characters): the parser of the upstream's answer was laxer.
      this.#breakResponse('the upstream sent an unusable header');
      return false;
    }
  }

  /** The answer had begun and cannot be finished: the client must see that, never a clean end. */
  #breakResponse(reason: string): void {
    const { call } = this.#passage;
    if (!this.response.headersSent && !call.isStreaming && !call.isOver) {
      this.#fail('upstreamProtocol');
      return;
    }
    this.#over = true;
    if (call.isStreaming) call.interrupt(reason);
    else call.refund();
    this.#controller?.abort(ABORTED);
    this.response.destroy();
  }

  /** Nothing has been sent: answer with a problem. Nothing was used. */
  #fail(problem: GatewayProblem): void {
    if (this.#over) return;
    this.#over = true;
    const { call, method } = this.#passage;
    const kind = gatewayKinds[problem];
    call.failedStatus = kind.status;
    this.#attempts.abandon();
    call.refund();
    this.#controller?.abort(ABORTED);
    const { response } = this;
    this.#parts.onFault(problem, kind.status);
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const headers =
      kind.status === 503
        ? ['Retry-After', this.#retryAfter(problem)]
        : kind.status === 401
          ? [...CHALLENGE]
          : [];
    const close = !this.request.complete || this.#parts.isDraining();
    const answer = refusalAnswer(kind, call.request.requestId, method, { headers, close });
    if (this.#passage.page !== null) exposeToPages(answer.headers, this.#passage.page);
    writeAnswer(response, answer);
  }

  /** Whole seconds after which asking again may help. */
  #retryAfter(problem: GatewayProblem): string {
    if (problem !== 'upstreamUnavailable') return '1';
    const waitMs = this.#passage.upstream.targets.waitMs(this.#parts.deadlines.nowMs);
    return String(Math.max(1, Math.ceil(waitMs / 1000)));
  }

  #await(forMs: number): void {
    this.deadlineMs = this.#parts.deadlines.nowMs + forMs;
  }

  #awaitData(): void {
    const { streamIdleMs, upstreamIdleMs } = this.#parts.limits;
    this.#await(Math.min(this.#passage.idleMs, this.#remaining === null ? streamIdleMs : upstreamIdleMs));
  }

  #onBodyBytes(bytes: number): void {
    this.#passage.call.requestBytes += bytes;
    if (this.#headers === null) this.#await(this.#parts.limits.clientIdleMs);
  }

  #onDrain(): void {
    if (this.#over) return;
    this.#awaitData();
    this.#controller?.resume();
  }

  /** Comes after every response, finished or not. */
  readonly #onClientClose = (): void => {
    this.#parts.deadlines.delete(this);
    this.#parts.onOver(this);
    if (this.#over || this.response.writableFinished) return;
    this.#over = true;
    const { call } = this.#passage;
    this.#attempts.abandon();
    if (this.#headers === null) call.refund();
    else call.interrupt('the client closed the connection');
    this.#controller?.abort(ABORTED);
  };
}

export function writeAnswer(response: ClientResponse, answer: Answer): void {
  if (answer.close) response.shouldKeepAlive = false;
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}
