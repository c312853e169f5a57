/** The headers that the upstream gets, and those of its response that the client gets. */
import type { Forward } from '#enforcement/admission';
import type { ParsedRequest } from './framing.ts';
import { isResponseDropped } from './header-names.ts';
import { nextTrace } from './trace-context.ts';

export const VIA_NAME = 'turnpike';
const MOST_PASSAGES = 5;

export interface PeerFacts {
  /** Who called, after trusted proxies. */
  readonly clientAddress: string;
  /** What `X-Forwarded-For` becomes. */
  readonly forwardedFor: string;
  readonly protocol: string;
}

/** True when the request has come through gateways like this one too often to be anything but a loop. */
export function isLoop(via: string | null): boolean {
  return via !== null && via.split(` ${VIA_NAME}`).length > MOST_PASSAGES;
}

export function upstreamHeaders(
  parsed: ParsedRequest,
  decision: Forward,
  peer: PeerFacts,
  requestId: string,
  /** The client's own request id where it sent a usable one. */
  shownRequestId: string,
): string[] {
  const trace = nextTrace(parsed.traceparent, parsed.tracestate);
  const headers = parsed.forward;
  headers.push('Via', parsed.via === null ? `1.1 ${VIA_NAME}` : `${parsed.via}, 1.1 ${VIA_NAME}`);
  headers.push('X-Forwarded-For', peer.forwardedFor);
  headers.push('X-Forwarded-Proto', peer.protocol);
  if (parsed.authority !== '') headers.push('X-Forwarded-Host', parsed.authority);
  headers.push('traceparent', trace.traceparent);
  if (trace.tracestate !== null) headers.push('tracestate', trace.tracestate);
  headers.push('X-Request-Id', shownRequestId);
  headers.push('X-Turnpike-Request-Id', requestId);
  headers.push('X-Turnpike-Consumer-Id', decision.caller.consumerId);
  headers.push('X-Turnpike-Plan', decision.plan.slug);
  headers.push('X-Turnpike-Subscription-Id', decision.caller.subscriptionId);
  headers.push('X-Turnpike-Environment', decision.caller.environment);
  if (parsed.contentLength !== null) headers.push('Content-Length', String(parsed.contentLength));
  return headers;
}

export interface ResponseHead {
  /** Flat name, value list for the client, without `Connection` and framing by chunks. */
  readonly headers: string[];
  /** The body's declared length; null for a stream. */
  readonly contentLength: number | null;
}

const NOT_BODY = new Set([204, 304]);

/**
 * Filters the upstream's response headers. `raw` is what undici hands out: names and values as bytes.
 * Throws a RangeError on a length that is no number, which the parser should never let through.
 */
export function clientHeaders(raw: readonly (Buffer | string)[], status: number): ResponseHead {
  const headers: string[] = [];
  let nominated: Set<string> | null = null;
  let contentLength: number | null = null;
  let chunked = false;
  for (let i = 0; i < raw.length; i += 2) {
    const name = text(raw[i]!);
    const lower = name.toLowerCase();
    const value = text(raw[i + 1]!);
    if (lower === 'content-length') {
      if (!/^\d{1,15}$/.test(value)) throw new RangeError('The upstream sent an unreadable Content-Length');
      contentLength = Number(value);
      if (status !== 204) headers.push(name, value);
    } else if (lower === 'connection') nominated = addTokens(nominated, value);
    else if (lower === 'transfer-encoding') chunked = true;
    else if (!isResponseDropped(lower)) headers.push(name, value);
  }
  // Never both towards the client, whatever a lenient parser accepted from the upstream.
  if (chunked && contentLength !== null)
    throw new RangeError('The upstream sent a length and a transfer coding');
  if (nominated !== null) removeNames(headers, nominated);
  return { headers, contentLength: NOT_BODY.has(status) ? 0 : contentLength };
}

function text(bytes: Buffer | string): string {
  return typeof bytes === 'string' ? bytes : bytes.toString('latin1');
}

function addTokens(names: Set<string> | null, value: string): Set<string> | null {
  const lower = value.toLowerCase();
  if (names === null && (lower === 'keep-alive' || lower === 'close')) return null;
  const result = names ?? new Set<string>();
  for (const token of lower.split(',')) result.add(token.trim());
  return result;
}

function removeNames(headers: string[], names: Set<string>): void {
  for (let i = headers.length - 2; i >= 0; i -= 2) {
    const lower = headers[i]!.toLowerCase();
    // Framing is ours: an upstream cannot nominate its length away.
    if (lower !== 'content-length' && names.has(lower)) headers.splice(i, 2);
  }
}
