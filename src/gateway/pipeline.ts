/**
 * From a request head to an answer or a passage: parse → CORS preflight → admission → what the upstream
 * gets.
 */
import {
  type Admission,
  admissionKinds,
  type CompiledProduct,
  type Forward,
  methodsOf,
} from '#enforcement/admission';
import { Call, type CallServices } from './call.ts';
import { exposeToPages, preflightHeaders } from './cors.ts';
import { isLoop, type PeerFacts, upstreamHeaders } from './forward-headers.ts';
import { type ParsedRequest, parseRequest } from './framing.ts';
import type { PeerReader } from './peer.ts';
import { type GatewayProblem, gatewayKinds } from './problem-kinds.ts';
import { refusalAnswer } from './refusal.ts';
import type { Answer, Passage, Pipeline, RequestHead } from './transport.ts';
import { upstreamPath } from './upstream-path.ts';

export interface PipelineParts {
  readonly admission: Admission;
  readonly calls: CallServices;
  readonly peers: PeerReader;
  readonly bodyBytes: number;
  /** False when nothing more can be recorded: new calls are refused, those in flight finish. */
  canRecord(): boolean;
  wallMs(): number;
  newRequestId(): string;
  /** Told of every refusal, by the last part of its type. */
  onRefused(problemType: string, status: number): void;
}

const CLIENT_REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;
/** Unread bodies up to this size are skipped to keep the connection; beyond it closing is cheaper. */
const SKIPPED_BODY_BYTES = 65_536;
const SERVER_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

export function createPipeline(parts: PipelineParts): Pipeline {
  const open = (head: RequestHead): Answer | Passage => {
    const requestId = parts.newRequestId();
    if (head.method === 'CONNECT' || head.method === 'TRACE') {
      return refuse(parts, 'methodNotSupported', requestId, head.method, {
        close: true,
        headers: ['Allow', SERVER_METHODS],
      });
    }
    if (head.target === '*') return serverOptions(parts, head, requestId);
    const parsed = parseRequest(head);
    if (parsed.kind === 'refused') {
      return refuse(parts, parsed.problem, requestId, head.method, { detail: parsed.detail, close: true });
    }
    return openParsed(parts, parsed, head, requestId);
  };
  const mayUpgrade: Pipeline['mayUpgrade'] = (head) => {
    const parsed = parseRequest(head);
    if (parsed.kind === 'refused') return false;
    const product = parts.admission.product(parsed.target.address);
    if (product === undefined) return false;
    return parts.admission.routeOf(product, parsed.method, parsed.target.segments)?.protocol === 'websocket';
  };
  const refuseUnparsed: Pipeline['refuseUnparsed'] = (problem) =>
    refuse(parts, problem, parts.newRequestId(), '', { close: true });
  return { open, mayUpgrade, refuseUnparsed };
}

function openParsed(
  parts: PipelineParts,
  parsed: ParsedRequest,
  head: RequestHead,
  requestId: string,
): Answer | Passage {
  const product = parts.admission.product(parsed.target.address);
  if (product === undefined) {
    return finish(parsed, refuseKind(parts, admissionKinds.productNotFound, requestId, parsed, {}));
  }
  if (isPreflight(parsed)) return preflight(parsed, product, requestId);
  if (parsed.contentLength !== null && parsed.contentLength > parts.bodyBytes) {
    return finish(parsed, refuseKind(parts, gatewayKinds.payloadTooLarge, requestId, parsed, {}));
  }
  if (isLoop(parsed.via))
    return finish(parsed, refuseKind(parts, gatewayKinds.loopDetected, requestId, parsed, {}));
  if (!parts.canRecord()) {
    const headers = ['Retry-After', '5'];
    return finish(parsed, refuseKind(parts, gatewayKinds.journalFull, requestId, parsed, { headers }));
  }
  const decision = parts.admission.admit({
    credential: parsed.credential,
    method: parsed.method,
    product,
    segments: parsed.target.segments,
    wallMs: parts.wallMs(),
    monotonicMs: parts.calls.monotonicMs(),
  });
  if (decision.kind === 'refuse') {
    return finish(parsed, refuseKind(parts, decision.problem, requestId, parsed, decision));
  }
  const { forwardedFor, forwardedProto } = parsed;
  const peer = parts.peers(head.peerAddress, forwardedFor, forwardedProto, head.encrypted);
  return passage(parts, parsed, decision, peer, requestId);
}

function passage(
  parts: PipelineParts,
  parsed: ParsedRequest,
  decision: Forward,
  peer: PeerFacts,
  requestId: string,
): Passage {
  const { target } = parsed;
  const call = new Call(parts.calls, decision, {
    requestId,
    method: parsed.method,
    path: `${target.address}${target.rest}`,
    clientAddress: peer.clientAddress,
    userAgent: parsed.userAgent,
  });
  const shownId = clientRequestId(parsed) ?? requestId;
  decision.headers.push('X-Turnpike-Request-Id', requestId, 'X-Request-Id', shownId);
  if (parsed.origin !== null) decision.headers.push('Vary', 'Origin');
  const hasBody = parsed.chunked || (parsed.contentLength ?? 0) > 0;
  return {
    kind: 'forward',
    call,
    origin: decision.product.upstreamOrigin,
    path: upstreamPath(decision, target),
    method: parsed.method,
    headers: upstreamHeaders(parsed, decision, peer, requestId, shownId),
    hasBody,
    expectsContinue: parsed.expectsContinue && hasBody,
    fromPage: parsed.origin !== null,
    protocol: decision.route.protocol,
  };
}

function clientRequestId(parsed: ParsedRequest): string | null {
  return parsed.requestId !== null && CLIENT_REQUEST_ID.test(parsed.requestId) ? parsed.requestId : null;
}

function isPreflight(parsed: ParsedRequest): boolean {
  return parsed.method === 'OPTIONS' && parsed.origin !== null && parsed.preflightMethod !== null;
}

function preflight(parsed: ParsedRequest, product: CompiledProduct, requestId: string): Answer {
  const methods = methodsOf(product.table, parsed.target.segments) || 'GET';
  const headers = preflightHeaders(methods, parsed.preflightHeaders);
  headers.push('X-Turnpike-Request-Id', requestId);
  return finish(parsed, { kind: 'answer', status: 204, headers, body: '', close: false });
}

function serverOptions(parts: PipelineParts, head: RequestHead, requestId: string): Answer {
  if (head.method !== 'OPTIONS') {
    return refuse(parts, 'targetMalformed', requestId, head.method, { close: true });
  }
  const headers = ['Allow', SERVER_METHODS, 'X-Turnpike-Request-Id', requestId];
  return { kind: 'answer', status: 204, headers, body: '', close: false };
}

/**
 * What every answer to a parsed request has in common: pages may read it, and large unread bodies end the
 * connection.
 */
function finish(parsed: ParsedRequest, answer: Answer): Answer {
  if (parsed.origin !== null) exposeToPages(answer.headers);
  const unread = parsed.chunked || (parsed.contentLength ?? 0) > SKIPPED_BODY_BYTES || parsed.expectsContinue;
  return unread ? { ...answer, close: true } : answer;
}

type Details = NonNullable<Parameters<typeof refusalAnswer>[3]>;

function refuse(
  parts: PipelineParts,
  problem: GatewayProblem,
  requestId: string,
  method: string,
  details: Details,
): Answer {
  const answer = refusalAnswer(gatewayKinds[problem], requestId, method, details);
  parts.onRefused(gatewayKinds[problem].type, answer.status);
  return answer;
}

function refuseKind(
  parts: PipelineParts,
  kind: Parameters<typeof refusalAnswer>[0],
  requestId: string,
  parsed: ParsedRequest,
  details: Details,
): Answer {
  const answer = refusalAnswer(kind, requestId, parsed.method, details);
  parts.onRefused(kind.type, answer.status);
  return answer;
}
