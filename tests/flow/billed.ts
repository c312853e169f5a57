import { join } from 'node:path';
import { createLog, openUsageDb } from '#kernel';
import { listEvents, positionOf, type UsageEventRow } from '#metering';
import { type Client, eventually, type Json } from './client.ts';
import type { Instance } from './instance.ts';

/** What invoices would be made of: every usage event of a subscription, read straight from the instance's store. */
export async function billedEvents(instance: Instance, subscriptionId: string): Promise<UsageEventRow[]> {
  const usageDb = openUsageDb({
    url: 'http://localhost/turnpike',
    socketPath: join(instance.dataDirectory, 'usage', 'run', 'usage.sock'),
    log: createLog('silent'),
  });
  const window = {
    subscriptionId,
    startAt: Temporal.Instant.from('2020-01-01T00:00:00Z'),
    endAt: Temporal.Instant.from('2100-01-01T00:00:00Z'),
  };
  const limit = 5000;
  const events: UsageEventRow[] = [];
  try {
    for (let after: Parameters<typeof listEvents>[2]['after'] = null; ; ) {
      const page = await listEvents(usageDb, window, { limit, after });
      events.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < limit) return events;
      after = positionOf(last);
    }
  } finally {
    await usageDb.close();
  }
}

/** Waits until the gateway says that everything admitted before this moment is in the usage store. */
export async function shippedUntil(operator: Client, at: Temporal.Instant): Promise<void> {
  await eventually(`all usage before ${at} shipped`, 45, async () => {
    const { data } = await operator.get('/metering/nodes');
    const gateways = data.filter((node: Json) => node.kind === 'gateway');
    return (
      gateways.length > 0 &&
      gateways.every((node: Json) => Temporal.Instant.compare(node.complete_until, at) >= 0)
    );
  });
}

export async function operatorOf(instance: Instance, client: Client): Promise<Client> {
  const { access_token: token } = await client.post('/auth/login', instance.facts.operator);
  return client.bearer(token);
}
