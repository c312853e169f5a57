/** What the gateway itself answers. Plain data for the workers; `problems.ts` registers the same kinds. */
import type { RefusalKind } from '#enforcement/admission';

const base = 'https://turnpike.dev/problems/';

export const gatewayKinds = {
  requestMalformed: { type: `${base}request-malformed`, status: 400, title: 'The request is not valid HTTP' },
  targetMalformed: {
    type: `${base}target-malformed`,
    status: 400,
    title: 'The request target is not acceptable',
  },
  misdirectedRequest: {
    type: `${base}misdirected-request`,
    status: 421,
    title: 'Nothing is served under this host name',
  },
  bodyNotAsSigned: {
    type: `${base}body-not-as-signed`,
    status: 401,
    title: 'The body is not the one of the signed Content-Digest',
  },
  requestTimeout: {
    type: `${base}request-timeout`,
    status: 408,
    title: 'The request did not arrive in time',
  },
  payloadTooLarge: {
    type: `${base}payload-too-large`,
    status: 413,
    title: 'The body is larger than allowed',
  },
  headersTooLarge: {
    type: `${base}headers-too-large`,
    status: 431,
    title: 'The headers are larger than allowed',
  },
  methodNotSupported: {
    type: `${base}method-not-supported`,
    status: 405,
    title: 'The gateway does not serve this method',
  },
  codingNotSupported: {
    type: `${base}transfer-coding-not-supported`,
    status: 501,
    title: 'The transfer coding is not supported',
  },
  versionNotSupported: {
    type: `${base}http-version-not-supported`,
    status: 505,
    title: 'The HTTP version is not supported',
  },
  protocolMismatch: {
    type: `${base}protocol-mismatch`,
    status: 415,
    title: 'The route is called with another protocol',
  },
  loopDetected: {
    type: `${base}loop-detected`,
    status: 508,
    title: 'The request has passed this gateway too often',
  },
  upstreamUnreachable: {
    type: `${base}upstream-unreachable`,
    status: 502,
    title: 'The API behind the gateway cannot be reached',
  },
  upstreamProtocol: {
    type: `${base}upstream-protocol`,
    status: 502,
    title: 'The API behind the gateway answered invalid HTTP',
  },
  upstreamTimeout: {
    type: `${base}upstream-timeout`,
    status: 504,
    title: 'The API behind the gateway did not answer in time',
  },
  upstreamBusy: {
    type: `${base}upstream-busy`,
    status: 503,
    title: 'The API behind the gateway has too many calls waiting',
  },
  upstreamUnavailable: {
    type: `${base}upstream-unavailable`,
    status: 503,
    title: 'The API behind the gateway has failed too often and is left alone for a moment',
  },
  journalFull: {
    type: `${base}usage-not-recordable`,
    status: 503,
    title: 'Usage cannot be recorded at the moment',
  },
  gatewayFault: { type: `${base}gateway-fault`, status: 500, title: 'Something broke in the gateway' },
} as const satisfies Record<string, RefusalKind>;

export type GatewayProblem = keyof typeof gatewayKinds;
