/**
 * Reads a request head in one pass and refuses what Node's parser lets through but two servers could
 * understand differently (`reference/gateway-plane.md` 2.7). The raw list is read, never a joined or
 * de-duplicated view of it.
 */
import type { Credential } from '#enforcement/admission';
import { HEADER, headerClass } from './header-names.ts';
import type { GatewayProblem } from './problem-kinds.ts';
import { parseTarget, type Target } from './target.ts';
import type { RequestHead } from './transport.ts';

export interface ParsedRequest {
  readonly kind: 'parsed';
  readonly method: string;
  readonly target: Target;
  /** As the client called us; '' when HTTP/1.0 left it out. */
  readonly authority: string;
  readonly credential: Credential;
  /** As they came, for whoever finds a key elsewhere. */
  readonly authorization: string | null;
  readonly apiKey: string | null;
  readonly contentLength: number | null;
  readonly chunked: boolean;
  readonly expectsContinue: boolean;
  /** Headers that may go to the upstream, hop-by-hop and forged ones removed. */
  readonly forward: string[];
  readonly traceparent: string | null;
  readonly tracestate: string | null;
  readonly requestId: string | null;
  readonly via: string | null;
  readonly forwardedFor: string | null;
  readonly forwardedProto: string | null;
  readonly origin: string | null;
  readonly preflightMethod: string | null;
  readonly preflightHeaders: string | null;
  readonly userAgent: string | null;
}

export interface FramingRefusal {
  readonly kind: 'refused';
  readonly problem: GatewayProblem;
  readonly detail: string;
}

const MAX_HEADER_LINES = 100;
const AUTHORITY = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
const LENGTH = /^\d{1,15}$/;
const BEARER = /^bearer +(\S+)$/i;

/** What one pass over the lines finds. */
interface Found {
  host: string | null;
  hosts: number;
  contentLength: string | null;
  codings: string[] | null;
  connection: string | null;
  expect: string | null;
  authorization: string | null;
  authorizations: number;
  apiKey: string | null;
  apiKeys: number;
  trailers: boolean;
  traceparent: string | null;
  tracestate: string | null;
  requestId: string | null;
  via: string | null;
  forwardedFor: string | null;
  forwardedProto: string | null;
  origin: string | null;
  preflightMethod: string | null;
  preflightHeaders: string | null;
  userAgent: string | null;
  forward: string[];
}

export function parseRequest(head: RequestHead): ParsedRequest | FramingRefusal {
  if (head.version !== '1.1' && head.version !== '1.0' && head.version !== '2') {
    return refused('versionNotSupported', 'This server speaks HTTP/1.1, and HTTP/2 where TLS agrees on it.');
  }
  if (head.rawHeaders.length > 2 * MAX_HEADER_LINES) {
    return refused('headersTooLarge', `A request may have ${MAX_HEADER_LINES} header lines.`);
  }
  const found = readLines(head.rawHeaders);
  const wrong = judgeFraming(head, found);
  if (wrong !== null) return wrong;
  const target = parseTarget(head.target);
  if (target === 'malformed')
    return refused('targetMalformed', 'The path has dot segments or broken escapes.');
  if (target.authority !== null && !AUTHORITY.test(target.authority)) {
    return refused('targetMalformed', 'The authority of the target is not a host.');
  }
  const credential = credentialOf(found);
  if (found.connection !== null) removeNominated(found.forward, found.connection);
  if (found.trailers) found.forward.push('TE', 'trailers');
  return {
    ...found,
    kind: 'parsed',
    method: head.method,
    target,
    authority: target.authority ?? found.host ?? '',
    credential,
    contentLength: found.contentLength === null ? null : Number(found.contentLength),
    chunked: found.codings !== null || (head.unannouncedBody && found.contentLength === null),
    expectsContinue: found.expect !== null && head.version !== '1.0',
  };
}

function judgeFraming(head: RequestHead, found: Found): FramingRefusal | null {
  if (found.hosts > 1) return refused('requestMalformed', 'The request has more than one Host.');
  if (found.host === null && head.version !== '1.0')
    return refused('requestMalformed', 'The request has no Host.');
  if (found.host !== null && !AUTHORITY.test(found.host)) {
    return refused('requestMalformed', 'The Host header is not a host.');
  }
  if (found.contentLength !== null && !LENGTH.test(found.contentLength)) {
    return refused('requestMalformed', 'The Content-Length is not a number.');
  }
  if (found.expect !== null && found.expect.toLowerCase() !== '100-continue') {
    return refused('requestMalformed', 'The expectation is not known.');
  }
  return found.codings === null ? null : judgeCodings(head, found, found.codings);
}

function judgeCodings(head: RequestHead, found: Found, codings: string[]): FramingRefusal | null {
  if (head.version === '1.0') return refused('requestMalformed', 'HTTP/1.0 has no transfer codings.');
  if (found.contentLength !== null) {
    return refused('requestMalformed', 'The request has both a length and a transfer coding.');
  }
  if (codings.length === 1 && codings[0]!.toLowerCase() === 'chunked') return null;
  return refused('codingNotSupported', 'The only transfer coding is a single "chunked".');
}

function refused(problem: GatewayProblem, detail: string): FramingRefusal {
  return { kind: 'refused', problem, detail };
}

function emptyFound(): Found {
  return {
    host: null,
    hosts: 0,
    contentLength: null,
    codings: null,
    connection: null,
    expect: null,
    authorization: null,
    authorizations: 0,
    apiKey: null,
    apiKeys: 0,
    trailers: false,
    traceparent: null,
    tracestate: null,
    requestId: null,
    via: null,
    forwardedFor: null,
    forwardedProto: null,
    origin: null,
    preflightMethod: null,
    preflightHeaders: null,
    userAgent: null,
    forward: [],
  };
}

function readLines(raw: readonly string[]): Found {
  const found = emptyFound();
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!;
    const value = raw[i + 1]!;
    const kind = headerClass(name);
    if (kind === HEADER.forward) found.forward.push(name, value);
    else if (kind !== HEADER.drop) take(found, kind, name, value);
  }
  return found;
}

function take(found: Found, kind: number, name: string, value: string): void {
  switch (kind) {
    case HEADER.host:
      found.host = value;
      found.hosts += 1;
      return;
    case HEADER.contentLength:
      found.contentLength = found.contentLength === null ? value : 'repeated';
      return;
    case HEADER.transferEncoding:
      found.codings = [...(found.codings ?? []), value];
      return;
    case HEADER.connection:
      found.connection = found.connection === null ? value : `${found.connection},${value}`;
      return;
    case HEADER.expect:
      found.expect = value;
      return;
    case HEADER.authorization:
      found.authorization = value;
      found.authorizations += 1;
      return;
    case HEADER.apiKey:
      found.apiKey = value;
      found.apiKeys += 1;
      return;
    case HEADER.te:
      found.trailers ||= /(?:^|,)\s*trailers\s*(?:,|$)/i.test(value);
      return;
    default:
      takeFacts(found, kind, name, value);
  }
}

/** Headers that are read and, where an upstream may want them too, forwarded. */
function takeFacts(found: Found, kind: number, name: string, value: string): void {
  switch (kind) {
    case HEADER.traceparent:
      // Two of them are none: the trace starts anew.
      found.traceparent = found.traceparent === null ? value : '';
      return;
    case HEADER.tracestate:
      found.tracestate = found.tracestate === null ? value : `${found.tracestate},${value}`;
      return;
    case HEADER.requestId:
      found.requestId = value;
      return;
    case HEADER.via:
      found.via = found.via === null ? value : `${found.via}, ${value}`;
      return;
    case HEADER.forwardedFor:
      found.forwardedFor = found.forwardedFor === null ? value : `${found.forwardedFor}, ${value}`;
      return;
    case HEADER.forwardedProto:
      found.forwardedProto = value;
      return;
    case HEADER.origin:
      found.origin = value;
      break;
    case HEADER.requestMethod:
      found.preflightMethod = value;
      break;
    case HEADER.requestHeaders:
      found.preflightHeaders = value;
      break;
    case HEADER.userAgent:
      found.userAgent = value;
      break;
  }
  found.forward.push(name, value);
}

/**
 * The consumer's key, from `Authorization: Bearer` or `X-Api-Key`. An `Authorization` that is no key of
 * ours belongs to the upstream, if `X-Api-Key` carries the key; the key itself never goes on.
 */
function credentialOf(found: Found): Credential {
  if (found.authorizations > 1 || found.apiKeys > 1) return { kind: 'ambiguous' };
  const bearer = found.authorization === null ? null : (BEARER.exec(found.authorization)?.[1] ?? null);
  if (found.apiKey === null) return bearer === null ? { kind: 'none' } : { kind: 'key', text: bearer };
  if (bearer === found.apiKey) return { kind: 'key', text: bearer };
  if (bearer?.startsWith('tp_')) return { kind: 'ambiguous' };
  if (found.authorization !== null) found.forward.push('Authorization', found.authorization);
  return { kind: 'key', text: found.apiKey, other: bearer };
}

/**
 * Removes what the client's `Connection` names, before any header of ours is added: it must not be able to
 * name those.
 */
function removeNominated(forward: string[], connection: string): void {
  const lower = connection.toLowerCase();
  if (lower === 'keep-alive' || lower === 'close') return;
  const names = new Set(lower.split(',').map((token) => token.trim()));
  for (let i = forward.length - 2; i >= 0; i -= 2) {
    if (names.has(forward[i]!.toLowerCase())) forward.splice(i, 2);
  }
}
