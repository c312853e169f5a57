import { decimalText, StoreUnavailable, type UsageDb } from '#kernel';
import type { KeyUsageReader } from '#subscriptions';
import { lastUseOfKeys } from './store-key-usage.ts';
import { totalUsage } from './store-questions.ts';
import { usageCompleteUntil } from './usage-complete-until.ts';

const MOST_DAYS = 1000;

/** What `#subscriptions` shows of its keys' usage. */
export function keyUsageReader(usageDb: UsageDb): KeyUsageReader {
  return {
    async lastUsed(keys) {
      try {
        return await lastUseOfKeys(usageDb, keys);
      } catch (error) {
        if (error instanceof StoreUnavailable) return null;
        throw error;
      }
    },
    async daily({ id, subscriptionId, organizationId }, from, to) {
      const filter = { side: 'consumer', organizationId, subscriptionId, keyId: id, from, to } as const;
      const rows = await totalUsage(usageDb, filter, ['day'], MOST_DAYS);
      return rows.map((row) => ({
        startAt: row.period_start as Temporal.Instant,
        calls: Number(row.calls),
        clientErrors: Number(row.client_errors),
        serverErrors: Number(row.server_errors),
        units: decimalText(row.units),
      }));
    },
    completeUntil: usageCompleteUntil,
  };
}
