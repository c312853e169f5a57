/** A gateway worker thread: its own listener, pools and journal; keys, limits and time from shared memory. */
import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { AbuseCounters, Admission, monotonicMs, SharedTime, ThrottleTable } from '#enforcement/admission';
import { JournalWriter } from '#metering/journal';
import { AbuseWatch } from './abuse-watch.ts';
import type { Call } from './call.ts';
import { GrpcUpstreams } from './grpc-upstreams.ts';
import { WorkerMetrics } from './metrics.ts';
import { NonceTable } from './nonce-table.ts';
import { createPeerReader } from './peer.ts';
import { createPipeline } from './pipeline.ts';
import { gatewayKinds } from './problem-kinds.ts';
import { Tracer } from './tracing.ts';
import { NodeHttpTransport } from './transport-node-http.ts';
import { createUpstreamGuard } from './upstream-guard.ts';
import { UpstreamPools } from './upstream-pools.ts';
import { Upstreams } from './upstreams.ts';
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
const counters = start.watchAbuse ? new AbuseCounters() : null;
const open = new Set<Call>();
const guard = createUpstreamGuard(start.allowPrivateUpstreams);
const pools = new UpstreamPools(guard, start.limits);
const upstreams = new Upstreams(start.limits.connectMs, () => metrics.circuitOpened());
const tracer = start.tracing && new Tracer(start.tracing, () => time.wallMs());
const pipeline = createPipeline({
  admission,
  calls: { admission, journal, open, monotonicMs },
  peers: createPeerReader(start.trustedProxies, start.relayToken),
  limits: start.limits,
  upstreams,
  gatewayHosts: start.gatewayHosts,
  abuse: new AbuseWatch(counters, new ThrottleTable(start.memory.throttles), monotonicMs),
  signing: { derivationKey: start.signingKey, nonces: new NonceTable(start.nonces) },
  canRecord: () => journal.canAccept(),
  wallMs: () => time.wallMs(),
  newRequestId: requestIds(),
  onRefused: (type) => metrics.refused(type),
});
const transport = new NodeHttpTransport({
  pipeline: tracer ? tracer.around(pipeline) : pipeline,
  pools,
  grpcUpstreams: new GrpcUpstreams(guard, start.limits),
  limits: start.limits,
  monotonicMs,
  onFault: (problem) => metrics.refused(gatewayKinds[problem].type),
  onRepeat: () => metrics.repeated(),
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

let reported = '[]';

/** Tells the main thread which targets are not well, if that has changed. */
function reportCircuits(): void {
  const circuits = upstreams.report();
  metrics.openCircuits(circuits.length);
  const text = JSON.stringify(circuits);
  if (text === reported) return;
  reported = text;
  say({ kind: 'circuits', circuits });
}

/** Tells the journal how far back a record may still reach, so that periods of a quiet gateway can close. */
function keepHouse(): void {
  // Its calls hang until their clients give up; the next thread starts a journal of its own.
  if (journal.isBroken) throw new Error('The journal cannot be made durable any more');
  metrics.gauge(transport.inFlight, admission.keyLookups);
  reportCircuits();
  const report = counters?.report(monotonicMs(), (key) => admission.nameKey(key)) ?? null;
  if (report !== null) say({ kind: 'abuse', report });
  sendSpans();
  tellLimitHits();
  tellLateRefunds();
  // Calls are kept in the order of their admission.
  const [oldest] = open;
  journal.mark(Math.floor(oldest === undefined ? time.wallMs() : oldest.decision.admittedAtMs));
}

function sendSpans(): void {
  const report = tracer?.take();
  if (report) say(report);
}

/** Once a second, however many there are: refusals shall cost their callers time, not us. */
function tellLimitHits(): void {
  const taken = admission.takeLimitHits();
  if (taken !== null) say({ kind: 'limit-hits', ...taken });
}

/** Few: their plans changed while they were in flight. */
function tellLateRefunds(): void {
  const refunds = admission.takeLateRefunds();
  if (refunds.length > 0) say({ kind: 'late-refunds', refunds });
}

/** As of the last message: certificates may change before this worker listens. */
let material = start.tls?.material;
const housekeeping = setInterval(keepHouse, HOUSEKEEPING_MS);

port.on('message', (message: ToWorker) => {
  if (message.kind === 'update') {
    admission.update(message.snapshot, message.memory);
    if (message.snapshot) upstreams.retain(new Set(message.snapshot.products.map(({ id }) => id)));
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
  tellLimitHits();
  tellLateRefunds();
  journal.close();
  sendSpans();
  say({ kind: 'drained' });
  port!.close();
}

if (start.place !== null) await transport.listen(start.place);
if (start.tls !== null) await transport.listenTls(start.tls, material!);
say({ kind: 'listening' });
