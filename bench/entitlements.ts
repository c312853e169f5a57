// Asking what a consumer may do now: most per second, and how long one such question takes at a steady rate.

import { cores, pinApart } from './cores.ts';
import { getRequest, LoadGenerator } from './load.ts';
import { Profiling } from './profile.ts';
import { type BenchOptions, quantile, report, rounded } from './report.ts';
import { ShopFloor } from './shop-floor.ts';
import { startUpstream } from './upstream.ts';

const CONNECTIONS = 32;
const SECONDS = 5;
const WARM_UP_SECONDS = 3;
const REACH_PER_SECOND = 5000;

export async function entitlements(options: BenchOptions): Promise<void> {
  const profiling = new Profiling(options.profile);
  const upstream = await startUpstream();
  const generator = new LoadGenerator();
  try {
    const floor = await ShopFloor.open({ upstreamPort: upstream.port, environment: profiling.environment });
    try {
      // The stores get the generator's core: what is asked for is the program's own work.
      if (cores) pinApart(floor.instance.facts.pid, cores.measured, cores.rest);
      await measure(floor, generator);
    } finally {
      await floor.close();
    }
    profiling.finish('entitlements', 'src/cli.ts');
  } finally {
    await generator.stop();
    await upstream.stop();
  }
}

async function measure(floor: ShopFloor, generator: LoadGenerator): Promise<void> {
  const path = `/api/v1/entitlements/${floor.shop.consumerId}`;
  const order = {
    port: floor.portalPort,
    requests: [getRequest(path, { Authorization: `Bearer ${floor.consumerToken}` })],
    connections: CONNECTIONS,
    seconds: SECONDS,
    warmUpSeconds: WARM_UP_SECONDS,
  };
  const most = await generator.runAdmitted({ ...order, perSecond: null });
  const steadyPerSecond = Math.min(REACH_PER_SECOND, most.perSecond / 2);
  const steady = await generator.runAdmitted({ ...order, perSecond: steadyPerSecond });
  report('entitlements', {
    connections: CONNECTIONS,
    per_second: Math.round(most.perSecond),
    p99_at_most_ms: rounded(quantile(most.latencyMs, 0.99)),
    steady_per_second: Math.round(steadyPerSecond),
    steady_p50_ms: rounded(quantile(steady.latencyMs, 0.5)),
    steady_p99_ms: rounded(quantile(steady.latencyMs, 0.99)),
    one_core_for_the_program: cores !== null,
    reach_per_second: REACH_PER_SECOND,
    reach_p99_ms: 5,
  });
}
