// The gateway with everything on, beside an NGINX worker that only proxies, and the upstream itself: their calls per
// second, then what they add to a call's latency at half of the gateway's most.
import { setTimeout as sleep } from 'node:timers/promises';
import { cores, pinProcess, pinThread, threadNamed, threadSeconds } from './cores.ts';
import { getRequest, LoadGenerator, type LoadResult } from './load.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { Profiling } from './profile.ts';
import { type BenchOptions, median, quantile, report, rounded, say } from './report.ts';
import { ShopFloor } from './shop-floor.ts';
import { startUpstream } from './upstream.ts';

const CONNECTIONS = 64;
const KEYS = 16;
const THROUGHPUT_ROUNDS = 5;
const LATENCY_ROUNDS = 3;
const SECONDS = 3;
const WARM_UP_SECONDS = 0.5;
/** Between two runs, so that shipping the calls of the one does not slow the next. */
const PAUSE_MS = 1000;

interface Target {
  readonly name: 'direct' | 'nginx' | 'turnpike';
  readonly port: number;
  readonly requests: readonly string[];
  /** The thread that does the work. */
  readonly thread: { readonly pid: number; readonly tid: number } | null;
}

interface Sample extends LoadResult {
  /** Part of a core that the working thread used. */
  readonly busy: number;
  readonly microsecondsPerCall: number;
}

export async function gateway(options: BenchOptions): Promise<void> {
  const upstream = await startUpstream();
  const generator = new LoadGenerator();
  const profiling = new Profiling(options.profile);
  let nginx: Nginx | null = null;
  try {
    const floor = await ShopFloor.open({ upstreamPort: upstream.port, environment: profiling.environment });
    try {
      nginx = await startNginx(upstream.port);
      const targets: Target[] = [
        { name: 'direct', port: upstream.port, requests: [getRequest('/current-weather')], thread: null },
        ...(nginx ? [nginxTarget(nginx)] : []),
        await turnpikeTarget(floor),
      ];
      const most = await throughput(generator, targets, nginx);
      await latency(generator, targets, most / 2);
    } finally {
      await floor.close();
    }
    profiling.finish('gateway', 'gateway/worker.ts');
  } finally {
    await nginx?.stop();
    await generator.stop();
    await upstream.stop();
  }
}

function nginxTarget(nginx: Nginx): Target {
  const thread = { pid: nginx.workerPid, tid: nginx.workerPid };
  return { name: 'nginx', port: nginx.port, requests: [getRequest('/current-weather')], thread };
}

/** Calls with several keys of a subscription, as a consumer's machines would make them. */
async function turnpikeTarget(floor: ShopFloor): Promise<Target> {
  const keys = [floor.shop.key];
  while (keys.length < KEYS) keys.push((await floor.addKey(`machine ${keys.length}`)).key);
  for (const key of keys) await floor.untilAdmitted(key);
  return {
    name: 'turnpike',
    port: floor.gatewayPort,
    requests: keys.map((key) => floor.callWith(key)),
    thread: workerThread(floor.instance.facts.pid),
  };
}

/** The gateway's one worker gets the core that NGINX's worker gets; everything else of the instance the other. */
function workerThread(pid: number): Target['thread'] {
  if (process.platform !== 'linux') return null;
  const tid = threadNamed(pid, 'gateway-0');
  if (tid === null) throw new Error('The gateway has no thread gateway-0');
  if (cores) {
    pinProcess(pid, cores.rest);
    pinThread(tid, cores.measured);
  }
  return { pid, tid };
}

async function throughput(
  generator: LoadGenerator,
  targets: readonly Target[],
  nginx: Nginx | null,
): Promise<number> {
  const samples = new Map<string, Sample[]>(targets.map(({ name }) => [name, []]));
  for (let round = 0; round < THROUGHPUT_ROUNDS; round += 1) {
    say(`gateway: round ${round + 1} of ${THROUGHPUT_ROUNDS}`);
    for (const target of targets) {
      samples.get(target.name)!.push(await sample(generator, target, null, SECONDS));
      await sleep(PAUSE_MS);
    }
  }
  const middle = (name: string, field: 'perSecond' | 'busy' | 'microsecondsPerCall') =>
    rounded(median((samples.get(name) ?? []).map((one) => one[field])));
  const ratio = (field: 'perSecond' | 'microsecondsPerCall') =>
    rounded(middle('turnpike', field) / middle('nginx', field));
  report('gateway_throughput', {
    connections: CONNECTIONS,
    rounds: THROUGHPUT_ROUNDS,
    turnpike_per_second: middle('turnpike', 'perSecond'),
    turnpike_busy: middle('turnpike', 'busy'),
    turnpike_us_per_call: middle('turnpike', 'microsecondsPerCall'),
    direct_per_second: middle('direct', 'perSecond'),
    ...(nginx
      ? {
          nginx: nginx.version,
          nginx_per_second: middle('nginx', 'perSecond'),
          nginx_busy: middle('nginx', 'busy'),
          nginx_us_per_call: middle('nginx', 'microsecondsPerCall'),
          ratio_to_nginx: ratio('perSecond'),
          // What is left of the ratio once neither waits for the generator or for other processes of the machine.
          ratio_by_processor_time: rounded(1 / ratio('microsecondsPerCall')),
        }
      : { skipped: 'nginx not found' }),
    reach_ratio: 0.5,
    pinned: cores !== null,
  });
  return middle('turnpike', 'perSecond');
}

async function latency(
  generator: LoadGenerator,
  targets: readonly Target[],
  perSecond: number,
): Promise<void> {
  const samples = new Map<string, LoadResult[]>(targets.map(({ name }) => [name, []]));
  for (let round = 0; round < LATENCY_ROUNDS; round += 1) {
    for (const target of targets) {
      samples.get(target.name)!.push(await sample(generator, target, perSecond, SECONDS));
      await sleep(PAUSE_MS);
    }
  }
  const middle = (name: string, part: number) =>
    median((samples.get(name) ?? []).map((one) => quantile(one.latencyMs, part)));
  const added = (part: number) => rounded(middle('turnpike', part) - middle('direct', part));
  report('gateway_added_latency', {
    calls_per_second: Math.round(perSecond),
    rounds: LATENCY_ROUNDS,
    added_p50_ms: added(0.5),
    added_p99_ms: added(0.99),
    ...Object.fromEntries(
      targets.flatMap(({ name }) => [
        [`${name}_p50_ms`, rounded(middle(name, 0.5))],
        [`${name}_p99_ms`, rounded(middle(name, 0.99))],
      ]),
    ),
    reach_p50_ms: 0.5,
    reach_p99_ms: 2,
  });
}

async function sample(
  generator: LoadGenerator,
  { port, requests, thread }: Target,
  perSecond: number | null,
  seconds: number,
): Promise<Sample> {
  const usedSeconds = () => (thread ? threadSeconds(thread.pid, thread.tid) : Number.NaN);
  const order = {
    port,
    requests,
    connections: CONNECTIONS,
    seconds,
    warmUpSeconds: WARM_UP_SECONDS,
    perSecond,
  };
  const before = usedSeconds();
  const result = await generator.runAdmitted(order);
  const used = usedSeconds() - before;
  return {
    ...result,
    busy: used / (seconds + WARM_UP_SECONDS),
    // The rate of the measured part stands for that of the warm-up as well.
    microsecondsPerCall: (used * 1e6) / (result.perSecond * (seconds + WARM_UP_SECONDS)),
  };
}
