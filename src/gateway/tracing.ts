/**
 * Spans of calls, made in the worker and exported by the main thread. It stands around the pipeline, so that without an
 * exporter nothing of it is there. A span says who and what by ids and templates: never a path, a query, a key or an address
 * of a client.
 */
import type { BlockList } from 'node:net';
import { addressList } from '#kernel/addresses';
import { parseTraceparent, randomHex } from './trace-context.ts';
import type { Answer, Passage, Pipeline, RequestHead } from './transport.ts';

export interface TracingSettings {
  /** Which part of the calls is traced: 0 to 1. */
  readonly ratio: number;
  /** Their decision to sample is followed; anyone else's is not, or strangers could fill the collector. */
  readonly trustedProxies: readonly string[];
}

/** A span as it travels to the main thread. */
export interface SpanFact {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly kind: 'server' | 'client';
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly failed: boolean;
  readonly attributes: Record<string, string | number>;
}

export type SpanReport = { readonly kind: 'spans'; readonly spans: SpanFact[]; readonly dropped: number };

/** Between two reports; what comes beyond is counted and dropped. */
const MOST_HELD = 2048;
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE']);

interface Trace {
  readonly traceId: string;
  readonly serverSpanId: string;
  readonly parentSpanId: string | null;
  readonly startMs: number;
}

export class Tracer {
  readonly #settings: TracingSettings;
  readonly #trusted: BlockList;
  readonly #wallMs: () => number;
  #spans: SpanFact[] = [];
  #dropped = 0;

  constructor(settings: TracingSettings, wallMs: () => number) {
    this.#settings = settings;
    this.#trusted = addressList(settings.trustedProxies);
    this.#wallMs = wallMs;
  }

  /** The same pipeline, whose calls leave spans. */
  around(pipeline: Pipeline): Pipeline {
    return {
      open: (head) => this.#observe(head, this.#wallMs(), pipeline.open(head)),
      mayUpgrade: (head) => pipeline.mayUpgrade(head),
      refuseUnparsed: (problem) => pipeline.refuseUnparsed(problem),
    };
  }

  /** What has gathered since the last report; null for nothing. */
  take(): SpanReport | null {
    if (this.#spans.length === 0 && this.#dropped === 0) return null;
    const report: SpanReport = { kind: 'spans', spans: this.#spans, dropped: this.#dropped };
    this.#spans = [];
    this.#dropped = 0;
    return report;
  }

  #observe<T extends Answer | Passage>(head: RequestHead, startMs: number, outcome: T): T {
    const parent = parseTraceparent(headerOf(head.rawHeaders, 'traceparent'));
    const trusted = parent !== null && this.#isTrusted(head.peerAddress);
    const sampled = trusted ? parent.sampled : Math.random() < this.#settings.ratio;
    if (outcome.kind === 'forward') this.#observePassage(outcome, parent, sampled, startMs);
    else if (sampled) {
      const trace: Trace = {
        traceId: parent?.traceId ?? randomHex(16),
        serverSpanId: randomHex(8),
        parentSpanId: parent?.spanId ?? null,
        startMs,
      };
      const attributes = { 'http.response.status_code': outcome.status };
      this.#server(trace, head.method, null, attributes, outcome.status >= 500);
    }
    return outcome;
  }

  /** The header that goes to the upstream names our client span and carries our decision. */
  #observePassage(
    passage: Passage,
    parent: ReturnType<typeof parseTraceparent>,
    sampled: boolean,
    startMs: number,
  ): void {
    const at = passage.headers.indexOf('traceparent') + 1;
    const ours = parseTraceparent(passage.headers[at] ?? null);
    if (at === 0 || ours === null) return;
    passage.headers[at] = `00-${ours.traceId}-${ours.spanId}-${sampled ? '01' : '00'}`;
    if (!sampled) return;
    const trace: Trace = {
      traceId: ours.traceId,
      serverSpanId: randomHex(8),
      parentSpanId: parent?.spanId ?? null,
      startMs,
    };
    passage.call.onClosed = (interrupted) => this.#closed(passage, trace, ours.spanId, interrupted);
  }

  #closed(passage: Passage, trace: Trace, clientSpanId: string, interrupted: boolean): void {
    const { call, method } = passage;
    const { product, route, caller } = call.decision;
    const shown = call.status ?? call.failedStatus;
    const status: Record<string, number> = shown === null ? {} : { 'http.response.status_code': shown };
    const problem: Record<string, string> = interrupted
      ? { 'error.type': 'interrupted' }
      : call.status === null
        ? { 'error.type': 'upstream' }
        : {};
    const failed = interrupted || shown === null || shown >= 500;
    this.#server(
      trace,
      method,
      `${product.address}${route.template}`,
      {
        ...status,
        ...problem,
        'turnpike.request.id': call.request.requestId,
        'turnpike.product.id': product.id,
        'turnpike.route.id': route.id,
        'turnpike.consumer.id': caller.consumerId,
        'turnpike.subscription.id': caller.subscriptionId,
      },
      failed,
    );
    const answered: Record<string, number> =
      call.status === null ? {} : { 'http.response.status_code': call.status };
    this.#hold({
      traceId: trace.traceId,
      spanId: clientSpanId,
      parentSpanId: trace.serverSpanId,
      kind: 'client',
      name: methodOf(method),
      startMs: trace.startMs,
      endMs: this.#wallMs(),
      failed: interrupted || call.status === null || call.status >= 400,
      attributes: {
        'http.request.method': methodOf(method),
        ...serverOf(call.upstreamUrl),
        ...answered,
        ...problem,
      },
    });
  }

  #server(
    trace: Trace,
    method: string,
    route: string | null,
    attributes: Record<string, string | number>,
    failed: boolean,
  ): void {
    const shown = methodOf(method);
    this.#hold({
      traceId: trace.traceId,
      spanId: trace.serverSpanId,
      parentSpanId: trace.parentSpanId,
      kind: 'server',
      name: route === null ? shown : `${shown} ${route}`,
      startMs: trace.startMs,
      endMs: this.#wallMs(),
      failed,
      attributes: {
        'http.request.method': shown,
        ...(route === null ? {} : { 'http.route': route }),
        ...attributes,
      },
    });
  }

  #hold(span: SpanFact): void {
    if (this.#spans.length < MOST_HELD) this.#spans.push(span);
    else this.#dropped += 1;
  }

  #isTrusted(address: string): boolean {
    const plain = address.replace(/^::ffff:/, '');
    return this.#trusted.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
  }
}

/** Methods are the client's to invent, and names of spans must stay few. */
function methodOf(method: string): string {
  return METHODS.has(method) ? method : '_OTHER';
}

function serverOf(upstreamUrl: string | null): Record<string, string | number> {
  if (upstreamUrl === null) return {};
  const { hostname, port, protocol } = new URL(upstreamUrl);
  return { 'server.address': hostname, 'server.port': Number(port || (protocol === 'https:' ? 443 : 80)) };
}

/** Null when it is missing or was sent more than once. */
function headerOf(rawHeaders: readonly string[], name: string): string | null {
  let found: string | null = null;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]!.length !== name.length || rawHeaders[i]!.toLowerCase() !== name) continue;
    if (found !== null) return null;
    found = rawHeaders[i + 1]!;
  }
  return found;
}
