import type { UsageDb } from '#kernel';

/**
 * The last use of each key, in one question. The roll-ups say in which hour it was; only that hour's events are read,
 * for the moment.
 */
export async function lastUseOfKeys(
  usageDb: UsageDb,
  keys: readonly { readonly id: string; readonly subscriptionId: string }[],
): Promise<Map<string, Temporal.Instant>> {
  if (keys.length === 0) return new Map();
  const rows = await usageDb.query<{ key: string; last_at: Temporal.Instant }>(
    `select key_id as key, max(timestamp) as last_at
     from usage_events
     where subscription_id in {subscriptions:Array(String)} and key_id in {keys:Array(String)}
       and (subscription_id, key_id, toStartOfHour(toDateTime(timestamp, 'UTC'))) in (
         select subscription_id, key_id, max(hour) from usage_hourly
         where subscription_id in {subscriptions:Array(String)} and key_id in {keys:Array(String)}
         group by subscription_id, key_id
       )
     group by key_id`,
    {
      subscriptions: [...new Set(keys.map((key) => key.subscriptionId))],
      keys: keys.map((key) => key.id),
    },
  );
  return new Map(rows.map((row) => [row.key, row.last_at]));
}
