/** The main thread's side of the gateway. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import type {
  AbuseReport,
  AdmissionMemory,
  GatewaySnapshot,
  LateRefund,
  LimitHit,
} from '#enforcement/admission';
import type { Log } from '#kernel';
import { beginBoot } from '#metering/journal';
import { CircuitBoard, type TargetCircuits } from './circuit-board.ts';
import { type GatewayMetrics, mergeMetrics } from './metrics.ts';
import { createNonceMemory } from './nonce-table.ts';
import { type CertificatePair, type CertificateSources, watchCertificates } from './tls-certificates.ts';
import type { TlsMaterial } from './tls-listener.ts';
import type { SpanReport } from './tracing.ts';
import type { TransportLimits } from './transport.ts';
import { WorkerPool } from './worker-pool.ts';
import type { JournalPlace, Report } from './worker-protocol.ts';

/** What the gateway needs of enforcement's control side; `#enforcement` makes one. */
export interface AdmissionAuthority {
  readonly memory: AdmissionMemory;
  readonly snapshot: GatewaySnapshot;
  readonly workers: number;
  readonly keyHmacKey: Uint8Array;
  /** `publish` is called once per version and has to answer when every worker uses it. */
  attach(publish: (snapshot: GatewaySnapshot | null, memory: AdmissionMemory) => Promise<void>): () => void;
  /** Null when nobody wants to know of abuse. */
  readonly abuse: { take(report: AbuseReport): void } | null;
  /** Frees the locks and the calls in flight of a worker that crashed. */
  releaseWorker(worker: number): void;
  /** Calls that used nothing, but cannot be taken back by a worker. */
  takeBack(late: readonly LateRefund[]): void;
  wallMs(): number;
}

export interface GatewayOptions {
  readonly host: string;
  /** Without TLS. 0 for any free port, null for none. */
  readonly port: number | null;
  readonly tls?: { readonly port: number; readonly sources: CertificateSources } | null;
  readonly authority: AdmissionAuthority;
  /** What signing secrets are derived from: `secrets.hmacKey(SIGNING_PURPOSE)`. */
  readonly signingKey: Uint8Array;
  readonly journal: JournalPlace;
  readonly limits?: Partial<TransportLimits>;
  readonly allowPrivateUpstreams: readonly string[];
  readonly trustedProxies: readonly string[];
  /** What only this process's own relay can say (`peer.ts`); none when there is no relay. */
  readonly relayToken?: string;
  /** Names under which products are served by path; all when there is none. */
  readonly gatewayHosts?: readonly string[];
  /** Gets the spans of calls, a part of them; null for none. */
  readonly tracing?: { readonly ratio: number; take(report: SpanReport): void } | null;
  /** Told about once a second how often limits said no; `uncounted`: hits that were too many to tell apart. */
  onLimitHits?(hits: readonly LimitHit[], uncounted: number): void;
  readonly log: Log;
}

export interface Gateway {
  readonly address: string;
  /** Without TLS; where that is off, the same as `tlsPort`. */
  readonly port: number;
  readonly tlsPort: number | null;
  readonly workers: number;
  /** What is served with TLS; empty without. */
  certificates(): readonly CertificateFacts[];
  /** Null while the certificates on disk are those that are served. */
  certificateTrouble(): string | null;
  /** Looks at the certificates' files now instead of within a second. */
  reloadCertificates(): void;
  /** Null while everything is well, else what `/ready` should say. */
  trouble(): string | null;
  metrics(): GatewayMetrics;
  /** Targets of the product that workers leave alone; those that are missing are well. At most a second old. */
  upstreamHealth(productId: string): TargetCircuits[];
  /** Accepts nothing new, finishes what is in flight (at most `graceMs`), flushes the journals. */
  stop(graceMs?: number): Promise<void>;
}

export type CertificateFacts = Pick<CertificatePair, 'name' | 'hosts' | 'expiresAtMs'>;

const MEBIBYTE = 1024 * 1024;
const TICKET_KEY_MS = 12 * 3_600_000;

export const DEFAULT_LIMITS: TransportLimits = {
  bodyBytes: 10 * MEBIBYTE,
  headerBytes: 16_384,
  headerReadMs: 5000,
  keepAliveMs: 65_000,
  clientIdleMs: 30_000,
  connectMs: 1000,
  upstreamHeadersMs: 30_000,
  upstreamIdleMs: 60_000,
  streamIdleMs: 300_000,
  connectionsPerOrigin: 128,
  queuePerOrigin: 256,
};

/** Workers for this machine: one per core where the kernel can share a port between them. */
export function defaultWorkerCount(): number {
  return process.platform === 'linux' ? availableParallelism() : 1;
}

export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { authority, log } = options;
  const reusePort = authority.workers > 1;
  const port = options.port === null ? null : await findPort(options.host, options.port);
  const tls = await prepareTls(options);
  if (port === null && tls === null) throw new Error('A gateway without any port');
  beginBoot(options.journal.directory, Math.floor(authority.wallMs()));
  const nonces = createNonceMemory();
  const journalTrouble = new Map<number, string>();
  const circuits = new CircuitBoard();
  const pool = new WorkerPool({
    describe: () => ({
      place: port === null ? null : { host: options.host, port, reusePort },
      tls: tls && { host: options.host, port: tls.port, reusePort, material: tls.material() },
      memory: authority.memory,
      snapshot: authority.snapshot,
      keyHmacKey: authority.keyHmacKey,
      signingKey: options.signingKey,
      nonces,
      watchAbuse: authority.abuse !== null,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      allowPrivateUpstreams: options.allowPrivateUpstreams,
      relayToken: options.relayToken ?? null,
      trustedProxies: options.trustedProxies,
      gatewayHosts: options.gatewayHosts ?? [],
      journal: options.journal,
      tracing: options.tracing
        ? { ratio: options.tracing.ratio, trustedProxies: options.trustedProxies }
        : null,
    }),
    onCrash(worker, error) {
      log.error({ err: error, worker }, 'a gateway worker ended; another one takes its place');
      journalTrouble.delete(worker);
      circuits.forget(worker);
      authority.releaseWorker(worker);
    },
    onReport: (worker, report) => take(options, { journalTrouble, circuits }, worker, report),
  });
  tls?.watch((material) => pool.replaceCertificates(material));
  // Before the first worker starts: a change in between must not be missed.
  const detach = authority.attach((snapshot, memory) => pool.update({ snapshot, memory }));
  await pool.start(authority.workers).catch((error: unknown) => {
    detach();
    tls?.stop();
    throw error;
  });
  return {
    address: options.host,
    port: port ?? tls!.port,
    tlsPort: tls?.port ?? null,
    certificates: () => tls?.certificates() ?? [],
    certificateTrouble: () => tls?.trouble() ?? null,
    reloadCertificates: () => tls?.reload(),
    workers: authority.workers,
    trouble() {
      const [journal] = journalTrouble.values();
      return journal === undefined ? pool.trouble() : `usage cannot be recorded: ${journal}`;
    },
    upstreamHealth: (productId) => circuits.of(productId),
    metrics: () => mergeMetrics(pool.metricsMemories, authority.workers, pool.restarts),
    async stop(graceMs = 30_000) {
      detach();
      tls?.stop();
      await pool.stop(graceMs);
    },
  };
}

/** What workers tell unasked goes to whom it concerns. */
function take(
  { authority, log, onLimitHits, tracing }: GatewayOptions,
  { journalTrouble, circuits }: { journalTrouble: Map<number, string>; circuits: CircuitBoard },
  worker: number,
  report: Report,
): void {
  if (report.kind === 'spans') tracing?.take(report);
  else if (report.kind === 'abuse') authority.abuse?.take(report.report);
  else if (report.kind === 'circuits') circuits.take(worker, report.circuits);
  else if (report.kind === 'late-refunds') authority.takeBack(report.refunds);
  else if (report.kind === 'limit-hits') onLimitHits?.(report.hits, report.uncounted);
  else if (report.kind === 'bug')
    log.error({ worker, error: report.error }, 'a gateway worker failed a request');
  else if (report.trouble === null) journalTrouble.delete(worker);
  else {
    journalTrouble.set(worker, report.trouble);
    log.error({ worker, error: report.trouble }, 'usage cannot be recorded');
  }
}

/** TLS as the main thread keeps it for all workers: the port, the certificates as of now, the ticket keys. */
async function prepareTls({ host, tls, log }: GatewayOptions) {
  if (!tls) return null;
  let publish: (material: TlsMaterial) => void = () => undefined;
  let ticketKeys = randomBytes(48);
  const watch = watchCertificates(
    tls.sources,
    (pairs) => {
      log.info({ certificates: pairs.map((pair) => pair.name) }, 'new certificates are served');
      publish({ pairs, ticketKeys });
    },
    (error) =>
      log.error({ error: error.message }, 'new certificates cannot be used; the old ones are served'),
  );
  const port = await findPort(host, tls.port).catch((error: unknown) => {
    watch.stop();
    throw error;
  });
  // Whoever gets hold of a key can read what was resumed with it: none lives long.
  const renewal = setInterval(() => {
    ticketKeys = randomBytes(48);
    publish({ pairs: watch.pairs, ticketKeys });
  }, TICKET_KEY_MS);
  renewal.unref();
  return {
    port,
    material: (): TlsMaterial => ({ pairs: watch.pairs, ticketKeys }),
    certificates: () => watch.pairs,
    trouble: () => watch.trouble(),
    reload: () => watch.reload(),
    stop() {
      clearInterval(renewal);
      watch.stop();
    },
    watch(onMaterial: (material: TlsMaterial) => void) {
      publish = onMaterial;
    },
  };
}

/**
 * Workers share their port (`reusePort`), and so would, unnoticed, a second gateway on this machine.
 * Binding it once without sharing finds that out; it also chooses the port when any will do.
 */
function findPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host, port, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string')
          reject(new Error('The gateway needs a TCP port'));
        else resolve(address.port);
      });
    });
  });
}
