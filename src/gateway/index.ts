export type { GatewayMetrics } from './metrics.ts';
export { gatewayProblems } from './problems.ts';
export * from './start-gateway.ts';
export {
  CertificateError,
  type CertificatePair,
  type CertificateSources,
  readCertificates,
} from './tls-certificates.ts';
export type { SpanFact, SpanReport } from './tracing.ts';
export type { TransportLimits } from './transport.ts';
export { createUpstreamGuard } from './upstream-guard.ts';
