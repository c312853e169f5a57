/**
 * From a request head to an answer or a passage: parse → product → address, preflight, size → admission → what
 * the upstream gets.
 */
import {
  type Admission,
  admissionKinds,
  type CompiledProduct,
  DEFAULT_POLICY,
  type Forward,
  type KeyPlace,
  methodsOf,
  policyOf,
  type Refusal,
  type RefusalKind,
  type TrafficPolicy,
} from '#enforcement/admission';
import type { AbuseWatch } from './abuse-watch.ts';
import { Call, type CallServices } from './call.ts';
import { exposeToPages, type Page, pageOf, preflightHeaders } from './cors.ts';
import { isLoop, type PeerFacts, upstreamHeaders } from './forward-headers.ts';
import { type ParsedRequest, parseRequest } from './framing.ts';
import { applyRules } from './header-rules.ts';
import { takeKeys } from './key-places.ts';
import { createLocator, type Located, type Locator } from './locate.ts';
import type { PeerReader } from './peer.ts';
import { type GatewayProblem, gatewayKinds } from './problem-kinds.ts';
import { refusalAnswer } from './refusal.ts';
import { SignatureProof } from './signature-proof.ts';
import type { SignedMessage } from './signed-message.ts';
import type { Answer, Passage, Pipeline, RequestHead, TransportLimits } from './transport.ts';
import { upstreamPath } from './upstream-path.ts';
import { dropSignatures } from './upstream-proof.ts';
import type { Upstream, Upstreams } from './upstreams.ts';
import type { SigningParts } from './verify-signature.ts';

export interface PipelineParts {
  readonly admission: Admission;
  readonly calls: CallServices;
  readonly peers: PeerReader;
  readonly limits: Pick<TransportLimits, 'bodyBytes' | 'upstreamHeadersMs'>;
  readonly upstreams: Upstreams;
  /** Names under which products are served by path; all when there is none. */
  readonly gatewayHosts: readonly string[];
  readonly signing: SigningParts;
  readonly abuse: AbuseWatch;
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
const NO_LIMIT = Number.POSITIVE_INFINITY;
const SERVER_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

export function createPipeline(parts: PipelineParts): Pipeline {
  const locate = createLocator(parts.admission, parts.gatewayHosts);
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
    return openParsed(parts, locate, parsed, head, requestId);
  };
  const mayUpgrade: Pipeline['mayUpgrade'] = (head) => {
    const request = parseRequest(head);
    if (request.kind === 'refused') return false;
    const located = locate(request);
    if (typeof located === 'string') return false;
    const { product, parsed } = located;
    return parts.admission.routeOf(product, parsed.method, parsed.target.segments)?.protocol === 'websocket';
  };
  const refuseUnparsed: Pipeline['refuseUnparsed'] = (problem) =>
    refuse(parts, problem, parts.newRequestId(), '', { close: true });
  return { open, mayUpgrade, refuseUnparsed };
}

/** What stays the same over the way of one call. */
interface Stage {
  readonly parts: PipelineParts;
  readonly head: RequestHead;
  readonly requestId: string;
  readonly peer: PeerFacts;
  readonly product: CompiledProduct;
  readonly policy: TrafficPolicy;
  readonly parsed: ParsedRequest;
  readonly page: Page | null;
}

function openParsed(
  parts: PipelineParts,
  locate: Locator,
  request: ParsedRequest,
  head: RequestHead,
  requestId: string,
): Answer | Passage {
  const located = locate(request);
  if (typeof located === 'string') return notLocated(parts, request, head, requestId, located);
  const stage = stageOf(parts, located, head, requestId);
  return judgeCaller(stage) ?? admit(stage);
}

function notLocated(
  parts: PipelineParts,
  request: ParsedRequest,
  head: RequestHead,
  requestId: string,
  why: 'misdirected' | 'unknown',
): Answer {
  const { clientAddress } = parts.peers(
    head.peerAddress,
    request.forwardedFor,
    request.forwardedProto,
    head.encrypted,
  );
  const page = pageOf(request.origin, DEFAULT_POLICY.cors);
  const keptOut = parts.abuse.judgeAddress(clientAddress, null);
  if (keptOut !== null) {
    return finish(request, page, refuseKind(parts, keptOut.problem, requestId, request, keptOut));
  }
  const kind = why === 'unknown' ? admissionKinds.productNotFound : gatewayKinds.misdirectedRequest;
  parts.abuse.refused(kind.status, clientAddress, null, null);
  return finish(request, page, refuseKind(parts, kind, requestId, request, {}));
}

function stageOf(
  parts: PipelineParts,
  { product, parsed }: Located,
  head: RequestHead,
  requestId: string,
): Stage {
  // A preflight asks for the method that is to come.
  const method = isPreflight(parsed) ? parsed.preflightMethod! : parsed.method;
  const policy = policyOf(product, method, parsed.target.segments);
  return {
    parts,
    head,
    requestId,
    peer: parts.peers(head.peerAddress, parsed.forwardedFor, parsed.forwardedProto, head.encrypted),
    product,
    policy,
    parsed: policy.hasKeyPlaces ? takeKeys(parsed, policy) : parsed,
    page: pageOf(parsed.origin, policy.cors),
  };
}

/** What is answered before any key is looked at; null to go on. */
function judgeCaller(stage: Stage): Answer | null {
  const { parts, parsed, policy, peer } = stage;
  const keptOut = parts.abuse.judgeAddress(peer.clientAddress, stage.product.id);
  if (keptOut !== null) return refuseStage(stage, keptOut.problem, keptOut);
  if (stage.page !== null && isPreflight(parsed)) return preflight(stage, stage.page);
  if (parsed.contentLength !== null && parsed.contentLength > (policy.bodyBytes ?? parts.limits.bodyBytes)) {
    return refuseStage(stage, gatewayKinds.payloadTooLarge, {});
  }
  if (isLoop(parsed.via)) return refuseStage(stage, gatewayKinds.loopDetected, {});
  if (!parts.canRecord())
    return refuseStage(stage, gatewayKinds.journalFull, { headers: ['Retry-After', '5'] });
  return null;
}

function admit(stage: Stage): Answer | Passage {
  const { parts, parsed, product, peer, policy } = stage;
  const proof =
    policy.signing === 'off'
      ? null
      : new SignatureProof(parts.signing, policy.signing, messageOf(stage), hasBody(parsed));
  const wallMs = parts.wallMs();
  const decision = parts.admission.admit({
    credential: parsed.credential,
    method: parsed.method,
    product,
    segments: parsed.target.segments,
    clientAddress: peer.clientAddress,
    permits: policy.permits,
    wallMs,
    monotonicMs: parts.calls.monotonicMs(),
    judgeKey: proof === null && parts.abuse.isQuiet ? null : (keyId) => judgeKey(stage, proof, keyId, wallMs),
  });
  const key = parts.admission.lastKey;
  if (decision.kind === 'refuse') return refuseStage(stage, decision.problem, decision, key);
  if (policy.watched && key !== null) parts.abuse.admitted(key, stage.peer.clientAddress);
  return passage(stage, decision, proof);
}

function judgeKey(
  { parts }: Stage,
  proof: SignatureProof | null,
  keyId: string,
  wallMs: number,
): Refusal | null {
  return parts.abuse.judgeKey(keyId) ?? proof?.judge(keyId, wallMs) ?? null;
}

function messageOf({ head, parsed, peer }: Stage): SignedMessage {
  const { method, target, rawHeaders } = head;
  return { method, target, rawHeaders, authority: parsed.authority, protocol: peer.protocol };
}

function refuseStage(stage: Stage, kind: RefusalKind, details: Details, key: KeyPlace | null = null): Answer {
  const { parts, parsed, requestId, page, peer, product } = stage;
  if (stage.policy.watched) {
    parts.abuse.refused(details.status ?? kind.status, peer.clientAddress, product.id, key);
  }
  return finish(parsed, page, refuseKind(parts, kind, requestId, parsed, details));
}

function passage(stage: Stage, decision: Forward, proof: SignatureProof | null): Passage {
  const { parts, parsed, peer, policy, page, requestId } = stage;
  const { target } = parsed;
  const call = new Call(parts.calls, decision, {
    requestId,
    method: parsed.method,
    path: `${target.address}${target.rest}`,
    clientAddress: peer.clientAddress,
    userAgent: parsed.userAgent,
  });
  proof?.strip(parsed.forward);
  const shownId = clientRequestId(parsed) ?? requestId;
  decision.headers.push('X-Turnpike-Request-Id', requestId, 'X-Request-Id', shownId);
  const { route } = decision;
  const upstream = parts.upstreams.of(decision.product);
  const { settings, requestRules } = upstream;
  const headers = upstreamHeaders(parsed, decision, peer, requestId, shownId);
  if (settings.proof === 'signature') dropSignatures(headers);
  const rules = requestRules?.get(route.id);
  if (rules !== undefined) applyRules(rules, headers, decision, requestId);
  const withBody = hasBody(parsed);
  return {
    kind: 'forward',
    call,
    upstream,
    path: upstreamPath(decision, target),
    host: hostOf(upstream, parsed),
    headersMs: Math.min(parts.limits.upstreamHeadersMs, route.headersMs ?? settings.headersMs ?? NO_LIMIT),
    idleMs: route.idleMs ?? settings.idleMs ?? NO_LIMIT,
    method: parsed.method,
    headers,
    hasBody: withBody,
    expectsContinue: parsed.expectsContinue && withBody,
    bodyBytes: policy.bodyBytes ?? parts.limits.bodyBytes,
    bodyDigest: proof?.digest ?? null,
    page,
    protocol: route.protocol,
  };
}

function hostOf({ settings }: Upstream, parsed: ParsedRequest): string | null {
  if (settings.host === 'target') return null;
  // HTTP/1.0 may leave the name out that it called us by.
  return settings.host === 'literal' ? settings.hostName : parsed.authority || null;
}

function hasBody(parsed: ParsedRequest): boolean {
  return parsed.chunked || (parsed.contentLength ?? 0) > 0;
}

function clientRequestId(parsed: ParsedRequest): string | null {
  return parsed.requestId !== null && CLIENT_REQUEST_ID.test(parsed.requestId) ? parsed.requestId : null;
}

function isPreflight(parsed: ParsedRequest): boolean {
  return parsed.method === 'OPTIONS' && parsed.origin !== null && parsed.preflightMethod !== null;
}

function preflight({ parsed, product, requestId }: Stage, page: Page): Answer {
  const methods = methodsOf(product.table, parsed.target.segments) || 'GET';
  const headers = preflightHeaders(page, methods, parsed.preflightHeaders);
  headers.push('X-Turnpike-Request-Id', requestId);
  return finish(parsed, null, { kind: 'answer', status: 204, headers, body: '', close: false });
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
function finish(parsed: ParsedRequest, page: Page | null, answer: Answer): Answer {
  if (page !== null) exposeToPages(answer.headers, page);
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
  kind: RefusalKind,
  requestId: string,
  parsed: ParsedRequest,
  details: Details,
): Answer {
  const answer = refusalAnswer(kind, requestId, parsed.method, details);
  parts.onRefused(kind.type, answer.status);
  return answer;
}
