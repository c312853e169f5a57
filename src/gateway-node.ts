import { join } from 'node:path';
import { type Enforcement, roomSource, startEnforcement } from '#enforcement';
import { defaultWorkerCount, type Gateway, startGateway } from '#gateway';
import { Problem } from '#kernel';
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
}

/** This node's gateway: counters restored from its journals, workers listening, journals being shipped. */
export async function startGatewayNode(
  ground: Ground,
  allowPrivateUpstreams: readonly string[],
): Promise<GatewayNode> {
  const { config, clock, log, stores, secrets, closing } = ground;
  const nodeId = loadNodeId(config.dataDirectory);
  const directory = join(config.dataDirectory, 'journal', 'gateway');
  const enforcement = await startEnforcement({
    db: stores.db,
    clock,
    keyHmacKey: secrets.hmacKey(KEY_HASH_PURPOSE),
    workers: config.gatewayWorkers ?? defaultWorkerCount(),
    nodeId,
    journalDirectory: directory,
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
  closing.add('enforcement', () => enforcement.stop());
  // Stops after the gateway as well: the last calls leave spans.
  const traces = await startTraceExport(ground);
  // The shipper stops after the gateway, so that it ships what the last calls wrote.
  let shipper: ReturnType<typeof startShipper> | null = null;
  closing.add('gateway shipper', () => shipper?.stop());
  const limitHits = startLimitHitLog({ usageDb: stores.usageDb, clock, log });
  closing.add('limit hits', () => limitHits.stop());
  const gateway = await startGateway({
    host: config.host,
    port: config.gatewayPort,
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
    gatewayHosts: config.gatewayHosts,
    tracing: traces && { ratio: config.tracesRatio, take: (report) => traces.take(report) },
    onLimitHits: limitHits.add,
    log,
  }).catch((error: NodeJS.ErrnoException) => {
    throw listenError(error, 'GATEWAY_PORT', config.host, config.gatewayPort);
  });
  closing.add('gateway', () => gateway.stop());
  const { db, usageDb } = stores;
  shipper = startShipper({ db, usageDb, clock, log, connection: nodeId, kind: 'gateway', directory });
  return { enforcement, gateway, shipper, traces, url: `http://${printable(config.host)}:${gateway.port}` };
}
