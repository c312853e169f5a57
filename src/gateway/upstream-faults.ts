/** What went wrong with an upstream, in the words that a consumer may see. */
import { BodyNotAsSigned } from './content-digest.ts';
import type { GatewayProblem } from './problem-kinds.ts';
import { BodyTooLarge } from './request-body.ts';

/** Errors before a byte of the answer: nobody was reached, or the connection broke. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EMFILE',
  'UND_ERR_SOCKET',
  'TURNPIKE_ADDRESS_REFUSED',
]);
const TIMED_OUT = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT']);

export function problemOf(error: Error): GatewayProblem {
  if (error instanceof BodyTooLarge) return 'payloadTooLarge';
  if (error instanceof BodyNotAsSigned) return 'bodyNotAsSigned';
  const code = String((error as { code?: unknown }).code ?? '');
  if (TIMED_OUT.has(code)) return 'upstreamTimeout';
  if (UNREACHABLE.has(code) || code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL')) {
    return 'upstreamUnreachable';
  }
  // Certificates have codes of their own (CERT_HAS_EXPIRED, DEPTH_ZERO_SELF_SIGNED_CERT, …).
  return /CERT|SELF_SIGNED|UNABLE_TO_/.test(code) ? 'upstreamUnreachable' : 'upstreamProtocol';
}

/** Broken connections that may only mean that the upstream closed an idle socket at the wrong moment. */
export function isConnectionLoss(error: Error): boolean {
  const code = String((error as { code?: unknown }).code ?? '');
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET';
}

const OURS = new Set([
  'EADDRNOTAVAIL',
  'EMFILE',
  'ENFILE',
  'UND_ERR_ABORTED',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
]);

/** Errors that say nothing of the upstream: our own limits, and requests that could not be sent to anybody. */
export function isOurs(error: Error): boolean {
  return OURS.has(String((error as { code?: unknown }).code ?? ''));
}
