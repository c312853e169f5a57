import type { Decimal, UsageDb } from '#kernel';
import type { UsageWindow } from './store-questions.ts';

/** The live units of one hour of a window. */
export interface HourOfUnits {
  /** The hour, or the window's beginning where that lies within it. */
  readonly startAt: Temporal.Instant;
  readonly units: Decimal;
}

/** Units of a window hour by hour, from the events up to a batch; hours without events are left out. */
export async function unitsByHour(
  usageDb: UsageDb,
  window: UsageWindow & { readonly upToBatch: bigint },
): Promise<HourOfUnits[]> {
  const rows = await usageDb.query<{ start_at: Temporal.Instant; units: Decimal }>(
    `select greatest(toStartOfHour(e.timestamp), fromUnixTimestamp64Milli({start:Int64}, 'UTC')) as start_at,
       sum(e.units) as units
     from usage_events e
     where e.subscription_id = {subscription:String}
       and e.timestamp >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')
       and e.timestamp < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
       and e.environment = 'live' and e.batch <= {upTo:UInt64}
     group by start_at order by start_at`,
    {
      subscription: window.subscriptionId,
      start: BigInt(window.startAt.epochMilliseconds),
      end: BigInt(window.endAt.epochMilliseconds),
      upTo: window.upToBatch,
    },
    { session: 'billing' },
  );
  return rows.map((row) => ({ startAt: row.start_at, units: row.units }));
}
