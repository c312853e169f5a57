// Usage that others report: events per second through `POST /usage/events` in batches of 100, and until they are counted.
import { eventually } from '../tests/flow/client.ts';
import { cores, pinProcess } from './cores.ts';
import { LoadGenerator, postRequest } from './load.ts';
import { Profiling } from './profile.ts';
import { type BenchOptions, quantile, report, rounded, say } from './report.ts';
import { ShopFloor } from './shop-floor.ts';
import { startUpstream } from './upstream.ts';

const BATCH = 100;
const CONNECTIONS = 8;
const SECONDS = 10;
const WARM_UP_SECONDS = 3;
const COUNTED_WITHIN_SECONDS = 120;

export async function ingestion(options: BenchOptions): Promise<void> {
  const profiling = new Profiling(options.profile);
  const upstream = await startUpstream();
  const generator = new LoadGenerator();
  try {
    const floor = await ShopFloor.open({ upstreamPort: upstream.port, environment: profiling.environment });
    try {
      if (cores) pinProcess(floor.instance.facts.pid, cores.measured);
      await measure(floor, generator);
    } finally {
      await floor.close();
    }
    profiling.finish('ingestion', 'src/cli.ts');
  } finally {
    await generator.stop();
    await upstream.stop();
  }
}

async function measure(floor: ShopFloor, generator: LoadGenerator): Promise<void> {
  const events = Array.from({ length: BATCH }, (_, index) => ({
    event_type: 'message',
    workspace_id: floor.shop.consumerId,
    value: '1',
    idempotency_key: `############-${index}`,
    properties: { channel: 'sms', country: 'PT' },
  }));
  const headers = { Authorization: `Bearer ${floor.providerToken}` };
  const startMs = performance.now();
  const result = await generator.runAdmitted({
    port: floor.portalPort,
    requests: [postRequest('/api/v1/usage/events', headers, JSON.stringify(events))],
    connections: CONNECTIONS,
    seconds: SECONDS,
    warmUpSeconds: WARM_UP_SECONDS,
    perSecond: null,
  });
  say('ingestion: waiting until all is counted');
  const path = `/usage/${floor.shop.consumerId}?event_type=message`;
  const counted = async () => Number((await floor.consumer.get(path)).data[0]?.value ?? 0);
  let before = -1;
  const all = await eventually('the count of all events', COUNTED_WITHIN_SECONDS, async () => {
    const now = await counted();
    const isSteady = now === before && now >= result.answers * BATCH;
    before = now;
    if (!isSteady) await new Promise((resolve) => setTimeout(resolve, 1500));
    return isSteady && now;
  });
  report('usage_ingestion', {
    batch: BATCH,
    connections: CONNECTIONS,
    events_per_second: Math.round(result.perSecond * BATCH),
    batch_p50_ms: rounded(quantile(result.latencyMs, 0.5)),
    batch_p99_ms: rounded(quantile(result.latencyMs, 0.99)),
    counted_events: all,
    counted_per_second: Math.round(all / ((performance.now() - startMs) / 1000)),
    one_core_for_everything: cores !== null,
    reach_per_second: 20_000,
  });
}
