import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Enforcement, roomSource, startEnforcement } from '#enforcement';
import { CertificateError, defaultWorkerCount, type Gateway, startGateway } from '#gateway';
import { type Config, Problem } from '#kernel';
import { startLimitHitLog, startShipper } from '#metering';
import { KEY_HASH_PURPOSE, SIGNING_PURPOSE } from '#subscriptions';
import type { Ground } from './ground.ts';
import { loadNodeId } from './node-id.ts';
import { StartError } from './start-error.ts';
import { startTraceExport, type TraceExport } from './trace-export.ts';
import { listenError, printable } from './web-server.ts';

export interface GatewayNode {
  readonly enforcement: Enforcement;
  readonly gateway: Gateway;
  readonly shipper: ReturnType<typeof startShipper>;
  readonly url: string;
  readonly traces: TraceExport | null;
  /** Every address it answers at. */
  readonly urls: readonly string[];
  /** For the console's relay: from it alone the gateway believes whom it calls for. */
  readonly relayToken: string;
}

/** This node's gateway: counters restored from its journals, workers listening, journals being shipped. */
export async function startGatewayNode(
  ground: Ground,
  allowPrivateUpstreams: readonly string[],
): Promise<GatewayNode> {
  const { config, clock, log, stores, secrets, closing } = ground;
  const nodeId = loadNodeId(config.dataDirectory);
  const directory = join(config.dataDirectory, 'journal', 'gateway');
  const enforcement = await startAdmissionControl(ground, nodeId, directory);
  closing.add('enforcement', () => enforcement.stop());
  // Stops after the gateway as well: the last calls leave spans.
  const traces = await startTraceExport(ground);
  // The shipper stops after the gateway, so that it ships what the last calls wrote.
  let shipper: ReturnType<typeof startShipper> | null = null;
  closing.add('gateway shipper', () => shipper?.stop());
  const limitHits = startLimitHitLog({ usageDb: stores.usageDb, clock, log });
  closing.add('limit hits', () => limitHits.stop());
  const relayToken = randomBytes(32).toString('hex');
  const gateway = await startGateway({
    host: config.host,
    port: config.gatewayPort,
    tls: tlsOf(config),
    authority: enforcement,
    signingKey: secrets.hmacKey(SIGNING_PURPOSE),
    journal: {
      directory,
      fsync: config.journalFsync,
      diskReserveBytes: config.journalReserveMb * 1024 * 1024,
    },
    limits: {
      bodyBytes: config.gatewayBodyMb * 1024 * 1024,
      connectMs: config.upstreamConnectMs,
      upstreamHeadersMs: config.upstreamHeadersMs,
      upstreamIdleMs: config.upstreamIdleMs,
    },
    allowPrivateUpstreams,
    trustedProxies: config.trustedProxies,
    relayToken,
    gatewayHosts: config.gatewayHosts,
    tracing: traces && { ratio: config.tracesRatio, take: (report) => traces.take(report) },
    onLimitHits: limitHits.add,
    log,
  }).catch((error: NodeJS.ErrnoException & { port?: number }) => {
    if (error instanceof CertificateError) throw new StartError(error.message);
    const isTls = config.gatewayPort === null || (error.port ?? config.gatewayPort) !== config.gatewayPort;
    if (isTls) throw listenError(error, 'GATEWAY_TLS_PORT', config.host, config.gatewayTlsPort);
    throw listenError(error, 'GATEWAY_PORT', config.host, config.gatewayPort!);
  });
  const reload = () => gateway.reloadCertificates();
  // Without certificates a terminal that hangs up still ends the program.
  if (gateway.tlsPort !== null) process.on('SIGHUP', reload);
  closing.add('gateway', async () => {
    process.off('SIGHUP', reload);
    await gateway.stop();
  });
  const { db, usageDb } = stores;
  shipper = startShipper({ db, usageDb, clock, log, connection: nodeId, kind: 'gateway', directory });
  return { enforcement, gateway, shipper, traces, relayToken, ...addressesOf(config, gateway) };
}

function startAdmissionControl(
  { config, clock, log, stores, secrets }: Ground,
  nodeId: string,
  journalDirectory: string,
): Promise<Enforcement> {
  return startEnforcement({
    db: stores.db,
    clock,
    keyHmacKey: secrets.hmacKey(KEY_HASH_PURPOSE),
    workers: config.gatewayWorkers ?? defaultWorkerCount(),
    nodeId,
    journalDirectory,
    source: roomSource(stores.db, secrets),
    abuse: {
      action: config.abuseAction,
      refusals: config.abuseRefusals,
      addressesPerKey: config.abuseKeyAddresses,
      throttleSeconds: config.abuseThrottleSeconds,
    },
    log,
  }).catch((error: unknown) => {
    throw error instanceof Problem ? new StartError(error.detail ?? error.message) : error;
  });
}

function addressesOf({ host }: Config, { port, tlsPort }: Gateway): Pick<GatewayNode, 'url' | 'urls'> {
  const plain = port === tlsPort ? [] : [`http://${printable(host)}:${port}`];
  const urls = tlsPort === null ? plain : [...plain, `https://${printable(host)}:${tlsPort}`];
  return { url: urls[0]!, urls };
}

/** Null when nothing of TLS is set. */
function tlsOf(config: Config) {
  const { gatewayTlsCertFile: certFile, gatewayTlsKeyFile: keyFile, gatewayTlsDirectory: directory } = config;
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new StartError(
      'GATEWAY_TLS_CERT_FILE and GATEWAY_TLS_KEY_FILE belong together: set both or neither',
    );
  const pair = certFile && keyFile ? { certFile, keyFile } : null;
  if (pair !== null || directory !== undefined)
    return { port: config.gatewayTlsPort, sources: { pair, directory: directory ?? null } };
  if (config.gatewayPort === null)
    throw new StartError(
      'GATEWAY_PORT: off leaves the gateway no port; set GATEWAY_TLS_CERT_FILE, or a port',
    );
  return null;
}
