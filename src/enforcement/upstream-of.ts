/** From the catalog's words about an upstream to the snapshot's. Pure. */
import type { GatewayProduct } from '#catalog';
import { type SnapshotUpstream, targetOf } from './admission/index.ts';

export function upstreamOf(product: GatewayProduct): SnapshotUpstream {
  const { upstream } = product;
  return {
    targets: [
      targetOf(product.upstreamUrl, upstream.weight),
      ...upstream.targets.map((target) => targetOf(target.url, target.weight)),
    ],
    retries: upstream.retries,
    failures: upstream.health.failures,
    openMs: upstream.health.open_ms,
    serverErrorPercent: upstream.health.server_error_percent,
    connectMs: upstream.timeouts.connect_ms,
    headersMs: upstream.timeouts.headers_ms,
    idleMs: upstream.timeouts.idle_ms,
    host: upstream.host,
    hostName: upstream.host_name,
    requestHeaders: upstream.request_headers,
    responseHeaders: upstream.response_headers,
    tls: product.upstreamTls,
    credential: product.upstreamCredential,
    proof: upstream.proof,
    proofSecrets: product.proofSecrets,
  };
}
