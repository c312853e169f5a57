// How long a new key takes to work and a revoked one to stop working, with 100,000 keys loaded, and whether the calls of
// others feel such changes.
import { setTimeout as sleep } from 'node:timers/promises';
import { addKeys, addSubscriptions, withStores } from './crowd.ts';
import { LoadGenerator } from './load.ts';
import { quantile, report, rounded, say } from './report.ts';
import { ShopFloor } from './shop-floor.ts';
import { startUpstream } from './upstream.ts';

const KEYS_LOADED = 100_000;
const CHANGES = 100;
const GIVE_UP_MS = 10_000;
const CALLS_PER_SECOND = 1000;
const SECONDS = 8;
const CONNECTIONS = 16;

export async function changeLatency(): Promise<void> {
  const upstream = await startUpstream();
  const generator = new LoadGenerator();
  try {
    const floor = await ShopFloor.open({ upstreamPort: upstream.port });
    try {
      const { instance, shop } = floor;
      await instance.end();
      say(`change_latency: loading ${KEYS_LOADED} keys`);
      await withStores(instance.dataDirectory, async ({ db }) => {
        await addSubscriptions(db, shop, KEYS_LOADED);
        await addKeys(db, shop, KEYS_LOADED);
      });
      await instance.start();
      await floor.untilAdmitted(shop.key);
      await measureChanges(floor);
      await measureDisturbance(floor, generator);
    } finally {
      await floor.close();
    }
  } finally {
    await generator.stop();
    await upstream.stop();
  }
}

async function measureChanges(floor: ShopFloor): Promise<void> {
  const created: number[] = [];
  const revoked: number[] = [];
  for (let change = 0; change < CHANGES; change += 1) {
    // From asking to being in force: the API's own time is part of it.
    const createMs = performance.now();
    const { id, key } = await floor.addKey(`changing ${change}`);
    await untilAnswered(floor, key, 200);
    created.push(performance.now() - createMs);
    const revokeMs = performance.now();
    await floor.consumer.post(`/keys/${id}/revoke`);
    await untilAnswered(floor, key, 401);
    revoked.push(performance.now() - revokeMs);
  }
  report('change_latency', {
    keys_loaded: KEYS_LOADED,
    changes: CHANGES,
    created_p50_ms: rounded(quantile(created, 0.5)),
    created_p99_ms: rounded(quantile(created, 0.99)),
    revoked_p50_ms: rounded(quantile(revoked, 0.5)),
    revoked_p99_ms: rounded(quantile(revoked, 0.99)),
    reach_ms: 1000,
  });
}

async function untilAnswered({ instance, shop }: ShopFloor, key: string, status: number): Promise<void> {
  const giveUpMs = performance.now() + GIVE_UP_MS;
  const url = `${instance.facts.gateway_url}${shop.path}/current-weather`;
  while (performance.now() < giveUpMs) {
    const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
    await response.arrayBuffer();
    if (response.status === status) return;
    await sleep(2);
  }
  throw new Error(`A change was not in force after ${GIVE_UP_MS} ms`);
}

/** Calls at a steady rate, first undisturbed, then while keys come and go. */
async function measureDisturbance(floor: ShopFloor, generator: LoadGenerator): Promise<void> {
  const order = {
    port: floor.gatewayPort,
    requests: [floor.callWith(floor.shop.key)],
    connections: CONNECTIONS,
    seconds: SECONDS,
    warmUpSeconds: 1,
    perSecond: CALLS_PER_SECOND,
  };
  const quiet = await generator.runAdmitted(order);
  let changes = 0;
  let isOver = false;
  const changing = (async () => {
    for (; !isOver; changes += 1) {
      const { id } = await floor.addKey(`disturbing ${changes}`);
      await floor.consumer.post(`/keys/${id}/revoke`);
      await sleep(50);
    }
  })();
  const disturbed = await generator.runAdmitted(order).finally(() => {
    isOver = true;
  });
  await changing;
  report('change_disturbance', {
    keys_loaded: KEYS_LOADED,
    calls_per_second: CALLS_PER_SECOND,
    changes: changes * 2,
    quiet_p50_ms: rounded(quantile(quiet.latencyMs, 0.5)),
    quiet_p99_ms: rounded(quantile(quiet.latencyMs, 0.99)),
    changing_p50_ms: rounded(quantile(disturbed.latencyMs, 0.5)),
    changing_p99_ms: rounded(quantile(disturbed.latencyMs, 0.99)),
  });
}
