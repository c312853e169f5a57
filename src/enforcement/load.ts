/** Reads what is enforced and brings it to the workers, in the order in which things point at each other. */
import type { Clock } from '#kernel';
import type { AdmissionMemory, GatewaySnapshot } from './admission/index.ts';
import type { Registry } from './registry.ts';
import { type FullSource, type GatewayKey, pages, type Subscription } from './source.ts';

/** Brings a new version (null: only memory that grew) to all workers; answers when they use it. */
export type Publish = (snapshot: GatewaySnapshot | null, memory: AdmissionMemory) => Promise<void>;

export async function loadEverything(
  registry: Registry,
  source: FullSource,
  clock: Clock,
  publish: Publish,
): Promise<void> {
  registry.replaceProducts(await source.products());
  await publish(registry.snapshot, registry.memory);
  for await (const page of pages(source.subscriptions, (one) => one.id)) {
    await takeIn(registry, source, clock, publish, page, []);
  }
  for await (const page of pages(source.keys, (one) => one.keyId)) {
    await takeIn(registry, source, clock, publish, [], page);
  }
}

export interface ChangedTopic {
  readonly topic: 'catalog' | 'subscription' | 'key';
  readonly ids: readonly string[];
}

export async function loadTopic(
  registry: Registry,
  source: FullSource,
  clock: Clock,
  publish: Publish,
  { topic, ids }: ChangedTopic,
): Promise<void> {
  switch (topic) {
    case 'catalog':
      registry.applyProducts(await source.products(ids), ids);
      await publish(registry.snapshot, registry.memory);
      return;
    case 'subscription':
      await takeIn(registry, source, clock, publish, await source.subscriptions({ ids }), []);
      return;
    case 'key':
      await takeInKeys(registry, source, clock, publish, await source.keys({ ids }));
  }
}

/** A key may be read before the change of its subscription is: then that is fetched with it. */
async function takeInKeys(
  registry: Registry,
  source: FullSource,
  clock: Clock,
  publish: Publish,
  keys: readonly GatewayKey[],
): Promise<void> {
  const missing = keys
    .map((key) => key.subscriptionId)
    .filter((id) => registry.subscription(id) === undefined);
  const subscriptions =
    missing.length === 0 ? [] : await source.subscriptions({ ids: [...new Set(missing)] });
  await takeIn(registry, source, clock, publish, subscriptions, keys);
}

async function takeIn(
  registry: Registry,
  source: FullSource,
  clock: Clock,
  publish: Publish,
  subscriptions: readonly Subscription[],
  keys: readonly GatewayKey[],
): Promise<void> {
  // Workers get grown memory before anything points into it.
  const grew = registry.reserve(subscriptions, keys);
  if (registry.addTerms(subscriptions)) await publish(registry.snapshot, registry.memory);
  else if (grew) await publish(null, registry.memory);
  const ids = subscriptions.map((one) => one.id);
  registry.applyResets(ids.length === 0 ? new Map() : await source.quotaResets(ids));
  registry.applySubscriptions(subscriptions, clock.now());
  registry.applyKeys(keys);
}
