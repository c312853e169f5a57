// The questions that a provider's dashboard asks, over millions of events, through the API.
import { addUsage, withStores } from './crowd.ts';
import { type BenchOptions, quantile, report, rounded, say } from './report.ts';
import { ShopFloor } from './shop-floor.ts';
import { startUpstream } from './upstream.ts';

const EVENTS = 2_000_000;
const EVENTS_FULL = 20_000_000;
const SUBSCRIPTIONS = 1000;
const DAYS = 30;
const REPEATS = 15;
const QUESTIONS = ['event_type', 'day', 'hour', 'route,day', 'subscription'] as const;
/** Usage of any time is as good as any other. */
const to = Temporal.Instant.from('2026-03-01T00:00:00Z');
const from = to.subtract({ hours: 24 * DAYS });

export async function dashboard(options: BenchOptions): Promise<void> {
  const upstream = await startUpstream();
  try {
    const floor = await ShopFloor.open({ upstreamPort: upstream.port });
    try {
      await ask(floor, options.full ? EVENTS_FULL : EVENTS);
    } finally {
      await floor.close();
    }
  } finally {
    await upstream.stop();
  }
}

async function ask(floor: ShopFloor, events: number): Promise<void> {
  const { instance, shop } = floor;
  await instance.end();
  say(`dashboard: loading ${events} events`);
  await withStores(instance.dataDirectory, async ({ usageDb }) => {
    await addUsage(usageDb, shop, { events, subscriptions: SUBSCRIPTIONS, from, to });
  });
  await instance.start();
  const latencies: Record<string, number[]> = Object.fromEntries(QUESTIONS.map((by) => [by, []]));
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    for (const by of QUESTIONS) latencies[by]!.push(await answerMs(floor, by, events));
  }
  const worst = Object.entries(latencies)
    .map(([by, values]) => ({ by, p95: quantile(values, 0.95) }))
    .reduce((a, b) => (a.p95 > b.p95 ? a : b));
  report('dashboard', {
    events,
    subscriptions: SUBSCRIPTIONS,
    days: DAYS,
    questions: QUESTIONS.length * REPEATS,
    p50_ms: rounded(quantile(Object.values(latencies).flat(), 0.5)),
    p95_ms: rounded(quantile(Object.values(latencies).flat(), 0.95)),
    slowest_group_by: worst.by,
    slowest_p95_ms: rounded(worst.p95),
    reach_p95_ms: 1000,
  });
}

async function answerMs({ provider, shop }: ShopFloor, by: string, events: number): Promise<number> {
  const startMs = performance.now();
  const query = new URLSearchParams({ as: 'provider', from: String(from), to: String(to), group_by: by });
  const answer = await provider.get(`/usage/${shop.providerId}?${query}`);
  const tookMs = performance.now() - startMs;
  const calls = answer.data.reduce((sum: number, row: { calls: number }) => sum + row.calls, 0);
  if (calls !== events) throw new Error(`Grouped by ${by} there are ${calls} calls instead of ${events}`);
  return tookMs;
}
