/** A gateway worker thread: its own listener, pools and journal; keys, limits and time from shared memory. */
import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { Admission, monotonicMs, SharedTime } from '#enforcement/admission';
import { JournalWriter } from '#metering/journal';
import type { Call } from './call.ts';
import { GrpcUpstreams } from './grpc-upstreams.ts';
import { WorkerMetrics } from './metrics.ts';
import { createPeerReader } from './peer.ts';
import { createPipeline } from './pipeline.ts';
import { gatewayKinds } from './problem-kinds.ts';
import { NodeHttpTransport } from './transport-node-http.ts';
import { createUpstreamGuard } from './upstream-guard.ts';
import { UpstreamPools } from './upstream-pools.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-protocol.ts';

const HOUSEKEEPING_MS = 1000;

const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker thread');
const start = workerData as WorkerStart;
const say = (message: FromWorker): void => port.postMessage(message);

const time = new SharedTime(start.memory.time);
const metrics = new WorkerMetrics(start.metrics);
const admission = new Admission(start.memory, start.worker, start.keyHmacKey);
admission.update(start.snapshot, start.memory);
const journal = new JournalWriter({
  ...start.journal,
  worker: `gateway-${start.worker}`,
  atMs: Math.floor(time.wallMs()),
  onTrouble: (error) => say({ kind: 'journal', trouble: error?.message ?? null }),
});
const open = new Set<Call>();
const guard = createUpstreamGuard(start.allowPrivateUpstreams);
const pools = new UpstreamPools(guard, start.limits);
const transport = new NodeHttpTransport({
  pipeline: createPipeline({
    admission,
    calls: { admission, journal, open, monotonicMs },
    peers: createPeerReader(start.trustedProxies),
    bodyBytes: start.limits.bodyBytes,
    canRecord: () => journal.canAccept(),
    wallMs: () => time.wallMs(),
    newRequestId: requestIds(),
    onRefused: (type) => metrics.refused(type),
  }),
  pools,
  grpcUpstreams: new GrpcUpstreams(guard, start.limits),
  limits: start.limits,
  monotonicMs,
  onFault: (problem) => metrics.refused(gatewayKinds[problem].type),
  onAnswered: (status) => metrics.answered(status),
  onBug: (error) =>
    say({ kind: 'bug', error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
});

/** Unique for ever without asking a clock: 96 random bits per life of a worker, then a counter. */
function requestIds(): () => string {
  const life = randomBytes(12).toString('hex');
  let last = 0;
  return () => {
    last += 1;
    return `req_${life}${last.toString(36).padStart(6, '0')}`;
  };
}

/** Tells the journal how far back a record may still reach, so that periods of a quiet gateway can close. */
function keepHouse(): void {
  // Its calls hang until their clients give up; the next thread starts a journal of its own.
  if (journal.isBroken) throw new Error('The journal cannot be made durable any more');
  metrics.gauge(transport.inFlight, admission.keyLookups);
  // Calls are kept in the order of their admission.
  const [oldest] = open;
  journal.mark(Math.floor(oldest === undefined ? time.wallMs() : oldest.decision.admittedAtMs));
}

/** As of the last message: certificates may change before this worker listens. */
let material = start.tls?.material;
const housekeeping = setInterval(keepHouse, HOUSEKEEPING_MS);

port.on('message', (message: ToWorker) => {
  if (message.kind === 'update') {
    admission.update(message.snapshot, message.memory);
    say({ kind: 'updated', number: message.number });
    return;
  }
  if (message.kind === 'certificates') {
    material = message.material;
    transport.replaceCertificates(material);
    return;
  }
  clearInterval(housekeeping);
  void drain(message.graceMs);
});

async function drain(graceMs: number): Promise<void> {
  await transport.drain(graceMs);
  metrics.gauge(0, admission.keyLookups);
  journal.close();
  say({ kind: 'drained' });
  port!.close();
}

if (start.place !== null) await transport.listen(start.place);
if (start.tls !== null) await transport.listenTls(start.tls, material!);
say({ kind: 'listening' });
