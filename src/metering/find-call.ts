import { type Db, type Decimal, decimalText, type UsageDb } from '#kernel';
import { highestBatch, usageCompleteUntil } from './usage-complete-until.ts';

/** A call as it was counted. */
export interface CountedCall {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly environment: 'live' | 'test';
  /** Exact decimals. */
  readonly units: string;
  readonly overageUnits: string;
}

export interface CallQuestion {
  readonly id: string;
  readonly subscriptionId: string;
  /** About when it was made. */
  readonly at: Temporal.Instant;
}

/** A call that is waited for was made lately: so far the clocks of gateways may be apart. */
const AROUND = { minutes: 10 };
/** Usage is complete up to a moment by the clocks of its nodes: theirs may be a little ahead of the one that asks. */
const LEEWAY = { seconds: 2 };

/**
 * The call; `pending` while it may still be on its way from the gateway; `uncounted` when it is not: what the gateway itself
 * refuses counts nothing.
 */
export async function findCall(
  db: Db,
  usageDb: UsageDb,
  { id, subscriptionId, at }: CallQuestion,
): Promise<CountedCall | 'pending' | 'uncounted'> {
  // Asked first: what is complete now is in what is read next.
  const completeUntil = await usageCompleteUntil(db);
  const [row] = await usageDb.query<{
    timestamp: Temporal.Instant;
    environment: 'live' | 'test';
    units: Decimal;
    overage_units: Decimal;
    batch: bigint;
  }>(
    `select timestamp, environment, units, overage_units, batch from usage_events
     where subscription_id = {subscription:String} and id = {id:String}
       and timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
       and timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
     limit 1`,
    {
      subscription: subscriptionId,
      id,
      from: BigInt(at.subtract(AROUND).epochMilliseconds),
      to: BigInt(at.add(AROUND).epochMilliseconds),
    },
  );
  if (!row) {
    const isComplete = completeUntil !== null && Temporal.Instant.compare(completeUntil, at.add(LEEWAY)) > 0;
    return isComplete ? 'uncounted' : 'pending';
  }
  // In the store, but not yet in what is billed from.
  if ((await highestBatch(db)) < row.batch) return 'pending';
  return {
    id,
    at: row.timestamp,
    environment: row.environment,
    units: decimalText(row.units),
    overageUnits: decimalText(row.overage_units),
  };
}
