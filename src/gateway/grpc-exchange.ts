/**
 * One RPC: a stream of the client's connection joined to one of the upstream's, with trailers and backpressure
 * both ways. Whatever it is (unary or streaming, which the wire does not tell) it is one call; its end, the
 * trailers, leaves when its record is on disk.
 */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  constants,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Deadlines, Timed } from './deadlines.ts';
import { clientHeaders } from './forward-headers.ts';
import { GRPC_STATUS, MessageCounter, respondStatus, statusTrailers, timeoutMs } from './grpc-message.ts';
import type { GrpcUpstreams } from './grpc-upstreams.ts';
import { isResponseDropped } from './header-names.ts';
import { applyRules } from './header-rules.ts';
import { isConnectionHeader } from './http2-stream.ts';
import { type GatewayProblem, gatewayKinds } from './problem-kinds.ts';
import { StreamWatch } from './stream-watch.ts';
import type { Passage, TransportLimits } from './transport.ts';
import { addressTo } from './upstream-attempts.ts';
import type { Circuit } from './upstream-circuit.ts';
import { problemOf } from './upstream-faults.ts';
import type { UpstreamTarget } from './upstream-targets.ts';

export interface GrpcExchangeParts {
  readonly upstreams: GrpcUpstreams;
  readonly deadlines: Deadlines;
  readonly limits: Pick<TransportLimits, 'streamIdleMs'>;
  readonly onFault: (problem: GatewayProblem, status: number) => void;
  readonly onOver: () => void;
}

/** Of the target: these lie with the caller, or with us. */
const SAYS_NOTHING = new Set<GatewayProblem>(['upstreamBusy', 'requestMalformed']);
const BROKEN = new Error('The response cannot be finished');

export class GrpcExchange implements Timed {
  deadlineMs = Number.POSITIVE_INFINITY;
  readonly #parts: GrpcExchangeParts;
  readonly #client: ServerHttp2Stream;
  readonly #passage: Passage;
  readonly #watch: StreamWatch;
  readonly #sent = new MessageCounter();
  readonly #received = new MessageCounter();
  /** The caller's own deadline. */
  readonly #callDeadlineMs: number;
  readonly #abort = new AbortController();
  #session: ClientHttp2Session | null = null;
  #upstream: ClientHttp2Stream | null = null;
  /** Until the target's circuit has been told how it went. */
  #attempt: { readonly circuit: Circuit; readonly isProbe: boolean } | null = null;
  #requestTrailers: Record<string, string | string[]> = {};
  /** What the client gets at the end. */
  #trailers: string[] | null = null;
  #answered = false;
  #over = false;

  constructor(parts: GrpcExchangeParts, client: ServerHttp2Stream, passage: Passage) {
    this.#parts = parts;
    this.#client = client;
    this.#passage = passage;
    this.#watch = new StreamWatch(passage.call, parts.deadlines.nowMs);
    this.#callDeadlineMs = parts.deadlines.nowMs + timeoutMs(passage.headers);
  }

  start(): void {
    const client = this.#client;
    this.#parts.deadlines.add(this);
    client.once('close', () => this.#onClientClose());
    client.on('trailers', (trailers: Record<string, string | string[]>) => {
      this.#requestTrailers = trailers;
    });
    client.once('wantTrailers', () => this.#sendTrailers());
    this.#stir();
    try {
      this.#ask();
    } catch (error) {
      this.#fail(problemOf(error as Error));
    }
  }

  expire(): void {
    if (this.#parts.deadlines.nowMs >= this.#callDeadlineMs)
      this.#end(GRPC_STATUS.deadlineExceeded, 'The deadline of the call has passed');
    else if (this.#answered) this.#end(GRPC_STATUS.unavailable, 'idle for too long');
    else this.#fail('upstreamTimeout');
  }

  tick(nowMs: number): void {
    this.#passage.call.properties = this.#properties(null);
    const reason = this.#watch.tick(nowMs);
    if (reason !== null) this.#end(GRPC_STATUS.cancelled, reason);
  }

  #ask(): void {
    const target = this.#chooseTarget();
    if (target === null) {
      this.#fail('upstreamUnavailable');
      return;
    }
    const taken = this.#parts.upstreams.take(target.place);
    if (taken === null) {
      this.#fail('upstreamBusy');
      return;
    }
    this.#session = taken.session;
    const upstream = this.#open(taken.session, target);
    if (upstream === null) {
      taken.release();
      this.#fail('requestMalformed');
      return;
    }
    this.#upstream = upstream;
    upstream.once('close', () => {
      taken.release();
      this.#onUpstreamClose();
    });
    upstream.on('error', (error) => this.#onUpstreamError(error));
    upstream.once('wantTrailers', () => upstream.sendTrailers(this.#requestTrailers));
    upstream.once('response', (_headers, flags, raw) => this.#onResponse(flags, raw as string[]));
    upstream.once('trailers', (_trailers, _flags, raw) => {
      this.#trailers = forClient(raw as string[]);
    });
    this.#pumpRequest(upstream);
  }

  /** Null where the request's headers cannot be sent: twice what may be there once, for one. */
  #open(session: ClientHttp2Session, target: UpstreamTarget): ClientHttp2Stream | null {
    try {
      return session.request(this.#requestHeaders(target), {
        waitForTrailers: true,
        // Ends the stream by a reset alone: `close` would first end the request as if it were whole.
        signal: this.#abort.signal,
      });
    } catch {
      return null;
    }
  }

  /** One for the whole RPC: what a stream has said cannot be said again to another. */
  #chooseTarget(): UpstreamTarget | null {
    const { targets } = this.#passage.upstream;
    const { nowMs } = this.#parts.deadlines;
    const target = targets.targets[targets.choose(nowMs, 0)];
    if (target === undefined) return null;
    this.#attempt = { circuit: target.circuit, isProbe: target.circuit.begin(nowMs) };
    return target;
  }

  /** Tells the target's circuit how it went, once. */
  #settle(how: (circuit: Circuit, isProbe: boolean, nowMs: number) => void): void {
    const attempt = this.#attempt;
    this.#attempt = null;
    if (attempt !== null) how(attempt.circuit, attempt.isProbe, this.#parts.deadlines.nowMs);
  }

  #requestHeaders(target: UpstreamTarget): Record<string, string | string[]> {
    const { method, headers, host } = this.#passage;
    const path = addressTo(this.#passage, target, headers.length);
    const list: Record<string, string | string[]> = {
      ':method': method,
      ':path': path,
      ':scheme': target.scheme,
      ':authority': host ?? target.authority,
    };
    for (let i = 0; i < headers.length; i += 2) {
      const name = headers[i]!.toLowerCase();
      if (isConnectionHeader(name) || name === 'content-length' || name === 'host') continue;
      const earlier = list[name];
      list[name] = earlier === undefined ? headers[i + 1]! : [earlier, headers[i + 1]!].flat();
    }
    // Without it servers do not answer callers who could not see a status.
    list.te = 'trailers';
    return list;
  }

  #pumpRequest(upstream: ClientHttp2Stream): void {
    const client = this.#client;
    client.on('data', (chunk: Buffer) => {
      this.#passage.call.requestBytes += chunk.length;
      this.#sent.pass(chunk);
      this.#stir();
      if (upstream.write(chunk)) return;
      client.pause();
      upstream.once('drain', () => client.resume());
    });
    // A stream that the client reset also says 'end'; that is told by its closing.
    client.once('end', () => {
      if (!client.aborted && !upstream.destroyed) upstream.end();
    });
  }

  #onResponse(flags: number, raw: readonly string[]): void {
    if (this.#over) return;
    const { call } = this.#passage;
    const status = Number(raw[raw.indexOf(':status') + 1]);
    const headers = forClient(raw);
    const rules = this.#passage.upstream.responseRules?.get(call.decision.route.id);
    if (rules !== undefined) applyRules(rules, headers, call.decision, call.request.requestId);
    this.#settle((circuit, isProbe, nowMs) => circuit.answered(nowMs, isProbe, status >= 500));
    this.#answered = true;
    call.answered(status);
    this.#stir();
    for (const part of call.decision.headers) headers.push(part);
    const head = [':status', String(status), ...headers];
    if (flags & constants.NGHTTP2_FLAG_END_STREAM) {
      this.#complete(headers, () => this.#respond(head, true));
      return;
    }
    call.startStream(() => {
      if (this.#over || !this.#respond(head, false)) return;
      this.#pumpResponse(isGrpc(headers));
    });
  }

  #pumpResponse(needsStatus: boolean): void {
    const upstream = this.#upstream!;
    const client = this.#client;
    upstream.on('data', (chunk: Buffer) => {
      if (this.#over) return;
      this.#passage.call.responseBytes += chunk.length;
      this.#received.pass(chunk);
      this.#stir();
      if (client.write(chunk)) return;
      upstream.pause();
      client.once('drain', () => upstream.resume());
    });
    upstream.once('end', () => {
      // Without a status it was cut off, however properly the stream was ended.
      if (this.#trailers === null && needsStatus) return;
      this.#complete(this.#trailers ?? [], () => client.end());
    });
  }

  /** The upstream has said everything. */
  #complete(trailers: readonly string[], onDurable: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.deadlineMs = Number.POSITIVE_INFINITY;
    const { call } = this.#passage;
    const status = statusOf(trailers);
    call.properties = this.#properties(status);
    call.complete(onDurable, status === null || status === 0 ? null : `gRPC status ${status}`);
  }

  #respond(head: readonly string[], endStream: boolean): boolean {
    const client = this.#client;
    if (client.destroyed || client.closed) return false;
    client.respond([...head] as never, endStream ? { endStream } : { waitForTrailers: true });
    return true;
  }

  #sendTrailers(): void {
    const trailers: Record<string, string | string[]> = {};
    for (let i = 0; i < (this.#trailers?.length ?? 0); i += 2) {
      const name = this.#trailers![i]!;
      const earlier = trailers[name];
      const value = this.#trailers![i + 1]!;
      trailers[name] = earlier === undefined ? value : [earlier, value].flat();
    }
    this.#client.sendTrailers(trailers);
  }

  #onUpstreamError(error: Error): void {
    if (this.#over) return;
    if (this.#answered) this.#end(GRPC_STATUS.unavailable, 'the upstream ended too early');
    else this.#fail(problemOf(error) === 'upstreamTimeout' ? 'upstreamTimeout' : 'upstreamUnreachable');
  }

  #onUpstreamClose(): void {
    if (this.#over) return;
    if (this.#answered) this.#end(GRPC_STATUS.unavailable, 'the upstream ended too early');
    else this.#fail('upstreamProtocol');
  }

  /** The gateway failed the call: nothing was used. */
  #fail(problem: GatewayProblem): void {
    if (this.#over) return;
    this.#over = true;
    // Asked of the session, because a stream that has ended no longer knows its own.
    const isGone = this.#session === null || this.#session.connecting;
    if (SAYS_NOTHING.has(problem)) this.#settle((circuit, isProbe) => circuit.released(isProbe));
    else this.#settle((circuit, isProbe, nowMs) => circuit.failed(nowMs, isProbe, isGone));
    this.#passage.call.failedStatus = gatewayKinds[problem].status;
    this.#passage.call.refund();
    this.#abort.abort();
    const { status, title } = gatewayKinds[problem];
    this.#parts.onFault(problem, status);
    const { requestId } = this.#passage.call.request;
    const code = status < 500 ? GRPC_STATUS.invalidArgument : GRPC_STATUS.unavailable;
    respondStatus(this.#client, code, title, ['x-turnpike-request-id', requestId]);
  }

  /** It must not go on. What the upstream has begun to answer counts. */
  #end(status: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#settle((circuit, isProbe) => circuit.released(isProbe));
    this.deadlineMs = Number.POSITIVE_INFINITY;
    const { call } = this.#passage;
    const client = this.#client;
    this.#abort.abort();
    if (!this.#answered) {
      call.refund();
      respondStatus(client, status, reason);
      return;
    }
    call.properties = this.#properties(status);
    this.#trailers = statusTrailers(status, reason);
    call.interrupt(reason, () => {
      if (client.headersSent && !client.destroyed) client.end();
      else respondStatus(client, status, reason);
    });
  }

  #onClientClose(): void {
    this.#parts.deadlines.delete(this);
    this.#parts.onOver();
    if (this.#over) return;
    this.#over = true;
    this.#settle((circuit, isProbe) => circuit.released(isProbe));
    const { call } = this.#passage;
    call.properties = this.#properties(null);
    if (this.#answered) call.interrupt('the client closed the stream');
    else call.refund();
    this.#abort.abort();
    this.#client.destroy(BROKEN);
  }

  /** Something moved. Servers answer when they have something to say, so the one limit is that on silence. */
  #stir(): void {
    const idleMs = this.#parts.deadlines.nowMs + this.#parts.limits.streamIdleMs;
    this.deadlineMs = Math.min(this.#callDeadlineMs, idleMs);
  }

  #properties(status: number | null): string {
    return JSON.stringify({
      ...(status === null ? {} : { grpc_status: status }),
      request_messages: this.#sent.messages,
      response_messages: this.#received.messages,
    });
  }
}

/** What of a head or of trailers the client gets, in lower case. */
function forClient(raw: readonly string[]): string[] {
  const fields = raw.slice();
  for (let i = fields.length - 2; i >= 0; i -= 2) {
    const name = fields[i]!;
    if (name.startsWith(':') || isConnectionHeader(name) || isResponseDropped(name)) fields.splice(i, 2);
  }
  return clientHeaders(fields, 200).headers;
}

function fieldOf(fields: readonly string[], name: string): string | null {
  for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) return fields[i + 1]!;
  return null;
}

function isGrpc(headers: readonly string[]): boolean {
  return fieldOf(headers, 'content-type')?.startsWith('application/grpc') ?? false;
}

function statusOf(trailers: readonly string[]): number | null {
  const text = fieldOf(trailers, 'grpc-status');
  return text !== null && /^\d{1,3}$/.test(text) ? Number(text) : null;
}
